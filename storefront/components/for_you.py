"""A person's own part of the front page, and the switch that rules it. Real forms: it works before any script."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.components import saving


def for_you(you: Any) -> rx.Component:
    """What was picked, what was looked at, whose it is. Nothing for who did not agree."""
    return ui.when(
        you.seen,
        rx.el.div(
            shelf("picks", t("Picked for you"), t("From what you looked at here."), you.picks),
            shelf("recent", t("You looked at"), t("Only this browser and you see this."), you.recent),
            rx.el.section(
                ui.section_head(t("Stores close to that"), id="close-stores"),
                rx.el.div(ui.each(you.stores, ui.store_card), class_name="grid grid--stores"),
                class_name="section section--tight",
                aria_labelledby="close-stores",
            ),
        ),
    )


def shelf(ident: str, title: str, line: str, cards: Any, columns: int = 5) -> rx.Component:
    """One row, where there is something to put on it."""
    some = cards.length() > 0 if ui.is_var(cards) else bool(cards)
    return ui.when(
        some,
        rx.el.section(
            ui.section_head(title, rx.el.p(line), id=ident),
            saving.shelf(cards, columns),
            class_name="section section--tight",
            aria_labelledby=ident,
        ),
    )


def for_you_switch(you: Any) -> rx.Component:
    """Agreeing, clearing, and stopping."""
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2(t("A front page of your own"), class_name="t-h3", id="for-you"),
                ui.when(
                    you.agreed,
                    rx.el.p(
                        t(
                            "On. It follows the products you open here, for 90 days. Nobody else sees them, nor do "
                            "stores."
                        ),
                        class_name="t-2",
                    ),
                    rx.el.p(
                        t(
                            "Off. Turned on, it remembers the products you open here and picks others that go with "
                            "them."
                        ),
                        class_name="t-2",
                    ),
                ),
                class_name="grow",
            ),
            ui.when(
                you.agreed,
                rx.el.div(
                    ui.when(you.seen, change("clear", t("Clear what I looked at"))),
                    change("off", t("Turn off")),
                    class_name="row row--wrap",
                ),
                change("on", t("Turn on")),
            ),
            class_name="split split--wrap",
        ),
        class_name="section section--rule",
        aria_labelledby="for-you",
    )


def change(way: str, text: str) -> rx.Component:
    """One button that is a form."""
    return ui.native_form(
        rx.el.button(text, type="submit", class_name="btn btn--secondary"), action=f"/for-you/{way}", key=way
    )
