"""Taxes by place."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.state.taxes import AdminTaxesState as State
from emporium import ui
from emporium.ui import desk_forms as forms

HEADS = (("Place", ""), ("Standard", "num"), ("Reduced", "num"), ("Prices", ""), ("Delivery", ""), ("", "fit"))


def taxes_page(v: Any) -> rx.Component:
    """Zones and rates left, the form right."""
    return rx.el.div(
        ui.page_head("Taxes", v.sub),
        rx.el.div(
            rx.el.div(who(v), zones(v), built_in(v), class_name="stack"),
            ui.when(v.can_edit, form(v)),
            class_name="split-view split-view--wide-list",
        ),
        class_name="page",
    )


def who(v: Any) -> rx.Component:
    """Who works taxes out."""
    return ui.alert("info", v.who, rx.el.span(v.meaning), icon_name="info")


def zones(v: Any) -> rx.Component:
    """What the operator says."""
    return rx.el.section(
        ui.when(
            v.none_yet,
            ui.empty(
                "No zones yet",
                "The built-in rates hold: VAT inside the price in the European Union, no tax elsewhere.",
                icon_name="landmark",
            ),
            ui.table("Zones", HEADS, v.zones, lambda row: place(row, v.can_edit, own=True)),
        ),
        class_name="card clipped",
        aria_label="Zones",
    )


def built_in(v: Any) -> rx.Component:
    """What holds where the operator says nothing; folded, it is long."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Built-in rates", class_name="t-h3"),
            rx.el.p("They hold until a zone says otherwise. Elsewhere: no tax.", class_name="t-small t-2"),
            class_name="card__body stack",
            custom_attrs=ui.knobs(gap=".25rem"),
        ),
        rx.el.details(
            rx.el.summary(v.built_in_label, class_name="text-btn card__body"),
            ui.table("Built-in rates", HEADS, v.built_in, lambda row: place(row, v.can_edit, own=False)),
        ),
        class_name="card clipped",
        aria_label="Built-in rates",
    )


def place(row: Any, can_edit: Any, *, own: bool) -> rx.Component:
    """One place with its rules."""
    return rx.el.tr(
        ui.main_cell(rx.el.b(row.place), rx.el.small(row.name)),
        ui.cell(row.standard, label="Standard", extra="num"),
        ui.cell(row.reduced, label="Reduced", extra="num"),
        ui.cell(row.way, label="Prices"),
        ui.cell(row.delivery, label="Delivery"),
        ui.cell(
            ui.when(
                can_edit,
                rx.el.span(
                    small_button("Change", row.place, State.fill(row.country, row.region)),
                    *([small_button("Remove", row.place, State.drop(row.country, row.region))] if own else []),
                    class_name="row",
                ),
            ),
            label="",
            extra="fit",
        ),
        role="row",
        key=row.country + row.region,
    )  # fmt: skip


def small_button(verb: str, what: Any, act: Any) -> rx.Component:
    """Something to do with a row."""
    return rx.el.button(
        verb, rx.el.span(" ", what, class_name="visually-hidden"), type="button", class_name="btn btn--ghost btn--sm",
        on_click=act,
    )  # fmt: skip


def form(v: Any) -> rx.Component:
    """Set a place's rules."""
    f = v.form
    return ui.card(
        "Set a place's tax",
        "tax-form-card",
        rx.el.form(
            forms.general_error(v),
            rx.el.div(
                chosen("Country", "country", v.countries, f.country, forms.wrong(v, "country"), State.choose_country),
                rx.el.div(
                    forms.select_field(
                        "Region", "region", f.regions, value=f.region, error=forms.wrong(v, "region"),
                        hint="Its own rates come before those of the country.",
                    ),
                    key=f.fresh + "r",
                ),
                ui.field(
                    "Name of the tax", "name", value=f.name, error=forms.wrong(v, "name"), key=f.fresh + "n",
                    hint="As people know it: VAT, Sales tax, GST.",
                ),
                ui.field(
                    "Standard rate, %", "standard", value=f.standard, error=forms.wrong(v, "standard"), span="c-3",
                    inputmode="decimal", key=f.fresh + "s",
                ),
                ui.field(
                    "Reduced rate, %", "reduced", value=f.reduced, error=forms.wrong(v, "reduced"), span="c-3",
                    inputmode="decimal", required=False, key=f.fresh + "d",
                ),
                class_name="form-grid",
            ),
            rx.el.div(
                ui.when(f.inside, ways(inside=True), ways(inside=False)),
                rx.el.label(
                    rx.el.input(type="checkbox", name="delivery", default_checked=f.delivery),
                    rx.el.span("Delivery is taxed too"),
                    class_name="check",
                ),
                class_name="stack", key=f.fresh + "w",
            ),
            rx.el.button("Set it", type="submit", class_name="btn btn--primary"),
            rx.el.p(
                "Orders that are placed keep the tax they were sold with. An open checkout gets a new price, which its "
                "shopper has to accept.",
                class_name="t-small t-2",
            ),
            class_name="stack", on_submit=State.save, id="tax-form", no_validate=True,
        ),
    )  # fmt: skip


def ways(*, inside: bool) -> rx.Component:
    """Whether the price on the shelf holds the tax."""
    return forms.radios(
        "Prices on the shelf",
        forms.radio("way", "inside", "Hold the tax", chosen=inside),
        forms.radio("way", "top", "Tax comes on top", chosen=not inside),
        ident="f-way",
    )


def chosen(label: str, name: str, options: Any, value: Any, error: Any, on_change: Any) -> rx.Component:
    """A choice that changes the rest of the form."""
    return rx.el.div(
        rx.el.label(label, html_for=f"f-{name}", class_name="field__label"),
        rx.el.select(
            ui.each(options, lambda option: rx.el.option(option.text, value=option.code)),
            id=f"f-{name}", name=name, class_name="select", value=value, on_change=on_change,
            custom_attrs={"aria-describedby": f"f-{name}-error"},
        ),
        ui.when(error != "", ui.error_line(error, f"f-{name}")),
        class_name="field",
    )  # fmt: skip
