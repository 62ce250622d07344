"""What the operator's money page shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from admin.values import ListPage
from emporium.ui.desk_values import Figure, Option
from emporium.ui.values import Link


@dataclass(frozen=True)
class DueLine:
    """What a store has coming."""

    key: str = ""
    store: str = ""
    initials: str = ""
    awning: str = "tyrian"
    due: str = ""
    owes: bool = False
    pending: str = ""
    held: str = ""
    account: str = ""
    no_account: bool = False


@dataclass(frozen=True)
class PaidLine:
    """What a run did for one store."""

    store: str = ""
    due: str = ""
    said: str = ""
    paid: bool = False


@dataclass(frozen=True)
class PayoutItem:
    """A payout."""

    id: str = ""
    number: str = ""
    store: str = ""
    awning: str = "tyrian"
    amount: str = ""
    account: str = ""
    when: str = ""
    status: str = ""
    tone: str = ""
    icon: str = "clock"
    note: str = ""
    can_settle: bool = False
    can_return: bool = False
    error: str = ""


@dataclass(frozen=True)
class WaitingItem:
    """Something that waits in a queue: a surplus payment, or a refund that failed."""

    id: str = ""
    number: str = ""
    who: str = ""
    provider: str = ""
    amount: str = ""
    reason: str = ""
    note: str = ""
    when: str = ""
    can_act: bool = False


@dataclass(frozen=True)
class DisputeItem:
    """A dispute."""

    id: str = ""
    number: str = ""
    store: str = ""
    awning: str = "tyrian"
    amount: str = ""
    reason: str = ""
    reference: str = ""
    answer: str = ""
    due: str = ""
    status: str = ""
    tone: str = ""
    icon: str = "clock"
    can_decide: bool = False


@dataclass(frozen=True)
class HookItem:
    """An event of a provider."""

    id: str = ""
    provider: str = ""
    kind: str = ""
    event: str = ""
    when: str = ""
    status: str = ""
    tone: str = ""
    icon: str = "clock"
    error: str = ""
    can_replay: bool = False


@dataclass(frozen=True)
class BrokenRule:
    """Something in the books that cannot be."""

    code: str = ""
    says: str = ""
    subject: str = ""
    detail: str = ""


@dataclass(frozen=True)
class MoneyPage(ListPage):
    """The platform's money, one tab at a time."""

    shown: list[Link] = field(default_factory=list)
    """What the tab is narrowed to."""
    narrowed: bool = False
    can_act: bool = False
    figures: list[Figure] = field(default_factory=list)
    dues: list[DueLine] = field(default_factory=list)
    outcomes: list[PaidLine] = field(default_factory=list)
    ran: bool = False
    ran_text: str = ""
    payouts: list[PayoutItem] = field(default_factory=list)
    to_send: list[Option] = field(default_factory=list)
    euro: bool = False
    waiting: list[WaitingItem] = field(default_factory=list)
    disputes: list[DisputeItem] = field(default_factory=list)
    hooks: list[HookItem] = field(default_factory=list)
    checked: bool = False
    checked_text: str = ""
    right: bool = False
    broken: list[BrokenRule] = field(default_factory=list)
