"""What other people say about an answer or a question: that it helped, or that it should not stand."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, select

from emporium.errors import NotFound, Refused
from emporium.i18n import _
from emporium.services.auth import Actor, Permission, limits
from emporium.services.moderation import report
from emporium.services.questions.answering import tell
from emporium.services.questions.asking import viewer_of
from emporium.services.questions.reasons import REPORTS
from models.enums import PostStatus
from models.questions import AnswerVote, ProductAnswer, ProductQuestion


def toggle_helpful(session: Session, *, actor: Actor, answer_id: UUID) -> tuple[bool, int]:
    """Say that an answer helped, or take that back; returns whether it stands, and how many there are.

    The answer's row is locked, so parallel votes are counted one by one. Raises NotFound for one that is not
    published, Refused for one's own and for the store's people, TooMany.
    """
    actor.require(Permission.OWN_ACCOUNT)
    assert actor.user_id is not None
    limits.take(limits.VOTES_PER_PERSON, str(actor.user_id))
    answer, question = _published(session, answer_id, lock=True)
    if answer.user_id == actor.user_id:
        raise Refused(_("This is your own answer."))
    if viewer_of(session, actor=actor, product_id=question.product_id, store_id=question.store_id).team:
        raise Refused(_("A store's own people do not vote on answers about its goods."))
    vote = session.get(AnswerVote, (answer.id, actor.user_id))
    if vote is None:
        session.add(AnswerVote(answer_id=answer.id, user_id=actor.user_id))
        answer.helpful += 1
    else:
        session.delete(vote)
        answer.helpful = max(0, answer.helpful - 1)
    session.add(answer)
    session.flush()
    return vote is None, answer.helpful


def report_post(
    session: Session, *, actor: Actor, kind: str, post_id: UUID, reason: str, details: str = ""
) -> bool:  # fmt: skip
    """Ask the operator to look at a question or an answer. False when one's own report waits.

    Shoppers may, and the people of the store that it is about. Raises NotFound for one that is not published,
    Invalid, Refused for one's own, TooMany.
    """
    limits.take(limits.REPORTS_PER_PERSON, str(actor.user_id or actor.ip))
    if kind == "answer":
        answer, question = _published(session, post_id)
        author = answer.user_id
    else:
        found = session.exec(
            select(ProductQuestion).where(
                ProductQuestion.id == post_id, ProductQuestion.status == PostStatus.PUBLISHED
            )
        ).first()  # fmt: skip
        if found is None:
            raise NotFound(_("There is no such question."))
        question, author = found, found.user_id
    if not actor.can(Permission.ANSWER_MESSAGES, store=question.store_id):
        actor.require(Permission.OWN_ACCOUNT)
    if author == actor.user_id:
        raise Refused(_("These are your own words."))
    made = report(
        session, actor=actor, kind="answer" if kind == "answer" else "question", subject_id=post_id, reason=reason,
        known=REPORTS, details=details,
    )  # fmt: skip
    if made:
        tell(session, question, kind=kind, post_id=post_id, step="reported")
    return made


def _published(session: Session, answer_id: UUID, *, lock: bool = False) -> tuple[ProductAnswer, ProductQuestion]:
    statement = (
        select(ProductAnswer, ProductQuestion)
        .join(ProductQuestion, ProductQuestion.id == ProductAnswer.question_id)  # type: ignore[arg-type]
        .where(
            ProductAnswer.id == answer_id,
            ProductAnswer.status == PostStatus.PUBLISHED,
            ProductQuestion.status == PostStatus.PUBLISHED,
        )
    )
    if lock:
        statement = statement.with_for_update(of=ProductAnswer).execution_options(populate_existing=True)
    found = session.exec(statement).first()
    if found is None:
        raise NotFound(_("There is no such answer."))
    return found
