"""Codes in the basket, before there is a checkout: worked out by the checkout's own rules (F055, F062)."""

from __future__ import annotations

from sqlmodel import Session, select

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services.auth import Actor, Permission, limits
from emporium.services.carts import CartStoreView, CartView, find_cart, get_or_create_cart, touch
from emporium.services.checkout.codes import MOST
from emporium.services.promotions import (
    Applied,
    Basket,
    BasketLine,
    BasketStore,
    clean_code,
    customer_key,
    quote_discounts,
)
from models.carts import Cart
from models.promotions import Coupon


def basket_offers(session: Session, *, cart: Cart | None, view: CartView, email: str = "") -> Applied | None:
    """What offers and codes take off a basket as it stands, with the cheapest delivery; None for an empty one.

    Who has used a code before is known of accounts and of `email`: a guest may hear of it at the checkout only.
    Five queries.
    """
    if cart is None or not view.units:
        return None
    basket = Basket(
        currency=view.currency,
        country=view.country,
        customer=None,
        stores=tuple(_store(part) for part in view.stores if any(line.buyable for line in part.lines)),
    )
    customer = customer_key(user_id=cart.user_id, email=email)
    return quote_discounts(session, basket=basket, codes=cart.coupon_codes, customer=customer)


def _store(part: CartStoreView) -> BasketStore:
    return BasketStore(
        store_id=str(part.store_id),
        name=part.name,
        lines=tuple(
            BasketLine(
                key=str(line.id),
                store_id=str(part.store_id),
                product_id=str(line.product_id),
                category_ids=frozenset([str(line.category_id)] if line.category_id else []),
                quantity=line.quantity,
                unit_price_minor=line.unit_price_minor,
            )
            for line in part.lines
            if line.buyable
        ),
        shipping_minor=part.options[0].price_minor if part.options else 0,
    )


def add_basket_code(session: Session, *, actor: Actor, code: str) -> None:
    """Take a discount's code along. Twice changes nothing. Raises Invalid for the code field; guesses are limited."""
    actor.require(Permission.SHOP)
    limits.take(limits.CODES_PER_CLIENT, actor.guest_token or str(actor.user_id or actor.ip))
    try:
        wanted = clean_code(code)
    except Invalid as wrong:
        raise Invalid("code", wrong.message) from wrong
    if session.exec(select(Coupon.id).where(Coupon.code == wanted)).first() is None:
        raise Invalid("code", _("This is no discount that we know. A gift card is used at the checkout."))
    cart = get_or_create_cart(session, actor=actor)
    if wanted not in cart.coupon_codes:
        if len(cart.coupon_codes) >= MOST:
            raise Invalid("code", _("At most {most} codes can be used at once.").format(most=MOST))
        cart.coupon_codes = [*cart.coupon_codes, wanted]
        touch(session, cart)


def drop_basket_code(session: Session, *, actor: Actor, code: str) -> None:
    """Leave a code out after all. Twice changes nothing."""
    cart = find_cart(session, actor=actor, lock=True)
    if cart is not None and code in cart.coupon_codes:
        cart.coupon_codes = [one for one in cart.coupon_codes if one != code]
        touch(session, cart)
