"""A store's prepared orders."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui.words import t
from vendor.state.drafts import VendorDraftsState as State

HEADS = ((N_("Draft"), ""), (N_("Customer"), ""), (N_("Total"), "num"), (N_("State"), ""), (N_("Until"), ""))


def drafts_page(v: Any) -> rx.Component:
    """The list, and the way to a new one."""
    return rx.el.div(
        ui.page_head(
            t("Drafts"),
            v.sub,
            ui.when(
                v.can_make,
                rx.el.button(
                    ui.icon("plus", "icon--sm"), t("New draft"), type="button", class_name="btn btn--primary",
                    on_click=State.make, id="new-draft",
                ),
            ),
        ),
        rx.el.section(
            ui.tabs(v.tabs, t("Orders and drafts")),
            ui.when(
                v.empty,
                ui.empty(
                    t("No drafts"), t("Make an order for somebody who calls, writes or stands before you."),
                    icon_name="package-open",
                ),
                ui.table(t("Drafts"), HEADS, v.rows, row),
            ),
            ui.list_foot(v.foot, v.older, v.newest),
            class_name="card",
            aria_label=t("Draft list"),
        ),
        class_name="page",
    )  # fmt: skip


def row(item: Any) -> rx.Component:
    """One draft."""
    return rx.el.tr(
        ui.main_cell(ui.anchor(item.number, href=item.href, class_name="row-link t-mono"), rx.el.small(item.when)),
        ui.cell(item.who, rx.el.span(" " + item.email, class_name="t-3"), label=t("Customer")),
        ui.cell(item.total, label=t("Total"), extra="num"),
        ui.cell(ui.badge(rx.fragment(ui.icon(item.icon), item.state), item.tone), label=t("State")),
        ui.cell(item.until, label=t("Until")),
        role="row",
        key=item.number,
    )
