"""The store's side: reading what was said about its goods, and one public reply to each (F110).

A store can neither change nor remove a review; it can report one, as everybody can.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services import audit
from emporium.services.auth import Actor, Permission
from emporium.services.reviews.reading import ReviewView, views
from emporium.services.reviews.writing import tell
from models.catalogue import Product
from models.enums import ReviewStatus
from models.reviews import Review, ReviewReplyVersion
from models.stores import Store

REPLY_MAX = 2000
PAGE = 20


@dataclass(frozen=True, slots=True)
class StoreReviews:
    """A page of a store's published reviews, newest first, and the figures above it."""

    rows: list[ReviewView]
    total: int
    unanswered: int
    histogram: dict[int, int]
    next_before: UUID | None


def store_reviews(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    stars: int | None = None,
    unanswered: bool = False,
    before: UUID | None = None,
    limit: int = PAGE,
) -> StoreReviews:
    """What was said about a store's goods, by keyset on the time-ordered id. Four queries."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    published = (Review.store_id == store_id, Review.status == ReviewStatus.PUBLISHED)
    counts = session.exec(
        select(Review.rating, func.count(), func.count().filter(col(Review.reply) == ""))
        .where(*published)
        .group_by(col(Review.rating))
    ).all()
    statement = (
        select(Review, Product, Store)
        .join(Product, col(Product.id) == col(Review.product_id))
        .join(Store, col(Store.id) == col(Review.store_id))
        .where(*published)
    )
    if stars is not None:
        statement = statement.where(Review.rating == stars)
    if unanswered:
        statement = statement.where(Review.reply == "")
    if before is not None:
        statement = statement.where(col(Review.id) < before)
    found = session.exec(statement.order_by(col(Review.id).desc()).limit(limit + 1)).all()
    return StoreReviews(
        rows=views(session, found[:limit]),
        total=sum(int(count) for _, count, _ in counts),
        unanswered=sum(int(waits) for _, _, waits in counts),
        histogram=dict.fromkeys(range(5, 0, -1), 0) | {stars: int(count) for stars, count, _ in counts},
        next_before=found[limit - 1][0].id if len(found) > limit else None,
    )


def write_reply(session: Session, *, actor: Actor, store_id: UUID, review_id: UUID, words: str) -> Review:
    """Answer a review of one's own store in public, or change the answer; every version is kept.

    Raises NotFound for another store's, Invalid without words.
    """
    actor.require(Permission.REPLY_REVIEWS, store=store_id)
    body = words.strip()
    if not body:
        raise Invalid("words", _("Write something first."))
    if len(body) > REPLY_MAX:
        raise Invalid("words", _("A reply has at most {reply_max:,} characters.").format(reply_max=REPLY_MAX))
    review = session.exec(
        select(Review)
        .where(Review.id == review_id, Review.store_id == store_id, Review.status == ReviewStatus.PUBLISHED)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if review is None:
        raise NotFound(_("There is no such review."))
    if review.reply == body:
        return review
    before, first = review.reply, review.replied_at is None
    review.reply, review.replied_at = body, datetime.now(UTC)
    session.add(review)
    session.add(ReviewReplyVersion(review_id=review.id, body=body, author_id=actor.user_id))
    session.flush()
    audit.note(
        session, actor=actor, action="review.replied", subject_kind="review", subject_id=review.id, store_id=store_id,
        before={"reply": before}, after={"reply": body},
    )  # fmt: skip
    tell(session, review, "replied" if first else "reply_edited")
    return review
