"""Conversations between shoppers and stores, tied to an order or a product (F111)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from models.base import Base, enum_field, id_field, now_field, one_of, time_field
from models.enums import SenderRole


class Conversation(Base, table=True):
    """A thread between one shopper and one store."""

    __tablename__ = "conversation"
    __table_args__ = (
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
    )

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE")
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE")
    order_id: UUID | None = Field(default=None, foreign_key="store_order.id", ondelete="SET NULL", index=True)
    product_id: UUID | None = Field(default=None, foreign_key="product.id", ondelete="SET NULL", index=True)
    subject: str = ""
    last_message_at: datetime = now_field()
    store_read_at: datetime | None = time_field()
    user_read_at: datetime | None = time_field()
    created_at: datetime = now_field()


class Message(Base, table=True):
    """One message; contact details are masked before it is stored."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("length(body) BETWEEN 1 AND 5000", name="body_bounded"),
        one_of("sender", SenderRole),
        Index("ix_message_thread", "conversation_id", "id"),
    )

    id: UUID = id_field()
    conversation_id: UUID = Field(foreign_key="conversation.id", ondelete="CASCADE")
    sender: SenderRole = enum_field()
    sender_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    body: str
    attachment_id: UUID | None = Field(default=None, foreign_key="media.id", ondelete="SET NULL", index=True)
    created_at: datetime = now_field()
