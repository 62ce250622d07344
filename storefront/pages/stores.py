"""The store directory."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.pages.listing import chips


def stores_page(v: Any) -> rx.Component:
    """Words and a category to look for, the stores, the way on."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(rx.el.h1(t("Stores"), class_name="t-h1"), rx.el.p(v.line, class_name="t-2")),
            search_stores(v),
            class_name="split split--wrap",
        ),
        chips(v.categories, t("Stores by category")),
        ui.when(
            v.nothing,
            ui.empty(
                t("No store is like that"),
                t("Check the spelling, or take the category off."),
                ui.anchor(t("All stores"), href="/stores", class_name="btn btn--primary"),
                icon_name="store",
            ),
            rx.fragment(
                rx.el.h2(t("Open stores"), class_name="visually-hidden"),
                rx.el.div(ui.each(v.stores, ui.store_card), class_name="grid grid--stores"),
            ),
        ),
        ui.when(v.newest != "", ui.anchor(t("Back to the first"), href=v.newest, class_name="btn btn--secondary")),
        ui.when(v.older != "", ui.anchor(t("More stores"), href=v.older, class_name="btn btn--secondary", rel="next")),
        class_name="wrap pad-block stack",
    )


def search_stores(v: Any) -> rx.Component:
    """Words to look for; the chosen category stays."""
    return ui.native_form(
        ui.icon("search"),
        rx.el.label(t("Search stores"), html_for="stq", class_name="visually-hidden"),
        rx.el.input(
            id="stq", name="q", type="search", default_value=v.query, placeholder=t("Name, craft or town"),
            class_name="search__input", auto_complete="off", enter_key_hint="search", key=v.query,
        ),
        ui.when(v.category != "", ui.hidden_field("c", v.category)),
        action="/stores",
        method="get",
        class_name="search search--store",
        role="search",
        aria_label=t("Stores"),
    )  # fmt: skip
