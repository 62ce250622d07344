"""What the stores' pages show: one frozen value a page, every text ready to read."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import (
    Chart,
    DeskStore,
    Figure,
    NavGroup,
    NavItem,
    OfferLine,
    Option,
    Step,
    Sum,
    Task,
)
from emporium.ui.values import Link, Picture
from vendor.after_values import OrderAfter
from vendor.edit_values import OrderEdits


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
    drafts_href: str = ""
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
    """Units that can leave now."""
    state: str = ""
    parts: str = ""
    """What a bundle is made of."""
    where: str = ""
    """The places its units are promised from, when there are several."""
    wishes: list[Link] = field(default_factory=list)
    """What its buyer said about it; a picture is an address (F028)."""
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
class GiveBackLine:
    """A line of which units can be given back or cancelled."""

    id: str = ""
    name: str = ""
    variant: str = ""
    left: str = "0"
    """How many units are left for it, in words."""
    typed: str = ""
    error: str = ""


@dataclass(frozen=True)
class RefundForm:
    """Giving money back: what can be given, what was typed, and what it comes to before anybody confirms it."""

    shown: bool = False
    held: bool = False
    """The money was not taken yet: nothing can be sent back."""
    lines: list[GiveBackLine] = field(default_factory=list)
    currency: str = "EUR"
    most: str = ""
    delivery_left: str = ""
    has_delivery: bool = False
    delivery: str = ""
    goodwill: str = ""
    reason: str = ""
    error: str = ""
    wrong: str = ""
    previewing: bool = False
    sums: list[Sum] = field(default_factory=list)
    total: str = ""
    note: str = ""
    fresh: str = ""
    """Changes when the form starts anew."""


@dataclass(frozen=True)
class CancelForm:
    """Cancelling units that have not left."""

    shown: bool = False
    lines: list[GiveBackLine] = field(default_factory=list)
    error: str = ""
    wrong: str = ""
    fresh: str = ""


@dataclass(frozen=True)
class RefundLine:
    """Money that was given back."""

    id: str = ""
    amount: str = ""
    reason: str = ""
    when: str = ""
    status: str = ""
    tone: str = ""
    icon: str = "check"
    note: str = ""


@dataclass(frozen=True)
class SentFiles:
    """A line that was sent as files, and how often each was fetched (F026)."""

    id: str = ""
    name: str = ""
    files: list[str] = field(default_factory=list)
    can_renew: bool = False


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
    gift_receipt: bool = False
    can_ship: bool = False
    can_cancel: bool = False
    carriers: list[Carrier] = field(default_factory=list)
    carrier: str = ""
    several: bool = False
    """Whether what is left lies at several places, each of which sends its own parcel."""
    places: list[Option] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)
    has_parcels: bool = False
    history: list[Step] = field(default_factory=list)
    buyer: str = ""
    buyer_initials: str = ""
    email: str = ""
    address_title: str = ""
    address: list[str] = field(default_factory=list)
    money: list[Sum] = field(default_factory=list)
    held: str = ""
    """Why it waits for a look, in words (F126)."""
    door: str = ""
    """What the shopper pays when it is handed over (F074)."""
    can_collect: bool = False
    money_badge: str = ""
    money_note: str = ""
    error: str = ""
    error_field: str = ""
    refund: RefundForm = RefundForm()
    refunds: list[RefundLine] = field(default_factory=list)
    has_refunds: bool = False
    cancel: CancelForm = CancelForm()
    edits: OrderEdits = OrderEdits()
    reason_error: str = ""
    """What is wrong with the reason for cancelling everything."""
    after: OrderAfter = OrderAfter()
    """Wishes to cancel and returns."""
    files: list[SentFiles] = field(default_factory=list)
    has_files: bool = False
    files_wait: bool = False
    """They are paid for and not sent yet."""


@dataclass(frozen=True)
class PayoutLine:
    """A payout of a store."""

    number: str = ""
    when: str = ""
    amount: str = ""
    status: str = ""
    tone: str = ""
    icon: str = "check"
    note: str = ""


@dataclass(frozen=True)
class Movement:
    """A movement of a statement."""

    when: str = ""
    what: str = ""
    note: str = ""
    href: str = ""
    amount: str = ""
    incoming: bool = False
    balance: str = ""


@dataclass(frozen=True)
class Account:
    """Where money goes, by its last four signs."""

    currency: str = ""
    label: str = ""
    holder: str = ""


@dataclass(frozen=True)
class DisputeCard:
    """An open dispute that waits for the store's answer."""

    id: str = ""
    title: str = ""
    sub: str = ""
    number: str = ""
    href: str = ""
    amount: str = ""
    badge: str = ""
    tone: str = ""
    answer: str = ""
    answered: bool = False
    error: str = ""


@dataclass(frozen=True)
class MoneyPage:
    """What a store has earned, what it was paid, and where it goes."""

    sub: str = ""
    store: str = ""
    figures: list[Figure] = field(default_factory=list)
    payouts: list[PayoutLine] = field(default_factory=list)
    no_payouts: bool = False
    payouts_foot: str = ""
    payouts_older: str = ""
    payouts_newest: str = ""
    accounts: list[Account] = field(default_factory=list)
    has_account: bool = False
    can_edit: bool = False
    debts: list[str] = field(default_factory=list)
    """What the store owes and what comes next, in words (F100)."""
    owes: bool = False
    can_edit_store: bool = False
    door_offered: bool = False
    door: bool = False
    paypal_offered: bool = False
    currencies: list[Option] = field(default_factory=list)
    currency: str = "EUR"
    several: bool = False
    error: str = ""
    wrong: str = ""
    fresh: str = ""
    month: str = ""
    month_code: str = ""
    is_over: bool = False
    """Whether the month is: then its statement can be had as a paper."""
    tax_href: str = ""
    earlier: str = ""
    later: str = ""
    by_currency: list[Link] = field(default_factory=list)
    statement: list[Sum] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)
    still: bool = False
    movements_foot: str = ""
    movements_older: str = ""
    movements_newest: str = ""
    disputes: list[DisputeCard] = field(default_factory=list)
    has_disputes: bool = False
    can_answer: bool = False
    disputes_older: str = ""


@dataclass(frozen=True)
class OffersPage:
    """A store's offers."""

    sub: str = ""
    rows: list[OfferLine] = field(default_factory=list)
    empty: bool = False
    foot: str = ""
    older: str = ""
    newest: str = ""
    can_edit: bool = False
    currency: str = "EUR"
    error: str = ""
    wrong: str = ""
    fresh: str = ""
