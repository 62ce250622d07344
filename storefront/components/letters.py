"""Pages that a link in a letter leads to."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def by_letter(v: Any, *content: rx.Component) -> rx.Component:
    """The content for who came by the link; who came without it, and did not just use it, is told where it is."""
    lost = rx.el.p(
        t("Please open the link in the letter that we sent you. Without it this page cannot know whom it is about."),
        class_name="t-2",
    )
    return ui.when(v.token != "", rx.fragment(*content), ui.when(v.error != "", rx.fragment(), lost))
