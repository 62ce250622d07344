"""A store's stock."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from vendor.state.stock import VendorStockState as State

HEADS = (
    (N_("Variant"), ""),
    (N_("Place"), ""),
    (N_("On hand"), "num"),
    (N_("Promised"), "num"),
    (N_("Can be sold"), "num"),
    (N_("State"), ""),
    (N_("Sold ahead"), ""),
)


def stock_page(v: Any) -> rx.Component:
    """Search and the grid."""
    return rx.el.div(
        ui.page_head(t("Stock"), v.sub),
        ui.tabs(v.tabs, t("About stock")),
        ui.when(
            v.conflict != "",
            ui.alert("danger", v.conflict, rx.el.p(v.conflict_text), icon_name="triangle-alert", role="alert"),
        ),
        rx.el.section(
            rx.el.div(
                ui.search("/vendor/stock", t("Name or SKU"), v.query, keep=v.store),
                rx.el.span(ui.live(t("Counts follow sales")), class_name="push"),
                class_name="list-tools",
            ),
            ui.when(
                v.empty,
                ui.empty(t("No stock"), v.empty_text, icon_name="boxes"),
                ui.table(t("Stock levels"), HEADS, v.rows, lambda row: stock_row(row, v.can_edit)),
            ),
            ui.list_foot(v.foot, v.older, v.newest),
            class_name="card",
            aria_label=t("Stock levels"),
        ),
        class_name="page",
    )


def stock_row(row: Any, can_edit: Any) -> rx.Component:
    """One variant at one place."""
    return rx.el.tr(
        ui.main_cell(
            rx.el.b(row.name, ui.when(row.variant != "", rx.el.span(", " + row.variant))),
            rx.el.small(row.sku, class_name="t-mono"),
            media=ui.thumb(row.picture, "thumb--sm thumb--sq"),
        ),
        ui.cell(row.place, label=t("Place"), extra="hide-s"),
        ui.cell(ui.when(can_edit, on_hand(row), rx.el.span(row.on_hand)), label=t("On hand"), extra="num"),
        ui.cell(row.promised, label=t("Promised"), extra="num"),
        ui.cell(rx.el.b(row.left), label=t("Can be sold"), extra="num"),
        ui.cell(ui.badge(rx.fragment(ui.icon(row.icon), row.badge), row.tone), label=t("State")),
        ui.cell(
            ui.when(row.ahead != "", rx.el.span(row.ahead, class_name="t-small t-2")),
            ui.when(can_edit, sell_ahead(row)),
            label=t("Sold ahead"),
        ),
        role="row",
        key=row.key,
        custom_attrs={"data-sku": row.sku},
    )


def sell_ahead(row: Any) -> rx.Component:
    """How many may be sold before they are there, and for when they are promised (F029)."""
    ident = row.variant_id + row.location_id
    return forms.step(
        t("Change"),
        rx.el.form(
            ui.hidden_field("variant", row.variant_id),
            ui.hidden_field("location", row.location_id),
            ui.field(
                t("Units at most"), "limit", prefix=ident, value=row.ahead_limit, inputmode="numeric", required=False,
                error=forms.wrong(row, "limit"), hint=t("Empty: only what is there."),
            ),
            ui.field(
                t("Can leave from"), "day", prefix=ident, type_="date", value=row.ahead_day, required=False,
                error=forms.wrong(row, "day"),
            ),
            ui.field(
                t("Tell me at or under"), "low", prefix=ident, value=row.low, inputmode="numeric", required=False,
                error=forms.wrong(row, "low"), hint=t("One letter when it comes there."),
            ),
            rx.el.button(t("Save"), type="submit", class_name="btn btn--secondary btn--sm"),
            class_name="stack", on_submit=State.sell_ahead, no_validate=True,
        ),
    )  # fmt: skip


def on_hand(row: Any) -> rx.Component:
    """The number that is edited; Enter or leaving the field saves it."""
    return rx.el.form(
        ui.hidden_field("variant", row.variant_id),
        ui.hidden_field("location", row.location_id),
        ui.hidden_field("seen", row.on_hand),
        rx.el.input(
            name="on_hand",
            default_value=row.on_hand,
            input_mode="numeric",
            auto_complete="off",
            aria_label=t("On hand, {name} {variant}", name=row.name, variant=row.variant),
            class_name="input input--sm input--num stock-units",
            on_blur=lambda typed: State.set_on_hand(row.variant_id, row.location_id, row.on_hand, typed),
        ),
        on_submit=State.save,
    )
