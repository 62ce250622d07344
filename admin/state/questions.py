"""Questions and answers that were reported, and the operator's decision (F124)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from admin.state.kinds import QUESTIONS, kinds
from admin.state.moderation import taken_down
from admin.state.shell import link
from admin.talk_values import PostRow, PostsView
from emporium.i18n import N_, _, day, number, plural
from emporium.services import questions
from emporium.services.auth import Actor, Permission
from emporium.services.questions import QUEUES, REMOVED, REPORTED, PostView
from emporium.ui.desk_typed import text_of
from emporium.ui.desk_values import Option
from emporium.ui.values import Link
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import told_reports
from emporium.web.threads import run
from emporium.web.toasts import toast

PATH = QUESTIONS
TABS = {REPORTED: N_("Reported"), REMOVED: N_("Removed")}


class AdminQuestionsState(PageState, rx.State):
    """State of the moderation of questions and answers."""

    view: PostsView = PostsView()

    @rx.event
    @guarded(Permission.MODERATE)
    async def keep(self, kind: str, post_id: str) -> None:
        """Let it stand, or bring it back."""
        await run(questions.keep_post, actor=current_actor(), kind=str(kind), post_id=known_id(post_id))
        await toast(self, _("It stands."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MODERATE)
    async def remove(self, form: dict[str, Any]) -> None:
        """Take it down, with a reason; what is wrong stands in its own form."""
        await taken_down(self, form, _remove)


def _remove(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> None:
    questions.remove_post(
        session, actor=actor, kind=text_of(form, "kind", 20), post_id=known_id(text_of(form, "id", 40)),
        reason=text_of(form, "reason", 40),
    )  # fmt: skip


def load_questions(session: Session, request: PageRequest) -> Loaded:
    """One queue of questions and answers, oldest first. Twelve queries."""
    actor, query = request.actor, request.query
    tab = query.get("tab", "")
    tab = tab if tab in QUEUES else REPORTED
    after = uuid_or_none(query.get("after", ""))
    found = questions.moderation_queue(session, actor=actor, queue=tab, after=after)
    view = PostsView(
        sub=_("{counts} for a decision").format(
            counts=plural(found.counts[REPORTED], "{n} of them waits", "{n} of them wait")
        ),
        kinds=kinds(session, actor=actor, here=PATH),
        tabs=[Link(_(TABS[name]), link(PATH, tab=name), name == tab, number(found.counts[name])) for name in QUEUES],
        rows=[_row(row, tab) for row in found.rows],
        reasons=[Option("", _("Choose")), *(Option(code, _(words)) for code, words in questions.REMOVALS.items())],
        empty=not found.rows,
        foot=_("{rows} shown").format(
            rows=plural(len(found.rows), "{n} question or answer", "{n} questions and answers")
        ),
        older=link(PATH, tab=tab, after=str(found.next_after)) if found.next_after else "",
        newest=link(PATH, tab=tab) if after else "",
    )
    return Loaded(view, Seo(title=_("Questions – Emporium admin"), noindex=True), topics=[questions.QUEUE])


def _row(row: PostView, tab: str) -> PostRow:
    answer = row.kind == questions.ANSWER
    return PostRow(
        id=str(row.id),
        kind=row.kind,
        what=(_("Answer of the store") if row.by_store else _("Answer of a buyer")) if answer else _("Question"),
        author=row.author,
        day=day(row.created_at),
        body=row.body,
        question=row.question,
        product=row.product_name,
        product_href=f"/p/{row.product_slug}#questions",
        store=row.store_name,
        why=[questions.removal_words(row.status_reason)] if tab == REMOVED else told_reports(row.reports),
        can_remove=tab != REMOVED,
        keep=_("Publish it again") if tab == REMOVED else _("Let it stand"),
    )
