"""A store's tax details and reports."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from vendor.state.tax import VendorTaxState as State

HEADS = (
    ("", ""),
    (N_("Sales"), "num"),
    (N_("Credited"), "num"),
    (N_("Commission"), "num"),
    (N_("Fees"), "num"),
    (N_("Taxes"), "num"),
)


def tax_page(v: Any) -> rx.Component:
    """The report left, the details right."""
    return rx.el.div(
        ui.page_head(
            t("Tax reports"),
            v.sub,
            ui.anchor(
                ui.icon("chevron-left", "icon--sm icon--flip"), t("Money"), href=v.back, class_name="btn btn--ghost"
            ),
        ),
        rx.el.div(
            rx.el.div(report(v), class_name="stack"),
            rx.el.div(ui.when(v.can_edit, details(v), only_owners()), class_name="stack"),
            class_name="split-view split-view--wide-list",
        ),
        class_name="page",
    )


def report(v: Any) -> rx.Component:
    """A year, currency by currency."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("Report of") + " ", v.year, id="report"),
            ui.when(
                v.empty,
                rx.fragment(),
                rx.el.span(
                    button(t("CSV"), "download", State.download),
                    button(t("PDF"), "file-text", State.download_paper),
                    class_name="row",
                ),
            ),
            class_name="card__head",
        ),
        rx.el.div(ui.segments(v.years, t("Years")), class_name="split split--wrap list-tools"),
        rx.el.div(
            ui.sums(v.verdicts),
            ui.when(
                v.missing != "",
                ui.alert("warning", t("Still missing"), rx.el.span(v.missing), role="status"),
            ),
            class_name="card__body stack",
        ),
        ui.when(
            v.empty,
            ui.empty(t("Nothing in this year"), t("No sale, refund or payout."), icon_name="receipt"),
            ui.each(v.tables, currency_table),
        ),
        class_name="card clipped",
        aria_labelledby="report",
    )


def button(text: str, icon: str, act: Any) -> rx.Component:
    """One form of the report."""
    return rx.el.button(
        ui.icon(icon, "icon--sm"), text, type="button", on_click=act, class_name="btn btn--secondary btn--sm",
        aria_label=t("The report as {text}", text=text),
    )  # fmt: skip


def currency_table(one: Any) -> rx.Component:
    """Four quarters and the year."""
    return rx.el.div(
        ui.table(t("Quarters, {currency}", currency=one.currency), HEADS, one.rows, quarter),
        rx.el.p(
            t("Paid for your sales before anything was taken off or given back:") + " ",
            rx.el.b(one.gross, class_name="t-num"),
            class_name="t-small t-2 card__body",
        ),
        key=one.currency,
    )


def quarter(row: Any) -> rx.Component:
    """A line of the table."""
    return rx.el.tr(
        ui.main_cell(rx.el.b(row.name)),
        ui.cell(row.sales, label=t("Sales"), extra="num"),
        ui.cell(ui.when(row.total, rx.el.b(row.consideration), row.consideration), label=t("Credited"), extra="num"),
        ui.cell(row.commission, label=t("Commission"), extra="num"),
        ui.cell(row.fees, label=t("Fees"), extra="num"),
        ui.cell(row.taxes, label=t("Taxes"), extra="num"),
        role="row",
    )


def only_owners() -> rx.Component:
    """Who else may look, and who may not."""
    return ui.alert("info", t("Details"), rx.el.span(t("Only an owner sees and changes them.")), icon_name="lock")


def details(v: Any) -> rx.Component:
    """What tax offices want to know. The tax number is never shown again."""
    f = v.given
    return ui.card(
        t("Your details"),
        "details",
        rx.el.form(
            forms.general_error(v),
            rx.el.div(
                rx.el.div(
                    rx.el.label(t("You sell as"), html_for="t-kind", class_name="field__label"),
                    rx.el.select(
                        ui.each(v.kinds, lambda option: rx.el.option(option.text, value=option.code)),
                        id="t-kind",
                        name="kind",
                        class_name="select",
                        value=ui.pick(v.person, "person", "company"),
                        on_change=State.choose_kind,
                    ),
                    class_name="field",
                ),
                ui.when(v.person, text(v, t("First name"), "first_name", f.first_name, "c-3")),
                ui.when(
                    v.person,
                    text(v, t("Last name"), "name", f.name, "c-3"),
                    text(v, t("Legal name"), "name", f.name),
                ),
                text(v, t("Street and number"), "line1", f.line1),
                text(v, t("Postcode"), "postcode", f.postcode, "c-3", required=False),
                text(v, t("City"), "city", f.city, "c-3"),
                rx.el.div(
                    forms.select_field(
                        t("Country"),
                        "country",
                        v.countries,
                        value=f.country,
                        prefix="t",
                        error=forms.wrong(v, "country"),
                    ),
                    key=f.fresh + "c",
                ),
                secret(v, f),
                text(v, t("VAT number"), "vat_id", f.vat_id, required=False),
                ui.when(
                    v.person,
                    born(v, f),
                    text(v, t("Registration number"), "registration_number", f.registration_number, required=False),
                ),
                class_name="form-grid",
            ),
            rx.el.button(t("Keep them"), type="submit", class_name="btn btn--primary"),
            rx.el.p(
                t(
                    "Asked by the European directive on digital platforms (DAC7). They go to the tax office "
                    "and to nobody else."
                ),
                class_name="t-small t-2",
            ),
            class_name="stack",
            on_submit=State.save,
            id="tax-details",
            no_validate=True,
        ),
    )


def text(v: Any, label: str, name: str, value: Any, span: str = "", *, required: bool = True) -> rx.Component:
    """A field with what is wrong under it."""
    return ui.field(
        label,
        name,
        value=value,
        error=forms.wrong(v, name),
        span=span,
        required=required,
        prefix="t",
        key=v.given.fresh + name,
    )


def secret(v: Any, f: Any) -> rx.Component:
    """The tax number: what is kept stands above the field as its last signs."""
    return rx.fragment(
        ui.when(
            f.tin_masked != "",
            rx.el.p(t("Kept tax number:") + " ", rx.el.b(f.tin_masked, class_name="t-num"), class_name="t-small t-2"),
        ),
        ui.field(
            t("Tax number"), "tin", prefix="t", error=forms.wrong(v, "tin"), required=False, key=f.fresh + "tin",
            hint=t("Kept encrypted. Leave it empty to keep the one we have."),
        ),
        rx.el.div(
            forms.select_field(
                t("Issued by"), "tin_country", v.countries, value=f.tin_country, prefix="t",
                error=forms.wrong(v, "tin_country"),
            ),
            key=f.fresh + "tc",
        ),
    )  # fmt: skip


def born(v: Any, f: Any) -> rx.Component:
    """A person's birth."""
    return rx.fragment(
        ui.field(
            t("Day of birth"),
            "birth_date",
            type_="date",
            prefix="t",
            error=forms.wrong(v, "birth_date"),
            required=False,
            key=f.fresh + "bd",
            hint=t("Kept encrypted. Leave it empty to keep what we have."),
        ),
        ui.when(f.birth_known, rx.el.p(t("A day of birth is kept."), class_name="t-small t-2")),
        text(v, t("Place of birth"), "birth_place", "", required=False),
    )
