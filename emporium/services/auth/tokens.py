"""Tokens: short-lived JWT access tokens with one audience per face, and opaque one-time secrets."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

from emporium.settings import get_settings
from models.enums import Face

ISSUER = "emporium"
ALGORITHM = "HS256"
STEP = "second-step"
STEP_MINUTES = 10


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a valid access token says; `expired` ones are still signed by us."""

    user_id: UUID
    session_id: UUID
    face: Face
    expired: bool


def signing_key() -> str:
    """The secret that this installation signs with."""
    from emporium.runtime.endpoints import secret_key

    return secret_key()


def issue_access(*, user_id: UUID, session_id: UUID, face: Face, now: datetime | None = None) -> str:
    """A JWT for one face, good for `EMPORIUM_ACCESS_MINUTES`."""
    issued = now or datetime.now(UTC)
    return jwt.encode(
        {
            "iss": ISSUER,
            "aud": face.value,
            "sub": str(user_id),
            "sid": str(session_id),
            "iat": issued,
            "exp": issued + timedelta(minutes=get_settings().access_minutes),
        },
        signing_key(),
        ALGORITHM,
    )


def read_access(token: str, *, face: Face) -> AccessClaims | None:
    """The claims of a token made by us for this face, or None. Expiry is told, not hidden."""
    try:
        claims = jwt.decode(
            token,
            signing_key(),
            [ALGORITHM],
            audience=face.value,
            issuer=ISSUER,
            options={"require": ["exp", "sub", "sid", "aud", "iss"], "verify_exp": False},
        )
        return AccessClaims(
            user_id=UUID(claims["sub"]),
            session_id=UUID(claims["sid"]),
            face=face,
            expired=datetime.now(UTC).timestamp() >= claims["exp"],
        )
    except (jwt.PyJWTError, ValueError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class StepClaims:
    """Whose password was right, for which face, and what must not have changed since."""

    user_id: UUID
    face: Face
    seal: str


def issue_step(*, user_id: UUID, face: Face, seal: str) -> str:
    """Says that a password was right, for `STEP_MINUTES`. It opens nothing by itself."""
    expires = datetime.now(UTC) + timedelta(minutes=STEP_MINUTES)
    claims = {"iss": ISSUER, "aud": STEP, "sub": str(user_id), "face": face.value, "seal": seal, "exp": expires}
    return jwt.encode(claims, signing_key(), ALGORITHM)


def read_step(token: str) -> StepClaims | None:
    """The claims of a step token of ours that is not over, or None."""
    try:
        claims = jwt.decode(
            token, signing_key(), [ALGORITHM], audience=STEP, issuer=ISSUER, options={"require": ["exp", "sub", "aud"]}
        )
        return StepClaims(UUID(claims["sub"]), Face(claims["face"]), str(claims["seal"]))
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None


def new_secret() -> str:
    """256 random bits for a refresh token, a mailed link or a guest's cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
