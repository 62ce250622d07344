"""Payments: attempts at a provider, each store's share, refunds, disputes, and the webhook inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from models.base import Base, currency_check, enum_field, id_field, now_field, one_of, time_field
from models.enums import AttemptStatus, BalanceKind, DisputeStatus, RefundBucket, RefundStatus, WebhookStatus


class PaymentAttempt(Base, table=True):
    """One try to be paid for a purchase. Only one is under way at a time (P06)."""

    __tablename__ = "payment_attempt"
    __table_args__ = (
        CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
        CheckConstraint("captured_minor BETWEEN 0 AND amount_minor", name="capture_bounded"),
        currency_check(),
        one_of("status", AttemptStatus),
        Index(
            "uq_payment_attempt_active",
            "purchase_id",
            unique=True,
            postgresql_where=text(
                "status IN ('created', 'requires_action', 'pending', 'authorised', 'captured') "
                "AND provider <> 'stored_value'"
            ),
        ),
        Index(
            "uq_payment_attempt_reference",
            "provider",
            "reference",
            unique=True,
            postgresql_where=text("reference <> ''"),
        ),
        Index(
            "uq_payment_attempt_submission",
            "purchase_id",
            "submission",
            unique=True,
            postgresql_where=text("submission <> ''"),
        ),
        Index("ix_payment_attempt_purchase", "purchase_id", "created_at"),
        Index("ix_payment_attempt_instrument", "instrument", postgresql_where=text("instrument <> ''")),
    )

    id: UUID = id_field()
    purchase_id: UUID = Field(foreign_key="purchase.id", ondelete="RESTRICT")
    provider: str
    method: str = ""
    reference: str = ""
    charge: str = ""
    """The provider's id of the payment itself, when `reference` is that of its page."""
    instrument: str = ""
    """The provider's word for the card or account it was paid with, the same each time; never its number."""
    status: AttemptStatus = enum_field(AttemptStatus.CREATED)
    amount_minor: int
    captured_minor: int = 0
    currency: str
    quote_version: int = 0
    submission: str = ""
    """The click this answers: the same one asked again gets the same attempt (C06)."""
    action_url: str = ""
    decline_code: str = ""
    decline_message: str = ""
    captures_later: bool = False
    """Whether the money is only held, and each store's share is taken when its first parcel leaves (F067)."""
    surplus_refund: str = ""
    """The provider's reference of what was sent back, when the payment was one too many (P06)."""
    surplus_settled_at: datetime | None = time_field()
    created_at: datetime = now_field()
    updated_at: datetime = now_field()


class PaymentShare(Base, table=True):
    """One store's part of a payment: 0 ≤ refunded ≤ captured ≤ authorised (I2)."""

    __tablename__ = "payment_share"
    __table_args__ = (
        UniqueConstraint("attempt_id", "order_id"),
        CheckConstraint(
            "0 <= refunded_minor AND refunded_minor <= captured_minor AND captured_minor <= authorised_minor",
            name="amounts_ordered",
        ),
        CheckConstraint("claimed_minor BETWEEN 0 AND authorised_minor", name="claim_bounded"),
        CheckConstraint(
            "released_minor >= 0 AND captured_minor <= authorised_minor - released_minor", name="release_bounded"
        ),
        currency_check(),
    )

    id: UUID = id_field()
    attempt_id: UUID = Field(foreign_key="payment_attempt.id", ondelete="RESTRICT")
    order_id: UUID = Field(foreign_key="store_order.id", ondelete="RESTRICT", index=True)
    authorised_minor: int
    claimed_minor: int = 0
    captured_minor: int = 0
    refunded_minor: int = 0
    released_minor: int = 0
    """Held once and given up before it was taken: a cancelled line, a cancelled order."""
    currency: str


class Refund(Base, table=True):
    """Money given back for one store's order. With several tenders the first row has the lines; others name it."""

    __tablename__ = "refund"
    __table_args__ = (
        UniqueConstraint("idempotency_key"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        currency_check(),
        one_of("status", RefundStatus),
    )

    id: UUID = id_field()
    share_id: UUID = Field(foreign_key="payment_share.id", ondelete="RESTRICT", index=True)
    order_id: UUID = Field(foreign_key="store_order.id", ondelete="RESTRICT", index=True)
    idempotency_key: str
    reference: str = ""
    parent_id: UUID | None = Field(default=None, foreign_key="refund.id", ondelete="RESTRICT", index=True)
    released: bool = False
    """The money was only held: it was let go, not sent back."""
    by_platform: bool = False
    """The platform bears it; the sale stands for the store (F073)."""
    amount_minor: int
    fees_minor: int = 0
    fees_tax_minor: int = 0
    """Fees beside the commission that the platform gives up with it, and their tax."""
    currency: str
    reason: str = ""
    failure: str = ""
    tries: int = 0
    status: RefundStatus = enum_field(RefundStatus.PENDING)
    made_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    created_at: datetime = now_field()
    done_at: datetime | None = time_field()


class RefundLine(Base, table=True):
    """What a refund is made of: a line's units, the delivery, or good will."""

    __tablename__ = "refund_line"
    __table_args__ = (
        CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
        CheckConstraint("(bucket = 'line') = (order_line_id IS NOT NULL)", name="line_names_itself"),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        one_of("bucket", RefundBucket),
    )

    id: UUID = id_field()
    refund_id: UUID = Field(foreign_key="refund.id", ondelete="CASCADE", index=True)
    bucket: RefundBucket = enum_field()
    order_line_id: UUID | None = Field(default=None, foreign_key="order_line.id", ondelete="RESTRICT", index=True)
    quantity: int = 0
    amount_minor: int
    tax_minor: int = 0
    commission_minor: int = 0
    fee_tax_minor: int = 0
    platform_minor: int = 0
    """The platform's part of the discount that goes with it."""


class Dispute(Base, table=True):
    """A charge-back (F070)."""

    __tablename__ = "dispute"
    __table_args__ = (
        UniqueConstraint("provider", "reference"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        currency_check(),
        one_of("status", DisputeStatus),
    )

    id: UUID = id_field()
    attempt_id: UUID = Field(foreign_key="payment_attempt.id", ondelete="RESTRICT", index=True)
    order_id: UUID | None = Field(default=None, foreign_key="store_order.id", ondelete="RESTRICT", index=True)
    provider: str
    reference: str
    reason: str = ""
    amount_minor: int
    fee_minor: int = 0
    currency: str
    status: DisputeStatus = enum_field(DisputeStatus.OPEN)
    evidence: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    evidence_due_at: datetime | None = time_field()
    created_at: datetime = now_field()
    closed_at: datetime | None = time_field()


class WebhookEvent(Base, table=True):
    """A provider's event as it came: raw, once per event id, applied by a job (F069)."""

    __tablename__ = "webhook_event"
    __table_args__ = (
        UniqueConstraint("provider", "event_id"),
        one_of("status", WebhookStatus),
        Index("ix_webhook_event_waiting", "received_at", postgresql_where=text("status = 'received'")),
    )

    id: UUID = id_field()
    provider: str
    event_id: str
    kind: str = ""
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    headers: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    status: WebhookStatus = enum_field(WebhookStatus.RECEIVED)
    error: str = ""
    received_at: datetime = now_field()
    done_at: datetime | None = time_field()


class ProviderBalanceLine(Base, table=True):
    """A line of a provider's balance report, as it came: the books are compared with it every night (F072)."""

    __tablename__ = "provider_balance_line"
    __table_args__ = (
        UniqueConstraint("provider", "kind", "reference"),
        currency_check(),
        one_of("kind", BalanceKind),
        Index("ix_provider_balance_line_time", "provider", "happened_at"),
    )

    id: UUID = id_field()
    provider: str
    kind: BalanceKind = enum_field()
    reference: str
    amount_minor: int
    currency: str
    happened_at: datetime = now_field()
