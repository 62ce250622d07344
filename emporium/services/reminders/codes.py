"""Whether the codes of a basket still take something off, by the checkout's own rules (F045, F055)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from emporium.services.carts import CartView
from emporium.services.checkout import basket_offers
from models.carts import Cart


def codes_today(session: Session, *, cart: Cart, view: CartView, email: str) -> Sequence[tuple[str, str]]:
    """Each code of the basket with why it takes nothing off today; an empty text when it does. Five queries."""
    applied = basket_offers(session, cart=cart, view=view, email=email) if cart.coupon_codes else None
    if applied is None:
        return []
    refusals = {code: applied.refusal(code) for code in cart.coupon_codes}
    return [(code, found.sentence if found is not None else "") for code, found in refusals.items()]
