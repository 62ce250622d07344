"""A provider that moves no money and always answers the same to the same (F065).

It keeps no book: the answer is worked out from the key and the chosen test method, so that a retry, a second process
or a restart gets the same reference. Webhooks are signed with HMAC-SHA256 over the raw body.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

from emporium.errors import Refused
from emporium.i18n import N_
from emporium.providers.payments.base import Method, Outcome, OutcomeStatus, PaymentProvider, ProviderEvent

SIGNATURE_HEADER = "x-sandbox-signature"

METHODS = [
    Method("sandbox_success", N_("Test card that is approved"), N_("Paid at once.")),
    Method("sandbox_3ds", N_("Test card that asks your bank"), N_("You confirm on a page of the test bank.")),
    Method("sandbox_decline", N_("Test card that is declined"), N_("The bank says no. Nothing is charged.")),
    Method("sandbox_delay", N_("Test transfer that takes a moment"), N_("Confirmed a few seconds later.")),
    Method(
        "sandbox_duplicate", N_("Test card that reports twice"), N_("Approved, and the provider tells us three times.")
    ),
]


class SandboxProvider(PaymentProvider):
    """See the module."""

    name = "sandbox"

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"sandbox webhooks:" + secret.encode()).digest()

    def methods(self) -> list[Method]:
        """The five stories it can tell."""
        return list(METHODS)

    @staticmethod
    def reference(key: str) -> str:
        """The charge's id at the sandbox."""
        return "sbx_" + hashlib.sha256(f"charge:{key}".encode()).hexdigest()[:24]

    def charge(
        self, *, key: str, amount_minor: int, currency: str, method: str, return_url: str, capture: bool = True
    ) -> Outcome:
        """What the test method says."""
        reference = self.reference(key)
        if method == "sandbox_decline":
            return self.declined(reference)
        if method == "sandbox_3ds":
            return Outcome(OutcomeStatus.REQUIRES_ACTION, reference, amount_minor, currency, action_url=f"/pay/{key}")
        given = OutcomeStatus.CAPTURED if capture else OutcomeStatus.AUTHORISED
        status = OutcomeStatus.PENDING if method == "sandbox_delay" else given
        return Outcome(status, reference, amount_minor, currency)

    @staticmethod
    def declined(reference: str) -> Outcome:
        """The bank said no."""
        return Outcome(
            OutcomeStatus.DECLINED,
            reference,
            decline_code="card_declined",
            decline_message=N_("Your bank said no. Nothing was charged and your items are still held."),
        )

    def capture(self, *, key: str, reference: str, amount_minor: int, currency: str) -> Outcome:
        """Always succeeds."""
        return Outcome(OutcomeStatus.CAPTURED, reference, amount_minor, currency)

    def void(self, *, key: str, reference: str) -> None:
        """There is nothing to let go of: no money was held."""

    def fetch(self, *, key: str, reference: str, wanted: bool = True) -> Outcome | None:
        """It keeps no book, so it can only be asked again by `charge` with the same key."""
        return None

    def refund(self, *, key: str, reference: str, amount_minor: int, currency: str) -> str:
        """Always succeeds."""
        return "sbr_" + hashlib.sha256(f"refund:{reference}:{key}".encode()).hexdigest()[:24]

    def webhook(self, *, key: str, approved: bool, amount_minor: int, currency: str) -> tuple[bytes, dict[str, str]]:
        """The webhook the sandbox sends about a charge: raw body and headers."""
        kind = "charge.captured" if approved else "charge.declined"
        body = json.dumps(
            {
                "id": "evt_" + hashlib.sha256(f"{key}:{kind}".encode()).hexdigest()[:24],
                "type": kind,
                "key": key,
                "reference": self.reference(key),
                "amount_minor": amount_minor,
                "currency": currency,
            },
            sort_keys=True,
        ).encode()
        return body, {SIGNATURE_HEADER: self._sign(body)}

    def _sign(self, body: bytes) -> str:
        return hmac.new(self._key, body, hashlib.sha256).hexdigest()

    def verify(self, *, body: bytes, headers: Mapping[str, str]) -> None:
        """HMAC-SHA256 with this installation's key."""
        given = {name.lower(): value for name, value in headers.items()}.get(SIGNATURE_HEADER, "")
        if not hmac.compare_digest(given, self._sign(body)):
            raise Refused("The signature does not fit the message.")

    def read_event(self, *, body: bytes) -> ProviderEvent:
        """What the sandbox said."""
        said = json.loads(body)
        if said["type"] == "charge.captured":
            outcome = Outcome(OutcomeStatus.CAPTURED, said["reference"], int(said["amount_minor"]), said["currency"])
        else:
            outcome = self.declined(said["reference"])
        return ProviderEvent(said["id"], said["type"], said["key"], outcome)
