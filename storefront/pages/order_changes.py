"""Changes of an order, on its shopper's page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def order_changes(c: Any) -> rx.Component:
    """What is to be paid first; then what was changed and added."""
    return ui.when(
        c.some,
        rx.el.div(
            ui.when(
                c.pay_text != "",
                ui.alert(
                    "info",
                    c.pay_title,
                    rx.el.p(c.pay_text),
                    ui.each(
                        c.pay,
                        lambda one: ui.anchor(
                            one.text, href=one.href, class_name="btn btn--buy btn--sm", id="pay-change"
                        ),
                    ),
                    icon_name="clock",
                    role="status",
                ),
            ),
            ui.when(
                c.has_of,
                ui.alert(
                    "info",
                    t("This was added to another order"),
                    rx.el.p(
                        t("It comes in the same parcel as") + " ",
                        ui.each(c.of, lambda one: ui.anchor(one.text, href=one.href, class_name="link")),
                        ".",
                    ),
                    icon_name="package",
                    role="status",
                ),
            ),
            ui.when(
                c.has_instead,
                ui.alert(
                    "info",
                    t("This comes instead of something that you send back"),
                    rx.el.p(
                        t("You paid the difference. It is sent when what you send back of") + " ",
                        ui.each(c.instead_of, lambda one: ui.anchor(one.text, href=one.href, class_name="link")),
                        " " + t("has arrived."),
                    ),
                    icon_name="refresh-cw",
                    role="status",
                ),
            ),
            ui.when(
                c.listed,
                rx.el.section(
                    rx.el.div(
                        rx.el.h2(t("Changes"), class_name="t-h3", id="order-changes"),
                        ui.timeline(c.told),
                        ui.when(
                            c.has_added,
                            rx.el.p(
                                t("Added and paid:") + " ",
                                ui.each(
                                    c.added,
                                    lambda one: rx.el.span(ui.anchor(one.text, href=one.href, class_name="link"), " "),
                                ),
                                t("It comes in the same parcel."),
                                class_name="t-small",
                            ),
                        ),
                        class_name="card__body stack",
                    ),
                    class_name="card",
                    aria_labelledby="order-changes",
                ),
            ),
            class_name="stack head-gap",
        ),
    )
