"""Orders that staff prepares for somebody (F084), and changes of orders that were placed (F081)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from models.base import Base, enum_field, id_field, now_field, one_of, time_field
from models.enums import EditStatus


class Draft(Base, table=True):
    """What makes a checkout one that staff prepares: its number, its note, and the link by which it is paid."""

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("checkout_id"),
        UniqueConstraint("number"),
        UniqueConstraint("token"),
        CheckConstraint("(sent_at IS NULL) = (sent_version = 0)", name="sent_has_version"),
        CheckConstraint("length(note) <= 500", name="note_length"),
    )

    id: UUID = id_field()
    number: str
    checkout_id: UUID = Field(foreign_key="checkout.id", ondelete="CASCADE")
    token: str
    """Whoever has it may pay: it is the key of the basket, too."""
    note: str = ""
    """For the staff alone."""
    sent_at: datetime | None = time_field()
    """When the link was sent; empty again when the draft was changed after that."""
    sent_version: int = 0
    """The quote that the link was sent with: what is different since is told (F042)."""
    discarded_at: datetime | None = time_field()
    created_at: datetime = now_field()


class OrderEdit(Base, table=True):
    """A change of a placed order: looked at, then made at once or when its payment comes (F081)."""

    __tablename__ = "order_edit"
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        one_of("status", EditStatus),
        CheckConstraint("refund_minor >= 0 AND added_minor >= 0", name="amounts_not_negative"),
        CheckConstraint("length(reason) <= 300", name="reason_length"),
        CheckConstraint("(status = 'waiting') <= (checkout_id IS NOT NULL)", name="waiting_has_checkout"),
        Index("uq_order_edit_waiting", "order_id", unique=True, postgresql_where=text("status = 'waiting'")),
        Index("ix_order_edit_expiry", "expires_at", postgresql_where=text("status = 'waiting'")),
    )

    id: UUID = id_field()
    order_id: UUID = Field(foreign_key="store_order.id", ondelete="RESTRICT")
    number: int
    status: EditStatus = enum_field(EditStatus.LOOKED_AT)
    ask: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """What was shown before it was made."""
    hash: str
    reason: str = ""
    refund_minor: int = 0
    added_minor: int = 0
    checkout_id: UUID | None = Field(default=None, foreign_key="checkout.id", ondelete="RESTRICT", index=True)
    """The checkout of what it adds."""
    problem: str = ""
    """What could not be done any more when its payment came."""
    made_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    created_at: datetime = now_field()
    decided_at: datetime | None = time_field()
    expires_at: datetime | None = time_field()
