"""The shapes of the demo's content. Prices are euro cents, weights grams, ages days before today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class DemoMethod:
    """A way a store sends its parcels."""

    name: str
    carrier: str
    price: int
    days: tuple[int, int]
    free_over: int | None = None


@dataclass(frozen=True)
class DemoStore:
    """A store with its founder."""

    name: str
    slug: str
    code: str
    """Start of every SKU."""
    city: str
    country: str
    awning: str
    since: int
    tagline: str
    story: str
    founder: str
    email: str
    handling_days: int
    shipping_policy: str
    return_policy: str
    methods: Sequence[DemoMethod]
    street: str
    tax_id: str
    return_days: int = 30


@dataclass(frozen=True)
class DemoCategory:
    """A category with what is below it; `picture` is a photograph's name."""

    slug: str
    name: str
    description: str = ""
    picture: str = ""
    children: Sequence[DemoCategory] = ()


@dataclass(frozen=True)
class Size:
    """A value of a product's second option, with its price and weight."""

    name: str
    code: str
    price: int
    weight: int
    compare_at: int | None = None


@dataclass(frozen=True)
class DemoReview:
    """What one shopper wrote. The variant is the first one unless it is named."""

    rating: int
    title: str
    text: str
    reply: str = ""
    variant: str = ""


@dataclass(frozen=True)
class DemoProduct:
    """A product. Colours are the manifest's words for the photographs, with the name that shoppers read."""

    key: str
    name: str
    category: str
    summary: str
    text: str
    specs: Sequence[tuple[str, str]]
    tags: Sequence[str]
    colours: Mapping[str, str]
    sizes: Sequence[Size]
    colour_option: str = "Colour"
    size_option: str = ""
    stock: Mapping[str, int] = field(default_factory=dict)
    """Units for sale by variant title where they matter; the others get a plausible number."""
    tax: str = "standard"
    max_per_order: int = 20
    reviews: Sequence[DemoReview] = ()

    @property
    def paragraphs(self) -> str:
        """The text with one blank line between paragraphs."""
        parts = [" ".join(part.split()) for part in self.text.strip().split("\n\n")]
        return "\n\n".join(part for part in parts if part)
