"""Changing what a person signs in with: the password, and the e-mail address (F007)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from emporium.errors import Conflict, Expired, Invalid
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import limits
from emporium.services.auth.accounts import mail_token, normal_email, use_token
from emporium.services.auth.claiming import claim_purchases
from emporium.services.auth.events import AccountExists, EmailChangeAsked, EmailChanged, PasswordChanged
from emporium.services.auth.passwords import check_new_password, hash_password
from emporium.services.auth.permissions import Actor
from emporium.services.auth.second_step import check_password, prove_owner
from emporium.services.auth.sessions import revoke_all
from models.accounts import User
from models.enums import EmailTokenPurpose


def change_password(session: Session, *, actor: Actor, present: str, new: str) -> None:
    """A new password; every other session ends and the owner is told. Raises Invalid naming the field, TooMany."""
    user = check_password(session, actor=actor, password=present)
    check_new_password(new, email=user.email)
    if new == present:
        raise Invalid("password", _("That is the one you have. Choose another."))
    user.password_hash, user.updated_at = hash_password(new), datetime.now(UTC)
    session.add(user)
    revoke_all(session, user_id=user.id, reason="password changed", keep=actor.session_id)
    limits.forget_failures(user.email)
    outbox.record(session, PasswordChanged(user_id=user.id, email=user.email))


def ask_email_change(session: Session, *, actor: Actor, present: str, email: str) -> None:
    """Mail the new address a link; until it is opened nothing changes.

    The answer is the same when the address has an account already: its owner is told. Raises Invalid, Refused as
    `prove_owner` does, TooMany.
    """
    user = prove_owner(session, actor=actor, password=present)
    address = normal_email(email)
    if address == user.email:
        raise Invalid("email", _("That is the address you have."))
    limits.take(limits.MAIL_PER_ACCOUNT, user.email)
    if session.exec(select(User.id).where(User.email == address)).first() is not None:
        outbox.record(session, AccountExists(email=address))
        return
    token = mail_token(session, user_id=user.id, email=address, purpose=EmailTokenPurpose.CHANGE_EMAIL)
    outbox.record(session, EmailChangeAsked(user_id=user.id, email=address, token=token))


def change_email(session: Session, *, token: str) -> str:
    """The new address is proved: it is the account's from now on, and the old one is told.

    Returns the new address. Raises Expired, Conflict when somebody else has it by now.
    """
    row, user = use_token(session, token=token, purpose=EmailTokenPurpose.CHANGE_EMAIL)
    now = datetime.now(UTC)
    if row.used_at is not None or row.expires_at <= now:
        raise Expired(_("This link has been used or is too old. Ask for a new one in your account."))
    old = user.email
    try:
        with session.begin_nested():
            row.used_at = user.email_verified_at = user.updated_at = now
            user.email = row.email
            session.add_all([row, user])
            session.flush()
    except IntegrityError as error:
        raise Conflict(_("That address has an account of its own by now.")) from error
    claim_purchases(session, user_id=user.id, email=user.email)
    outbox.record(session, EmailChanged(user_id=user.id, email=old, new_email=user.email))
    return user.email
