"""Whether the codes of a basket still take something off, by the checkout's own rules (F045, F055)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from emporium.services.carts import CartView
from emporium.services.promotions import Basket, BasketLine, BasketStore, customer_key, quote_discounts
from models.carts import Cart


def codes_today(session: Session, *, cart: Cart, view: CartView, email: str) -> Sequence[tuple[str, str]]:
    """Each code of the basket with why it takes nothing off today; an empty text when it does. Five queries."""
    if not cart.coupon_codes or not view.units:
        return []
    basket = Basket(
        currency=view.currency,
        country=view.country,
        customer=None,
        stores=tuple(
            BasketStore(
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
            for part in view.stores
            if any(line.buyable for line in part.lines)
        ),
    )
    owner: UUID | None = cart.user_id
    applied = quote_discounts(
        session, basket=basket, codes=cart.coupon_codes, customer=customer_key(user_id=owner, email=email)
    )
    refusals = {code: applied.refusal(code) for code in cart.coupon_codes}
    return [(code, found.sentence if found is not None else "") for code, found in refusals.items()]
