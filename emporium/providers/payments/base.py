"""What a payment provider can do. Every call carries a key of ours: asking twice charges once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
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
    """The provider's answer. `reference` is its own id; amounts are minor units of `currency`."""

    status: OutcomeStatus
    reference: str
    amount_minor: int = 0
    currency: str = ""
    action_url: str = ""
    decline_code: str = ""
    decline_message: str = ""


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """A verified webhook: the provider's event id, our attempt's key, and what it says happened."""

    event_id: str
    kind: str
    attempt_key: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Method:
    """A way to pay that a shopper can choose."""

    token: str
    label: str
    hint: str


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
    def fetch(self, *, key: str, reference: str) -> Outcome | None:
        """What the provider says of a charge now, found by our own key; None when it never heard of it."""

    @abstractmethod
    def refund(self, *, key: str, reference: str, amount_minor: int, currency: str) -> str:
        """Give some of a charge back; returns the refund's reference. The same key refunds once."""

    @abstractmethod
    def parse_webhook(self, *, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
        """Check the signature over the raw body and read the event. Raises Refused."""
