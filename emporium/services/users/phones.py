"""A person's number for texts: nothing goes there before a code from it came back (F103)."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import phonenumbers
from phonenumbers import PhoneNumberType
from sqlmodel import Session, select

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor, limits
from emporium.services.auth.events import PhoneCodeAsked
from emporium.services.auth.sealing import keyed_digest
from emporium.services.users.owning import owner_of, proven_owner
from emporium.services.users.preferences import open_way
from emporium.settings import get_settings
from models.enums import Channel
from models.notifications import PhoneNumber

LIFE = timedelta(minutes=10)
TRIES = 5
DIGITS = 6
PURPOSE = "phone code"
TEXTED = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
"""Other numbers get no texts, or ones that somebody earns by."""


@dataclass(frozen=True, slots=True)
class PhoneView:
    """The number that texts go to, and the one that waits for its code; empty for none."""

    number: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a code. A wrong one must be counted, so it is an answer and no error."""

    proven: bool
    tries_left: int = 0


def phone_of(session: Session, *, actor: Actor) -> PhoneView:
    """The actor's number. One query."""
    row = session.get(PhoneNumber, owner_of(actor))
    if row is None:
        return PhoneView()
    waits = row.code_expires_at is not None and row.code_expires_at > datetime.now(UTC)
    return PhoneView(row.number or "", row.asked_number or "" if waits else "")


def ask_code(session: Session, *, actor: Actor, number: str, country: str = "") -> str:
    """Send a code to a number; texts go on to the old one until it came back. Returns the number in E.164 form.

    `country`, ISO 3166, is that of a number without one. Raises Invalid, Conflict for an address that was not proven,
    TooMany.
    """
    user = proven_owner(session, actor)
    plain = clean_number(number, country=country or get_settings().default_country)
    limits.take(limits.TEXTS_PER_ACCOUNT, str(user.id))
    limits.take(limits.TEXTS_PER_NUMBER, plain)
    limits.take(limits.TEXTS_PER_IP, actor.ip or "unknown")
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row = _locked(session, user.id) or PhoneNumber(user_id=user.id)
    row.asked_number, row.code_hash = plain, _hash(user.id, plain, code)
    row.code_expires_at, row.tries = datetime.now(UTC) + LIFE, 0
    session.add(row)
    outbox.record(session, PhoneCodeAsked(user_id=user.id, email=user.email, phone=plain, code=code))
    return plain


def confirm_code(session: Session, *, actor: Actor, code: str) -> Checked:
    """The code that came by text: from now on messages can come there. Five wrong ones, and it is over.

    Raises Invalid when no code is waited for.
    """
    owner = owner_of(actor)
    row = _locked(session, owner)
    if row is None or row.asked_number is None or row.code_hash is None or row.code_expires_at is None:
        raise Invalid("code", _("No code is waited for. Ask for a new one."))
    if row.code_expires_at <= datetime.now(UTC):
        raise Invalid("code", _("The code is more than ten minutes old. Ask for a new one."))
    session.add(row)
    given = "".join(sign for sign in code if sign.isdigit())[:20]
    if not hmac.compare_digest(row.code_hash, _hash(owner, row.asked_number, given)):
        row.tries += 1
        if row.tries >= TRIES:
            _forget_code(row)
            return Checked(False, 0)
        return Checked(False, TRIES - row.tries)
    row.number, row.verified_at = row.asked_number, datetime.now(UTC)
    _forget_code(row)
    session.flush()
    open_way(session, owner=owner, way=Channel.SMS)
    return Checked(True)


def drop_number(session: Session, *, actor: Actor) -> None:
    """No more texts. Twice is once."""
    row = _locked(session, owner_of(actor))
    if row is not None:
        session.delete(row)


def clean_number(number: str, *, country: str) -> str:
    """A mobile number in E.164 form. Raises Invalid naming what is wrong."""
    try:
        found = phonenumbers.parse(number[:40], country)
    except phonenumbers.NumberParseException:
        raise Invalid("phone", _("Give a mobile number, with its country: +32 470 12 34 56.")) from None
    if not phonenumbers.is_valid_number(found):
        raise Invalid("phone", _("There is no such number. Give it with its country: +32 470 12 34 56."))
    if phonenumbers.number_type(found) not in TEXTED:
        raise Invalid("phone", _("Texts go to mobile numbers only."))
    return str(phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164))


def readable(number: str) -> str:
    """A number as people write it: `+32 470 12 34 56`."""
    return str(
        phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    )  # fmt: skip


def _locked(session: Session, owner: UUID) -> PhoneNumber | None:
    return session.exec(select(PhoneNumber).where(PhoneNumber.user_id == owner).with_for_update()).first()


def _hash(owner: UUID, number: str, code: str) -> str:
    return keyed_digest(f"{owner}:{number}:{code}", purpose=PURPOSE)


def _forget_code(row: PhoneNumber) -> None:
    row.asked_number, row.code_hash, row.code_expires_at, row.tries = None, None, None, 0
