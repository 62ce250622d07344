"""What other people say about a review: that it helped, or that it should not stand (F110)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import NotFound, Refused
from emporium.i18n import _
from emporium.services.auth import Actor, Permission, limits
from emporium.services.moderation import report
from emporium.services.reviews.reasons import REPORTS
from emporium.services.reviews.signals import team_of
from emporium.services.reviews.writing import tell
from models.enums import ReviewStatus
from models.reviews import Review, ReviewVote


def toggle_helpful(session: Session, *, actor: Actor, review_id: UUID) -> tuple[bool, int]:
    """Say that a review helped, or take that back; returns whether it stands, and how many there are.

    The review's row is locked, so parallel votes are counted one by one. Raises NotFound for one that is not
    published, Refused for one's own and for the store's people, TooMany.
    """
    actor.require(Permission.OWN_ACCOUNT)
    assert actor.user_id is not None
    limits.take(limits.VOTES_PER_PERSON, str(actor.user_id))
    review = _published(session, review_id, lock=True)
    if review.user_id == actor.user_id:
        raise Refused(_("This is your own review."))
    if actor.user_id in team_of(session, store_id=review.store_id):
        raise Refused(_("A store's own people do not vote on its reviews."))
    vote = session.get(ReviewVote, (review.id, actor.user_id))
    if vote is None:
        session.add(ReviewVote(review_id=review.id, user_id=actor.user_id))
        review.helpful += 1
    else:
        session.delete(vote)
        review.helpful = max(0, review.helpful - 1)
    session.add(review)
    session.flush()
    return vote is None, review.helpful


def voted(session: Session, *, actor: Actor, review_ids: Collection[UUID]) -> set[UUID]:
    """Which of some reviews the person found helpful. One query, none for guests."""
    if actor.user_id is None or not review_ids:
        return set()
    return set(
        session.exec(
            select(ReviewVote.review_id).where(
                ReviewVote.user_id == actor.user_id, col(ReviewVote.review_id).in_(review_ids)
            )
        ).all()
    )


def report_review(session: Session, *, actor: Actor, review_id: UUID, reason: str, details: str = "") -> bool:
    """Ask the operator to look at a review: shoppers, and the store that it is about. False when one's report waits.

    Raises NotFound for one that is not published, Invalid, Refused for one's own review, TooMany.
    """
    limits.take(limits.REPORTS_PER_PERSON, str(actor.user_id or actor.ip))
    review = _published(session, review_id)
    if not actor.can(Permission.REPLY_REVIEWS, store=review.store_id):
        actor.require(Permission.OWN_ACCOUNT)
    if review.user_id == actor.user_id:
        raise Refused(_("This is your own review. You can change it."))
    made = report(
        session, actor=actor, kind="review", subject_id=review.id, reason=reason, known=REPORTS, details=details
    )
    if made:
        tell(session, review, "reported")
    return made


def _published(session: Session, review_id: UUID, *, lock: bool = False) -> Review:
    statement = select(Review).where(Review.id == review_id, Review.status == ReviewStatus.PUBLISHED)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    review = session.exec(statement).first()
    if review is None:
        raise NotFound(_("There is no such review."))
    return review
