"""The three kinds of what people say, each with a queue of its own, as one choice."""

from __future__ import annotations

from sqlmodel import Session

from emporium.i18n import _
from emporium.services import messages, questions, reviews
from emporium.services.auth import Actor
from emporium.ui.values import Link

REVIEWS, QUESTIONS, TALKS = "/admin/reviews", "/admin/questions", "/admin/conversations"


def kinds(session: Session, *, actor: Actor, here: str) -> list[Link]:
    """Each kind with how many wait. Four queries."""
    waiting = (
        (REVIEWS, _("Reviews"), sum(reviews.waiting_reviews(session, actor=actor).values())),
        (QUESTIONS, _("Questions"), questions.waiting_posts(session, actor=actor)),
        (TALKS, _("Conversations"), messages.waiting_talks(session, actor=actor)),
    )
    return [Link(f"{words} ({count})" if count else words, path, path == here) for path, words, count in waiting]
