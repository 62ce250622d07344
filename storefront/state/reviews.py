"""A person's own reviews: what waits for one, what was said, and the form (F108, F110)."""

from __future__ import annotations

from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.i18n import N_, _, day, plural
from emporium.services import reviews
from emporium.services.reviews import ReviewForm, ReviewView
from emporium.settings import get_settings
from emporium.ui.values import Link
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.reviews import photo_shown, review_shown
from emporium.web.shown import small_image
from models.enums import ReviewStatus
from storefront.review_values import OwnReview, OwnReviewsPage, PhotoChoice, ReviewFormPage, StarChoice, ToReview

PATH = "/account/reviews"
STATES = {
    ReviewStatus.PUBLISHED: (N_("Published"), "success", "check"),
    ReviewStatus.HELD: (N_("We look at it first"), "warning", "clock"),
    ReviewStatus.REMOVED: (N_("Removed"), "danger", "circle-slash"),
}


class OwnReviewsState(PageState, rx.State):
    """State of the list of one's reviews."""

    view: OwnReviewsPage = OwnReviewsPage()


class ReviewFormState(PageState, rx.State):
    """State of the form of a review. The browser sends the form itself."""

    view: ReviewFormPage = ReviewFormPage()


def load_own_reviews(session: Session, request: PageRequest) -> Loaded:
    """What waits for a word, and what one said. Four queries."""
    actor = request.actor
    before = uuid_or_none(request.query.get("before", ""))
    rows, more = reviews.own_reviews(session, actor=actor, before=before)
    waiting = [] if before else reviews.to_review(session, actor=actor)
    view = OwnReviewsPage(
        waiting=[
            ToReview(
                f"/review/{row.line_id}", row.name, row.variant_title,
                _("{store}, arrived {day}").format(store=row.store_name, day=day(row.delivered_at)),
                small_image(row.image_key, row.name),
            )
            for row in waiting
        ],
        rows=[_own(row, actor.user_id) for row in rows],
        nothing=not rows and not waiting,
        kept=_kept(rows, request.query.get("kept", "")),
        older=f"{PATH}?before={more}" if more else "",
        newest=PATH if before else "",
    )  # fmt: skip
    seo = Seo(title=_("Your reviews – {name}").format(name=get_settings().name), noindex=True)
    return Loaded(view, seo, topics=[f"user:{actor.user_id}:reviews"])


def _kept(rows: list[ReviewView], line: str) -> str:
    found = next((row for row in rows if str(row.line_id) == line), None)
    if found is None:
        return ""
    held = _("Thank you. We look at your review before others see it.")
    return held if found.status == ReviewStatus.HELD else _("Thank you. Your review is published.")


def _own(row: ReviewView, viewer: UUID | None) -> OwnReview:
    badge, tone, icon = STATES[row.status]
    said = ""
    if row.status == ReviewStatus.REMOVED:
        said = _("We removed it. The reason: {reason}").format(reason=reviews.removal_words(row.status_reason))
    elif row.status == ReviewStatus.HELD:
        said = _("Something about the order made us want to look first. Nobody else sees it until we have.")
    return OwnReview(
        card=review_shown(row, viewer=viewer),
        href=f"/review/{row.line_id}",
        badge=badge,
        tone=tone,
        icon=icon,
        said=said,
        can_edit=row.status != ReviewStatus.REMOVED,
    )


def load_review_form(session: Session, request: PageRequest) -> Loaded:
    """The form of a line, with what was said so far. Raises NotFound, Refused. Five queries."""
    line_id = known_id(request.params["line"])
    found = reviews.review_form(session, actor=request.actor, order_line_id=line_id)
    if found.review is not None and found.review.status == ReviewStatus.REMOVED:
        return Loaded(redirect=PATH, status=303)
    seo = Seo(title=_("Review {name} – {name2}").format(name=found.name, name2=get_settings().name), noindex=True)
    return Loaded(_form(found, request), seo)


def _form(found: ReviewForm, request: PageRequest) -> ReviewFormPage:
    said, query = found.review, request.query
    refused = query.get("photos") == str(found.line_id)
    return ReviewFormPage(
        action=f"/reviews/write/{found.line_id}",
        heading=_("Change your review") if said else _("Write a review"),
        product=found.name,
        product_href=f"/p/{found.product_slug}",
        variant=found.variant_title,
        store=found.store_name,
        awning=found.awning,
        picture=small_image(found.image_key, found.name),
        stars=[
            StarChoice(str(number), plural(number, "{n} star", "{n} stars"), said is not None and said.rating == number)
            for number in range(1, 6)
        ],
        title=said.title if said else "",
        body=said.body if said else "",
        photos=[
            PhotoChoice(
                photo_shown(photo, number, said.author if said else ""), f"drop-{photo}",
                _("Take photo {number} off").format(number=number),
            )
            for number, photo in enumerate(said.photos if said else [], 1)
        ],
        has_photos=bool(said and said.photos),
        button=_("Save the review") if said else _("Publish the review"),
        error=query.get("wrong", "")[:200],
        wrong="photos" if refused else query.get("field", "")[:20],
    )  # fmt: skip


def review_links(session: Session, *, request: PageRequest, purchase_id: UUID) -> dict[UUID, Link]:
    """For each line of a purchase that its signed-in owner may review: where, in words. One query."""
    lines = reviews.lines_to_review(session, actor=request.actor, purchase_id=purchase_id)
    return {
        line: Link(_("Change your review") if said else _("Write a review"), f"/review/{line}")
        for line, said in lines.items()
    }
