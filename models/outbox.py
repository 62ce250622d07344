"""The outbox: every domain event, written in the transaction that caused it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from models.base import Base, now_field, time_field


class OutboxEvent(Base, table=True):
    """One event. A trigger notifies the channel `outbox` at insert; the relay stamps `dispatched_at`."""

    __tablename__ = "outbox_event"
    __table_args__ = (
        Index("ix_outbox_event_waiting", "id", postgresql_where=text("dispatched_at IS NULL")),
        Index("ix_outbox_event_kind", "kind", "id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    kind: str
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    topics: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default=text("'{}'"))
    )
    created_at: datetime = now_field()
    dispatched_at: datetime | None = time_field()
