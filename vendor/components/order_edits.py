"""What an order's page says about its changes (F081)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def waiting(e: Any) -> rx.Component:
    """A change that waits, and what this order belongs to."""
    return rx.fragment(
        ui.when(
            e.waiting != "",
            ui.alert(
                "info", t("A change waits for its payment"), rx.el.p(e.waiting),
                ui.when(e.href != "", ui.anchor(t("Look at the change"), href=e.href, class_name="link")),
                icon_name="clock", role="status",
            ),
        ),
        ui.when(
            e.extends != "",
            ui.alert(
                "info", t("Added to an order"),
                rx.el.p(
                    t("The customer added this to") + " ",
                    ui.anchor(e.extends, href=e.extends_href, class_name="link t-mono"),
                    t(". Put it into the same parcel, and give both the same tracking number."),
                ),
                icon_name="package", role="status",
            ),
        ),
        ui.when(
            e.instead != "",
            ui.alert(
                "info", t("Instead of what comes back"),
                rx.el.p(
                    t("The customer paid the difference. Send this when you have what comes back of") + " ",
                    ui.anchor(e.instead, href=e.extends_href, class_name="link t-mono"),
                    ".",
                ),
                icon_name="refresh-cw", role="status",
            ),
        ),
        ui.when(
            e.has_added,
            ui.alert(
                "info", t("More goes in this parcel"),
                rx.el.p(
                    t("Added and paid since:") + " ",
                    ui.each(
                        e.added, lambda one: rx.el.span(ui.anchor(one.text, href=one.href, class_name="link"), " ")
                    ),
                ),
                icon_name="package", role="status",
            ),
        ),
    )  # fmt: skip


def way(e: Any) -> rx.Component:
    """Where it is changed."""
    return ui.when(
        e.href != "",
        ui.anchor(
            ui.icon("pencil", "icon--sm"), t("Edit order"), href=e.href, class_name="btn btn--secondary btn--sm",
            id="edit-order",
        ),
    )  # fmt: skip


def made(e: Any) -> rx.Component:
    """Changes so far: who, when, what, why."""
    return ui.when(e.some, ui.card(t("Changes"), "changes", ui.timeline(e.steps)))
