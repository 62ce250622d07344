"""What a purchase's page shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.values import Link, StoreBadge
from storefront.after_values import AfterBox
from storefront.basket_values import BasketLine


@dataclass(frozen=True)
class Scan:
    """A step of a parcel."""

    title: str = ""
    meta: str = ""
    state: str = "done"


@dataclass(frozen=True)
class DownloadRow:
    """A file that was bought: its size, how often it may still be fetched, until when; or why it cannot be (F026)."""

    id: str = ""
    name: str = ""
    detail: str = ""
    left: str = ""
    until: str = ""
    href: str = ""
    problem: str = ""


@dataclass(frozen=True)
class OrderParcel:
    """One store's order as its shopper follows it."""

    number: str = ""
    ask_href: str = ""
    """Where its signed-in owner writes to the store (F111)."""
    store: StoreBadge = StoreBadge()
    contents: str = ""
    day: str = ""
    status: str = ""
    step: int = 1
    step_label: str = ""
    first_step: str = ""
    cancelled: bool = False
    lines: list[BasketLine] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)
    carrier: str = ""
    tracking: str = ""
    tracking_url: str = ""
    sent: bool = False
    papers: list[Link] = field(default_factory=list)
    gift: str = ""
    downloads: list[DownloadRow] = field(default_factory=list)
    has_downloads: bool = False
    files_wait: bool = False
    """Its files are paid for and not there yet."""
    all_files: bool = False
    """Nothing of it is delivered."""
    after: AfterBox = AfterBox()
    """Returns and wishes to cancel."""


@dataclass(frozen=True)
class OrderChanges:
    """Changes of an order after it was placed (F081)."""

    some: bool = False
    pay: list[Link] = field(default_factory=list)
    pay_title: str = ""
    pay_text: str = ""
    told: list[Scan] = field(default_factory=list)
    has_told: bool = False
    added: list[Link] = field(default_factory=list)
    has_added: bool = False
    of: list[Link] = field(default_factory=list)
    """The order that this was added to."""
    has_of: bool = False
    instead_of: list[Link] = field(default_factory=list)
    """The order of which something comes back that this replaces."""
    has_instead: bool = False
    listed: bool = False


@dataclass(frozen=True)
class PurchasePage:
    """A purchase: confirmation and live tracking."""

    number: str = ""
    title: str = ""
    line: str = ""
    paid: bool = False
    door: str = ""
    """What is to be paid when it is handed over."""
    waiting: bool = False
    failed: bool = False
    message: str = ""
    action: str = ""
    parcels: list[OrderParcel] = field(default_factory=list)
    goods_label: str = ""
    goods: str = ""
    discount: str = ""
    delivery: str = ""
    refunded: str = ""
    added_tax: str = ""
    added_tax_label: str = ""
    tax_id: str = ""
    total: str = ""
    method: str = ""
    address: list[str] = field(default_factory=list)
    email: str = ""
    guest: bool = False
    asks: bool = False
    """The link is old: names and addresses ask for a second thing that only its shopper knows (F155)."""
    token: str = ""
    asks_error: str = ""
    all_files: bool = False
    """Nothing of any store's part is delivered (F026)."""
    download_error: str = ""
    """Why a file could not be fetched just now."""
    changes: OrderChanges = OrderChanges()
