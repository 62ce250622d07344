"""The report as files: a table for people (CSV) and the facts of DAC7 as JSON.

The XML of tax offices follows the OECD's schema for digital platform information; each office wraps and checks it in
its own way, so it is made of the JSON by whoever files it, and not here.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from emporium.money import Money
from emporium.services import audit
from emporium.services.auth import Actor, Permission
from emporium.services.payouts.accounts import BANK_FILE, iban_of
from emporium.services.seller_tax.details import secrets_of
from emporium.services.seller_tax.figures import CurrencyYear, Sums
from emporium.services.seller_tax.reports import SellerYear, all_years
from emporium.settings import get_settings
from models.payouts import PayoutAccount
from models.sellers import SellerTaxDetails

QUARTERS = (1, 2, 3, 4)
PARTS = ("consideration", "commission", "fees", "taxes")
HEAD = (
    "store", "seller", "country", "tax number", "currency",
    *(f"{part} Q{quarter}" for quarter in QUARTERS for part in ("sales", *PARTS)),
    "consideration of the year", "gross of the year", *(f"gross {month:02d}" for month in range(1, 13)),
    "DAC7", "1099-K", "missing",
)  # fmt: skip


def amount(minor: int, currency: str) -> str:
    """`-12.50`, for a machine."""
    return f"{Money(minor, currency).decimal():f}"


def plain(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def table(reports: Sequence[SellerYear]) -> str:
    """A line per seller and currency; the tax number by its last signs."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEAD)
    for report in reports:
        for one in report.currencies:
            writer.writerow(_row(report, one))
    return buffer.getvalue()


def _row(report: SellerYear, one: CurrencyYear) -> list[Any]:
    details, total = report.details, one.total
    quarters: list[Any] = []
    for number in QUARTERS:
        sums = one.quarter(number)
        quarters += [sums.sales, *(amount(getattr(sums, part), one.currency) for part in PARTS)]
    return [
        plain(report.store), plain(details.full_name if details else ""), report.country,
        details.tin_masked if details else "", one.currency, *quarters, amount(total.consideration, one.currency),
        amount(total.gross, one.currency), *(amount(month.gross, one.currency) for month in one.months),
        "yes" if report.dac7 else "no", "yes" if report.form_1099k else "no", ", ".join(report.missing),
    ]  # fmt: skip


def all_years_csv(session: Session, *, actor: Actor, year: int) -> str:
    """The operator's table of a year."""
    return table(all_years(session, actor=actor, year=year))


def dac7_json(session: Session, *, actor: Actor, year: int) -> str:
    """The reportable sellers of a year with everything the directive asks for, tax numbers in clear.

    Names follow Annex V, Section III, B. That somebody took it out is written to the audit log.
    """
    actor.require(Permission.MANAGE_MONEY)
    reports = [report for report in all_years(session, actor=actor, year=year) if report.dac7]
    rows = {
        row.store_id: row
        for row in session.exec(
            select(SellerTaxDetails).where(col(SellerTaxDetails.store_id).in_([one.store_id for one in reports]))
        ).all()
    }
    settings = get_settings()
    content = {
        "reportable_period": year,
        "platform_operator": {
            "name": settings.legal_name or settings.name,
            "registered_office_address": settings.legal_address,
            "tax_identification_number": settings.tax_id,
            "business_name": settings.name,
        },
        "reportable_sellers": [_seller(report, rows.get(report.store_id)) for report in reports],
    }
    audit.note(
        session, actor=actor, action="tax_report.taken_out", subject_kind="tax_report", subject_id=year,
        after={"sellers": len(reports)},
    )  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _seller(report: SellerYear, row: SellerTaxDetails | None) -> dict[str, Any]:
    return {
        "store": report.store,
        "store_id": str(report.store_id),
        **(_identity(report, row) if row is not None else {}),
        "missing": list(report.missing),
        "member_state_of_residence": report.country,
        "financial_accounts": [_account(account) for account in report.accounts],
        "activity": "sale of goods",
        "amounts": [_amounts(one) for one in report.currencies],
    }


def _identity(report: SellerYear, row: SellerTaxDetails) -> dict[str, Any]:
    known = secrets_of(row)
    details = report.details
    assert details is not None
    return {
        "kind": str(row.kind),
        "name": details.full_name,
        "first_name": row.first_name,
        "last_name": row.name if row.first_name else "",
        "primary_address": {
            "street": row.line1, "postcode": row.postcode, "city": row.city, "country": row.country,
        },
        "tax_identification_number": known.tin,
        "issued_by": row.tin_country,
        "vat_identification_number": row.vat_id,
        "business_registration_number": row.registration_number,
        "date_of_birth": known.birth_date,
        "place_of_birth": known.birth_place,
    }  # fmt: skip


def _account(account: PayoutAccount) -> dict[str, str]:
    bank = account.provider == BANK_FILE
    return {
        "identifier": iban_of(account) if bank else str(account.details.get("destination", "")),
        "kind": "IBAN" if bank else account.provider,
        "holder": str(account.details.get("holder", "")),
        "currency": account.currency,
    }


def _amounts(one: CurrencyYear) -> dict[str, Any]:
    def stated(sums: Sums) -> dict[str, Any]:
        parts = {part: amount(getattr(sums, part), one.currency) for part in PARTS}
        return {"number_of_activities": sums.sales, **parts}

    return {"currency": one.currency, "quarters": {f"Q{number}": stated(one.quarter(number)) for number in QUARTERS}}
