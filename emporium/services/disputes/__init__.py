"""Charge-backs: the store's share is frozen at once, lost or won goes to the books (F070, C11)."""

from emporium.services.disputes.disputes import DisputeChanged, list_disputes, lost, open_dispute, send_evidence, won

__all__ = ["DisputeChanged", "list_disputes", "lost", "open_dispute", "send_evidence", "won"]
