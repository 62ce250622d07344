"""Stripe: a hosted payment page over a Payment Intent, captured at once or on shipment (F063).

The shopper pays on Stripe's own page, so no card number and no script of a third party comes near ours; 3-D Secure
happens there. Every call carries our key as Idempotency-Key, and the intent carries it as metadata, so that a charge is
found again whatever died in between. Sources: docs.stripe.com/api (checkout/sessions, payment_intents, refunds,
transfers, events), docs.stripe.com/webhooks/signature.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

import stripe

from emporium.errors import Conflict, ProviderUnavailable, Refused
from emporium.i18n import N_, _
from emporium.providers.payments.base import (
    DisputeNotice,
    DisputeState,
    Method,
    Outcome,
    OutcomeStatus,
    PaymentProvider,
    PayoutSender,
    ProviderEvent,
)
from emporium.providers.payments.stripe_amounts import from_stripe, to_stripe

T = TypeVar("T")
TIMEOUT_SECONDS = 20
SILENT = N_("The payment provider is not answering. Nothing is lost; try again.")
KEY = "emporium_key"
MONEY = ("payment_intent.succeeded", "payment_intent.amount_capturable_updated", "payment_intent.processing")
DECIDED = {"won": DisputeState.WON, "warning_closed": DisputeState.WON, "lost": DisputeState.LOST}


class StripeProvider(PaymentProvider, PayoutSender):
    """See the module."""

    name = "stripe"

    def __init__(self, *, secret: str, webhook_secret: str, api_base: str, shop: str) -> None:
        self._webhook_secret, self._shop = webhook_secret, shop
        self._client = stripe.StripeClient(
            secret,
            base_addresses={"api": api_base},
            max_network_retries=1,
            http_client=stripe.HTTPXClient(timeout=TIMEOUT_SECONDS, allow_sync_methods=True),
        )

    def methods(self) -> list[Method]:
        """What is offered on the page is chosen in Stripe's dashboard."""
        return [
            Method("stripe", N_("Card, or what your bank offers"), N_("You pay on Stripe's page and come back here."))
        ]

    def _ask(self, call: Callable[[], T]) -> T:
        """One call; whatever goes wrong becomes one of our errors, and no key reaches a message."""
        try:
            return call()
        except (stripe.APIConnectionError, stripe.RateLimitError, stripe.AuthenticationError) as error:
            raise ProviderUnavailable(_(SILENT)) from error
        except stripe.InvalidRequestError as error:
            raise Conflict(error.user_message or _("The payment provider refused this.")) from error
        except stripe.StripeError as error:
            raise ProviderUnavailable(_(SILENT)) from error

    def charge(
        self, *, key: str, amount_minor: int, currency: str, method: str, return_url: str, capture: bool = True
    ) -> Outcome:
        """A page to pay on. The money is reported by webhook, before or after the shopper is back."""
        price: dict[str, Any] = {
            "currency": currency.lower(),
            "unit_amount": to_stripe(amount_minor, currency),
            "product_data": {"name": self._shop},
        }
        wanted: dict[str, Any] = {
            "mode": "payment",
            "line_items": [{"quantity": 1, "price_data": price}],
            "success_url": return_url,
            "cancel_url": return_url,
            "client_reference_id": key,
            "metadata": {KEY: key},
            "payment_intent_data": {
                "capture_method": "automatic" if capture else "manual",
                "metadata": {KEY: key},
            },
        }
        page = self._ask(lambda: self._client.v1.checkout.sessions.create(wanted, {"idempotency_key": key}))  # type: ignore[arg-type]
        return Outcome(OutcomeStatus.REQUIRES_ACTION, page.id, amount_minor, currency, action_url=page.url or "")

    def _intent(self, reference: str) -> str:
        """The payment's id; the page knows it."""
        if not reference.startswith("cs_"):
            return reference
        page = self._ask(lambda: self._client.v1.checkout.sessions.retrieve(reference))
        if not page.payment_intent:
            raise Conflict(_("Nobody has paid on this page yet."))
        return str(page.payment_intent)

    def capture(self, *, key: str, reference: str, amount_minor: int, currency: str) -> Outcome:
        """Take a part of what is held; Stripe keeps the rest for the next part when multicapture is on."""
        intent = self._intent(reference)
        done = self._ask(
            lambda: self._client.v1.payment_intents.capture(
                intent, {"amount_to_capture": to_stripe(amount_minor, currency)}, {"idempotency_key": key}
            )
        )
        if done.status != "succeeded":
            return Outcome(OutcomeStatus.PENDING, reference, 0, currency)
        return Outcome(OutcomeStatus.CAPTURED, reference, amount_minor, currency, charge=intent)

    def void(self, *, key: str, reference: str) -> None:
        """Cancel the intent, or close the page that nobody paid on."""
        try:
            intent = self._intent(reference)
        except Conflict:
            self._ask(lambda: self._client.v1.checkout.sessions.expire(reference))
            return
        self._ask(lambda: self._client.v1.payment_intents.cancel(intent, {}, {"idempotency_key": key}))

    def refund(self, *, key: str, reference: str, amount_minor: int, currency: str) -> str:
        """Give some of it back. Raises Conflict for more than is left."""
        intent = self._intent(reference)
        made = self._ask(
            lambda: self._client.v1.refunds.create(
                {"payment_intent": intent, "amount": to_stripe(amount_minor, currency)}, {"idempotency_key": key}
            )
        )
        return str(made.id)

    def fetch(self, *, key: str, reference: str, wanted: bool = True) -> Outcome | None:
        """By the page we know, else by the key that the intent carries."""
        if reference.startswith("cs_"):
            page = self._ask(lambda: self._client.v1.checkout.sessions.retrieve(reference))
            if not page.payment_intent:
                expired = page.status == "expired"
                status = OutcomeStatus.DECLINED if expired else OutcomeStatus.REQUIRES_ACTION
                return Outcome(status, reference, action_url=page.url or "", decline_code="expired" if expired else "")
            own = str(page.payment_intent)
            intent = self._ask(
                lambda: self._client.v1.payment_intents.retrieve(own, {"expand": ["latest_charge"]})
            )  # fmt: skip
            return self._outcome(json.loads(str(intent)), reference)
        found = self._ask(
            lambda: self._client.v1.payment_intents.search(
                {"query": f"metadata['{KEY}']:'{key}'", "limit": 1, "expand": ["data.latest_charge"]}
            )
        )
        return self._outcome(json.loads(str(found.data[0])), "") if found.data else None

    def pay_store(self, *, key: str, destination: str, amount_minor: int, currency: str) -> str:
        """A Connect transfer to a store's own account; the same key pays once."""
        made = self._ask(
            lambda: self._client.v1.transfers.create(
                {
                    "amount": to_stripe(amount_minor, currency),
                    "currency": currency.lower(),
                    "destination": destination,
                    "transfer_group": key,
                },
                {"idempotency_key": key},
            )
        )
        return str(made.id)

    @staticmethod
    def _outcome(intent: Mapping[str, Any], reference: str) -> Outcome:
        """A Payment Intent as we say it."""
        currency = str(intent["currency"]).upper()
        own, said = str(intent["id"]), str(intent["status"])
        place = reference or own
        if said == "succeeded":
            amount = from_stripe(int(intent["amount_received"]), currency)
            return Outcome(OutcomeStatus.CAPTURED, place, amount, currency, charge=own, instrument=_card(intent))
        if said == "requires_capture":
            amount = from_stripe(int(intent["amount_capturable"]), currency)
            return Outcome(OutcomeStatus.AUTHORISED, place, amount, currency, charge=own, instrument=_card(intent))
        if said == "canceled":
            return Outcome(OutcomeStatus.DECLINED, place, decline_code="cancelled", charge=own)
        if said == "processing":
            return Outcome(OutcomeStatus.PENDING, place, charge=own)
        return Outcome(OutcomeStatus.REQUIRES_ACTION, place, charge=own)

    def verify(self, *, body: bytes, headers: Mapping[str, str]) -> None:
        """HMAC over time and body, not older than five minutes."""
        signature = {name.lower(): value for name, value in headers.items()}.get("stripe-signature", "")
        try:
            stripe.WebhookSignature.verify_header(body.decode(), signature, self._webhook_secret, 300)
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise Refused("The signature does not fit the message.") from error

    def read_event(self, *, body: bytes) -> ProviderEvent:
        """Payments, refusals and disputes; anything else is noted and says nothing."""
        said = json.loads(body)
        kind, thing = str(said["type"]), said["data"]["object"]
        event_id = str(said["id"])
        if kind in MONEY:
            return ProviderEvent(event_id, kind, _key(thing), self._outcome(thing, ""))
        if kind == "payment_intent.payment_failed":
            return ProviderEvent(event_id, kind)  # the page lets the shopper try another card
        if kind == "checkout.session.expired":
            outcome = Outcome(
                OutcomeStatus.DECLINED, str(thing["id"]), decline_code="expired",
                decline_message=N_("The payment page was not used in time. Nothing was charged."),
            )  # fmt: skip
            return ProviderEvent(event_id, kind, _key(thing), outcome)
        if kind == "charge.succeeded":  # the only report with the card; a charge carries its intent's metadata
            return ProviderEvent(event_id, kind, _key(thing), instrument=_card({"latest_charge": thing}))
        if kind.startswith("charge.dispute."):
            return ProviderEvent(event_id, kind, dispute=_dispute(thing))
        return ProviderEvent(event_id, kind)


def _card(intent: Mapping[str, Any]) -> str:
    """Stripe's fingerprint of the card, where the payment came with its charge (F109)."""
    charge = intent.get("latest_charge")
    details = charge.get("payment_method_details") or {} if isinstance(charge, dict) else {}
    return str((details.get("card") or {}).get("fingerprint") or "")


def _key(thing: Mapping[str, Any]) -> str:
    return str((thing.get("metadata") or {}).get(KEY, ""))


def _dispute(thing: Mapping[str, Any]) -> DisputeNotice:
    currency = str(thing["currency"]).upper()
    due = (thing.get("evidence_details") or {}).get("due_by")
    fees = sum(int(line.get("fee", 0)) for line in thing.get("balance_transactions") or [])
    return DisputeNotice(
        reference=str(thing["id"]),
        charge=str(thing.get("payment_intent") or thing["charge"]),
        state=DECIDED.get(str(thing["status"]), DisputeState.OPEN),
        amount_minor=from_stripe(int(thing["amount"]), currency),
        currency=currency,
        fee_minor=from_stripe(fees, currency),
        reason=str(thing.get("reason") or ""),
        due_at=datetime.fromtimestamp(due, UTC) if due else None,
    )
