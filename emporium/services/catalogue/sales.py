"""Scheduled sale prices: planned ahead, begun and over by the clock (F051).

What was asked is never rewritten, since the prior price is worked out from it: a sale that began can only be ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.events import ProductChanged
from emporium.services.pricing import refresh_prices
from models.catalogue import Product, ProductVariant, SalePrice


@dataclass(frozen=True, slots=True)
class SaleView:
    """A sale price of a variant: minor units, and the time it holds."""

    id: UUID
    variant_id: UUID
    price_minor: int
    currency: str
    starts_at: datetime
    ends_at: datetime | None
    running: bool
    over: bool


def plan_sale(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    variant_id: UUID,
    price_minor: int,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    currency: str | None = None,
    now: datetime | None = None,
) -> SalePrice:
    """A lower price for a while; without a beginning from now on, without an end until it is ended.

    Raises Invalid naming the field, NotFound, Conflict when another sale of the variant holds in that time.
    """
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    when = now or datetime.now(UTC)
    variant = _own(session, store_id, variant_id)
    said = (currency or variant.currency).upper()
    if isinstance(price_minor, bool) or not isinstance(price_minor, int) or price_minor < 0:
        raise Invalid("price", _("Give a price of zero or more, in the currency's smallest unit."))
    if said == variant.currency and price_minor >= variant.price_minor:
        raise Invalid("price", _("A sale price must be lower than the price."))
    begins = max(starts_at or when, when)
    if ends_at is not None and ends_at <= begins:
        raise Invalid("ends", _("The sale must end after it begins, and later than now."))
    period = Range(begins, ends_at)
    busy = session.exec(
        select(SalePrice).where(
            SalePrice.variant_id == variant.id, SalePrice.currency == said, col(SalePrice.period).op("&&")(period)
        )
    ).first()
    if busy is not None:
        raise Conflict(_("Another sale of it holds in that time. End that one first."), field="starts")
    sale = SalePrice(variant_id=variant.id, price_minor=price_minor, currency=said, period=period)
    session.add(sale)
    session.flush()
    if begins <= when:
        _turn(session, variant.product_id, store_id, when)
    return sale


def end_sale(session: Session, *, actor: Actor, store_id: UUID, sale_id: UUID, now: datetime | None = None) -> bool:
    """End a running sale now, or take one back that has not begun. Returns whether it had begun.

    Raises NotFound, Conflict for one that is over.
    """
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    when = now or datetime.now(UTC)
    variant_id = session.exec(select(SalePrice.variant_id).where(SalePrice.id == sale_id)).first()
    if variant_id is None:
        raise NotFound(_("There is no such sale in this store."))
    variant = _own(session, store_id, variant_id)
    sale = session.exec(select(SalePrice).where(SalePrice.id == sale_id).with_for_update()).first()
    if sale is None:
        raise NotFound(_("There is no such sale in this store."))
    period = sale.period
    if period.upper is not None and period.upper <= when:
        raise Conflict(_("This sale is over."))
    begun = period.lower is not None and period.lower < when
    if begun:
        sale.period = Range(period.lower, when)
        session.add(sale)
    else:
        session.delete(sale)
    session.flush()
    _turn(session, variant.product_id, store_id, when)
    return begun


def sales_of(
    session: Session, *, actor: Actor, store_id: UUID, variant_id: UUID, now: datetime | None = None
) -> Sequence[SaleView]:
    """A variant's sales, the newest first. Two queries. Raises NotFound."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    when = now or datetime.now(UTC)
    if session.exec(_of_store(store_id, variant_id)).first() is None:
        raise NotFound(_("There is no such variant in this store."))
    rows = session.exec(
        select(SalePrice).where(SalePrice.variant_id == variant_id).order_by(func.lower(SalePrice.period).desc())
    ).all()
    return [_view(row, when) for row in rows]


def _view(row: SalePrice, when: datetime) -> SaleView:
    starts, ends = row.period.lower, row.period.upper
    assert starts is not None
    return SaleView(
        id=row.id,
        variant_id=row.variant_id,
        price_minor=row.price_minor,
        currency=row.currency,
        starts_at=starts,
        ends_at=ends,
        running=starts <= when and (ends is None or when < ends),
        over=ends is not None and ends <= when,
    )


def sales_to_turn(session: Session, *, now: datetime | None = None, limit: int = 200) -> Sequence[UUID]:
    """Products of which a sale began or ended since their shown prices were worked out."""
    when = now or datetime.now(UTC)
    begins, ends = func.lower(SalePrice.period), func.upper(SalePrice.period)
    return session.exec(
        select(Product.id)
        .join(ProductVariant, col(ProductVariant.product_id) == col(Product.id))
        .join(SalePrice, col(SalePrice.variant_id) == col(ProductVariant.id))
        .where(
            or_(
                (begins <= when) & (begins > col(Product.priced_at)),
                (ends <= when) & (ends > col(Product.priced_at)),
            )
        )
        .distinct()
        .limit(limit)
    ).all()


def turn_sale(session: Session, *, product_id: UUID, now: datetime | None = None) -> None:
    """Show what a product costs now that a sale of it began or ended. For jobs. Raises NotFound."""
    product = session.exec(select(Product).where(Product.id == product_id).with_for_update()).first()
    if product is None:
        raise NotFound(_("There is no such product."))
    _turn(session, product.id, product.store_id, now or datetime.now(UTC))


def _turn(session: Session, product_id: UUID, store_id: UUID, when: datetime) -> None:
    refresh_prices(session, product_id=product_id, now=when)
    outbox.record(session, ProductChanged(product_id=product_id, store_id=store_id))


def _of_store(store_id: UUID, variant_id: UUID) -> SelectOfScalar[ProductVariant]:
    return select(ProductVariant).where(ProductVariant.id == variant_id, ProductVariant.store_id == store_id)


def _own(session: Session, store_id: UUID, variant_id: UUID) -> ProductVariant:
    """A variant of the store, locked: two changes of its prices stand in line."""
    variant = session.exec(_of_store(store_id, variant_id).with_for_update()).first()
    if variant is None:
        raise NotFound(_("There is no such variant in this store."))
    return variant
