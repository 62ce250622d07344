"""Reviews of what was really bought: one per order line (F108), with replies, photos and votes (F110)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from models.base import Base, enum_field, id_field, now_field, one_of, time_field
from models.enums import ReviewStatus


class Review(Base, table=True):
    """A shopper's word on an order line."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("order_line_id"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating_bounded"),
        CheckConstraint("length(title) <= 120 AND length(body) <= 5000", name="text_bounded"),
        CheckConstraint("helpful >= 0", name="helpful_counted"),
        CheckConstraint("photos BETWEEN 0 AND 4", name="photos_bounded"),
        CheckConstraint("status <> 'removed' OR status_reason <> ''", name="removal_has_reason"),
        one_of("status", ReviewStatus),
        Index("ix_review_product", "product_id", "status", "created_at"),
        Index("ix_review_store", "store_id", "status", "created_at"),
        Index("ix_review_held", "id", postgresql_where=text("status = 'held'")),
        Index("ix_review_removed", "id", postgresql_where=text("status = 'removed'")),
    )

    id: UUID = id_field()
    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE")
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE")
    order_line_id: UUID = Field(foreign_key="order_line.id", ondelete="RESTRICT")
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    author: str
    rating: int
    title: str = ""
    body: str = ""
    variant_title: str = ""
    helpful: int = 0
    """How many votes there are; kept with them."""
    photos: int = 0
    """How many photos there are; kept with them."""
    status: ReviewStatus = enum_field(ReviewStatus.PUBLISHED)
    status_reason: str = ""
    """Why it was removed, as a code; its author reads it."""
    signals: list[Any] = Field(default_factory=list, sa_type=JSONB)
    """Why it was held: pairs of a signal's code and what it saw (F109)."""
    decided_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    decided_at: datetime | None = time_field()
    reply: str = ""
    replied_at: datetime | None = time_field()
    edited_at: datetime | None = time_field()
    created_at: datetime = now_field()


class ReviewReplyVersion(Base, table=True):
    """What a store's reply said, each time it was written (F110)."""

    __tablename__ = "review_reply_version"

    id: UUID = id_field()
    review_id: UUID = Field(foreign_key="review.id", ondelete="CASCADE", index=True)
    body: str
    author_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    created_at: datetime = now_field()


class ReviewMedia(Base, table=True):
    """A photo with a review."""

    __tablename__ = "review_media"

    review_id: UUID = Field(foreign_key="review.id", ondelete="CASCADE", primary_key=True)
    media_id: UUID = Field(foreign_key="media.id", ondelete="CASCADE", primary_key=True, index=True)
    position: int = 0


class ReviewVote(Base, table=True):
    """Somebody found a review helpful, once."""

    __tablename__ = "review_vote"

    review_id: UUID = Field(foreign_key="review.id", ondelete="CASCADE", primary_key=True)
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", primary_key=True, index=True)
    created_at: datetime = now_field()
