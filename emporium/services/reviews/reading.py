"""Reviews as a product's page shows them: sorted, narrowed, by keyset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from emporium.services.reviews.photos import photos_of
from emporium.services.reviews.writing import gave_everything_back
from models.catalogue import Product
from models.enums import ReviewStatus
from models.orders import OrderLine
from models.reviews import Review
from models.stores import Store

HELPFUL, NEWEST, LOWEST = "helpful", "newest", "lowest"
ORDERS = (HELPFUL, NEWEST, LOWEST)


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review with its photos and the store's reply."""

    id: UUID
    user_id: UUID | None
    line_id: UUID
    author: str
    rating: int
    title: str
    body: str
    variant_title: str
    verified: bool
    """Whether it stands on something that was bought and not wholly given back."""
    helpful: int
    photos: list[UUID]
    status: ReviewStatus
    status_reason: str
    signals: list[tuple[str, str]]
    created_at: datetime
    edited_at: datetime | None
    reply: str
    replied_at: datetime | None
    store_id: UUID
    store_name: str
    awning: str
    product_name: str
    product_slug: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page of reviews. Histogram, total and photos are those of the product, whatever is looked for."""

    rows: list[ReviewView]
    histogram: dict[int, int]
    total: int
    with_photos: int
    matching: int
    """How many fit what is looked for."""
    next_after: str | None
    """Where the next page begins."""


def product_reviews(
    session: Session,
    *,
    product_id: UUID,
    order: str = HELPFUL,
    stars: int | None = None,
    with_photos: bool = False,
    after: str = "",
    limit: int = 6,
) -> ReviewPage:
    """Published reviews of a product, by keyset. Four queries. A cursor that makes no sense is the beginning."""
    order = order if order in ORDERS else HELPFUL
    published = (Review.product_id == product_id, Review.status == ReviewStatus.PUBLISHED)
    counts = session.exec(
        select(Review.rating, func.count(), func.count().filter(col(Review.photos) > 0))
        .where(*published)
        .group_by(col(Review.rating))
    ).all()
    histogram = dict.fromkeys(range(5, 0, -1), 0) | {rating: int(count) for rating, count, _ in counts}
    pictured = {rating: int(count) for rating, _, count in counts}
    statement = (
        select(Review, Product, Store)
        .join(Product, col(Product.id) == col(Review.product_id))
        .join(Store, col(Store.id) == col(Review.store_id))
        .where(*published)
    )
    if stars is not None:
        statement = statement.where(Review.rating == stars)
    if with_photos:
        statement = statement.where(col(Review.photos) > 0)
    place = _place(after)
    if place is not None:
        statement = statement.where(_beyond(order, *place))
    found = session.exec(statement.order_by(*_sorting(order)).limit(limit + 1)).all()
    fitting = pictured if with_photos else histogram
    return ReviewPage(
        rows=views(session, found[:limit]),
        histogram=histogram,
        total=sum(histogram.values()),
        with_photos=sum(pictured.values()),
        matching=sum(count for rating, count in fitting.items() if stars in (None, rating)),
        next_after=_cursor(order, found[limit - 1][0]) if len(found) > limit else None,
    )


def latest_of_store(session: Session, *, store_id: UUID, limit: int = 6) -> list[ReviewView]:
    """What was said last about a store's goods, as everybody may read it. Three queries."""
    rows = session.exec(
        select(Review, Product, Store)
        .join(Product, col(Product.id) == col(Review.product_id))
        .join(Store, col(Store.id) == col(Review.store_id))
        .where(Review.store_id == store_id, Review.status == ReviewStatus.PUBLISHED)
        .order_by(col(Review.created_at).desc(), col(Review.id).desc())
        .limit(limit)
    ).all()
    return views(session, rows)


def _sorting(order: str) -> tuple[Any, ...]:
    return {
        HELPFUL: (col(Review.helpful).desc(), col(Review.id).desc()),
        NEWEST: (col(Review.id).desc(),),
        LOWEST: (col(Review.rating), col(Review.id).desc()),
    }[order]


def _cursor(order: str, review: Review) -> str:
    value = {HELPFUL: review.helpful, NEWEST: 0, LOWEST: review.rating}[order]
    return f"{value}.{review.id}"


def _place(after: str) -> tuple[int, UUID] | None:
    value, _, ident = after.partition(".")
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        return None
    try:
        return int(value), UUID(ident)
    except ValueError:
        return None


def _beyond(order: str, value: int, ident: UUID) -> ColumnElement[bool]:
    """What stands after a place in the order."""
    older = col(Review.id) < ident
    if order == HELPFUL:
        return or_(col(Review.helpful) < value, and_(col(Review.helpful) == value, older))
    if order == LOWEST:
        return or_(col(Review.rating) > value, and_(col(Review.rating) == value, older))
    return older


def views(session: Session, rows: Sequence[tuple[Review, Product, Store]]) -> list[ReviewView]:
    """Reviews ready to be shown. Two queries."""
    photos = photos_of(session, review_ids=[review.id for review, _, _ in rows])
    lines = {
        line.id: line
        for line in session.exec(
            select(OrderLine).where(col(OrderLine.id).in_([review.order_line_id for review, _, _ in rows]))
        ).all()
    }
    return [
        ReviewView(
            id=review.id,
            user_id=review.user_id,
            line_id=review.order_line_id,
            author=review.author,
            rating=review.rating,
            title=review.title,
            body=review.body,
            variant_title=review.variant_title,
            verified=not gave_everything_back(lines[review.order_line_id]),
            helpful=review.helpful,
            photos=photos.get(review.id, []),
            status=ReviewStatus(review.status),
            status_reason=review.status_reason,
            signals=[(str(code), str(saw)) for code, saw in review.signals],
            created_at=review.created_at,
            edited_at=review.edited_at,
            reply=review.reply,
            replied_at=review.replied_at,
            store_id=review.store_id,
            store_name=store.name,
            awning=store.awning,
            product_name=product.name,
            product_slug=product.slug,
        )
        for review, product, store in rows
    ]
