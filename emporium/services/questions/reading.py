"""Questions as a product's page and its store read them, by keyset, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case
from sqlmodel import Session, col, func, select

from emporium.services.auth import Actor, Permission
from models.catalogue import Product
from models.enums import AnswerBy, PostStatus
from models.questions import AnswerVote, ProductAnswer, ProductQuestion
from models.stores import Store

PAGE = 20
SHOWN = 10
"""So many answers of a question are shown: the store's first, then those that helped most."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer."""

    id: UUID
    user_id: UUID | None
    by_store: bool
    author: str
    body: str
    helpful: int
    voted: bool
    created_at: datetime
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with its answers."""

    id: UUID
    user_id: UUID | None
    author: str
    body: str
    created_at: datetime
    answered: bool
    """Whether the store has answered."""
    count: int
    answers: list[AnswerView]
    store_name: str
    awning: str
    initials: str
    product_name: str
    product_slug: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A page of a product's questions; `next_before` continues it."""

    rows: list[QuestionView]
    total: int
    next_before: UUID | None


@dataclass(frozen=True, slots=True)
class StoreQuestions:
    """A page of what is asked about a store's goods."""

    rows: list[QuestionView]
    total: int
    waiting: int
    next_before: UUID | None


def product_questions(
    session: Session, *, actor: Actor, product_id: UUID, before: UUID | None = None, limit: int = PAGE
) -> QuestionPage:
    """What people ask about a product, newest first. Four queries, three for guests."""
    published = (ProductQuestion.product_id == product_id, ProductQuestion.status == PostStatus.PUBLISHED)
    total = int(session.exec(select(func.count()).select_from(ProductQuestion).where(*published)).one())
    rows, more = _page(session, actor, published, before, limit)
    return QuestionPage(rows, total, more)


def store_questions(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    waiting: bool = False,
    before: UUID | None = None,
    limit: int = PAGE,
) -> StoreQuestions:
    """What is asked about a store's goods: all, or what waits for its answer. Four queries."""
    actor.require(Permission.ANSWER_MESSAGES, store=store_id)
    published = (ProductQuestion.store_id == store_id, ProductQuestion.status == PostStatus.PUBLISHED)
    open_ones = func.count().filter(col(ProductQuestion.store_answered_at).is_(None))
    total, left = session.exec(select(func.count(), open_ones).select_from(ProductQuestion).where(*published)).one()
    wanted = (*published, col(ProductQuestion.store_answered_at).is_(None)) if waiting else published
    rows, more = _page(session, actor, wanted, before, limit)
    return StoreQuestions(rows, int(total), int(left), more)


def waiting_of_store(session: Session, *, actor: Actor, store_id: UUID) -> int:
    """How many questions wait for a store's answer; none for those who may not give it. One query."""
    if not actor.can(Permission.ANSWER_MESSAGES, store=store_id):
        return 0
    return int(
        session.exec(
            select(func.count())
            .select_from(ProductQuestion)
            .where(
                ProductQuestion.store_id == store_id,
                ProductQuestion.status == PostStatus.PUBLISHED,
                col(ProductQuestion.store_answered_at).is_(None),
            )
        ).one()
    )


def _page(
    session: Session, actor: Actor, wanted: tuple[object, ...], before: UUID | None, limit: int
) -> tuple[list[QuestionView], UUID | None]:
    statement = (
        select(ProductQuestion, Product, Store)
        .join(Product, col(Product.id) == col(ProductQuestion.product_id))
        .join(Store, col(Store.id) == col(ProductQuestion.store_id))
        .where(*wanted)  # type: ignore[arg-type]
    )
    if before is not None:
        statement = statement.where(col(ProductQuestion.id) < before)
    found = session.exec(statement.order_by(col(ProductQuestion.id).desc()).limit(limit + 1)).all()
    shown = found[:limit]
    answers = answers_of(session, actor=actor, question_ids=[row.id for row, _, _ in shown])
    rows = [view_of(row, product, store, answers.get(row.id, [])) for row, product, store in shown]
    return rows, shown[-1][0].id if len(found) > limit else None


def view_of(row: ProductQuestion, product: Product, store: Store, answers: Sequence[AnswerView]) -> QuestionView:
    """A question ready to be shown."""
    return QuestionView(
        id=row.id, user_id=row.user_id, author=row.author, body=row.body, created_at=row.created_at,
        answered=row.store_answered_at is not None, count=row.answers, answers=list(answers), store_name=store.name,
        awning=store.awning, initials=store.initials, product_name=product.name, product_slug=product.slug,
    )  # fmt: skip


def answers_of(
    session: Session, *, actor: Actor, question_ids: Collection[UUID]
) -> dict[UUID, list[AnswerView]]:  # fmt: skip
    """The answers to some questions: the store's first, then those that helped most. Two queries, one for guests."""
    if not question_ids:
        return {}
    order = (
        case((col(ProductAnswer.voice) == AnswerBy.STORE, 0), else_=1),
        col(ProductAnswer.helpful).desc(),
        col(ProductAnswer.id),
    )
    place = func.row_number().over(partition_by=col(ProductAnswer.question_id), order_by=order)
    ranked = (
        select(col(ProductAnswer.id).label("id"), place.label("place"))
        .where(col(ProductAnswer.question_id).in_(question_ids), ProductAnswer.status == PostStatus.PUBLISHED)
        .subquery()
    )
    rows = session.exec(
        select(ProductAnswer)
        .join(ranked, ranked.c.id == col(ProductAnswer.id))
        .where(ranked.c.place <= SHOWN)
        .order_by(ranked.c.place)
    ).all()
    voted = _voted(session, actor, [row.id for row in rows])
    found: dict[UUID, list[AnswerView]] = defaultdict(list)
    for row in rows:
        found[row.question_id].append(answer_view(row, voted=row.id in voted))
    return found


def answer_view(row: ProductAnswer, *, voted: bool = False) -> AnswerView:
    """An answer ready to be shown."""
    return AnswerView(
        row.id, row.user_id, row.voice == AnswerBy.STORE, row.author, row.body, row.helpful, voted, row.created_at,
        row.edited_at,
    )  # fmt: skip


def _voted(session: Session, actor: Actor, answer_ids: Collection[UUID]) -> set[UUID]:
    if actor.user_id is None or not answer_ids:
        return set()
    return set(
        session.exec(
            select(AnswerVote.answer_id).where(
                AnswerVote.user_id == actor.user_id, col(AnswerVote.answer_id).in_(answer_ids)
            )
        ).all()
    )
