"""What an order's page says about its files: they went by themselves, and were fetched so often (F026)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def sent_files(v: Any, renew: Callable[[Any], Any]) -> rx.Component:
    """A card for the lines that were sent as files; `renew` gives a line's buyer more time."""
    return ui.when(
        v.has_files,
        ui.card(
            t("Files"),
            "files",
            ui.when(
                v.files_wait,
                rx.el.p(
                    t("They go to the buyer by themselves, as soon as nothing holds the order."),
                    class_name="t-small t-2",
                ),
            ),
            rx.el.ul(ui.each(v.files, lambda line: of_line(line, renew)), class_name="plain-list stack"),
        ),
    )


def of_line(line: Any, renew: Callable[[Any], Any]) -> rx.Component:
    """One line: each file with how often it was fetched."""
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.b(line.name),
                rx.el.ul(ui.each(line.files, lambda text: rx.el.li(text)), class_name="t-small t-2 plain-list"),
                class_name="grow",
            ),
            ui.when(
                line.can_renew,
                rx.el.button(
                    ui.icon("refresh-cw", "icon--sm"),
                    t("Renew"),
                    ui.hidden(" " + line.name),
                    type="button",
                    class_name="btn btn--secondary btn--sm",
                    on_click=renew(line.id),
                ),
            ),
            class_name="split split--top",
        ),
        key=line.id,
    )
