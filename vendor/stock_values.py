"""What a store's pages about stock show."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.values import Link, Picture


@dataclass(frozen=True)
class StockLine:
    """A variant at a place."""

    key: str = ""
    variant_id: str = ""
    location_id: str = ""
    name: str = ""
    variant: str = ""
    sku: str = ""
    place: str = ""
    picture: Picture = Picture()
    on_hand: str = "0"
    promised: str = "0"
    left: str = "0"
    badge: str = ""
    tone: str = ""
    icon: str = "circle-check"
    ahead: str = ""
    """What is sold before it is there, in words."""
    ahead_limit: str = ""
    ahead_day: str = ""
    low: str = ""
    """At or under so many its store is told."""
    error: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class StockPage:
    """A store's stock."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    store: str = ""
    query: str = ""
    rows: list[StockLine] = field(default_factory=list)
    empty: bool = False
    empty_text: str = ""
    foot: str = ""
    older: str = ""
    newest: str = ""
    can_edit: bool = False
    conflict: str = ""
    conflict_text: str = ""


@dataclass(frozen=True)
class PlaceLine:
    """A place that things are sent from."""

    id: str = ""
    number: str = ""
    name: str = ""
    country: str = ""
    first: bool = False
    last: bool = False
    active: bool = True


@dataclass(frozen=True)
class PlacesPage:
    """Places, and from which of them units are taken first."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    rows: list[PlaceLine] = field(default_factory=list)
    rules: list[Option] = field(default_factory=list)
    rule: str = "order"
    rule_words: str = ""
    options: list[Option] = field(default_factory=list)
    """The places, to choose from."""
    countries: list[Option] = field(default_factory=list)
    country: str = "BE"
    can_edit: bool = False
    can_count: bool = False
    error: str = ""
    wrong: str = ""
    keep_error: str = ""
    keep_wrong: str = ""
    fresh: str = ""


@dataclass(frozen=True)
class CountRow:
    """A row of a counted list, and what comes or came of it."""

    key: str = ""
    row: str = ""
    sku: str = ""
    place: str = ""
    seen: str = ""
    counted: str = ""
    state: str = ""
    tone: str = ""
    icon: str = "check"
    words: str = ""


@dataclass(frozen=True)
class CountPage:
    """Counting by list: pasted, looked at, set."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    can_edit: bool = False
    shown: bool = False
    """Whether a list is looked at."""
    id: str = ""
    title: str = ""
    said: str = ""
    rows: list[CountRow] = field(default_factory=list)
    more: str = ""
    can_set: bool = False
    set_label: str = ""
    earlier: list[Link] = field(default_factory=list)
    has_earlier: bool = False
    error: str = ""


@dataclass(frozen=True)
class BundleLine:
    """A bundle."""

    id: str = ""
    name: str = ""
    sku: str = ""
    parts: list[str] = field(default_factory=list)
    left: str = "0"
    typed: str = ""
    """Its parts as the form takes them."""


@dataclass(frozen=True)
class BundlesPage:
    """Things that are made of others."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    rows: list[BundleLine] = field(default_factory=list)
    empty: bool = True
    can_edit: bool = False
    error: str = ""
    wrong: str = ""
    fresh: str = ""


@dataclass(frozen=True)
class DigitalLine:
    """A product, and how many files it has; empty when it is delivered."""

    id: str = ""
    name: str = ""
    picture: Picture = Picture()
    href: str = ""
    files: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class FileLine:
    """A file that is sold."""

    id: str = ""
    name: str = ""
    detail: str = ""
    first: bool = False
    sold: bool = False
    """Somebody bought it: it can be replaced, not removed."""
    action: str = ""
    error: str = ""


@dataclass(frozen=True)
class FilesPage:
    """Products that are sent as files (F026)."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    store: str = ""
    query: str = ""
    rows: list[DigitalLine] = field(default_factory=list)
    empty: bool = False
    foot: str = ""
    older: str = ""
    newest: str = ""
    can_edit: bool = False
    chosen: bool = False
    product_id: str = ""
    product: str = ""
    digital: bool = False
    files: list[FileLine] = field(default_factory=list)
    no_files: bool = True
    limit: str = ""
    days: str = ""
    kinds: str = ""
    action: str = ""
    error: str = ""
    file_error: str = ""
    term_error: str = ""
    term_wrong: str = ""
