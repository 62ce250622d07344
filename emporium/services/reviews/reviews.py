"""Reading and writing reviews: verified purchase only, after delivery, one per line (F108)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.events import ProductChanged
from models.enums import OrderStatus, ReviewStatus
from models.orders import Order, OrderLine, Purchase
from models.reviews import Review
from models.stores import Store


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A published review with the store's reply."""

    id: UUID
    author: str
    rating: int
    title: str
    body: str
    variant_title: str
    helpful: int
    created_at: datetime
    reply: str
    replied_at: datetime | None
    store_name: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page of reviews and how many there are of each number of stars."""

    rows: list[ReviewView]
    histogram: dict[int, int]
    total: int
    next_offset: int | None


ORDERS = {
    "helpful": (col(Review.helpful).desc(), col(Review.id).desc()),
    "newest": (col(Review.id).desc(),),
    "lowest": (col(Review.rating), col(Review.id).desc()),
}


def product_reviews(
    session: Session, *, product_id: UUID, order: str = "helpful", offset: int = 0, limit: int = 6
) -> ReviewPage:
    """Published reviews of a product. Two queries."""
    counts = session.exec(
        select(Review.rating, func.count())
        .where(Review.product_id == product_id, Review.status == ReviewStatus.PUBLISHED)
        .group_by(col(Review.rating))
    ).all()
    histogram = dict.fromkeys(range(5, 0, -1), 0) | {stars: int(count) for stars, count in counts}
    rows = session.exec(
        select(Review, Store.name)
        .join(Store, col(Store.id) == col(Review.store_id))
        .where(Review.product_id == product_id, Review.status == ReviewStatus.PUBLISHED)
        .order_by(*ORDERS.get(order, ORDERS["helpful"]))
        .offset(offset)
        .limit(limit)
    ).all()
    total = sum(histogram.values())
    return ReviewPage(
        rows=[
            ReviewView(
                id=row.id,
                author=row.author,
                rating=row.rating,
                title=row.title,
                body=row.body,
                variant_title=row.variant_title,
                helpful=row.helpful,
                created_at=row.created_at,
                reply=row.reply,
                replied_at=row.replied_at,
                store_name=store,
            )
            for row, store in rows
        ],
        histogram=histogram,
        total=total,
        next_offset=offset + limit if offset + limit < total else None,
    )


def write_review(
    session: Session,
    *,
    actor: Actor,
    order_line_id: UUID,
    rating: int,
    title: str = "",
    body: str = "",
    when: datetime | None = None,
) -> Review:
    """A shopper's word on something that arrived.

    Raises Invalid, NotFound for somebody else's line, Conflict for a second review, Refused before delivery or for
    the store's own people (F109).
    """
    actor.require(Permission.OWN_ACCOUNT)
    if isinstance(rating, bool) or rating not in range(1, 6):
        raise Invalid("rating", "Give one to five stars.")
    if len(title) > 120 or len(body) > 5000:
        raise Invalid("body", "Keep the title under 120 and the text under 5,000 characters.")
    found = session.exec(
        select(OrderLine, Order, Purchase)
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(OrderLine.id == order_line_id, Purchase.user_id == actor.user_id)
    ).first()
    if found is None:
        raise NotFound("You have not bought this.")
    line, order, _ = found
    if order.status != OrderStatus.DELIVERED or line.product_id is None:
        raise Refused("You can review it once it has arrived.")
    if order.store_id in actor.store_roles:
        raise Refused("A store's own people do not review its goods.")
    if session.exec(select(Review.id).where(Review.order_line_id == line.id)).first():
        raise Conflict("You have reviewed this already.")
    review = Review(
        product_id=line.product_id,
        store_id=order.store_id,
        order_line_id=line.id,
        user_id=actor.user_id,
        author=_short(actor.name),
        rating=rating,
        title=title.strip(),
        body=body.strip(),
        variant_title=line.variant_title,
    )
    if when is not None:
        review.created_at = when
    session.add(review)
    session.flush()
    for table, key in (("product", line.product_id), ("store", order.store_id)):
        session.execute(
            text(f"UPDATE {table} SET rating_sum = rating_sum + :r, rating_count = rating_count + 1 WHERE id = :id"),  # noqa: S608
            {"r": rating, "id": key},
        )
    outbox.record(session, ProductChanged(product_id=line.product_id, store_id=order.store_id))
    return review


def _short(name: str) -> str:
    parts = name.split()
    return f"{parts[0]} {parts[-1][0]}." if len(parts) > 1 else (parts[0] if parts else "A shopper")
