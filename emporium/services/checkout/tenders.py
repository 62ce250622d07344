"""Paying with a gift card or one's credit first: chosen at the checkout, held when the order is placed (F061)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Invalid, NotFound, Unauthenticated
from emporium.i18n import _
from emporium.services import credit
from emporium.services.auth import Actor, Permission, limits
from emporium.services.checkout.details import current_checkout
from models.carts import Checkout
from models.enums import CreditKind
from models.promotions import StoredValue

MOST = 5


@dataclass(frozen=True, slots=True)
class Tender:
    """A gift card or credit that will be used, and how much of it; minor units."""

    value_id: UUID
    kind: CreditKind
    balance_minor: int
    used_minor: int


def add_gift_card(session: Session, *, actor: Actor, checkout_id: UUID, code: str) -> None:
    """Pay with a card first. Raises Invalid for the code field; guesses are limited per person."""
    actor.require(Permission.SHOP)
    limits.take(limits.PAY_PER_CLIENT, f"card:{actor.guest_token or actor.user_id or actor.ip}")
    checkout, cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    try:
        card = credit.find_card(session, code=code, currency=cart.currency)
    except NotFound as missing:
        raise Invalid("gift_card", missing.message) from missing
    _add(session, checkout, card.id)


def use_credit(session: Session, *, actor: Actor, checkout_id: UUID) -> None:
    """Pay with one's own credit first. Raises Unauthenticated for guests, Invalid when there is none."""
    if actor.user_id is None:
        raise Unauthenticated(_("Sign in to use your credit."))
    checkout, cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    own = credit.my_credit(session, user_id=actor.user_id, currency=cart.currency)
    if own is None:
        raise Invalid("credit", _("You have no credit in this currency."))
    _add(session, checkout, own.id)


def drop_tender(session: Session, *, actor: Actor, checkout_id: UUID, value_id: UUID) -> None:
    """Do not use it after all."""
    checkout, _ = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    checkout.tenders = [one for one in checkout.tenders if one != str(value_id)]
    session.add(checkout)


def _add(session: Session, checkout: Checkout, value_id: UUID) -> None:
    if str(value_id) not in checkout.tenders:
        if len(checkout.tenders) >= MOST:
            raise Invalid("gift_card", _("At most {most} can be used for one purchase.").format(most=MOST))
        checkout.tenders = [*checkout.tenders, str(value_id)]
        session.add(checkout)


def tenders_of(session: Session, *, checkout: Checkout, total_minor: int, currency: str) -> list[Tender]:
    """What will be used of each, in the order in which it will be held. One query; nothing is held by it."""
    if not checkout.tenders:
        return []
    rows = session.exec(
        select(StoredValue)
        .where(col(StoredValue.id).in_([UUID(one) for one in checkout.tenders]), StoredValue.currency == currency)
        .order_by(col(StoredValue.id))
    ).all()
    left, made = total_minor, []
    for row in rows:
        used = min(row.balance_minor, left)
        left -= used
        made.append(Tender(row.id, CreditKind(row.kind), row.balance_minor, used))
    return made
