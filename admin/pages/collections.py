"""Every collection, and a form for another."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.state.collections import AdminCollectionsState as State
from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t

HEADS = ((N_("Collection"), ""), (N_("Filled"), ""), (N_("Products"), "num"), (N_("State"), ""), ("", "fit"))


def collections_page(v: Any) -> rx.Component:
    """The list left, a new one right."""
    return rx.el.div(
        ui.page_head(t("Collections"), v.sub),
        rx.el.div(
            rx.el.section(
                ui.when(
                    v.empty,
                    ui.empty(t("No collections yet"), t("Make the first one beside this list."), icon_name="layers"),
                    ui.table(t("Collections"), HEADS, v.lines, lambda row: line(row, v.can_edit)),
                ),
                ui.list_foot(v.foot, v.older, v.newest),
                class_name="card clipped",
                aria_label=t("Collections"),
            ),
            ui.when(v.can_edit, new_collection(v)),
            class_name="split-view split-view--wide-list",
        ),
        class_name="page",
    )


def line(row: Any, can_edit: Any) -> rx.Component:
    """One collection."""
    return rx.el.tr(
        ui.main_cell(
            ui.anchor(row.name, href=row.href, class_name="row-link"),
            rx.el.small(row.address),
            media=ui.thumb(row.picture),
        ),
        ui.cell(row.filled, label=t("Filled")),
        ui.cell(row.products, label=t("Products"), extra="num"),
        ui.cell(ui.badge(row.state, row.tone), label=t("State")),
        ui.cell(
            ui.when(
                can_edit,
                rx.el.span(
                    ui.step_button(t("Move up"), row.name, State.move(row.id, -1), row.first, up=True),
                    ui.step_button(t("Move down"), row.name, State.move(row.id, 1), row.last),
                    class_name="row nowrap above-link",
                ),
            ),
            extra="fit tools",
        ),
        role="row",
        key=row.id,
    )


def new_collection(v: Any) -> rx.Component:
    """Its name and how it is filled; the rest is on its own page."""
    return ui.card(
        t("New collection"),
        "new-collection",
        rx.el.form(
            forms.general_error(v),
            ui.field(t("Name"), "name", error=forms.wrong(v, "name"), key=v.fresh + "n"),
            ui.field(t("Address"), "slug", error=forms.wrong(v, "slug"), required=False,
                     hint=t("Made of the name when this is empty. It stays as it is."), key=v.fresh + "s"),
            forms.text_area(t("In a sentence or two"), "description", error=forms.wrong(v, "description"),
                            required=False, rows=3, key=v.fresh + "d"),
            forms.radios(
                t("Filled"),
                forms.radio("kind", "manual", t("By hand"), chosen=True),
                forms.radio("kind", "rule", t("By a rule")),
                error=forms.wrong(v, "kind"),
            ),
            rx.el.button(t("Make it"), type="submit", class_name="btn btn--primary"),
            class_name="stack", on_submit=State.create, id="collection-form", no_validate=True,
        ),
    )  # fmt: skip
