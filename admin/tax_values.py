"""What the operator's page of reports to tax offices shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.values import Link


@dataclass(frozen=True)
class SellerLine:
    """One seller's year."""

    key: str = ""
    store: str = ""
    seller: str = ""
    country: str = ""
    sales: str = "0"
    credited: list[str] = field(default_factory=list)
    """The year's consideration, an amount for each currency."""
    verdict: str = ""
    tone: str = ""
    icon: str = ""
    missing: str = ""


@dataclass(frozen=True)
class TaxReportPage:
    """A year of all sellers."""

    sub: str = ""
    year: int = 0
    years: list[Link] = field(default_factory=list)
    rows: list[SellerLine] = field(default_factory=list)
    empty: bool = False
    wrong_books: list[str] = field(default_factory=list)
    """Where the report and the ledger disagree."""
    has_wrong: bool = False
    foot: str = ""
    older: str = ""
    newest: str = ""
