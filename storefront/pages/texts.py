"""A page of text."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def text_page(v: Any, *more: rx.Component) -> rx.Component:
    """A title, a lead, sections."""
    return rx.el.div(
        rx.el.h1(v.title, class_name="t-h1"),
        rx.el.p(v.lead, class_name="t-lead"),
        ui.each(
            v.sections,
            lambda part: rx.el.section(
                rx.el.h2(part.title, class_name="t-h2 head-gap"),
                rx.el.div(ui.each(part.paragraphs, lambda text: rx.el.p(text)), class_name="prose"),
                class_name="section section--tight",
            ),
        ),
        *more,
        class_name="wrap wrap--text pad-block",
    )


def help_page(v: Any) -> rx.Component:
    """The same, and the one key that the shop listens to."""
    return text_page(
        v,
        rx.el.section(
            rx.el.h2(t("Keys"), class_name="t-h2 head-gap"),
            rx.el.label(
                rx.el.input(type="checkbox", custom_attrs={"data-keys-switch": "true"}, default_checked=True),
                rx.el.span(t("The key / leads to the search field. Kept in this browser.")),
                class_name="check",
            ),
            class_name="section section--tight",
        ),
    )
