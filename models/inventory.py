"""Stock: levels per variant and location, every movement, and the holds of checkouts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from models.base import Base, enum_field, id_field, now_field, one_of, time_field
from models.enums import CountStatus, MovementCause, ReservationStatus


class Location(Base, table=True):
    """A place a store ships from."""

    __tablename__ = "location"
    __table_args__ = (
        UniqueConstraint("store_id", "name"),
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="country_iso"),
    )

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="RESTRICT", index=True)
    name: str
    country: str = "BE"
    priority: int = 0
    active: bool = True


class StockLevel(Base, table=True):
    """Units of one variant at one place. Available is derived: on hand − reserved − unavailable (F085)."""

    __tablename__ = "stock_level"
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand_not_negative"),
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("damaged >= 0 AND safety >= 0 AND incoming >= 0", name="states_not_negative"),
        CheckConstraint("backorder_limit >= 0", name="backorder_not_negative"),
        CheckConstraint("reserved <= on_hand + backorder_limit", name="never_oversold"),
        CheckConstraint("on_hand <= 10000000", name="on_hand_bounded"),
        CheckConstraint("backorder_limit = 0 OR backorder_date IS NOT NULL", name="backorders_have_a_date"),
        Index("ix_stock_level_location", "location_id"),
        Index("ix_stock_level_ahead", "variant_id", postgresql_where=text("backorder_limit > 0")),
    )

    variant_id: UUID = Field(foreign_key="product_variant.id", ondelete="RESTRICT", primary_key=True)
    location_id: UUID = Field(foreign_key="location.id", ondelete="RESTRICT", primary_key=True)
    on_hand: int = 0
    reserved: int = 0
    damaged: int = 0
    safety: int = 0
    incoming: int = 0
    backorder_limit: int = 0
    backorder_date: datetime | None = time_field()
    closed: bool = False
    """Its place is not used: nothing is sold from it, what was promised stays promised (F089)."""
    low_stock_at: int = 5
    low_since: datetime | None = time_field()
    """Since when it is low; the store was told then, once (F091)."""
    updated_at: datetime = now_field()


class StockMovement(Base, table=True):
    """A change of stock on hand. Never updated, never deleted (F088); each cause moves a line once (C13)."""

    __tablename__ = "stock_movement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["variant_id", "location_id"], ["stock_level.variant_id", "stock_level.location_id"], ondelete="RESTRICT"
        ),
        CheckConstraint("quantity <> 0", name="quantity_moves"),
        UniqueConstraint("cause", "cause_id", "variant_id", "location_id"),
        one_of("cause", MovementCause),
        Index("ix_stock_movement_level", "variant_id", "location_id", "id"),
    )

    id: UUID = id_field()
    variant_id: UUID
    location_id: UUID
    quantity: int
    cause: MovementCause = enum_field()
    cause_id: str
    note: str = ""
    actor_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    created_at: datetime = now_field()


class Reservation(Base, table=True):
    """Units held for a checkout until a moment, then committed to an order or released (F086)."""

    __tablename__ = "reservation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["variant_id", "location_id"], ["stock_level.variant_id", "stock_level.location_id"], ondelete="RESTRICT"
        ),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("status <> 'held' OR expires_at IS NOT NULL", name="holds_end"),
        one_of("status", ReservationStatus),
        Index(
            "uq_reservation_live",
            "purchase_id",
            "variant_id",
            "location_id",
            unique=True,
            postgresql_where=text("status IN ('held', 'committed')"),
        ),
        Index("ix_reservation_purchase", "purchase_id"),
        Index("ix_reservation_expiry", "expires_at", postgresql_where=text("status = 'held'")),
        Index(
            "ix_reservation_live", "variant_id", "location_id", postgresql_where=text("status IN ('held', 'committed')")
        ),
    )

    id: UUID = id_field()
    purchase_id: UUID = Field(foreign_key="purchase.id", ondelete="RESTRICT")
    variant_id: UUID
    location_id: UUID
    quantity: int
    status: ReservationStatus = enum_field(ReservationStatus.HELD)
    expires_at: datetime | None = time_field()
    created_at: datetime = now_field()
    updated_at: datetime = now_field()


class PurchasePart(Base, table=True):
    """What a bundle was made of when a purchase bought it: changed bundles leave sold ones as they are (F027)."""

    __tablename__ = "purchase_part"
    __table_args__ = (CheckConstraint("quantity BETWEEN 1 AND 999", name="quantity_bounded"),)

    purchase_id: UUID = Field(foreign_key="purchase.id", ondelete="CASCADE", primary_key=True)
    bundle_id: UUID = Field(foreign_key="product_variant.id", ondelete="RESTRICT", primary_key=True, index=True)
    part_id: UUID = Field(foreign_key="product_variant.id", ondelete="RESTRICT", primary_key=True, index=True)
    quantity: int = 1


class StockCount(Base, table=True):
    """A counted list as it was handed in: looked at first, then set row by row (F090)."""

    __tablename__ = "stock_count"
    __table_args__ = (
        one_of("status", CountStatus),
        CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name="done_has_time"),
        Index("ix_stock_count_store", "store_id", "id"),
        Index("ix_stock_count_waiting", "id", postgresql_where=text("status = 'waiting'")),
    )

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE")
    made_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    status: CountStatus = enum_field(CountStatus.DRAFT)
    lines: list[Any] = Field(default_factory=list, sa_type=JSONB)
    """Rows as they were read, each with the number that was on hand then, and later with what came of it."""
    created_at: datetime = now_field()
    done_at: datetime | None = time_field()
