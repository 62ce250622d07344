"""PayPal takes amounts as decimal texts, some currencies only whole. Source: developer.paypal.com, currency codes."""

from __future__ import annotations

import re
from decimal import Decimal

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.money import exponent

WHOLE = frozenset({"HUF", "JPY", "TWD"})
KNOWN = WHOLE | frozenset(
    ["AUD", "BRL", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD", "ILS", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN",
     "SEK", "SGD", "THB", "USD"]
)  # fmt: skip


def to_paypal(amount_minor: int, currency: str) -> dict[str, str]:
    """Our minor units as PayPal's amount. Raises Invalid for what PayPal cannot take."""
    if currency not in KNOWN:
        raise Invalid(
            "payment", _("PayPal does not take {currency}. Choose another way to pay.").format(currency=currency)
        )
    places = 0 if currency in WHOLE else 2
    value = Decimal(amount_minor).scaleb(-exponent(currency))
    if value != value.quantize(Decimal(1).scaleb(-places)):
        raise Invalid(
            "payment",
            _("PayPal takes {currency} in whole units only. Choose another way to pay.").format(currency=currency),
        )
    return {"currency_code": currency, "value": format(value.quantize(Decimal(1).scaleb(-places)), "f")}


def from_paypal(amount: dict[str, str], *, code: str = "currency_code") -> tuple[int, str]:
    """PayPal's amount as our minor units, and its currency. Raises ValueError for nonsense."""
    currency, text = str(amount[code]), str(amount["value"])
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,3})?", text):
        raise ValueError(f"no amount: {text}")
    minor = Decimal(text).scaleb(exponent(currency))
    if minor != minor.to_integral_value():
        raise ValueError(f"no amount of {currency}: {text}")
    return int(minor), currency
