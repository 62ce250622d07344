"""A set of things that are sold singly too, and a thing that is sold before it is there (F027, F029)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from emporium.demo.pictures import manifest
from emporium.demo.shops import Street
from emporium.demo.world import World
from emporium.services import catalogue, inventory
from emporium.services.auth import SYSTEM
from emporium.services.catalogue import NewVariant
from models.catalogue import Product, ProductMedia, ProductVariant
from models.enums import ProductStatus
from models.inventory import Location

POTTERY = "Clay & Kin"
AHEAD_UNITS, AHEAD_DAYS = 24, 18


def make_more_goods(session: Session, world: World, street: Street) -> None:
    """The breakfast set, whose stock is that of its parts; and the bowls of the next firing."""
    world.at(world.ago(days=3))
    parts = {_sku(session, street, "mug"): 2, _sku(session, street, "bowl"): 2}
    breakfast = make_product(
        session, world, street, store=POTTERY, picture="mug", sku="CK-BREAKFAST", price=16_400, weight=2400,
        name="Breakfast for two",
        summary="Two mugs and two bowls, wrapped together.",
        description="The set of our own kitchen table: two mugs and two bowls in one box, a little cheaper together.",
    )  # fmt: skip
    inventory.set_bundle(
        session, actor=street.owners[POTTERY], store_id=street.stores[POTTERY], variant_id=breakfast, parts=parts
    )
    firing = make_product(
        session, world, street, store=POTTERY, picture="bowl", sku="CK-FIRING-BOWL", price=4200, weight=900,
        name="Bowl of the next firing",
        summary="Thrown already, glazed next week, sent when the kiln is opened.",
        description="We fire once a month. These bowls are thrown and wait for their glaze; order one and it is yours.",
    )  # fmt: skip
    place = session.exec(select(Location.id).where(Location.store_id == street.stores[POTTERY])).one()
    inventory.open_stock(session, variant_id=firing, location_id=place, on_hand=0)
    inventory.set_backorders(
        session, actor=street.owners[POTTERY], store_id=street.stores[POTTERY], variant_id=firing, location_id=place,
        limit=AHEAD_UNITS, due=_later_than_now(world),
    )  # fmt: skip


def _later_than_now(world: World) -> date:
    """Buyers are told a day that is still to come, also in a demo of an earlier day."""
    return max(world.now, datetime.now(UTC)).date() + timedelta(days=AHEAD_DAYS)


def _sku(session: Session, street: Street, key: str) -> str:
    """The first variant of a product of the pottery."""
    variant_id = next(variant for (one, _title), variant in street.variants.items() if one == key)
    return session.get_one(ProductVariant, variant_id).sku


def make_product(
    session: Session, world: World, street: Street, *, store: str, picture: str, sku: str, price: int, weight: int,
    name: str, summary: str, description: str,
) -> UUID:  # fmt: skip
    """A product with one variant, shown by a picture that is there already."""
    like = next(variant for (one, _title), variant in street.variants.items() if one == picture)
    found = session.get_one(Product, session.get_one(ProductVariant, like).product_id)
    shown = street.media[next(iter(manifest()[store, picture].values()))[0]]
    product = catalogue.create_product(
        session, actor=SYSTEM, store_id=street.stores[store], name=name, summary=summary, description=description,
        category_id=found.category_id, status=ProductStatus.ACTIVE,
        variants=[NewVariant(sku=sku, price_minor=price, weight_grams=weight, image_id=shown)],
    )  # fmt: skip
    product.published_at, product.cover_id = world.moment, shown
    session.add_all([product, ProductMedia(product_id=product.id, media_id=shown, position=0)])
    session.flush()
    return session.exec(select(ProductVariant.id).where(ProductVariant.product_id == product.id)).one()
