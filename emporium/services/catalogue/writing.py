"""Making and changing products. Every function is for one store and says so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.events import ProductChanged
from emporium.services.pricing import refresh_prices
from models.carts import MAX_QUANTITY
from models.catalogue import (
    PRICE_MAX,
    OptionValue,
    PriceHistory,
    Product,
    ProductOption,
    ProductSlugHistory,
    ProductVariant,
    VariantOption,
)
from models.enums import ProductStatus, TaxClass


@dataclass(frozen=True, slots=True)
class NewVariant:
    """A variant to make: `values` names a value for each option."""

    sku: str
    price_minor: int
    values: Mapping[str, str] = field(default_factory=dict)
    compare_at_minor: int | None = None
    weight_grams: int = 0
    image_id: UUID | None = None


def slugify(name: str) -> str:
    """`Crème & sugar` -> `creme-sugar`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:72].rstrip("-") or "product"


def _free_slug(session: Session, wanted: str) -> str:
    taken = set(session.exec(select(Product.slug).where(col(Product.slug).like(f"{wanted}%"))).all())
    taken |= set(session.exec(select(ProductSlugHistory.slug).where(col(ProductSlugHistory.slug).like(f"{wanted}%"))))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _check_price(price_minor: int, field_name: str = "price") -> None:
    if isinstance(price_minor, bool) or not isinstance(price_minor, int) or not 0 <= price_minor <= PRICE_MAX:
        raise Invalid(field_name, _("Give a price of zero or more, in the currency's smallest unit."))


def _own(session: Session, *, store_id: UUID, product_id: UUID) -> Product:
    product = session.exec(
        select(Product).where(Product.id == product_id, Product.store_id == store_id).with_for_update()
    ).first()
    if product is None:
        raise NotFound(_("There is no such product in this store."))
    return product


def create_product(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    name: str,
    variants: Sequence[NewVariant],
    options: Mapping[str, Sequence[str]] | None = None,
    summary: str = "",
    description: str = "",
    specs: Sequence[tuple[str, str]] = (),
    tags: Sequence[str] = (),
    category_id: UUID | None = None,
    tax_class: TaxClass = TaxClass.STANDARD,
    currency: str = "EUR",
    slug: str | None = None,
    status: ProductStatus = ProductStatus.DRAFT,
    product_id: UUID | None = None,
) -> Product:
    """A product with its options and variants, in one go. Raises Invalid, Conflict for a SKU the store has."""
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    if not name.strip() or len(name) > 200:
        raise Invalid("name", _("Give the product a name of at most 200 characters."))
    if not variants:
        raise Invalid("variants", _("A product needs at least one variant to be sold."))
    for variant in variants:
        _check_price(variant.price_minor)
    skus = [variant.sku.strip() for variant in variants]
    if len(set(skus)) != len(skus) or not all(skus):
        raise Invalid("sku", _("Every variant needs a SKU of its own."))
    known = session.exec(
        select(ProductVariant.sku).where(ProductVariant.store_id == store_id, col(ProductVariant.sku).in_(skus))
    ).first()
    if known:
        raise Conflict(_("Your store has the SKU {known} already.").format(known=known), field="sku")
    product = Product(
        store_id=store_id,
        name=name.strip(),
        slug=_free_slug(session, slug or slugify(name)),
        summary=summary,
        description=description,
        specs=[list(pair) for pair in specs],
        tags=list(tags),
        category_id=category_id,
        tax_class=tax_class,
        currency=currency,
        status=status,
        published_at=datetime.now(UTC) if status == ProductStatus.ACTIVE else None,
    )
    if product_id is not None:
        product.id = product_id
    session.add(product)
    session.flush()
    values = _make_options(session, product, options or {})
    for position, variant in enumerate(variants):
        _make_variant(session, product, variant, position, values)
    refresh_prices(session, product_id=product.id)
    outbox.record(session, ProductChanged(product_id=product.id, store_id=store_id))
    return product


def _make_options(
    session: Session, product: Product, options: Mapping[str, Sequence[str]]
) -> dict[tuple[str, str], OptionValue]:
    made: dict[tuple[str, str], OptionValue] = {}
    for position, (name, names) in enumerate(options.items()):
        option = ProductOption(product_id=product.id, name=name, position=position)
        session.add(option)
        session.flush()
        for place, value in enumerate(names):
            made[name, value] = OptionValue(option_id=option.id, name=value, position=place)
            session.add(made[name, value])
    session.flush()
    return made


def _make_variant(
    session: Session, product: Product, new: NewVariant, position: int, values: Mapping[tuple[str, str], OptionValue]
) -> None:
    chosen = []
    for name, value in new.values.items():
        if (name, value) not in values:
            raise Invalid("variants", _("{value} is not a value of {name}.").format(value=value, name=name))
        chosen.append(values[name, value])
    variant = ProductVariant(
        product_id=product.id,
        store_id=product.store_id,
        sku=new.sku.strip(),
        title=" / ".join(new.values.values()),
        position=position,
        price_minor=new.price_minor,
        compare_at_minor=new.compare_at_minor,
        reduced_since=datetime.now(UTC) if new.compare_at_minor is not None else None,
        currency=product.currency,
        weight_grams=new.weight_grams,
        image_id=new.image_id,
    )
    session.add(variant)
    session.flush()
    session.add_all(
        VariantOption(variant_id=variant.id, option_id=value.option_id, value_id=value.id) for value in chosen
    )
    session.add(PriceHistory(variant_id=variant.id, price_minor=new.price_minor, currency=product.currency))


def set_price(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    variant_id: UUID,
    price_minor: int,
    compare_at_minor: int | None = None,
) -> None:
    """Change a variant's price and remember the old one's history (F051). Raises Invalid, NotFound."""
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    _check_price(price_minor)
    if compare_at_minor is not None and compare_at_minor <= price_minor:
        raise Invalid("compare_at", _("The former price must be higher than the price."))
    variant = session.exec(
        select(ProductVariant)
        .where(ProductVariant.id == variant_id, ProductVariant.store_id == store_id)
        .with_for_update()
    ).first()
    if variant is None:
        raise NotFound(_("There is no such variant in this store."))
    now, moved = datetime.now(UTC), variant.price_minor != price_minor
    if compare_at_minor is None:
        variant.reduced_since = None
    elif moved or variant.reduced_since is None:
        variant.reduced_since = now
    variant.price_minor, variant.compare_at_minor, variant.updated_at = price_minor, compare_at_minor, now
    session.add(variant)
    if moved:
        session.add(PriceHistory(variant_id=variant.id, price_minor=price_minor, currency=variant.currency, since=now))
    refresh_prices(session, product_id=variant.product_id)
    outbox.record(session, ProductChanged(product_id=variant.product_id, store_id=store_id))


def set_limits(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    product_id: UUID,
    least: int = 1,
    step: int = 1,
    most: int = 99,
) -> None:
    """How many of a product's variant one order may have: from `least` to `most`, in packs of `step` (F042).

    Raises NotFound, Invalid naming the field.
    """
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    for name, number in (("least", least), ("step", step), ("most", most)):
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= MAX_QUANTITY:
            raise Invalid(name, _("Give a whole number from 1 to {max_quantity}.").format(max_quantity=MAX_QUANTITY))
    if -(-least // step) * step > most:
        raise Invalid(
            "most",
            _("In packs of {step} the smallest order is {value}. Allow as many.").format(
                step=step, value=-(-least // step) * step
            ),
        )
    product = _own(session, store_id=store_id, product_id=product_id)
    product.min_per_order, product.quantity_step, product.max_per_order = least, step, most
    session.add(product)
    outbox.record(session, ProductChanged(product_id=product.id, store_id=store_id))


def set_status(session: Session, *, actor: Actor, store_id: UUID, product_id: UUID, status: ProductStatus) -> None:
    """Publish, pause or archive a product. Raises NotFound."""
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    product = _own(session, store_id=store_id, product_id=product_id)
    if status == ProductStatus.ACTIVE and product.published_at is None:
        product.published_at = datetime.now(UTC)
    product.status, product.updated_at = status, datetime.now(UTC)
    session.add(product)
    outbox.record(session, ProductChanged(product_id=product.id, store_id=store_id))


def rename_product(
    session: Session, *, actor: Actor, store_id: UUID, product_id: UUID, name: str, slug: str | None = None
) -> str:
    """Give a product another name and address; the old address answers 301 from now on. Returns the slug."""
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    product = _own(session, store_id=store_id, product_id=product_id)
    wanted = slugify(slug or name)
    product.name = name.strip()[:200] or product.name
    if wanted != product.slug:
        session.add(ProductSlugHistory(slug=product.slug, product_id=product.id))
        session.flush()
        product.slug = _free_slug(session, wanted)
    product.updated_at = datetime.now(UTC)
    session.add(product)
    outbox.record(session, ProductChanged(product_id=product.id, store_id=store_id))
    return product.slug
