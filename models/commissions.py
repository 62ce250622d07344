"""What the platform takes of a sale: rules in the operator's order, first match wins (F093)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from models.base import Base, enum_field, id_field, now_field, one_of
from models.enums import FeeComponent


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


class FeeRule(Base, table=True):
    """What the platform takes of an order beside its commission: a part of the total, an amount per order (F095)."""

    __tablename__ = "fee_rule"
    __table_args__ = (
        one_of("component", FeeComponent),
        CheckConstraint("rate_bp BETWEEN 0 AND 10000", name="rate_bounded"),
        CheckConstraint("fixed_minor >= 0", name="fixed_not_negative"),
        CheckConstraint("currency IS NOT NULL OR fixed_minor = 0", name="amounts_name_currency"),
        CheckConstraint("currency IS NULL OR currency ~ '^[A-Z]{3}$'", name="currency_iso"),
    )

    id: UUID = id_field()
    component: FeeComponent = enum_field()
    store_id: UUID | None = Field(default=None, foreign_key="store.id", ondelete="CASCADE", index=True)
    currency: str | None = None
    rate_bp: int = 0
    fixed_minor: int = 0
    active: bool = True
    created_at: datetime = now_field()


class FeeLine(Base, table=True):
    """A fee of one order, frozen with its rule, rate and base. Reversals are rows of refunds, never edits."""

    __tablename__ = "fee_line"
    __table_args__ = (
        UniqueConstraint("order_id", "component"),
        one_of("component", FeeComponent),
        CheckConstraint("amount_minor > 0 AND tax_minor >= 0", name="amounts_not_negative"),
    )

    id: UUID = id_field()
    order_id: UUID = Field(foreign_key="store_order.id", ondelete="RESTRICT", index=True)
    component: FeeComponent = enum_field()
    rule_id: UUID | None = Field(default=None, foreign_key="fee_rule.id", ondelete="SET NULL", index=True)
    rate_bp: int = 0
    base_minor: int
    amount_minor: int
    tax_minor: int = 0
