"""Public questions about a product, and what its store and people who bought it answer (F111)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from models.base import Base, enum_field, id_field, now_field, one_of, time_field
from models.enums import AnswerBy, PostStatus


class ProductQuestion(Base, table=True):
    """What somebody asks about a product, for everybody to read. Contact details are masked before it is kept."""

    __tablename__ = "product_question"
    __table_args__ = (
        CheckConstraint("length(body) BETWEEN 1 AND 500", name="body_bounded"),
        CheckConstraint("answers >= 0", name="answers_counted"),
        CheckConstraint("status <> 'removed' OR status_reason <> ''", name="removal_has_reason"),
        one_of("status", PostStatus),
        Index("uq_product_question_same", "product_id", "user_id", "body", unique=True),
        Index("ix_product_question_page", "product_id", "id", postgresql_where=text("status = 'published'")),
        Index("ix_product_question_store", "store_id", "id"),
        Index(
            "ix_product_question_waiting",
            "store_id",
            "id",
            postgresql_where=text("status = 'published' AND store_answered_at IS NULL"),
        ),
        Index("ix_product_question_removed", "id", postgresql_where=text("status = 'removed'")),
    )

    id: UUID = id_field()
    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE")
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE")
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    author: str
    body: str
    answers: int = 0
    """How many published answers there are; kept with them."""
    store_answered_at: datetime | None = time_field()
    """When the store's answer came; empty while the question waits for one."""
    status: PostStatus = enum_field(PostStatus.PUBLISHED)
    status_reason: str = ""
    """Why it was removed, as a code; its author reads it."""
    decided_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    decided_at: datetime | None = time_field()
    created_at: datetime = now_field()


class ProductAnswer(Base, table=True):
    """One answer: the store has one for each question, and so has everybody who bought the product."""

    __tablename__ = "product_answer"
    __table_args__ = (
        CheckConstraint("length(body) BETWEEN 1 AND 2000", name="body_bounded"),
        CheckConstraint("helpful >= 0", name="helpful_counted"),
        CheckConstraint("status <> 'removed' OR status_reason <> ''", name="removal_has_reason"),
        one_of("voice", AnswerBy),
        one_of("status", PostStatus),
        Index("ix_product_answer_question", "question_id", "status", "helpful"),
        Index("uq_product_answer_store", "question_id", unique=True, postgresql_where=text("voice = 'store'")),
        Index("uq_product_answer_person", "question_id", "user_id", unique=True),
        Index("ix_product_answer_removed", "id", postgresql_where=text("status = 'removed'")),
    )

    id: UUID = id_field()
    question_id: UUID = Field(foreign_key="product_question.id", ondelete="CASCADE")
    voice: AnswerBy = enum_field()
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    author: str
    body: str
    helpful: int = 0
    """How many votes there are; kept with them."""
    status: PostStatus = enum_field(PostStatus.PUBLISHED)
    status_reason: str = ""
    decided_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    decided_at: datetime | None = time_field()
    edited_at: datetime | None = time_field()
    created_at: datetime = now_field()


class AnswerVote(Base, table=True):
    """Somebody found an answer helpful, once."""

    __tablename__ = "answer_vote"

    answer_id: UUID = Field(foreign_key="product_answer.id", ondelete="CASCADE", primary_key=True)
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", primary_key=True, index=True)
    created_at: datetime = now_field()
