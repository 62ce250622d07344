"""Other prices than the shelf's: a sale that runs, one that is planned, many units for less, and what a buyer says."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from emporium.demo.content.people import SHOPPER_EMAIL
from emporium.demo.shops import Street
from emporium.demo.world import World
from emporium.money import share
from emporium.services import catalogue, pricing
from emporium.services.auth import SYSTEM
from emporium.services.catalogue import WishChoice, WishField, WishKind
from emporium.services.pricing import ListPrice
from models.catalogue import ProductVariant

ON_SALE, SOON, MANY, MADE = "cushion", "board", "tea-tin", "notebook"
WISHES = (
    WishField("Initials on the cover", longest=3, extra_minor=400),
    WishField(
        "Foil", WishKind.CHOICE, choices=[WishChoice("Blind"), WishChoice("Silver", 100), WishChoice("Gold", 150)]
    ),
)


def make_prices(session: Session, world: World, street: Street) -> None:
    """Each by the service that a store's own page calls."""
    world.at(world.ago(days=2))
    for variant in _variants(session, street, ON_SALE):
        _sale(session, variant, world, off_bp=2000, begins=world.moment, lasts=9)
    for variant in _variants(session, street, SOON):
        _sale(session, variant, world, off_bp=1500, begins=world.now + timedelta(days=5), lasts=7)
    _lists(session, _variants(session, street, MANY))
    (made, *_rest) = _variants(session, street, MADE)
    catalogue.set_wish_fields(
        session, actor=SYSTEM, store_id=made.store_id, product_id=made.product_id, fields=WISHES
    )  # fmt: skip


def _variants(session: Session, street: Street, key: str) -> list[ProductVariant]:
    ids = [variant_id for (name, _title), variant_id in street.variants.items() if name == key]
    return [session.get_one(ProductVariant, variant_id) for variant_id in ids]


def _sale(
    session: Session, variant: ProductVariant, world: World, *, off_bp: int, begins: datetime, lasts: int
) -> None:
    catalogue.plan_sale(
        session, actor=SYSTEM, store_id=variant.store_id, variant_id=variant.id, now=world.moment, starts_at=begins,
        price_minor=share(variant.price_minor, 10_000 - off_bp, 1_000_000) * 100,
        ends_at=begins + timedelta(days=lasts),
    )  # fmt: skip


def _lists(session: Session, variants: list[ProductVariant]) -> None:
    """Six tins cost less each, twelve still less; a café in the store's group pays a price of its own."""
    store_id: UUID = variants[0].store_id
    group = pricing.create_group(session, actor=SYSTEM, store_id=store_id, name="Cafés")
    pricing.add_member(session, actor=SYSTEM, store_id=store_id, group_id=group.id, email=SHOPPER_EMAIL)
    many = pricing.create_price_list(session, actor=SYSTEM, store_id=store_id, name="By the box", currency="EUR")
    cafes = pricing.create_price_list(
        session, actor=SYSTEM, store_id=store_id, name="Wholesale", currency="EUR", group_id=group.id
    )
    for made, steps in ((many, ((6, 1000), (12, 1800))), (cafes, ((1, 2500),))):
        pricing.set_list_prices(
            session, actor=SYSTEM, store_id=store_id, list_id=made.id,
            prices=[
                ListPrice(one.sku, units, share(one.price_minor, 10_000 - off_bp, 10_000))
                for one in variants
                for units, off_bp in steps
            ],
        )  # fmt: skip
