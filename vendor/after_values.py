"""What a store sees of returns and of shoppers' wishes to cancel."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.cases import CaseTalk
from emporium.ui.desk_values import Option, Sum
from emporium.ui.values import Link, Picture


@dataclass(frozen=True)
class BackRow:
    """A return in the list."""

    href: str = ""
    number: str = ""
    buyer: str = ""
    reason: str = ""
    units: str = ""
    when: str = ""
    badge: str = ""
    tone: str = ""
    icon: str = "undo-2"


@dataclass(frozen=True)
class ReturnsPage:
    """A store's returns."""

    sub: str = ""
    rows: list[BackRow] = field(default_factory=list)
    empty: bool = False
    foot: str = ""
    older: str = ""
    newest: str = ""


@dataclass(frozen=True)
class BackLine:
    """Units of a line that come back."""

    id: str = ""
    name: str = ""
    variant: str = ""
    picture: Picture = Picture()
    units: str = ""
    state: str = ""
    resalable: bool = True
    again: str = ""
    """How many are put back, as it stands in the field."""


@dataclass(frozen=True)
class ReturnPage:
    """One return, and the next step of it."""

    id: str = ""
    title: str = ""
    sub: str = ""
    trail: list[Link] = field(default_factory=list)
    order_href: str = ""
    order_text: str = ""
    badge: str = ""
    tone: str = ""
    icon: str = "undo-2"
    reason: str = ""
    note: str = ""
    facts: list[Sum] = field(default_factory=list)
    lines: list[BackLine] = field(default_factory=list)
    photos: list[Link] = field(default_factory=list)
    instead: str = ""
    """What is wanted instead of money, and what it costs more or less."""
    dearer: str = ""
    """What the shopper is to pay for it, or not, as long as that is open."""
    charged: str = ""
    """What becomes of a dearer one that is not waived."""
    sold_as: str = ""
    sold_href: str = ""
    """The order that a dearer one was sold as."""
    no_money: bool = False
    can_replace: bool = False
    can_drop: bool = False
    carriers: list[Option] = field(default_factory=list)
    can_decide: bool = False
    can_receive: bool = False
    can_inspect: bool = False
    places: list[Option] = field(default_factory=list)
    place: str = ""
    delivery_left: str = ""
    delivery: str = ""
    currency: str = ""
    error: str = ""
    wrong: str = ""
    previewing: bool = False
    sums: list[Sum] = field(default_factory=list)
    total: str = ""
    fresh: str = ""


@dataclass(frozen=True)
class OrderAfter:
    """Beside an order: an open wish to cancel, and its returns."""

    wish: str = ""
    wish_lines: list[str] = field(default_factory=list)
    can_answer: bool = False
    error: str = ""
    past: list[str] = field(default_factory=list)
    """Answered wishes, in words."""
    rows: list[BackRow] = field(default_factory=list)
    has_returns: bool = False
    case: CaseTalk = CaseTalk()
    case_back: str = ""
    can_say: bool = False
    case_error: str = ""
