"""Sellers and what is reported of them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.state.tax_report import AdminTaxReportState as State
from emporium import ui
from emporium.i18n import N_
from emporium.ui.words import t

HEADS = (
    (N_("Seller"), ""),
    (N_("Country"), ""),
    (N_("Sales"), "num"),
    (N_("Credited"), "num"),
    (N_("Report"), ""),
    (N_("Missing"), ""),
)


def tax_report_page(v: Any) -> rx.Component:
    """The year's sellers, and its files."""
    return rx.el.div(
        ui.page_head(
            t("Tax report"), v.sub,
            button(t("CSV"), t("Download the table as CSV"), State.download),
            button(t("DAC7 data"), t("Download the DAC7 data as JSON"), State.download_dac7),
        ),
        ui.when(
            v.has_wrong,
            ui.alert(
                "danger", t("The report and the ledger disagree"), ui.each(v.wrong_books, lambda text: rx.el.p(text)),
                role="alert",
            ),
        ),
        rx.el.section(
            rx.el.div(ui.segments(v.years, t("Years")), class_name="split split--wrap list-tools"),
            ui.when(
                v.empty,
                ui.empty(t("Nobody sold anything"), t("There is nothing to report of this year."), icon_name="receipt"),
                ui.table(t("Sellers"), HEADS, v.rows, seller),
            ),
            ui.list_foot(v.foot, v.older, v.newest, t("Pages of sellers")),
            class_name="card clipped",
            aria_label=t("Sellers"),
        ),
        rx.el.p(
            t("The DAC7 file holds tax numbers and accounts in clear. Taking it out is written to the audit log."),
            class_name="t-small t-2",
        ),
        class_name="page",
    )  # fmt: skip


def button(text: str, label: str, act: Any) -> rx.Component:
    """A file."""
    return rx.el.button(
        ui.icon("download", "icon--sm"), text, type="button", on_click=act, class_name="btn btn--secondary",
        aria_label=label,
    )  # fmt: skip


def seller(row: Any) -> rx.Component:
    """One of them."""
    return rx.el.tr(
        ui.main_cell(rx.el.b(row.store), ui.when(row.seller != "", rx.el.small(row.seller))),
        ui.cell(row.country, label=t("Country")),
        ui.cell(row.sales, label=t("Sales"), extra="num"),
        ui.cell(ui.each(row.credited, lambda text: rx.el.div(text)), label=t("Credited"), extra="num"),
        ui.cell(ui.badge(rx.fragment(ui.icon(row.icon), row.verdict), row.tone), label=t("Report")),
        ui.cell(
            ui.when(
                row.missing != "", rx.el.span(row.missing, class_name="t-small"), rx.el.span("–", class_name="t-3")
            ),
            label=t("Missing"),
        ),
        role="row",
        key=row.key,
    )
