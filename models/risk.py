"""Holds for a look by a person: an order that may be fraud, a store that owes money (F100, F126)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from models.base import Base, currency_check, enum_field, id_field, now_field, one_of, time_field
from models.enums import DebtStage, RiskStatus, RiskSubject


class RiskHold(Base, table=True):
    """Why an order is not sent, or a store not paid, until somebody has looked."""

    __tablename__ = "risk_hold"
    __table_args__ = (
        CheckConstraint("(subject = 'order') = (order_id IS NOT NULL)", name="subject_named"),
        one_of("subject", RiskSubject),
        one_of("status", RiskStatus),
        Index("uq_risk_hold_order", "order_id", unique=True, postgresql_where=text("order_id IS NOT NULL")),
        Index(
            "uq_risk_hold_store",
            "store_id",
            unique=True,
            postgresql_where=text("subject = 'payout' AND status = 'open'"),
        ),
        Index("ix_risk_hold_open", "created_at", postgresql_where=text("status = 'open'")),
    )

    id: UUID = id_field()
    subject: RiskSubject = enum_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE", index=True)
    order_id: UUID | None = Field(default=None, foreign_key="store_order.id", ondelete="RESTRICT")
    signals: list[Any] = Field(default_factory=list, sa_type=JSONB)
    """Pairs of a signal's code and what it saw, in words."""
    status: RiskStatus = enum_field(RiskStatus.OPEN)
    note: str = ""
    decided_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    created_at: datetime = now_field()
    decided_at: datetime | None = time_field()


class StoreDebt(Base, table=True):
    """A store's balance is below zero: since when, and how far the steps went (F100)."""

    __tablename__ = "store_debt"
    __table_args__ = (
        CheckConstraint("owed_minor > 0", name="owed_positive"),
        currency_check(),
        one_of("stage", DebtStage),
        Index("uq_store_debt_open", "store_id", "currency", unique=True, postgresql_where=text("stage <> 'settled'")),
    )

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="RESTRICT", index=True)
    currency: str
    owed_minor: int
    stage: DebtStage = enum_field(DebtStage.NETTING)
    since: datetime = now_field()
    asked_at: datetime | None = time_field()
    restricted_at: datetime | None = time_field()
    settled_at: datetime | None = time_field()
