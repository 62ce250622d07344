"""A store's bundles."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from vendor.state.bundles import VendorBundlesState as State

HEADS = ((N_("Bundle"), ""), (N_("What is in one"), ""), (N_("Can be sold"), "num"), ("", "fit"))


def bundles_page(v: Any) -> rx.Component:
    """The list left, the form right."""
    return rx.el.div(
        ui.page_head(t("Stock"), v.sub),
        ui.tabs(v.tabs, t("About stock")),
        rx.el.div(
            rx.el.section(
                ui.when(
                    v.empty,
                    ui.empty(
                        t("No bundles"), t("Sell things that you have as a set; the set shares their stock."),
                        icon_name="boxes",
                    ),
                    ui.table(t("Bundles"), HEADS, v.rows, lambda row: bundle(row, v.can_edit)),
                ),
                class_name="card clipped",
                aria_label=t("Bundles"),
            ),
            ui.when(v.can_edit, making(v)),
            class_name=ui.pick(v.can_edit, "split-view split-view--wide-list", "stack"),
        ),
        class_name="page",
    )  # fmt: skip


def bundle(row: Any, can_edit: Any) -> rx.Component:
    """One bundle."""
    return rx.el.tr(
        ui.main_cell(rx.el.b(row.name), rx.el.small(row.sku, class_name="t-mono")),
        ui.cell(
            rx.el.ul(ui.each(row.parts, lambda text: rx.el.li(text)), class_name="t-small"),
            label=t("What is in one"),
        ),
        ui.cell(rx.el.b(row.left), label=t("Can be sold"), extra="num"),
        ui.cell(
            ui.when(
                can_edit,
                rx.el.button(
                    t("Take apart"), rx.el.span(" ", row.name, class_name="visually-hidden"), type="button",
                    class_name="btn btn--ghost btn--sm", on_click=State.take_apart(row.sku),
                ),
            ),
            label="",
            extra="fit",
        ),
        role="row",
        key=row.id,
    )  # fmt: skip


def making(v: Any) -> rx.Component:
    """What a variant is made of."""
    return ui.card(
        t("Make a bundle"),
        "make-bundle",
        rx.el.form(
            ui.field(
                t("SKU of the bundle"), "sku", error=forms.wrong(v, "sku"), key=v.fresh + "s",
                hint=t("A product of yours without stock of its own. One that is a bundle already is made anew."),
            ),
            forms.text_area(
                t("What is in one"), "parts", error=forms.wrong(v, "parts"), key=v.fresh + "p", rows=5,
                hint=t("One part a line, like 2 x MUG-OAT."),
            ),
            rx.el.button(t("Save the bundle"), type="submit", class_name="btn btn--primary"),
            rx.el.p(t("Orders that were placed keep what they were promised."), class_name="t-small t-2"),
            class_name="stack", on_submit=State.save, id="bundle-form", no_validate=True,
        ),
    )  # fmt: skip
