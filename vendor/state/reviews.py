"""What shoppers say about a store's goods, and the store's one public reply to each (F110)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Invalid
from emporium.i18n import N_, _, number, plural
from emporium.services import reviews
from emporium.services.auth import Actor, Permission
from emporium.services.reviews import ReviewView, StoreReviews
from emporium.ui.desk_typed import text_of
from emporium.ui.desk_values import Option
from emporium.ui.values import Link
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.reviews import review_shown
from emporium.web.threads import run
from emporium.web.toasts import toast
from vendor.review_values import ReviewRow, ReviewsPage
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug

PATH = "/vendor/reviews"
UNANSWERED = "unanswered"
EMPTY = {
    "": (N_("No reviews yet"), N_("What shoppers say about your goods stands here.")),
    UNANSWERED: (N_("Everything is answered"), N_("A short thank you is an answer too.")),
}


class VendorReviewsState(VendorPageState, rx.State):
    """State of a store's page of reviews."""

    view: ReviewsPage = ReviewsPage()

    @rx.event
    @guarded(Permission.REPLY_REVIEWS)
    async def reply(self, form: dict[str, Any]) -> None:
        """Answer one in public; what is wrong stands in its own form."""
        ident = str(form.get("id", ""))
        try:
            await run(_reply, actor=current_actor(), slug=store_slug(self), form=form)
        except Invalid as wrong:
            rows = [
                dataclasses.replace(row, error=wrong.message, wrong="words") if row.id == ident else row
                for row in self.view.rows
            ]
            self.view = dataclasses.replace(self.view, rows=rows)
            return
        await toast(self, _("Everybody can read your reply."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.REPLY_REVIEWS)
    async def report(self, form: dict[str, Any]) -> None:
        """Ask the operator for a look. Removing is not the store's to do."""
        try:
            new = await run(_report, actor=current_actor(), slug=store_slug(self), form=form)
        except Invalid as wrong:
            await toast(self, wrong.message, tone="danger")
            return
        said = _("We look at it within three days.") if new else _("You have reported this already.")
        await toast(self, said, tone="success")


def _reply(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    reviews.write_reply(
        session, actor=actor, store_id=store.id, review_id=known_id(text_of(form, "id", 40)),
        words=text_of(form, "words", reviews.REPLY_MAX + 1),
    )  # fmt: skip


def _report(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> bool:
    chosen_store(session, actor=actor, slug=slug)
    return reviews.report_review(
        session, actor=actor, review_id=known_id(text_of(form, "id", 40)),
        reason=text_of(form, "reason", 40), details=text_of(form, "details", 1000),
    )  # fmt: skip


def load_reviews(session: Session, request: PageRequest) -> Loaded:
    """A page of a store's reviews: all, those without an answer, or those with so many stars. Five queries."""
    actor, query = request.actor, request.query
    keep = query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    tab = query.get("tab", "")
    tab = tab if tab in (UNANSWERED, "1", "2", "3", "4", "5") else ""
    before = uuid_or_none(query.get("before", ""))
    found = reviews.store_reviews(
        session, actor=actor, store_id=store.id, stars=int(tab) if tab.isdigit() else None,
        unanswered=tab == UNANSWERED, before=before,
    )  # fmt: skip
    title, text = EMPTY.get(tab, (N_("None with so many stars"), N_("Look at another tab.")))
    title, text = _(title), _(text)
    view = ReviewsPage(
        sub=_sub(found),
        tabs=_tabs(found, tab, keep),
        rows=[_row(row) for row in found.rows],
        reasons=[Option("", _("Choose")), *(Option(code, _(words)) for code, words in reviews.REPORTS.items())],
        can_reply=actor.can(Permission.REPLY_REVIEWS, store=store.id),
        empty=not found.rows,
        empty_title=title,
        empty_text=text,
        foot=_("{rows} shown").format(rows=plural(len(found.rows), "{n} review", "{n} reviews")),
        older=link(PATH, keep, tab=tab, before=str(found.next_before)) if found.next_before else "",
        newest=link(PATH, keep, tab=tab) if before else "",
    )
    return Loaded(
        view,
        Seo(title=_("Reviews – {name}").format(name=store.name), noindex=True),
        topics=[f"store:{store.id}:reviews"],
    )


def _sub(found: StoreReviews) -> str:
    if not found.total:
        return ""
    average = sum(stars * count for stars, count in found.histogram.items()) / found.total
    return _("{average:.1f} from {total}, {unanswered:,} without an answer").format(
        average=average, total=plural(found.total, "{n} review", "{n} reviews"), unanswered=found.unanswered
    )


def _tabs(found: StoreReviews, tab: str, keep: str) -> list[Link]:
    tabs = [("", _("All"), found.total), (UNANSWERED, _("Without an answer"), found.unanswered)]
    tabs += [(str(stars), plural(stars, "{n} star", "{n} stars"), count) for stars, count in found.histogram.items()]
    return [Link(words, link(PATH, keep, tab=code), code == tab, number(count)) for code, words, count in tabs]


def _row(view: ReviewView) -> ReviewRow:
    return ReviewRow(
        id=str(view.id), card=review_shown(view), reply=view.reply,
        ask=_("Change the reply") if view.reply else _("Answer it"),
    )  # fmt: skip
