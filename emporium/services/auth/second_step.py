"""The second step: six digits of an app (RFC 6238), or one of ten codes on paper (F007)."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pyotp
from sqlmodel import Session, col, delete, func, select, update

from emporium.errors import Conflict, Invalid, Refused, Unauthenticated
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import limits
from emporium.services.auth.events import SecondStepChanged
from emporium.services.auth.passwords import verify_password
from emporium.services.auth.permissions import Actor, Permission
from emporium.services.auth.sealing import keyed_digest, seal, unseal
from emporium.settings import get_settings
from models.accounts import User, UserSession
from models.security import Passkey, RecoveryCode, TotpSecret

PURPOSE = "second step"
PAPER = "recovery codes"
STEP_SECONDS = 30
FRESH = timedelta(minutes=15)
"""How long a proof counts for what needs one just now."""
DRIFT = (0, -1, 1)
"""Steps around the present one that are taken: clocks of phones are not exact (RFC 6238, section 6)."""
PAPER_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter that looks like another."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an app needs to know, once."""

    secret: str
    address: str
    """The otpauth address that a QR code shows."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Which second steps a person has."""

    app: bool
    passkeys: int
    paper_left: int

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return self.app or self.passkeys > 0


def steps_of(session: Session, *, user_id: UUID) -> Steps:
    """The second steps of a person. Three queries."""
    app = session.exec(
        select(TotpSecret.user_id).where(TotpSecret.user_id == user_id, col(TotpSecret.confirmed_at).is_not(None))
    ).first()
    keys = session.exec(select(func.count()).select_from(Passkey).where(Passkey.user_id == user_id)).one()
    paper = session.exec(
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.user_id == user_id, col(RecoveryCode.used_at).is_(None))
    ).one()
    return Steps(app is not None, int(keys), int(paper))


def prove_owner(session: Session, *, actor: Actor, password: str) -> User:
    """The actor's own account, locked, after a fresh proof: the password, or where there is none a fresh sign-in.

    Raises Invalid for a wrong password, Refused when the sign-in is too long ago, TooMany.
    """
    user = own_user(session, actor=actor)
    if user.password_hash is not None:
        return check_password(session, actor=actor, password=password)
    row = session.get(UserSession, actor.session_id) if actor.session_id else None
    if row is None or datetime.now(UTC) - max(row.created_at, row.second_step_at or row.created_at) > FRESH:
        raise Refused(_("For this, sign in once more: sign out, come back, and try again within 15 minutes."))
    return user


def check_password(session: Session, *, actor: Actor, password: str) -> User:
    """The actor's own account, locked, when the password is theirs. Raises Invalid, TooMany."""
    user = own_user(session, actor=actor)
    limits.take(limits.STEP_PER_ACCOUNT, str(user.id))
    if user.password_hash is None:
        raise Invalid("present", _("Your account has no password yet. Set one first: we mail you a link."))
    if not verify_password(password, user.password_hash):
        raise Invalid("present", _("That is not your present password."))
    return user


def own_user(session: Session, *, actor: Actor) -> User:
    """The actor's own account, locked."""
    actor.require(Permission.OWN_ACCOUNT)
    if actor.user_id is None:
        raise Unauthenticated(_("Please sign in."))
    return session.get_one(User, actor.user_id, with_for_update=True)


def begin_app(session: Session, *, actor: Actor, password: str) -> Enrolment:
    """A new secret for the actor's app; in force only when a code of it was given.

    Raises Conflict when there is one in force, Invalid for a wrong password, TooMany.
    """
    user = prove_owner(session, actor=actor, password=password)
    known = session.get(TotpSecret, user.id, with_for_update=True)
    if known is not None and known.confirmed_at is not None:
        raise Conflict(_("An app is set up already. Turn it off first."))
    secret = pyotp.random_base32()
    sealed = seal(secret, purpose=PURPOSE)
    row = known or TotpSecret(user_id=user.id, secret=sealed)
    row.secret, row.last_step = sealed, 0
    session.add(row)
    session.flush()
    address = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=get_settings().name)
    return Enrolment(secret, address)


def confirm_app(session: Session, *, actor: Actor, code: str) -> Sequence[str]:
    """The first code of the app: from now on it is asked for. Returns the codes for paper, shown this once.

    Raises Invalid for a wrong code, Conflict when nothing was begun, TooMany.
    """
    user = own_user(session, actor=actor)
    limits.take(limits.STEP_PER_ACCOUNT, str(user.id))
    row = session.get(TotpSecret, user.id, with_for_update=True)
    if row is None or row.confirmed_at is not None:
        raise Conflict(_("Begin again: ask for a new picture to scan."))
    if not _app_code(row, code):
        raise Invalid("code", _("That is not the code. Give the six digits that the app shows now."))
    row.confirmed_at = datetime.now(UTC)
    session.add(row)
    mark_session(session, actor=actor)
    outbox.record(session, SecondStepChanged(user_id=user.id, email=user.email, what="on"))
    return _new_paper(session, user.id)


def new_paper(session: Session, *, actor: Actor, code: str) -> Sequence[str]:
    """Ten new codes for paper; the old ones stop working. Needs a code of the app. Raises Invalid, TooMany."""
    user = own_user(session, actor=actor)
    check_code(session, user_id=user.id, code=code)
    outbox.record(session, SecondStepChanged(user_id=user.id, email=user.email, what="paper"))
    return _new_paper(session, user.id)


def _new_paper(session: Session, user_id: UUID) -> Sequence[str]:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user_id))
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(10)) for _ in range(PAPER_CODES)]
    for code in codes:
        session.add(RecoveryCode(user_id=user_id, code_hash=keyed_digest(code, purpose=PAPER)))
    session.flush()
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def turn_off_app(session: Session, *, actor: Actor, password: str, code: str) -> None:
    """No second step any more. Needs the password and a code, whatever was checked before.

    Raises Invalid, Refused as `prove_owner` does, TooMany.
    """
    user = prove_owner(session, actor=actor, password=password)
    check_code(session, user_id=user.id, code=code)
    session.exec(delete(TotpSecret).where(col(TotpSecret.user_id) == user.id))
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))
    outbox.record(session, SecondStepChanged(user_id=user.id, email=user.email, what="off"))


def check_code(session: Session, *, user_id: UUID, code: str) -> None:
    """Use up a code of the app or of the paper. Raises Invalid for a wrong, old or used one, TooMany after many."""
    limits.take(limits.STEP_PER_ACCOUNT, str(user_id))
    row = session.get(TotpSecret, user_id, with_for_update=True, populate_existing=True)
    if row is None or row.confirmed_at is None:
        raise Refused(_("No second step is set up. Do it in your account, under sign-in and security."))
    if _app_code(row, code):
        session.add(row)
        session.flush()
        return
    if _paper_code(session, user_id, code):
        user = session.get_one(User, user_id)
        outbox.record(session, SecondStepChanged(user_id=user.id, email=user.email, what="paper_used"))
        return
    raise Invalid("code", _("That code is wrong, or it was used. Give the one that the app shows now."))


def _app_code(row: TotpSecret, code: str) -> bool:
    """Whether it is the app's code of about now and newer than any that was used; then it is used."""
    digits = "".join(code.split())
    if not (len(digits) == 6 and digits.isascii() and digits.isdigit()):
        return False
    app, now = pyotp.TOTP(unseal(row.secret, purpose=PURPOSE)), int(time.time()) // STEP_SECONDS
    good = [now + drift for drift in DRIFT if hmac.compare_digest(app.generate_otp(now + drift), digits)]
    fresh = [step for step in good if step > row.last_step]
    if fresh:
        row.last_step = max(fresh)
    return bool(fresh)


def _paper_code(session: Session, user_id: UUID, code: str) -> bool:
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    if len(plain) != 10:
        return False
    used = session.exec(
        update(RecoveryCode)
        .where(col(RecoveryCode.user_id) == user_id, col(RecoveryCode.used_at).is_(None))
        .where(col(RecoveryCode.code_hash) == keyed_digest(plain, purpose=PAPER))
        .values(used_at=datetime.now(UTC))
        .returning(col(RecoveryCode.id))
    ).first()
    return used is not None


def mark_session(session: Session, *, actor: Actor) -> None:
    """The actor's browser has just proved more than a password."""
    if actor.session_id is not None:
        session.exec(
            update(UserSession)
            .where(col(UserSession.id) == actor.session_id)
            .values(second_step_at=datetime.now(UTC))
        )
