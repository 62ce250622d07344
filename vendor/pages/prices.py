"""A store's prices."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui.words import t

HEADS = (
    (N_("Variant"), ""),
    (N_("Price"), "num"),
    (N_("Now"), "num"),
    (N_("Struck out"), "num"),
    (N_("On lists"), ""),
    ("", "fit"),
)


def prices_page(v: Any) -> rx.Component:
    """Search and the list."""
    return rx.el.div(
        ui.page_head(t("Prices"), v.sub),
        ui.tabs(v.tabs, t("About prices")),
        rx.el.section(
            rx.el.div(ui.search("/vendor/prices", t("Name or SKU"), v.query, keep=v.store), class_name="list-tools"),
            ui.when(
                v.empty,
                ui.empty(t("No prices"), v.empty_text, icon_name="banknote"),
                ui.table(t("Prices"), HEADS, v.rows, price_row),
            ),
            ui.list_foot(v.foot, v.older, v.newest),
            class_name="card",
            aria_label=t("Prices"),
        ),
        class_name="page",
    )


def price_row(row: Any) -> rx.Component:
    """One variant."""
    return rx.el.tr(
        ui.main_cell(
            ui.anchor(rx.el.b(row.name), href=row.href, class_name="link link--quiet"),
            rx.el.small(row.sku, class_name="t-mono"),
            media=ui.thumb(row.picture, "thumb--sm thumb--sq"),
        ),
        ui.cell(row.price, label=t("Price"), extra="num"),
        ui.cell(
            ui.when(
                row.now != "",
                rx.el.span(rx.el.b(row.now), rx.el.small(row.note, class_name="t-2"), class_name="stack stack--tight"),
                rx.el.span("–", ui.hidden(t("the same")), class_name="t-3"),
            ),
            label=t("Now"),
            extra="num",
        ),
        ui.cell(
            ui.when(row.prior != "", rx.el.s(row.prior), rx.el.span("–", ui.hidden(t("nothing")), class_name="t-3")),
            label=t("Struck out"),
            extra="num",
        ),
        ui.cell(
            ui.when(row.lists != "", rx.el.span(row.lists), rx.el.span("–", class_name="t-3")), label=t("On lists")
        ),
        ui.cell(
            ui.anchor(
                t("Change"),
                rx.el.span(" ", row.name, class_name="visually-hidden"),
                href=row.href,
                class_name="btn btn--secondary btn--sm",
            ),
            label="",
            extra="fit",
        ),
        role="row",
        key=row.id,
        custom_attrs={"data-sku": row.sku},
    )
