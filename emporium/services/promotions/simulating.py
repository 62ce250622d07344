"""The operator's basket simulator: any basket, customer, codes and moment, by the checkout's own function (F062)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.pricing import Candidate, read_prices
from emporium.services.promotions.basket import Basket, BasketLine, BasketStore
from emporium.services.promotions.loading import quote_discounts
from emporium.services.promotions.results import Applied
from emporium.services.shipping import delivery_options
from models.accounts import User
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
    session: Session,
    *,
    wanted: Mapping[UUID, int],
    country: str,
    shipping: Mapping[UUID, int] | None = None,
    email: str = "",
    at: datetime | None = None,
) -> Basket:
    """A basket of variants at the prices of a moment, each store's parcel sent its first way, or for the price given.

    Prices are those of whoever has the mail address, who may be in a group of a store (F052). Lines are called by
    their place and their variant, so that a cart filled in the same order has the same remainders. Five queries at
    most. Raises NotFound, Invalid for a wrong quantity or two currencies.
    """
    rows = session.exec(
        select(ProductVariant, Product, Store.name)
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(col(ProductVariant.id).in_(list(wanted)))
    ).all()
    if len(rows) != len(wanted):
        raise NotFound(_("One of these variants does not exist."))
    currencies = {variant.currency for variant, _other, _more in rows}
    if len(currencies) != 1:
        raise Invalid("wanted", _("Choose at least one product, all in one currency."))
    variants = [variant for variant, _else, _rest in rows]
    user_id = _user_id(session, email)
    book = read_prices(session, variants=variants, currency=next(iter(currencies)), user_id=user_id, now=at)
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
            unit_price_minor=book.of(variant.id, max(1, wanted[variant.id])).amount_minor,
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


def why_prices(
    session: Session, *, actor: Actor, wanted: Mapping[UUID, int], email: str = "", at: datetime | None = None
) -> dict[UUID, list[Candidate]]:
    """Every price that was looked at for each variant of a basket that is tried, the one that holds first (F052).

    Raises Refused.
    """
    actor.require(Permission.VIEW_PLATFORM)
    variants = session.exec(select(ProductVariant).where(col(ProductVariant.id).in_(list(wanted)))).all()
    user_id, found = _user_id(session, email), dict[UUID, list[Candidate]]()
    for currency in {variant.currency for variant in variants}:
        own = [variant for variant in variants if variant.currency == currency]
        book = read_prices(session, variants=own, currency=currency, user_id=user_id, now=at)
        found |= {variant.id: book.why(variant.id, wanted[variant.id]) for variant in own}
    return found


def _user_id(session: Session, email: str) -> UUID | None:
    return session.exec(select(User.id).where(User.email == email.strip().lower())).first() if email else None
