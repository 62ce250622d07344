"""What a payment provider can do. Every call carries a key of ours: asking twice charges once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OutcomeStatus(StrEnum):
    """What came of asking for money."""

    CAPTURED = "captured"
    AUTHORISED = "authorised"
    """The money is held for us and not taken yet."""
    REQUIRES_ACTION = "requires_action"
    PENDING = "pending"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The provider's answer. `reference` is its own id; amounts are minor units of `currency`.

    `charge` is the id of the payment itself where the provider has another for the page that asks for it.
    `instrument` is the provider's word for the card or account, the same each time it pays; never its number.
    """

    status: OutcomeStatus
    reference: str
    amount_minor: int = 0
    currency: str = ""
    action_url: str = ""
    decline_code: str = ""
    decline_message: str = ""
    charge: str = ""
    instrument: str = ""


class DisputeState(StrEnum):
    """Where a charge-back stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class DisputeNotice:
    """A bank took a charge back, or decided about it. `charge` is the provider's id of the payment."""

    reference: str
    charge: str
    state: DisputeState
    amount_minor: int
    currency: str
    fee_minor: int = 0
    reason: str = ""
    due_at: datetime | None = None
    attempt_key: str = ""
    """Our own key, where the provider names it."""


@dataclass(frozen=True, slots=True)
class PayoutNotice:
    """A payout to a store arrived, or came back and why. `key` is the one that it was sent with."""

    key: str
    reference: str
    paid: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """A webhook: the provider's event id, and what it says happened. One that concerns us in no way says nothing.

    `ask`: the report only says that something moved; what the provider says now is what counts. `instrument` says what
    the attempt was paid with, as in an Outcome, where the provider tells it apart from the money.
    """

    event_id: str
    kind: str
    attempt_key: str = ""
    outcome: Outcome | None = None
    dispute: DisputeNotice | None = None
    payout: PayoutNotice | None = None
    ask: bool = False
    instrument: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """A way to pay that a shopper can choose."""

    token: str
    label: str
    hint: str


class PayoutSender(ABC):
    """A provider that pays stores."""

    @abstractmethod
    def pay_store(self, *, key: str, destination: str, amount_minor: int, currency: str) -> str:
        """Send money to a store's account there; returns the provider's reference. The same key pays once.

        Raises Conflict or Invalid when it is refused, ProviderUnavailable when no answer came.
        """


class PaymentProvider(ABC):
    """One provider. Implementations raise nothing for a decline: that is an Outcome."""

    name: str

    @abstractmethod
    def methods(self) -> list[Method]:
        """What shoppers may choose from."""

    @abstractmethod
    def charge(
        self, *, key: str, amount_minor: int, currency: str, method: str, return_url: str, capture: bool = True
    ) -> Outcome:
        """Ask for money; without `capture` it is only held. The same key gives the same answer and charges once.

        Raises ProviderUnavailable when no answer came: whether it was charged is then known by `fetch` alone.
        """

    @abstractmethod
    def capture(self, *, key: str, reference: str, amount_minor: int, currency: str) -> Outcome:
        """Take some of what is held. The same key takes once."""

    @abstractmethod
    def void(self, *, key: str, reference: str) -> None:
        """Let go of what is held and not taken. Twice changes nothing."""

    @abstractmethod
    def fetch(self, *, key: str, reference: str, wanted: bool = True) -> Outcome | None:
        """What the provider says of a charge now, found by our own key; None when it never heard of it.

        Where agreeing and taking are two steps, what was agreed is taken now; not so when it is not `wanted` any more.
        """

    @abstractmethod
    def refund(self, *, key: str, reference: str, amount_minor: int, currency: str) -> str:
        """Give some of a charge back; returns the refund's reference. The same key refunds once."""

    @abstractmethod
    def verify(self, *, body: bytes, headers: Mapping[str, str]) -> None:
        """Check the signature over the raw body, when it arrives. Raises Refused."""

    @abstractmethod
    def read_event(self, *, body: bytes) -> ProviderEvent:
        """Read a body that was verified when it arrived, however long ago. Raises ValueError, KeyError for nonsense."""

    def parse_webhook(self, *, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
        """Verify, then read."""
        self.verify(body=body, headers=headers)
        return self.read_event(body=body)
