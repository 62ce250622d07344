"""Sessions: a signed-in browser on one face, its rotating refresh tokens, and how all of it ends."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select, update

from emporium.errors import Refused, Unauthenticated
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import tokens
from emporium.services.auth.events import SessionRevoked
from emporium.services.auth.permissions import Actor
from emporium.settings import get_settings
from models.accounts import RefreshToken, RoleGrant, User, UserSession
from models.enums import Face, PlatformRole, UserStatus
from models.stores import StoreMember


@dataclass(frozen=True, slots=True)
class Client:
    """The browser at the other end."""

    ip: str | None = None
    user_agent: str = ""

    @property
    def fingerprint(self) -> str:
        """A short hash that tells this client from another; not an identity."""
        return hashlib.sha256(f"{self.ip}|{self.user_agent}".encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class IssuedTokens:
    """What the cookies of a face hold. `refresh` is empty when another tab has just rotated it."""

    face: Face
    access: str
    refresh: str | None
    session_id: UUID


@dataclass(frozen=True, slots=True)
class SecondStepAsked:
    """The password was right; a code is needed too. `token` is what the browser shows with it, for a few minutes."""

    face: Face
    token: str


def require_place(session: Session, *, user: User, face: Face) -> None:
    """A person needs a store for the vendor face and a platform role for the admin face. Raises Refused."""
    if face is Face.VENDOR and not session.exec(select(StoreMember.id).where(StoreMember.user_id == user.id)).first():
        raise Refused(_("This account has no store yet. Ask a store owner to invite you."))
    if face is Face.ADMIN and not session.exec(select(RoleGrant.id).where(RoleGrant.user_id == user.id)).first():
        raise Refused(_("This account does not run the platform."))


def start_session(
    session: Session, *, user: User, face: Face, client: Client, second_step: bool = False
) -> IssuedTokens:
    """Sign a person in on one face; `second_step` says that they proved more than a password."""
    now = datetime.now(UTC)
    row = UserSession(
        user_id=user.id,
        face=face,
        user_agent=client.user_agent[:300],
        ip=client.ip,
        expires_at=now + timedelta(days=get_settings().refresh_days),
        second_step_at=now if second_step else None,
    )
    session.add(row)
    session.flush()
    return _issue(session, row, now)


def _issue(session: Session, row: UserSession, now: datetime) -> IssuedTokens:
    refresh = tokens.new_secret()
    session.add(RefreshToken(session_id=row.id, token_hash=tokens.digest(refresh), expires_at=row.expires_at))
    session.flush()
    access = tokens.issue_access(user_id=row.user_id, session_id=row.id, face=Face(row.face), now=now)
    return IssuedTokens(face=Face(row.face), access=access, refresh=refresh, session_id=row.id)


@dataclass(frozen=True, slots=True)
class Reuse:
    """A used refresh token came back: its family has been revoked (the caller must commit that)."""

    session_id: UUID


def rotate(session: Session, *, refresh: str, face: Face, client: Client) -> IssuedTokens | Reuse | None:
    """Exchange a refresh token, once (RFC 9700 section 4.14.2).

    Returns new tokens; Reuse when a used one came back, after revoking its family; None when the token is unknown,
    over, or of another face. A second tab of the *same* client within the grace time gets a new access token and
    no refresh token: it already has the newer cookie, so nothing is gained by replaying.
    """
    found = session.exec(
        select(RefreshToken, UserSession)
        .join(UserSession, col(RefreshToken.session_id) == col(UserSession.id))
        .where(RefreshToken.token_hash == tokens.digest(refresh))
        .with_for_update()
    ).first()
    now = datetime.now(UTC)
    if found is None:
        return None
    token, row = found
    if row.face != face or row.revoked_at is not None or row.expires_at <= now or token.expires_at <= now:
        return None
    if token.used_at is not None:
        grace = timedelta(seconds=get_settings().refresh_grace_seconds)
        if token.used_by == client.fingerprint and now - token.used_at < grace:
            access = tokens.issue_access(user_id=row.user_id, session_id=row.id, face=face, now=now)
            return IssuedTokens(face=face, access=access, refresh=None, session_id=row.id)
        revoke_session(session, session_id=row.id, reason="refresh token used twice")
        return Reuse(row.id)
    token.used_at, token.used_by = now, client.fingerprint
    row.last_seen_at = now
    return _issue(session, row, now)


def revoke_session(session: Session, *, session_id: UUID, reason: str) -> None:
    """End one session; its live pages are cut as soon as the commit is seen."""
    row = session.get(UserSession, session_id, with_for_update=True)
    if row is not None and row.revoked_at is None:
        row.revoked_at, row.revoked_reason = datetime.now(UTC), reason
        session.add(row)
        outbox.record(session, SessionRevoked(session_id=row.id, user_id=row.user_id))


def revoke_all(session: Session, *, user_id: UUID, reason: str, keep: UUID | None = None) -> int:
    """End every session of a person on every face, but perhaps the present one. Returns how many."""
    ended = session.exec(
        update(UserSession)
        .where(col(UserSession.user_id) == user_id, col(UserSession.revoked_at).is_(None))
        .where(col(UserSession.id) != keep if keep else col(UserSession.id).is_not(None))
        .values(revoked_at=datetime.now(UTC), revoked_reason=reason)
        .returning(col(UserSession.id))
    ).all()
    for row in ended:
        outbox.record(session, SessionRevoked(session_id=row[0], user_id=user_id))
    return len(ended)


def load_actor(session: Session, *, session_id: UUID, face: Face) -> Actor | None:
    """The person behind a live session, with today's roles; None when it is over. Two queries."""
    found = session.exec(
        select(UserSession, User)
        .join(User, col(UserSession.user_id) == col(User.id))
        .where(UserSession.id == session_id)
    ).first()
    if found is None:
        return None
    row, user = found
    if row.face != face or row.revoked_at is not None or row.expires_at <= datetime.now(UTC):
        return None
    if user.status != UserStatus.ACTIVE or (face is Face.ADMIN and get_settings().admin_mfa and not row.second_step_at):
        return None
    roles = session.exec(select(RoleGrant.role).where(RoleGrant.user_id == user.id)).all()
    stores = session.exec(select(StoreMember.store_id, StoreMember.role).where(StoreMember.user_id == user.id)).all()
    return Actor(
        user_id=user.id,
        session_id=row.id,
        face=face,
        email=user.email,
        name=user.name,
        platform_roles=frozenset(PlatformRole(role) for role in roles),
        store_roles=dict(stores),  # type: ignore[arg-type]
        second_step_at=row.second_step_at,
    )


def require_session(actor: Actor) -> UUID:
    """The actor's session id. Raises Unauthenticated for guests."""
    if actor.session_id is None:
        raise Unauthenticated(_("Please sign in."))
    return actor.session_id


def user_of(session: Session, *, session_id: UUID) -> UUID:
    """Whose session it is."""
    return session.get_one(UserSession, session_id).user_id
