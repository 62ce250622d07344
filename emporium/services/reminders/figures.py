"""What letters about baskets brought (F045, F122)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session

from emporium.services.auth import Actor, Permission

_SENT = "SELECT count(*) FROM cart_reminder WHERE created_at >= :since"
_RECOVERED = """
    SELECT b.currency, count(*) AS purchases, coalesce(sum(b.total_minor), 0) AS total
    FROM purchase b JOIN checkout k ON k.id = b.checkout_id
    WHERE b.status = 'paid' AND EXISTS (
        SELECT 1 FROM cart_reminder r
        WHERE r.created_at >= :since AND r.created_at < b.created_at
          AND (r.cart_id = k.cart_id OR r.restored_cart_id = k.cart_id))
    GROUP BY b.currency ORDER BY total DESC
"""


@dataclass(frozen=True, slots=True)
class Recovered:
    """Letters of some days, purchases that came of their baskets, and what was paid for these, by currency."""

    days: int
    sent: int
    purchases: int
    paid: Sequence[tuple[str, int]]


def recovered(session: Session, *, actor: Actor, days: int = 30) -> Recovered:
    """What the letters of the last days brought; each purchase counts once. Two queries."""
    actor.require(Permission.VIEW_PLATFORM)
    values = {"since": datetime.now(UTC) - timedelta(days=days)}
    sent = int(session.execute(text(_SENT), values).scalar_one())
    rows = session.execute(text(_RECOVERED), values).all()
    return Recovered(
        days, sent, sum(int(row.purchases) for row in rows), [(row.currency, int(row.total)) for row in rows]
    )
