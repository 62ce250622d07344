"""Stores and the people who run them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from models.base import Base, currency_check, enum_field, id_field, now_field, one_of, time_field
from models.enums import AllocationRule, Awning, ShippingRate, StoreRole, StoreStatus

SLUG = "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80"


class Store(Base, table=True):
    """A shop under the roof."""

    __tablename__ = "store"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint(SLUG, name="slug_shape"),
        CheckConstraint("length(name) BETWEEN 2 AND 80", name="name_length"),
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="country_iso"),
        CheckConstraint("handling_days BETWEEN 0 AND 60", name="handling_bounded"),
        CheckConstraint("return_days BETWEEN 0 AND 365", name="return_bounded"),
        CheckConstraint("rating_count >= 0 AND rating_sum >= 0", name="rating_counted"),
        CheckConstraint("holiday_until IS NULL OR holiday_from IS NOT NULL", name="holiday_begins"),
        CheckConstraint("min_order_minor >= 0", name="min_order_not_negative"),
        currency_check(),
        one_of("status", StoreStatus),
        one_of("awning", Awning),
        one_of("allocation", AllocationRule),
        Index("ix_store_name_trgm", "name", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}),
    )

    id: UUID = id_field()
    slug: str
    name: str
    tagline: str = ""
    story: str = ""
    city: str = ""
    country: str = "BE"
    email: str = ""
    awning: Awning = enum_field(Awning.TYRIAN)
    initials: str = ""
    since_year: int | None = None
    status: StoreStatus = enum_field(StoreStatus.PENDING, index=True)
    status_reason: str = ""
    currency: str = "EUR"
    handling_days: int = 1
    return_days: int = 30
    shipping_policy: str = ""
    return_policy: str = ""
    holiday_from: date | None = None
    holiday_until: date | None = None
    holiday_note: str = ""
    rating_sum: int = 0
    rating_count: int = 0
    legal_name: str = ""
    legal_address: str = ""
    tax_id: str = ""
    tax_by_platform: bool = False
    """Whether the platform, not the store, owes the tax of its sales to the state (F053)."""
    selling_restricted: bool = False
    """It owes the platform and cannot take orders until that is settled (F100)."""
    min_order_minor: int = 0
    """It takes orders of goods for at least so much, in its own currency (F042)."""
    cash_on_delivery: bool = False
    """Whether its shoppers may pay at the door, where the platform allows it (F074)."""
    allocation: AllocationRule = enum_field(AllocationRule.ORDER)
    """Which place an order's units are taken from first (F089)."""
    created_at: datetime = now_field()
    updated_at: datetime = now_field()


class StoreSlugHistory(Base, table=True):
    """A slug a store once had: its address answers 301."""

    __tablename__ = "store_slug_history"

    slug: str = Field(primary_key=True)
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE", index=True)
    created_at: datetime = now_field()


class StoreMember(Base, table=True):
    """A person's part in a store. Only one role each."""

    __tablename__ = "store_member"
    __table_args__ = (UniqueConstraint("store_id", "user_id"), one_of("role", StoreRole))

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE", index=True)
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", index=True)
    role: StoreRole = enum_field()
    created_at: datetime = now_field()


class StoreInvitation(Base, table=True):
    """An invitation to a store's team, or by an operator to open a store."""

    __tablename__ = "store_invitation"
    __table_args__ = (UniqueConstraint("token_hash"), one_of("role", StoreRole))

    id: UUID = id_field()
    store_id: UUID | None = Field(default=None, foreign_key="store.id", ondelete="CASCADE", index=True)
    email: str
    role: StoreRole = enum_field(StoreRole.STAFF)
    token_hash: str
    invited_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    created_at: datetime = now_field()
    expires_at: datetime = time_field(nullable=False)
    accepted_at: datetime | None = time_field()


class StoreDocument(Base, table=True):
    """A private file that proves who a store is."""

    __tablename__ = "store_document"

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE", index=True)
    kind: str
    storage_key: str
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    expires_at: datetime | None = time_field()
    decided_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    decided_at: datetime | None = time_field()
    accepted: bool | None = None
    created_at: datetime = now_field()


class ShippingMethod(Base, table=True):
    """A way a store sends parcels, to some countries, for a price."""

    __tablename__ = "shipping_method"
    __table_args__ = (
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        CheckConstraint("free_over_minor IS NULL OR free_over_minor > 0", name="free_over_positive"),
        CheckConstraint("min_days >= 0 AND max_days >= min_days AND max_days <= 90", name="days_ordered"),
        currency_check(),
        one_of("rate", ShippingRate),
        UniqueConstraint("store_id", "name"),
        Index("ix_shipping_method_live", "store_id", "position", postgresql_where=text("active")),
    )

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE", index=True)
    name: str
    carrier: str = ""
    rate: ShippingRate = enum_field(ShippingRate.FLAT)
    price_minor: int
    free_over_minor: int | None = None
    currency: str = "EUR"
    countries: list[str] = Field(default_factory=list, sa_type=JSONB)
    """ISO codes; empty means everywhere."""
    weight_table: list[Any] = Field(default_factory=list, sa_type=JSONB)
    """Pairs of grams up to and price in minor units, for the rate `weight`."""
    price_table: list[Any] = Field(default_factory=list, sa_type=JSONB)
    """Pairs of goods worth up to and price, both in minor units, for the rate `price`."""
    min_days: int = 1
    max_days: int = 3
    position: int = 0
    active: bool = True
