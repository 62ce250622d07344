"""A store's details for tax offices, and its report of a year (F102)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Invalid
from emporium.i18n import N_, _, number
from emporium.services import seller_tax
from emporium.services.auth import Actor, Permission
from emporium.services.seller_tax import CurrencyYear, SellerDetails, SellerYear, Sums
from emporium.ui.desk_typed import text_of
from emporium.ui.desk_values import Option, Sum
from emporium.ui.values import Link
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import every_country, money
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import SellerKind
from models.stores import Store
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug
from vendor.tax_values import CurrencyTable, QuarterRow, SellerTaxPage, TaxFormFields

PATH = "/vendor/money/tax"
KINDS = {SellerKind.COMPANY: N_("A company"), SellerKind.PERSON: N_("A person")}
FIELDS = (
    "kind", "name", "first_name", "line1", "postcode", "city", "country", "tin", "tin_country", "vat_id",
    "registration_number", "birth_date", "birth_place",
)  # fmt: skip
SHOWN_YEARS = 4


class VendorTaxState(VendorPageState, rx.State):
    """State of the page of tax details and reports."""

    view: SellerTaxPage = SellerTaxPage()

    @rx.event
    @guarded(Permission.EDIT_PAYOUTS)
    async def choose_kind(self, kind: str) -> None:
        """A person is asked other things than a company."""
        self.view = dataclasses.replace(self.view, person=kind == SellerKind.PERSON)

    @rx.event
    @guarded(Permission.EDIT_PAYOUTS)
    async def save(self, form: dict[str, Any]) -> None:
        """Keep the details; what is wrong stands beside its field."""
        try:
            await run(_save, actor=current_actor(), slug=store_slug(self), form=form)
        except Invalid as wrong:
            field = wrong.field if wrong.field in FIELDS else ""
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=field)
            return
        await toast(self, _("Kept. Only the last signs of the tax number are shown."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.VIEW_PAYOUTS)
    async def download(self) -> Any:
        """The year that is shown, as a CSV file."""
        name, content = await run(
            _file, actor=current_actor(), slug=store_slug(self), year=self.view.year
        )  # fmt: skip
        return rx.download(data=content, filename=name, mime_type="text/csv")

    @rx.event
    @guarded(Permission.VIEW_PAYOUTS)
    async def download_paper(self) -> Any:
        """The year that is shown, as a PDF."""
        paper = await run(_paper, actor=current_actor(), slug=store_slug(self), year=self.view.year)
        return rx.redirect(f"/paper/{paper}", is_external=True)


def _save(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    given = {name: text_of(form, name, 200) for name in FIELDS}
    seller_tax.set_seller_details(session, actor=actor, store_id=store.id, given=given)


def _file(session: Session, *, actor: Actor, slug: str, year: int) -> tuple[str, str]:
    store = chosen_store(session, actor=actor, slug=slug)
    content = seller_tax.own_csv(session, actor=actor, store_id=store.id, year=year)
    return f"tax-report-{store.slug}-{year}.csv", content


def _paper(session: Session, *, actor: Actor, slug: str, year: int) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    return str(seller_tax.report_paper(session, actor=actor, store_id=store.id, year=year).id)


def load_tax(session: Session, request: PageRequest) -> Loaded:
    """The year and, for those who may change them, the details. Ten queries."""
    actor, keep = request.actor, request.query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    today = datetime.now(UTC).year
    asked = request.query.get("year", "")
    years = range(today, max(today - SHOWN_YEARS, store.created_at.year - 1), -1)
    year = int(asked) if asked.isdigit() and int(asked) in years else today
    report = seller_tax.seller_year(session, actor=actor, store_id=store.id, year=year)
    may = actor.can(Permission.EDIT_PAYOUTS, store=store.id)
    given = seller_tax.seller_details(session, actor=actor, store_id=store.id) if may else None
    view = SellerTaxPage(
        sub=_("What tax offices want to know of you, and what is reported of each year"),
        back=link("/vendor/money", keep),
        year=year,
        years=[Link(str(one), link(PATH, keep, year=str(one)), one == year) for one in years],
        tables=[_table(one) for one in report.currencies],
        empty=not report.currencies,
        verdicts=_verdicts(report),
        missing=", ".join(report.missing),
        can_edit=may,
        given=_given(given, store),
        person=given is not None and given.kind is SellerKind.PERSON,
        kinds=[Option(kind.value, _(words)) for kind, words in KINDS.items()],
        countries=[Option(code, name) for code, name in every_country()],
    )
    return Loaded(
        view,
        Seo(title=_("Tax reports – {name}").format(name=store.name), noindex=True),
        topics=[f"store:{store.id}:money"],
    )


def _given(known: SellerDetails | None, store: Store) -> TaxFormFields:
    if known is None:
        return TaxFormFields(name=store.legal_name, country=store.country, tin_country=store.country, fresh="none")
    return TaxFormFields(
        kind=known.kind.value, name=known.name, first_name=known.first_name, line1=known.line1,
        postcode=known.postcode, city=known.city, country=known.country, tin_masked=known.tin_masked,
        tin_country=known.tin_country or known.country, vat_id=known.vat_id,
        registration_number=known.registration_number, birth_known=known.has_birth_date,
        fresh=f"{known.tin_masked}{known.has_birth_date}",
    )  # fmt: skip


def _verdicts(report: SellerYear) -> list[Sum]:
    union = (
        _("Reported") if report.dac7
        else _("Not reported: under 30 sales and 2,000 euros") if report.in_the_union
        else _("Not reported: you are not in the Union")
    )  # fmt: skip
    return [
        Sum(_("European Union (DAC7)"), union),
        *([Sum(_("United States (1099-K)"), _("Reported") if report.form_1099k else _("Not reported"))]
          if report.country == "US" else []),
    ]  # fmt: skip


def _table(one: CurrencyYear) -> CurrencyTable:
    rows = [
        _row(_("Quarter {number}").format(number=number), one.quarter(number), one.currency) for number in (1, 2, 3, 4)
    ]
    whole = dataclasses.replace(_row(_("Year"), one.total, one.currency), total=True)
    return CurrencyTable(one.currency, [*rows, whole], money(one.total.gross, one.currency))


def _row(name: str, sums: Sums, currency: str) -> QuarterRow:
    return QuarterRow(
        name, number(sums.sales), money(sums.consideration, currency), money(sums.commission, currency),
        money(sums.fees, currency), money(sums.taxes, currency),
    )  # fmt: skip
