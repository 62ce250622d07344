"""The words of a paper in its reader's language, frozen with it: a better translation never changes an old paper."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date

from emporium.i18n import _
from emporium.services.documents.kinds import DocumentKind


def title(kind: DocumentKind) -> str:
    """What a paper is called."""
    return {
        DocumentKind.INVOICE: _("Invoice"),
        DocumentKind.CREDIT_NOTE: _("Credit note"),
        DocumentKind.PACKING_SLIP: _("Packing slip"),
        DocumentKind.COMMISSION_INVOICE: _("Commission invoice"),
        DocumentKind.STATEMENT: _("Statement"),
        DocumentKind.TAX_REPORT: _("Tax report"),
    }[kind]


def words() -> dict[str, str]:
    """Headings and labels; call it while `speaking`."""
    return {
        "number": _("Number"),
        "issued": _("Date of issue"),
        "from": _("From"),
        "to": _("To"),
        "tax_id": _("VAT"),
        "item": _("Item"),
        "quantity": _("Quantity"),
        "unit": _("Unit price"),
        "without_tax": _("excl. tax"),
        "discount": _("Discount"),
        "rate": _("Tax rate"),
        "tax": _("Tax"),
        "total": _("Total"),
        "net": _("Net"),
        "gross": _("Gross"),
        "not_taxed": _("no tax"),
        "total_net": _("Total without tax"),
        "page": _("Page"),
        "of": _("of"),
        "picked": _("Packed"),
        "units": _("units"),
        "order": _("Order"),
        "date": _("Date"),
        "what": _("What"),
        "commission": _("Commission"),
        "fees": _("Fees"),
        "annex": _("Every booking of the month"),
    }


def fact(label: str, value: str) -> dict[str, str]:
    """A small fact at the head of a paper."""
    return {"label": label, "value": value}


def long_day(value: date | datetime, locale: str) -> str:
    """`19 March 2026`, in the language of the paper; moments count by their UTC day."""
    return format_date(value, "long", locale=locale)
