"""What components show: small frozen values, texts ready to read, addresses complete."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Picture:
    """An image with its widths."""

    src: str = ""
    srcset: str = ""
    alt: str = ""
    width: int = 640
    height: int = 640
    present: bool = False
    blur: str = "revert-layer"
    """What its place shows until it has come, as CSS."""


@dataclass(frozen=True)
class Link:
    """A text that leads somewhere."""

    text: str = ""
    href: str = ""
    current: bool = False
    count: str = ""


@dataclass(frozen=True)
class StoreBadge:
    """A store's name under its awning."""

    name: str = ""
    href: str = ""
    awning: str = "tyrian"
    initials: str = ""
    line: str = ""


@dataclass(frozen=True)
class ProductCard:
    """A product in a grid or on a shelf."""

    id: str = ""
    name: str = ""
    href: str = ""
    store: str = ""
    awning: str = "tyrian"
    price: str = ""
    was: str = ""
    flag: str = ""
    picture: Picture = Picture()
    second: Picture = Picture()
    loading: str = "lazy"
    rating: str = ""
    reviews: str = ""
    arrival: str = ""
    low: bool = False
    sold_out: bool = False
    before: str = ""
    hit: str = ""
    after: str = ""
    """The name in three parts, where some of it was looked for."""
    reason: str = ""
    """Why it is shown, where somebody may ask."""


@dataclass(frozen=True)
class StoreCard:
    """A store in a directory."""

    store: StoreBadge = StoreBadge()
    pictures: list[Picture] = field(default_factory=list)
    rating: str = ""
    reviews: str = ""
    arrival: str = ""


@dataclass(frozen=True)
class CollectionCard:
    """A collection in a directory."""

    name: str = ""
    href: str = ""
    description: str = ""
    count: str = ""
    pictures: list[Picture] = field(default_factory=list)
