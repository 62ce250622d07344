"""The front page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui.words import t
from storefront.components import saving
from storefront.components.for_you import for_you, for_you_switch
from storefront.components.gathered import collections_shelf


def home_page(v: Any) -> rx.Component:
    """Windows, categories, shelves, promises."""
    return rx.fragment(
        rx.el.div(
            hero(v),
            categories(v),
            for_you(v.you),
            ui.later(best_selling(v), collections_shelf(v), new_stores(v)),
            class_name="wrap",
        ),
        ui.later(nearly_gone(v), rx.el.div(newest(v), for_you_switch(v.you), promises(), class_name="wrap")),
    )


def hero(v: Any) -> rx.Component:
    """The promise, and four shop windows."""
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h1(t("Many shops. One basket."), class_name="t-display", id="hero"),
                rx.el.p(v.stores_line, class_name="t-lead"),
            ),
            rx.el.div(
                ui.anchor(t("Browse all stores"), href="/stores", class_name="btn btn--secondary btn--lg"),
                class_name="row row--wrap only-desk",
            ),
            class_name="hero__head",
        ),
        rx.el.div(ui.each(v.windows, ui.store_window), class_name="arcade"),
        class_name="hero",
        aria_labelledby="hero",
    )


def categories(v: Any) -> rx.Component:
    """Eight ways in."""
    return rx.el.section(
        rx.el.div(
            ui.each(
                v.categories,
                lambda tile: ui.anchor(
                    ui.when(tile.picture.present, ui.picture(tile.picture, sizes="160px")),
                    rx.el.span(tile.name),
                    href=tile.href,
                    class_name="cat",
                ),
            ),
            class_name="cats",
        ),
        class_name="section",
        aria_label=t("Categories"),
    )


def best_selling(v: Any) -> rx.Component:
    """What others buy."""
    return rx.el.section(
        ui.section_head(
            t("What people are taking home"),
            rx.el.p(t("Best-selling now, and in stock.")),
            id="selling",
            aside=ui.anchor(v.all_products, href="/search", class_name="link"),
        ),
        saving.shelf(v.selling),
        aria_labelledby="selling",
    )


def new_stores(v: Any) -> rx.Component:
    """Three more stores."""
    return rx.el.section(
        ui.section_head(
            t("Along the street"),
            rx.el.p(t("More stores under the same roof.")),
            id="street",
            aside=ui.anchor(t("Store directory"), href="/stores", class_name="link"),
        ),
        rx.el.div(ui.each(v.stores, ui.store_card), class_name="grid grid--stores"),
        class_name="section",
        aria_labelledby="street",
    )


def nearly_gone(v: Any) -> rx.Component:
    """Real stock, not a countdown."""
    return rx.el.section(
        rx.el.div(
            ui.section_head(t("Last ones on the shelf"), rx.el.p(t("The real count, as others buy.")), id="low"),
            saving.shelf(v.low),
            class_name="wrap",
        ),
        class_name="section section--rule band",
        aria_labelledby="low",
    )


def newest(v: Any) -> rx.Component:
    """What came last."""
    return rx.el.section(
        ui.section_head(
            t("New in"),
            rx.el.p(t("Fresh from the workshops.")),
            id="new",
            aside=ui.anchor(t("Everything new"), href="/search?sort=newest", class_name="link"),
        ),
        saving.shelf(v.newest),
        class_name="section",
        aria_labelledby="new",
    )


PROMISES = (
    ("calendar-check", N_("A date, not a range"), N_("Every parcel shows the day it arrives before you pay.")),
    ("wallet-cards", N_("One payment"), N_("Buy from any number of stores and check out once.")),
    ("undo-2", N_("Thirty days to return"), N_("Each store says how, on its own page.")),
    ("shield-check", N_("No account needed"), N_("Buy as a guest; your order page is a link only you have.")),
)


def promises() -> rx.Component:
    """How it works."""
    return rx.el.section(
        rx.el.div(
            *[rx.el.div(ui.icon(name), rx.el.h3(t(title)), rx.el.p(t(text))) for name, title, text in PROMISES],
            class_name="promise",
        ),
        class_name="section section--rule",
        aria_label=t("How Emporium works"),
    )
