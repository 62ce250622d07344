"""The audit log: every write by staff, chained by hashes, never changed (F125)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, Index
from sqlalchemy.dialects.postgresql import INET, JSONB
from sqlmodel import Field

from models.base import Base, now_field


class AuditEvent(Base, table=True):
    """Who did what to which thing, with before and after. `hash` covers the row and the previous hash."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_store", "store_id", "id"),
        Index("ix_audit_event_subject", "subject_kind", "subject_id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    actor_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    actor_name: str = ""
    store_id: UUID | None = Field(default=None, foreign_key="store.id", ondelete="SET NULL")
    action: str
    subject_kind: str
    subject_id: str
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    ip: str | None = Field(default=None, sa_type=INET)
    previous_hash: str = ""
    hash: str = ""
    created_at: datetime = now_field()
