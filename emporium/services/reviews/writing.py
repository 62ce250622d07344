"""A shopper's word: verified purchase only, after delivery, one per order line, and changed by its author (F108)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.reviews.events import ReviewChanged
from emporium.services.reviews.figures import counted, recount
from emporium.services.reviews.signals import shared_with_team, team_of
from emporium.services.short_names import short_name
from models.enums import ReviewStatus
from models.orders import Order, OrderLine, Purchase
from models.reviews import Review

TITLE_MAX, BODY_MAX = 120, 5000


def gave_everything_back(line: OrderLine) -> bool:
    """Whether nothing of a line is left to its buyer's account.

    Such a line cannot be reviewed any more, and a review that stands has no badge. It stands all the same: a store
    could buy itself out of a bad word otherwise (F108).
    """
    return line.refunded_quantity >= line.quantity or 0 < line.total_minor <= line.refunded_minor


def save_review(
    session: Session,
    *,
    actor: Actor,
    order_line_id: UUID,
    rating: int,
    title: str = "",
    body: str = "",
    when: datetime | None = None,
) -> Review:
    """Write one's review of something that arrived, or change it. The same form sent twice is one review.

    It is published at once, or held for a look when the buyer shares a card, an address or a browser with the
    store's people (F109). Raises Invalid, NotFound for somebody else's line, Refused before delivery, after a full
    refund or for the store's own people, Conflict for one that was removed.
    """
    actor.require(Permission.OWN_ACCOUNT)
    title, body = title.strip(), body.strip()
    _check(rating, title, body)
    line, order, purchase = own_line(session, actor=actor, order_line_id=order_line_id, lock=True)
    team = team_of(session, store_id=order.store_id)
    if actor.user_id in team:
        raise Refused(_("A store's own people do not review its goods."))
    review = session.exec(
        select(Review)
        .where(Review.order_line_id == line.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if review is None:
        review = _first(order, line, actor)
        before = (0, 0)
    else:
        if review.status == ReviewStatus.REMOVED:
            raise Conflict(_("This review was removed and cannot be changed."))
        if (review.rating, review.title, review.body) == (rating, title, body):
            return review
        before = counted(review)
        review.edited_at = when or datetime.now(UTC)
    step = "edited" if review.edited_at else "written"
    review.rating, review.title, review.body = rating, title, body
    if when is not None and step == "written":
        review.created_at = when
    if review.decided_at is None:
        assert actor.user_id is not None
        review.signals = [
            list(signal)
            for signal in shared_with_team(
                session, user_id=actor.user_id, order=order, purchase=purchase, team=team
            )
        ]  # fmt: skip
        review.status = ReviewStatus.HELD if review.signals else ReviewStatus.PUBLISHED
    session.add(review)
    session.flush()
    recount(session, review=review, before=before)
    tell(session, review, step)
    return review


def _check(rating: int, title: str, body: str) -> None:
    if isinstance(rating, bool) or rating not in range(1, 6):
        raise Invalid("rating", _("Give one to five stars."))
    if len(title) > TITLE_MAX:
        raise Invalid("title", _("A title has at most {title_max} characters.").format(title_max=TITLE_MAX))
    if len(body) > BODY_MAX:
        raise Invalid("body", _("A text has at most {body_max:,} characters.").format(body_max=BODY_MAX))


def own_line(
    session: Session, *, actor: Actor, order_line_id: UUID, lock: bool = False
) -> tuple[OrderLine, Order, Purchase]:
    """A line that the person may review, with its order. Raises NotFound, Refused.

    Locked, it is what two submits of one form take turns at.
    """
    statement = (
        select(OrderLine, Order, Purchase)
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(OrderLine.id == order_line_id, Purchase.user_id == actor.user_id)
    )
    if lock:
        statement = statement.with_for_update(of=OrderLine, key_share=True)
    found = session.exec(statement).first()
    if found is None:
        raise NotFound(_("You have not bought this."))
    line, order, purchase = found
    if order.delivered_at is None or line.product_id is None:
        raise Refused(_("You can review it once it has arrived."))
    if gave_everything_back(line) and not _known(session, line):
        raise Refused(_("You had all of your money back, so there is nothing to review."))
    return line, order, purchase


def _known(session: Session, line: OrderLine) -> bool:
    return session.exec(select(Review.id).where(Review.order_line_id == line.id)).first() is not None


def _first(order: Order, line: OrderLine, actor: Actor) -> Review:
    assert line.product_id is not None
    return Review(
        product_id=line.product_id, store_id=order.store_id, order_line_id=line.id, user_id=actor.user_id,
        author=short_name(actor.name), rating=1, variant_title=line.variant_title,
    )  # fmt: skip


def tell(session: Session, review: Review, step: str) -> None:
    """Record what happened to a review."""
    outbox.record(
        session,
        ReviewChanged(
            review_id=review.id, product_id=review.product_id, store_id=review.store_id, step=step,
            author_id=review.user_id,
        ),
    )  # fmt: skip
