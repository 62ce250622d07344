"""A person's own reviews, and what waits for one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.reviews.reading import ReviewView, views
from emporium.services.reviews.writing import gave_everything_back, own_line
from models.catalogue import Product
from models.orders import Order, OrderLine, Purchase
from models.reviews import Review
from models.stores import Store, StoreMember

PAGE = 20


@dataclass(frozen=True, slots=True)
class Reviewable:
    """Something that arrived and has no review yet."""

    line_id: UUID
    name: str
    variant_title: str
    image_key: str
    store_name: str
    delivered_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """What a review is about, and what it says so far."""

    line_id: UUID
    name: str
    variant_title: str
    image_key: str
    store_name: str
    awning: str
    product_slug: str
    review: ReviewView | None


def to_review(session: Session, *, actor: Actor, limit: int = PAGE) -> list[Reviewable]:
    """What arrived and waits for a word, newest first: not of stores that one belongs to. One query."""
    actor.require(Permission.OWN_ACCOUNT)
    mine = select(StoreMember.store_id).where(StoreMember.user_id == actor.user_id)
    rows = session.exec(
        select(OrderLine, Order.delivered_at, Store.name)
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .join(Store, col(Store.id) == col(Order.store_id))
        .outerjoin(Review, col(Review.order_line_id) == col(OrderLine.id))
        .where(Purchase.user_id == actor.user_id, col(Order.delivered_at).is_not(None), col(Review.id).is_(None))
        .where(
            col(OrderLine.product_id).is_not(None),
            col(Order.store_id).not_in(mine),
            col(OrderLine.refunded_quantity) < col(OrderLine.quantity),
        )
        .order_by(col(Order.delivered_at).desc(), col(OrderLine.id).desc())
        .limit(limit)
    ).all()
    return [
        Reviewable(line.id, line.name, line.variant_title, line.image_key, store, delivered)
        for line, delivered, store in rows
        if delivered is not None and not gave_everything_back(line)
    ]


def own_reviews(
    session: Session, *, actor: Actor, before: UUID | None = None, limit: int = PAGE
) -> tuple[list[ReviewView], UUID | None]:
    """What one wrote, newest first, held and removed ones too, by keyset on the id. Three queries."""
    actor.require(Permission.OWN_ACCOUNT)
    statement = (
        select(Review, Product, Store)
        .join(Product, col(Product.id) == col(Review.product_id))
        .join(Store, col(Store.id) == col(Review.store_id))
        .where(Review.user_id == actor.user_id)
    )
    if before is not None:
        statement = statement.where(col(Review.id) < before)
    rows = session.exec(statement.order_by(col(Review.id).desc()).limit(limit + 1)).all()
    return views(session, rows[:limit]), rows[limit - 1][0].id if len(rows) > limit else None


def review_form(session: Session, *, actor: Actor, order_line_id: UUID) -> ReviewForm:
    """What the form of a line shows. Raises NotFound for somebody else's, Refused where nothing can be written."""
    actor.require(Permission.OWN_ACCOUNT)
    line, order, _rest = own_line(session, actor=actor, order_line_id=order_line_id)
    found = session.exec(
        select(Product, Store)
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(Product.id == line.product_id, Store.id == order.store_id)
    ).first()
    if found is None:
        raise NotFound(_("This product is gone."))
    product, store = found
    review = session.exec(
        select(Review).where(Review.order_line_id == line.id, Review.user_id == actor.user_id)
    ).first()
    return ReviewForm(
        line_id=line.id, name=line.name, variant_title=line.variant_title, image_key=line.image_key,
        store_name=store.name, awning=store.awning, product_slug=product.slug,
        review=views(session, [(review, product, store)])[0] if review is not None else None,
    )  # fmt: skip


def lines_to_review(session: Session, *, actor: Actor, purchase_id: UUID) -> dict[UUID, bool]:
    """Lines of a purchase that its owner may review: whether there is a review already. One query, none for others."""
    rows = _lines(session, actor=actor, purchase_ids=[purchase_id])
    return {line.id: known is not None for line, known, _purchase in rows}


def purchases_to_review(session: Session, *, actor: Actor, purchase_ids: Collection[UUID]) -> set[UUID]:
    """Purchases of the actor of which something waits for a word. One query."""
    rows = _lines(session, actor=actor, purchase_ids=purchase_ids)
    return {purchase for _line, known, purchase in rows if known is None}


def _lines(
    session: Session, *, actor: Actor, purchase_ids: Collection[UUID]
) -> list[tuple[OrderLine, UUID | None, UUID]]:
    """Lines that their owner may review or did, each with the review and the purchase."""
    if actor.user_id is None:
        return []
    rows = session.exec(
        select(OrderLine, Review.id, Order.purchase_id)
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .outerjoin(Review, col(Review.order_line_id) == col(OrderLine.id))
        .where(col(Purchase.id).in_(purchase_ids), Purchase.user_id == actor.user_id)
        .where(col(Order.delivered_at).is_not(None), col(OrderLine.product_id).is_not(None))
        .where(
            col(Order.store_id).not_in(select(StoreMember.store_id).where(StoreMember.user_id == actor.user_id))
        )
    ).all()  # fmt: skip
    return [
        (line, known, purchase)
        for line, known, purchase in rows
        if known is not None or not gave_everything_back(line)
    ]
