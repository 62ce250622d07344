"""The operator's look at questions and answers that were reported (F124)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services import audit
from emporium.services.auth import Actor, Permission
from emporium.services.moderation import ReportView, close_reports, is_reported, open_reports
from emporium.services.questions.answering import locked_question, tell
from emporium.services.questions.reasons import REMOVALS, REPORTS
from models.catalogue import Product
from models.enums import AnswerBy, PostStatus
from models.questions import ProductAnswer, ProductQuestion
from models.stores import Store

REPORTED, REMOVED = "reported", "removed"
QUEUES = (REPORTED, REMOVED)
QUESTION, ANSWER = "question", "answer"
PAGE = 20
Post = ProductQuestion | ProductAnswer


@dataclass(frozen=True, slots=True)
class PostView:
    """A question or an answer that waits for a decision; of an answer, what it answers too."""

    kind: str
    id: UUID
    author: str
    by_store: bool
    body: str
    question: str
    created_at: datetime
    status_reason: str
    store_name: str
    product_name: str
    product_slug: str
    reports: list[ReportView]


@dataclass(frozen=True, slots=True)
class PostPage:
    """A page of a queue, oldest first, and how many there are in each."""

    rows: list[PostView]
    counts: dict[str, int]
    next_after: UUID | None


def _tests(queue: str) -> dict[str, tuple[Any, ...]]:
    """What belongs to a queue, of each kind."""
    status = PostStatus.REMOVED if queue == REMOVED else PostStatus.PUBLISHED
    question, answer = (ProductQuestion.status == status,), (ProductAnswer.status == status,)
    if queue == REMOVED:
        return {QUESTION: question, ANSWER: answer}
    return {
        QUESTION: (*question, is_reported(QUESTION, col(ProductQuestion.id))),
        ANSWER: (*answer, is_reported(ANSWER, col(ProductAnswer.id))),
    }


def moderation_queue(
    session: Session, *, actor: Actor, queue: str = REPORTED, after: UUID | None = None, limit: int = PAGE
) -> PostPage:
    """Questions and answers that were reported, or removed. By keyset on the time-ordered id; eight queries."""
    actor.require(Permission.MODERATE)
    tests = _tests(queue if queue in QUEUES else REPORTED)
    found = [
        *_found(session, QUESTION, tests[QUESTION], after, limit + 1),
        *_found(session, ANSWER, tests[ANSWER], after, limit + 1),
    ]
    found.sort(key=lambda row: row[0].id)
    shown = found[:limit]
    rows = [
        *_views(session, QUESTION, [row for row in shown if isinstance(row[0], ProductQuestion)]),
        *_views(session, ANSWER, [row for row in shown if isinstance(row[0], ProductAnswer)]),
    ]
    counts = {name: sum(_count(session, kind, test) for kind, test in _tests(name).items()) for name in QUEUES}
    return PostPage(
        sorted(rows, key=lambda row: row.id), counts, shown[-1][0].id if len(found) > limit else None
    )  # fmt: skip


def waiting_posts(session: Session, *, actor: Actor) -> int:
    """How many questions and answers wait for a decision; none for those who do not decide. Two queries."""
    if not actor.can(Permission.MODERATE):
        return 0
    return sum(_count(session, kind, test) for kind, test in _tests(REPORTED).items())


def _found(
    session: Session, kind: str, tests: tuple[Any, ...], after: UUID | None, limit: int
) -> list[tuple[Post, ProductQuestion, Product, Store]]:
    table: Any = ProductQuestion if kind == QUESTION else ProductAnswer
    statement = (
        select(table, ProductQuestion, Product, Store)
        .join(Product, col(Product.id) == col(ProductQuestion.product_id))
        .join(Store, col(Store.id) == col(ProductQuestion.store_id))
        .where(*tests)
    )
    if kind == ANSWER:
        statement = statement.where(ProductAnswer.question_id == ProductQuestion.id)
    if after is not None:
        statement = statement.where(table.id > after)
    rows = session.exec(statement.order_by(table.id).limit(limit)).all()
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _views(
    session: Session, kind: str, rows: Sequence[tuple[Post, ProductQuestion, Product, Store]]
) -> list[PostView]:  # fmt: skip
    reports = open_reports(session, kind=kind, ids=[row[0].id for row in rows], words=REPORTS)
    return [
        PostView(
            kind=kind, id=post.id, author=post.author,
            by_store=isinstance(post, ProductAnswer) and post.voice == AnswerBy.STORE, body=post.body,
            question=question.body if kind == ANSWER else "", created_at=post.created_at,
            status_reason=post.status_reason, store_name=store.name, product_name=product.name,
            product_slug=product.slug, reports=reports.get(post.id, []),
        )
        for post, question, product, store in rows
    ]  # fmt: skip


def _count(session: Session, kind: str, tests: tuple[Any, ...]) -> int:
    table: Any = ProductQuestion if kind == QUESTION else ProductAnswer
    return int(session.exec(select(func.count()).select_from(table).where(*tests)).one())


def keep_post(session: Session, *, actor: Actor, kind: str, post_id: UUID) -> None:
    """Let something stand that was reported, or bring something back. Raises NotFound, Conflict."""
    actor.require(Permission.MODERATE)
    post, question = _locked(session, kind, post_id)
    closed = close_reports(session, actor=actor, kind=kind, ids=[post.id], decision="kept")
    if post.status == PostStatus.PUBLISHED and not closed:
        raise Conflict(_("Somebody has decided about this already."))
    _decide(session, actor, kind, post, question, PostStatus.PUBLISHED, "")


def remove_post(session: Session, *, actor: Actor, kind: str, post_id: UUID, reason: str) -> None:
    """Take a question or an answer down, for one of the known reasons; its author reads which.

    With a question its answers are no longer seen. Raises NotFound, Invalid, Conflict.
    """
    actor.require(Permission.MODERATE)
    if reason not in REMOVALS:
        raise Invalid("reason", _("Choose why it is removed."))
    post, question = _locked(session, kind, post_id)
    if post.status == PostStatus.REMOVED:
        raise Conflict(_("This is removed already."))
    close_reports(session, actor=actor, kind=kind, ids=[post.id], decision=f"removed:{reason}")
    _decide(session, actor, kind, post, question, PostStatus.REMOVED, reason)


def _locked(session: Session, kind: str, post_id: UUID) -> tuple[Post, ProductQuestion]:
    if kind == QUESTION:
        question = locked_question(session, post_id, removed=True)
        return question, question
    known = session.exec(select(ProductAnswer.question_id).where(ProductAnswer.id == post_id)).first()
    if known is None:
        raise NotFound(_("There is no such answer."))
    question = locked_question(session, known, removed=True)
    return session.get_one(ProductAnswer, post_id, with_for_update=True, populate_existing=True), question


def _decide(
    session: Session, actor: Actor, kind: str, post: Post, question: ProductQuestion, status: PostStatus, reason: str
) -> None:
    was = PostStatus(post.status)
    post.status, post.status_reason = status, reason
    post.decided_by, post.decided_at = actor.user_id, datetime.now(UTC)
    session.add(post)
    if isinstance(post, ProductAnswer) and was != status:
        question.answers = max(0, question.answers + (1 if status == PostStatus.PUBLISHED else -1))
        session.add(question)
    session.flush()
    audit.note(
        session, actor=actor, action=f"{kind}.{status.value}", subject_kind=kind, subject_id=post.id,
        store_id=question.store_id, before={"status": was.value}, after={"status": status.value, "reason": reason},
    )  # fmt: skip
    tell(session, question, kind=kind, post_id=post.id, step="kept" if was == status else status.value)
