"""Money that no machine reports: a transfer to the platform's account, and cash at the door (F074).

The purchase waits, its stock is held, and an operator says when the money is there. Nothing is asked of anybody over
the network.
"""

from __future__ import annotations

from collections.abc import Mapping

from emporium.errors import Conflict, Refused
from emporium.i18n import N_, _
from emporium.providers.payments.base import Method, Outcome, OutcomeStatus, PaymentProvider, ProviderEvent

BANK_TRANSFER, CASH = "bank_transfer", "cash"


class _ByHand(PaymentProvider):
    """What both share: only people know, and nobody reports."""

    def capture(self, *, key: str, reference: str, amount_minor: int, currency: str) -> Outcome:
        """Nothing is held by a machine: what somebody says is here, is here."""
        return Outcome(OutcomeStatus.CAPTURED, reference, amount_minor, currency)

    def void(self, *, key: str, reference: str) -> None:
        """Nothing was held anywhere."""

    def fetch(self, *, key: str, reference: str, wanted: bool = True) -> Outcome | None:
        """Only people know."""
        return None

    def verify(self, *, body: bytes, headers: Mapping[str, str]) -> None:
        """Nobody reports for them."""
        raise Refused("Nobody reports here.")

    def read_event(self, *, body: bytes) -> ProviderEvent:
        """There are none."""
        raise ValueError("no events")


class BankTransferProvider(_ByHand):
    """A transfer to the platform's account: pending until an operator saw it."""

    name = BANK_TRANSFER

    def methods(self) -> list[Method]:
        """One."""
        return [
            Method(
                BANK_TRANSFER, N_("Bank transfer"), N_("You get our account number; we send when the money is here.")
            )
        ]

    def charge(
        self, *, key: str, amount_minor: int, currency: str, method: str, return_url: str, capture: bool = True
    ) -> Outcome:
        """The money is awaited."""
        return Outcome(OutcomeStatus.PENDING, f"{self.name}:{key}", amount_minor, currency)

    def refund(self, *, key: str, reference: str, amount_minor: int, currency: str) -> str:
        """An operator sends it back by hand: it cannot be done by machine. Raises Conflict."""
        raise Conflict(_("Send this money back by bank transfer, then mark the refund as sent."))


class CashProvider(_ByHand):
    """Cash at the door: promised when it is ordered, taken by the store when it hands the parcel over."""

    name = CASH

    def methods(self) -> list[Method]:
        """One."""
        return [
            Method(
                CASH, N_("Cash at the door"), N_("You pay the carrier or the store when the parcel is handed to you.")
            )
        ]

    def charge(
        self, *, key: str, amount_minor: int, currency: str, method: str, return_url: str, capture: bool = True
    ) -> Outcome:
        """Promised, and never taken before the door."""
        return Outcome(OutcomeStatus.AUTHORISED, f"{self.name}:{key}", amount_minor, currency)

    def refund(self, *, key: str, reference: str, amount_minor: int, currency: str) -> str:
        """The store, which has the money, gives it back by hand."""
        return f"{self.name}:{key}"
