"""What pages of moderation share."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui


def why_lines(why: Any) -> rx.Component:
    """Why somebody asks for a look, one line each."""
    return ui.each(
        why,
        lambda text: rx.el.p(
            ui.icon("triangle-alert", "icon--sm"), rx.el.span(text, class_name="t-break"),
            class_name="row row--top t-small",
        ),
    )  # fmt: skip
