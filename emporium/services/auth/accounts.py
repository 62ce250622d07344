"""Accounts: register, verify the address, sign in, forget and reset the password."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select, update

from emporium.errors import Expired, Invalid, Refused, Unauthenticated
from emporium.i18n import N_, _, current_locale
from emporium.services import outbox
from emporium.services.auth import limits, tokens
from emporium.services.auth.claiming import claim_purchases
from emporium.services.auth.events import (
    AccountExists,
    EmailVerified,
    PasswordChanged,
    PasswordResetRequested,
    UserRegistered,
)
from emporium.services.auth.passwords import check_new_password, hash_password, verify_password
from emporium.services.auth.second_step import check_code, steps_of
from emporium.services.auth.sessions import (
    Client,
    IssuedTokens,
    SecondStepAsked,
    require_place,
    revoke_all,
    start_session,
)
from emporium.settings import get_settings
from models.accounts import EmailToken, Preference, User
from models.enums import EmailTokenPurpose, Face, UserStatus

WRONG = N_("That e-mail and password do not match. Check both, or reset the password.")
VERIFY_HOURS = 48
RESET_MINUTES = 60


def normal_email(value: str) -> str:
    """The address in the form we keep, lower case. Raises Invalid naming the field."""
    try:
        return validate_email(value.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise Invalid("email", _("That does not look like an e-mail address, like ana@example.com.")) from error


def register(session: Session, *, email: str, password: str, name: str, client: Client) -> UUID | None:
    """Make an account and mail the address a link.

    The caller answers the same whether the address was free or not: when it was taken, its owner gets a mail
    that says so, and None is returned. Raises Invalid, TooMany.
    """
    limits.take(limits.REGISTER_PER_IP, client.ip or "unknown")
    address = normal_email(email)
    check_new_password(password, email=address)
    clean_name = " ".join(name.split())[:120]
    if not clean_name:
        raise Invalid("name", _("Tell us the name to put on parcels."))
    hashed = hash_password(password)
    user_id = session.execute(
        insert(User)
        .values(email=address, name=clean_name, password_hash=hashed)
        .on_conflict_do_nothing(index_elements=["email"])
        .returning(col(User.id))
    ).scalar_one_or_none()
    if user_id is None:
        limits.take(limits.MAIL_PER_ACCOUNT, address)
        outbox.record(session, AccountExists(email=address))
        return None
    session.add(Preference(user_id=user_id, currency=get_settings().currency, locale=current_locale.get()))
    token = mail_token(session, user_id=user_id, email=address, purpose=EmailTokenPurpose.VERIFY_EMAIL)
    outbox.record(session, UserRegistered(user_id=user_id, email=address, name=clean_name, token=token))
    return UUID(str(user_id))


def mail_token(session: Session, *, user_id: UUID, email: str, purpose: EmailTokenPurpose) -> str:
    """A new mailed secret; earlier unused ones of the same purpose stop working."""
    now = datetime.now(UTC)
    session.exec(
        update(EmailToken)
        .where(col(EmailToken.user_id) == user_id, col(EmailToken.purpose) == purpose)
        .where(col(EmailToken.used_at).is_(None), col(EmailToken.expires_at) > now)
        .values(expires_at=now)
    )
    secret = tokens.new_secret()
    patient = purpose in (EmailTokenPurpose.VERIFY_EMAIL, EmailTokenPurpose.CHANGE_EMAIL)
    lifetime = timedelta(hours=VERIFY_HOURS) if patient else timedelta(minutes=RESET_MINUTES)
    session.add(
        EmailToken(
            user_id=user_id, purpose=purpose, token_hash=tokens.digest(secret), email=email, expires_at=now + lifetime
        )
    )
    session.flush()
    return secret


def use_token(session: Session, *, token: str, purpose: EmailTokenPurpose) -> tuple[EmailToken, User]:
    """A mailed secret with its owner, both locked; the caller looks at its time and use. Raises Expired."""
    found = session.exec(
        select(EmailToken, User)
        .join(User, col(EmailToken.user_id) == col(User.id))
        .where(EmailToken.token_hash == tokens.digest(token), EmailToken.purpose == purpose)
        .with_for_update()
    ).first()
    if found is None:
        raise Expired(_("This link is not one of ours, or it was cut short by the mail program. Ask for a new one."))
    return found


def verify_email(session: Session, *, token: str) -> bool:
    """Mark an address as verified. True the first time, False for a second click. Raises Expired."""
    row, user = use_token(session, token=token, purpose=EmailTokenPurpose.VERIFY_EMAIL)
    if row.used_at is not None or (user.email_verified_at is not None and user.email == row.email):
        return False
    if row.expires_at <= datetime.now(UTC) or user.email != row.email:
        raise Expired(_("This link is too old. Sign in and ask for a new one."))
    row.used_at = user.email_verified_at = datetime.now(UTC)
    session.add_all([row, user])
    claim_purchases(session, user_id=user.id, email=user.email)
    outbox.record(session, EmailVerified(user_id=user.id, email=user.email))
    return True


def sign_in(
    session: Session, *, email: str, password: str, face: Face, client: Client
) -> IssuedTokens | SecondStepAsked:
    """Check a password and start a session on a face; where a second step is set up, ask for that instead (F007).

    Unknown address and wrong password take the same time and give the same reply (F001); a right password without
    a role for the face is told so only then. Raises Unauthenticated, Refused, TooMany.
    """
    address = email.strip().lower()[:320]
    limits.take(limits.LOGIN_PER_IP, client.ip or "unknown")
    limits.take(limits.LOGIN_PER_ACCOUNT, address)
    limits.refuse_if_locked(address)
    user = session.exec(select(User).where(User.email == address)).first()
    good = verify_password(password, user.password_hash if user else None)
    if user is None or not good or user.status != UserStatus.ACTIVE:
        limits.count_failure(address)
        raise Unauthenticated(_(WRONG), field="password")
    limits.forget_failures(address)
    return after_first_proof(session, user=user, face=face, client=client)


def after_first_proof(session: Session, *, user: User, face: Face, client: Client) -> IssuedTokens | SecondStepAsked:
    """A password was right, or a provider said who it is: a session, or the second step first. Raises Refused."""
    require_place(session, user=user, face=face)
    steps = steps_of(session, user_id=user.id)
    if steps.app:
        return SecondStepAsked(face, tokens.issue_step(user_id=user.id, face=face, seal=_seal(user)))
    if face is Face.ADMIN and get_settings().admin_mfa:
        raise Refused(
            _("Administrators use a passkey here.")
            if steps.passkeys
            else _(
                "Administrators need a second step. Sign in to the shop and set it up in your account, "
                "under sign-in and security."
            )
        )
    return start_session(session, user=user, face=face, client=client)


def finish_sign_in(session: Session, *, token: str, code: str, client: Client) -> IssuedTokens:
    """The second step after a right password. Raises Expired, Invalid for a wrong code, Refused, TooMany."""
    claims = tokens.read_step(token)
    user = session.get(User, claims.user_id) if claims is not None else None
    if claims is None or user is None or user.status != UserStatus.ACTIVE or claims.seal != _seal(user):
        raise Expired(_("That took too long. Sign in again."))
    limits.take(limits.LOGIN_PER_IP, client.ip or "unknown")
    check_code(session, user_id=user.id, code=code)
    require_place(session, user=user, face=claims.face)
    return start_session(session, user=user, face=claims.face, client=client, second_step=True)


def _seal(user: User) -> str:
    """Changes with the password: a step that was asked for before is over then."""
    return tokens.digest(f"{user.id}:{user.password_hash}")[:16]


def request_reset(session: Session, *, email: str, client: Client) -> None:
    """Mail a reset link if the address is known; the caller answers the same either way. Raises Invalid, TooMany."""
    address = normal_email(email)
    limits.take(limits.MAIL_PER_IP, client.ip or "unknown")
    limits.take(limits.MAIL_PER_ACCOUNT, address)
    user = session.exec(select(User).where(User.email == address, User.status == UserStatus.ACTIVE)).first()
    if user is None:
        tokens.digest(tokens.new_secret())
        return
    token = mail_token(session, user_id=user.id, email=address, purpose=EmailTokenPurpose.RESET_PASSWORD)
    outbox.record(session, PasswordResetRequested(user_id=user.id, email=address, token=token))


def reset_password(session: Session, *, token: str, password: str) -> None:
    """Set a new password by a mailed link and end every session. Raises Expired, Invalid."""
    row, user = use_token(session, token=token, purpose=EmailTokenPurpose.RESET_PASSWORD)
    now = datetime.now(UTC)
    if row.used_at is not None or row.expires_at <= now:
        raise Expired(_("This link has been used or is too old. Ask for a new one."))
    check_new_password(password, email=user.email)
    row.used_at = now
    user.password_hash = hash_password(password)
    user.email_verified_at = user.email_verified_at or now
    user.updated_at = now
    session.add_all([row, user])
    claim_purchases(session, user_id=user.id, email=user.email)
    revoke_all(session, user_id=user.id, reason="password reset")
    limits.forget_failures(user.email)
    outbox.record(session, PasswordChanged(user_id=user.id, email=user.email))


def resend_verification(session: Session, *, user_id: UUID) -> bool:
    """Mail the verification link again; False when the address is verified already. Raises TooMany."""
    user = session.get_one(User, user_id)
    if user.email_verified_at is not None:
        return False
    limits.take(limits.MAIL_PER_ACCOUNT, user.email)
    token = mail_token(session, user_id=user.id, email=user.email, purpose=EmailTokenPurpose.VERIFY_EMAIL)
    outbox.record(session, UserRegistered(user_id=user.id, email=user.email, name=user.name, token=token))
    return True
