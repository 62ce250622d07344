"""Letters about baskets that were left behind (F045)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from models.base import Base, id_field, now_field, time_field


class CartReminder(Base, table=True):
    """One letter about a cart: the first or the second, never a third."""

    __tablename__ = "cart_reminder"
    __table_args__ = (
        UniqueConstraint("cart_id", "nth"),  # two workers at once write one
        UniqueConstraint("token"),
        CheckConstraint("nth IN (1, 2)", name="twice_at_most"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        Index("ix_cart_reminder_email", "email", "created_at"),
    )

    id: UUID = id_field()
    cart_id: UUID = Field(foreign_key="cart.id", ondelete="CASCADE")
    nth: int
    email: str
    token: str
    restored_cart_id: UUID | None = Field(default=None, foreign_key="cart.id", ondelete="SET NULL", index=True)
    """The basket it was put into, when that was another one."""
    restored_at: datetime | None = time_field()
    created_at: datetime = now_field()


class ReminderRefusal(Base, table=True):
    """Somebody does not want letters about baskets. Kept as a digest of the address, which is all that is needed."""

    __tablename__ = "reminder_refusal"

    email_hash: str = Field(primary_key=True)
    created_at: datetime = now_field()
