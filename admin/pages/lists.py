"""The operator's lists: stores, purchases, people."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.components.lists import list_card, stated, store_rows
from admin.state.orders import AdminOrdersState
from emporium import ui
from emporium.i18n import N_
from emporium.ui.words import t

PURCHASE_HEADS = (
    (N_("Purchase"), ""),
    (N_("Shopper"), ""),
    (N_("Stores"), ""),
    (N_("Total"), "num"),
    (N_("Payment"), ""),
    (N_("Sent"), ""),
)
USER_HEADS = ((N_("Person"), ""), (N_("Address"), ""), (N_("Part"), ""), (N_("Since"), ""), (N_("State"), ""))


def stores_page(v: Any) -> rx.Component:
    """Every store."""
    return rx.el.div(
        ui.page_head(t("Stores"), v.sub),
        list_card(v, "/admin/stores", t("Name of the store"), t("Stores"), store_rows(v.rows)),
        class_name="page",
    )


def orders_page(v: Any) -> rx.Component:
    """Every purchase."""
    table = ui.table(t("Purchases"), PURCHASE_HEADS, v.rows, purchase_row)
    return rx.el.div(
        ui.page_head(t("Orders"), v.sub, ui.live_mark()),
        list_card(v, "/admin/orders", t("Number, name or e-mail"), t("Purchases"), table),
        class_name="page",
    )


def purchase_row(row: Any) -> rx.Component:
    """A purchase and, when it is open, its store orders."""
    number = rx.el.button(
        ui.icon(ui.pick(row.open, "chevron-down", "chevron-right"), "icon--sm"),
        class_name="btn btn--ghost btn--icon btn--sm",
        type="button",
        aria_expanded=ui.pick(row.open, "true", "false"),
        aria_label=t("Store orders of {number}", number=row.number),
        on_click=AdminOrdersState.toggle(row.number),
    )
    return rx.fragment(
        rx.el.tr(
            ui.main_cell(rx.el.b(row.number, class_name="t-mono"), rx.el.small(row.when), media=number),
            ui.cell(row.buyer, rx.el.br(), rx.el.span(row.email, class_name="t-small t-3"), label=t("Shopper")),
            ui.cell(
                rx.el.span(
                    ui.each(
                        row.stores,
                        lambda part: rx.el.span(
                            ui.store_dot(), part.store, class_name="row", custom_attrs=ui.in_colours(part.awning)
                        ),
                    ),
                    class_name="stack store-names",
                ),
                label=t("Stores"),
                extra="hide-s",
            ),
            ui.cell(row.total, label=t("Total"), extra="num"),
            ui.cell(stated(row.icon, row.status, row.tone), label=t("Payment")),
            ui.cell(row.sent, label=t("Sent")),
            role="row",
            class_name=ui.pick(row.fresh, "is-new", ""),
            custom_attrs={"data-purchase": row.number},
        ),
        ui.when(row.open, rx.fragment(ui.each(row.stores, store_order), adding_up(row))),
    )


def store_order(part: Any) -> rx.Component:
    """One store's part."""
    return rx.el.tr(
        ui.main_cell(rx.el.span(part.number, class_name="t-mono part-number")),
        ui.cell(
            rx.el.span(ui.store_dot(), part.store, class_name="row", custom_attrs=ui.in_colours(part.awning)),
            label=t("Store"),
        ),
        ui.cell(t("Commission {commission}", commission=part.commission), extra="t-2"),
        ui.cell(part.total, label=t("Total"), extra="num"),
        ui.cell(stated(part.icon, part.status, part.tone), label=t("State")),
        ui.cell("", extra="hide-s"),
        role="row",
        class_name="row-part",
        custom_attrs={"data-order": part.number},
    )


def adding_up(row: Any) -> rx.Component:
    """The parts make the whole."""
    return rx.el.tr(
        rx.el.td(row.adds_up, col_span=6, role="cell", class_name="span t-small t-2 part-sum"),
        role="row",
        class_name="row-part",
    )


def users_page(v: Any) -> rx.Component:
    """Everybody."""
    table = ui.table(t("People"), USER_HEADS, v.rows, user_row)
    return rx.el.div(
        ui.page_head(t("People"), v.sub),
        list_card(v, "/admin/users", t("Name or e-mail"), t("People"), table, tabbed=False),
        class_name="page",
    )


def user_row(row: Any) -> rx.Component:
    """One person."""
    return rx.el.tr(
        ui.main_cell(
            rx.el.b(row.name),
            media=rx.el.span(row.initials, class_name="avatar avatar--sm avatar--c1", aria_hidden="true"),
        ),
        ui.cell(row.email, label=t("Address")),
        ui.cell(row.parts, label=t("Part")),
        ui.cell(row.since, label=t("Since")),
        ui.cell(stated(row.icon, row.status, row.tone), label=t("State")),
        role="row",
        key=row.email,
    )
