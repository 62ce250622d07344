"""One variant's price."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from vendor.state.price import VendorPriceState as State

SALE_HEADS = ((N_("Price"), "num"), (N_("When"), ""), (N_("State"), ""), ("", "fit"))
WHY_HEADS = ((N_("Price"), ""), (N_("Amount"), "num"), (N_("Why"), ""))


def price_page(v: Any) -> rx.Component:
    """What it costs and why left; changing it right."""
    return rx.el.div(
        ui.page_head(v.title, v.sub, trail=ui.breadcrumbs(v.trail)),
        rx.el.div(
            rx.el.div(now(v), sales(v), why(v), class_name="stack"),
            ui.when(v.can_edit, rx.el.div(changing(v), planning(v), class_name="stack")),
            class_name=ui.pick(v.can_edit, "split-view split-view--wide-list", "stack"),
        ),
        class_name="page",
    )


def now(v: Any) -> rx.Component:
    """What shoppers see."""
    return ui.card(
        t("What shoppers see"),
        "shown",
        rx.el.div(
            ui.thumb(v.picture),
            rx.el.div(rx.el.b(v.shown, class_name="t-h2 t-num"), rx.el.p(v.said, class_name="t-small t-2")),
            class_name="row",
        ),
    )


def sales(v: Any) -> rx.Component:
    """Sales that are planned, run, or are over."""
    return rx.el.section(
        rx.el.div(rx.el.h2(t("Sales"), id="sales"), class_name="card__head"),
        ui.when(
            v.has_sales,
            ui.table(t("Sales"), SALE_HEADS, v.sales, lambda row: sale(row, v.can_edit)),
            rx.el.div(rx.el.p(t("No sale was planned yet."), class_name="t-2"), class_name="card__body"),
        ),
        class_name="card clipped",
        aria_labelledby="sales",
    )


def sale(row: Any, can_edit: Any) -> rx.Component:
    """One sale."""
    act = rx.el.button(
        row.verb, rx.el.span(" ", row.price, class_name="visually-hidden"), type="button",
        class_name="btn btn--ghost btn--sm", on_click=State.end_sale(row.id),
    )  # fmt: skip
    return rx.el.tr(
        ui.cell(rx.el.b(row.price), label=t("Price"), extra="num"),
        ui.cell(row.time, label=t("When")),
        ui.cell(ui.badge(rx.fragment(ui.icon(row.icon), row.state), row.tone), label=t("State")),
        ui.cell(ui.when(row.verb != "", ui.when(can_edit, act)), label="", extra="fit"),
        role="row",
        key=row.id,
    )


def why(v: Any) -> rx.Component:
    """Which price holds for whom, and why (F052)."""
    return ui.card(
        t("Why this price"),
        "why",
        ui.native_form(
            rx.el.div(
                forms.select_field(t("For"), "group", v.groups, value=v.group, prefix="w", span="c-2"),
                ui.field(t("Units"), "units", value=v.units, inputmode="numeric", prefix="w", span="c-2", key=v.units),
                forms.select_field(
                    t("Paid in"), "currency", v.currencies, value=v.why_currency, prefix="w", span="c-2"
                ),
                class_name="form-grid",
            ),
            ui.when(v.store != "", ui.hidden_field("store", v.store)),
            rx.el.button(t("Look"), type="submit", class_name="btn btn--secondary btn--sm"),
            action=v.path,
            method="get",
            class_name="stack",
            id="why-form",
        ),
        ui.when(
            v.why_error != "",
            ui.alert("warning", v.why_error, role="status"),
            ui.table(t("Prices that were looked at"), WHY_HEADS, v.why, reason),
        ),
        rx.el.p(
            t(
                "A price said in the buyer's own currency goes before a converted one; then the lowest holds. Units of one variant are counted over the whole basket."
            ),
            class_name="t-small t-2",
        ),
    )


def reason(row: Any) -> rx.Component:
    """One price that was looked at."""
    return rx.el.tr(
        ui.main_cell(
            rx.el.span(
                ui.when(
                    row.wins, rx.el.b(row.label, " ", ui.badge(t("Holds"), "success", "check")), rx.el.span(row.label)
                )
            )
        ),
        ui.cell(row.price, label=t("Amount"), extra="num"),
        ui.cell(rx.el.span(row.words, class_name="t-small"), label=t("Why")),
        role="row",
    )


def changing(v: Any) -> rx.Component:
    """Another price."""
    return ui.card(
        t("Change the price"),
        "change",
        rx.el.form(
            ui.field(
                rx.fragment(t("Price,") + " ", v.currency),
                "price",
                value=v.price,
                inputmode="decimal",
                error=forms.wrong(v, "price"),
                key=v.fresh + "p",
            ),
            ui.field(
                t("Call it reduced from"),
                "compare_at",
                value=v.was,
                inputmode="decimal",
                required=False,
                error=forms.wrong(v, "compare_at"),
                key=v.fresh + "c",
                hint=t("Shoppers see the lowest price of the 30 days before, not this number."),
            ),
            forms.general_error(v),
            rx.el.button(t("Save the price"), type="submit", class_name="btn btn--primary"),
            class_name="stack",
            on_submit=State.set_price,
            id="price-form",
            no_validate=True,
        ),
    )


def planning(v: Any) -> rx.Component:
    """A sale."""

    def wrong(name: str) -> Any:
        return ui.pick(v.sale_wrong == name, v.sale_error, "")

    return ui.card(
        t("Plan a sale"),
        "plan",
        rx.el.form(
            ui.field(
                rx.fragment(t("Sale price,") + " ", v.currency),
                "price",
                prefix="s",
                inputmode="decimal",
                error=wrong("price"),
                key=v.fresh + "s",
            ),
            ui.field(
                t("From"),
                "starts",
                prefix="s",
                type_="date",
                required=False,
                error=wrong("starts"),
                key=v.fresh + "f",
                hint=t("Empty: from now on."),
            ),
            ui.field(
                t("Until the end of"),
                "ends",
                prefix="s",
                type_="date",
                required=False,
                error=wrong("ends"),
                key=v.fresh + "u",
                hint=t("Empty: until you end it. Days are counted in UTC."),
            ),
            ui.when(v.sale_error != "", ui.when(v.sale_wrong == "", ui.alert("danger", v.sale_error, role="alert"))),
            rx.el.button(t("Plan the sale"), type="submit", class_name="btn btn--primary"),
            class_name="stack",
            on_submit=State.plan_sale,
            id="sale-form",
            no_validate=True,
        ),
    )
