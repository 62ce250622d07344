"""The questions of a product's page: asked, answered, voted on and reported (F111)."""

from __future__ import annotations

import dataclasses
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, EmporiumError, Invalid, Refused, TooMany
from emporium.i18n import _, plural
from emporium.services import questions
from emporium.services.auth import Permission
from emporium.ui.desk_values import Option
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.page import PageRequest, PageState
from emporium.web.questions import question_shown
from emporium.web.reporting import reported
from emporium.web.threads import run
from emporium.web.toasts import toast
from storefront.question_values import QuestionsBox

FIRST, MORE, MOST = 5, 10, 45
"""So many are shown at first, so many more each time, and so many on one page at most."""
WRONG = (Conflict, Invalid, Refused, TooMany)


class QuestionActions(PageState, rx.State, mixin=True):
    """What can be done with the questions of a page."""

    @rx.event
    @guarded(ANYONE)
    async def more_questions(self, shown: int) -> None:
        """The next ones, under those that are there."""
        await self._choose_extra(asked=str(min(MOST, max(FIRST, int(shown)))))

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def ask_question(self, form: dict[str, Any]) -> None:
        """Ask in public; what is wrong stands in the form, with the words."""
        body, view = str(form.get("body") or "")[: questions.QUESTION_MAX + 1], self.view
        try:
            made = await run(
                questions.ask_question, actor=current_actor(), product_id=known_id(view.id), body=body
            )
        except WRONG as wrong:
            box = dataclasses.replace(view.questions, body=body, error=wrong.message, wrong=wrong.field or "")
            self.view = dataclasses.replace(view, questions=box)
            return
        await toast(self, _("Your question stands here. We write to you when somebody answers."), tone="success")
        await self._choose_extra(fresh=str(made))

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def answer_question(self, form: dict[str, Any]) -> None:
        """Answer as somebody who has it."""
        ident, body = str(form.get("id") or ""), str(form.get("answer") or "")[: questions.ANSWER_MAX + 1]
        try:
            await run(
                questions.answer_as_buyer, actor=current_actor(), question_id=known_id(ident), body=body
            )
        except WRONG as wrong:
            self._tell(ident, wrong)
            return
        await toast(self, _("Thank you. Everybody can read your answer."), tone="success")
        await self._reload()

    def _tell(self, ident: str, wrong: EmporiumError) -> None:
        """What is wrong, in the form of the question that it is about."""
        view = self.view
        cards = [
            dataclasses.replace(card, error=wrong.message, wrong="body") if card.id == ident else card
            for card in view.questions.cards
        ]
        self.view = dataclasses.replace(view, questions=dataclasses.replace(view.questions, cards=cards))

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def answer_helped(self, answer_id: str) -> None:
        """It helped, or it did not after all."""
        await run(questions.toggle_helpful, actor=current_actor(), answer_id=known_id(answer_id))
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def report_post(self, form: dict[str, Any]) -> None:
        """Ask for a look at a question or an answer."""
        await reported(
            self, questions.report_post, form, kind=str(form.get("what") or ""), post_id=known_id(form.get("id"))
        )


def questions_box(session: Session, request: PageRequest, *, product_id: UUID, store_id: UUID) -> QuestionsBox:
    """The questions that an address asks for. Three queries, two more for somebody who is signed in."""
    actor, shown = request.actor, request.extra.get("asked", "")
    before = uuid_or_none(request.query.get("questions", ""))
    found = questions.product_questions(
        session, actor=actor, product_id=product_id, before=before,
        limit=min(MOST, int(shown)) if shown.isdigit() and len(shown) < 4 else FIRST,
    )  # fmt: skip
    viewer = questions.viewer_of(session, actor=actor, product_id=product_id, store_id=store_id)
    answers = viewer.bought and not viewer.team
    left = found.total - len(found.rows)
    return QuestionsBox(
        title=plural(found.total, "{n} question", "{n} questions") if found.total else _("Questions"),
        cards=[question_shown(row, viewer=actor.user_id, can_answer=answers) for row in found.rows],
        empty=not found.rows,
        signed_in=viewer.user_id is not None,
        team=viewer.team,
        login=f"/login?{urlencode({'next': request.address})}",
        more=_("more questions") if found.next_before and left > 0 else "",
        more_shown=min(MOST, len(found.rows) + MORE),
        full=len(found.rows) >= MOST or before is not None,
        more_href=_address(request, questions=str(found.next_before)) if found.next_before else "",
        newest=_address(request) if before is not None else "",
        reasons=[Option("", _("Choose")), *(Option(code, _(words)) for code, words in questions.REPORTS.items())],
        fresh=request.extra.get("fresh", ""),
    )


def _address(request: PageRequest, **change: str) -> str:
    """This page with other questions."""
    kept = {name: request.query.get(name, "") for name in ("v", "sort", "stars", "photos")}
    query = {name: value for name, value in {**kept, **change}.items() if value}
    return f"{request.path}{'?' + urlencode(query) if query else ''}#questions"
