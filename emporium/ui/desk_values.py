"""What dashboard components show: navigation, figures, tasks, sums, charts."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.values import Link


@dataclass(frozen=True)
class NavItem:
    """A line of the sidebar or a place on the tab bar."""

    text: str = ""
    icon: str = "house"
    href: str = ""
    current: bool = False
    count: str = ""
    hot: bool = False


@dataclass(frozen=True)
class NavGroup:
    """Lines under a word."""

    label: str = ""
    links: list[NavItem] = field(default_factory=list)


@dataclass(frozen=True)
class DeskStore:
    """A store a person has a part in."""

    slug: str = ""
    name: str = ""
    initials: str = ""
    awning: str = "tyrian"
    line: str = ""
    href: str = ""


@dataclass(frozen=True)
class Figure:
    """A number with its name and how it compares."""

    label: str = ""
    value: str = ""
    delta: str = ""
    tone: str = ""
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Task:
    """Something that wants somebody."""

    icon: str = "package"
    title: str = ""
    text: str = ""
    badge: str = ""
    tone: str = "brand"
    href: str = ""


@dataclass(frozen=True)
class Sum:
    """A line of an addition; the last is the total."""

    label: str = ""
    value: str = ""
    total: bool = False


@dataclass(frozen=True)
class Option:
    """One of a list to choose from."""

    code: str = ""
    text: str = ""


@dataclass(frozen=True)
class OfferLine:
    """An offer in a list."""

    id: str = ""
    name: str = ""
    code: str = ""
    what: str = ""
    owner: str = ""
    used: str = ""
    per_customer: str = ""
    ends: str = ""
    status: str = ""
    tone: str = ""
    icon: str = "check"
    running: bool = False
    can_stop: bool = False
    can_list: bool = False
    """Whether there are so many codes that they are fetched as a file."""


@dataclass(frozen=True)
class Step:
    """A moment in a history. `state`: done, now or todo."""

    title: str = ""
    meta: str = ""
    state: str = "done"


@dataclass(frozen=True)
class SignIn:
    """What stands around a sign-in form."""

    next: str = ""
    email: str = ""
    error: str = ""
    notice: str = ""
    ways: list[Link] = field(default_factory=list)
    """Providers that say who somebody is."""
    has_ways: bool = False


@dataclass(frozen=True)
class Tick:
    """A line or a label of a chart, in its own units."""

    at: str = ""
    text: str = ""
    anchor: str = "middle"


@dataclass(frozen=True)
class Plot:
    """A drawn chart of one size."""

    box: str = "0 0 780 300"
    line: str = ""
    area: str = ""
    before: str = ""
    end_x: str = "0"
    end_y: str = "0"
    left: str = "0"
    right: str = "0"
    base: str = "0"
    grid: list[Tick] = field(default_factory=list)
    days: list[Tick] = field(default_factory=list)


@dataclass(frozen=True)
class ChartRow:
    """A chart's day as text."""

    day: str = ""
    now: str = ""
    before: str = ""


@dataclass(frozen=True)
class Chart:
    """A line over days beside the days before, for wide and for narrow screens, and as a table."""

    label: str = ""
    wide: Plot = Plot()
    narrow: Plot = Plot()
    rows: list[ChartRow] = field(default_factory=list)
