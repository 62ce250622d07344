"""Reports, decisions and appeals (F113, F124)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from models.base import Base, enum_field, id_field, now_field, one_of, time_field
from models.enums import ReportStatus


class Report(Base, table=True):
    """Somebody says that something is illegal or unfair."""

    __tablename__ = "report"
    __table_args__ = (
        one_of("status", ReportStatus),
        CheckConstraint(
            "subject_kind IN ('product', 'store', 'review', 'message', 'conversation', 'question', 'answer')",
            name="subject_known",
        ),
        Index("ix_report_queue", "status", "created_at"),
        Index("ix_report_subject", "subject_kind", "subject_id"),
        Index(
            "uq_report_person",
            "reporter_id",
            "subject_kind",
            "subject_id",
            unique=True,
            postgresql_where=text("reporter_id IS NOT NULL AND status = 'open'"),
        ),
    )

    id: UUID = id_field()
    subject_kind: str
    subject_id: UUID
    reason: str
    details: str = ""
    reporter_email: str = ""
    reporter_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL")
    status: ReportStatus = enum_field(ReportStatus.OPEN)
    decision: str = ""
    decided_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    created_at: datetime = now_field()
    decided_at: datetime | None = time_field()
    due_at: datetime | None = time_field()


class Appeal(Base, table=True):
    """The other side's word against a decision."""

    __tablename__ = "appeal"

    id: UUID = id_field()
    report_id: UUID = Field(foreign_key="report.id", ondelete="CASCADE", index=True)
    body: str
    author_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    created_at: datetime = now_field()
    decided_at: datetime | None = time_field()
    upheld: bool | None = None
