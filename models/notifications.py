"""Notifications: one delivery per event, recipient and channel (F104), and the in-app inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from models.base import Base, enum_field, id_field, now_field, one_of, time_field
from models.enums import Channel, DeliveryStatus


class Delivery(Base, table=True):
    """One message to one recipient on one channel: the send log."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("event_id", "recipient", "channel"),
        one_of("channel", Channel),
        one_of("status", DeliveryStatus),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
        Index("ix_delivery_waiting", "next_try_at", postgresql_where=text("status = 'queued'")),
        Index("ix_delivery_recipient", "recipient", "id"),
    )

    id: UUID = id_field()
    event_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("outbox_event.id", ondelete="RESTRICT"), nullable=False)
    )
    kind: str
    recipient: str
    channel: Channel = enum_field(Channel.EMAIL)
    status: DeliveryStatus = enum_field(DeliveryStatus.QUEUED)
    locale: str = "en_GB"
    subject: str = ""
    body_text: str = ""
    body_html: str = ""
    stop_url: str = ""
    attempts: int = 0
    last_error: str | None = None
    next_try_at: datetime = now_field()
    created_at: datetime = now_field()
    sent_at: datetime | None = time_field()


class MessageTemplate(Base, table=True):
    """An operator's own wording of a message, by kind, channel and language."""

    __tablename__ = "message_template"
    __table_args__ = (UniqueConstraint("kind", "channel", "locale"), one_of("channel", Channel))

    id: UUID = id_field()
    kind: str
    channel: Channel = enum_field(Channel.EMAIL)
    locale: str = "en_GB"
    subject: str
    body: str
    updated_at: datetime = now_field()


class InboxItem(Base, table=True):
    """A notification inside the app."""

    __tablename__ = "inbox_item"
    __table_args__ = (
        Index("ix_inbox_item_unread", "user_id", "id", postgresql_where=text("read_at IS NULL")),
        UniqueConstraint("event_id", "user_id"),
    )

    id: UUID = id_field()
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", index=True)
    event_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("outbox_event.id", ondelete="RESTRICT"), nullable=False)
    )
    kind: str
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    created_at: datetime = now_field()
    read_at: datetime | None = time_field()


class PushSubscription(Base, table=True):
    """A browser that agreed to web push."""

    __tablename__ = "push_subscription"
    __table_args__ = (UniqueConstraint("endpoint"),)

    id: UUID = id_field()
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", index=True)
    endpoint: str
    keys: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    created_at: datetime = now_field()
