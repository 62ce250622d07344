"""The six kinds of papers, and how their numbers read."""

from __future__ import annotations

from enum import StrEnum

PLATFORM = "platform"
"""The issuer of commission invoices, statements and tax reports; every other issuer is a store's id."""


class DocumentKind(StrEnum):
    """Kinds of papers, as the database names them."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PACKING_SLIP = "packing_slip"
    COMMISSION_INVOICE = "commission_invoice"
    STATEMENT = "statement"
    TAX_REPORT = "tax_report"


PREFIXES = {
    DocumentKind.INVOICE: "INV",
    DocumentKind.CREDIT_NOTE: "CN",
    DocumentKind.PACKING_SLIP: "PS",
    DocumentKind.COMMISSION_INVOICE: "FEE",
    DocumentKind.STATEMENT: "ST",
    DocumentKind.TAX_REPORT: "TR",
}


def reference(kind: DocumentKind, number: int) -> str:
    """A number as people see it: INV-00001."""
    return f"{PREFIXES[kind]}-{number:05d}"
