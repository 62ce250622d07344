"""Whom a provider of OpenID Connect may sign in, and which accounts it is connected to (F008).

Issuer and subject are who somebody is. An address only helps to find the account, and only a verified one; it opens
nothing: an account that is there already has to be proved before a provider may open it.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.fernet import InvalidToken
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from emporium.errors import Conflict, Expired, Invalid, NotFound, Refused
from emporium.i18n import _, current_locale
from emporium.providers.oidc import Person
from emporium.services import outbox
from emporium.services.auth import limits
from emporium.services.auth.accounts import after_first_proof, normal_email
from emporium.services.auth.claiming import claim_purchases
from emporium.services.auth.events import EmailVerified, IdentityChanged
from emporium.services.auth.permissions import Actor
from emporium.services.auth.sealing import seal, unseal
from emporium.services.auth.second_step import own_user, prove_owner
from emporium.services.auth.sessions import Client, IssuedTokens, SecondStepAsked, user_of
from emporium.services.auth.ways_in import require_another_way
from emporium.settings import get_settings
from models.accounts import Preference, User
from models.enums import Face, UserStatus
from models.security import Identity

PURPOSE = "connecting a provider"
SECONDS = 600
MOST = 10


class EmailNotProved(Refused):
    """The provider gives no address, or does not say that it is the person's. `details["email"]` has what it gives."""

    code = "email_not_proved"


@dataclass(frozen=True, slots=True)
class ProofAsked:
    """The address has an account: its owner signs in to it once, and the provider is connected in the same step."""

    face: Face
    email: str
    token: str
    """What the browser shows with that sign-in, for ten minutes."""


def _name_of(issuer: str) -> str:
    """A provider's name, also when the operator no longer offers it."""
    offered = {one.issuer: one.name for one in get_settings().oidc_providers}
    return offered.get(issuer) or urlsplit(issuer).hostname or issuer


def enter(
    session: Session, *, person: Person, face: Face, client: Client
) -> IssuedTokens | SecondStepAsked | ProofAsked:
    """Sign in whoever a provider says it is; on the shop, somebody new gets an account.

    Raises Refused (EmailNotProved for an address that the provider does not vouch for), TooMany.
    """
    try:
        return _enter(session, person=person, face=face, client=client)
    except IntegrityError:  # another tab of theirs made the account at the same moment
        return _enter(session, person=person, face=face, client=client)


def _enter(
    session: Session, *, person: Person, face: Face, client: Client
) -> IssuedTokens | SecondStepAsked | ProofAsked:
    known = session.exec(
        select(Identity, User)
        .join(User, col(User.id) == col(Identity.user_id))
        .where(Identity.issuer == person.issuer, Identity.subject == person.subject)
        .with_for_update(of=Identity)
    ).first()
    if known is not None:
        identity, user = known
        _require_active(user)
        identity.last_used_at = datetime.now(UTC)
        session.add(identity)
        return after_first_proof(session, user=user, face=face, client=client)
    email = _vouched_for(person)
    present = session.exec(select(User).where(User.email == email)).first()
    if present is not None:
        _require_active(present)
        return ProofAsked(face, email, _pending(person, email, present.id))
    if face is not Face.SHOP:
        raise Refused(_("{email} has no account here yet. Make one in the shop first.").format(email=email))
    limits.take(limits.REGISTER_PER_IP, client.ip or "unknown")
    with session.begin_nested():
        made = _new_account(session, person=person, email=email)
    return after_first_proof(session, user=made, face=face, client=client)


def _require_active(user: User) -> None:
    if user.status != UserStatus.ACTIVE:
        raise Refused(_("This account is closed. Write to us if you think that is wrong."))


def _vouched_for(person: Person) -> str:
    """The person's address, when the provider says that it is theirs. Raises EmailNotProved."""
    try:
        email = normal_email(person.email)
    except Invalid:
        email = ""
    if not email or not person.email_verified:
        raise EmailNotProved(
            _(
                "{provider} does not say that your e-mail address is yours. Create an account or sign in with your "
                "password; then connect {provider} in your account, under sign-in and security."
            ).format(provider=_name_of(person.issuer)),
            email=email,
        )
    return email


def _new_account(session: Session, *, person: Person, email: str) -> User:
    """An account without a password, with an address that is proved. Raises IntegrityError when there is one by now."""
    user = User(email=email, name=person.name or email.split("@")[0][:120], email_verified_at=datetime.now(UTC))
    session.add(user)
    session.flush()
    session.add(Preference(user_id=user.id, currency=get_settings().currency, locale=current_locale.get()))
    session.add(
        Identity(
            user_id=user.id, issuer=person.issuer, subject=person.subject, email=email,
            last_used_at=datetime.now(UTC),
        )
    )  # fmt: skip
    session.flush()
    claim_purchases(session, user_id=user.id, email=email)
    outbox.record(session, EmailVerified(user_id=user.id, email=email))
    outbox.record(session, IdentityChanged(user_id=user.id, email=email, provider=_name_of(person.issuer), what="made"))
    return user


def _pending(person: Person, email: str, user_id: UUID) -> str:
    kept = {
        "issuer": person.issuer, "subject": person.subject, "email": email, "user_id": str(user_id),
        "until": int(time.time()) + SECONDS,
    }  # fmt: skip
    return seal(json.dumps(kept), purpose=PURPOSE)


def connect_pending(session: Session, *, issued: IssuedTokens, pending: str) -> None:
    """Connect what ProofAsked kept to the account that was just signed in to, if it is the one.

    The provider vouches for the account's own address, so that it is proved too. Raises Expired, Refused, Conflict.
    """
    try:
        kept = json.loads(unseal(pending, purpose=PURPOSE))
    except InvalidToken:
        kept = {"until": 0}
    if kept["until"] < time.time():
        raise Expired(_("That took too long. Begin again with the other way of signing in."))
    user = session.get_one(User, user_of(session, session_id=issued.session_id), with_for_update=True)
    if str(user.id) != kept["user_id"] or user.email != kept["email"]:
        raise Refused(_("That opens another account. Sign in to the one of {email}.").format(email=kept["email"]))
    _prove_address(session, user)
    _connect(session, user=user, issuer=kept["issuer"], subject=kept["subject"], email=kept["email"])


def _prove_address(session: Session, user: User) -> None:
    if user.email_verified_at is None:
        user.email_verified_at = datetime.now(UTC)
        session.add(user)
        claim_purchases(session, user_id=user.id, email=user.email)
        outbox.record(session, EmailVerified(user_id=user.id, email=user.email))


def connect(session: Session, *, actor: Actor, person: Person, asked_by: UUID) -> bool:
    """Connect a provider to the actor's account. `asked_by` proved before they left that the account is theirs.

    Whether it was new. Raises Refused, Conflict when somebody else has it.
    """
    user = own_user(session, actor=actor)
    if user.id != asked_by:
        raise Refused(_("Somebody else is signed in by now. Begin again."))
    if user.email_verified_at is None:
        if person.email_verified and person.email.lower() == user.email:
            _prove_address(session, user)
        else:
            raise Refused(_("Confirm your e-mail address first: we mailed you a link when you registered."))
    return _connect(session, user=user, issuer=person.issuer, subject=person.subject, email=person.email)


def _connect(session: Session, *, user: User, issuer: str, subject: str, email: str) -> bool:
    have = session.exec(select(func.count()).select_from(Identity).where(Identity.user_id == user.id)).one()
    made = session.execute(
        insert(Identity)
        .values(user_id=user.id, issuer=issuer, subject=subject, email=email, last_used_at=datetime.now(UTC))
        .on_conflict_do_nothing(index_elements=["issuer", "subject"])
        .returning(col(Identity.id))
    ).scalar_one_or_none()
    provider = _name_of(issuer)
    if made is None:
        owner = session.exec(
            select(Identity.user_id).where(Identity.issuer == issuer, Identity.subject == subject)
        ).first()
        if owner != user.id:
            raise Conflict(
                _("This sign-in of {provider} opens another account. Disconnect it there first.").format(
                    provider=provider
                )
            )
        return False
    if have >= MOST:
        raise Conflict(_("At most {most} are kept. Disconnect one first.").format(most=MOST))
    outbox.record(session, IdentityChanged(user_id=user.id, email=user.email, provider=provider, what="on"))
    return True


@dataclass(frozen=True, slots=True)
class IdentityView:
    """A connected sign-in as its person sees it."""

    id: UUID
    provider: str
    """Its name."""
    email: str
    created_at: datetime
    last_used_at: datetime | None


def list_identities(session: Session, *, actor: Actor) -> list[IdentityView]:
    """The actor's connected sign-ins, oldest first. One query beside the account's."""
    user = own_user(session, actor=actor)
    rows = session.exec(select(Identity).where(Identity.user_id == user.id).order_by(col(Identity.id))).all()
    return [IdentityView(row.id, _name_of(row.issuer), row.email, row.created_at, row.last_used_at) for row in rows]


def disconnect(session: Session, *, actor: Actor, identity_id: UUID, password: str) -> str:
    """Take a provider off the actor's account, never the last way in. Its name.

    Raises Refused with the fix, Invalid for a wrong password, NotFound, TooMany.
    """
    user = prove_owner(session, actor=actor, password=password)
    row = session.exec(select(Identity).where(Identity.id == identity_id, Identity.user_id == user.id)).first()
    if row is None:
        raise NotFound(_("There is no such connected sign-in of yours."))
    require_another_way(session, user, without=row.id)
    provider = _name_of(row.issuer)
    session.delete(row)
    outbox.record(session, IdentityChanged(user_id=user.id, email=user.email, provider=provider, what="off"))
    return provider
