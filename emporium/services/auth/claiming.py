"""What somebody bought as a guest becomes theirs when they prove the address it was bought with (F004)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, update

from models.orders import Purchase


def claim_purchases(session: Session, *, user_id: UUID, email: str) -> int:
    """Attach the guest purchases of a proved address to its account; how many. Twice changes nothing."""
    done = session.exec(
        update(Purchase)
        .where(col(Purchase.user_id).is_(None), col(Purchase.email) == email.lower())
        .values(user_id=user_id)
    )
    return int(done.rowcount)
