"""A store's orders."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui.words import t

HEADS = (
    (N_("Order"), ""),
    (N_("Customer"), ""),
    (N_("Items"), ""),
    (N_("Total"), "num"),
    (N_("Status"), ""),
    (N_("Send by"), ""),
)


def orders_page(v: Any) -> rx.Component:
    """Tabs, search, the list."""
    return rx.el.div(
        ui.page_head(
            t("Orders"),
            v.sub,
            ui.when(
                v.drafts_href != "",
                ui.anchor(
                    ui.icon("file-text", "icon--sm"), t("Drafts"), href=v.drafts_href, class_name="btn btn--secondary"
                ),
            ),
        ),
        rx.el.section(
            ui.tabs(v.tabs, t("Order status")),
            rx.el.div(
                ui.search("/vendor/orders", t("Order, customer or e-mail"), v.query, keep=v.store, tab=v.tab),
                rx.el.span(ui.live(t("New orders appear here")), class_name="push"),
                class_name="list-tools",
            ),
            ui.when(
                v.empty,
                ui.empty(v.empty_title, v.empty_text, icon_name="inbox"),
                ui.table(t("Orders"), HEADS, v.rows, order_row),
            ),
            ui.list_foot(v.foot, v.older, v.newest),
            class_name="card",
            aria_label=t("Order list"),
        ),
        class_name="page",
    )


def order_row(row: Any) -> rx.Component:
    """One order."""
    return rx.el.tr(
        ui.main_cell(
            ui.anchor(row.number, href=row.href, class_name="row-link t-mono"), rx.el.small(row.when),
        ),
        ui.cell(row.buyer, rx.el.span(" " + row.place, class_name="t-3"), label=t("Customer")),
        ui.cell(
            rx.el.span(
                ui.thumb(row.picture, "thumb--sm thumb--sq"), rx.el.span(row.units, class_name="t-small t-2"),
                class_name="row",
            ),
            label=t("Items"), extra="hide-s",
        ),
        ui.cell(row.total, label=t("Total"), extra="num"),
        ui.cell(ui.badge(rx.fragment(ui.icon(row.icon), row.status), row.tone), label=t("Status")),
        ui.cell(rx.el.span(row.by, class_name=ui.pick(row.late, "late", "")), label=t("Send by")),
        role="row",
        key=row.number,
        class_name=ui.pick(row.fresh, "is-new", ""),
        custom_attrs={"data-order": row.number},
    )  # fmt: skip
