"""What was bought in the last ninety days: worked out before anything is written, so that stock can be opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from emporium.demo.content import PRODUCTS, STORES, DemoProduct, DemoReview, Size
from emporium.demo.content.people import SHOPPER, SHOPPERS, Person

Key = tuple[str, str]
"""Product key and variant title."""


class Story(StrEnum):
    """How far a purchase has come."""

    AWAITING = "awaiting payment"
    DECLINED = "declined once, not paid yet"
    PAID = "paid"
    PARTLY_SHIPPED = "partly shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled by a store"
    GIVEN_UP = "never paid"
    REFUNDED = "sent back and refunded"


@dataclass(frozen=True)
class PlannedVariant:
    """A variant of the content, with everything that follows from its place."""

    title: str
    sku: str
    colour: str
    size: Size
    values: dict[str, str]


@dataclass
class PlannedLine:
    """Units of a variant, and what will be said about them."""

    store: str
    key: Key
    units: int = 1
    review: DemoReview | None = None


@dataclass
class PlannedPurchase:
    """Who buys what, when, and what becomes of it."""

    person: Person
    story: Story
    moment: datetime
    lines: list[PlannedLine]


@dataclass
class Plan:
    """Purchases by time, and the stock to begin with."""

    purchases: list[PlannedPurchase] = field(default_factory=list)
    opening: dict[Key, int] = field(default_factory=dict)


def variants_of(code: str, product: DemoProduct) -> list[PlannedVariant]:
    """Every combination of a product's colours and sizes, in the order shoppers see."""
    made = []
    for colour, label in product.colours.items():
        for size in product.sizes:
            values = {}
            if len(product.colours) > 1:
                values[product.colour_option] = label
            if product.size_option:
                values[product.size_option] = size.name
            parts = (code, product.key[:4], colour if len(product.colours) > 1 else "", size.code)
            sku = "-".join(part.upper().replace(" ", "")[:6] for part in parts if part)
            made.append(PlannedVariant(" / ".join(values.values()), sku, colour, size, values))
    return made


def everything() -> Iterator[tuple[str, str, DemoProduct]]:
    """Store name, its SKU code and a product, for every product."""
    for store in STORES:
        for product in PRODUCTS[store.name]:
            yield store.name, store.code, product


# Story, hours before now, and store and product of each line; a bare store name picks from that store.
RECENT: tuple[tuple[Story, float, tuple[str, ...]], ...] = (
    (Story.PAID, 0.4, ("mug", "teapot")),
    (Story.AWAITING, 0.6, ("planter",)),
    (Story.PAID, 1.3, ("vase", "jar")),
    (Story.DECLINED, 2.2, ("headphones",)),
    (Story.PAID, 2.6, ("bowl", "candle", "throw")),
    (Story.PAID, 4.1, ("plates",)),
    (Story.PAID, 6.5, ("radio", "notebook")),
    (Story.PAID, 9.0, ("mug", "bottle-steel")),
    (Story.PAID, 21, ("planter", "tea-tin")),
    (Story.PAID, 25, ("stool", "cushion")),
    (Story.PAID, 28, ("rainbow", "car", "soap")),
    (Story.PAID, 47, ("mug", "bowl")),
    (Story.PAID, 133, ("vase",)),
    (Story.PARTLY_SHIPPED, 52, ("mug", "plates")),
    (Story.PARTLY_SHIPPED, 76, ("table-lamp", "pendant")),
    (Story.SHIPPED, 49, ("mug", "coffee-bag")),
    (Story.SHIPPED, 55, ("backpack",)),
    (Story.SHIPPED, 68, ("speaker",)),
    (Story.SHIPPED, 73, ("bowl", "board")),
    (Story.SHIPPED, 80, ("blocks", "boat")),
    (Story.SHIPPED, 92, ("soap", "pump-bottle", "candle")),
    (Story.SHIPPED, 97, ("teapot", "notebook")),
    (Story.SHIPPED, 110, ("chair",)),
    (Story.CANCELLED, 31, ("pendant",)),
    (Story.CANCELLED, 199, ("mug",)),
    (Story.CANCELLED, 410, ("jar", "coffee-bag")),
    (Story.GIVEN_UP, 120, ("chair", "stool")),
    (Story.GIVEN_UP, 300, ("headphones",)),
    (Story.REFUNDED, 470, ("cushion",)),
    (Story.REFUNDED, 700, ("vase",)),
    (Story.DELIVERED, 140, ("mug", "plates")),
    (Story.DELIVERED, 165, ("bowl",)),
    (Story.DELIVERED, 190, ("teapot", "tea-tin")),
    (Story.DELIVERED, 230, ("planter", "basket")),
    (Story.DELIVERED, 270, ("camp-mug", "lantern")),
    (Story.DELIVERED, 310, ("mug",)),
    (Story.DELIVERED, 350, ("jar", "bottle", "coffee-bag")),
    (Story.DELIVERED, 400, ("vase", "candle")),
    (Story.DELIVERED, 520, ("stacker", "car")),
)
"""The last three weeks or so, by hand; everything older comes from the reviews."""

OF_THE_SHOPPER = (
    (Story.PAID, 7.2, ("mug", "jar", "notebook")),
    (Story.SHIPPED, 70, ("bowl", "camp-mug")),
    (Story.DELIVERED, 620, ("candle", "soap")),
)
GONE = (Story.CANCELLED, Story.GIVEN_UP)


def make_plan(*, seed: int, now: datetime) -> Plan:
    """Everything that will have happened until now."""
    rng = Random(f"plan of {seed}")
    plan = Plan()
    plan.purchases += _reviewed(rng, now)
    people = [*SHOPPERS]
    rng.shuffle(people)
    for number, (story, hours, keys) in enumerate(RECENT):
        person = people[number % len(people)]
        plan.purchases.append(_recent(rng, person, story, now - timedelta(hours=hours), keys))
    for story, hours, keys in OF_THE_SHOPPER:
        plan.purchases.append(_recent(rng, SHOPPER, story, now - timedelta(hours=hours), keys))
    plan.purchases.sort(key=lambda purchase: purchase.moment)
    plan.opening = _opening(rng, plan)
    return plan


def _reviewed(rng: Random, now: datetime) -> list[PlannedPurchase]:
    """Every review was bought by somebody: one to three reviewed things make a purchase."""
    waiting: dict[str, list[PlannedLine]] = defaultdict(list)
    people = {person.name: person for person in SHOPPERS}
    for store, code, product in everything():
        buyers = rng.sample(sorted(people), len(product.reviews))
        titles = {variant.title for variant in variants_of(code, product)}
        for buyer, review in zip(buyers, product.reviews, strict=True):
            title = review.variant if review.variant in titles else variants_of(code, product)[0].title
            units = 2 if rng.random() < 0.2 and product.sizes[0].price < 5000 else 1
            waiting[buyer].append(PlannedLine(store, (product.key, title), units, review))
    made = []
    for buyer in sorted(waiting):
        lines = waiting[buyer]
        rng.shuffle(lines)
        while lines:
            part = [lines.pop() for _ in range(min(len(lines), rng.choice((1, 1, 2, 2, 3))))]
            hours = 24 * (12 + 77 * rng.random() ** 1.35)
            made.append(PlannedPurchase(people[buyer], Story.DELIVERED, now - timedelta(hours=hours), part))
    return made


def _recent(rng: Random, person: Person, story: Story, moment: datetime, keys: tuple[str, ...]) -> PlannedPurchase:
    lines = []
    for key in keys:
        store, code, product = next(found for found in everything() if found[2].key == key)
        titles = [v.title for v in variants_of(code, product) if product.stock.get(v.title, 9) > 3]
        units = 2 if story is Story.PARTLY_SHIPPED or (product.sizes[0].price < 4000 and rng.random() < 0.4) else 1
        lines.append(PlannedLine(store, (key, rng.choice(titles)), units))
    return PlannedPurchase(person, story, moment, lines)


def _opening(rng: Random, plan: Plan) -> dict[Key, int]:
    """What has to lie on the shelves at first, so that the right number is left now."""
    opening = {
        (product.key, variant.title): product.stock.get(variant.title, rng.randint(8, 40))
        for _, code, product in everything()
        for variant in variants_of(code, product)
    }
    for purchase in plan.purchases:
        if purchase.story not in GONE:
            for line in purchase.lines:
                opening[line.key] += line.units
    return opening
