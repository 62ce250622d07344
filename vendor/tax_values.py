"""What a store's page of tax details and reports shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option, Sum
from emporium.ui.values import Link


@dataclass(frozen=True)
class TaxFormFields:
    """The details as the form shows them; the tax number by its last signs."""

    kind: str = "company"
    name: str = ""
    first_name: str = ""
    line1: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    tin_masked: str = ""
    tin_country: str = ""
    vat_id: str = ""
    registration_number: str = ""
    birth_known: bool = False
    fresh: str = ""


@dataclass(frozen=True)
class QuarterRow:
    """A quarter in one currency."""

    name: str = ""
    sales: str = "0"
    consideration: str = ""
    commission: str = ""
    fees: str = ""
    taxes: str = ""
    total: bool = False


@dataclass(frozen=True)
class CurrencyTable:
    """A year in one currency."""

    currency: str = ""
    rows: list[QuarterRow] = field(default_factory=list)
    gross: str = ""


@dataclass(frozen=True)
class SellerTaxPage:
    """What tax offices want to know, and what is reported."""

    sub: str = ""
    back: str = ""
    year: int = 0
    years: list[Link] = field(default_factory=list)
    tables: list[CurrencyTable] = field(default_factory=list)
    empty: bool = False
    verdicts: list[Sum] = field(default_factory=list)
    missing: str = ""
    can_edit: bool = False
    given: TaxFormFields = field(default_factory=TaxFormFields)
    person: bool = False
    kinds: list[Option] = field(default_factory=list)
    countries: list[Option] = field(default_factory=list)
    error: str = ""
    wrong: str = ""
