"""Passkeys: registering one, and signing in with it (W3C Web Authentication, level 2; F007).

The challenge of each ceremony is kept in Redis for a few minutes and taken out by its answer, so an answer counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import webauthn
from sqlmodel import Session, col, select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from emporium.errors import Conflict, Expired, Invalid, NotFound, Unauthenticated
from emporium.i18n import N_, _
from emporium.redis import redis_client
from emporium.services import outbox
from emporium.services.auth import limits
from emporium.services.auth.events import SecondStepChanged
from emporium.services.auth.permissions import Actor
from emporium.services.auth.second_step import mark_session, own_user, prove_owner
from emporium.services.auth.sessions import Client, IssuedTokens, require_place, start_session
from emporium.services.auth.tokens import digest, new_secret
from emporium.services.auth.ways_in import require_another_way
from models.accounts import User
from models.enums import Face, UserStatus
from models.security import Passkey

CEREMONY_SECONDS = 300
MOST = 10
UNKNOWN = N_("This passkey is not known here. Sign in another way, or use another passkey.")


@dataclass(frozen=True, slots=True)
class Site:
    """Where the browser is: the host that passkeys belong to, and the origin that signs for it."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What the browser is asked to do, as JSON, and the handle to answer with."""

    options: str
    handle: str


def _remember(challenge: bytes) -> str:
    handle = new_secret()
    redis_client().set(_key(handle), challenge, ex=CEREMONY_SECONDS)
    return handle


def _recall(handle: str) -> bytes:
    """The challenge of a ceremony, once. Raises Expired."""
    found = redis_client().getdel(_key(handle)) if handle else None
    if not isinstance(found, bytes):
        raise Expired(_("That took too long. Please try again."))
    return found


def _key(handle: str) -> str:
    return f"emporium:passkey:{digest(handle)}"


def begin_passkey(session: Session, *, actor: Actor, password: str, site: Site) -> Ceremony:
    """Ask the actor's device for a new passkey. Raises Invalid for a wrong password, Conflict, TooMany."""
    user = prove_owner(session, actor=actor, password=password)
    known = session.exec(select(Passkey.credential_id).where(Passkey.user_id == user.id)).all()
    if len(known) >= MOST:
        raise Conflict(_("At most {most} passkeys are kept. Take one out first.").format(most=MOST))
    options = webauthn.generate_registration_options(
        rp_id=site.host, rp_name=site.name, user_id=user.id.bytes, user_name=user.email, user_display_name=user.name,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )  # fmt: skip
    return Ceremony(webauthn.options_to_json(options), _remember(options.challenge))


def add_passkey(
    session: Session, *, actor: Actor, handle: str, credential: dict[str, Any], site: Site, name: str
) -> UUID:
    """Keep the passkey that the device made. Raises Invalid, Expired, Conflict for one that is known."""
    user = own_user(session, actor=actor)
    try:
        made = webauthn.verify_registration_response(
            credential=credential, expected_challenge=_recall(handle), expected_rp_id=site.host,
            expected_origin=site.origin, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Invalid("passkey", _("Your device's answer could not be checked. Please try again.")) from error
    ident = bytes_to_base64url(made.credential_id)
    if session.exec(select(Passkey.id).where(Passkey.credential_id == ident)).first() is not None:
        raise Conflict(_("This passkey is kept already."))
    row = Passkey(
        user_id=user.id, credential_id=ident, public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count, name=" ".join(name.split())[:60] or _("Passkey"),
    )  # fmt: skip
    session.add(row)
    session.flush()
    mark_session(session, actor=actor)
    outbox.record(session, SecondStepChanged(user_id=user.id, email=user.email, what="passkey"))
    return row.id


def begin_passkey_check(*, site: Site, client: Client) -> Ceremony:
    """Ask any device for a passkey of this site; who it is for is in the answer. Raises TooMany."""
    limits.take(limits.LOGIN_PER_IP, client.ip or "unknown")
    options = webauthn.generate_authentication_options(
        rp_id=site.host, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Ceremony(webauthn.options_to_json(options), _remember(options.challenge))


def sign_in_with_passkey(
    session: Session, *, handle: str, credential: dict[str, Any], site: Site, face: Face, client: Client
) -> IssuedTokens:
    """Start a session on a face for whoever the passkey is of; no further step is asked for.

    Raises Unauthenticated, Refused without a place on the face, Expired, TooMany.
    """
    limits.take(limits.LOGIN_PER_IP, client.ip or "unknown")
    user = _proved(session, handle=handle, credential=credential, site=site)
    require_place(session, user=user, face=face)
    return start_session(session, user=user, face=face, client=client, second_step=True)


def confirm_with_passkey(
    session: Session, *, actor: Actor, handle: str, credential: dict[str, Any], site: Site
) -> None:
    """A passkey for the browser that is signed in already. Raises Unauthenticated, Expired."""
    user = _proved(session, handle=handle, credential=credential, site=site)
    if actor.user_id is None or user.id != actor.user_id:
        raise Unauthenticated(_(UNKNOWN))
    mark_session(session, actor=actor)


def _proved(session: Session, *, handle: str, credential: dict[str, Any], site: Site) -> User:
    challenge = _recall(handle)
    found = session.exec(
        select(Passkey, User)
        .join(User, col(User.id) == col(Passkey.user_id))
        .where(Passkey.credential_id == str(credential.get("id", "")))
        .with_for_update()
    ).first()
    if found is None or found[1].status != UserStatus.ACTIVE:
        raise Unauthenticated(_(UNKNOWN))
    row, user = found
    try:
        checked = webauthn.verify_authentication_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=site.host,
            expected_origin=site.origin, credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=row.sign_count, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Unauthenticated(_(UNKNOWN)) from error
    row.sign_count, row.last_used_at = checked.new_sign_count, datetime.now(UTC)
    session.add(row)
    return user


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A passkey as its person sees it."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


def list_passkeys(session: Session, *, actor: Actor) -> list[PasskeyView]:
    """The actor's passkeys, oldest first. One query."""
    user = own_user(session, actor=actor)
    rows = session.exec(select(Passkey).where(Passkey.user_id == user.id).order_by(col(Passkey.id))).all()
    return [PasskeyView(row.id, row.name, row.created_at, row.last_used_at) for row in rows]


def drop_passkey(session: Session, *, actor: Actor, passkey_id: UUID, password: str) -> None:
    """Forget one of the actor's passkeys, never the last way in.

    Raises Invalid for a wrong password, Refused with the fix, NotFound, TooMany.
    """
    user = prove_owner(session, actor=actor, password=password)
    row = session.exec(select(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user.id)).first()
    if row is None:
        raise NotFound(_("There is no such passkey of yours."))
    require_another_way(session, user, without=row.id)
    session.delete(row)
    outbox.record(session, SecondStepChanged(user_id=user.id, email=user.email, what="passkey_off"))


__all__ = [
    "Ceremony",
    "PasskeyView",
    "Site",
    "add_passkey",
    "begin_passkey",
    "begin_passkey_check",
    "confirm_with_passkey",
    "drop_passkey",
    "list_passkeys",
    "sign_in_with_passkey",
]
