"""Writing and checking the chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from emporium.services.auth import Actor
from models.audit import AuditEvent

_CHAIN_LOCK = 7_200_002


def _digest(event: AuditEvent) -> str:
    content = [
        event.previous_hash,
        str(event.actor_id or ""),
        event.action,
        event.subject_kind,
        event.subject_id,
        event.before,
        event.after,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def note(
    session: Session,
    *,
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: object,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    store_id: UUID | None = None,
) -> AuditEvent:
    """Add a link to the chain. Writers take turns, so that the chain has one order."""
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    last = session.exec(select(AuditEvent.hash).order_by(col(AuditEvent.id).desc()).limit(1)).first()
    event = AuditEvent(
        actor_id=actor.user_id,
        actor_name=actor.name or ("system" if actor.is_system else ""),
        store_id=store_id,
        action=action,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        before=dict(before or {}),
        after=dict(after or {}),
        ip=actor.ip,
        previous_hash=last or "",
    )
    event.hash = _digest(event)
    session.add(event)
    session.flush()
    return event


def broken_links(session: Session) -> list[int]:
    """Ids of events that do not fit the one before them: always none."""
    wrong: list[int] = []
    previous = ""
    for event in session.exec(select(AuditEvent).order_by(col(AuditEvent.id))).all():
        if event.previous_hash != previous or (event.actor_id is not None and event.hash != _digest(event)):
            wrong.append(int(event.id or 0))
        previous = event.hash
    return wrong
