"""Who may be written to about a basket: only people who agreed, and nobody who said stop (F045).

Source: Directive 2002/58/EC, article 13(1): unsolicited mail needs consent, and (2) a way to object in every letter.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select, update

from emporium.errors import Unauthenticated
from emporium.i18n import _
from emporium.services.auth import Actor, Permission, limits
from emporium.services.auth.accounts import normal_email
from emporium.services.auth.tokens import digest
from emporium.services.checkout.details import current_checkout
from emporium.services.privacy.consent import record_consent
from models.accounts import Preference, User
from models.carts import Checkout
from models.enums import CheckoutStatus, ConsentKind
from models.reminders import ReminderRefusal


def allow_reminder(session: Session, *, actor: Actor, checkout_id: UUID, email: str) -> None:
    """The shopper ticked that a letter may come if the basket is left.

    It does not lift an earlier refusal of the address: anybody can type an address. Raises NotFound, Invalid, TooMany.
    """
    actor.require(Permission.SHOP)
    limits.take(limits.MAIL_PER_IP, f"remind:{actor.ip or actor.guest_token or actor.user_id}")
    checkout, _cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    checkout.email = normal_email(email)
    checkout.remind_at = checkout.updated_at = datetime.now(UTC)
    session.add(checkout)


def withdraw_reminder(session: Session, *, actor: Actor, checkout_id: UUID) -> None:
    """The tick is taken out again. Raises NotFound."""
    actor.require(Permission.SHOP)
    checkout, _cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    checkout.remind_at = None
    session.add(checkout)


def wants_letters(session: Session, *, actor: Actor) -> bool:
    """Whether the signed-in person agreed to letters that are not about an order."""
    actor.require(Permission.OWN_ACCOUNT)
    found = session.get(Preference, actor.user_id)
    return found is not None and found.marketing_consent_at is not None


def choose_letters(session: Session, *, actor: Actor, wanted: bool) -> None:
    """Agree to letters, or no longer. Agreeing lifts an earlier refusal: the address is the person's own."""
    actor.require(Permission.OWN_ACCOUNT)
    if actor.user_id is None:
        raise Unauthenticated(_("Please sign in."))
    user = session.get_one(User, actor.user_id)
    values = {"marketing_consent_at": func.now() if wanted else None}
    session.execute(
        insert(Preference)
        .values(user_id=user.id, channels={}, **values)
        .on_conflict_do_update(index_elements=["user_id"], set_=values)
    )
    record_consent(session, user_id=user.id, kind=ConsentKind.MARKETING, given=wanted, source="/account/preferences")
    if wanted and user.email_verified_at is not None:
        session.execute(delete(ReminderRefusal).where(col(ReminderRefusal.email_hash) == digest(user.email)))
    if not wanted:
        refuse(session, email=user.email)


def refuse(session: Session, *, email: str) -> None:
    """No letters about baskets to an address from now on. Twice changes nothing."""
    session.execute(insert(ReminderRefusal).values(email_hash=digest(email)).on_conflict_do_nothing())
    session.execute(
        update(Checkout)
        .where(col(Checkout.email) == email, col(Checkout.status) == CheckoutStatus.OPEN)
        .values(remind_at=None)
    )
    users = select(User.id).where(User.email == email)
    for user_id in session.exec(users).all():
        record_consent(session, user_id=user_id, kind=ConsentKind.MARKETING, given=False, source="stop")
    session.execute(update(Preference).where(col(Preference.user_id).in_(users)).values(marketing_consent_at=None))


def refused(session: Session, *, email: str) -> bool:
    """Whether an address said stop."""
    return session.get(ReminderRefusal, digest(email)) is not None
