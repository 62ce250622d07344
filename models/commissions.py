"""What the platform takes of a sale: rules in the operator's order, first match wins (F093)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from models.base import Base, id_field, now_field


class CommissionRule(Base, table=True):
    """A rule; empty conditions match everything. The rate is in basis points, fixed amounts per currency."""

    __tablename__ = "commission_rule"
    __table_args__ = (
        CheckConstraint("rate_bp BETWEEN 0 AND 10000", name="rate_bounded"),
        CheckConstraint("fixed_minor >= 0", name="fixed_not_negative"),
        CheckConstraint("min_minor IS NULL OR max_minor IS NULL OR min_minor <= max_minor", name="bounds_ordered"),
        CheckConstraint("currency IS NULL OR currency ~ '^[A-Z]{3}$'", name="currency_iso"),
        CheckConstraint(
            "currency IS NOT NULL OR (fixed_minor = 0 AND min_minor IS NULL AND max_minor IS NULL)",
            name="amounts_name_currency",
        ),
        Index("uq_commission_rule_order", "position", unique=True, postgresql_where=text("active")),
    )

    id: UUID = id_field()
    name: str
    position: int
    store_id: UUID | None = Field(default=None, foreign_key="store.id", ondelete="CASCADE", index=True)
    category_id: UUID | None = Field(default=None, foreign_key="category.id", ondelete="CASCADE", index=True)
    product_id: UUID | None = Field(default=None, foreign_key="product.id", ondelete="CASCADE", index=True)
    from_minor: int | None = None
    to_minor: int | None = None
    currency: str | None = None
    rate_bp: int = 0
    fixed_minor: int = 0
    min_minor: int | None = None
    max_minor: int | None = None
    active: bool = True
    created_at: datetime = now_field()
