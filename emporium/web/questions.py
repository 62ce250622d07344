"""From questions and answers to what pages show of them. Shared by the faces."""

from __future__ import annotations

from uuid import UUID

from emporium.i18n import _, day
from emporium.services.questions import AnswerView, QuestionView
from emporium.ui.questions import AnswerCard, QuestionCard


def question_shown(view: QuestionView, *, viewer: UUID | None = None, can_answer: bool = False) -> QuestionCard:
    """A question for a page; `viewer` is who looks, and `can_answer` whether they have the product."""
    own = viewer is not None and viewer == view.user_id
    mine = next((answer.body for answer in view.answers if viewer is not None and answer.user_id == viewer), "")
    return QuestionCard(
        id=str(view.id),
        author=view.author,
        day=day(view.created_at),
        body=view.body,
        own=own,
        answers=[answer_shown(answer, viewer=viewer) for answer in view.answers],
        nobody="" if view.answers else _("Nobody has answered yet."),
        awning=view.awning,
        product=view.product_name,
        product_href=f"/p/{view.product_slug}#questions",
        answer=mine,
        can_answer=can_answer and not own,
        ask=_("Change your answer") if mine else _("Answer it"),
    )


def answer_shown(view: AnswerView, *, viewer: UUID | None = None) -> AnswerCard:
    """An answer for a page."""
    when = day(view.created_at)
    return AnswerCard(
        id=str(view.id),
        author=view.author,
        day=_("{day}, changed {later}").format(day=when, later=day(view.edited_at)) if view.edited_at else when,
        body=view.body,
        by_store=view.by_store,
        helpful=_("Helpful ({count})").format(count=view.helpful) if view.helpful else _("Helpful"),
        voted=view.voted,
        own=viewer is not None and viewer == view.user_id,
    )
