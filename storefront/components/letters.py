"""Pages that a link in a letter leads to."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def by_letter(
    v: Any, *content: rx.Component, button: str, action: str, look: str = "btn--primary", **props: Any
) -> rx.Component:
    """What the link is for, done by a button, so that mail scanners use nothing up.

    Who came without the link, and did not just use it, is told where it is.
    """
    lost = rx.el.p(
        t("Please open the link in the letter that we sent you. Without it this page cannot know whom it is about."),
        class_name="t-2",
    )
    form = ui.native_form(
        ui.hidden_field("token", v.token),
        *content,
        rx.el.button(button, type="submit", class_name=f"btn {look} btn--lg btn--block", **props),
        action=action,
        class_name="stack",
    )
    return ui.when(v.token != "", form, ui.when(v.error != "", rx.fragment(), lost))
