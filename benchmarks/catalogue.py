"""Ten thousand products that look like goods: twenty stores, ten categories, words that searches share."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from models.catalogue import AttributeDefinition, Category, Product, ProductAttribute, ProductVariant
from models.enums import AttributeKind, ProductStatus, StoreStatus
from models.inventory import Location, StockLevel
from models.stores import ShippingMethod, Store

STORES = 20
CATEGORIES = ("Bowls", "Plates", "Cups", "Lamps", "Chairs", "Tables", "Rugs", "Cushions", "Prints", "Toys")
ADJECTIVES = ("round", "small", "deep", "plain", "striped", "dotted", "smoked", "glazed", "woven", "carved", "soft")
MATERIALS = ("clay", "oak", "linen", "wool", "glass", "brass", "paper", "cork", "stone", "ash", "silk", "copper")
BATCH = 1000


@dataclass(frozen=True)
class Goods:
    """What the load scripts ask for."""

    slugs: list[str]
    categories: list[str]
    variants: list[UUID]


def fill(session: Session, *, products: int, stock: int = 1_000_000) -> None:
    """Make products up to this number; does nothing when they are there."""
    have = session.exec(select(func.count()).select_from(Product)).one()
    if have >= products:
        return
    dice = random.Random(7)
    stores = [_store(session, number) for number in range(STORES)]
    categories = [Category(slug=name.lower(), name=name, position=place) for place, name in enumerate(CATEGORIES)]
    session.add_all(categories)
    session.flush()
    for start in range(have, products, BATCH):
        _batch(session, dice, range(start, min(start + BATCH, products)), stores, categories, stock)
    _say(session)
    session.commit()


def _say(session: Session) -> None:
    """One or two materials, a weight, and yes or no of each made product; the demo's say what they say."""
    material = AttributeDefinition(
        code="made_of", name="Made of", kind=AttributeKind.CHOICE, choices=list(MATERIALS), filterable=True
    )
    weight = AttributeDefinition(
        code="made_weight", name="Weight", kind=AttributeKind.NUMBER, unit="g", filterable=True
    )
    handmade = AttributeDefinition(
        code="made_by_hand", name="Made by hand", kind=AttributeKind.BOOLEAN, filterable=True
    )
    session.add_all([material, weight, handmade])
    session.flush()
    dice = random.Random(13)
    made = select(Product.id).join(Store, col(Store.id) == col(Product.store_id))
    ids = session.exec(made.where(col(Store.slug).startswith("bench-store-")).order_by(col(Product.id))).all()
    said: list[ProductAttribute] = []
    for product_id in ids:
        chosen = dice.sample(MATERIALS, dice.choice((1, 1, 2)))
        said += [ProductAttribute(product_id=product_id, attribute_id=material.id, value=value) for value in chosen]
        grams, truth = str(dice.randrange(20, 9000)), dice.choice(("true", "false"))
        said.append(ProductAttribute(product_id=product_id, attribute_id=weight.id, value=grams))
        said.append(ProductAttribute(product_id=product_id, attribute_id=handmade.id, value=truth))
    session.add_all(said)
    session.flush()


def _store(session: Session, number: int) -> tuple[Store, Location]:
    store = Store(
        slug=f"bench-store-{number}", name=f"Bench store {number}", email=f"store{number}@example.com",
        status=StoreStatus.APPROVED,
    )  # fmt: skip
    session.add(store)
    session.flush()
    location = Location(store_id=store.id, name="Workshop")
    session.add_all([location, ShippingMethod(store_id=store.id, name="Post", carrier="Post", price_minor=495)])
    session.flush()
    return store, location


def _batch(
    session: Session, dice: random.Random, numbers: range, stores: list[tuple[Store, Location]],
    categories: list[Category], stock: int,
) -> None:  # fmt: skip
    made = []
    for number in numbers:
        store, location = stores[number % len(stores)]
        category = categories[number % len(categories)]
        price = dice.randrange(500, 30_000)
        words = f"{dice.choice(ADJECTIVES)} {dice.choice(MATERIALS)} {category.name.lower()[:-1]}"
        product = Product(
            store_id=store.id, category_id=category.id, slug=f"bench-{number}", name=f"{words.capitalize()} {number}",
            summary=f"A {words}.", description=f"A {words}, made to be used every day. " * 8, tags=words.split(),
            status=ProductStatus.ACTIVE, min_price_minor=price, max_price_minor=price, available_total=stock,
            published_at=datetime.now(UTC) - timedelta(minutes=number),
        )  # fmt: skip
        made.append((product, store, location, price, number))
    session.add_all(product for product, *_ in made)
    session.flush()
    variants = [
        (ProductVariant(product_id=product.id, store_id=store.id, sku=f"B{number}", price_minor=price), location)
        for product, store, location, price, number in made
    ]
    session.add_all(variant for variant, _ in variants)
    session.flush()
    session.add_all(
        StockLevel(variant_id=variant.id, location_id=location.id, on_hand=stock) for variant, location in variants
    )
    session.flush()


def goods(session: Session) -> Goods:
    """What there is to load."""
    slugs = session.exec(select(Product.slug).where(col(Product.slug).startswith("bench-"))).all()
    variants = session.exec(select(ProductVariant.id).where(col(ProductVariant.sku).startswith("B"))).all()
    return Goods(list(slugs), [name.lower() for name in CATEGORIES], list(variants))
