"""Reports of anything: who may report what, and what is decided, is the business of the room that it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, exists, select

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor
from emporium.services.events import DomainEvent
from models.enums import ReportStatus
from models.moderation import Report

ANSWER = timedelta(days=3)
"""A report should be decided about within this time."""
DETAILS_MAX = 1000


@dataclass(frozen=True, slots=True)
class ReportDecided(DomainEvent):
    """Somebody has looked. Whoever reported it hears of that: Regulation (EU) 2022/2065, article 16(5)."""

    report_id: UUID


@dataclass(frozen=True, slots=True)
class ReportView:
    """Why somebody asks for a look, in words."""

    reason: str
    details: str
    created_at: datetime
    due_at: datetime | None


def report(
    session: Session, *, actor: Actor, kind: str, subject_id: UUID, reason: str, known: Collection[str], details: str
) -> bool:
    """Keep a report; False when one's own about the same thing waits. The caller has checked who may.

    Raises Invalid for a reason that is not among the `known` ones.
    """
    if reason not in known:
        raise Invalid("reason", _("Choose what is wrong with it."))
    made = session.execute(
        insert(Report)
        .values(
            subject_kind=kind, subject_id=subject_id, reason=reason, details=details.strip()[:DETAILS_MAX],
            reporter_email=actor.email, reporter_id=actor.user_id, decision="",
            due_at=datetime.now(UTC) + ANSWER,
        )
        .on_conflict_do_nothing()
        .returning(col(Report.id))
    ).first()  # fmt: skip
    return made is not None


def is_reported(kind: str, subject: Any, *, decided: bool | None = False) -> ColumnElement[bool]:
    """Whether something has a report that waits, one that was decided, or (None) any. For a statement's WHERE."""
    found = exists().where(col(Report.subject_kind) == kind, col(Report.subject_id) == subject)
    if decided is not None:
        found = found.where((col(Report.status) != ReportStatus.OPEN) == decided)
    return found


def open_reports(
    session: Session, *, kind: str, ids: Collection[UUID], words: Mapping[str, str], decided: bool = False
) -> dict[UUID, list[ReportView]]:
    """Reports that wait about some things, in words; with `decided` those too that do not. One query."""
    found: dict[UUID, list[ReportView]] = defaultdict(list)
    statement = select(Report).where(Report.subject_kind == kind, col(Report.subject_id).in_(ids))
    if not decided:
        statement = statement.where(Report.status == ReportStatus.OPEN)
    for row in session.exec(statement.order_by(col(Report.id))).all():
        said = _(words.get(row.reason, row.reason))
        found[row.subject_id].append(ReportView(said, row.details, row.created_at, row.due_at))
    return found


def close_reports(session: Session, *, actor: Actor, kind: str, ids: Collection[UUID], decision: str) -> int:
    """Decide about every report that waits about some things; returns how many. Who reported them hears of it."""
    rows = session.exec(
        select(Report)
        .where(Report.subject_kind == kind, col(Report.subject_id).in_(ids), Report.status == ReportStatus.OPEN)
        .order_by(col(Report.id))
        .with_for_update()
    ).all()
    for row in rows:
        row.status, row.decision = ReportStatus.DECIDED, decision
        row.decided_by, row.decided_at = actor.user_id, datetime.now(UTC)
        session.add(row)
        outbox.record(session, ReportDecided(report_id=row.id))
    return len(rows)
