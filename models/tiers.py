"""Subscription tiers of stores (F101)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from models.base import Base, currency_check, enum_field, id_field, now_field, one_of, time_field
from models.enums import SubscriptionStatus, TierInterval


class Tier(Base, table=True):
    """A plan: price, product cap, commission override, features."""

    __tablename__ = "tier"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        CheckConstraint("product_cap IS NULL OR product_cap >= 0", name="cap_not_negative"),
        CheckConstraint("trial_days BETWEEN 0 AND 365", name="trial_bounded"),
        CheckConstraint("commission_bp IS NULL OR commission_bp BETWEEN 0 AND 10000", name="commission_bounded"),
        currency_check(),
        one_of("interval", TierInterval),
    )

    id: UUID = id_field()
    code: str
    name: str
    price_minor: int = 0
    currency: str = "EUR"
    interval: TierInterval = enum_field(TierInterval.MONTH)
    product_cap: int | None = None
    commission_bp: int | None = None
    trial_days: int = 0
    features: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    position: int = 0
    active: bool = True


class Subscription(Base, table=True):
    """A store's plan; one that is not over at a time."""

    __tablename__ = "subscription"
    __table_args__ = (
        one_of("status", SubscriptionStatus),
        CheckConstraint("period_end > period_start", name="period_ordered"),
        Index("uq_subscription_live", "store_id", unique=True, postgresql_where=text("status <> 'ended'")),
    )

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE", index=True)
    tier_id: UUID = Field(foreign_key="tier.id", ondelete="RESTRICT", index=True)
    next_tier_id: UUID | None = Field(default=None, foreign_key="tier.id", ondelete="RESTRICT", index=True)
    status: SubscriptionStatus = enum_field(SubscriptionStatus.ACTIVE)
    period_start: datetime = now_field()
    period_end: datetime = time_field(nullable=False)
    failed_charges: int = 0
    created_at: datetime = now_field()
    ended_at: datetime | None = time_field()
