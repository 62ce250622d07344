"""PayPal: its own page over an order, taken when the shopper is back or PayPal reports (F064).

One order has one unit for the whole purchase, with our key as `custom_id`; its amount never changes, a changed basket
is another attempt with another order. Capture on shipment authorises first and then takes each store's part.
Sources: developer.paypal.com/docs/api/orders/v2, /docs/api/payments/v2, /docs/api/payments.payouts-batch/v1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from emporium.errors import Conflict
from emporium.i18n import N_, _
from emporium.providers.payments.base import (
    Method,
    Outcome,
    OutcomeStatus,
    PaymentProvider,
    PayoutSender,
    ProviderEvent,
)
from emporium.providers.payments.paypal_amounts import from_paypal, to_paypal
from emporium.providers.payments.paypal_calls import PayPalCalls, PayPalError
from emporium.providers.payments.paypal_reports import check_signature, read_report

DONE = {"ORDER_ALREADY_CAPTURED", "ORDER_ALREADY_AUTHORIZED"}
REFUSED = {"INSTRUMENT_DECLINED", "TRANSACTION_REFUSED", "PAYER_CANNOT_PAY", "PAYER_ACCOUNT_RESTRICTED"}
HELD = ("CREATED", "PARTIALLY_CAPTURED", "CAPTURED", "PENDING")
DECLINED = N_("PayPal did not accept this payment. Nothing was charged. Choose another way to pay.")


class PayPalProvider(PaymentProvider, PayoutSender):
    """See the module."""

    name = "paypal"

    def __init__(self, *, client_id: str, secret: str, webhook_id: str, api_base: str, shop: str) -> None:
        self._calls = PayPalCalls(client_id=client_id, secret=secret, api_base=api_base)
        self._webhook_id, self._shop = webhook_id, shop

    def methods(self) -> list[Method]:
        """One."""
        return [Method("paypal", "PayPal", N_("You pay on PayPal's page and come back here."))]

    def charge(
        self, *, key: str, amount_minor: int, currency: str, method: str, return_url: str, capture: bool = True
    ) -> Outcome:
        """An order for PayPal's page. The same key gives the same order."""
        unit = {"custom_id": key, "invoice_id": key, "amount": to_paypal(amount_minor, currency)}
        context = {
            "brand_name": self._shop[:127], "return_url": return_url, "cancel_url": return_url,
            "user_action": "PAY_NOW", "shipping_preference": "NO_SHIPPING",
        }  # fmt: skip
        made = self._calls.post(
            "/v2/checkout/orders",
            {
                "intent": "CAPTURE" if capture else "AUTHORIZE",
                "purchase_units": [unit],
                "payment_source": {"paypal": {"experience_context": context}},
            },
            key=key,
        )
        return self._asks(made, amount_minor, currency)

    @staticmethod
    def _asks(order: Mapping[str, Any], amount_minor: int = 0, currency: str = "") -> Outcome:
        links = {str(link["rel"]): str(link["href"]) for link in order.get("links") or []}
        page = links.get("payer-action") or links.get("approve") or ""
        return Outcome(OutcomeStatus.REQUIRES_ACTION, str(order["id"]), amount_minor, currency, action_url=page)

    def fetch(self, *, key: str, reference: str, wanted: bool = True) -> Outcome | None:
        """The order's state; one that the shopper approved is taken now.

        An order whose answer was lost was shown to nobody, so nobody can approve it: it is as if it was never made.
        """
        if not reference:
            return None
        order = self._order(reference)
        if order["status"] == "APPROVED" and not wanted:
            return Outcome(OutcomeStatus.DECLINED, reference, decline_code="given_up", decline_message=DECLINED)
        if order["status"] == "APPROVED":
            verb = "capture" if order["intent"] == "CAPTURE" else "authorize"
            try:
                order = self._calls.post(f"/v2/checkout/orders/{reference}/{verb}", key=f"{key}:{verb}")
            except PayPalError as refused:
                if refused.issue in REFUSED:
                    return Outcome(
                        OutcomeStatus.DECLINED, reference, decline_code=refused.issue.lower(), decline_message=DECLINED
                    )
                if refused.issue not in DONE:
                    raise
                order = self._order(reference)
        return self._outcome(order)

    def _order(self, reference: str) -> dict[str, Any]:
        try:
            return self._calls.get(f"/v2/checkout/orders/{reference}")
        except PayPalError as refused:
            if refused.http_status == 404:
                return {"id": reference, "status": "VOIDED", "intent": "CAPTURE"}  # unused orders are forgotten
            raise

    def _outcome(self, order: Mapping[str, Any]) -> Outcome:
        own, status = str(order["id"]), str(order["status"])
        if status == "VOIDED":
            return Outcome(OutcomeStatus.DECLINED, own, decline_code="expired", decline_message=DECLINED)
        if status != "COMPLETED":
            return self._asks(order)
        held = _payments(order, "authorizations")
        if held:
            amount, currency = from_paypal(held[0]["amount"])
            known = str(held[0]["status"]) in HELD
            what = OutcomeStatus.AUTHORISED if known else OutcomeStatus.DECLINED
            return Outcome(what, own, amount, currency, charge=str(held[0]["id"]), instrument=_payer(order))
        (taken,) = _payments(order, "captures")
        amount, currency = from_paypal(taken["amount"])
        said = str(taken["status"])
        if said == "PENDING":
            return Outcome(OutcomeStatus.PENDING, own, amount, currency, charge=str(taken["id"]))
        if said in ("DECLINED", "FAILED"):
            code, charge = said.lower(), str(taken["id"])
            return Outcome(OutcomeStatus.DECLINED, own, decline_code=code, decline_message=DECLINED, charge=charge)
        return Outcome(OutcomeStatus.CAPTURED, own, amount, currency, charge=str(taken["id"]), instrument=_payer(order))

    def capture(self, *, key: str, reference: str, amount_minor: int, currency: str) -> Outcome:
        """Take a part of what is authorised; the rest stays for the next. Raises Conflict for more than is held."""
        held = _payments(self._order(reference), "authorizations")
        if not held:
            raise Conflict(_("Nothing is held for this payment at PayPal."))
        done = self._calls.post(
            f"/v2/payments/authorizations/{held[0]['id']}/capture",
            {"amount": to_paypal(amount_minor, currency), "final_capture": False},
            key=key,
        )
        status = OutcomeStatus.CAPTURED if done["status"] == "COMPLETED" else OutcomeStatus.PENDING
        return Outcome(status, reference, amount_minor, currency, charge=str(done["id"]))

    def void(self, *, key: str, reference: str) -> None:
        """Let go of what is authorised; an order that nobody approved ends by itself."""
        for held in _payments(self._order(reference), "authorizations"):
            if held["status"] in ("CREATED", "PARTIALLY_CAPTURED", "PENDING"):
                self._calls.post(f"/v2/payments/authorizations/{held['id']}/void", key=key)

    def refund(self, *, key: str, reference: str, amount_minor: int, currency: str) -> str:
        """Give some of it back, from one capture or over several. What an earlier try sent is not sent again.

        Raises Conflict for more than is left.
        """
        order = self._order(reference)
        given = _payments(order, "refunds")
        mine = [row for row in given if row.get("custom_id") == key]
        rest = amount_minor - sum(from_paypal(row["amount"])[0] for row in mine)
        first = str(mine[0]["id"]) if mine else ""
        for taken in _payments(order, "captures"):
            part = min(rest, _left(taken, given))
            if part <= 0:
                continue
            done = self._calls.post(
                f"/v2/payments/captures/{taken['id']}/refund",
                {"amount": to_paypal(part, currency), "custom_id": key},
                key=f"{key}:{taken['id']}",
            )
            first, rest = first or str(done["id"]), rest - part
        if rest > 0:
            raise Conflict(_("That is more than is left of this payment at PayPal."))
        return first

    def pay_store(self, *, key: str, destination: str, amount_minor: int, currency: str) -> str:
        """A payout to a store's PayPal address. The batch carries our key, which PayPal takes once."""
        amount = to_paypal(amount_minor, currency)
        header = {"sender_batch_id": key, "email_subject": f"{self._shop}: your payout"}
        item = {
            "recipient_type": "EMAIL", "receiver": destination, "sender_item_id": key,
            "amount": {"currency": amount["currency_code"], "value": amount["value"]},
        }  # fmt: skip
        made = self._calls.post("/v1/payments/payouts", {"sender_batch_header": header, "items": [item]}, key=key)
        return str(made["batch_header"]["payout_batch_id"])

    def verify(self, *, body: bytes, headers: Mapping[str, str]) -> None:
        """By PayPal's certificate, for our webhook."""
        check_signature(body=body, headers=headers, webhook_id=self._webhook_id, api_base=self._calls.api_base)

    def read_event(self, *, body: bytes) -> ProviderEvent:
        """See `paypal_reports`."""
        return read_report(body)


def _payer(order: Mapping[str, Any]) -> str:
    """PayPal's id of the account that paid (F109)."""
    return str((order.get("payer") or {}).get("payer_id") or "")


def _payments(order: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    units = order.get("purchase_units") or [{}]
    return list((units[0].get("payments") or {}).get(kind) or [])


def _left(taken: Mapping[str, Any], refunds: list[dict[str, Any]]) -> int:
    """What of a capture was not given back; a refund's link `up` names its capture."""
    if taken["status"] not in ("COMPLETED", "PARTIALLY_REFUNDED"):
        return 0
    back = sum(
        from_paypal(row["amount"])[0]
        for row in refunds
        if row["status"] in ("COMPLETED", "PENDING")
        and any(link["rel"] == "up" and str(link["href"]).endswith(f"/{taken['id']}") for link in row["links"])
    )
    return from_paypal(taken["amount"])[0] - back
