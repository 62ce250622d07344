"""Collections of the demo: some chosen by hand, some filled by a rule, one that nobody sees yet (F021)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.demo.shops import Street
from emporium.demo.world import World
from emporium.services.auth import SYSTEM
from emporium.services.catalogue import collections
from emporium.services.catalogue.collections import Condition, ConditionKind, Rule
from models.catalogue import Product, ProductVariant
from models.enums import CollectionKind


@dataclass(frozen=True)
class DemoCollection:
    """Either products, by the content's keys, or a rule. `picture` is the key of the product that shows it."""

    name: str
    words: str
    products: Sequence[str] = ()
    rule: Rule = Rule()
    picture: str = ""
    published: bool = True


_K = ConditionKind
COLLECTIONS = (
    DemoCollection(
        "A slow breakfast",
        "One good mug, something to pour, honey on the spoon. Nobody has to be anywhere before ten.",
        products=("teapot", "mug", "jar", "tea-tin", "board", "coffee-bag", "bowl", "radio"),
        picture="teapot",
    ),
    DemoCollection(
        "Small gifts, well loved",
        "Up to thirty euros each, and liked by nearly everybody who bought one.",
        rule=Rule((Condition(_K.PRICE, high=3000), Condition(_K.RATING, low=44))),
        picture="candle",
    ),
    DemoCollection(
        "Light for long evenings",
        "Lamps, lanterns and candles for the months when it is dark at five.",
        rule=Rule(
            (Condition(_K.CATEGORY, "lighting"), Condition(_K.TAG, "light"), Condition(_K.WORDS, "candle")), True
        ),
        picture="mushroom-lamp",
    ),
    DemoCollection(
        "Out in the cold",
        "For the walk that was going to be short: warm hands, a light, something hot in the bag.",
        products=("backpack", "bottle-steel", "lantern", "camp-mug", "throw", "coffee-bag"),
        picture="lantern",
    ),
    DemoCollection(
        "Made of wood",
        "Ash, oak, beech and walnut, from toys to chairs.",
        rule=Rule((Condition(_K.TAG, "wood"), Condition(_K.ATTRIBUTE, "walnut", "colour")), True),
        picture="chair",
    ),
    DemoCollection(
        "Reduced for now",
        "What costs less than it did in the last thirty days.",
        rule=Rule((Condition(_K.SALE),)),
        picture="vase",
    ),
    DemoCollection(
        "A first flat",
        "What a kitchen and a bed need in the first week.",
        products=("plates", "mug", "throw", "table-lamp"),
        published=False,
    ),
)


def make_collections(session: Session, world: World, street: Street) -> None:
    """Everything that the platform put together, as its operators do it."""
    world.at(world.ago(days=12))
    known = products_of(session, street)
    for demo in COLLECTIONS:
        kind = CollectionKind.MANUAL if demo.products else CollectionKind.RULE
        made = collections.create_collection(session, actor=SYSTEM, name=demo.name, description=demo.words, kind=kind)
        for key in demo.products:
            collections.add_product(session, actor=SYSTEM, collection_id=made.id, product_id=known[key].id)
        if demo.rule.conditions:
            collections.set_rule(session, actor=SYSTEM, collection_id=made.id, rule=demo.rule)
        if demo.published:
            collections.set_published(session, actor=SYSTEM, collection_id=made.id, published=True)
            made.published_at = world.moment
        made.image_id = known[demo.picture].cover_id if demo.picture else None
        made.updated_at = world.moment
        session.add(made)
    session.flush()


def products_of(session: Session, street: Street) -> dict[str, Product]:
    """Products by the content's keys."""
    found = session.exec(
        select(ProductVariant.id, Product)
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(col(ProductVariant.id).in_(list(street.variants.values())))
    ).all()
    by_variant: dict[UUID, Product] = dict(found)
    return {key: by_variant[variant_id] for (key, _title), variant_id in street.variants.items()}
