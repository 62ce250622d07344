"""What people ask in public about a store's goods, and the store's answers (F111)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, Invalid, TooMany
from emporium.i18n import N_, _, number, plural
from emporium.services import questions
from emporium.services.auth import Actor, Permission
from emporium.services.questions import QuestionView
from emporium.ui.desk_typed import text_of
from emporium.ui.desk_values import Option
from emporium.ui.questions import QuestionCard
from emporium.ui.values import Link
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.questions import question_shown
from emporium.web.threads import run
from emporium.web.toasts import toast
from vendor.question_values import QuestionsPage
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug

PATH = "/vendor/questions"
WAITING = "waiting"
EMPTY = {
    "": (N_("No questions yet"), N_("What people ask about your goods on their pages stands here.")),
    WAITING: (N_("Everything is answered"), N_("New questions appear here by themselves.")),
}


class VendorQuestionsState(VendorPageState, rx.State):
    """State of a store's page of questions."""

    view: QuestionsPage = QuestionsPage()

    @rx.event
    @guarded(Permission.ANSWER_MESSAGES)
    async def answer(self, form: dict[str, Any]) -> None:
        """Answer one in public; what is wrong stands in its own form."""
        ident = str(form.get("id", ""))
        try:
            await run(_answer, actor=current_actor(), slug=store_slug(self), form=form)
        except (Conflict, Invalid, TooMany) as wrong:
            rows = [
                dataclasses.replace(row, error=wrong.message, wrong="words") if row.id == ident else row
                for row in self.view.rows
            ]
            self.view = dataclasses.replace(self.view, rows=rows)
            return
        await toast(self, _("Everybody can read your answer."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.ANSWER_MESSAGES)
    async def report(self, form: dict[str, Any]) -> None:
        """Ask the operator for a look."""
        try:
            new = await run(_report, actor=current_actor(), slug=store_slug(self), form=form)
        except Invalid as wrong:
            await toast(self, wrong.message, tone="danger")
            return
        said = _("We look at it within three days.") if new else _("You have reported this already.")
        await toast(self, said, tone="success")


def _answer(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    questions.answer_as_store(
        session, actor=actor, store_id=store.id, question_id=known_id(text_of(form, "id", 40)),
        body=text_of(form, "words", questions.ANSWER_MAX + 1),
    )  # fmt: skip


def _report(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> bool:
    chosen_store(session, actor=actor, slug=slug)
    return questions.report_post(
        session, actor=actor, kind=text_of(form, "what", 20), post_id=known_id(text_of(form, "id", 40)),
        reason=text_of(form, "reason", 40), details=text_of(form, "details", 1000),
    )  # fmt: skip


def load_questions(session: Session, request: PageRequest) -> Loaded:
    """A page of what is asked about a store's goods: all, or what waits for its answer. Five queries."""
    actor, query = request.actor, request.query
    keep = query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    tab = WAITING if query.get("tab") == WAITING else ""
    before = uuid_or_none(query.get("before", ""))
    found = questions.store_questions(session, actor=actor, store_id=store.id, waiting=bool(tab), before=before)
    title, text = (_(words) for words in EMPTY[tab])
    waits = plural(found.waiting, "{n} question waits", "{n} questions wait")
    view = QuestionsPage(
        sub=_("{count} for your answer").format(count=waits) if found.waiting else "",
        tabs=[
            Link(_("All"), link(PATH, keep), not tab, number(found.total)),
            Link(_("Without your answer"), link(PATH, keep, tab=WAITING), bool(tab), number(found.waiting)),
        ],
        rows=[_row(row) for row in found.rows],
        reasons=[Option("", _("Choose")), *(Option(code, _(words)) for code, words in questions.REPORTS.items())],
        empty=not found.rows,
        empty_title=title,
        empty_text=text,
        foot=_("{rows} shown").format(rows=plural(len(found.rows), "{n} question", "{n} questions")),
        older=link(PATH, keep, tab=tab, before=str(found.next_before)) if found.next_before else "",
        newest=link(PATH, keep, tab=tab) if before else "",
    )
    seo = Seo(title=_("Questions – {name}").format(name=store.name), noindex=True)
    return Loaded(view, seo, topics=[questions.topic_of_store(store.id)])


def _row(view: QuestionView) -> QuestionCard:
    own = next((answer.body for answer in view.answers if answer.by_store), "")
    ask = _("Change your answer") if own else _("Answer it")
    return dataclasses.replace(question_shown(view), answer=own, ask=ask)
