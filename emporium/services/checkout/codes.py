"""Codes that shoppers type: a discount's, or a gift card's. What they do is worked out with the quote (F055, F062)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, select

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services.auth import Actor, Permission, limits
from emporium.services.checkout.details import current_checkout
from emporium.services.checkout.tenders import add_gift_card
from emporium.services.promotions import clean_code
from models.promotions import Coupon

MOST = 10


def add_code(session: Session, *, actor: Actor, checkout_id: UUID, code: str) -> str:
    """Take a code along; returns it as it is kept. Whether it takes anything off, and why not, the quote says.

    Raises Invalid for the code field when nobody knows it; guesses are limited per person.
    """
    actor.require(Permission.SHOP)
    limits.take(limits.CODES_PER_CLIENT, actor.guest_token or str(actor.user_id or actor.ip))
    try:
        wanted = clean_code(code)
    except Invalid as wrong:
        raise Invalid("code", wrong.message) from wrong
    known = session.exec(select(Coupon.id).where(Coupon.code == wanted)).first()
    if known is None:
        try:
            add_gift_card(session, actor=actor, checkout_id=checkout_id, code=code)
        except Invalid as wrong:
            raise Invalid("code", _("Nobody here knows this code. Check the letters and try again.")) from wrong
        return wanted
    _rest, cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    if wanted not in cart.coupon_codes:
        if len(cart.coupon_codes) >= MOST:
            raise Invalid("code", _("At most {most} codes can be used at once.").format(most=MOST))
        cart.coupon_codes = [*cart.coupon_codes, wanted]
        session.add(cart)
    return wanted


def drop_code(session: Session, *, actor: Actor, checkout_id: UUID, code: str) -> None:
    """Leave a code out after all."""
    _, cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    cart.coupon_codes = [one for one in cart.coupon_codes if one != code.strip().upper()]
    session.add(cart)
