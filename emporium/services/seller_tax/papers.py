"""A seller's own report of a year, as a table and as a paper (F102).

DAC7, Annex V, Section III, A: the platform gives every seller what it reports of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor
from emporium.services.documents.kinds import PLATFORM, DocumentKind
from emporium.services.documents.numbering import known, lock_numbers, write
from emporium.services.documents.parties import country_name, platform_party
from emporium.services.documents.words import fact, speaking, title, words
from emporium.services.seller_tax.figures import CurrencyYear, Sums
from emporium.services.seller_tax.files import QUARTERS, table
from emporium.services.seller_tax.reports import SellerYear, seller_year
from emporium.settings import get_settings
from models.orders import Document
from models.stores import Store


def own_csv(session: Session, *, actor: Actor, store_id: UUID, year: int) -> str:
    """A seller's own year as a table."""
    return table([seller_year(session, actor=actor, store_id=store_id, year=year)])


def report_paper(
    session: Session, *, actor: Actor, store_id: UUID, year: int, when: datetime | None = None
) -> Document:
    """A seller's own year as a paper; the tax number by its last signs.

    The same facts give the same paper; when something changed since (a later booking of this year, a corrected
    address) there is a new one with a new number. Raises NotFound when nothing moved in the year.
    """
    report = seller_year(session, actor=actor, store_id=store_id, year=year)
    if not report.currencies:
        raise NotFound(_("Nothing was sold or paid in this year."))
    store = session.get_one(Store, store_id)
    content = _content(report, store)
    facts = json.dumps(content, sort_keys=True, ensure_ascii=False)
    refers = {
        "store_id": str(store_id), "year": year, "facts": hashlib.sha256(facts.encode()).hexdigest(),
    }  # fmt: skip
    lock_numbers(session, issuer=PLATFORM, kind=DocumentKind.TAX_REPORT)
    found = known(session, issuer=PLATFORM, kind=DocumentKind.TAX_REPORT, refers=refers)
    return found or write(
        session, issuer=PLATFORM, kind=DocumentKind.TAX_REPORT,
        content={**content, "refers": {**refers, "store": store.slug}}, when=when or datetime.now(UTC),
    )  # fmt: skip


def _content(report: SellerYear, store: Store) -> dict[str, Any]:
    locale = get_settings().locale
    details = report.details
    with speaking(locale):
        town = f"{details.postcode} {details.city}".strip() if details else store.city
        buyer = {
            "name": details.full_name if details else store.legal_name or store.name,
            "trade_name": store.name,
            "address": [
                *([details.line1] if details else []),
                *([town] if town else []),
                country_name(report.country, locale),
            ],
            "tax_id": details.tin_masked if details else "",
        }
        return {
            "title": title(DocumentKind.TAX_REPORT),
            "locale": locale,
            "currency": report.currencies[0].currency,
            "seller": platform_party(locale=locale),
            "buyer": buyer,
            "facts": [
                fact(_("Year"), str(report.year)),
                fact(_("Sales"), str(report.sales)),
                fact(_("European Union, DAC7"), _("reported") if report.dac7 else _("not reported")),
                *([fact(_("United States, 1099-K"), _("reported"))] if report.form_1099k else []),
            ],
            "tables": [made for one in report.currencies for made in _tables(one)],
            "notes": [
                _("Consideration is what you were credited, after commission, fees and taxes."),
                _("Gross payments are what was paid for your sales, refunds not taken off."),
            ],
            "words": {**words(), "tax_id": _("Tax number")},
        }


def _tables(one: CurrencyYear) -> Sequence[dict[str, Any]]:
    quarters = [
        (_("Quarter"), "text"), (_("Sales"), "count"), (_("Consideration"), "money"), (_("Commission"), "money"),
        (_("Fees"), "money"), (_("Taxes"), "money"),
    ]  # fmt: skip
    months = [(_("Month"), "text"), (_("Sales"), "count"), (_("Gross payments"), "money")]
    return [
        {
            "title": _("By quarter, {currency}").format(currency=one.currency),
            "columns": quarters,
            "rows": [
                *[_quarter(f"Q{number}", one.quarter(number)) for number in QUARTERS], _quarter(_("Year"), one.total),
            ],
            "currency": one.currency,
            "total": True,
        },
        {
            "title": _("Gross payments by month, {currency}").format(currency=one.currency),
            "columns": months,
            "rows": [
                *[[f"{nth:02d}", month.sales, month.gross] for nth, month in enumerate(one.months, start=1)],
                [_("Year"), one.total.sales, one.total.gross],
            ],
            "currency": one.currency,
            "total": True,
        },
    ]  # fmt: skip


def _quarter(name: str, sums: Sums) -> list[Any]:
    return [name, sums.sales, sums.consideration, sums.commission, sums.fees, sums.taxes]
