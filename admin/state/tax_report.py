"""What is reported of sellers to tax offices: year by year, with what is missing (F102)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import reflex as rx
from sqlmodel import Session

from admin.state.shell import link
from admin.tax_values import SellerLine, TaxReportPage
from emporium.i18n import _, number, plural
from emporium.services import seller_tax
from emporium.services.auth import Permission
from emporium.services.seller_tax import SellerYear
from emporium.ui.values import Link
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import country_name, money
from emporium.web.threads import run

PATH = "/admin/tax-report"
SHOWN_YEARS = 4
SHOWN_SELLERS = 50


class AdminTaxReportState(PageState, rx.State):
    """State of the page of reports to tax offices."""

    view: TaxReportPage = TaxReportPage()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def download(self) -> Any:
        """The year's table as CSV, tax numbers by their last signs."""
        year = self.view.year
        content = await run(seller_tax.all_years_csv, actor=current_actor(), year=year)
        return rx.download(data=content, filename=f"sellers-{year}.csv", mime_type="text/csv")

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def download_dac7(self) -> Any:
        """The reportable sellers with all their details, as JSON; the audit log keeps that it was taken out."""
        year = self.view.year
        content = await run(seller_tax.dac7_json, actor=current_actor(), year=year)
        return rx.download(data=content, filename=f"dac7-{year}.json", mime_type="application/json")


def load_tax_report(session: Session, request: PageRequest) -> Loaded:
    """A page of the year's sellers. The shown ones are compared with the ledger: two queries each."""
    this_year = datetime.now(UTC).year
    years = range(this_year, this_year - SHOWN_YEARS, -1)
    asked, start = request.query.get("year", ""), request.query.get("from", "")
    year = int(asked) if asked.isdigit() and int(asked) in years else this_year
    reports = seller_tax.all_years(session, actor=request.actor, year=year)
    first = next((at for at, one in enumerate(reports) if one.slug == start), 0)
    shown = reports[first : first + SHOWN_SELLERS]
    wrong = [text for one in shown for text in seller_tax.differences(session, report=one)]
    due = sum(1 for one in reports if one.dac7 or one.form_1099k)
    rest = reports[first + SHOWN_SELLERS :]
    view = TaxReportPage(
        sub=_("{reports} in {year}, {due} to report").format(
            reports=plural(len(reports), "{n} seller", "{n} sellers"), year=year, due=due
        ),
        year=year,
        years=[Link(str(one), link(PATH, year=str(one)), one == year) for one in years],
        rows=[_line(one) for one in shown],
        empty=not reports,
        wrong_books=wrong,
        has_wrong=bool(wrong),
        foot=_("{shown} shown").format(shown=plural(len(shown), "{n} seller", "{n} sellers")),
        older=link(PATH, year=str(year), **{"from": rest[0].slug}) if rest else "",
        newest=link(PATH, year=str(year)) if first else "",
    )
    return Loaded(view, Seo(title=_("Tax report – Emporium admin"), noindex=True))


def _line(one: SellerYear) -> SellerLine:
    verdict, tone, icon = _verdict(one)
    return SellerLine(
        key=one.slug,
        store=one.store,
        seller=one.details.full_name if one.details else "",
        country=country_name(one.country),
        sales=number(one.sales),
        credited=[money(year.total.consideration, year.currency) for year in one.currencies],
        verdict=verdict,
        tone=tone,
        icon=icon,
        missing=", ".join(one.missing),
    )


def _verdict(one: SellerYear) -> tuple[str, str, str]:
    if one.dac7 or one.form_1099k:
        return ("DAC7" if one.dac7 else "1099-K"), "info", "file-text"
    if one.in_the_union:
        return _("Under the threshold"), "", "circle-slash"
    return _("Not reported"), "", "circle-slash"
