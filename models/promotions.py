"""Promotions, coupons and their uses; gift cards and store credit."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from models.base import Base, currency_check, enum_field, id_field, now_field, one_of, time_field
from models.enums import CreditKind, PromotionClass, PromotionFunder, PromotionKind, UseStatus


class Promotion(Base, table=True):
    """An offer, automatic or by code. Fixed amounts are stated per currency, never converted (F055)."""

    __tablename__ = "promotion"
    __table_args__ = (
        one_of("kind", PromotionKind),
        one_of("klass", PromotionClass),
        one_of("funder", PromotionFunder),
        CheckConstraint("percent_bp BETWEEN 0 AND 10000", name="percent_bounded"),
        CheckConstraint("platform_share_bp BETWEEN 0 AND 10000", name="share_bounded"),
        CheckConstraint("used >= 0 AND (usage_limit IS NULL OR used <= usage_limit)", name="limit_holds"),
        CheckConstraint("per_customer_limit IS NULL OR per_customer_limit > 0", name="customer_limit_positive"),
        CheckConstraint("ends_at IS NULL OR starts_at IS NULL OR ends_at > starts_at", name="period_ordered"),
        Index("ix_promotion_live", "priority", postgresql_where=text("active")),
    )

    id: UUID = id_field()
    store_id: UUID | None = Field(default=None, foreign_key="store.id", ondelete="CASCADE", index=True)
    name: str
    kind: PromotionKind = enum_field()
    klass: PromotionClass = enum_field(PromotionClass.ORDER)
    funder: PromotionFunder = enum_field(PromotionFunder.PLATFORM)
    platform_share_bp: int = 10000
    percent_bp: int = 0
    amounts: dict[str, int] = Field(default_factory=dict, sa_type=JSONB)
    thresholds: dict[str, int] = Field(default_factory=dict, sa_type=JSONB)
    rule: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    priority: int = 0
    exclusive: bool = False
    needs_code: bool = True
    usage_limit: int | None = None
    per_customer_limit: int | None = None
    used: int = 0
    active: bool = True
    starts_at: datetime | None = time_field()
    ends_at: datetime | None = time_field()
    checkout_id: UUID | None = Field(default=None, foreign_key="checkout.id", ondelete="RESTRICT", index=True)
    """The one checkout that it is for: what staff takes off an order it prepares (F084)."""
    created_at: datetime = now_field()


class Coupon(Base, table=True):
    """A code that opens a promotion. Codes are kept in upper case."""

    __tablename__ = "coupon"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("code = upper(code) AND length(code) BETWEEN 3 AND 40", name="code_shape"),
        CheckConstraint("used >= 0 AND (usage_limit IS NULL OR used <= usage_limit)", name="limit_holds"),
    )

    id: UUID = id_field()
    promotion_id: UUID = Field(foreign_key="promotion.id", ondelete="CASCADE", index=True)
    code: str
    usage_limit: int | None = None
    used: int = 0
    created_at: datetime = now_field()


class PromotionUse(Base, table=True):
    """One use: a purchase, not a child order (F059). A slot per customer keeps the per-customer limit."""

    __tablename__ = "promotion_use"
    __table_args__ = (
        UniqueConstraint("promotion_id", "purchase_id"),
        one_of("status", UseStatus),
        CheckConstraint("slot > 0", name="slot_positive"),
        Index(
            "uq_promotion_use_slot",
            "promotion_id",
            "customer",
            "slot",
            unique=True,
            postgresql_where=text("status = 'taken'"),
        ),
    )

    id: UUID = id_field()
    promotion_id: UUID = Field(foreign_key="promotion.id", ondelete="RESTRICT")
    purchase_id: UUID = Field(foreign_key="purchase.id", ondelete="RESTRICT", index=True)
    coupon_id: UUID | None = Field(default=None, foreign_key="coupon.id", ondelete="SET NULL", index=True)
    customer: str
    slot: int = 1
    status: UseStatus = enum_field(UseStatus.TAKEN)
    created_at: datetime = now_field()


class DiscountLine(Base, table=True):
    """A promotion's share of one order line or of an order's delivery, with who funds it, frozen (F060)."""

    __tablename__ = "discount_line"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("platform_minor BETWEEN 0 AND amount_minor", name="platform_share_bounded"),
    )

    id: UUID = id_field()
    order_id: UUID = Field(foreign_key="store_order.id", ondelete="RESTRICT", index=True)
    order_line_id: UUID | None = Field(default=None, foreign_key="order_line.id", ondelete="RESTRICT", index=True)
    promotion_id: UUID | None = Field(default=None, foreign_key="promotion.id", ondelete="SET NULL", index=True)
    label: str
    amount_minor: int
    platform_minor: int = 0


class StoredValue(Base, table=True):
    """A gift card or a person's credit. The balance never goes below zero (F061)."""

    __tablename__ = "stored_value"
    __table_args__ = (
        CheckConstraint("balance_minor >= 0", name="balance_not_negative"),
        CheckConstraint("(kind = 'gift_card') = (code_hash IS NOT NULL)", name="cards_have_codes"),
        currency_check(),
        one_of("kind", CreditKind),
        UniqueConstraint("code_hash"),
    )

    id: UUID = id_field()
    kind: CreditKind = enum_field()
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    code_hash: str | None = None
    currency: str
    balance_minor: int
    expires_at: datetime | None = time_field()
    created_at: datetime = now_field()


class StoredValueEntry(Base, table=True):
    """A change of a stored value's balance, once per cause."""

    __tablename__ = "stored_value_entry"
    __table_args__ = (
        UniqueConstraint("value_id", "cause_id"),
        CheckConstraint("amount_minor <> 0", name="amount_moves"),
    )

    id: UUID = id_field()
    value_id: UUID = Field(foreign_key="stored_value.id", ondelete="RESTRICT")
    amount_minor: int
    cause_id: str
    created_at: datetime = now_field()
