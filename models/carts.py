"""Carts and checkouts: what somebody means to buy, and the versioned quote of what it comes to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from models.base import Base, currency_check, enum_field, id_field, now_field, one_of, time_field
from models.enums import CartStatus, CheckoutStatus

MAX_QUANTITY = 999


class Cart(Base, table=True):
    """A person's or a guest's basket; at most one open one each."""

    __tablename__ = "cart"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (guest_hash IS NULL)", name="one_owner"),
        currency_check(),
        one_of("status", CartStatus),
        Index("uq_cart_open_user", "user_id", unique=True, postgresql_where=text("status = 'open'")),
        Index("uq_cart_open_guest", "guest_hash", unique=True, postgresql_where=text("status = 'open'")),
        Index("ix_cart_stale", "updated_at", postgresql_where=text("status = 'open'")),
    )

    id: UUID = id_field()
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="CASCADE", index=True)
    guest_hash: str | None = None
    currency: str = "EUR"
    country: str = "BE"
    status: CartStatus = enum_field(CartStatus.OPEN)
    coupon_codes: list[str] = Field(default_factory=list, sa_type=JSONB)
    created_at: datetime = now_field()
    updated_at: datetime = now_field()


class CartLine(Base, table=True):
    """Some units of a variant. `seen_price_minor` is the price the shopper last saw and agreed to."""

    __tablename__ = "cart_line"
    __table_args__ = (
        CheckConstraint(f"quantity BETWEEN 1 AND {MAX_QUANTITY}", name="quantity_bounded"),
        UniqueConstraint("cart_id", "variant_id", "personalisation_hash"),
        currency_check(),
    )

    id: UUID = id_field()
    cart_id: UUID = Field(foreign_key="cart.id", ondelete="CASCADE", index=True)
    variant_id: UUID = Field(foreign_key="product_variant.id", ondelete="CASCADE", index=True)
    quantity: int
    seen_price_minor: int
    currency: str = "EUR"
    personalisation: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    personalisation_hash: str = ""
    saved_for_later: bool = False
    created_at: datetime = now_field()


class Checkout(Base, table=True):
    """The way from a cart to a purchase. One purchase at most comes of it (C06)."""

    __tablename__ = "checkout"
    __table_args__ = (
        one_of("status", CheckoutStatus),
        CheckConstraint("quote_version >= 0", name="version_counts"),
        Index("uq_checkout_open", "cart_id", unique=True, postgresql_where=text("status = 'open'")),
        Index("ix_checkout_expiry", "expires_at", postgresql_where=text("status = 'open'")),
    )

    id: UUID = id_field()
    cart_id: UUID = Field(foreign_key="cart.id", ondelete="CASCADE", index=True)
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    email: str = ""
    address: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    shipping: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    """Store id to shipping method id."""
    remind_at: datetime | None = time_field()
    """When the shopper allowed a letter in case the basket is left (F045)."""
    tenders: list[str] = Field(default_factory=list, sa_type=JSONB)
    """Ids of gift cards and credit to pay with first, in the shopper's order."""
    tax_id: str = ""
    tax_proof: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """What was checked about the buyer's tax id, and when (F049)."""
    tax_answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """What the tax service said about this very basket, by the digest of the question (F048)."""
    gift_message: str = ""
    gift_receipt: bool = False
    """It is a present: nothing in the parcels names a price (F028)."""
    digital_consent: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """When the shopper agreed that files are given at once and cannot be sent back, and for which variants (F026)."""
    store_id: UUID | None = Field(default=None, foreign_key="store.id", ondelete="CASCADE", index=True)
    """The store whose staff prepares it for somebody (F084)."""
    made_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    extends_id: UUID | None = None
    """The order that this adds goods to: they go in its parcel (F081). The order that comes of it has the key."""
    status: CheckoutStatus = enum_field(CheckoutStatus.OPEN)
    quote_version: int = 0
    accepted_version: int = 0
    created_at: datetime = now_field()
    updated_at: datetime = now_field()
    expires_at: datetime = time_field(nullable=False)


class Quote(Base, table=True):
    """What a checkout comes to, at one moment: numbered, hashed, and over after a while (F044)."""

    __tablename__ = "quote"
    __table_args__ = (
        UniqueConstraint("checkout_id", "version"),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("total_minor >= 0", name="total_not_negative"),
        currency_check(),
    )

    id: UUID = id_field()
    checkout_id: UUID = Field(foreign_key="checkout.id", ondelete="CASCADE")
    version: int
    hash: str
    total_minor: int
    currency: str
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    changes: list[str] = Field(default_factory=list, sa_type=JSONB)
    created_at: datetime = now_field()
    expires_at: datetime = time_field(nullable=False)


class IdempotencyKey(Base, table=True):
    """A client's key, the digest of what it asked for, and the answer it got (C06, F140)."""

    __tablename__ = "idempotency_key"
    __table_args__ = (Index("ix_idempotency_key_age", "created_at"),)

    scope: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    body_hash: str
    status: int | None = None
    answer: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    created_at: datetime = now_field()
