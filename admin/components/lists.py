"""A list with its tabs, search, rows and paging: the same on every page of the operator."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def list_card(
    v: Any, path: str, placeholder: str, label: str, rows: rx.Component, *, tabbed: bool = True
) -> rx.Component:
    """The card around the rows."""
    return rx.el.section(
        *([ui.tabs(v.tabs, t("{label} by state", label=label))] if tabbed else []),
        rx.el.div(ui.search(path, placeholder, v.query, tab=v.tab), class_name="list-tools"),
        ui.when(v.empty, ui.empty(v.empty_title, v.empty_text, icon_name="inbox"), rows),
        ui.list_foot(v.foot, v.older, v.newest),
        class_name="card",
        aria_label=label,
    )


def stated(icon: Any, word: Any, tone: Any) -> rx.Component:
    """A state with its icon."""
    return ui.badge(rx.fragment(ui.icon(icon), word), tone)


def store_rows(rows: Any) -> rx.Component:
    """Stores as a table."""
    heads = (("Store", ""), ("Products", "num"), ("Orders", "num"), ("Sales", "num"), ("Rating", "num"), ("State", ""))
    return ui.table(t("Stores"), heads, rows, store_row)


def store_row(row: Any) -> rx.Component:
    """One store."""
    return rx.el.tr(
        ui.main_cell(
            ui.anchor(row.name, href=row.href, class_name="row-link"),
            rx.el.small(row.city),
            media=ui.store_mark(row.initials, row.awning, "sm"),
        ),
        ui.cell(row.products, label=t("Products"), extra="num"),
        ui.cell(row.orders, label=t("Orders"), extra="num"),
        ui.cell(row.sales, label=t("Sales"), extra="num"),
        ui.cell(row.rating, label=t("Rating"), extra="num"),
        ui.cell(ui.badge(row.status, row.tone), label=t("State")),
        role="row",
        key=row.name,
    )
