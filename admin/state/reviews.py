"""Reviews that were held or reported, and the operator's decision (F109, F110, F124)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from admin.review_values import ModerationRow, ModerationView
from admin.state.kinds import REVIEWS, kinds
from admin.state.moderation import taken_down
from admin.state.shell import link
from emporium.i18n import N_, _, number, plural
from emporium.services import reviews
from emporium.services.auth import Actor, Permission
from emporium.services.reviews import HELD, QUEUES, REMOVED, REPORTED, ToModerate
from emporium.ui.desk_typed import text_of
from emporium.ui.desk_values import Option
from emporium.ui.values import Link
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.reviews import review_shown
from emporium.web.shown import told_reports
from emporium.web.threads import run
from emporium.web.toasts import toast

PATH = REVIEWS
TABS = {HELD: N_("Held"), REPORTED: N_("Reported"), REMOVED: N_("Removed")}
BADGE = {
    HELD: (N_("Held"), "warning", "clock"),
    REPORTED: (N_("Reported"), "danger", "circle-alert"),
    REMOVED: (N_("Removed"), "", "circle-slash"),
}
PUBLISH = {HELD: N_("Publish it"), REPORTED: N_("Let it stand"), REMOVED: N_("Publish it again")}


class AdminReviewsState(PageState, rx.State):
    """State of the moderation of reviews."""

    view: ModerationView = ModerationView()

    @rx.event
    @guarded(Permission.MODERATE)
    async def publish(self, review_id: str) -> None:
        """Let it be seen."""
        await run(reviews.publish_review, actor=current_actor(), review_id=known_id(review_id))
        await toast(self, _("Published."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MODERATE)
    async def remove(self, form: dict[str, Any]) -> None:
        """Take it down, with a reason; what is wrong stands in its own form."""
        await taken_down(self, form, _remove)


def _remove(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> None:
    reviews.remove_review(
        session, actor=actor, review_id=known_id(text_of(form, "id", 40)), reason=text_of(form, "reason", 40)
    )


def load_reviews(session: Session, request: PageRequest) -> Loaded:
    """One queue of reviews, oldest first. Eleven queries."""
    actor, query = request.actor, request.query
    tab = query.get("tab", "")
    tab = tab if tab in QUEUES else HELD
    after = uuid_or_none(query.get("after", ""))
    found = reviews.moderation_queue(session, actor=actor, queue=tab, after=after)
    waiting = found.counts[HELD] + found.counts[REPORTED]
    view = ModerationView(
        sub=_("{waiting} for a decision").format(waiting=plural(waiting, "{n} review waits", "{n} reviews wait")),
        kinds=kinds(session, actor=actor, here=PATH),
        tabs=[Link(_(TABS[name]), link(PATH, tab=name), name == tab, number(found.counts[name])) for name in QUEUES],
        rows=[_row(row, tab) for row in found.rows],
        reasons=[Option("", _("Choose")), *(Option(code, _(words)) for code, words in reviews.REMOVALS.items())],
        can_decide=actor.can(Permission.MODERATE),
        empty=not found.rows,
        foot=_("{rows} shown").format(rows=plural(len(found.rows), "{n} review", "{n} reviews")),
        older=link(PATH, tab=tab, after=str(found.next_after)) if found.next_after else "",
        newest=link(PATH, tab=tab) if after else "",
    )
    return Loaded(view, Seo(title=_("Reviews – Emporium admin"), noindex=True), topics=[reviews.QUEUE])


def _row(row: ToModerate, tab: str) -> ModerationRow:
    badge, tone, icon = BADGE[tab]
    badge = _(badge)
    why = [saw for _code, saw in row.review.signals] if tab == HELD else []
    why += told_reports(row.reports)
    if tab == REMOVED:
        why = [reviews.removal_words(row.review.status_reason)]
    return ModerationRow(
        id=str(row.review.id),
        card=review_shown(row.review),
        store=row.review.store_name,
        badge=badge,
        tone=tone,
        icon=icon,
        why=why,
        can_remove=tab != REMOVED,
        publish=_(PUBLISH[tab]),
    )
