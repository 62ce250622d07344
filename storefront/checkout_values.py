"""What the checkout and the test bank show."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.values import StoreBadge
from storefront.account_values import SavedAddress
from storefront.basket_values import BasketLine, SumLine


@dataclass(frozen=True)
class DeliveryChoice:
    """A way to send one parcel."""

    method_id: str = ""
    title: str = ""
    detail: str = ""
    price: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class CheckoutParcel:
    """One store's part of the order being placed."""

    store_id: str = ""
    store: StoreBadge = StoreBadge()
    arrives: str = ""
    all_files: bool = False
    """Nothing of it is delivered (F026)."""
    choices: list[DeliveryChoice] = field(default_factory=list)
    lines: list[BasketLine] = field(default_factory=list)


@dataclass(frozen=True)
class PayChoice:
    """A way to pay."""

    token: str = ""
    label: str = ""
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class CheckoutPage:
    """Everything on one page."""

    checkout_id: str = ""
    version: int = 0
    empty: bool = False
    signed_in: bool = False
    saved: list[SavedAddress] = field(default_factory=list)
    """Entries of the address book, for whoever is signed in."""
    has_saved: bool = False
    address_key: str = ""
    """Another one when the address was taken from the book: the fields show it then."""
    remind: bool = False
    """Whether a letter may come if the basket is left (F045)."""
    email: str = ""
    name: str = ""
    line1: str = ""
    line2: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    countries: list[Option] = field(default_factory=list)
    region: str = ""
    regions: list[Option] = field(default_factory=list)
    """What to choose from where the tax or the address depends on it."""
    gift_message: str = ""
    gift_receipt: bool = False
    gift_open: bool = False
    has_files: bool = False
    """Something of it is sent as files: the shopper has to agree to getting them at once (F026)."""
    all_files: bool = False
    """Nothing of it is delivered."""
    too_small: str = ""
    """What stores miss before they take the order (F042)."""
    ask_postcode: bool = True
    postcode_hint: str = ""
    ask_city: bool = True
    ask_region: bool = False
    tax_id: str = ""
    tax_id_label: str = ""
    parcels: list[CheckoutParcel] = field(default_factory=list)
    methods: list[PayChoice] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    changed: bool = False
    problem: str = ""
    goods_label: str = ""
    summary_label: str = ""
    goods: str = ""
    delivery_label: str = ""
    delivery: str = ""
    total: str = ""
    tax: str = ""
    added_tax: list[SumLine] = field(default_factory=list)
    discounts: list[SumLine] = field(default_factory=list)
    tenders: list[SumLine] = field(default_factory=list)
    refusals: list[SumLine] = field(default_factory=list)
    to_charge: str = ""
    """What is left to pay when a gift card or credit covers some of it."""
    test_bank: bool = True
    pay_label: str = ""
    order_label: str = ""
    """The same button when the money changes hands at the door."""
    link: str = ""
    """The secret of the link by which it was opened, when a store made it (F084)."""
    link_title: str = ""
    link_text: str = ""
    extends: str = ""
    """The number of the order that this adds to: it goes to that one's address (F081)."""
    gone: str = ""
    """Why the link opens nothing, in words."""


@dataclass(frozen=True)
class BankPage:
    """The sandbox's bank asks for a confirmation."""

    attempt_id: str = ""
    number: str = ""
    amount: str = ""
    stores: str = ""
    waiting: bool = False
    token: str = ""
