"""Where a person is signed in, and ending it from afar (F007, F009)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import NotFound, Unauthenticated
from emporium.i18n import _
from emporium.services.auth.permissions import Actor, Permission
from emporium.services.auth.sessions import revoke_all, revoke_session
from models.accounts import UserSession
from models.enums import Face


@dataclass(frozen=True, slots=True)
class SessionView:
    """A signed-in browser."""

    id: UUID
    face: Face
    user_agent: str
    ip: str
    created_at: datetime
    last_seen_at: datetime
    here: bool
    """Whether it is the one that asks."""


def own_sessions(session: Session, *, actor: Actor, limit: int = 50) -> list[SessionView]:
    """Live sessions of the actor on every face, the last seen first. One query."""
    actor.require(Permission.OWN_ACCOUNT)
    rows = session.exec(
        select(UserSession)
        .where(UserSession.user_id == actor.user_id, col(UserSession.revoked_at).is_(None))
        .where(col(UserSession.expires_at) > datetime.now(UTC))
        .order_by(col(UserSession.last_seen_at).desc())
        .limit(limit)
    ).all()
    return [
        SessionView(
            row.id, Face(row.face), row.user_agent, str(row.ip or ""), row.created_at, row.last_seen_at,
            row.id == actor.session_id,
        )
        for row in rows
    ]  # fmt: skip


def end_session(session: Session, *, actor: Actor, session_id: UUID) -> None:
    """End one of the actor's sessions. Raises NotFound for anybody else's."""
    actor.require(Permission.OWN_ACCOUNT)
    row = session.get(UserSession, session_id)
    if row is None or row.user_id != actor.user_id:
        raise NotFound(_("There is no such session of yours."))
    revoke_session(session, session_id=session_id, reason="ended by its owner")


def end_other_sessions(session: Session, *, actor: Actor) -> int:
    """End every session of the actor but this one; how many."""
    actor.require(Permission.OWN_ACCOUNT)
    if actor.user_id is None:
        raise Unauthenticated(_("Please sign in."))
    return revoke_all(session, user_id=actor.user_id, reason="ended by its owner", keep=actor.session_id)
