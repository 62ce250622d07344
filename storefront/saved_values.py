"""What the pages of kept things show (F030)."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.values import Link, ProductCard, StoreCard


@dataclass(frozen=True)
class SavedThing:
    """A product on a list."""

    card: ProductCard = ProductCard()
    product_id: str = ""
    note: str = ""
    """What it cost when it was kept, if that was something else."""
    variant_id: str = ""
    """What goes into the basket; empty when something is to be chosen first."""


@dataclass(frozen=True)
class SavedStore:
    """A store that is followed."""

    card: StoreCard = StoreCard()
    store_id: str = ""


@dataclass(frozen=True)
class SavedSearchRow:
    """A kept search."""

    id: str = ""
    title: str = ""
    href: str = ""


@dataclass(frozen=True)
class SavedPage:
    """Lists, stores, searches of a shopper or guest."""

    signed_in: bool = False
    lists: list[Link] = field(default_factory=list)
    """The tabs: each list with its count."""
    list_id: str = ""
    name: str = ""
    first: bool = True
    """The list without a name, which cannot be renamed or deleted."""
    things: list[SavedThing] = field(default_factory=list)
    others: list[Link] = field(default_factory=list)
    """Lists that a thing may be moved to: name and id."""
    has_others: bool = False
    gone: str = ""
    nothing: bool = True
    shared: str = ""
    """The address of the link, while the list is shared."""
    stores: list[SavedStore] = field(default_factory=list)
    has_stores: bool = False
    searches: list[SavedSearchRow] = field(default_factory=list)
    has_searches: bool = False
    news: bool = False
    stop: str = ""
    """The token of a letter whose reader wants no more of them."""
    stopped: bool = False
    error: str = ""


@dataclass(frozen=True)
class SharedPage:
    """A list as others see it."""

    title: str = ""
    line: str = ""
    cards: list[ProductCard] = field(default_factory=list)
    nothing: bool = False
