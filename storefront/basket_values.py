"""What the basket shows, and the page that brings one back."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.values import Link, Picture, StoreBadge
from storefront.values import Shelf


@dataclass(frozen=True)
class SumLine:
    """Something that is taken off, or paid with: what, how much, and what takes it out again."""

    label: str = ""
    amount: str = ""
    code: str = ""
    value_id: str = ""
    removable: bool = False


@dataclass(frozen=True)
class BasketLine:
    """A line of the basket."""

    id: str = ""
    name: str = ""
    variant: str = ""
    href: str = ""
    picture: Picture = Picture()
    loading: str = "lazy"
    """The first picture of the page does not wait."""
    quantity: int = 1
    at_least: bool = False
    at_most: bool = False
    total: str = ""
    unit: str = ""
    problem: str = ""
    buyable: bool = True
    promise: str = ""
    """For when it is promised, while it is not there (F029)."""
    files: str = ""
    """That it is sent as files, right after payment (F026)."""
    why: str = ""
    """Why a unit does not cost what the shelf says."""
    wishes: list[Link] = field(default_factory=list)
    """What the buyer said about it; a picture is an address (F028)."""
    step: int = 1
    review: Link = Link()
    """Where its buyer says what it is like, once it has arrived."""


@dataclass(frozen=True)
class BasketParcel:
    """One store's part of the basket."""

    problem: str = ""
    """What it is short of to be ordered (F042)."""

    store: StoreBadge = StoreBadge()
    arrives: str = ""
    delivery: str = ""
    delivery_price: str = ""
    lines: list[BasketLine] = field(default_factory=list)
    icon: str = "calendar-check"


@dataclass(frozen=True)
class BasketPage:
    """The basket."""

    empty: bool = False
    guest: bool = True
    parcels: list[BasketParcel] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    changed: bool = False
    goods_label: str = ""
    goods: str = ""
    delivery_label: str = ""
    delivery: str = ""
    total: str = ""
    note: str = ""
    count_line: str = ""
    can_check_out: bool = False
    blocked: str = ""
    """Why not, in words."""
    added: str = ""
    discounts: list[SumLine] = field(default_factory=list)
    refusals: list[SumLine] = field(default_factory=list)
    """Codes that take nothing off, and why (F062)."""
    code_error: str = ""
    later: list[BasketLine] = field(default_factory=list)
    """What was set aside."""
    has_later: bool = False
    shelf: Shelf = Shelf()
    """Beside an empty basket: what could go into it."""
    country: str = ""
    countries: list[Option] = field(default_factory=list)
    """Where it goes, and where else it could."""


@dataclass(frozen=True)
class LeftLine:
    """A thing in a basket that was left."""

    name: str = ""
    href: str = ""
    quantity: str = "1"
    total: str = ""
    problem: str = ""


@dataclass(frozen=True)
class LeftBasketPage:
    """A basket that was left, from its letter."""

    token: str = ""
    href: str = ""
    email: str = ""
    stopping: bool = False
    said: str = ""
    error: str = ""
    over: bool = False
    in_account: bool = False
    lines: list[LeftLine] = field(default_factory=list)
