"""Letters about reviews: to the store when one came, to its author when the store answered or we removed it (F110)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from emporium.i18n import SOURCE, _
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter
from emporium.services.notifications.order_letters import to_store
from emporium.services.reviews.reasons import removal_words
from emporium.settings import get_settings
from models.accounts import Preference, User
from models.catalogue import Product
from models.enums import ReviewStatus
from models.outbox import OutboxEvent
from models.reviews import Review
from models.stores import Store

SHOWN = 300
"""So many characters of a text are quoted."""


def review_changed(session: Session, event: OutboxEvent) -> list[Addressed]:
    """The store hears of what everybody can read, once; the author of an answer and of a removal."""
    review = session.get(Review, UUID(str(event.payload["review_id"])))
    step = str(event.payload["step"])
    if review is None:
        return []
    product, store = session.get_one(Product, review.product_id), session.get_one(Store, review.store_id)
    if step in ("written", "published") and review.status == ReviewStatus.PUBLISHED:
        return to_store(session, store, _came(review, product))
    if step == "removed" and review.status == ReviewStatus.REMOVED:
        return _to_author(session, review, _removed(review, product))
    if step == "replied" and review.reply:
        return _to_author(session, review, _answered(review, product, store))
    return []


def _to_author(session: Session, review: Review, letter: Letter) -> list[Addressed]:
    user = session.get(User, review.user_id) if review.user_id else None
    if user is None:
        return []
    preference = session.get(Preference, user.id)
    return [Addressed(user.email, letter, preference.locale if preference else SOURCE)]


def _quoted(text: str) -> str:
    short = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return f"“{short}”"


def _came(review: Review, product: Product) -> Letter:
    stars = _("{count} of 5 stars, by {author}.").format(count=review.rating, author=review.author)
    words = " ".join(part for part in (review.title, review.body) if part)
    return Letter(
        subject=_("A new review of {name}").format(name=product.name),
        heading=_("Somebody has reviewed {name}").format(name=product.name),
        paragraphs=(stars, *([_quoted(words)] if words else [])),
        action=Action(_("Read and answer it"), link("/vendor/reviews")),
        small=_("You can answer once, in public. You cannot remove a review; you can report one to us."),
        shop=get_settings().name,
    )


def _answered(review: Review, product: Product, store: Store) -> Letter:
    return Letter(
        subject=_("{store} has answered your review").format(store=store.name),
        heading=_("{store} about {name}").format(store=store.name, name=product.name),
        paragraphs=(_quoted(review.reply),),
        action=Action(_("See your review"), link(f"/p/{product.slug}#reviews")),
        shop=get_settings().name,
    )


def _removed(review: Review, product: Product) -> Letter:
    return Letter(
        subject=_("Your review of {name} was removed").format(name=product.name),
        heading=_("We have removed your review"),
        paragraphs=(
            _("Your review of {name} is no longer shown. The reason: {reason}").format(
                name=product.name, reason=removal_words(review.status_reason)
            ),
            _("The store has no part in this decision."),
        ),
        action=Action(_("Your reviews"), link("/account/reviews")),
        shop=get_settings().name,
    )
