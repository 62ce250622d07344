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
    url: str = ""
    """Where a push message or a text leads; letters have their links in them."""
    phone: str = ""
    """The number a text goes to."""
    reached: list[str] = Field(default_factory=list, sa_type=JSONB)
    """Browsers that took a push message: when one of several could not be reached, only that one is tried again."""
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
    """A browser that agreed to push messages. It goes when its sign-in does: a shared one then tells no secrets."""

    __tablename__ = "push_subscription"
    __table_args__ = (
        UniqueConstraint("endpoint"),
        CheckConstraint("length(endpoint) <= 1000 AND length(device) <= 300", name="lengths"),
    )

    id: UUID = id_field()
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", index=True)
    session_id: UUID | None = Field(default=None, foreign_key="user_session.id", ondelete="CASCADE", index=True)
    endpoint: str
    keys: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """`p256dh` and `auth`, as the browser gave them (RFC 8291, section 2)."""
    device: str = ""
    """What the browser called itself when it agreed."""
    created_at: datetime = now_field()
    last_ok_at: datetime | None = time_field()


class PhoneNumber(Base, table=True):
    """A person's number for texts, in E.164 form, and the one that waits for its code."""

    __tablename__ = "phone_number"
    __table_args__ = (
        CheckConstraint(r"number ~ '^\+[1-9][0-9]{6,14}$'", name="number_e164"),
        CheckConstraint(r"asked_number ~ '^\+[1-9][0-9]{6,14}$'", name="asked_number_e164"),
        CheckConstraint("(number IS NULL) = (verified_at IS NULL)", name="number_is_proven"),
        CheckConstraint(
            "num_nulls(asked_number, code_hash, code_expires_at) IN (0, 3)", name="asked_number_has_a_code"
        ),
        CheckConstraint("tries BETWEEN 0 AND 5", name="tries_limited"),
    )

    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", primary_key=True)
    number: str | None = None
    verified_at: datetime | None = time_field()
    asked_number: str | None = None
    code_hash: str | None = None
    code_expires_at: datetime | None = time_field()
    tries: int = 0
    created_at: datetime = now_field()
