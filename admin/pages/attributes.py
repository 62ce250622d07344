"""What products are asked."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.state.attributes import AdminAttributesState as State
from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t

HEADS = (
    (N_("Attribute"), ""),
    (N_("Asked of"), ""),
    (N_("Answered by"), ""),
    (N_("Products"), "num"),
    ("", "fit"),
)


def attributes_page(v: Any) -> rx.Component:
    """What is asked left, by category; the form right."""
    return rx.el.div(
        ui.page_head(t("Attributes"), v.sub),
        rx.el.div(
            rx.el.section(
                ui.when(
                    v.none_yet,
                    ui.empty(
                        t("Nothing is asked yet"),
                        t("Ask what shoppers want to know: material, size, care. Stores answer for each product."),
                        icon_name="list-checks",
                    ),
                    ui.table(t("Attributes"), HEADS, v.rows, lambda row: line(row, v.can_edit)),
                ),
                class_name="card clipped",
                aria_label=t("Attributes"),
            ),
            ui.when(v.can_edit, form(v)),
            class_name="split-view split-view--wide-list",
        ),
        class_name="page",
    )


def line(row: Any, can_edit: Any) -> rx.Component:
    """One attribute."""
    return rx.el.tr(
        ui.main_cell(
            rx.el.b(row.name),
            rx.el.span(
                ui.each(row.marks, lambda word: ui.badge(word)),
                class_name="row row--wrap",
                custom_attrs=ui.knobs(gap=".25rem"),
            ),
        ),
        ui.cell(row.asked_of, label=t("Asked of")),
        ui.cell(
            rx.el.span(
                row.kind, ui.when(row.detail != "", rx.el.span(rx.el.br(), row.detail, class_name="t-small t-2"))
            ),
            label=t("Answered by"),
        ),
        ui.cell(row.products, label=t("Products"), extra="num"),
        ui.cell(
            ui.when(
                can_edit,
                ui.anchor(
                    t("Change"), rx.el.span(" ", row.name, class_name="visually-hidden"), href=row.href,
                    class_name="btn btn--secondary btn--sm", aria_current=ui.pick(row.chosen, "true", "false"),
                ),
            ),
            label="",
            extra="fit",
        ),
        role="row",
        key=row.id,
    )  # fmt: skip


def form(v: Any) -> rx.Component:
    """Ask something, or ask it otherwise."""
    f = v.form
    return ui.card(
        f.title,
        "attribute-form-card",
        rx.el.div(
            rx.el.form(
                forms.general_error(v),
                fields(v, f),
                rx.el.button(
                    ui.pick(f.id != "", t("Save the change"), t("Ask it")), type="submit", class_name="btn btn--primary"
                ),
                class_name="stack",
                on_submit=State.save,
                id="attribute-form",
                no_validate=True,
            ),
            ui.when(f.id != "", otherwise(f)),
            class_name="stack",
        ),
    )


def otherwise(f: Any) -> rx.Component:
    """What else can be done than to change it."""
    return rx.el.div(
        ui.anchor(
            t("Ask something new instead"), href="/admin/attributes#attribute-form-card", class_name="link link--quiet"
        ),
        forms.step(
            t("Ask it no longer"),
            rx.el.p(f.having, class_name="t-small"),
            rx.el.button(t("Remove it"), type="button", class_name="btn btn--danger", on_click=State.remove),
            danger=True,
        ),
        class_name="stack",
        key=f.fresh + "-more",
    )


def fields(v: Any, f: Any) -> rx.Component:
    """What an attribute is."""
    return rx.el.div(
        ui.field(
            t("Name"), "name", value=f.name, error=forms.wrong(v, "name"), hint=t("As shoppers read it: Material.")
        ),
        forms.select_field(
            t("Asked of"), "category", v.categories, value=f.category, error=forms.wrong(v, "category"),
            hint=t("Of its products, and of those of every category below it."),
        ),
        forms.select_field(t("Answered by"), "kind", v.kinds, value=f.kind, error=forms.wrong(v, "kind")),
        forms.text_area(
            t("Choices"), "choices", value=f.choices, required=False, error=forms.wrong(v, "choices"), rows=5,
            hint=t("Of a choice, one a line. A product may have several."),
        ),
        rx.el.div(
            ui.field(
                t("Unit"), "unit", value=f.unit, required=False, error=forms.wrong(v, "unit"), span="c-3",
                hint=t("Of a number: cm, ml."),
            ),
            ui.field(
                t("Place"), "position", value=f.position, inputmode="numeric", error=forms.wrong(v, "position"),
                span="c-3", hint=t("Lower comes first."),
            ),
            class_name="form-grid",
        ),
        tick("filterable", t("Shoppers can narrow lists by it"), f.filterable, forms.wrong(v, "filterable")),
        tick("required", t("Every product has to say it"), f.required, forms.wrong(v, "required")),
        tick(
            "variant_making", t("It makes variants: products with an option of this name are not asked"),
            f.variant_making, forms.wrong(v, "variant_making"),
        ),
        class_name="stack",
        key=f.fresh,
    )  # fmt: skip


def tick(name: str, label: str, on: Any, error: Any) -> rx.Component:
    """Something that holds or does not."""
    return rx.el.div(
        rx.el.label(
            rx.el.input(type="checkbox", name=name, default_checked=on), rx.el.span(label), class_name="check"
        ),
        ui.when(error != "", ui.error_line(error, f"f-{name}")),
        class_name="field",
    )
