"""A purchase's link is enough while it is young; later, what is personal asks for a proof beside it (F155).

A proof is signed, for one purchase and a day. Pages hand it on behind the link's secret: `secret~proof`.
"""

from __future__ import annotations

import hmac
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from emporium.services.auth.sealing import keyed_digest
from emporium.settings import get_settings

PURPOSE = "order links"
PROOF_SECONDS = 24 * 60 * 60
BETWEEN = "~"


def make_proof(purchase_id: UUID) -> str:
    """Says, for a day, that somebody knew more than the link."""
    until = int(time.time()) + PROOF_SECONDS
    return f"{until}-{_signature(purchase_id, until)}"


def _signature(purchase_id: UUID, until: int) -> str:
    return keyed_digest(f"{purchase_id}:{until}", purpose=PURPOSE)[:40]


def proves(proof: str, purchase_id: UUID) -> bool:
    """Whether a proof is ours, for this purchase, and not over. Compared in constant time."""
    until, _, signature = proof.partition("-")
    if not (until.isascii() and until.isdigit() and len(until) <= 12):
        return False
    return hmac.compare_digest(_signature(purchase_id, int(until)), signature) and int(until) > time.time()


def link_shows_all(purchase_id: UUID, *, created_at: datetime, proof: str) -> bool:
    """Whether names and addresses are shown to whoever has the link: while it is young, or with a proof."""
    young = datetime.now(UTC) - created_at < timedelta(days=get_settings().find_link_days)
    return young or proves(proof, purchase_id)


def handed_on(token: str, proof: str) -> str:
    """The link's secret with its proof, for addresses of papers and pictures."""
    return f"{token}{BETWEEN}{proof}" if proof else token
