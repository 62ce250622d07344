"""Where things are to go, before anybody types an address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.desk_forms import select_field
from emporium.ui.words import t


def deliver_to_page(v: Any) -> rx.Component:
    """One choice, and the way back."""
    return rx.el.div(
        rx.el.h1(t("Where do your things go?"), class_name="t-h1"),
        rx.el.p(
            t("Delivery prices, days and taxes are those of this country. You type the address at the checkout."),
            class_name="t-2",
        ),
        ui.native_form(
            select_field(t("Country"), "country", v.countries, value=v.country, error=v.error),
            ui.hidden_field("next", v.next),
            rx.el.div(
                rx.el.button(t("Deliver there"), type="submit", class_name="btn btn--primary"),
                ui.anchor(t("Go back"), href=v.next, class_name="btn btn--ghost"),
                class_name="row row--wrap",
            ),
            action="/country",
            class_name="stack narrow",
        ),
        class_name="wrap wrap--narrow pad-block stack",
    )
