"""Counting by list."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from vendor.state.count import VendorCountState as State

HEADS = ((N_("Row"), "num"), ("SKU", ""), (N_("Place"), ""), (N_("Was"), "num"), (N_("Counted"), "num"), ("", ""))


def count_page(v: Any) -> rx.Component:
    """Hand in, look, set."""
    return rx.el.div(
        ui.page_head(t("Stock"), v.sub),
        ui.tabs(v.tabs, t("About stock")),
        rx.el.div(
            ui.when(v.shown, looked_at(v)),
            rx.el.div(handing_in(v), ui.when(v.has_earlier, earlier(v)), class_name="grid grid--main-side"),
            class_name="stack",
        ),
        class_name="page page--narrow",
    )


def handing_in(v: Any) -> rx.Component:
    """Two steps: take the list, give it back."""
    return ui.card(
        t("Count a list"),
        "hand-in",
        rx.el.ol(
            rx.el.li(t("Take the list of everything you have, and open it in your spreadsheet.")),
            rx.el.li(t("Fill the column “counted”. Rows you leave empty stay as they are.")),
            rx.el.li(t("Copy the whole sheet with its first line, and paste it here.")),
        ),
        rx.el.button(
            ui.icon("download", "icon--sm"), t("Take the list"), type="button", on_click=State.download,
            class_name="btn btn--secondary btn--sm", id="take-list",
        ),
        ui.when(
            v.can_edit,
            rx.el.form(
                forms.text_area(
                    t("The counted list"), "list", error=v.error, rows=8,
                    hint=t("Columns: sku, location, counted, expected. Nothing is set before you have looked at it."),
                ),
                rx.el.button(t("Look at it"), type="submit", class_name="btn btn--primary"),
                class_name="stack", on_submit=State.hand_in, id="count-form", no_validate=True,
            ),
        ),
    )  # fmt: skip


def looked_at(v: Any) -> rx.Component:
    """Every row with what comes of it."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(v.title, id="looked-at"), rx.el.span(v.said, class_name="t-small t-2", role="status"),
            class_name="card__head",
        ),
        ui.table(t("Counted rows"), HEADS, v.rows, counted_row),
        ui.when(v.more != "", rx.el.p(v.more, class_name="card__body t-small t-2")),
        ui.when(
            v.can_set,
            rx.el.div(
                rx.el.button(
                    v.set_label, type="button", on_click=State.accept, class_name="btn btn--primary", id="set-count"
                ),
                class_name="card__foot",
            ),
        ),
        class_name="card clipped",
        aria_labelledby="looked-at",
        key=v.id,
    )  # fmt: skip


def counted_row(row: Any) -> rx.Component:
    """One of them."""
    return rx.el.tr(
        ui.cell(row.row, label=t("Row"), extra="num"),
        ui.main_cell(rx.el.b(row.sku, class_name="t-mono"), ui.when(row.words != "", rx.el.small(row.words))),
        ui.cell(row.place, label=t("Place")),
        ui.cell(row.seen, label=t("Was"), extra="num"),
        ui.cell(rx.el.b(row.counted), label=t("Counted"), extra="num"),
        ui.cell(ui.badge(rx.fragment(ui.icon(row.icon), row.state), row.tone), label=""),
        role="row",
        key=row.key,
    )


def earlier(v: Any) -> rx.Component:
    """Lists that were handed in before."""
    return ui.card(
        t("Lists before"),
        "earlier",
        rx.el.ul(
            ui.each(v.earlier, lambda item: rx.el.li(ui.anchor(item.text, href=item.href, class_name="link"))),
            class_name="stack",
        ),
    )
