"""What is sold: products, their options and variants, categories, collections, attributes and pictures."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    ForeignKeyConstraint,
    Index,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, TSVECTOR, ExcludeConstraint, Range
from sqlmodel import Field

from models.base import Base, currency_check, enum_field, id_field, now_field, one_of, time_field
from models.enums import AttributeKind, CollectionKind, MediaKind, ProductStatus, TaxClass
from models.stores import SLUG

PRICE_MAX = 10_000_000_00
"""Ten million in a two-digit currency: beyond it a price is a typing error."""


class Category(Base, table=True):
    """A node of the category tree."""

    __tablename__ = "category"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint(SLUG, name="slug_shape"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        Index("ix_category_tree", "parent_id", "position"),
    )

    id: UUID = id_field()
    parent_id: UUID | None = Field(default=None, foreign_key="category.id", ondelete="RESTRICT")
    slug: str
    name: str
    description: str = ""
    position: int = 0
    image_id: UUID | None = Field(default=None, foreign_key="media.id", ondelete="SET NULL", index=True)


class Media(Base, table=True):
    """A stored file and its smaller versions. `variants` maps width in pixels to storage key."""

    __tablename__ = "media"
    __table_args__ = (
        UniqueConstraint("storage_key"),
        CheckConstraint("width >= 0 AND height >= 0 AND bytes >= 0", name="sizes_not_negative"),
        one_of("kind", MediaKind),
        Index("ix_media_to_refine", "id", postgresql_where=text("refined_at IS NULL AND kind = 'image'")),
    )

    id: UUID = id_field()
    store_id: UUID | None = Field(default=None, foreign_key="store.id", ondelete="CASCADE", index=True)
    kind: MediaKind = enum_field(MediaKind.IMAGE)
    storage_key: str
    content_type: str
    width: int = 0
    height: int = 0
    bytes: int = 0
    alt: str = ""
    variants: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    blur: str = ""
    """The picture a few pixels wide, WebP in base64: its place shows this until it has come."""
    refined_at: datetime | None = time_field()
    """When its AVIF versions and its blur were made, or were found not to be possible."""
    created_at: datetime = now_field()


class Product(Base, table=True):
    """Something a store sells. Figures that lists need are kept beside it by the services that change them."""

    __tablename__ = "product"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint(SLUG, name="slug_shape"),
        CheckConstraint("length(name) BETWEEN 1 AND 200", name="name_length"),
        CheckConstraint("rating_count >= 0 AND rating_sum >= 0 AND sold_count >= 0", name="counters_not_negative"),
        CheckConstraint("status <> 'active' OR published_at IS NOT NULL", name="active_is_published"),
        CheckConstraint("max_per_order BETWEEN 1 AND 999", name="max_per_order_bounded"),
        CheckConstraint("download_limit BETWEEN 1 AND 999", name="download_limit_bounded"),
        CheckConstraint("download_days BETWEEN 1 AND 3650", name="download_days_bounded"),
        CheckConstraint(
            "min_per_order BETWEEN 1 AND max_per_order AND quantity_step BETWEEN 1 AND 999", name="order_limits_meet"
        ),
        currency_check(),
        one_of("status", ProductStatus),
        one_of("tax_class", TaxClass),
        Index("ix_product_search", "search", postgresql_using="gin"),
        Index("ix_product_name_trgm", "name", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}),
        Index("ix_product_newest", "published_at", "id", postgresql_where=text("status = 'active'")),
        Index("ix_product_selling", "sold_count", "id", postgresql_where=text("status = 'active'")),
        Index("ix_product_price", "min_price_minor", "id", postgresql_where=text("status = 'active'")),
        Index("ix_product_store", "store_id", "status", "published_at"),
        Index("ix_product_category", "category_id", "status", "published_at"),
    )

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="RESTRICT")
    category_id: UUID | None = Field(default=None, foreign_key="category.id", ondelete="SET NULL")
    slug: str
    name: str
    summary: str = ""
    description: str = ""
    specs: list[Any] = Field(default_factory=list, sa_type=JSONB)
    """Pairs of name and value, in order."""
    tags: list[str] = Field(default_factory=list, sa_type=JSONB)
    status: ProductStatus = enum_field(ProductStatus.DRAFT)
    tax_class: TaxClass = enum_field(TaxClass.STANDARD)
    currency: str = "EUR"
    is_digital: bool = False
    """It is sent as files: fetched after payment, not delivered (F026)."""
    download_limit: int = 10
    """How often each of its files may be fetched, and for how many days after it was bought."""
    download_days: int = 365
    max_per_order: int = 99
    min_per_order: int = 1
    quantity_step: int = 1
    """It is sold in packs of so many: 6 means 6, 12, 18 (F042)."""
    personalisation: list[Any] = Field(default_factory=list, sa_type=JSONB)
    """What its buyer may or must say about it, as fields (F028)."""
    min_price_minor: int = 0
    max_price_minor: int = 0
    compare_at_minor: int | None = None
    priced_at: datetime = now_field()
    """When the three prices above were worked out; scheduled sales begin and end meanwhile (F051)."""
    available_total: int = 0
    rating_sum: int = 0
    rating_count: int = 0
    sold_count: int = 0
    cover_id: UUID | None = Field(default=None, foreign_key="media.id", ondelete="SET NULL", index=True)
    published_at: datetime | None = time_field()
    publish_at: datetime | None = time_field()
    created_at: datetime = now_field()
    updated_at: datetime = now_field()
    search: str | None = Field(
        default=None,
        sa_column=Column(
            TSVECTOR,
            Computed(
                "setweight(to_tsvector('english', coalesce(name, '')), 'A') || "
                "setweight(to_tsvector('english', coalesce(summary, '')), 'B') || "
                "setweight(to_tsvector('english', coalesce(tags::text, '')), 'B') || "
                "setweight(to_tsvector('english', coalesce(description, '')), 'D')",
                persisted=True,
            ),
        ),
    )


class ProductSlugHistory(Base, table=True):
    """A slug a product once had: its address answers 301 (F134)."""

    __tablename__ = "product_slug_history"

    slug: str = Field(primary_key=True)
    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE", index=True)
    created_at: datetime = now_field()


class ProductOption(Base, table=True):
    """A choice such as colour or size."""

    __tablename__ = "product_option"
    __table_args__ = (UniqueConstraint("product_id", "name"), UniqueConstraint("id", "product_id"))

    id: UUID = id_field()
    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE", index=True)
    name: str
    position: int = 0


class OptionValue(Base, table=True):
    """One value of a choice, perhaps with a swatch picture."""

    __tablename__ = "option_value"
    __table_args__ = (UniqueConstraint("option_id", "name"), UniqueConstraint("id", "option_id"))

    id: UUID = id_field()
    option_id: UUID = Field(foreign_key="product_option.id", ondelete="CASCADE", index=True)
    name: str
    position: int = 0
    swatch_id: UUID | None = Field(default=None, foreign_key="media.id", ondelete="SET NULL", index=True)


class ProductVariant(Base, table=True):
    """What is really bought: one combination of option values, with a SKU and a price."""

    __tablename__ = "product_variant"
    __table_args__ = (
        UniqueConstraint("store_id", "sku"),  # F020: unique per store, not globally
        UniqueConstraint("id", "product_id"),
        CheckConstraint(f"price_minor BETWEEN 0 AND {PRICE_MAX}", name="price_bounded"),
        CheckConstraint("compare_at_minor IS NULL OR compare_at_minor > price_minor", name="compare_at_above_price"),
        CheckConstraint("weight_grams >= 0", name="weight_not_negative"),
        CheckConstraint("length(sku) BETWEEN 1 AND 64", name="sku_length"),
        currency_check(),
        Index("ix_product_variant_product", "product_id", "position"),
        # numbers are searched for as they are typed, in any letters
        Index("ix_product_variant_sku_typed", text("lower(sku)")),
        Index("ix_product_variant_barcode", "barcode", postgresql_where=text("barcode <> ''")),
    )

    id: UUID = id_field()
    product_id: UUID = Field(foreign_key="product.id", ondelete="RESTRICT")
    store_id: UUID = Field(foreign_key="store.id", ondelete="RESTRICT")
    sku: str
    barcode: str = ""
    title: str = ""
    position: int = 0
    price_minor: int
    compare_at_minor: int | None = None
    """What the shop says it cost before. Shoppers see the lowest of the thirty days before `reduced_since` (F051)."""
    reduced_since: datetime | None = time_field()
    currency: str = "EUR"
    weight_grams: int = 0
    active: bool = True
    image_id: UUID | None = Field(default=None, foreign_key="media.id", ondelete="SET NULL", index=True)
    created_at: datetime = now_field()
    updated_at: datetime = now_field()


class VariantOption(Base, table=True):
    """A variant's value for an option: exactly one per option."""

    __tablename__ = "variant_option"
    __table_args__ = (
        ForeignKeyConstraint(
            ["value_id", "option_id"], ["option_value.id", "option_value.option_id"], ondelete="RESTRICT"
        ),
        Index("ix_variant_option_value", "value_id"),
    )

    variant_id: UUID = Field(foreign_key="product_variant.id", ondelete="CASCADE", primary_key=True)
    option_id: UUID = Field(foreign_key="product_option.id", ondelete="RESTRICT", primary_key=True, index=True)
    value_id: UUID


class ProductMedia(Base, table=True):
    """A picture in a product's gallery."""

    __tablename__ = "product_media"
    __table_args__ = (Index("ix_product_media_order", "product_id", "position"),)

    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE", primary_key=True)
    media_id: UUID = Field(foreign_key="media.id", ondelete="CASCADE", primary_key=True, index=True)
    position: int = 0


class SalePrice(Base, table=True):
    """A scheduled price. Two for one variant never overlap."""

    __tablename__ = "sale_price"
    __table_args__ = (
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        CheckConstraint("NOT isempty(period)", name="period_not_empty"),
        currency_check(),
        ExcludeConstraint(("variant_id", "="), ("currency", "="), ("period", "&&"), using="gist", name="no_overlap"),
    )

    id: UUID = id_field()
    variant_id: UUID = Field(foreign_key="product_variant.id", ondelete="CASCADE", index=True)
    price_minor: int
    currency: str = "EUR"
    period: Range[datetime] = Field(sa_column=Column(TSTZRANGE, nullable=False))


class PriceHistory(Base, table=True):
    """Every price a variant has had, for the lowest of the last 30 days (F051)."""

    __tablename__ = "price_history"
    __table_args__ = (
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        currency_check(),
        Index("ix_price_history_recent", "variant_id", "since"),
    )

    id: UUID = id_field()
    variant_id: UUID = Field(foreign_key="product_variant.id", ondelete="CASCADE")
    price_minor: int
    currency: str = "EUR"
    since: datetime = now_field()


class WishFile(Base, table=True):
    """A picture that a buyer handed in for a thing made for them. Whoever knows its secret sees it (F028)."""

    __tablename__ = "wish_file"
    __table_args__ = (
        UniqueConstraint("secret"),
        CheckConstraint("size_bytes > 0", name="size_positive"),
        Index("ix_wish_file_created_at", "created_at"),
    )

    id: UUID = id_field()
    secret: str
    product_id: UUID | None = Field(default=None, foreign_key="product.id", ondelete="SET NULL", index=True)
    storage_key: str
    size_bytes: int
    created_at: datetime = now_field()


class BundlePart(Base, table=True):
    """A variant that is made of others shares their stock (F027)."""

    __tablename__ = "bundle_part"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 1 AND 999", name="quantity_bounded"),
        CheckConstraint("bundle_id <> part_id", name="not_part_of_itself"),
    )

    bundle_id: UUID = Field(foreign_key="product_variant.id", ondelete="CASCADE", primary_key=True)
    part_id: UUID = Field(foreign_key="product_variant.id", ondelete="RESTRICT", primary_key=True, index=True)
    quantity: int = 1


class Collection(Base, table=True):
    """Products put together by hand or by a rule."""

    __tablename__ = "collection"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint(SLUG, name="slug_shape"),
        CheckConstraint("product_count >= 0", name="count_not_negative"),
        one_of("kind", CollectionKind),
        Index("ix_collection_directory", "position", "id", postgresql_where=text("published_at IS NOT NULL")),
    )

    id: UUID = id_field()
    store_id: UUID | None = Field(default=None, foreign_key="store.id", ondelete="CASCADE", index=True)
    slug: str
    name: str
    description: str = ""
    kind: CollectionKind = enum_field(CollectionKind.MANUAL)
    rule: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    image_id: UUID | None = Field(default=None, foreign_key="media.id", ondelete="SET NULL", index=True)
    """Its picture; without one it is shown by the pictures of its products."""
    position: int = 0
    """Its place in the directory."""
    product_count: int = 0
    """Products in it that shoppers may see, kept by what fills it: lists never count (F021)."""
    published_at: datetime | None = time_field()
    created_at: datetime = now_field()
    updated_at: datetime = now_field()


class CollectionProduct(Base, table=True):
    """A product in a collection."""

    __tablename__ = "collection_product"
    __table_args__ = (Index("ix_collection_product_order", "collection_id", "position", "product_id"),)

    collection_id: UUID = Field(foreign_key="collection.id", ondelete="CASCADE", primary_key=True)
    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE", primary_key=True, index=True)
    position: int = 0


class AttributeDefinition(Base, table=True):
    """A typed fact about the products of a category and of all below it; without a category, of all products (F022)."""

    __tablename__ = "attribute_definition"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("code ~ '^[a-z][a-z0-9_]{0,39}$'", name="code_shape"),
        CheckConstraint("length(name) BETWEEN 1 AND 60", name="name_length"),
        CheckConstraint("kind = 'number' OR unit = ''", name="only_numbers_have_units"),
        CheckConstraint("(kind = 'choice') = (jsonb_array_length(choices) > 0)", name="choices_of_a_choice"),
        CheckConstraint("NOT filterable OR kind IN ('number', 'boolean', 'choice')", name="filterable_kind"),
        CheckConstraint("NOT variant_making OR (kind = 'choice' AND NOT filterable)", name="variant_making_kind"),
        one_of("kind", AttributeKind),
    )

    id: UUID = id_field()
    category_id: UUID | None = Field(default=None, foreign_key="category.id", ondelete="CASCADE", index=True)
    code: str
    """Its name in addresses; it never changes."""
    name: str
    kind: AttributeKind = enum_field(AttributeKind.TEXT)
    choices: list[str] = Field(default_factory=list, sa_type=JSONB)
    unit: str = ""
    filterable: bool = False
    required: bool = False
    variant_making: bool = False
    """Products with an option of its name are not asked for it: their variants say it, and options are filters."""
    position: int = 0


class ProductAttribute(Base, table=True):
    """A product's value for an attribute; a choice may have several, one a row.

    Numbers are decimal text without needless zeros, truths `true` or `false`, days as in ISO 8601.
    """

    __tablename__ = "product_attribute"
    __table_args__ = (
        CheckConstraint("length(value) BETWEEN 1 AND 200", name="value_length"),
        Index("ix_product_attribute_value", "attribute_id", "value"),
    )

    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE", primary_key=True)
    attribute_id: UUID = Field(foreign_key="attribute_definition.id", ondelete="CASCADE", primary_key=True)
    value: str = Field(primary_key=True)
    number: Decimal | None = Field(
        default=None,
        sa_column=Column(
            Numeric, Computed("CASE WHEN value ~ '^-?[0-9]+([.][0-9]+)?$' THEN value::numeric END", persisted=True)
        ),
    )
    """The value as a number where it is one, for ranges."""


class StockAlert(Base, table=True):
    """Somebody wants to hear when a variant is back (F091)."""

    __tablename__ = "stock_alert"
    __table_args__ = (
        UniqueConstraint("variant_id", "email"),
        UniqueConstraint("token"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        Index("ix_stock_alert_waiting", "variant_id", postgresql_where=text("sent_at IS NULL")),
    )

    id: UUID = id_field()
    variant_id: UUID = Field(foreign_key="product_variant.id", ondelete="CASCADE", index=True)
    email: str
    token: str
    """In the links of its letters: whoever has one may confirm or stop it."""
    locale: str = "en_GB"
    created_at: datetime = now_field()
    confirmed_at: datetime | None = time_field()
    sent_at: datetime | None = time_field()


def full_name(product_name: str, variant_title: str) -> str:
    """`Oat mug, Large`; the product's name alone where there is one variant."""
    return f"{product_name}, {variant_title}" if variant_title else product_name
