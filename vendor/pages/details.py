"""Product details: what each product lacks, and a form to say it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui.words import t
from vendor.state.details import VendorDetailsState as State

HEADS = ((N_("Product"), ""), (N_("Said"), "num"), (N_("Missing"), ""), ("", "fit"))


def details_page(v: Any) -> rx.Component:
    """Products left, those that lack most first; the chosen one's form right."""
    return rx.el.div(
        ui.page_head(t("Product details"), v.sub),
        rx.el.div(
            products(v),
            ui.when(v.chosen, form_card(v), choose_one()),
            class_name="split-view split-view--wide-list",
        ),
        class_name="page",
    )


def products(v: Any) -> rx.Component:
    """Every product."""
    return rx.el.section(
        rx.el.div(
            ui.search("/vendor/details", t("Name of a product"), v.query, keep=v.store), class_name="list-tools"
        ),
        ui.when(
            v.empty,
            ui.empty(t("No products"), t("Add a product, or look for another name."), icon_name="package"),
            ui.table(t("Products"), HEADS, v.rows, product),
        ),
        ui.list_foot(v.foot, v.older, v.newest),
        class_name="card",
        aria_label=t("Products"),
    )


def product(row: Any) -> rx.Component:
    """One product."""
    return rx.el.tr(
        ui.main_cell(
            ui.anchor(
                rx.el.b(row.name), href=row.href, class_name="link link--quiet",
                aria_current=ui.pick(row.chosen, "true", "false"),
            ),
            rx.el.small(row.category),
            media=ui.thumb(row.picture, "thumb--sm thumb--sq"),
        ),
        ui.cell(row.said, label=t("Said"), extra="num"),
        ui.cell(ui.badge(row.lacks, row.tone), label=t("Missing")),
        ui.cell(
            ui.anchor(
                t("Fill in"), rx.el.span(" ", row.name, class_name="visually-hidden"), href=row.href,
                class_name="btn btn--secondary btn--sm",
            ),
            label="",
            extra="fit",
        ),
        role="row",
        key=row.id,
    )  # fmt: skip


def choose_one() -> rx.Component:
    """Before a product is chosen."""
    return ui.card(
        t("Details of a product"),
        "details",
        rx.el.p(
            t(
                "Choose a product to fill in what it is like. Those that lack something required come first, then "
                "those that a filter of their lists leaves out."
            ),
            class_name="t-2",
        ),
    )


def form_card(v: Any) -> rx.Component:
    """What the chosen product is asked."""
    return ui.card(
        v.product,
        "details",
        rx.el.p(
            v.category,
            ui.when(
                v.shop_href != "",
                rx.fragment(" · ", ui.anchor(t("View in the shop"), href=v.shop_href, class_name="link")),
            ),
            class_name="t-small t-2",
        ),
        rx.el.p(t("Shoppers narrow lists by what is marked as a filter."), class_name="t-small t-2 head-gap"),
        ui.when(v.error != "", ui.alert("danger", v.error, role="alert")),
        ui.when(
            v.nothing_asked,
            rx.el.p(t("Nothing is asked about products of this category yet."), class_name="t-2"),
            rx.el.form(
                ui.each(v.fields, lambda one: answer(one, v)),
                ui.when(v.can_edit, rx.el.button(t("Save"), type="submit", class_name="btn btn--primary")),
                class_name="stack",
                on_submit=State.save,
                id="details-form",
                no_validate=True,
            ),
        ),
    )  # fmt: skip


def answer(one: Any, v: Any) -> rx.Component:
    """One question, by its kind."""
    return rx.el.div(
        ui.when(one.kind == "choice", picks(one), single(one, v)),
        key=one.key,
    )


def picks(one: Any) -> rx.Component:
    """A choice: any of them."""
    return rx.el.fieldset(
        rx.el.legend(one.label, need(one), class_name="field__label"),
        rx.el.div(
            ui.each(
                one.picks,
                lambda pick: rx.el.label(
                    rx.el.input(type="checkbox", name=pick.name, default_checked=pick.chosen),
                    rx.el.span(pick.text),
                    class_name="check",
                ),
            ),
            class_name="row row--wrap radio-row",
        ),
        below(one),
        class_name="field",
    )


def single(one: Any, v: Any) -> rx.Component:
    """A text, a number with its unit, a day, or yes and no."""
    return rx.el.div(
        rx.el.label(one.label, need(one), html_for=one.ident, class_name="field__label"),
        ui.when(
            one.kind == "boolean",
            rx.el.select(
                ui.each(v.truths, lambda option: rx.el.option(option.text, value=option.code)),
                name=one.name, id=one.ident, default_value=one.value, class_name="select",
                custom_attrs={"aria-describedby": one.ident + "-error"},
            ),
            ui.when(one.kind == "number", number(one), typed(one)),
        ),
        below(one),
        class_name="field",
    )  # fmt: skip


def typed(one: Any) -> rx.Component:
    """A text or a day."""
    return rx.el.input(
        name=one.name, id=one.ident, default_value=one.value, class_name="input", auto_complete="off",
        type=ui.pick(one.kind == "date", "date", "text"), aria_invalid=ui.pick(one.error != "", "true", "false"),
        custom_attrs={"aria-describedby": one.ident + "-error"},
    )  # fmt: skip


def number(one: Any) -> rx.Component:
    """A number with its unit."""
    return rx.el.div(
        rx.el.input(
            name=one.name, id=one.ident, default_value=one.value, class_name="input", auto_complete="off",
            input_mode="decimal", aria_invalid=ui.pick(one.error != "", "true", "false"),
            custom_attrs={"aria-describedby": one.ident + "-error"},
        ),
        ui.when(one.unit != "", rx.el.span(one.unit, class_name="input-group__affix")),
        class_name="input-group",
    )  # fmt: skip


def need(one: Any) -> rx.Component:
    """Whether it has to be said, and what it is good for."""
    return ui.when(one.note != "", rx.el.span(one.note, class_name="field__optional"))


def below(one: Any) -> rx.Component:
    """What is wrong with the answer."""
    return ui.when(one.error != "", ui.error_line(one.error, one.ident))
