"""Parts of the dashboards' forms: choices from a list, long texts, small numbers, and steps that open on demand."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium.ui.basics import alert
from emporium.ui.flow import each, joined, pick, when
from emporium.ui.forms import error_line
from emporium.ui.words import t


def wrong(v: Any, name: str) -> Any:
    """What is wrong with a field: views with forms have `error` and, in `wrong`, the field it is about."""
    return pick(v.wrong == name, v.error, "")


def general_error(v: Any) -> rx.Component:
    """What is wrong with the whole form."""
    return when(v.error != "", when(v.wrong == "", alert("danger", v.error, role="alert")))


def select_field(
    label: Any, name: str, options: Any, *, value: Any = "", error: Any = "", hint: str = "", span: str = "",
    prefix: str = "f",
) -> rx.Component:  # fmt: skip
    """A choice from a list of Options."""
    ident = f"{prefix}-{name}"
    return rx.el.div(
        rx.el.label(label, html_for=ident, class_name="field__label"),
        rx.el.select(
            each(options, lambda option: rx.el.option(option.text, value=option.code)),
            id=ident, name=name, class_name="select", default_value=value,
            custom_attrs={"aria-describedby": f"{ident}-error"},
        ),
        when(error != "", error_line(error, ident)),
        *([rx.el.p(hint, class_name="field__hint")] if hint else []),
        class_name=joined("field", span),
    )  # fmt: skip


def text_area(
    label: Any, name: str, *, value: Any = "", error: Any = "", hint: str = "", span: str = "", prefix: Any = "f",
    required: bool = True, rows: int = 4, **props: Any,
) -> rx.Component:  # fmt: skip
    """A longer text. The prefix may be a row's id: then every row has a field of its own."""
    ident = prefix + "-" + name
    return rx.el.div(
        rx.el.label(
            label,
            *([] if required else [rx.el.span(t("Optional"), class_name="field__optional")]),
            html_for=ident,
            class_name="field__label",
        ),
        rx.el.textarea(
            id=ident, name=name, default_value=value, class_name="textarea input", required=required,
            aria_invalid=pick(error != "", "true", "false"),
            custom_attrs={"rows": str(rows), "aria-describedby": ident + "-error"}, **props,
        ),
        when(error != "", error_line(error, ident)),
        *([rx.el.p(hint, class_name="field__hint")] if hint else []),
        class_name=joined("field", span),
    )  # fmt: skip


def units_field(name: Any, value: Any, label: Any, error: Any = "") -> rx.Component:
    """How many units of a line, with what is wrong under it."""
    return rx.el.span(
        rx.el.input(
            name=name, default_value=value, input_mode="numeric", aria_label=label, auto_complete="off",
            aria_invalid=pick(error != "", "true", "false"), class_name="input input--sm input--num pack-units",
            custom_attrs={"aria-describedby": name + "-error"}, id=name,
        ),
        when(error != "", error_line(error, name)),
        class_name="units-field",
    )  # fmt: skip


def step(summary: Any, *body: rx.Component, danger: bool = False, ident: str = "", **props: Any) -> rx.Component:
    """Something that is shown on demand, so that nobody does it by accident."""
    return rx.el.details(
        rx.el.summary(summary, class_name="text-btn text-btn--danger" if danger else "text-btn"),
        rx.el.div(*body, class_name="stack step__body"),
        class_name="step",
        **({"id": ident} if ident else {}),
        **props,
    )


def radio(group: str, code: str, text: str, *, chosen: bool = False) -> rx.Component:
    """One of a few ways; the browser keeps the choice."""
    return rx.el.label(
        rx.el.input(type="radio", name=group, default_checked=chosen, custom_attrs={"value": code}),
        rx.el.span(text),
        class_name="check",
    )


def radios(legend: str, *choices: rx.Component, error: Any = "", ident: str = "") -> rx.Component:
    """A group of ways."""
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="field__label"),
        rx.el.div(*choices, class_name="row row--wrap radio-row"),
        when(error != "", error_line(error, ident or legend.lower().replace(" ", "-"))),
        class_name="field",
    )
