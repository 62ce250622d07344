"""What may or must be said about a thing that is made for somebody, as a form asks for it (F028)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from emporium.ui.basics import icon
from emporium.ui.desk_values import Option
from emporium.ui.flow import each, pick, when
from emporium.ui.words import t


@dataclass(frozen=True)
class WishInput:
    """Something that the buyer may or must say (F028)."""

    key: str = ""
    ident: str = ""
    label: str = ""
    is_choice: bool = False
    is_file: bool = False
    value: str = ""
    picture: str = ""
    """The address of a picture that was handed in."""
    action: str = ""
    """Where a picture is handed in."""
    required: bool = False
    longest: int = 60
    hint: str = ""
    choices: list[Option] = field(default_factory=list)
    error: str = ""


def said_wish(item: Any, name: Any = None) -> rx.Component:
    """A text or a choice, as the buyer says it or somebody for the buyer. Its form field is `name`, or its key."""
    called = item.key if name is None else name
    told = {"aria-describedby": item.ident + "-said"}
    return rx.el.div(
        rx.el.label(
            item.label,
            when(item.required, rx.fragment(), rx.el.span(t("Optional"), class_name="field__optional")),
            html_for=item.ident,
            class_name="field__label",
        ),
        when(
            item.is_choice,
            rx.el.select(
                rx.el.option(t("Choose…"), value=""),
                each(item.choices, lambda way: rx.el.option(way.text, value=way.code)),
                id=item.ident, name=called, class_name="select", custom_attrs=told,
            ),
            rx.el.input(
                id=item.ident, name=called, max_length=item.longest, class_name="input", auto_complete="off",
                aria_invalid=pick(item.error != "", "true", "false"), custom_attrs=told,
            ),
        ),
        rx.el.div(
            when(
                item.error != "",
                rx.el.p(icon("circle-alert", "icon--sm"), rx.el.span(item.error), class_name="field__error"),
            ),
            when(item.hint != "", rx.el.p(item.hint, class_name="field__hint")),
            id=item.ident + "-said",
            aria_live="polite",
        ),
        class_name="field",
        key=item.key,
    )  # fmt: skip
