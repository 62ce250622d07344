"""PayPal's webhooks: whose signature it is, and what they say.

The signature is over transmission id, time, webhook id and the body's CRC-32, by a certificate that PayPal serves.
Sources: developer.paypal.com/api/rest/webhooks/rest (verification), /api/rest/webhooks/event-names.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from emporium.errors import ProviderUnavailable, Refused
from emporium.providers.payments.base import DisputeNotice, DisputeState, PayoutNotice, ProviderEvent
from emporium.providers.payments.paypal_amounts import from_paypal

OLDEST = timedelta(days=4)
"""PayPal repeats a report for three days."""
HOSTS = frozenset({"api.paypal.com", "api.sandbox.paypal.com", "api-m.paypal.com", "api-m.sandbox.paypal.com"})
MONEY = (
    "CHECKOUT.ORDER.APPROVED", "CHECKOUT.PAYMENT-APPROVAL.REVERSED", "PAYMENT.CAPTURE.COMPLETED",
    "PAYMENT.CAPTURE.DENIED", "PAYMENT.CAPTURE.PENDING", "PAYMENT.AUTHORIZATION.CREATED",
    "PAYMENT.AUTHORIZATION.VOIDED",
)  # fmt: skip
"""After these the order is looked at: they come in any order, and its state is what counts."""
PAID, NOT_PAID = ("SUCCEEDED",), ("BLOCKED", "CANCELED", "DENIED", "FAILED", "REFUNDED", "RETURNED")
FOR_US = ("RESOLVED_SELLER_FAVOUR", "CANCELED_BY_BUYER", "DENIED")
SILENT = "PayPal's certificate cannot be fetched now."


def check_signature(*, body: bytes, headers: Mapping[str, str], webhook_id: str, api_base: str) -> None:
    """Raises Refused when the report is not PayPal's, or too old; ProviderUnavailable when that cannot be known now."""
    given = {name.lower(): value for name, value in headers.items()}
    try:
        ident, sent = given["paypal-transmission-id"], given["paypal-transmission-time"]
        signature = base64.b64decode(given["paypal-transmission-sig"], validate=True)
        address = given["paypal-cert-url"]
        moment = datetime.fromisoformat(sent.replace("Z", "+00:00"))
    except (KeyError, ValueError) as error:
        raise Refused("The report is not signed.") from error
    if given.get("paypal-auth-algo", "") != "SHA256withRSA" or not webhook_id:
        raise Refused("The signature does not fit the message.")
    if not datetime.now(UTC) - OLDEST < moment < datetime.now(UTC) + timedelta(minutes=5):
        raise Refused("The report is too old.")
    if not _is_paypals(address, api_base):
        raise Refused("The certificate is not PayPal's.")
    try:
        key = _public_key(address)
        key.verify(signature, f"{ident}|{sent}|{webhook_id}|{zlib.crc32(body)}".encode(), PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError) as error:
        raise Refused("The signature does not fit the message.") from error


def _is_paypals(address: str, api_base: str) -> bool:
    parts = urlsplit(address)
    return (parts.scheme == "https" and parts.hostname in HOSTS and parts.port in (None, 443)) or (
        f"{parts.scheme}://{parts.netloc}" == api_base
    )


@lru_cache(maxsize=8)
def _public_key(address: str) -> RSAPublicKey:
    """The key of a certificate that is in force. Raises ValueError for anything else."""
    try:
        reply = httpx.get(address, timeout=10, follow_redirects=False)
        reply.raise_for_status()
    except httpx.HTTPError as error:
        raise ProviderUnavailable(SILENT) from error
    made = x509.load_pem_x509_certificate(reply.content)
    if not made.not_valid_before_utc <= datetime.now(UTC) <= made.not_valid_after_utc:
        raise ValueError("not in force")
    key = made.public_key()
    if not isinstance(key, RSAPublicKey):
        raise ValueError("no RSA key")
    return key


def read_report(body: bytes) -> ProviderEvent:
    """What a report says. Raises ValueError, KeyError for nonsense."""
    said = json.loads(body)
    kind, thing, ident = str(said["event_type"]), said["resource"], str(said["id"])
    if kind in MONEY:
        return ProviderEvent(ident, kind, _key(thing), ask=True)
    if kind.startswith("CUSTOMER.DISPUTE."):
        return ProviderEvent(ident, kind, dispute=_dispute(thing))
    if kind.startswith("PAYMENT.PAYOUTS-ITEM."):
        return ProviderEvent(ident, kind, payout=_payout(thing))
    return ProviderEvent(ident, kind)


def _key(thing: Mapping[str, Any]) -> str:
    """Our own key: on the payment itself, or on the order's only unit."""
    units = thing.get("purchase_units") or [{}]
    return str(thing.get("custom_id") or units[0].get("custom_id") or "")


def _dispute(thing: Mapping[str, Any]) -> DisputeNotice:
    payment = thing["disputed_transactions"][0]
    amount, currency = from_paypal(thing["dispute_amount"])
    outcome = str((thing.get("dispute_outcome") or {}).get("outcome_code") or "")
    state = DisputeState.OPEN
    if str(thing["status"]) == "RESOLVED":
        state = DisputeState.WON if outcome in FOR_US else DisputeState.LOST
    due = thing.get("seller_response_due_date")
    return DisputeNotice(
        reference=str(thing["dispute_id"]),
        charge=str(payment["seller_transaction_id"]),
        state=state,
        amount_minor=amount,
        currency=currency,
        reason=str(thing.get("reason") or "").lower(),
        due_at=datetime.fromisoformat(str(due).replace("Z", "+00:00")) if due else None,
        attempt_key=str(payment.get("custom") or ""),
    )


def _payout(thing: Mapping[str, Any]) -> PayoutNotice | None:
    """A payout that arrived or came back; one that is still on its way says nothing."""
    status, item = str(thing["transaction_status"]), thing["payout_item"]
    if status not in PAID + NOT_PAID:
        return None
    wrong = thing.get("errors") or {}
    told = str(wrong.get("message") or f"PayPal says: {status.lower()}")
    return PayoutNotice(
        key=str(item["sender_item_id"]),
        reference=str(thing["payout_item_id"]),
        paid=status in PAID,
        reason="" if status in PAID else told[:200],
    )
