"""What the operator's pages show: one frozen value a page, every text ready to read."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Chart, DeskStore, Figure, NavGroup, NavItem, OfferLine, Option, Sum, Task
from emporium.ui.values import Link


@dataclass(frozen=True)
class AdminShell:
    """The frame around every page."""

    groups: list[NavGroup] = field(default_factory=list)
    phone: list[NavItem] = field(default_factory=list)
    others: list[DeskStore] = field(default_factory=list)
    store: DeskStore = DeskStore()
    person: str = ""
    person_initials: str = ""
    search: str = ""


@dataclass(frozen=True)
class FeedLine:
    """Something that just happened."""

    number: str = ""
    href: str = ""
    text: str = ""
    store: str = ""
    awning: str = "tyrian"
    initials: str = ""
    total: str = ""
    when: str = ""
    fresh: bool = False


@dataclass(frozen=True)
class OverviewPage:
    """How the platform is doing."""

    sub: str = ""
    periods: list[Link] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    chart: Chart = Chart()
    ledger_ok: bool = True
    ledger_text: str = ""
    feed: list[FeedLine] = field(default_factory=list)
    quiet: bool = False
    tasks: list[Task] = field(default_factory=list)
    all_done: bool = False
    stores: list[StoreLine] = field(default_factory=list)
    no_stores: bool = False


@dataclass(frozen=True)
class StoreLine:
    """A store in a list."""

    name: str = ""
    href: str = ""
    initials: str = ""
    awning: str = "tyrian"
    city: str = ""
    products: str = ""
    orders: str = ""
    sales: str = ""
    rating: str = ""
    status: str = ""
    tone: str = ""


@dataclass(frozen=True)
class ListPage:
    """What every list has: tabs, search, paging, and what to say when it is empty."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    tab: str = ""
    query: str = ""
    empty: bool = False
    empty_title: str = ""
    empty_text: str = ""
    foot: str = ""
    older: str = ""
    newest: str = ""


@dataclass(frozen=True)
class StoresPage(ListPage):
    """Every store."""

    rows: list[StoreLine] = field(default_factory=list)


@dataclass(frozen=True)
class StoreOrder:
    """One store's part of a purchase."""

    number: str = ""
    store: str = ""
    awning: str = "tyrian"
    status: str = ""
    tone: str = ""
    icon: str = "package"
    total: str = ""
    commission: str = ""


@dataclass(frozen=True)
class PurchaseLine:
    """A purchase in the list; `open` shows its store orders."""

    number: str = ""
    when: str = ""
    buyer: str = ""
    email: str = ""
    total: str = ""
    status: str = ""
    tone: str = ""
    icon: str = "check"
    sent: str = ""
    stores: list[StoreOrder] = field(default_factory=list)
    adds_up: str = ""
    open: bool = False
    fresh: bool = False


@dataclass(frozen=True)
class PurchasesPage(ListPage):
    """Every purchase."""

    rows: list[PurchaseLine] = field(default_factory=list)


@dataclass(frozen=True)
class UserLine:
    """A person in the list."""

    name: str = ""
    initials: str = ""
    email: str = ""
    parts: str = ""
    since: str = ""
    status: str = ""
    tone: str = ""
    icon: str = "check"


@dataclass(frozen=True)
class UsersPage(ListPage):
    """Everybody."""

    rows: list[UserLine] = field(default_factory=list)


@dataclass(frozen=True)
class MailLine:
    """A message in the list."""

    id: str = ""
    href: str = ""
    subject: str = ""
    recipient: str = ""
    when: str = ""
    status: str = ""
    tone: str = ""
    current: bool = False
    icon: str = "mail"
    way: str = ""
    """E-mail, text or push."""


@dataclass(frozen=True)
class MailPart:
    """A piece of a message: words, or a link."""

    text: str = ""
    href: str = ""


@dataclass(frozen=True)
class Mail:
    """A message that is being read."""

    id: str = ""
    subject: str = ""
    recipient: str = ""
    way: str = ""
    kind: str = ""
    when: str = ""
    sent: str = ""
    error: str = ""
    parts: list[MailPart] = field(default_factory=list)
    can_resend: bool = False


@dataclass(frozen=True)
class OutboxPage(ListPage):
    """Every message."""

    rows: list[MailLine] = field(default_factory=list)
    mail: Mail = Mail()
    reading: bool = False
    chosen: bool = False
    """Whether somebody picked the message: on a phone it then stands in the list's place."""
    back: str = ""


@dataclass(frozen=True)
class SimProduct:
    """A product that can be put into the tried basket."""

    slug: str = ""
    name: str = ""
    store: str = ""
    price: str = ""


@dataclass(frozen=True)
class SimLine:
    """A variant in the tried basket."""

    id: str = ""
    name: str = ""
    store: str = ""
    price: str = ""
    units: str = "1"


@dataclass(frozen=True)
class SimShare:
    """A part of a discount: of which offer, how much, who pays."""

    label: str = ""
    amount: str = ""
    payer: str = ""


@dataclass(frozen=True)
class SimPart:
    """A line or a delivery after discounts."""

    name: str = ""
    gross: str = ""
    total: str = ""
    why: str = ""
    """Which price holds, and which others were looked at (F052)."""
    shares: list[SimShare] = field(default_factory=list)


@dataclass(frozen=True)
class Simulator:
    """A basket that is tried, and what a checkout would take off it."""

    query: str = ""
    searched: bool = False
    nothing: bool = False
    found: list[SimProduct] = field(default_factory=list)
    choices: list[SimLine] = field(default_factory=list)
    choosing: bool = False
    lines: list[SimLine] = field(default_factory=list)
    filled: bool = False
    countries: list[Option] = field(default_factory=list)
    error: str = ""
    wrong: str = ""
    tried: bool = False
    parts: list[SimPart] = field(default_factory=list)
    taken: list[SimShare] = field(default_factory=list)
    none_taken: bool = False
    refusals: list[str] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)


@dataclass(frozen=True)
class OffersPage(ListPage):
    """Every offer, and a basket to try them on."""

    rows: list[OfferLine] = field(default_factory=list)
    can_edit: bool = False
    currency: str = "EUR"
    error: str = ""
    wrong: str = ""
    fresh: str = ""
    sim: Simulator = Simulator()
    left: list[Figure] = field(default_factory=list)
    """What letters about baskets that were left brought (F045)."""
