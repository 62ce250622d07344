"""What a store's pages about prepared orders show."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option, Sum
from emporium.ui.values import Link, Picture
from emporium.ui.wishes import WishInput


@dataclass(frozen=True)
class DraftLineRow:
    """A draft in the list."""

    number: str = ""
    href: str = ""
    who: str = ""
    email: str = ""
    total: str = ""
    when: str = ""
    state: str = ""
    tone: str = ""
    icon: str = "pencil"
    until: str = ""


@dataclass(frozen=True)
class DraftsPage:
    """A store's drafts."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    rows: list[DraftLineRow] = field(default_factory=list)
    empty: bool = False
    foot: str = ""
    older: str = ""
    newest: str = ""
    can_make: bool = False


@dataclass(frozen=True)
class Hit:
    """Something that can be put in."""

    id: str = ""
    name: str = ""
    sku: str = ""
    price: str = ""
    left: str = ""
    gone: bool = False
    wishes: list[WishInput] = field(default_factory=list)
    asks: bool = False
    """Whether its maker asks something first."""
    only_customer: str = ""
    """Why staff cannot order it for somebody."""
    open: bool = False
    error: str = ""


@dataclass(frozen=True)
class DraftItem:
    """A line of a draft."""

    id: str = ""
    name: str = ""
    variant: str = ""
    sku: str = ""
    picture: Picture = Picture()
    price: str = ""
    total: str = ""
    quantity: str = "1"
    problem: str = ""
    wishes: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class DraftDelivery:
    """A way to send it."""

    id: str = ""
    title: str = ""
    detail: str = ""
    price: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class DraftPage:
    """One draft."""

    number: str = ""
    title: str = ""
    sub: str = ""
    trail: list[Link] = field(default_factory=list)
    badge: str = ""
    tone: str = ""
    icon: str = "pencil"
    open: bool = False
    """Whether it can be changed."""
    store: str = ""
    path: str = ""
    query: str = ""
    hits: list[Hit] = field(default_factory=list)
    no_hits: bool = False
    lines: list[DraftItem] = field(default_factory=list)
    empty: bool = True
    email: str = ""
    name: str = ""
    line1: str = ""
    line2: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "BE"
    countries: list[Option] = field(default_factory=list)
    region: str = ""
    regions: list[Option] = field(default_factory=list)
    ask_region: bool = False
    place: list[str] = field(default_factory=list)
    """The address as it is read when nothing can be changed."""
    ways: list[DraftDelivery] = field(default_factory=list)
    no_way: str = ""
    has_ways: bool = False
    """Whether there is anything to say about delivery."""
    sums: list[Sum] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    can_discount: bool = False
    discounted: bool = False
    reason: str = ""
    percent: str = ""
    amount: str = ""
    currency: str = "EUR"
    note: str = ""
    changes: list[str] = field(default_factory=list)
    changed: bool = False
    sent: bool = False
    link: str = ""
    until: str = ""
    by_hand: list[Option] = field(default_factory=list)
    has_by_hand: bool = False
    over: str = ""
    """What became of it, in words."""
    order: str = ""
    order_href: str = ""
    can_copy: bool = False
    error: str = ""
    wrong: str = ""
    fresh: str = ""
