"""Where somebody's things go, chosen where days and prices of delivery are read, long before an address is typed."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def deliver_to(v: Any, change: Any) -> rx.Component:
    """`v` has `country` and `countries`; `change` takes a country's code."""
    return rx.el.div(
        rx.el.label(t("Deliver to"), html_for="deliver-to", class_name="t-small t-2"),
        rx.el.select(
            ui.each(v.countries, lambda item: rx.el.option(item.text, value=item.code)),
            id="deliver-to", class_name="select select--quiet", value=v.country, on_change=change,
            auto_complete="off",
        ),
        class_name="row",
    )  # fmt: skip


def in_the_masthead(shell: Any) -> rx.Component:
    """Where things go, and the way to say so."""
    return ui.anchor(
        ui.icon("map-pin"),
        rx.el.span(
            rx.el.span(t("Deliver to")), rx.el.b(shell.country, ui.hidden(", " + t("change"))), class_name="deliver"
        ),
        href=shell.deliver_href, class_name="btn btn--ghost only-desk", rel="nofollow",
    )  # fmt: skip


def in_the_footer(shell: Any) -> rx.Component:
    """The same for phones, whose masthead has no room."""
    return ui.anchor(
        ui.icon("map-pin", "icon--sm"), t("Deliver to {country}", country=shell.country),
        href=shell.deliver_href, class_name="text-btn tap", rel="nofollow",
    )  # fmt: skip
