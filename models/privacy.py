"""What people agreed to, and copies of what is kept about them (F154)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field

from models.base import Base, enum_field, id_field, now_field, one_of, time_field
from models.enums import ConsentKind, ExportStatus


class ConsentRecord(Base, table=True):
    """One yes or no, with the text it was said to. Rows are added, never changed."""

    __tablename__ = "consent_record"
    __table_args__ = (one_of("kind", ConsentKind), Index("ix_consent_record_user", "user_id", "id"))

    id: UUID = id_field()
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE")
    kind: ConsentKind = enum_field()
    given: bool
    text_version: str
    source: str = ""
    """Where it was said: the page, or the letter's link."""
    created_at: datetime = now_field()


class DataExport(Base, table=True):
    """A file with everything held about a person; made by a job, kept for a few days."""

    __tablename__ = "data_export"
    __table_args__ = (
        one_of("status", ExportStatus),
        CheckConstraint("(status = 'ready') = (storage_key IS NOT NULL)", name="ready_has_file"),
        CheckConstraint("size_bytes >= 0", name="size_not_negative"),
        Index("uq_data_export_waiting", "user_id", unique=True, postgresql_where=text("status = 'waiting'")),
        Index("ix_data_export_user", "user_id", "id"),
    )

    id: UUID = id_field()
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE")
    status: ExportStatus = enum_field(ExportStatus.WAITING)
    storage_key: str | None = None
    size_bytes: int = Field(default=0, sa_type=BigInteger)
    created_at: datetime = now_field()
    ready_at: datetime | None = time_field()
    expires_at: datetime | None = time_field()
