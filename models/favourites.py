"""What shoppers keep: wishlists, stores they follow, searches, and whether they hear of news (F030).

A guest keeps things by the digest of the browser's guest token; signing in brings them into the account.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from models.base import Base, currency_check, id_field, now_field, time_field

ONE_OWNER = "(user_id IS NULL) <> (guest_hash IS NULL)"


class Wishlist(Base, table=True):
    """A list of products. The one without a name is everybody's first: what the heart on a card fills."""

    __tablename__ = "wishlist"
    __table_args__ = (
        CheckConstraint(ONE_OWNER, name="one_owner"),
        UniqueConstraint("user_id", "name"),
        UniqueConstraint("guest_hash", "name"),
        UniqueConstraint("share_token"),
        CheckConstraint("length(name) <= 60", name="name_short"),
    )

    id: UUID = id_field()
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="CASCADE")
    guest_hash: str | None = None
    name: str = ""
    share_token: str | None = None
    """In the link that shows the list to others; none while it is private."""
    created_at: datetime = now_field()


class WishlistItem(Base, table=True):
    """A product on a list, with the price and whether there was any when its owner last heard of it."""

    __tablename__ = "wishlist_item"
    __table_args__ = (currency_check(), Index("ix_wishlist_item_order", "wishlist_id", "created_at"))

    wishlist_id: UUID = Field(foreign_key="wishlist.id", ondelete="CASCADE", primary_key=True)
    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE", primary_key=True, index=True)
    seen_price_minor: int
    currency: str
    seen_available: bool = True
    created_at: datetime = now_field()


class StoreFollow(Base, table=True):
    """Somebody follows a store."""

    __tablename__ = "store_follow"
    __table_args__ = (
        CheckConstraint(ONE_OWNER, name="one_owner"),
        UniqueConstraint("user_id", "store_id"),
        UniqueConstraint("guest_hash", "store_id"),
    )

    id: UUID = id_field()
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="CASCADE")
    guest_hash: str | None = None
    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE", index=True)
    created_at: datetime = now_field()


class SavedSearch(Base, table=True):
    """A list or a search as somebody narrowed it: the address of a page of this shop."""

    __tablename__ = "saved_search"
    __table_args__ = (
        CheckConstraint(ONE_OWNER, name="one_owner"),
        UniqueConstraint("user_id", "path", "query"),
        UniqueConstraint("guest_hash", "path", "query"),
    )

    id: UUID = id_field()
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="CASCADE")
    guest_hash: str | None = None
    title: str
    path: str
    query: str = ""
    wanted: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """What it looks for, so that news of it can be found without its page."""
    created_at: datetime = now_field()


class NewsSetting(Base, table=True):
    """Whether somebody gets the daily letter about what they keep, and up to when they heard."""

    __tablename__ = "news_setting"
    __table_args__ = (
        UniqueConstraint("token"),
        Index("ix_news_setting_due", "told_at", postgresql_where=text("wanted")),
    )

    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", primary_key=True)
    token: str
    """In the links of the letters: whoever has it may stop them."""
    wanted: bool = False
    wanted_at: datetime | None = time_field()
    told_at: datetime = now_field()
