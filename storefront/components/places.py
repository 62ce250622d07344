"""The ways to say where things go."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def in_the_masthead(shell: Any) -> rx.Component:
    """Where things go, and the way to say so."""
    return rx.el.a(
        ui.icon("map-pin"),
        rx.el.span(
            rx.el.span(t("Deliver to")), rx.el.b(shell.country, ui.hidden(", " + t("change"))), class_name="deliver"
        ),
        href=shell.deliver_href, class_name="btn btn--ghost only-desk", rel="nofollow",
    )  # fmt: skip


def in_the_footer(shell: Any) -> rx.Component:
    """The same for phones, whose masthead has no room."""
    return rx.el.a(
        ui.icon("map-pin", "icon--sm"), t("Deliver to {country}", country=shell.country),
        href=shell.deliver_href, class_name="text-btn tap", rel="nofollow",
    )  # fmt: skip


def to_another_country(href: Any) -> rx.Component:
    """Beside days and prices that are those of one country."""
    return rx.fragment(" ", rx.el.a(t("Another country"), href=href, class_name="link", rel="nofollow"))
