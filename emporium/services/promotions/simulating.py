"""The operator's basket simulator: any basket, customer, codes and moment, by the checkout's own function (F062)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Invalid, NotFound
from emporium.services.auth import Actor, Permission
from emporium.services.promotions.basket import Basket, BasketLine, BasketStore
from emporium.services.promotions.loading import quote_discounts
from emporium.services.promotions.results import Applied
from emporium.services.shipping import delivery_options
from models.catalogue import Product, ProductVariant
from models.stores import Store


@dataclass(frozen=True, slots=True)
class Simulation:
    """The basket that was tried and what the checkout would take off it."""

    basket: Basket
    applied: Applied


def simulate(
    session: Session,
    *,
    actor: Actor,
    basket: Basket,
    codes: Sequence[str] = (),
    customer: str | None = None,
    at: datetime | None = None,
) -> Simulation:
    """What a checkout of this basket would take off, today or at another moment. Changes nothing. Raises Refused."""
    actor.require(Permission.VIEW_PLATFORM)
    return Simulation(basket, quote_discounts(session, basket=basket, codes=codes, customer=customer, now=at))


def try_basket(
    session: Session, *, wanted: Mapping[UUID, int], country: str, shipping: Mapping[UUID, int] | None = None
) -> Basket:
    """A basket of variants at today's prices, each store's parcel sent its first way, or for the price given.

    Lines are called by their place and their variant, so that a cart filled in the same order has the same
    remainders. Two queries. Raises NotFound, Invalid for a wrong quantity or two currencies.
    """
    rows = session.exec(
        select(ProductVariant, Product, Store.name)
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(col(ProductVariant.id).in_(list(wanted)))
    ).all()
    if len(rows) != len(wanted):
        raise NotFound("One of these variants does not exist.")
    currencies = {variant.currency for variant, _, _ in rows}
    if len(currencies) != 1:
        raise Invalid("wanted", "Choose at least one product, all in one currency.")
    place = {variant_id: number for number, variant_id in enumerate(wanted)}
    lines: dict[UUID, list[BasketLine]] = {}
    names: dict[UUID, str] = {}
    weights: dict[UUID, int] = {}
    for variant, product, store_name in rows:
        names[product.store_id] = store_name
        line = BasketLine(
            key=f"{place[variant.id]:04}-{variant.id}",
            store_id=str(product.store_id),
            product_id=str(product.id),
            category_ids=frozenset([str(product.category_id)] if product.category_id else []),
            quantity=wanted[variant.id],
            unit_price_minor=variant.price_minor,
        )
        lines.setdefault(product.store_id, []).append(line)
        weights[product.store_id] = weights.get(product.store_id, 0) + variant.weight_grams * line.quantity
    goods = {store_id: (sum(line.gross_minor for line in part), weights[store_id]) for store_id, part in lines.items()}
    prices = {
        store_id: options[0].price_minor
        for store_id, options in delivery_options(session, goods=goods, country=country).items()
        if options
    } | dict(shipping or {})
    return Basket(
        currency=currencies.pop(),
        country=country,
        customer=None,
        stores=tuple(
            BasketStore(str(store_id), names[store_id], tuple(part), prices.get(store_id, 0))
            for store_id, part in lines.items()
        ),
    )
