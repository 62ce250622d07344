"""A store's places."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from vendor.state.places import VendorPlacesState as State

HEADS = (("", "fit"), ("Place", ""), ("Country", ""), ("", "fit"))


def places_page(v: Any) -> rx.Component:
    """The list left, the forms right."""
    return rx.el.div(
        ui.page_head("Stock", v.sub),
        ui.tabs(v.tabs, "About stock"),
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
        rx.el.div(rx.el.h2("Places", id="places"), class_name="card__head"),
        ui.table("Places", HEADS, v.rows, lambda row: place(row, v.can_edit)),
        class_name="card clipped",
        aria_labelledby="places",
    )


def place(row: Any, can_edit: Any) -> rx.Component:
    """One place."""
    return rx.el.tr(
        ui.cell(row.number, label="Order", extra="num"),
        ui.main_cell(rx.el.b(row.name), ui.when(row.active, rx.fragment(), ui.badge("Not used", "", "circle-slash"))),
        ui.cell(row.country, label="Country"),
        ui.cell(
            ui.when(
                can_edit,
                rx.el.span(
                    ui.step_button("Up", row.name, State.move(row.id, True), row.first, up=True),
                    ui.step_button("Down", row.name, State.move(row.id, False), row.last),
                    ui.when(
                        row.active,
                        switching("Stop using", row, active=False),
                        switching("Use", row, active=True),
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
        "Where units are taken from",
        "rule",
        rx.el.p(v.rule_words),
        ui.when(
            v.can_edit,
            rx.el.form(
                forms.select_field("Rule", "rule", v.rules, value=v.rule, prefix="r"),
                rx.el.button("Use it", type="submit", class_name="btn btn--secondary btn--sm"),
                class_name="stack", on_submit=State.choose_rule, id="rule-form", no_validate=True, key=v.rule,
            ),
        ),
    )  # fmt: skip


def new_place(v: Any) -> rx.Component:
    """One more."""
    return ui.card(
        "New place",
        "new-place",
        rx.el.form(
            ui.field("Name", "name", error=forms.wrong(v, "name"), key=v.fresh + "n", hint="Buyers do not see it."),
            forms.select_field(
                "Country", "country", v.countries, value=v.country, error=forms.wrong(v, "country")
            ),
            rx.el.button("Add the place", type="submit", class_name="btn btn--primary"),
            class_name="stack", on_submit=State.add, id="place-form", no_validate=True,
        ),
    )  # fmt: skip


def kept_here(v: Any) -> rx.Component:
    """A thing that is kept at a place it was not at."""

    def wrong(name: str) -> Any:
        return ui.pick(v.keep_wrong == name, v.keep_error, "")

    return ui.card(
        "Keep something there",
        "keep",
        rx.el.form(
            ui.field("SKU", "sku", prefix="k", error=wrong("sku")),
            forms.select_field("Place", "place", v.options, prefix="k"),
            ui.field("Units there", "on_hand", prefix="k", inputmode="numeric", error=wrong("on_hand")),
            rx.el.button("Count it", type="submit", class_name="btn btn--secondary btn--sm"),
            class_name="stack", on_submit=State.keep_here, id="keep-form", no_validate=True,
        ),
    )  # fmt: skip
