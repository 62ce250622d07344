"""A built-in table of VAT rates. Source: European Commission, 'Taxes in Europe' database, and national notices;
standard and the reduced rate that applies to most reduced goods. Countries that are not named are exports at zero."""

from __future__ import annotations

from emporium.money import share
from models.enums import TaxClass

STANDARD_AND_REDUCED_BP: dict[str, tuple[int, int]] = {
    "AT": (2000, 1000),
    "BE": (2100, 600),
    "BG": (2000, 900),
    "CY": (1900, 900),
    "CZ": (2100, 1200),
    "DE": (1900, 700),
    "DK": (2500, 2500),
    "EE": (2400, 900),
    "ES": (2100, 1000),
    "FI": (2550, 1350),
    "FR": (2000, 550),
    "GR": (2400, 1300),
    "HR": (2500, 1300),
    "HU": (2700, 500),
    "IE": (2300, 1350),
    "IT": (2200, 1000),
    "LT": (2100, 900),
    "LU": (1700, 800),
    "LV": (2100, 1200),
    "MT": (1800, 500),
    "NL": (2100, 900),
    "PL": (2300, 800),
    "PT": (2300, 600),
    "RO": (2100, 1100),
    "SE": (2500, 1200),
    "SI": (2200, 950),
    "SK": (2300, 1900),
}


def rate_bp(*, country: str, tax_class: TaxClass) -> int:
    """The rate in basis points for goods of a class sent to a country."""
    standard, reduced = STANDARD_AND_REDUCED_BP.get(country, (0, 0))
    if tax_class == TaxClass.ZERO:
        return 0
    return reduced if tax_class == TaxClass.REDUCED else standard


def added_tax(net_minor: int, *, rate_bp: int) -> int:
    """The tax on a net amount, rounded half up once, where prices are stated without it (C02)."""
    return share(net_minor, rate_bp, 10_000)


def included_tax(gross_minor: int, *, rate_bp: int) -> int:
    """The tax inside a gross amount, rounded half up once: the gross is what is charged (C02, P09)."""
    return share(gross_minor, rate_bp, 10_000 + rate_bp)
