"""What a store's pages about prices and about what may be ordered show."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.values import Link, Picture


@dataclass(frozen=True)
class PriceLine:
    """A variant and what it costs."""

    id: str = ""
    name: str = ""
    sku: str = ""
    picture: Picture = Picture()
    href: str = ""
    price: str = ""
    now: str = ""
    """What it costs now where that is less."""
    prior: str = ""
    """What shoppers see struck out."""
    note: str = ""
    lists: str = ""


@dataclass(frozen=True)
class PricesPage:
    """Every price of a store."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    store: str = ""
    query: str = ""
    rows: list[PriceLine] = field(default_factory=list)
    empty: bool = False
    empty_text: str = ""
    foot: str = ""
    older: str = ""
    newest: str = ""


@dataclass(frozen=True)
class SaleLine:
    """A sale price and the time it holds."""

    id: str = ""
    price: str = ""
    time: str = ""
    state: str = ""
    tone: str = ""
    icon: str = "clock"
    verb: str = ""
    """What can be done with it; empty for one that is over."""


@dataclass(frozen=True)
class WhyLine:
    """A price that was looked at, and why it is the one or not."""

    label: str = ""
    price: str = ""
    words: str = ""
    wins: bool = False


@dataclass(frozen=True)
class PricePage:
    """One variant's prices."""

    variant_id: str = ""
    title: str = ""
    sub: str = ""
    trail: list[Link] = field(default_factory=list)
    picture: Picture = Picture()
    price: str = ""
    """As the form takes it."""
    currency: str = ""
    reduced: bool = False
    shown: str = ""
    was: str = ""
    said: str = ""
    """What shoppers are told about the price before, or why they are not."""
    sales: list[SaleLine] = field(default_factory=list)
    has_sales: bool = False
    why: list[WhyLine] = field(default_factory=list)
    groups: list[Option] = field(default_factory=list)
    currencies: list[Option] = field(default_factory=list)
    group: str = ""
    why_currency: str = ""
    units: str = "1"
    path: str = ""
    store: str = ""
    why_error: str = ""
    can_edit: bool = False
    error: str = ""
    wrong: str = ""
    sale_error: str = ""
    sale_wrong: str = ""
    fresh: str = ""


@dataclass(frozen=True)
class PriceListLine:
    """A price list."""

    id: str = ""
    name: str = ""
    whom: str = ""
    currency: str = ""
    time: str = ""
    prices: str = ""
    href: str = ""
    state: str = ""
    tone: str = ""
    icon: str = "circle-check"
    active: bool = False
    chosen: bool = False


@dataclass(frozen=True)
class GroupMember:
    """Somebody in a group."""

    user_id: str = ""
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class GroupLine:
    """A group of customers."""

    id: str = ""
    name: str = ""
    members: list[GroupMember] = field(default_factory=list)
    said: str = ""
    error: str = ""


@dataclass(frozen=True)
class PriceListsPage:
    """Lists, what stands on the chosen one, and groups."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    rows: list[PriceListLine] = field(default_factory=list)
    empty: bool = True
    chosen: str = ""
    """The list whose prices are shown."""
    chosen_name: str = ""
    chosen_currency: str = ""
    typed: str = ""
    groups: list[GroupLine] = field(default_factory=list)
    no_groups: bool = True
    whom: list[Option] = field(default_factory=list)
    currencies: list[Option] = field(default_factory=list)
    currency: str = ""
    can_edit: bool = False
    error: str = ""
    wrong: str = ""
    prices_error: str = ""
    group_error: str = ""
    fresh: str = ""


@dataclass(frozen=True)
class RuleLine:
    """A product and what may be ordered of it."""

    id: str = ""
    name: str = ""
    picture: Picture = Picture()
    href: str = ""
    limits: str = ""
    wishes: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class WishLine:
    """Something that its buyer says."""

    key: str = ""
    label: str = ""
    words: str = ""


@dataclass(frozen=True)
class OrderRulesPage:
    """The store's smallest order; each product's numbers and wishes."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    store: str = ""
    query: str = ""
    rows: list[RuleLine] = field(default_factory=list)
    empty: bool = False
    foot: str = ""
    older: str = ""
    newest: str = ""
    min_order: str = ""
    currency: str = ""
    product_id: str = ""
    product: str = ""
    chosen: bool = False
    least: str = "1"
    step: str = "1"
    most: str = "99"
    wishes: list[WishLine] = field(default_factory=list)
    kinds: list[Option] = field(default_factory=list)
    can_edit: bool = False
    can_edit_store: bool = False
    error: str = ""
    wrong: str = ""
    limit_error: str = ""
    limit_wrong: str = ""
    min_error: str = ""
    fresh: str = ""
