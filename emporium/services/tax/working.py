"""The tax of one amount by one zone's rules: inside the price, on top of it, or taken out of it (C02, F047, F049)."""

from __future__ import annotations

from dataclasses import dataclass

from emporium.services.tax.rates import added_tax, included_tax
from emporium.services.tax.zones import Zone
from models.enums import TaxClass


@dataclass(frozen=True, slots=True)
class Taxed:
    """`tax_minor` is the tax in what is charged; charged = price + `added_minor`, which may be below zero."""

    rate_bp: int
    tax_minor: int
    added_minor: int


def taxed(zone: Zone, *, amount_minor: int, tax_class: TaxClass, exempt: bool = False) -> Taxed:
    """Rounded half up once, per line. `exempt`: the buyer accounts for the tax, so none is charged."""
    return taxed_at(
        zone.rate_bp(tax_class), inclusive=zone.inclusive, amount_minor=amount_minor, exempt=exempt
    )  # fmt: skip


def taxed_at(rate_bp: int, *, inclusive: bool, amount_minor: int, exempt: bool = False) -> Taxed:
    """The same at a known rate."""
    if exempt:
        return Taxed(0, 0, -included_tax(amount_minor, rate_bp=rate_bp) if inclusive else 0)
    if inclusive:
        return Taxed(rate_bp, included_tax(amount_minor, rate_bp=rate_bp), 0)
    tax = added_tax(amount_minor, rate_bp=rate_bp)
    return Taxed(rate_bp, tax, tax)
