"""Stripe Tax: a calculation for a basket. Source: docs.stripe.com/api/tax/calculations."""

from __future__ import annotations

import time
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import stripe

from emporium.errors import ProviderUnavailable
from emporium.providers.payments.stripe_amounts import from_stripe, to_stripe
from emporium.providers.tax.base import LineAnswer, TaxProvider, TaxQuestion

TIMEOUT_SECONDS = 3
REST_SECONDS = 30
"""How long a service that did not answer is left alone."""
CODES = {"goods": "txcd_99999999", "delivery": "txcd_92010001", "zero": "txcd_00000000"}


class StripeTaxProvider(TaxProvider):
    """See the module."""

    name = "stripe"

    def __init__(self, *, secret: str, api_base: str) -> None:
        self._silent_until = 0.0
        self._client = stripe.StripeClient(
            secret,
            base_addresses={"api": api_base},
            max_network_retries=0,
            http_client=stripe.HTTPXClient(timeout=TIMEOUT_SECONDS, allow_sync_methods=True),
        )

    def work_out(self, question: TaxQuestion) -> Mapping[str, LineAnswer]:
        """See TaxProvider."""
        if time.monotonic() < self._silent_until:
            raise ProviderUnavailable("The tax service is not answering.")
        try:
            made = self._client.v1.tax.calculations.create(_form(question))  # type: ignore[arg-type]
        except stripe.StripeError as error:
            self._silent_until = time.monotonic() + REST_SECONDS
            raise ProviderUnavailable("The tax service is not answering.") from error
        lines = made.line_items.data if made.line_items else []
        found = {
            line.reference: LineAnswer(
                from_stripe(line.amount_tax, question.currency), _rate(line.tax_breakdown or [])
            )
            for line in lines
        }  # fmt: skip
        if set(found) != {line.ref for line in question.lines}:
            raise ProviderUnavailable("The tax service did not answer for every line.")
        return found


def _form(question: TaxQuestion) -> dict[str, Any]:
    behaviour = "inclusive" if question.inclusive else "exclusive"
    address = {
        "country": question.country,
        "state": question.region,
        "postal_code": question.postcode,
        "city": question.city,
        "line1": question.line1,
    }
    return {
        "currency": question.currency.lower(),
        "customer_details": {
            "address": {key: value for key, value in address.items() if value},
            "address_source": "shipping",
        },
        "line_items": [
            {
                "reference": line.ref,
                "amount": to_stripe(line.amount_minor, question.currency),
                "tax_behavior": behaviour,
                "tax_code": CODES["zero" if line.tax_class == "zero" else line.kind],
            }
            for line in question.lines
        ],
        "expand": ["line_items.data.tax_breakdown"],
    }


def _rate(parts: list[Any]) -> int:
    """Basis points of all taxes of a line together; several jurisdictions may tax one sale."""
    total = sum(
        (Decimal(part.tax_rate_details.percentage_decimal or 0) for part in parts if part.tax_rate_details), Decimal(0)
    )  # fmt: skip
    return int((total * 100).quantize(Decimal(1), ROUND_HALF_UP))
