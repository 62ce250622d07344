"""Price lists: other prices for a currency, a group of customers, or many units at once (F052)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from models.base import Base, currency_check, id_field, now_field, time_field
from models.carts import MAX_QUANTITY
from models.catalogue import PRICE_MAX


class CustomerGroup(Base, table=True):
    """People a store sells to at other prices."""

    __tablename__ = "customer_group"
    __table_args__ = (
        UniqueConstraint("store_id", "name"),
        CheckConstraint("length(name) BETWEEN 1 AND 60", name="name_length"),
    )

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE")
    name: str
    created_at: datetime = now_field()


class CustomerGroupMember(Base, table=True):
    """Somebody in a group."""

    __tablename__ = "customer_group_member"

    group_id: UUID = Field(foreign_key="customer_group.id", ondelete="CASCADE", primary_key=True)
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", primary_key=True, index=True)
    created_at: datetime = now_field()


class PriceList(Base, table=True):
    """A store's other prices in one currency; for everybody or for a group, always or for a while."""

    __tablename__ = "price_list"
    __table_args__ = (
        UniqueConstraint("store_id", "name"),
        CheckConstraint("length(name) BETWEEN 1 AND 60", name="name_length"),
        CheckConstraint("ends_at IS NULL OR starts_at IS NULL OR ends_at > starts_at", name="time_goes_on"),
        currency_check(),
    )

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE")
    name: str
    currency: str = "EUR"
    group_id: UUID | None = Field(default=None, foreign_key="customer_group.id", ondelete="CASCADE", index=True)
    starts_at: datetime | None = time_field()
    ends_at: datetime | None = time_field()
    active: bool = True
    created_at: datetime = now_field()


class PriceListPrice(Base, table=True):
    """A variant's price on a list from a number of units on."""

    __tablename__ = "price_list_price"
    __table_args__ = (
        UniqueConstraint("list_id", "variant_id", "min_quantity"),
        CheckConstraint(f"price_minor BETWEEN 0 AND {PRICE_MAX}", name="price_bounded"),
        CheckConstraint(f"min_quantity BETWEEN 1 AND {MAX_QUANTITY}", name="quantity_bounded"),
        Index("ix_price_list_price_variant", "variant_id"),
    )

    id: UUID = id_field()
    list_id: UUID = Field(foreign_key="price_list.id", ondelete="CASCADE")
    variant_id: UUID = Field(foreign_key="product_variant.id", ondelete="CASCADE")
    min_quantity: int = 1
    price_minor: int
