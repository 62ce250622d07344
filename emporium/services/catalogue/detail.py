"""One product with everything its page shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.catalogue.attributes.reading import Fact, facts_of
from emporium.services.catalogue.categories import CategoryNode, category_by_id
from emporium.services.catalogue.limits import least_units, most_units
from emporium.services.catalogue.pictures import NO_IMAGE, ImageRef, image_of, image_refs
from emporium.services.catalogue.wishes import WishField, wish_fields
from emporium.services.inventory import Line, read_supply
from emporium.services.pricing import prior_prices, read_prices
from models.catalogue import (
    Media,
    OptionValue,
    Product,
    ProductMedia,
    ProductOption,
    ProductSlugHistory,
    ProductVariant,
    VariantOption,
)
from models.enums import ProductStatus, StoreStatus
from models.stores import Store


@dataclass(frozen=True, slots=True)
class ChoiceValue:
    """A value of an option."""

    id: UUID
    name: str
    swatch: ImageRef = NO_IMAGE


@dataclass(frozen=True, slots=True)
class Choice:
    """An option with its values, in order."""

    id: UUID
    name: str
    values: list[ChoiceValue]


@dataclass(frozen=True, slots=True)
class VariantDetail:
    """A variant: its value for each option (option id to value id), units for sale, what one costs in minor units.

    `compare_at_minor` is the prior price, where one may be shown (F051).
    """

    id: UUID
    sku: str
    title: str
    price_minor: int
    compare_at_minor: int | None
    currency: str
    available: int
    weight_grams: int
    image: ImageRef
    values: dict[UUID, UUID] = field(default_factory=dict)
    promised: date | None = None
    """When one ordered now can leave, if none is there at the moment (F029)."""
    price_note: str = ""
    """Why it does not cost what the shelf says, in words."""
    steps: list[tuple[int, int]] = field(default_factory=list)
    """From how many units on one costs less, and what (F052)."""


@dataclass(frozen=True, slots=True)
class ProductDetail:
    """A product's page."""

    id: UUID
    slug: str
    name: str
    summary: str
    description: str
    specs: list[tuple[str, str]]
    facts: list[Fact]
    """What it says of the attributes that its category asks for (F022)."""
    max_per_order: int
    min_per_order: int
    quantity_step: int
    wishes: list[WishField]
    category: CategoryNode | None
    gallery: list[ImageRef]
    choices: list[Choice]
    variants: list[VariantDetail]
    rating_tenths: int
    rating_count: int
    store: Store
    tax_class: str
    is_digital: bool
    download_limit: int
    download_days: int


def resolve_slug(session: Session, *, slug: str) -> str | None:
    """Today's slug for one a product once had, or None (F134: one hop)."""
    return session.exec(
        select(Product.slug)
        .join(ProductSlugHistory, col(ProductSlugHistory.product_id) == col(Product.id))
        .where(ProductSlugHistory.slug == slug)
    ).first()


def product_detail(session: Session, *, slug: str, preview: bool = False, user_id: UUID | None = None) -> ProductDetail:
    """Everything about a product that shoppers may see. Fourteen queries, whatever the number of variants.

    Prices are those of `user_id`, who may be in a store's group (F052).
    Raises NotFound for unknown slugs and for products that are not for sale, unless it is a preview.
    """
    found = session.exec(
        select(Product, Store).join(Store, col(Store.id) == col(Product.store_id)).where(Product.slug == slug)
    ).first()
    if found is None:
        raise NotFound(_("There is no such product."))
    product, store = found
    live = product.status == ProductStatus.ACTIVE and store.status == StoreStatus.APPROVED
    if not live and not preview:
        raise NotFound(_("This product is no longer for sale."))
    gallery = session.exec(
        select(Media)
        .join(ProductMedia, col(ProductMedia.media_id) == col(Media.id))
        .where(ProductMedia.product_id == product.id)
        .order_by(col(ProductMedia.position))
    ).all()
    return ProductDetail(
        id=product.id,
        slug=product.slug,
        name=product.name,
        summary=product.summary,
        description=product.description,
        specs=[(str(name), str(value)) for name, value in product.specs],
        facts=facts_of(session, product_id=product.id, category_id=product.category_id),
        max_per_order=most_units(product, product.max_per_order),
        min_per_order=least_units(product),
        quantity_step=product.quantity_step,
        wishes=wish_fields(product),
        category=category_by_id(session, category_id=product.category_id),
        gallery=[image_of(row) for row in gallery],
        choices=_choices(session, product.id),
        variants=_variants(session, product.id, user_id),
        rating_tenths=round(product.rating_sum * 10 / product.rating_count) if product.rating_count else 0,
        rating_count=product.rating_count,
        store=store,
        tax_class=product.tax_class,
        is_digital=product.is_digital,
        download_limit=product.download_limit,
        download_days=product.download_days,
    )


def _choices(session: Session, product_id: UUID) -> list[Choice]:
    rows = session.exec(
        select(ProductOption, OptionValue)
        .join(OptionValue, col(OptionValue.option_id) == col(ProductOption.id))
        .where(ProductOption.product_id == product_id)
        .order_by(col(ProductOption.position), col(OptionValue.position))
    ).all()
    swatches = image_refs(session, media_ids=[value.swatch_id for _, value in rows])
    choices: dict[UUID, Choice] = {}
    for option, value in rows:
        choice = choices.setdefault(option.id, Choice(option.id, option.name, []))
        swatch = swatches.get(value.swatch_id, NO_IMAGE) if value.swatch_id else NO_IMAGE
        choice.values.append(ChoiceValue(value.id, value.name, swatch))
    return list(choices.values())


def _variants(session: Session, product_id: UUID, user_id: UUID | None) -> list[VariantDetail]:
    rows = session.exec(
        select(ProductVariant)
        .where(ProductVariant.product_id == product_id, col(ProductVariant.active))
        .order_by(col(ProductVariant.position), col(ProductVariant.id))
    ).all()
    ids = [row.id for row in rows]
    values: dict[UUID, dict[UUID, UUID]] = defaultdict(dict)
    for link in session.exec(select(VariantOption).where(col(VariantOption.variant_id).in_(ids))).all():
        values[link.variant_id][link.option_id] = link.value_id
    supply = read_supply(session, variant_ids=ids)
    images = image_refs(session, media_ids=[row.image_id for row in rows])
    book = read_prices(session, variants=rows, currency=rows[0].currency if rows else "EUR", user_id=user_id)
    found = {row.id: book.of(row.id) for row in rows}
    prior = prior_prices(session, variants=rows)
    return [
        VariantDetail(
            id=row.id,
            sku=row.sku,
            title=row.title,
            price_minor=found[row.id].amount_minor,
            compare_at_minor=prior.get(row.id),
            currency=row.currency,
            available=supply.of(row.id),
            weight_grams=row.weight_grams,
            image=images.get(row.image_id, NO_IMAGE) if row.image_id else NO_IMAGE,
            values=values[row.id],
            promised=supply.promises([Line(row.id, row.id, 1)]).get(row.id),
            price_note=found[row.id].note,
            steps=book.steps(row.id),
        )
        for row in rows
    ]
