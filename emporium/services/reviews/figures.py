"""What a product and its store are rated: kept beside them, in the transaction that changes a review."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session

from models.enums import ReviewStatus
from models.reviews import Review

_ADD = {
    table: text(
        f"UPDATE {table} SET rating_sum = rating_sum + :stars, rating_count = rating_count + :count WHERE id = :id"  # noqa: S608 - constants only
    )
    for table in ("product", "store")
}


def counted(review: Review) -> tuple[int, int]:
    """Stars and number that a review adds to the figures: only published ones do."""
    return (review.rating, 1) if review.status == ReviewStatus.PUBLISHED else (0, 0)


def recount(session: Session, *, review: Review, before: tuple[int, int] = (0, 0)) -> None:
    """Bring the figures from what the review added `before` to what it adds now.

    The caller holds the review's row. Product first, then store: two writers cannot wait for each other.
    """
    stars, count = (now - then for now, then in zip(counted(review), before, strict=True))
    if not stars and not count:
        return
    session.flush()
    for table, key in (("product", review.product_id), ("store", review.store_id)):
        session.execute(_ADD[table], {"stars": stars, "count": count, "id": key})
