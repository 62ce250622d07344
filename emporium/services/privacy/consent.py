"""What people agreed to: each yes and each no with its time, its place, and the text it was said to (F154).

Source: Regulation (EU) 2016/679, article 7(1): whoever relies on consent must be able to show it, and (3): taking it
back is as easy as giving it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.i18n import N_
from emporium.services.auth import Actor, Permission
from models.enums import ConsentKind
from models.privacy import ConsentRecord

TEXTS: Mapping[ConsentKind, tuple[str, str]] = MappingProxyType(
    {
        ConsentKind.MARKETING: ("2026-11", N_("Write to me when I leave something in my basket")),
        ConsentKind.PERSONALISATION: ("2026-11", N_("Use what I look at and buy to choose what I am shown")),
        ConsentKind.NEWS: ("2026-11", N_("Write to me when something I keep costs less, is there again or is new")),
    }
)
"""The wording in use and its version. A new wording gets a new version; old records keep theirs."""


@dataclass(frozen=True, slots=True)
class ConsentView:
    """One answer as its person reads it."""

    kind: ConsentKind
    given: bool
    text_version: str
    created_at: datetime


def record_consent(session: Session, *, user_id: UUID, kind: ConsentKind, given: bool, source: str) -> None:
    """Write an answer down, to the wording in use. The same answer to the same wording again is no new one."""
    version = TEXTS[kind][0]
    last = session.exec(
        select(ConsentRecord)
        .where(ConsentRecord.user_id == user_id, ConsentRecord.kind == kind)
        .order_by(col(ConsentRecord.id).desc())
        .limit(1)
    ).first()
    if last is not None and last.given == given and last.text_version == version:
        return
    if last is None and not given:
        return
    session.add(ConsentRecord(user_id=user_id, kind=kind, given=given, text_version=version, source=source[:80]))
    session.flush()


def consents(session: Session, *, actor: Actor, limit: int = 20) -> list[ConsentView]:
    """The actor's answers, newest first. One query."""
    actor.require(Permission.OWN_ACCOUNT)
    rows = session.exec(
        select(ConsentRecord)
        .where(ConsentRecord.user_id == actor.user_id)
        .order_by(col(ConsentRecord.id).desc())
        .limit(limit)
    ).all()
    return [ConsentView(ConsentKind(row.kind), row.given, row.text_version, row.created_at) for row in rows]
