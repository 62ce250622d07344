"""Taxes by place."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.state.taxes import AdminTaxesState as State
from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t

HEADS = (
    (N_("Place"), ""),
    (N_("Standard"), "num"),
    (N_("Reduced"), "num"),
    (N_("Prices"), ""),
    (N_("Delivery"), ""),
    ("", "fit"),
)


def taxes_page(v: Any) -> rx.Component:
    """Zones and rates left, the form right."""
    return rx.el.div(
        ui.page_head(t("Taxes"), v.sub),
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
                t("No zones yet"),
                t("The built-in rates hold: VAT inside the price in the European Union, no tax elsewhere."),
                icon_name="landmark",
            ),
            ui.table(t("Zones"), HEADS, v.zones, lambda row: place(row, v.can_edit, own=True)),
        ),
        class_name="card clipped",
        aria_label=t("Zones"),
    )


def built_in(v: Any) -> rx.Component:
    """What holds where the operator says nothing; folded, it is long."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("Built-in rates"), class_name="t-h3"),
            rx.el.p(t("They hold until a zone says otherwise. Elsewhere: no tax."), class_name="t-small t-2"),
            class_name="card__body stack",
            custom_attrs=ui.knobs(gap=".25rem"),
        ),
        rx.el.details(
            rx.el.summary(v.built_in_label, class_name="text-btn card__body"),
            ui.table(t("Built-in rates"), HEADS, v.built_in, lambda row: place(row, v.can_edit, own=False)),
        ),
        class_name="card clipped",
        aria_label=t("Built-in rates"),
    )


def place(row: Any, can_edit: Any, *, own: bool) -> rx.Component:
    """One place with its rules."""
    return rx.el.tr(
        ui.main_cell(rx.el.b(row.place), rx.el.small(row.name)),
        ui.cell(row.standard, label=t("Standard"), extra="num"),
        ui.cell(row.reduced, label=t("Reduced"), extra="num"),
        ui.cell(row.way, label=t("Prices")),
        ui.cell(row.delivery, label=t("Delivery")),
        ui.cell(
            ui.when(
                can_edit,
                rx.el.span(
                    small_button(t("Change"), row.place, State.fill(row.country, row.region)),
                    *([small_button(t("Remove"), row.place, State.drop(row.country, row.region))] if own else []),
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
        t("Set a place's tax"),
        "tax-form-card",
        rx.el.form(
            forms.general_error(v),
            rx.el.div(
                chosen(
                    t("Country"), "country", v.countries, f.country, forms.wrong(v, "country"), State.choose_country
                ),
                rx.el.div(
                    forms.select_field(
                        t("Region"),
                        "region",
                        f.regions,
                        value=f.region,
                        error=forms.wrong(v, "region"),
                        hint=t("Its own rates come before those of the country."),
                    ),
                    key=f.fresh + "r",
                ),
                ui.field(
                    t("Name of the tax"),
                    "name",
                    value=f.name,
                    error=forms.wrong(v, "name"),
                    key=f.fresh + "n",
                    hint=t("As people know it: VAT, Sales tax, GST."),
                ),
                ui.field(
                    t("Standard rate, %"),
                    "standard",
                    value=f.standard,
                    error=forms.wrong(v, "standard"),
                    span="c-3",
                    inputmode="decimal",
                    key=f.fresh + "s",
                ),
                ui.field(
                    t("Reduced rate, %"),
                    "reduced",
                    value=f.reduced,
                    error=forms.wrong(v, "reduced"),
                    span="c-3",
                    inputmode="decimal",
                    required=False,
                    key=f.fresh + "d",
                ),
                class_name="form-grid",
            ),
            rx.el.div(
                ui.when(f.inside, ways(inside=True), ways(inside=False)),
                rx.el.label(
                    rx.el.input(type="checkbox", name="delivery", default_checked=f.delivery),
                    rx.el.span(t("Delivery is taxed too")),
                    class_name="check",
                ),
                class_name="stack",
                key=f.fresh + "w",
            ),
            rx.el.button(t("Set it"), type="submit", class_name="btn btn--primary"),
            rx.el.p(
                t(
                    "Orders that are placed keep the tax they were sold with. An open checkout gets a new price, which its shopper has to accept."
                ),
                class_name="t-small t-2",
            ),
            class_name="stack",
            on_submit=State.save,
            id="tax-form",
            no_validate=True,
        ),
    )


def ways(*, inside: bool) -> rx.Component:
    """Whether the price on the shelf holds the tax."""
    return forms.radios(
        t("Prices on the shelf"),
        forms.radio("way", "inside", t("Hold the tax"), chosen=inside),
        forms.radio("way", "top", t("Tax comes on top"), chosen=not inside),
        ident="f-way",
    )


def chosen(label: str, name: str, options: Any, value: Any, error: Any, on_change: Any) -> rx.Component:
    """A choice that changes the rest of the form."""
    return rx.el.div(
        rx.el.label(label, html_for=f"f-{name}", class_name="field__label"),
        rx.el.select(
            ui.each(options, lambda option: rx.el.option(option.text, value=option.code)),
            id=f"f-{name}",
            name=name,
            class_name="select",
            value=value,
            on_change=on_change,
            custom_attrs={"aria-describedby": f"f-{name}-error"},
        ),
        ui.when(error != "", ui.error_line(error, f"f-{name}")),
        class_name="field",
    )
