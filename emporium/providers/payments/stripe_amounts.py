"""Stripe counts some currencies in other units than ISO 4217. Source: docs.stripe.com/currencies."""

from __future__ import annotations

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.money import exponent

ZERO = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
THREE = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])
"""Three decimals, of which the last must be zero."""


def _places(currency: str) -> int:
    return 0 if currency in ZERO else 3 if currency in THREE else 2


def to_stripe(amount_minor: int, currency: str) -> int:
    """Our minor units as Stripe counts them. Raises Invalid for an amount that Stripe cannot take."""
    shift = _places(currency) - exponent(currency)
    whole, rest = divmod(amount_minor, int(10**-shift)) if shift < 0 else (amount_minor * int(10**shift), 0)
    if rest or (currency in THREE and whole % 10):
        raise Invalid(
            "payment",
            _("This amount cannot be charged in {currency}. Choose another way to pay.").format(currency=currency),
        )
    return whole


def from_stripe(amount: int, currency: str) -> int:
    """Stripe's count as our minor units."""
    shift = _places(currency) - exponent(currency)
    return amount // int(10**shift) if shift > 0 else amount * int(10**-shift)
