"""What the pages of the account show: every text ready to read."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.values import Link, Picture, ProductCard, StoreBadge


@dataclass(frozen=True)
class AccountOrder:
    """A purchase in the account."""

    id: str = ""
    number: str = ""
    href: str = ""
    day: str = ""
    total: str = ""
    title: str = ""
    badge: str = ""
    tone: str = ""
    units: str = ""
    stores: list[StoreBadge] = field(default_factory=list)
    again: bool = False
    closed: bool = False
    """Nothing of it is on its way any more."""
    review: bool = False
    back: str = ""
    """Until when something of it can be sent back, in words."""
    pictures: list[Picture] = field(default_factory=list)


@dataclass(frozen=True)
class OrdersPage:
    """A person's orders, newest first."""

    name: str = ""
    initials: str = ""
    email: str = ""
    verified: bool = True
    open: list[AccountOrder] = field(default_factory=list)
    """On the way, or waiting for money."""
    has_open: bool = False
    done: list[AccountOrder] = field(default_factory=list)
    has_done: bool = False
    nothing: bool = False
    saved: list[ProductCard] = field(default_factory=list)
    """What was kept last and can be had."""
    older: str = ""
    newest: str = ""
    again: str = ""
    """What buying again put into the basket, in words."""
    missed: list[str] = field(default_factory=list)
    has_missed: bool = False


@dataclass(frozen=True)
class SavedAddress:
    """An entry of the address book."""

    id: str = ""
    name: str = ""
    lines: list[str] = field(default_factory=list)
    text: str = ""
    phone: str = ""
    is_default: bool = False
    edit: str = ""


@dataclass(frozen=True)
class AddressInput:
    """The form of an address, by its country."""

    id: str = ""
    title: str = ""
    name: str = ""
    line1: str = ""
    line2: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    phone: str = ""
    is_default: bool = False
    ask_postcode: bool = True
    postcode_hint: str = ""
    ask_city: bool = True
    ask_region: bool = False
    regions: list[Option] = field(default_factory=list)
    countries: list[Option] = field(default_factory=list)
    error: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class AddressesPage:
    """The address book."""

    book: list[SavedAddress] = field(default_factory=list)
    nothing: bool = False
    open: bool = False
    form: AddressInput = AddressInput()


@dataclass(frozen=True)
class MessageChoice:
    """A kind of message and the ways by which it may come."""

    code: str = ""
    text: str = ""
    mail: bool = True
    mail_chosen: bool = True
    """Whether its letters can be turned off at all."""
    push: bool = False
    sms: bool = False
    sms_offered: bool = False
    key: str = ""
    """Changes with what is kept, so that the boxes are drawn anew."""


@dataclass(frozen=True)
class DeviceRow:
    """A browser that gets push messages."""

    id: str = ""
    name: str = ""
    detail: str = ""
    mark: str = ""
    """By which a browser knows that it is this one."""


@dataclass(frozen=True)
class PreferencesPage:
    """How a person wants things."""

    locale: str = ""
    locales: list[Option] = field(default_factory=list)
    currency: str = ""
    currencies: list[Option] = field(default_factory=list)
    colour: str = "system"
    time_zone: str = ""
    zones: list[Option] = field(default_factory=list)
    quiet_from: str = ""
    quiet_until: str = ""
    hours: list[Option] = field(default_factory=list)
    messages: list[MessageChoice] = field(default_factory=list)
    push_key: str = ""
    """What a browser is told when it subscribes."""
    devices: list[DeviceRow] = field(default_factory=list)
    has_devices: bool = False
    marks: str = ""
    """Those of all devices, for the page's script."""
    phone: str = ""
    asked: str = ""
    """The number that waits for its code."""
    letters: bool = False
    letters_said: str = ""
    personalisation: bool = False
    error: str = ""
    wrong: str = ""
    repriced: str = ""
    """What the basket came to and comes to now."""


@dataclass(frozen=True)
class SessionRow:
    """A browser that is signed in."""

    id: str = ""
    device: str = ""
    detail: str = ""
    here: bool = False


@dataclass(frozen=True)
class PasskeyRow:
    """A passkey."""

    id: str = ""
    name: str = ""
    detail: str = ""


@dataclass(frozen=True)
class IdentityRow:
    """A provider that opens the account."""

    id: str = ""
    name: str = ""
    detail: str = ""


@dataclass(frozen=True)
class ConnectPage:
    """Proving an account, so that a provider may open it."""

    provider: str = ""
    name: str = ""
    face: str = "shop"
    email: str = ""
    next: str = ""
    error: str = ""


@dataclass(frozen=True)
class SecurityPage:
    """How a person signs in, and where they are signed in."""

    email: str = ""
    has_password: bool = True
    done: str = ""
    error: str = ""
    wrong: str = ""
    app: bool = False
    """Codes of an app are asked for."""
    enrolling: bool = False
    qr: str = ""
    """The picture to scan, as a data address."""
    secret: str = ""
    codes_left: str = ""
    codes: list[str] = field(default_factory=list)
    """Recovery codes, once."""
    has_codes: bool = False
    passkeys: list[PasskeyRow] = field(default_factory=list)
    identities: list[IdentityRow] = field(default_factory=list)
    providers: list[Option] = field(default_factory=list)
    """Those that can be connected."""
    has_identities: bool = False
    """Whether there is anything to show about providers."""
    sessions: list[SessionRow] = field(default_factory=list)
    others: bool = False
    confirm: str = ""
    """Where a fresh check is done before something that needs it."""


@dataclass(frozen=True)
class ExportRow:
    """A copy of a person's data."""

    href: str = ""
    text: str = ""
    ready: bool = False


@dataclass(frozen=True)
class DataPage:
    """A person's data: copies, consent, erasure."""

    email: str = ""
    has_password: bool = True
    done: str = ""
    error: str = ""
    wrong: str = ""
    exports: list[ExportRow] = field(default_factory=list)
    waiting: bool = False
    consents: list[Link] = field(default_factory=list)
    has_consents: bool = False
    blocks: list[str] = field(default_factory=list)
    blocked: bool = False
    kept: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ProofPage:
    """A page that asks for a code, or confirms something from a mail."""

    face: str = "shop"
    next: str = ""
    connect: str = ""
    """The provider that is connected with this sign-in."""
    token: str = ""
    email: str = ""
    error: str = ""
    done: str = ""
    wrong: str = ""
    app: bool = True
    passkey: bool = False
    none: bool = False


@dataclass(frozen=True)
class FindPage:
    """The way back to an order."""

    number: str = ""
    status: str = ""
    error: str = ""
    wrong: str = ""
    done: bool = False
