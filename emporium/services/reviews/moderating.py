"""The operator's look at reviews that were held or reported (F109, F110, F124)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services import audit
from emporium.services.auth import Actor, Permission
from emporium.services.moderation import ReportView, close_reports, is_reported, open_reports
from emporium.services.reviews.figures import counted, recount
from emporium.services.reviews.reading import ReviewView, views
from emporium.services.reviews.reasons import REMOVALS, REPORTS
from emporium.services.reviews.writing import tell
from models.catalogue import Product
from models.enums import ReviewStatus
from models.reviews import Review
from models.stores import Store

HELD, REPORTED, REMOVED = "held", "reported", "removed"
QUEUES = (HELD, REPORTED, REMOVED)
PAGE = 20


@dataclass(frozen=True, slots=True)
class ToModerate:
    """A review that waits for a decision."""

    review: ReviewView
    reports: list[ReportView]


@dataclass(frozen=True, slots=True)
class ModerationPage:
    """A page of a queue, oldest first, and how many wait in each."""

    rows: list[ToModerate]
    counts: dict[str, int]
    next_after: UUID | None


def _reported() -> ColumnElement[bool]:
    return is_reported("review", col(Review.id))


def moderation_queue(
    session: Session, *, actor: Actor, queue: str = HELD, after: UUID | None = None, limit: int = PAGE
) -> ModerationPage:
    """Reviews that were held, that were reported, or that were removed. By keyset on the id; seven queries."""
    actor.require(Permission.MODERATE)
    tests = {
        HELD: (Review.status == ReviewStatus.HELD,),
        REPORTED: (Review.status == ReviewStatus.PUBLISHED, _reported()),
        REMOVED: (Review.status == ReviewStatus.REMOVED,),
    }
    statement = (
        select(Review, Product, Store)
        .join(Product, col(Product.id) == col(Review.product_id))
        .join(Store, col(Store.id) == col(Review.store_id))
        .where(*tests[queue if queue in QUEUES else HELD])
    )
    if after is not None:
        statement = statement.where(col(Review.id) > after)
    found = session.exec(statement.order_by(col(Review.id)).limit(limit + 1)).all()
    shown = views(session, found[:limit])
    reports = open_reports(session, kind="review", ids=[view.id for view in shown], words=REPORTS)
    counts = {
        name: int(session.exec(select(func.count()).select_from(Review).where(*test)).one())
        for name, test in tests.items()
    }
    return ModerationPage(
        rows=[ToModerate(view, reports.get(view.id, [])) for view in shown],
        counts=counts,
        next_after=shown[-1].id if len(found) > limit else None,
    )


def waiting_reviews(session: Session, *, actor: Actor) -> dict[str, int]:
    """How many wait in each queue; nothing for those who do not decide. One query."""
    if not actor.can(Permission.MODERATE):
        return {}
    held = func.count().filter(col(Review.status) == ReviewStatus.HELD)
    reported = func.count().filter(col(Review.status) == ReviewStatus.PUBLISHED)
    row = session.exec(
        select(held, reported).select_from(Review).where(or_(col(Review.status) == ReviewStatus.HELD, _reported()))
    ).one()
    return {name: int(count) for name, count in zip((HELD, REPORTED), row, strict=True) if count}


def publish_review(session: Session, *, actor: Actor, review_id: UUID) -> Review:
    """Let a held review be seen, keep a reported one, or bring a removed one back. Raises NotFound, Conflict."""
    actor.require(Permission.MODERATE)
    review = _locked(session, review_id)
    closed = _close_reports(session, review, actor, "kept")
    if review.status == ReviewStatus.PUBLISHED and not closed:
        raise Conflict(_("This review is published already."))
    return _decide(session, actor, review, ReviewStatus.PUBLISHED, "")


def remove_review(session: Session, *, actor: Actor, review_id: UUID, reason: str) -> Review:
    """Take a review down, for one of the known reasons; its author reads which. Raises NotFound, Invalid, Conflict."""
    actor.require(Permission.MODERATE)
    if reason not in REMOVALS:
        raise Invalid("reason", _("Choose why it is removed."))
    review = _locked(session, review_id)
    if review.status == ReviewStatus.REMOVED:
        raise Conflict(_("This review is removed already."))
    _close_reports(session, review, actor, f"removed:{reason}")
    return _decide(session, actor, review, ReviewStatus.REMOVED, reason)


def _locked(session: Session, review_id: UUID) -> Review:
    review = session.exec(
        select(Review).where(Review.id == review_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if review is None:
        raise NotFound(_("There is no such review."))
    return review


def _close_reports(session: Session, review: Review, actor: Actor, decision: str) -> int:
    return close_reports(session, actor=actor, kind="review", ids=[review.id], decision=decision)


def _decide(session: Session, actor: Actor, review: Review, status: ReviewStatus, reason: str) -> Review:
    was, before = review.status, counted(review)
    review.status, review.status_reason = status, reason
    review.decided_by, review.decided_at = actor.user_id, datetime.now(UTC)
    session.add(review)
    session.flush()
    recount(session, review=review, before=before)
    audit.note(
        session, actor=actor, action=f"review.{status.value}", subject_kind="review", subject_id=review.id,
        store_id=review.store_id, before={"status": str(was)}, after={"status": status.value, "reason": reason},
    )  # fmt: skip
    tell(session, review, "dismissed" if was == status else status.value)
    return review
