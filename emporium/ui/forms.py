"""Fields, choices and real HTML forms."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from emporium.ui.basics import icon
from emporium.ui.flow import anchor, each, joined, knobs, pick, when
from emporium.ui.words import t


class NativeForm(BaseHTML):
    """A form the browser posts itself: works before any script has run, and may set HttpOnly cookies."""

    tag = "form"
    action: rx.Var[str]
    method: rx.Var[str]


def native_form(*children: rx.Component, action: str, method: str = "post", **props: Any) -> rx.Component:
    """A real form."""
    return NativeForm.create(*children, action=action, method=method, **props)


def language_choice(shell: Any) -> rx.Component:
    """The languages there are. `shell` has `languages`, `locale` and `here`, the page to come back to."""
    return native_form(
        rx.el.label(t("Language"), html_for="language", class_name="visually-hidden"),
        rx.el.select(
            each(shell.languages, lambda one: rx.el.option(one.text, value=one.code)),
            id="language", name="to", default_value=shell.locale, key=shell.locale, class_name="select select--quiet",
        ),
        hidden_field("next", shell.here),
        rx.el.button(t("Change"), type="submit", class_name="text-btn"),
        action="/language", class_name="row", custom_attrs={"data-language": True},
    )  # fmt: skip


def hidden_field(name: str, value: Any) -> rx.Component:
    """Something the form carries along."""
    return rx.el.input(type="hidden", name=name, default_value=value)


def _way_in(way: Any) -> rx.Component:
    """The server answers it, not the pages' router."""
    return anchor(
        way.text, href=way.href, class_name="btn btn--secondary btn--block", custom_attrs={"reloadDocument": True}
    )


def ways_in(v: Any) -> rx.Component:
    """Other houses that say who somebody is, as links. `v` has `ways` and `has_ways`; nothing without any."""
    return when(
        v.has_ways,
        rx.el.div(
            rx.el.div(t("or"), class_name="or"),
            each(v.ways, _way_in),
            class_name="stack",
            custom_attrs=knobs(gap=".5rem"),
        ),
    )


def field(
    label: Any,
    name: str,
    *,
    value: Any = "",
    error: Any = "",
    hint: str = "",
    type_: str = "text",
    autocomplete: str = "",
    inputmode: str = "",
    span: str = "",
    required: bool = True,
    prefix: str = "f",
    corner: rx.Component | None = None,
    strength: int = 0,
    **props: Any,
) -> rx.Component:
    """A labelled input with its hint and, under it, what is wrong.

    A password can be looked at; with `strength`, the least number of characters, it says while one types how good it
    is. `corner` stands beside the label.
    """
    ident = f"{prefix}-{name}"
    extra: dict[str, Any] = {"aria-describedby": f"{ident}-error {ident}-hint"}
    if inputmode:
        extra["inputMode"] = inputmode
    named = rx.el.label(
        label,
        *([] if required else [rx.el.span(t("Optional"), class_name="field__optional")]),
        html_for=ident,
        class_name="field__label",
    )
    typed = rx.el.input(
        id=ident,
        name=name,
        type=type_,
        default_value=value,
        class_name="input",
        required=required,
        auto_complete=autocomplete or "off",
        aria_invalid=pick(error != "", "true", "false"),
        custom_attrs=extra,
        **props,
    )
    return rx.el.div(
        rx.el.div(named, corner, class_name="field__label") if corner is not None else named,
        rx.el.div(typed, reveal(ident), class_name="input-group") if type_ == "password" else typed,
        *([strength_line(strength)] if strength else []),
        when(error != "", error_line(error, ident)),
        *([rx.el.p(hint, class_name="field__hint", id=f"{ident}-hint")] if hint else []),
        class_name=joined("field", span),
    )


def reveal(ident: str) -> rx.Component:
    """Shows what is typed into a password field, and hides it again (`assets/password.js`)."""
    return rx.el.button(
        icon("eye"),
        icon("eye-off"),
        type="button",
        class_name="btn btn--ghost btn--icon reveal",
        aria_label=t("Show what is typed"),
        aria_pressed="false",
        aria_controls=ident,
    )


def strength_line(least: int) -> rx.Component:
    """How good the password above is, once something is typed (`assets/password.js`)."""
    return rx.el.div(
        rx.el.div(rx.el.span(), class_name="progress"),
        rx.el.span(class_name="t-small nowrap", role="status"),
        class_name="strength",
        custom_attrs={
            "data-least": str(least),
            "data-short": t("Too short"),
            "data-good": t("Good"),
            "data-strong": t("Strong"),
        },
    )


def error_line(text: Any, ident: str) -> rx.Component:
    """What is wrong with a field, and the fix."""
    return rx.el.p(icon("circle-alert", "icon--sm"), rx.el.span(text), class_name="field__error", id=f"{ident}-error")


def choice(group: str, title: Any, detail: Any, price: Any, *, value: Any, checked: Any, **props: Any) -> rx.Component:
    """A radio card."""
    return rx.el.label(
        rx.el.input(type="radio", name=group, checked=checked, custom_attrs={"value": value}, **props),
        rx.el.span(title, class_name="choice__title"),
        rx.el.span(price, class_name="choice__price"),
        rx.el.span(detail, class_name="choice__detail"),
        class_name="choice",
    )


def quantity(
    value: Any, name: Any, *, fewer: Any, more: Any, at_most: Any, at_least: Any, size: str = ""
) -> rx.Component:
    """Minus, a number, plus."""
    small = "icon--xs" if size == "sm" else "icon--sm"
    return rx.el.div(
        rx.el.button(
            icon("minus", small),
            aria_label=t("One fewer {name}", name=name),
            on_click=fewer,
            disabled=at_least,
            type="button",
        ),
        rx.el.output(value, aria_label=t("Quantity of {name}", name=name)),
        rx.el.button(
            icon("plus", small),
            aria_label=t("One more {name}", name=name),
            on_click=more,
            disabled=at_most,
            type="button",
        ),
        class_name=joined("qty", f"qty--{size}" if size else ""),
    )
