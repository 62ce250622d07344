"""What the stores' pages show: one frozen value a page, every text ready to read."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Chart, DeskStore, Figure, NavGroup, NavItem, Step, Sum, Task
from emporium.ui.values import Link, Picture


@dataclass(frozen=True)
class Arrival:
    """A paid order, as a toast tells it."""

    number: str = ""
    text: str = ""
    href: str = ""


@dataclass(frozen=True)
class VendorShell:
    """The frame around every page of a store."""

    store: DeskStore = DeskStore()
    others: list[DeskStore] = field(default_factory=list)
    several: bool = False
    groups: list[NavGroup] = field(default_factory=list)
    phone: list[NavItem] = field(default_factory=list)
    person: str = ""
    person_initials: str = ""
    search: str = ""
    shop_href: str = "/"
    orders_href: str = "/vendor/orders"
    latest: list[Arrival] = field(default_factory=list)
    store_id: str = ""


@dataclass(frozen=True)
class OrderLineRow:
    """An order in a list or a feed."""

    number: str = ""
    href: str = ""
    buyer: str = ""
    place: str = ""
    units: str = ""
    goods: str = ""
    picture: Picture = Picture()
    total: str = ""
    when: str = ""
    status: str = ""
    tone: str = ""
    icon: str = "package"
    by: str = ""
    late: bool = False
    fresh: bool = False


@dataclass(frozen=True)
class LowRow:
    """Something that is running out."""

    name: str = ""
    variant: str = ""
    picture: Picture = Picture()
    left: str = ""
    tone: str = "low"
    note: str = ""


@dataclass(frozen=True)
class HomePage:
    """A store's first page."""

    title: str = "Home"
    sub: str = ""
    periods: list[Link] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    chart: Chart = Chart()
    feed: list[OrderLineRow] = field(default_factory=list)
    quiet: bool = False
    tasks: list[Task] = field(default_factory=list)
    all_done: bool = False
    low: list[LowRow] = field(default_factory=list)
    plenty: bool = False
    money: list[Sum] = field(default_factory=list)
    orders_href: str = "/vendor/orders"
    stock_href: str = "/vendor/stock"


@dataclass(frozen=True)
class OrdersPage:
    """A store's orders."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    tab: str = ""
    store: str = ""
    query: str = ""
    rows: list[OrderLineRow] = field(default_factory=list)
    empty: bool = False
    empty_title: str = ""
    empty_text: str = ""
    foot: str = ""
    older: str = ""
    newest: str = ""


@dataclass(frozen=True)
class PackLine:
    """A line to pack."""

    id: str = ""
    name: str = ""
    variant: str = ""
    sku: str = ""
    picture: Picture = Picture()
    price: str = ""
    left: str = "0"
    state: str = ""
    open: bool = False


@dataclass(frozen=True)
class Parcel:
    """A parcel that left."""

    id: str = ""
    title: str = ""
    sub: str = ""
    tracking: str = ""
    href: str = ""
    badge: str = ""
    tone: str = ""
    icon: str = "truck"
    moving: bool = False
    """Whether it can still be scanned."""
    scans: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class Carrier:
    """Somebody who takes parcels."""

    name: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class OrderPage:
    """One order."""

    number: str = ""
    title: str = ""
    sub: str = ""
    trail: list[Link] = field(default_factory=list)
    awning: str = "tyrian"
    badge: str = ""
    tone: str = ""
    icon: str = "package"
    deadline: str = ""
    deadline_text: str = ""
    late: bool = False
    lines: list[PackLine] = field(default_factory=list)
    packed: str = ""
    gift: str = ""
    can_ship: bool = False
    can_cancel: bool = False
    carriers: list[Carrier] = field(default_factory=list)
    carrier: str = ""
    parcels: list[Parcel] = field(default_factory=list)
    has_parcels: bool = False
    history: list[Step] = field(default_factory=list)
    buyer: str = ""
    buyer_initials: str = ""
    email: str = ""
    address: list[str] = field(default_factory=list)
    money: list[Sum] = field(default_factory=list)
    money_badge: str = ""
    money_note: str = ""
    error: str = ""
    error_field: str = ""


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


@dataclass(frozen=True)
class StockPage:
    """A store's stock."""

    sub: str = ""
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
