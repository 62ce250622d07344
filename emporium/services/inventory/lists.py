"""A store's stock as rows: the whole list, and what is running out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Row, Select, tuple_
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.inventory.levels import sellable
from models.catalogue import Product, ProductVariant
from models.enums import ProductStatus
from models.inventory import Location, StockLevel


@dataclass(frozen=True, slots=True)
class StockRow:
    """A variant at a place. Counts are units; `available` is what may be sold."""

    variant_id: UUID
    location_id: UUID
    product_name: str
    product_slug: str
    variant_title: str
    sku: str
    image_id: UUID | None
    location: str
    on_hand: int
    reserved: int
    available: int
    low_stock_at: int
    backorder_limit: int
    backorder_day: date | None


def list_stock(
    session: Session, *, actor: Actor, store_id: UUID, query: str = "", after: str | None = None, limit: int = 50
) -> tuple[Sequence[StockRow], str | None]:
    """A store's stock by SKU and place, keyset paging. One query. Returns rows and where to go on.

    Raises Invalid when `after` is no such place in the list.
    """
    actor.require(Permission.VIEW_STORE, store=store_id)
    place = (col(ProductVariant.sku), col(StockLevel.location_id))
    statement = _of_store(store_id).order_by(*place).limit(limit + 1)
    if after:
        sku, _rest, location = after.rpartition("~")
        try:
            statement = statement.where(tuple_(*place) > tuple_(sku, UUID(location)))
        except ValueError as error:
            raise Invalid("after", _("This place in the list does not exist. Start at the top.")) from error
    if words := query.strip():
        statement = statement.where(
            col(ProductVariant.sku).icontains(words, autoescape=True)
            | col(Product.name).icontains(words, autoescape=True)
        )
    found = session.execute(statement).all()
    rows = [_row(row) for row in found[:limit]]
    return rows, f"{rows[-1].sku}~{rows[-1].location_id}" if len(found) > limit else None


def running_low(session: Session, *, actor: Actor, store_id: UUID, limit: int = 5) -> Sequence[StockRow]:
    """Variants of live products at or under their low mark, the scarcest first. One query."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    statement = (
        _of_store(store_id)
        .where(col(ProductVariant.active), col(Product.status) == ProductStatus.ACTIVE)
        .where(sellable() <= col(StockLevel.low_stock_at), col(StockLevel.closed).is_(False))
        .order_by(sellable(), col(ProductVariant.sku))
        .limit(limit)
    )
    return [_row(row) for row in session.execute(statement)]


def _of_store(store_id: UUID) -> Select[StockLevel, ProductVariant, Product, str, int]:
    return (
        rows_of(StockLevel, ProductVariant, Product, col(Location.name), sellable())
        .join(ProductVariant, col(ProductVariant.id) == col(StockLevel.variant_id))
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .join(Location, col(Location.id) == col(StockLevel.location_id))
        .where(col(ProductVariant.store_id) == store_id, col(Product.is_digital).is_(False))  # files never run out
    )


def _row(row: Row[StockLevel, ProductVariant, Product, str, int]) -> StockRow:
    level, variant, product, place, units = row._tuple()
    return StockRow(
        variant_id=variant.id,
        location_id=level.location_id,
        product_name=product.name,
        product_slug=product.slug,
        variant_title=variant.title,
        sku=variant.sku,
        image_id=variant.image_id or product.cover_id,
        location=place,
        on_hand=level.on_hand,
        reserved=level.reserved,
        available=int(units),
        low_stock_at=level.low_stock_at,
        backorder_limit=level.backorder_limit,
        backorder_day=level.backorder_date.date() if level.backorder_date else None,
    )
