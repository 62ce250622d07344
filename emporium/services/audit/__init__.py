"""The audit log: every write by staff, chained by hashes."""

from emporium.services.audit.log import broken_links, note

__all__ = ["broken_links", "note"]
