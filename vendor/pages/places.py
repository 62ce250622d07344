"""A store's places."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from vendor.state.places import VendorPlacesState as State

HEADS = (("", "fit"), (N_("Place"), ""), (N_("Country"), ""), ("", "fit"))


def places_page(v: Any) -> rx.Component:
    """The list left, the forms right."""
    return rx.el.div(
        ui.page_head(t("Stock"), v.sub),
        ui.tabs(v.tabs, t("About stock")),
        rx.el.div(
            rx.el.div(listed(v), choosing(v), class_name="stack"),
            rx.el.div(
                ui.when(v.can_edit, new_place(v)), ui.when(v.can_count, kept_here(v)), class_name="stack"
            ),
            class_name="split-view split-view--wide-list",
        ),
        class_name="page",
    )  # fmt: skip


def listed(v: Any) -> rx.Component:
    """Places in their order."""
    return rx.el.section(
        rx.el.div(rx.el.h2(t("Places"), id="places"), class_name="card__head"),
        ui.table(t("Places"), HEADS, v.rows, lambda row: place(row, v.can_edit)),
        class_name="card clipped",
        aria_labelledby="places",
    )


def place(row: Any, can_edit: Any) -> rx.Component:
    """One place."""
    return rx.el.tr(
        ui.cell(row.number, label=t("Order"), extra="num"),
        ui.main_cell(
            rx.el.b(row.name), ui.when(row.active, rx.fragment(), ui.badge(t("Not used"), "", "circle-slash"))
        ),
        ui.cell(row.country, label=t("Country")),
        ui.cell(
            ui.when(
                can_edit,
                rx.el.span(
                    ui.step_button(t("Up"), row.name, State.move(row.id, True), row.first, up=True),
                    ui.step_button(t("Down"), row.name, State.move(row.id, False), row.last),
                    ui.when(
                        row.active,
                        switching(t("Stop using"), row, active=False),
                        switching(t("Use"), row, active=True),
                    ),
                    class_name="row row--wrap",
                ),
            ),
            label="",
            extra="fit",
        ),
        role="row",
        key=row.id,
    )


def switching(verb: str, row: Any, *, active: bool) -> rx.Component:
    """Whether it is sold from."""
    return rx.el.button(
        verb, rx.el.span(" ", row.name, class_name="visually-hidden"), type="button",
        class_name="btn btn--ghost btn--sm", on_click=State.switch(row.id, active),
    )  # fmt: skip


def choosing(v: Any) -> rx.Component:
    """The rule that chooses among places."""
    return ui.card(
        t("Where units are taken from"),
        "rule",
        rx.el.p(v.rule_words),
        ui.when(
            v.can_edit,
            rx.el.form(
                forms.select_field(t("Rule"), "rule", v.rules, value=v.rule, prefix="r"),
                rx.el.button(t("Use it"), type="submit", class_name="btn btn--secondary btn--sm"),
                class_name="stack", on_submit=State.choose_rule, id="rule-form", no_validate=True, key=v.rule,
            ),
        ),
    )  # fmt: skip


def new_place(v: Any) -> rx.Component:
    """One more."""
    return ui.card(
        t("New place"),
        "new-place",
        rx.el.form(
            ui.field(
                t("Name"), "name", error=forms.wrong(v, "name"), key=v.fresh + "n", hint=t("Buyers do not see it.")
            ),
            forms.select_field(t("Country"), "country", v.countries, value=v.country, error=forms.wrong(v, "country")),
            rx.el.button(t("Add the place"), type="submit", class_name="btn btn--primary"),
            class_name="stack",
            on_submit=State.add,
            id="place-form",
            no_validate=True,
        ),
    )


def kept_here(v: Any) -> rx.Component:
    """A thing that is kept at a place it was not at."""

    def wrong(name: str) -> Any:
        return ui.pick(v.keep_wrong == name, v.keep_error, "")

    return ui.card(
        t("Keep something there"),
        "keep",
        rx.el.form(
            ui.field(t("SKU"), "sku", prefix="k", error=wrong("sku")),
            forms.select_field(t("Place"), "place", v.options, prefix="k"),
            ui.field(t("Units there"), "on_hand", prefix="k", inputmode="numeric", error=wrong("on_hand")),
            rx.el.button(t("Count it"), type="submit", class_name="btn btn--secondary btn--sm"),
            class_name="stack", on_submit=State.keep_here, id="keep-form", no_validate=True,
        ),
    )  # fmt: skip
