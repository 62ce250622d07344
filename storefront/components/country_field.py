"""The country of an address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def country_field(countries: Any, chosen: Any, change: Any, *, error: Any) -> rx.Component:
    """It decides which other parts the address has, and what it costs to send."""
    return rx.el.div(
        rx.el.label(t("Country"), html_for="f-country", class_name="field__label"),
        rx.el.select(
            ui.each(countries, lambda item: rx.el.option(item.text, value=item.code)),
            id="f-country",
            name="country",
            class_name="select",
            auto_complete="country",
            value=chosen,
            on_change=change,
        ),
        ui.when(error != "", ui.error_line(error, "f-country")),
        class_name="field",
    )
