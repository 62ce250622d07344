"""A store's variants with their prices, and its products with what may be ordered: as its own people see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.pricing import Candidate, prior_prices, read_prices
from models.catalogue import Product, ProductVariant, full_name
from models.prices import PriceList, PriceListPrice


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A variant's prices for everybody, in minor units of its currency."""

    variant_id: UUID
    name: str
    sku: str
    image_id: UUID | None
    currency: str
    own_minor: int
    now_minor: int
    note: str
    """Why it costs what it does now, where that is not its own price."""
    prior_minor: int | None
    """The prior price that shoppers see struck out (F051)."""
    compare_at_minor: int | None
    lists: int
    """On how many lists in use it stands."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A product and how many of it one order may have (F042); `wishes` are what its buyer may say (F028)."""

    product_id: UUID
    name: str
    image_id: UUID | None
    least: int
    step: int
    most: int
    wishes: int


def list_prices(
    session: Session, *, actor: Actor, store_id: UUID, query: str = "", after: str | None = None, limit: int = 40
) -> tuple[Sequence[PriceRow], str | None]:
    """A store's variants by SKU, keyset paging. At most six queries. Returns rows and where to go on."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    statement = (
        select(ProductVariant, Product)
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(ProductVariant.store_id == store_id, col(ProductVariant.active))
        .order_by(col(ProductVariant.sku))
        .limit(limit + 1)
    )
    if after:
        statement = statement.where(col(ProductVariant.sku) > after)
    if words := query.strip():
        statement = statement.where(
            col(ProductVariant.sku).icontains(words, autoescape=True)
            | col(Product.name).icontains(words, autoescape=True)
        )
    found = session.exec(statement).all()
    rows = _rows(session, list(found[:limit]))
    return rows, rows[-1].sku if len(found) > limit else None


def price_row(session: Session, *, actor: Actor, store_id: UUID, variant_id: UUID) -> PriceRow:
    """One variant's prices. Raises NotFound."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    found = session.exec(
        select(ProductVariant, Product)
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(ProductVariant.id == variant_id, ProductVariant.store_id == store_id)
    ).first()
    if found is None:
        raise NotFound(_("There is no such variant in this store."))
    return _rows(session, [found])[0]


def _rows(session: Session, found: Sequence[tuple[ProductVariant, Product]]) -> list[PriceRow]:
    variants = [variant for variant, _ in found]
    books = {
        currency: read_prices(
            session, variants=[one for one in variants if one.currency == currency], currency=currency
        )
        for currency in {one.currency for one in variants}
    }
    prior = prior_prices(session, variants=variants)
    listed = dict(
        session.exec(
            select(PriceListPrice.variant_id, func.count(func.distinct(PriceListPrice.list_id)))
            .join(PriceList, col(PriceList.id) == col(PriceListPrice.list_id))
            .where(col(PriceListPrice.variant_id).in_([one.id for one in variants]), col(PriceList.active))
            .group_by(col(PriceListPrice.variant_id))
        ).all()
    )
    made = []
    for variant, product in found:
        price = books[variant.currency].of(variant.id)
        made.append(
            PriceRow(
                variant_id=variant.id,
                name=full_name(product.name, variant.title),
                sku=variant.sku,
                image_id=variant.image_id or product.cover_id,
                currency=variant.currency,
                own_minor=variant.price_minor,
                now_minor=price.amount_minor,
                note=price.note,
                prior_minor=prior.get(variant.id),
                compare_at_minor=variant.compare_at_minor,
                lists=int(listed.get(variant.id, 0)),
            )
        )
    return made


def list_order_rules(
    session: Session, *, actor: Actor, store_id: UUID, query: str = "", after: str | None = None, limit: int = 40
) -> tuple[Sequence[RuleRow], str | None]:
    """A store's products by address, keyset paging. One query. Returns rows and where to go on."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    statement = select(Product).where(Product.store_id == store_id).order_by(col(Product.slug)).limit(limit + 1)
    if after:
        statement = statement.where(col(Product.slug) > after)
    if words := query.strip():
        statement = statement.where(col(Product.name).icontains(words, autoescape=True))
    found = session.exec(statement).all()
    rows = [
        RuleRow(
            product_id=one.id,
            name=one.name,
            image_id=one.cover_id,
            least=one.min_per_order,
            step=one.quantity_step,
            most=one.max_per_order,
            wishes=len(one.personalisation),
        )
        for one in found[:limit]
    ]
    return rows, found[limit - 1].slug if len(found) > limit else None


def store_product(session: Session, *, actor: Actor, store_id: UUID, product_id: UUID, lock: bool = False) -> Product:
    """A product of the store, locked when it is about to be changed. Raises NotFound."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    wanted = select(Product).where(Product.id == product_id, Product.store_id == store_id)
    found = session.exec(wanted.with_for_update() if lock else wanted).first()
    if found is None:
        raise NotFound(_("There is no such product in this store."))
    return found


def candidates(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    variant_id: UUID,
    currency: str,
    group_id: UUID | None = None,
    units: int = 1,
) -> Sequence[Candidate]:
    """Every price that would be looked at for a buyer, the one that is taken first; empty when none can be said.

    Raises NotFound.
    """
    actor.require(Permission.VIEW_STORE, store=store_id)
    variant = session.exec(
        select(ProductVariant).where(ProductVariant.id == variant_id, ProductVariant.store_id == store_id)
    ).first()
    if variant is None:
        raise NotFound(_("There is no such variant in this store."))
    book = read_prices(session, variants=[variant], currency=currency, group_id=group_id)
    return book.why(variant_id, units) if book.knows(variant_id) else []
