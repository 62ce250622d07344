"""What a list of products shows: what it can be narrowed to, what was chosen, the products."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.values import Link, ProductCard, StoreCard

ARRIVES = "by"
"""Key of the group of days; it stands above the others."""


@dataclass(frozen=True)
class Narrow:
    """One way to narrow the list; chosen, it leads back."""

    text: str = ""
    count: str = ""
    href: str = ""
    chosen: bool = False
    chip: str = ""
    """Its words where it stands alone, if `text` does not say enough there."""
    ident: str = ""
    """The same on every list of these products: whoever chose it stays there."""


@dataclass(frozen=True)
class Kept:
    """What a form keeps of the address."""

    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class Bounds:
    """How far a number of the products reaches, and the bounds somebody chose: a form."""

    low_name: str = ""
    high_name: str = ""
    low: str = ""
    high: str = ""
    least: str = ""
    most: str = ""
    unit: str = ""
    action: str = ""
    kept: list[Kept] = field(default_factory=list)
    fresh: str = ""
    chip: str = ""
    """The chosen bounds in words, and where they lead off."""
    off: str = ""


@dataclass(frozen=True)
class Group:
    """Ways of one kind, or a number's bounds. Of a `single` kind one holds at a time."""

    key: str = ""
    name: str = ""
    single: bool = False
    open: bool = False
    ways: list[Narrow] = field(default_factory=list)
    partial: bool = False
    """Its only way leaves fewer products than there are: it is a choice all the same."""
    numeric: bool = False
    bounds: Bounds = Bounds()


@dataclass(frozen=True)
class Bar:
    """How many products cost about so much."""

    height: str = "0%"
    inside: bool = False


@dataclass(frozen=True)
class Prices:
    """The prices of the list, and the bounds somebody chose."""

    shown: bool = False
    bars: list[Bar] = field(default_factory=list)
    low: str = ""
    high: str = ""
    least: str = ""
    most: str = ""
    symbol: str = "€"
    action: str = ""
    kept: list[Kept] = field(default_factory=list)
    fresh: str = ""


@dataclass(frozen=True)
class ListingPage:
    """A category or a search."""

    title: str = ""
    line: str = ""
    description: str = ""
    trail: list[Link] = field(default_factory=list)
    children: list[Link] = field(default_factory=list)
    sorts: list[Link] = field(default_factory=list)
    sorted_by: str = ""
    """The order that holds, in words."""
    groups: list[Group] = field(default_factory=list)
    prices: Prices = Prices()
    has_groups: bool = False
    chosen: list[Link] = field(default_factory=list)
    """What is chosen; each leads to the list without it."""
    chosen_count: str = ""
    clear: str = ""
    show: str = ""
    """How many products are behind the filters, on the button that leads to them."""
    cards: list[ProductCard] = field(default_factory=list)
    more: str = ""
    shown: str = ""
    progress: str = "0%"
    nothing: bool = False
    bare: bool = False
    """Nothing is there and nothing was chosen: there is nothing to narrow or to sort."""
    nothing_line: str = ""
    searched: bool = False
    """Words found nothing anywhere; the title says so."""
    singles: list[Link] = field(default_factory=list)
    """Words of the search that find something by themselves."""
    close_stores: list[StoreCard] = field(default_factory=list)
    has_close_stores: bool = False
    close: list[ProductCard] = field(default_factory=list)
    close_title: str = ""
    meant: str = ""
    """What was probably meant, for a link."""
    meant_href: str = ""
    ways: list[Link] = field(default_factory=list)
    """Categories to go on from, where nothing was found."""
    note: str = ""
    query: str = ""
    cursor: str = ""
    total: int = 0
