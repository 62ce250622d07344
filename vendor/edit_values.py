"""What a store's pages show of changes to an order."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option, Step, Sum
from emporium.ui.values import Link, Picture
from vendor.draft_values import Hit


@dataclass(frozen=True)
class OrderEdits:
    """Changes on an order's page: the way to make one, the one that waits, those that were."""

    href: str = ""
    """Where it is changed; empty when it cannot be."""
    waiting: str = ""
    """What waits for its payment, in words."""
    steps: list[Step] = field(default_factory=list)
    some: bool = False
    added: list[Link] = field(default_factory=list)
    has_added: bool = False
    extends: str = ""
    instead: str = ""
    """The order of which something comes back, where this replaces it."""
    extends_href: str = ""


@dataclass(frozen=True)
class EditLine:
    """A line with how many of it there shall be."""

    id: str = ""
    name: str = ""
    variant: str = ""
    sku: str = ""
    picture: Picture = Picture()
    price: str = ""
    units: str = "1"
    note: str = ""
    """What left already."""


@dataclass(frozen=True)
class EditRow:
    """What happens to one thing."""

    text: str = ""
    note: str = ""
    amount: str = ""


@dataclass(frozen=True)
class EditPage:
    """Changing one order."""

    number: str = ""
    title: str = ""
    sub: str = ""
    trail: list[Link] = field(default_factory=list)
    awning: str = "tyrian"
    closed: str = ""
    """Why it cannot be changed, in words."""
    order_href: str = ""
    lines: list[EditLine] = field(default_factory=list)
    extra: list[EditLine] = field(default_factory=list)
    has_extra: bool = False
    can_add: bool = True
    words: str = ""
    hits: list[Hit] = field(default_factory=list)
    no_hits: bool = False
    can_move: bool = False
    name: str = ""
    line1: str = ""
    line2: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "BE"
    region: str = ""
    original: list[str] = field(default_factory=list)
    """The address as it is, field by field."""
    countries: list[Option] = field(default_factory=list)
    reason: str = ""
    previewing: bool = False
    out: list[EditRow] = field(default_factory=list)
    has_out: bool = False
    added: list[EditRow] = field(default_factory=list)
    has_added: bool = False
    address: list[str] = field(default_factory=list)
    has_address: bool = False
    sums: list[Sum] = field(default_factory=list)
    make_label: str = ""
    make_note: str = ""
    waiting: bool = False
    waiting_id: str = ""
    waiting_words: str = ""
    link: str = ""
    elsewhere: bool = False
    """Whether the address asks for a new order."""
    news: list[str] = field(default_factory=list)
    has_news: bool = False
    general: str = ""
    """What is wrong with the change as a whole."""
    error: str = ""
    wrong: str = ""
    fresh: str = ""
