"""A store's page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.reviews import review_card
from emporium.ui.words import t
from storefront.components.sharing import share
from storefront.pages.listing import chips, choices, goods
from storefront.state.store import StoreState

WINDOW = "(min-width: 48rem) 20vw, 50vw"
"""How wide a picture in the window is drawn."""
FIRST = 4
"""As many products as the first screen shows below the window."""


def store_page(v: Any) -> rx.Component:
    """The awning, the story, the goods, the rules."""
    return rx.fragment(
        rx.el.div(
            ui.awning("lg"),
            rx.el.div(
                ui.when(v.cover.present, ui.picture(v.cover, loading="eager", sizes=WINDOW)),
                ui.each(v.beside, lambda picture: ui.picture(picture, sizes=WINDOW)),
                class_name="store-head__cover",
                custom_attrs=ui.knobs(pictures=v.pictures),
            ),
            rx.el.div(identity(v), facts(v), sections(v), class_name="wrap"),
            class_name="store-head",
            custom_attrs={"data-awning": v.store.awning},
        ),
        rx.el.div(
            ui.when(
                v.notice_title != "", ui.alert("info", v.notice_title, rx.el.span(v.notice), icon_name="calendar-clock")
            ),
            rx.el.section(
                ui.section_head(
                    t("In the shop"), rx.el.p(v.goods.line, role="status"), id="goods", aside=search_here(v)
                ),
                rx.el.div(
                    chips(v.goods.children, t("Categories of this store")),
                    choices(v.goods),
                    class_name="stack",
                    custom_attrs=ui.knobs(gap=".75rem"),
                ),
                goods(v.goods, StoreState.more, FIRST),
                class_name="section section--tight",
                aria_labelledby="goods",
            ),
            ui.later(ui.when(v.has_said, said(v)), story(v)),
            class_name="wrap",
        ),
    )


def search_here(v: Any) -> rx.Component:
    """Words to look for in this store alone."""
    return ui.native_form(
        ui.icon("search"),
        rx.el.label(t("Search this store"), html_for="sq", class_name="visually-hidden"),
        rx.el.input(
            id="sq", name="q", type="search", default_value=v.goods.query, placeholder=t("Search this store"),
            class_name="search__input", auto_complete="off", enter_key_hint="search", key=v.goods.query,
        ),
        action=v.action,
        method="get",
        class_name="search search--store",
        role="search",
        aria_label=t("This store"),
    )  # fmt: skip


def identity(v: Any) -> rx.Component:
    """Mark, name, line."""
    return rx.el.div(
        ui.store_mark(v.store.initials, v.store.awning, "xl"),
        rx.el.div(
            rx.el.h1(v.store.name, class_name="t-h1"), rx.el.p(v.store.line, class_name="t-2"), class_name="grow"
        ),
        rx.el.button(
            ui.icon(ui.pick(v.following, "heart-full", "heart")),
            ui.pick(v.following, t("Following"), t("Follow")),
            type="button",
            class_name=ui.joined("btn save-wide", ui.pick(v.following, "btn--secondary", "btn--primary")),
            aria_pressed=ui.pick(v.following, "true", "false"),
            on_click=StoreState.follow,
            id="follow",
        ),
        ui.anchor(
            ui.icon("message-circle"), t("Write to the store"), href=v.ask_href,
            class_name="btn btn--secondary save-wide", rel="nofollow", id="write",
        ),
        share(v, v.store.name),
        class_name="store-head__id",
    )  # fmt: skip


def facts(v: Any) -> rx.Component:
    """Rating and figures."""
    return rx.el.dl(
        ui.when(
            v.rating != "",
            rx.el.div(
                rx.el.dt(t("Rating"), class_name="visually-hidden"),
                rx.el.dd(ui.rating(v.rating, v.reviews)),
                class_name="row t-small",
            ),
        ),
        ui.each(
            v.facts,
            lambda item: rx.el.div(
                ui.when(
                    item.name != "",
                    rx.el.dt(item.name, class_name="t-2"),
                    rx.el.dt(t("Messages"), class_name="visually-hidden"),
                ),
                rx.el.dd(item.value, class_name="t-strong"),
                class_name="row t-small",
                custom_attrs=ui.knobs(gap=".375rem"),
            ),
        ),
        class_name="row row--wrap store-facts",
    )


def sections(v: Any) -> rx.Component:
    """What stands on the page, each a jump to it."""
    return rx.el.nav(
        ui.anchor(t("Products"), href="#goods", class_name="tab"),
        ui.when(
            v.has_said,
            ui.anchor(t("Reviews"), rx.el.span(v.reviews, class_name="count"), href="#reviews", class_name="tab"),
        ),
        ui.anchor(t("About"), href="#about", class_name="tab"),
        ui.anchor(t("Delivery and returns"), href="#delivery", class_name="tab"),
        ui.anchor(t("Contact"), href="#contact", class_name="tab"),
        class_name="tabs",
        aria_label=t("On this page"),
    )


def said(v: Any) -> rx.Component:
    """What people who bought something here said last."""
    return rx.el.section(
        ui.section_head(
            t("What people say"), rx.el.p(t("Only people who bought something can review it.")), id="reviews-title"
        ),
        rx.el.div(ui.each(v.said, said_card), class_name="grid grid--2", custom_attrs=ui.knobs(gap="0 2.5rem")),
        class_name="section section--tight section--rule",
        id="reviews",
        aria_labelledby="reviews-title",
    )


def said_card(item: Any) -> rx.Component:
    """One review, and the product that it is about."""
    return review_card(item, ui.anchor(item.product, href=item.product_href, class_name="link t-small"))


def story(v: Any) -> rx.Component:
    """Who they are, how they send, how to send back."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("About the store"), class_name="t-h2 head-gap", id="about"),
            rx.el.div(ui.each(v.story, lambda text: rx.el.p(text)), class_name="prose"),
        ),
        rx.el.div(
            ui.when(
                v.shipping != "",
                rx.el.div(rx.el.h2(t("Delivery"), class_name="t-h3"), rx.el.p(v.shipping, class_name="t-2")),
            ),
            ui.when(
                v.returns != "",
                rx.el.div(rx.el.h2(t("Returns"), class_name="t-h3"), rx.el.p(v.returns, class_name="t-2")),
            ),
            contact(v),
            class_name="stack",
            id="delivery",
        ),
        class_name="section section--rule grid grid--2",
        custom_attrs=ui.knobs(gap="2.5rem"),
        aria_labelledby="about",
    )


def contact(v: Any) -> rx.Component:
    """Who one buys from, and the way to reach them."""
    return rx.el.div(
        rx.el.h2(t("Contact"), class_name="t-h3", id="contact"),
        rx.el.address(ui.each(v.seller, lambda line: rx.fragment(line, rx.el.br())), class_name="t-2"),
        ui.when(v.seller_tax != "", rx.el.p(v.seller_tax, class_name="t-2")),
        ui.anchor(t("Write to the store"), href=v.ask_href, class_name="link", rel="nofollow"),
    )
