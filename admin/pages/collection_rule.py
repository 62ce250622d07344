"""The builder of a collection's rule."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.state.collection import AdminCollectionState as State
from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.words import t


def rule_card(v: Any) -> rx.Component:
    """Conditions, another one, and what they take in now."""
    r = v.rule
    return ui.card(
        t("Its rule"),
        "rule",
        rx.el.div(
            way(r),
            ui.when(r.none, rx.fragment(), rx.el.ul(ui.each(r.conditions, condition), class_name="give-lines")),
            ui.when(v.wrong == "rule-rule", rx.el.p(v.error, class_name="field__error", role="alert")),
            ui.when(
                r.full, rx.el.p(t("No more conditions fit into a rule."), class_name="t-small t-2"), new_condition(v)
            ),
            takes_in(r),
            ui.when(r.changed, keeping(v)),
            class_name="stack",
        ),
    )


def way(r: Any) -> rx.Component:
    """All conditions, or any of them."""
    return rx.el.fieldset(
        rx.el.legend(t("A product is in it when"), class_name="field__label"),
        rx.el.div(
            one_way("all", t("all of these hold"), ~r.any if ui.is_var(r.any) else not r.any),
            one_way("any", t("any of these holds"), r.any),
            class_name="row row--wrap radio-row",
        ),
        class_name="field",
    )


def one_way(code: str, text: str, chosen: Any) -> rx.Component:
    """One of the two."""
    return rx.el.label(
        rx.el.input(
            type="radio", name="way", checked=chosen, on_change=State.choose_way(code), custom_attrs={"value": code}
        ),
        rx.el.span(text),
        class_name="check",
    )


def condition(line: Any) -> rx.Component:
    """One condition in words, and the way to take it out."""
    return rx.el.li(
        ui.icon("check", "icon--sm"),
        rx.el.span(line.text, class_name="grow"),
        rx.el.button(
            ui.icon("x", "icon--sm"), type="button", on_click=State.drop_condition(line.number),
            class_name="btn btn--ghost btn--icon btn--sm", aria_label=t("Take out: {text}", text=line.text),
        ),
        class_name="give-line",
        key=line.number,
    )  # fmt: skip


def new_condition(v: Any) -> rx.Component:
    """What it is about, then what belongs to that."""
    r = v.rule
    return rx.el.form(
        rx.el.div(
            rx.el.div(
                rx.el.label(t("Another condition"), html_for="rule-kind", class_name="field__label"),
                rx.el.select(
                    ui.each(r.kinds, lambda option: rx.el.option(option.text, value=option.code)),
                    id="rule-kind", name="kind", class_name="select", value=r.kind, on_change=State.choose_kind,
                ),
                class_name="field c-3",
            ),
            fields(v),
            class_name="form-grid",
        ),
        rx.el.button(t("Add the condition"), type="submit", class_name="btn btn--secondary btn--sm"),
        class_name="stack rule-new", on_submit=State.add_condition, id="rule-form", no_validate=True,
    )  # fmt: skip


def fields(v: Any) -> rx.Component:
    """What the chosen kind asks for."""
    r, key = v.rule, v.rule.kind + v.rule.hits
    value, name, low, high = (forms.wrong(v, "rule-" + field) for field in ("value", "name", "low", "high"))
    return rx.fragment(
        ui.when(
            (r.kind == "category") | (r.kind == "store") | (r.kind == "rating"),
            forms.select_field(t("Is"), "value", r.choices, error=value, span="c-3", prefix="rule"),
        ),
        ui.when(
            r.kind == "attribute",
            rx.fragment(
                ui.field(
                    t("Of which choice"),
                    "name",
                    error=name,
                    span="c-3",
                    prefix="rule",
                    hint=t("Such as Colour."),
                    key=key + "n",
                ),
                ui.field(
                    t("Is"), "value", error=value, span="c-3", prefix="rule", hint=t("Such as Walnut."), key=key + "v"
                ),
            ),
        ),
        ui.when(
            (r.kind == "tag") | (r.kind == "words"),
            ui.field(t("Is"), "value", error=value, span="c-3", prefix="rule", key=key + "w"),
        ),
        ui.when(
            r.kind == "price",
            rx.fragment(
                ui.field(
                    t("At least"),
                    "low",
                    error=low,
                    span="c-3",
                    prefix="rule",
                    inputmode="decimal",
                    required=False,
                    key=key + "l",
                ),
                ui.field(
                    t("At most"),
                    "high",
                    error=high,
                    span="c-3",
                    prefix="rule",
                    inputmode="decimal",
                    required=False,
                    key=key + "h",
                ),
            ),
        ),
        ui.when(
            r.kind == "newest",
            ui.field(
                t("In the last days"), "low", error=low, span="c-3", prefix="rule", inputmode="numeric", key=key + "d"
            ),
        ),
    )


def takes_in(r: Any) -> rx.Component:
    """How many products, and some of them."""
    return rx.el.div(
        rx.el.p(r.hits, class_name="t-strong", role="status", id="rule-hits"),
        rx.el.div(
            ui.each(r.sample, lambda row: rx.el.span(ui.thumb(row.picture), row.name, class_name="rule-sample")),
            class_name="rule-samples",
        ),
        class_name="rule-hits",
    )


def keeping(v: Any) -> rx.Component:
    """The draft is kept, or forgotten."""
    return ui.when(
        v.can_edit,
        rx.el.div(
            rx.el.button(t("Save the rule"), type="button", class_name="btn btn--primary", on_click=State.save_rule),
            rx.el.button(
                t("Forget the changes"), type="button", class_name="btn btn--ghost", on_click=State.forget_rule
            ),
            class_name="row row--wrap",
        ),
    )
