"""What happens after the sale: photos that prove something, and shoppers' wishes to cancel."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from models.base import Base, enum_field, id_field, now_field, one_of, time_field
from models.enums import CancelStatus, ExchangeStatus


class ReturnPhoto(Base, table=True):
    """A picture a shopper shows the store. Only the shopper, the store and the operator may see it (F080)."""

    __tablename__ = "return_photo"
    __table_args__ = (
        UniqueConstraint("storage_key"),
        CheckConstraint("size_bytes > 0", name="size_positive"),
    )

    id: UUID = id_field()
    return_id: UUID = Field(foreign_key="order_return.id", ondelete="CASCADE", index=True)
    storage_key: str
    size_bytes: int
    created_at: datetime = now_field()


class Exchange(Base, table=True):
    """Another variant of the same product instead of money for what comes back (F080)."""

    __tablename__ = "exchange"
    __table_args__ = (
        one_of("status", ExchangeStatus),
        UniqueConstraint("return_id"),
        UniqueConstraint("fulfillment_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price_minor >= 0", name="price_not_negative"),
        CheckConstraint("refunded_minor >= 0", name="refund_not_negative"),
        CheckConstraint("(status = 'sent') = (fulfillment_id IS NOT NULL)", name="sent_has_parcel"),
        CheckConstraint("(status IN ('to_pay', 'sold')) <= (checkout_id IS NOT NULL)", name="charged_has_checkout"),
        CheckConstraint("charged_minor >= 0", name="charge_not_negative"),
        CheckConstraint("dropped_quantity BETWEEN 0 AND quantity", name="dropped_bounded"),
        UniqueConstraint("checkout_id"),
        Index("ix_exchange_reserved", "variant_id", postgresql_where=text("status = 'reserved'")),
    )

    id: UUID = id_field()
    return_id: UUID = Field(foreign_key="order_return.id", ondelete="RESTRICT")
    order_line_id: UUID = Field(foreign_key="order_line.id", ondelete="RESTRICT", index=True)
    variant_id: UUID = Field(foreign_key="product_variant.id", ondelete="RESTRICT", index=True)
    quantity: int
    name: str
    unit_price_minor: int
    """The replacement's price when the shopper asked for it, in the order's currency."""
    status: ExchangeStatus = enum_field(ExchangeStatus.WANTED)
    refunded_minor: int = 0
    """What was given back because the replacement is cheaper."""
    fulfillment_id: UUID | None = Field(default=None, foreign_key="fulfillment.id", ondelete="RESTRICT")
    checkout_id: UUID | None = Field(default=None, foreign_key="checkout.id", ondelete="RESTRICT")
    """The checkout by whose link a dearer one's difference is paid."""
    charged_minor: int = 0
    """What the shopper is asked for, or paid, because the replacement is dearer."""
    dropped_quantity: int = 0
    """Units that were sold instead and cancelled: their money goes back after all."""
    created_at: datetime = now_field()


class CancelRequest(Base, table=True):
    """A shopper asks a store to cancel units before they leave (F079). One open wish per order."""

    __tablename__ = "cancel_request"
    __table_args__ = (
        one_of("status", CancelStatus),
        CheckConstraint("(status = 'open') = (decided_at IS NULL)", name="decided_has_time"),
        Index("ux_cancel_request_open", "order_id", unique=True, postgresql_where=text("status = 'open'")),
        Index("ix_cancel_request_order", "order_id", "created_at"),
    )

    id: UUID = id_field()
    order_id: UUID = Field(foreign_key="store_order.id", ondelete="RESTRICT")
    status: CancelStatus = enum_field(CancelStatus.OPEN)
    reason: str = ""
    answer: str = ""
    refunded_minor: int = 0
    created_at: datetime = now_field()
    decided_at: datetime | None = time_field()


class CancelRequestLine(Base, table=True):
    """Units of a line that the shopper does not want any more."""

    __tablename__ = "cancel_request_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    request_id: UUID = Field(foreign_key="cancel_request.id", ondelete="CASCADE", primary_key=True)
    order_line_id: UUID = Field(foreign_key="order_line.id", ondelete="RESTRICT", primary_key=True, index=True)
    quantity: int
