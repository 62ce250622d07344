"""Price lists and groups of customers."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from vendor.state.price_lists import VendorPriceListsState as State

HEADS = ((N_("List"), ""), (N_("For"), ""), (N_("Holds"), ""), (N_("Prices"), ""), (N_("State"), ""), ("", "fit"))


def price_lists_page(v: Any) -> rx.Component:
    """Lists and their prices left, forms and groups right."""
    return rx.el.div(
        ui.page_head(t("Prices"), v.sub),
        ui.tabs(v.tabs, t("About prices")),
        rx.el.div(
            rx.el.div(listed(v), ui.when(v.chosen != "", prices(v)), class_name="stack"),
            rx.el.div(ui.when(v.can_edit, new_list(v)), groups(v), class_name="stack"),
            class_name="split-view split-view--wide-list",
        ),
        class_name="page",
    )


def listed(v: Any) -> rx.Component:
    """Every list."""
    return rx.el.section(
        rx.el.div(rx.el.h2(t("Price lists"), id="lists"), class_name="card__head"),
        ui.when(
            v.empty,
            ui.empty(t("No price lists"), t("Everybody pays the prices on the shelf."), icon_name="layers"),
            ui.table(t("Price lists"), HEADS, v.rows, lambda row: price_list(row, v.can_edit)),
        ),
        class_name="card clipped",
        aria_labelledby="lists",
    )


def price_list(row: Any, can_edit: Any) -> rx.Component:
    """One list."""
    switch = ui.when(
        row.active, switching(t("Stop using"), row, active=False), switching(t("Use"), row, active=True)
    )  # fmt: skip
    return rx.el.tr(
        ui.main_cell(
            ui.anchor(
                rx.el.b(row.name), href=row.href, class_name="link link--quiet",
                aria_current=ui.pick(row.chosen, "true", "false"),
            ),
            rx.el.small(row.currency),
        ),
        ui.cell(row.whom, label=t("For")),
        ui.cell(row.time, label=t("Holds")),
        ui.cell(row.prices, label=t("Prices")),
        ui.cell(ui.badge(rx.fragment(ui.icon(row.icon), row.state), row.tone), label=t("State")),
        ui.cell(ui.when(can_edit, switch), label="", extra="fit"),
        role="row",
        key=row.id,
    )  # fmt: skip


def switching(verb: str, row: Any, *, active: bool) -> rx.Component:
    """Whether it is used."""
    return rx.el.button(
        verb, rx.el.span(" ", row.name, class_name="visually-hidden"), type="button",
        class_name="btn btn--ghost btn--sm", on_click=State.switch(row.id, active),
    )  # fmt: skip


def prices(v: Any) -> rx.Component:
    """What stands on the chosen list."""
    return ui.card(
        rx.fragment(t("Prices of") + " ", v.chosen_name),
        "list-prices",
        rx.el.form(
            forms.text_area(
                rx.fragment(t("SKU, from how many units on, price in") + " ", v.chosen_currency),
                "prices",
                value=v.typed,
                error=v.prices_error,
                rows=10,
                required=False,
                key=v.chosen + v.typed,
                read_only=~v.can_edit if ui.is_var(v.can_edit) else not v.can_edit,
                hint=t(
                    "One price a line, like MUG-OAT 10 9.50. For everybody, in a product's own currency, it "
                    "begins at 2 units: from one unit on change the price itself, or plan a sale."
                ),
            ),
            ui.when(v.can_edit, rx.el.button(t("Save the prices"), type="submit", class_name="btn btn--primary")),
            class_name="stack",
            on_submit=State.save_prices,
            id="prices-form",
            no_validate=True,
        ),
    )


def new_list(v: Any) -> rx.Component:
    """One more list."""
    return ui.card(
        t("New price list"),
        "new-list",
        rx.el.form(
            ui.field(t("Name"), "name", error=forms.wrong(v, "name"), key=v.fresh + "n"),
            forms.select_field(t("For"), "group", v.whom),
            forms.select_field(
                t("Currency"), "currency", v.currencies, value=v.currency, error=forms.wrong(v, "currency")
            ),
            ui.field(
                t("From"),
                "starts",
                type_="date",
                required=False,
                error=forms.wrong(v, "starts"),
                hint=t("Empty: at once."),
            ),
            ui.field(
                t("Until the end of"),
                "ends",
                type_="date",
                required=False,
                error=forms.wrong(v, "ends"),
                hint=t("Empty: always."),
            ),
            rx.el.button(t("Make the list"), type="submit", class_name="btn btn--primary"),
            class_name="stack",
            on_submit=State.create,
            id="list-form",
            no_validate=True,
        ),
    )


def groups(v: Any) -> rx.Component:
    """Groups and who is in them."""
    return ui.card(
        t("Groups of customers"),
        "groups",
        ui.when(v.no_groups, rx.el.p(t("Nobody has prices of their own yet."), class_name="t-2")),
        ui.each(v.groups, lambda row: group(row, v.can_edit)),
        ui.when(
            v.can_edit,
            rx.el.form(
                ui.field(t("New group"), "group", prefix="g", error=v.group_error, key=v.fresh + "g"),
                rx.el.button(t("Add the group"), type="submit", class_name="btn btn--secondary btn--sm"),
                class_name="stack",
                on_submit=State.create_group,
                id="group-form",
                no_validate=True,
            ),
        ),
    )


def group(row: Any, can_edit: Any) -> rx.Component:
    """One group."""
    return rx.el.div(
        rx.el.div(
            rx.el.b(row.name),
            rx.el.span(row.said, class_name="t-small t-2"),
            class_name="split",
        ),
        rx.el.ul(ui.each(row.members, lambda one: member(row, one, can_edit)), class_name="plain-list t-small"),
        ui.when(
            can_edit,
            forms.step(
                t("Change"),
                rx.el.form(
                    ui.hidden_field("group", row.id),
                    ui.field(
                        t("E-mail of a customer"), "email", type_="email", prefix=row.id, error=row.error,
                        hint=t("Somebody who bought from you or follows your store."),
                    ),
                    rx.el.button(t("Add"), type="submit", class_name="btn btn--secondary btn--sm"),
                    class_name="stack", on_submit=State.add_member, no_validate=True, reset_on_submit=True,
                ),
                rx.el.button(
                    t("Delete the group"), type="button", class_name="text-btn text-btn--danger",
                    on_click=State.delete_group(row.id),
                ),
            ),
        ),
        class_name="stack group-row",
        key=row.id,
    )  # fmt: skip


def member(row: Any, one: Any, can_edit: Any) -> rx.Component:
    """Somebody in a group."""
    return rx.el.li(
        rx.el.span(one.name, " ", rx.el.span(one.email, class_name="t-2")),
        ui.when(
            can_edit,
            rx.el.button(
                t("Take out"), rx.el.span(" ", one.name, class_name="visually-hidden"), type="button",
                class_name="text-btn t-xs", on_click=State.remove_member(row.id, one.user_id),
            ),
        ),
        class_name="split",
        key=one.user_id,
    )  # fmt: skip
