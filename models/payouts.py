"""Paying stores out."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from models.base import Base, currency_check, enum_field, id_field, now_field, one_of, time_field
from models.enums import PayoutStatus


class PayoutAccount(Base, table=True):
    """Where a store's money goes. The details are the provider's reference, never a raw number in clear."""

    __tablename__ = "payout_account"
    __table_args__ = (
        currency_check(),
        Index("uq_payout_account_active", "store_id", "currency", unique=True, postgresql_where=text("active")),
    )

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="RESTRICT", index=True)
    provider: str
    currency: str
    label: str = ""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    active: bool = True
    created_at: datetime = now_field()


class PayoutSchedule(Base, table=True):
    """When and from which amount a store is paid out; store empty means the platform's default (F098)."""

    __tablename__ = "payout_schedule"
    __table_args__ = (
        currency_check(),
        CheckConstraint("minimum_minor >= 0", name="minimum_not_negative"),
        CheckConstraint("clearance_days BETWEEN 0 AND 90", name="clearance_bounded"),
        CheckConstraint("reserve_bp BETWEEN 0 AND 10000", name="reserve_bounded"),
        CheckConstraint("reserve_days BETWEEN 0 AND 180", name="reserve_days_bounded"),
        Index("uq_payout_schedule_store", "store_id", "currency", unique=True, postgresql_nulls_not_distinct=True),
    )

    id: UUID = id_field()
    store_id: UUID | None = Field(default=None, foreign_key="store.id", ondelete="CASCADE")
    currency: str = "EUR"
    interval_days: int = 7
    minimum_minor: int = 0
    clearance_days: int = 7
    reserve_bp: int = 0
    reserve_days: int = 30
    """How long the reserved part of each earning waits beyond the clearance."""


class Payout(Base, table=True):
    """Money sent to a store. Its earnings point at it; a closed payout never changes (I6)."""

    __tablename__ = "payout"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        currency_check(),
        one_of("status", PayoutStatus),
        Index("ix_payout_store", "store_id", "created_at"),
    )

    id: UUID = id_field()
    number: str
    store_id: UUID = Field(foreign_key="store.id", ondelete="RESTRICT")
    account_id: UUID | None = Field(default=None, foreign_key="payout_account.id", ondelete="RESTRICT", index=True)
    amount_minor: int
    currency: str
    provider: str = "bank_file"
    status: PayoutStatus = enum_field(PayoutStatus.OPEN)
    failure: str = ""
    reference: str = ""
    created_at: datetime = now_field()
    sent_at: datetime | None = time_field()
    closed_at: datetime | None = time_field()
