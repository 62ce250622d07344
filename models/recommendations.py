"""What goes with what, and who agreed to be shown things by what they look at."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Text
from sqlmodel import Field

from models.base import Base, id_field, now_field, one_of
from models.enums import RelationKind


class ProductRelation(Base, table=True):
    """A product that goes with another. Made anew every night (F114, F115)."""

    __tablename__ = "product_relation"
    __table_args__ = (
        CheckConstraint("product_id <> other_id", name="two_products"),
        one_of("kind", RelationKind),
    )

    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE", primary_key=True)
    kind: RelationKind = Field(sa_type=Text, primary_key=True)
    other_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE", primary_key=True, index=True)
    score: int = Field(sa_column=Column(BigInteger, nullable=False))
    """Only compared with others of the same product and kind."""


class PersonalConsent(Base, table=True):
    """A guest's browser that may be shown things by what it looked at. Signed-in people have it in `preference`."""

    __tablename__ = "personal_consent"

    guest_hash: str = Field(primary_key=True)
    created_at: datetime = now_field(index=True)


class ProductView(Base, table=True):
    """When somebody who agreed to it last looked at a product (F116)."""

    __tablename__ = "product_view"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (guest_hash IS NULL)", name="one_viewer"),
        Index("uq_product_view_user", "user_id", "product_id", unique=True),
        Index("uq_product_view_guest", "guest_hash", "product_id", unique=True),
        Index("ix_product_view_seen", "seen_at"),
    )

    id: UUID = id_field()
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="CASCADE")
    guest_hash: str | None = Field(default=None, foreign_key="personal_consent.guest_hash", ondelete="CASCADE")
    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE", index=True)
    seen_at: datetime = now_field()
