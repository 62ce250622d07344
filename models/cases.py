"""Buyer protection: a shopper's case against a store's order, what both say, what the platform decides (F073)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from models.base import Base, enum_field, id_field, now_field, one_of, time_field
from models.enums import CaseKind, CaseOutcome, CasePayer, CaseStatus, CaseVoice


class BuyerCase(Base, table=True):
    """One open case per order. The store has until `answer_by`; then the platform decides."""

    __tablename__ = "buyer_case"
    __table_args__ = (
        one_of("kind", CaseKind),
        one_of("status", CaseStatus),
        one_of("outcome", CaseOutcome),
        one_of("payer", CasePayer),
        CheckConstraint("(status = 'decided') = (outcome IS NOT NULL)", name="decided_has_outcome"),
        CheckConstraint("(refunded_minor > 0) = (payer IS NOT NULL)", name="refund_has_payer"),
        CheckConstraint("refunded_minor >= 0", name="refund_not_negative"),
        Index(
            "ux_buyer_case_open", "order_id", unique=True, postgresql_where=text("status IN ('open', 'with_platform')")
        ),
        Index("ix_buyer_case_order", "order_id", "created_at"),
        Index("ix_buyer_case_due", "answer_by", postgresql_where=text("status = 'open'")),
    )

    id: UUID = id_field()
    order_id: UUID = Field(foreign_key="store_order.id", ondelete="RESTRICT")
    kind: CaseKind = enum_field()
    status: CaseStatus = enum_field(CaseStatus.OPEN)
    answer_by: datetime = time_field(nullable=False)
    answered_at: datetime | None = time_field()
    outcome: CaseOutcome | None = enum_field(nullable=True)
    payer: CasePayer | None = enum_field(nullable=True)
    refunded_minor: int = 0
    decided_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    decided_at: datetime | None = time_field()
    created_at: datetime = now_field()


class CaseMessage(Base, table=True):
    """What somebody says in a case."""

    __tablename__ = "case_message"
    __table_args__ = (one_of("voice", CaseVoice), CheckConstraint("length(body) BETWEEN 1 AND 2000", name="body_said"))

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="buyer_case.id", ondelete="CASCADE", index=True)
    voice: CaseVoice = enum_field()
    body: str
    created_at: datetime = now_field()


class CasePhoto(Base, table=True):
    """A picture that one side shows. Only both sides and the operator may see it."""

    __tablename__ = "case_photo"
    __table_args__ = (one_of("voice", CaseVoice), CheckConstraint("size_bytes > 0", name="size_positive"))

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="buyer_case.id", ondelete="CASCADE", index=True)
    voice: CaseVoice = enum_field()
    storage_key: str
    size_bytes: int
    created_at: datetime = now_field()
