"""Conversations between shoppers and stores, tied to an order or a product (F111)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from models.base import Base, enum_field, id_field, now_field, one_of, time_field
from models.enums import SenderRole


class Conversation(Base, table=True):
    """A thread between one shopper and one store. Closed by the operator, nobody writes in it."""

    __tablename__ = "conversation"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (closed_reason = '')", name="closing_has_reason"),
        Index("ix_conversation_store", "store_id", "last_message_at"),
        Index("ix_conversation_user", "user_id", "last_message_at"),
        Index(
            "uq_conversation_order", "user_id", "order_id", unique=True, postgresql_where=text("order_id IS NOT NULL")
        ),
        Index(
            "uq_conversation_product",
            "user_id",
            "product_id",
            unique=True,
            postgresql_where=text("order_id IS NULL AND product_id IS NOT NULL"),
        ),
        Index("uq_conversation_store", "user_id", "store_id", unique=True, postgresql_where=text("about_store")),
        CheckConstraint("NOT about_store OR (order_id IS NULL AND product_id IS NULL)", name="store_stands_alone"),
    )

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE")
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE")
    order_id: UUID | None = Field(default=None, foreign_key="store_order.id", ondelete="SET NULL", index=True)
    product_id: UUID | None = Field(default=None, foreign_key="product.id", ondelete="SET NULL", index=True)
    about_store: bool = False
    """About the store itself; one whose product is gone is not."""
    subject: str = ""
    last_message_at: datetime = now_field()
    store_read_at: datetime | None = time_field()
    user_read_at: datetime | None = time_field()
    closed_at: datetime | None = time_field()
    closed_reason: str = ""
    """Why it was closed, as a code; both sides read it."""
    created_at: datetime = now_field()


class Message(Base, table=True):
    """One message; contact details are masked before it is stored."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("length(body) <= 5000 AND (length(body) > 0 OR photos > 0)", name="body_bounded"),
        CheckConstraint("photos BETWEEN 0 AND 4", name="photos_bounded"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hiding_has_reason"),
        CheckConstraint("only_for IS NULL OR sender = 'platform'", name="only_warnings_are_private"),
        one_of("sender", SenderRole),
        one_of("only_for", SenderRole),
        Index("ix_message_thread", "conversation_id", "id"),
    )

    id: UUID = id_field()
    conversation_id: UUID = Field(foreign_key="conversation.id", ondelete="CASCADE")
    sender: SenderRole = enum_field()
    sender_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    only_for: SenderRole | None = enum_field(nullable=True)
    """The side that a warning of the operator is for; the other one does not see it."""
    body: str
    photos: int = 0
    """How many pictures go with it; kept with them."""
    hidden_at: datetime | None = time_field()
    hidden_reason: str = ""
    """Why the operator has hidden it, as a code; both sides read it."""
    created_at: datetime = now_field()


class MessagePhoto(Base, table=True):
    """A picture that goes with a message. Only the two sides may see it, and the operator once it was reported."""

    __tablename__ = "message_photo"
    __table_args__ = (CheckConstraint("size_bytes > 0", name="size_positive"),)

    id: UUID = id_field()
    message_id: UUID = Field(foreign_key="message.id", ondelete="CASCADE", index=True)
    storage_key: str
    small_key: str
    """The one for lists."""
    size_bytes: int
    created_at: datetime = now_field()
