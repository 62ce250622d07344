"""A page of text."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui


def text_page(v: Any) -> rx.Component:
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
        class_name="wrap wrap--text pad-block",
    )
