"""What may be ordered."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from vendor.state.order_rules import VendorOrderRulesState as State

HEADS = ((N_("Product"), ""), (N_("In one order"), ""), (N_("Asks its buyer"), ""), ("", "fit"))


def order_rules_page(v: Any) -> rx.Component:
    """Products left; the store's minimum and the chosen product right."""
    return rx.el.div(
        ui.page_head(t("Prices"), v.sub),
        ui.tabs(v.tabs, t("About prices")),
        rx.el.div(
            products(v),
            rx.el.div(
                ui.when(v.chosen, rx.fragment(limits(v), wishes(v)), smallest(v)), class_name="stack"
            ),
            class_name="split-view split-view--wide-list",
        ),
        class_name="page",
    )  # fmt: skip


def products(v: Any) -> rx.Component:
    """Every product."""
    return rx.el.section(
        rx.el.div(
            ui.search("/vendor/prices/rules", t("Name of a product"), v.query, keep=v.store), class_name="list-tools"
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
            media=ui.thumb(row.picture, "thumb--sm thumb--sq"),
        ),
        ui.cell(row.limits, label=t("In one order")),
        ui.cell(
            ui.when(row.wishes != "", rx.el.span(row.wishes), rx.el.span(t("Nothing"), class_name="t-3")),
            label=t("Asks its buyer"),
        ),
        ui.cell(
            ui.anchor(
                t("Change"), rx.el.span(" ", row.name, class_name="visually-hidden"), href=row.href,
                class_name="btn btn--secondary btn--sm",
            ),
            label="",
            extra="fit",
        ),
        role="row",
        key=row.id,
    )  # fmt: skip


def smallest(v: Any) -> rx.Component:
    """The store's minimum."""
    return ui.card(
        t("Smallest order"),
        "smallest",
        ui.when(
            v.can_edit_store,
            rx.el.form(
                ui.field(
                    rx.fragment(t("Goods for at least,") + " ", v.currency), "min_order", value=v.min_order,
                    inputmode="decimal", required=False, error=v.min_error, key=v.min_order,
                    hint=t("Empty: any. Shoppers see what is missing in their basket."),
                ),
                rx.el.button(t("Save"), type="submit", class_name="btn btn--primary"),
                class_name="stack", on_submit=State.set_min_order, id="min-form", no_validate=True,
            ),
            rx.el.p(ui.pick(v.min_order != "", v.min_order, t("Any amount")), " ", v.currency),
        ),
        rx.el.p(t("Choose a product to say how many of it one order may have."), class_name="t-small t-2 head-gap"),
    )  # fmt: skip


def limits(v: Any) -> rx.Component:
    """How many of the chosen product."""

    def wrong(name: str) -> Any:
        return ui.pick(v.limit_wrong == name, v.limit_error, "")

    def number(label: str, name: str, value: Any, hint: str = "") -> rx.Component:
        return ui.field(
            label, name, value=value, inputmode="numeric", error=wrong(name), key=v.product_id + name + value, hint=hint
        )

    return ui.card(
        v.product,
        "limits",
        rx.el.form(
            number(t("At least"), "least", v.least),
            number(t("In packs of"), "step", v.step, t("6 means 6, 12, 18.")),
            number(t("At most"), "most", v.most, t("Counted for each variant.")),
            ui.when(v.can_edit, rx.el.button(t("Save"), type="submit", class_name="btn btn--primary")),
            class_name="stack", on_submit=State.set_limits, id="limit-form", no_validate=True,
        ),
    )  # fmt: skip


def wishes(v: Any) -> rx.Component:
    """What the buyer of the chosen product says."""
    return ui.card(
        t("What its buyer says"),
        "wishes",
        rx.el.ul(ui.each(v.wishes, lambda row: asked(row, v.can_edit)), class_name="plain-list"),
        ui.when(v.can_edit, forms.step(t("Ask for something more"), asking(v), open=v.error != "")),
    )


def asked(row: Any, can_edit: Any) -> rx.Component:
    """One question."""
    return rx.el.li(
        rx.el.span(rx.el.b(row.label), rx.el.br(), rx.el.span(row.words, class_name="t-small t-2")),
        ui.when(
            can_edit,
            rx.el.button(
                t("Remove"), rx.el.span(" ", row.label, class_name="visually-hidden"), type="button",
                class_name="text-btn text-btn--danger", on_click=State.drop_wish(row.key),
            ),
        ),
        class_name="split split--top",
        key=row.key,
    )  # fmt: skip


def asking(v: Any) -> rx.Component:
    """One more question."""
    return rx.el.form(
        ui.field(
            t("What you ask for"), "label", error=forms.wrong(v, "label"), key=v.fresh + "l", hint=t("Like: Name on it")
        ),
        forms.select_field(t("Said as"), "kind", v.kinds, error=forms.wrong(v, "kind")),
        ui.field(
            t("Characters at most"), "longest", value="60", inputmode="numeric", error=forms.wrong(v, "longest"),
            hint=t("Of a text."),
        ),
        ui.field(
            rx.fragment(t("Adds to the price,") + " ", v.currency), "extra", inputmode="decimal", required=False,
            error=forms.wrong(v, "extra"), key=v.fresh + "e", hint=t("Of a text."),
        ),
        forms.text_area(
            t("Choices"), "choices", required=False, error=forms.wrong(v, "choices"), key=v.fresh + "c",
            hint=t("One a line, with what it adds: Gold + 1.50"),
        ),
        rx.el.label(
            rx.el.input(type="checkbox", name="required"), rx.el.span(t("It must be said")), class_name="check"
        ),
        ui.when(v.wrong == "wishes", ui.alert("danger", v.error, role="alert")),
        rx.el.button(t("Ask for it"), type="submit", class_name="btn btn--primary"),
        class_name="stack", on_submit=State.add_wish, id="wish-form", no_validate=True,
    )  # fmt: skip
