"""Lists of products: shelves, categories, stores. Keyset paging and a fixed number of queries, whatever the size."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection as Some
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, text, tuple_
from sqlmodel import Session, col, select

from emporium.services.catalogue.pictures import NO_IMAGE, ImageRef, image_refs
from emporium.services.inventory import first_days
from emporium.services.shipping.arrivals import FIRST_WAYS
from emporium.settings import get_settings
from models.catalogue import Category, Collection, Product, ProductMedia
from models.enums import ProductStatus, StoreStatus
from models.stores import Store

PAGE = 24


class Sort(StrEnum):
    """Orders of a list."""

    SELLING = "selling"
    NEWEST = "newest"
    PRICE_UP = "price-up"
    PRICE_DOWN = "price-down"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product as a card shows it. Money in minor units of `currency`."""

    id: UUID
    slug: str
    name: str
    store_name: str
    store_slug: str
    awning: str
    price_minor: int
    max_price_minor: int
    compare_at_minor: int | None
    currency: str
    image: ImageRef
    second: ImageRef
    rating_tenths: int
    rating_count: int
    available: int
    handling_days: int
    transit_days: int | None
    """Days on the way to the shopper's country; None where its store does not send there."""
    promised: date | None = None
    """When one ordered now can leave, if none is on a shelf (F029)."""
    is_digital: bool = False
    """It is sent as files, right after payment (F026)."""


@dataclass(frozen=True, slots=True)
class CardPage:
    """A page of products and where to go on."""

    rows: list[ProductRow]
    total: int
    stores: int
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to. Prices in minor units."""

    category_ids: tuple[UUID, ...] = ()
    store_id: UUID | None = None
    price_from: int | None = None
    price_to: int | None = None
    in_stock: bool = False


def visible() -> ColumnElement[bool]:
    """SQL for products that shoppers may see: live, in a live store (F012)."""
    return and_(col(Product.status) == ProductStatus.ACTIVE, col(Store.status) == StoreStatus.APPROVED)


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """SQL for filters."""
    made: list[ColumnElement[bool]] = [visible()]
    if filters.category_ids:
        made.append(col(Product.category_id).in_(filters.category_ids))
    if filters.store_id is not None:
        made.append(col(Product.store_id) == filters.store_id)
    if filters.price_from is not None:
        made.append(col(Product.min_price_minor) >= filters.price_from)
    if filters.price_to is not None:
        made.append(col(Product.min_price_minor) <= filters.price_to)
    if filters.in_stock:
        made.append(col(Product.available_total) > 0)
    return made


def _rating() -> ColumnElement[Any]:
    """Average in thousandths, pulled towards 4.0 by five imagined reviews so that one five-star review is not first."""
    return (col(Product.rating_sum) + 20) * 1000 // (col(Product.rating_count) + 5)


def _key(sort: Sort) -> tuple[Any, bool]:
    """The column of an order and whether it falls."""
    return {
        Sort.SELLING: (col(Product.sold_count), True),
        Sort.NEWEST: (col(Product.published_at), True),
        Sort.PRICE_UP: (col(Product.min_price_minor), False),
        Sort.PRICE_DOWN: (col(Product.min_price_minor), True),
        Sort.RATING: (_rating(), True),
    }[sort]


def encode_cursor(value: Any, row_id: UUID) -> str:
    """Where a page ended, as an opaque text."""
    plain = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([plain, str(row_id)]).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> tuple[Any, UUID] | None:
    """The place a cursor names; nonsense reads as the beginning."""
    if not cursor:
        return None
    try:
        value, row_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        known = isinstance(value, datetime) or (isinstance(value, (int, float)) and abs(value) < 2**62)
        return (value, UUID(row_id)) if known else None
    except (ValueError, TypeError, AttributeError):
        return None


def list_products(
    session: Session,
    *,
    filters: Filters = Filters(),
    sort: Sort = Sort.SELLING,
    cursor: str | None = None,
    limit: int = PAGE,
    count: bool = True,
    country: str = "",
) -> CardPage:
    """Products that match, in an order, as they arrive in a country. Three queries, four with the count."""
    key, falls = _key(sort)
    where = conditions(filters)
    statement = select(Product, Store, key).join(Store, col(Store.id) == col(Product.store_id)).where(*where)
    place = decode_cursor(cursor)
    if place is not None and isinstance(place[0], datetime) == (sort is Sort.NEWEST):
        after = tuple_(key, col(Product.id)) < place if falls else tuple_(key, col(Product.id)) > place
        statement = statement.where(after)
    order = [key.desc(), col(Product.id).desc()] if falls else [key.asc(), col(Product.id).asc()]
    found = session.exec(statement.order_by(*order).limit(limit + 1)).all()
    rows = to_rows(session, [(product, store) for product, store, _ in found[:limit]], country=country)
    more = len(found) > limit
    total, stores = _count(session, where) if count else (len(rows), 0)
    return CardPage(rows, total, stores, encode_cursor(found[limit - 1][2], found[limit - 1][0].id) if more else None)


def _count(session: Session, where: Sequence[ColumnElement[bool]]) -> tuple[int, int]:
    total, stores = session.exec(
        select(func.count(), func.count(func.distinct(Product.store_id)))
        .select_from(Product)
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(*where)
    ).one()
    return int(total), int(stores)


def to_rows(session: Session, found: Sequence[tuple[Product, Store]], *, country: str = "") -> list[ProductRow]:
    """Cards of products already read. Four queries at most: pictures, delivery, what is sold ahead.

    They arrive in `country`, or without one in the platform's own.
    """
    seconds = _second_pictures(session, [product.id for product, _ in found])
    media = [product.cover_id for product, _ in found]
    images = image_refs(session, media_ids=[*media, *seconds.values()])
    transit = transit_days(session, {store.id for _, store in found}, country=country)
    ahead = first_days(session, product_ids=[product.id for product, _ in found if product.available_total > 0])
    return [
        ProductRow(
            id=product.id,
            slug=product.slug,
            name=product.name,
            store_name=store.name,
            store_slug=store.slug,
            awning=store.awning,
            price_minor=product.min_price_minor,
            max_price_minor=product.max_price_minor,
            compare_at_minor=product.compare_at_minor,
            currency=product.currency,
            image=images.get(product.cover_id, NO_IMAGE) if product.cover_id else NO_IMAGE,
            second=images.get(seconds[product.id], NO_IMAGE) if product.id in seconds else NO_IMAGE,
            rating_tenths=round(product.rating_sum * 10 / product.rating_count) if product.rating_count else 0,
            rating_count=product.rating_count,
            available=product.available_total,
            handling_days=store.handling_days,
            transit_days=transit.get(store.id),
            promised=ahead.get(product.id),
            is_digital=product.is_digital,
        )
        for product, store in found
    ]


def transit_days(session: Session, store_ids: Some[UUID], *, country: str = "") -> dict[UUID, int]:
    """Days the first delivery method of each store to a country takes at best; stores without one are left out.

    One query.
    """
    if not store_ids:
        return {}
    rows = session.execute(
        text(f"SELECT store_id, min_days FROM ({FIRST_WAYS}) w WHERE store_id = ANY(CAST(:stores AS uuid[]))"),  # noqa: S608 - constants only
        {"stores": list(store_ids), "country": country or get_settings().default_country},
    )
    return {UUID(str(row[0])): int(row[1]) for row in rows}


def _second_pictures(session: Session, product_ids: Some[UUID]) -> dict[UUID, UUID]:
    if not product_ids:
        return {}
    rows = session.exec(
        select(ProductMedia.product_id, ProductMedia.media_id).where(
            col(ProductMedia.product_id).in_(product_ids), ProductMedia.position == 1
        )
    ).all()
    return dict(rows)


def rows_by_ids(session: Session, *, product_ids: Sequence[UUID], country: str = "") -> list[ProductRow]:
    """Cards of these products as they arrive in a country, in the given order; invisible ones are left out."""
    if not product_ids:
        return []
    found = session.exec(
        select(Product, Store)
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(col(Product.id).in_(product_ids), visible())
    ).all()
    place = {product_id: i for i, product_id in enumerate(product_ids)}
    return to_rows(session, sorted(found, key=lambda pair: place[pair[0].id]), country=country)


def related_products(session: Session, *, product_id: UUID, limit: int = 5, country: str = "") -> list[ProductRow]:
    """Products that are close: same category first, then best-selling, in stock, at most two per store."""
    product = session.get(Product, product_id)
    if product is None:
        return []
    statement = (
        select(Product, Store)
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(visible(), col(Product.id) != product_id, col(Product.available_total) > 0)
        .order_by(
            (col(Product.category_id) == product.category_id).desc().nulls_last(),
            col(Product.sold_count).desc(),
            col(Product.id),
        )
        .limit(limit * 4)
    )
    picked: list[tuple[Product, Store]] = []
    for row, store in session.exec(statement).all():
        if sum(1 for _, other in picked if other.id == store.id) < 2:
            picked.append((row, store))
        if len(picked) == limit:
            break
    return to_rows(session, picked, country=country)


@dataclass(frozen=True, slots=True)
class Shelves:
    """What the home page shows."""

    selling: list[ProductRow]
    newest: list[ProductRow]
    low: list[ProductRow]


def shelves(session: Session, *, limit: int = 5, country: str = "") -> Shelves:
    """Best-selling, newest, and nearly gone, as they arrive in a country."""
    low = session.exec(
        select(Product, Store)
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(visible(), col(Product.available_total).between(1, 8))
        .order_by(col(Product.available_total), col(Product.id))
        .limit(limit)
    ).all()
    return Shelves(
        selling=list_products(session, filters=Filters(in_stock=True), limit=limit, count=False, country=country).rows,
        newest=list_products(session, sort=Sort.NEWEST, limit=limit, count=False, country=country).rows,
        low=to_rows(session, low, country=country),
    )


def public_addresses(session: Session) -> list[tuple[str, datetime | None]]:
    """Every category, collection, store and product page with the day it last changed, for the sitemap."""
    categories = session.exec(select(Category.slug)).all()
    collections = session.exec(
        select(Collection.slug, Collection.updated_at).where(
            col(Collection.published_at).is_not(None), Collection.product_count > 0
        )
    ).all()
    stores = session.exec(select(Store.slug, Store.updated_at).where(Store.status == StoreStatus.APPROVED)).all()
    products = session.exec(
        select(Product.slug, Product.updated_at)
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(visible())
        .order_by(col(Product.id))
        .limit(45_000)
    ).all()
    return [
        *((f"/c/{slug}", None) for slug in categories),
        *((f"/collections/{slug}", changed) for slug, changed in collections),
        *((f"/s/{slug}", changed) for slug, changed in stores),
        *((f"/p/{slug}", changed) for slug, changed in products),
    ]
