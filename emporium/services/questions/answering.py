"""Answers: the store's one, and one of everybody who has the product (F111). Written again, an answer is changed."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from emporium.errors import Conflict, NotFound, Refused
from emporium.i18n import _
from emporium.services import audit, outbox
from emporium.services.auth import Actor, Permission, limits
from emporium.services.questions.asking import said, viewer_of
from emporium.services.questions.events import PostChanged, QuestionAnswered
from emporium.services.short_names import short_name
from models.enums import AnswerBy, PostStatus
from models.questions import ProductAnswer, ProductQuestion
from models.stores import Store

ANSWER_MAX = 2000


def answer_as_store(session: Session, *, actor: Actor, store_id: UUID, question_id: UUID, body: str) -> ProductAnswer:
    """Answer for the store, or change that answer. Raises NotFound for another store's, Invalid, TooMany."""
    actor.require(Permission.ANSWER_MESSAGES, store=store_id)
    words = said(body, most=ANSWER_MAX, too_long=_("An answer has at most {most} characters."))
    limits.take(limits.ANSWERS_PER_PERSON, str(actor.user_id))
    question = locked_question(session, question_id)
    if question.store_id != store_id:
        raise NotFound(_("There is no such question."))
    name = session.get_one(Store, store_id).name
    row, before = _write(session, question, actor, AnswerBy.STORE, name, words, col(ProductAnswer.voice) == "store")
    question.store_answered_at = question.store_answered_at or datetime.now(UTC)
    session.add(question)
    session.flush()
    if before != words:
        audit.note(
            session, actor=actor, action="question.answered", subject_kind="question", subject_id=question.id,
            store_id=store_id, before={"answer": before}, after={"answer": words},
        )  # fmt: skip
    return row


def answer_as_buyer(session: Session, *, actor: Actor, question_id: UUID, body: str) -> ProductAnswer:
    """Answer as somebody who has the product, or change that answer.

    Raises NotFound, Invalid, Refused for who does not have it, who asked, and the store's own people, TooMany.
    """
    actor.require(Permission.OWN_ACCOUNT)
    words = said(body, most=ANSWER_MAX, too_long=_("An answer has at most {most} characters."))
    limits.take(limits.ANSWERS_PER_PERSON, str(actor.user_id))
    question = locked_question(session, question_id)
    viewer = viewer_of(session, actor=actor, product_id=question.product_id, store_id=question.store_id)
    if viewer.team:
        raise Refused(_("Answer on your store's page of questions: there your answer is the store's."))
    if question.user_id == actor.user_id:
        raise Refused(_("This is your own question."))
    if not viewer.bought:
        raise Refused(_("People who have the product can answer, and the store."))
    row, _rest = _write(
        session, question, actor, AnswerBy.BUYER, short_name(actor.name), words,
        col(ProductAnswer.user_id) == actor.user_id,
    )  # fmt: skip
    return row


def locked_question(session: Session, question_id: UUID, *, removed: bool = False) -> ProductQuestion:
    """A question, its row held: answers to it are written and decided one after the other. Raises NotFound."""
    statement = select(ProductQuestion).where(ProductQuestion.id == question_id)
    if not removed:
        statement = statement.where(ProductQuestion.status == PostStatus.PUBLISHED)
    found = session.exec(statement.with_for_update().execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound(_("There is no such question."))
    return found


def _write(
    session: Session, question: ProductQuestion, actor: Actor, voice: AnswerBy, author: str, words: str,
    own: ColumnElement[bool],
) -> tuple[ProductAnswer, str]:  # fmt: skip
    """The answer, and what it said before."""
    row = session.exec(select(ProductAnswer).where(ProductAnswer.question_id == question.id, own)).first()
    if row is None:
        row = ProductAnswer(question_id=question.id, voice=voice, user_id=actor.user_id, author=author, body=words)
        question.answers += 1
        session.add_all([row, question])
        session.flush()
        outbox.record(
            session,
            QuestionAnswered(
                question_id=question.id, product_id=question.product_id, store_id=question.store_id, answer_id=row.id
            ),
        )
        return row, ""
    if row.status == PostStatus.REMOVED:
        raise Conflict(_("This answer was removed and cannot be changed."))
    before = row.body
    if before != words:
        row.body, row.edited_at = words, datetime.now(UTC)
        session.add(row)
        session.flush()
        tell(session, question, kind="answer", post_id=row.id, step="edited")
    return row, before


def tell(session: Session, question: ProductQuestion, *, kind: str, post_id: UUID, step: str) -> None:
    """Record what happened to a question or one of its answers."""
    outbox.record(
        session,
        PostChanged(
            question_id=question.id, product_id=question.product_id, store_id=question.store_id, what=kind,
            post_id=post_id, step=step,
        ),
    )  # fmt: skip
