"""What was bought: one purchase, one order per store, its lines, parcels and returns. Rows are never re-priced."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSON, JSONB
from sqlmodel import Field

from models.base import Base, currency_check, enum_field, id_field, now_field, one_of, time_field
from models.carts import MAX_QUANTITY
from models.enums import (
    FulfillmentStatus,
    OrderStatus,
    PurchaseStatus,
    RestockDecision,
    ReturnStatus,
)


class Purchase(Base, table=True):
    """What a shopper pays once, over all stores. `number` is what people see: E10482."""

    __tablename__ = "purchase"
    __table_args__ = (
        UniqueConstraint("checkout_id"),  # C06: a checkout makes one purchase
        UniqueConstraint("number"),
        UniqueConstraint("token"),
        CheckConstraint("total_minor >= 0", name="total_not_negative"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("(status = 'paid') = (paid_at IS NOT NULL) OR status = 'cancelled'", name="paid_has_time"),
        currency_check(),
        one_of("status", PurchaseStatus),
        Index("ix_purchase_user", "user_id", "created_at"),
        Index("ix_purchase_created", "created_at"),
        Index("ix_purchase_unpaid", "hold_until", postgresql_where=text("status = 'awaiting_payment'")),
    )

    id: UUID = id_field()
    number: str
    token: str
    checkout_id: UUID | None = Field(default=None, foreign_key="checkout.id", ondelete="SET NULL")
    quote_version: int = 0
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL")
    email: str
    address: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    locale: str = "en_GB"
    tax_id: str = ""
    tax_proof: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """What was checked about the buyer's tax id, and when (F049)."""
    digital_consent_at: datetime | None = time_field()
    """When its shopper agreed that files are given at once, and that the right of withdrawal ends with it: directive
    2011/83/EU, article 16(m). Purchases without files have none."""
    currency: str
    total_minor: int
    status: PurchaseStatus = enum_field(PurchaseStatus.AWAITING_PAYMENT)
    hold_until: datetime | None = time_field()
    created_at: datetime = now_field()
    paid_at: datetime | None = time_field()
    cancelled_at: datetime | None = time_field()


class Order(Base, table=True):
    """One store's part of a purchase: E10482-1. Totals are inclusive of the tax they hold."""

    __tablename__ = "store_order"
    __table_args__ = (
        UniqueConstraint("purchase_id", "store_id"),
        UniqueConstraint("number"),
        CheckConstraint(
            "goods_minor >= 0 AND shipping_minor >= 0 AND discount_minor >= 0 AND tax_minor >= 0 AND total_minor >= 0",
            name="amounts_not_negative",
        ),
        CheckConstraint(
            "total_minor = goods_minor - discount_minor + shipping_minor + tax_added_minor", name="total_adds_up"
        ),
        CheckConstraint("commission_minor >= 0 AND fees_minor >= 0 AND fee_tax_minor >= 0", name="fees_not_negative"),
        CheckConstraint("platform_discount_minor BETWEEN 0 AND discount_minor", name="platform_discount_bounded"),
        CheckConstraint(
            "shipping_discount_minor BETWEEN 0 AND LEAST(shipping_minor, discount_minor)",
            name="shipping_discount_bounded",
        ),
        CheckConstraint(
            "shipping_refunded_minor BETWEEN 0 AND shipping_minor - shipping_discount_minor",
            name="shipping_refund_bounded",
        ),
        CheckConstraint("shipping_tax_bp BETWEEN 0 AND 10000", name="shipping_tax_bounded"),
        CheckConstraint("deliver_to IS NULL OR deliver_from <= deliver_to", name="delivery_ordered"),
        currency_check(),
        one_of("status", OrderStatus),
        Index("ix_store_order_store", "store_id", "status", "created_at"),
        Index("ix_store_order_recent", "store_id", "id"),
        Index("ix_store_order_created", "created_at"),
        Index("ix_store_order_to_send", "dispatch_by", postgresql_where=text("status IN ('paid', 'partly_shipped')")),
    )

    id: UUID = id_field()
    purchase_id: UUID = Field(foreign_key="purchase.id", ondelete="RESTRICT")
    store_id: UUID = Field(foreign_key="store.id", ondelete="RESTRICT")
    number: str
    status: OrderStatus = enum_field(OrderStatus.AWAITING_PAYMENT)
    currency: str
    goods_minor: int
    discount_minor: int = 0
    platform_discount_minor: int = 0
    """The part of the discount that the platform pays for."""
    shipping_minor: int = 0
    shipping_discount_minor: int = 0
    """The part of the discount that is on the delivery."""
    shipping_tax_minor: int = 0
    shipping_added_minor: int = 0
    """Tax in `shipping_minor` that is not in the method's price; below zero where it was taken out of it."""
    shipping_tax_bp: int | None = None
    """The rate of the tax on the delivery; None on orders older than this column."""
    shipping_refunded_minor: int = 0
    tax_minor: int = 0
    tax_added_minor: int = 0
    """Tax put on top of the goods' prices; below zero where it was taken out of them (F047, F049)."""
    tax_note: str = ""
    """Why no tax is due, as a word: reverse_charge."""
    tax_source: str = "table"
    """Who worked the tax out; ends in `:fallback` when that was not who should have (F048)."""
    total_minor: int
    commission_minor: int = 0
    fees_minor: int = 0
    """What the platform takes beside the commission."""
    fee_tax_minor: int = 0
    """Tax on the commission and the other fees."""
    tax_by_platform: bool = False
    """Whether the platform owes the tax of this sale to the state (F053)."""
    fx_rate_id: UUID | None = Field(default=None, foreign_key="fx_rate.id", ondelete="RESTRICT", index=True)
    """The rate into the store's own currency, frozen (C14)."""
    shipping_method: str = ""
    shipping_method_id: UUID | None = Field(
        default=None, foreign_key="shipping_method.id", ondelete="SET NULL", index=True
    )
    deliver_from: date | None = None
    deliver_to: date | None = None
    dispatch_by: date | None = None
    half_told_at: datetime | None = time_field()
    """When the store was reminded at half of its time; `late_told_at` when that was over (F083)."""
    late_told_at: datetime | None = time_field()
    gift_message: str = ""
    gift_receipt: bool = False
    address: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    """Where this part goes when that was changed after it was placed; else where the purchase goes (F081)."""
    extends_id: UUID | None = Field(default=None, foreign_key="store_order.id", ondelete="RESTRICT", index=True)
    """The order that this adds goods to (F081)."""
    created_at: datetime = now_field()
    paid_at: datetime | None = time_field()
    shipped_at: datetime | None = time_field()
    delivered_at: datetime | None = time_field()
    cancelled_at: datetime | None = time_field()
    cancel_reason: str = ""


class OrderLine(Base, table=True):
    """Some units of a variant as they were sold: name, price, tax and commission frozen."""

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        CheckConstraint(f"quantity BETWEEN 1 AND {MAX_QUANTITY}", name="quantity_bounded"),
        CheckConstraint("unit_price_minor >= 0", name="price_not_negative"),
        CheckConstraint("subtotal_minor = unit_price_minor * quantity", name="subtotal_adds_up"),
        CheckConstraint("discount_minor BETWEEN 0 AND subtotal_minor", name="discount_bounded"),
        CheckConstraint("total_minor = subtotal_minor - discount_minor + tax_added_minor", name="total_adds_up"),
        CheckConstraint("tax_minor BETWEEN 0 AND total_minor", name="tax_bounded"),
        CheckConstraint("commission_minor >= 0 AND fee_tax_minor >= 0", name="fees_not_negative"),
        CheckConstraint(
            "shipped_quantity >= 0 AND cancelled_quantity >= 0 AND shipped_quantity + cancelled_quantity <= quantity",
            name="units_accounted",
        ),
        CheckConstraint("refunded_minor BETWEEN 0 AND total_minor", name="refund_bounded"),
        CheckConstraint("refunded_quantity BETWEEN 0 AND quantity", name="refunded_units_bounded"),
        CheckConstraint("platform_discount_minor BETWEEN 0 AND discount_minor", name="platform_discount_bounded"),
        CheckConstraint("commission_base_minor >= 0", name="base_not_negative"),
        CheckConstraint("tax_rate_bp BETWEEN 0 AND 10000", name="tax_rate_bounded"),
        Index(
            "ix_order_line_files", "order_id",
            postgresql_where=text("is_digital AND shipped_quantity + cancelled_quantity < quantity"),
        ),
    )  # fmt: skip

    id: UUID = id_field()
    order_id: UUID = Field(foreign_key="store_order.id", ondelete="RESTRICT", index=True)
    position: int
    variant_id: UUID | None = Field(default=None, foreign_key="product_variant.id", ondelete="SET NULL", index=True)
    product_id: UUID | None = Field(default=None, foreign_key="product.id", ondelete="SET NULL", index=True)
    name: str
    variant_title: str = ""
    sku: str = ""
    image_key: str = ""
    is_digital: bool = False
    """It was sold as files (F026)."""
    quantity: int
    unit_price_minor: int
    subtotal_minor: int
    discount_minor: int = 0
    platform_discount_minor: int = 0
    tax_added_minor: int = 0
    """Tax put on top of the price; below zero where it was taken out of it."""
    total_minor: int
    tax_rate_bp: int = 0
    tax_minor: int = 0
    commission_rule_id: UUID | None = Field(
        default=None, foreign_key="commission_rule.id", ondelete="SET NULL", index=True
    )
    commission_rate_bp: int = 0
    commission_base_minor: int = 0
    """Net of tax, after the discount that the store pays for (C03)."""
    commission_minor: int = 0
    fee_tax_minor: int = 0
    shipped_quantity: int = 0
    cancelled_quantity: int = 0
    refunded_minor: int = 0
    refunded_quantity: int = 0
    personalisation: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What was said about it, by the label of the question, in the product's order: json keeps that."""
    promised_date: date | None = None
    price_note: str = ""
    """Why a unit cost what it did, where that was not the shelf's own price (F051, F052)."""


class Fulfillment(Base, table=True):
    """A parcel that left."""

    __tablename__ = "fulfillment"
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        one_of("status", FulfillmentStatus),
        CheckConstraint("length(tracking_number) <= 80", name="tracking_length"),
    )

    id: UUID = id_field()
    order_id: UUID = Field(foreign_key="store_order.id", ondelete="RESTRICT", index=True)
    number: int
    location_id: UUID | None = Field(default=None, foreign_key="location.id", ondelete="SET NULL", index=True)
    carrier: str
    tracking_number: str = ""
    tracking_url: str = ""
    status: FulfillmentStatus = enum_field(FulfillmentStatus.SHIPPED)
    shipped_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    created_at: datetime = now_field()
    delivered_at: datetime | None = time_field()


class FulfillmentLine(Base, table=True):
    """Units of a line in a parcel."""

    __tablename__ = "fulfillment_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    fulfillment_id: UUID = Field(foreign_key="fulfillment.id", ondelete="CASCADE", primary_key=True)
    order_line_id: UUID = Field(foreign_key="order_line.id", ondelete="RESTRICT", primary_key=True, index=True)
    quantity: int


class TrackingEvent(Base, table=True):
    """A scan of a parcel."""

    __tablename__ = "tracking_event"
    __table_args__ = (UniqueConstraint("fulfillment_id", "status", "happened_at"), one_of("status", FulfillmentStatus))

    id: UUID = id_field()
    fulfillment_id: UUID = Field(foreign_key="fulfillment.id", ondelete="CASCADE", index=True)
    status: FulfillmentStatus = enum_field()
    message: str = ""
    place: str = ""
    happened_at: datetime = now_field()


class Return(Base, table=True):
    """A shopper sends something back."""

    __tablename__ = "order_return"
    __table_args__ = (
        one_of("status", ReturnStatus),
        CheckConstraint("label_url = '' OR label_url LIKE 'https://%'", name="label_is_safe"),
        CheckConstraint("refunded_minor >= 0", name="refund_not_negative"),
    )

    id: UUID = id_field()
    order_id: UUID = Field(foreign_key="store_order.id", ondelete="RESTRICT", index=True)
    status: ReturnStatus = enum_field(ReturnStatus.REQUESTED)
    reason_code: str = "other"
    reason: str
    note: str = ""
    """The shopper's own words; `answer` holds the store's."""
    answer: str = ""
    return_address: str = ""
    label_url: str = ""
    tracking_number: str = ""
    refunded_minor: int = 0
    created_at: datetime = now_field()
    decided_at: datetime | None = time_field()
    received_at: datetime | None = time_field()
    inspected_at: datetime | None = time_field()


class ReturnLine(Base, table=True):
    """Units of a line that come back; restocked once, on inspection (C13)."""

    __tablename__ = "return_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("restocked_quantity BETWEEN 0 AND quantity", name="restock_bounded"),
        one_of("decision", RestockDecision),
    )

    return_id: UUID = Field(foreign_key="order_return.id", ondelete="CASCADE", primary_key=True)
    order_line_id: UUID = Field(foreign_key="order_line.id", ondelete="RESTRICT", primary_key=True, index=True)
    quantity: int
    decision: RestockDecision = enum_field(RestockDecision.NONE)
    restocked_quantity: int = 0
    """Units that may be sold again; the rest was scrapped."""
    location_id: UUID | None = Field(default=None, foreign_key="location.id", ondelete="SET NULL", index=True)


class Document(Base, table=True):
    """An invoice, credit note, packing slip, statement or report; numbers are gap-free per issuer (F082)."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("issuer", "kind", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint(
            "kind IN ('invoice', 'credit_note', 'packing_slip', 'commission_invoice', 'statement', 'tax_report')",
            name="kind_known",
        ),
    )

    id: UUID = id_field()
    issuer: str
    kind: str
    number: int
    order_id: UUID | None = Field(default=None, foreign_key="store_order.id", ondelete="RESTRICT", index=True)
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    storage_key: str | None = None
    digest: str | None = None
    created_at: datetime = now_field()
