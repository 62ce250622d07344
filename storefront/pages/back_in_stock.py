"""Yes or no to a letter when something is back."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.state.back_in_stock import BackInStockState as State


def back_in_stock_page(v: Any) -> rx.Component:
    """A button each, so that mail scanners decide nothing."""
    return rx.el.div(
        rx.el.h1(t("When it is back"), class_name="t-h1"),
        rx.el.p(ui.anchor(v.name, href=v.href, class_name="link"), t(", for") + " ", rx.el.b(v.email)),
        ui.when(
            v.asking,
            rx.el.div(
                ui.when(
                    v.confirmed,
                    rx.el.p(t("We write to you once when it can be bought again.")),
                    rx.el.button(
                        t("Yes, write to me"), type="button", class_name="btn btn--primary btn--lg", id="yes",
                        on_click=State.confirm,
                    ),
                ),
                rx.el.button(
                    t("No, forget my address"), type="button", class_name="btn btn--secondary btn--lg", id="no",
                    on_click=State.stop,
                ),
                class_name="stack",
            ),
            ui.alert("success", v.said, role="status"),
        ),
        ui.anchor(t("To the shop"), href="/", class_name="link t-small"),
        class_name="stack narrow",
    )  # fmt: skip
