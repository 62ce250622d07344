"""The directory of collections, and a collection's page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.pages.listing import choices, goods
from storefront.state.collections import CollectionState


def collections_page(v: Any) -> rx.Component:
    """Every collection with its first pictures."""
    return rx.el.div(
        ui.breadcrumbs(v.trail),
        rx.el.div(rx.el.h1(t("Collections"), class_name="t-h1"), rx.el.p(v.line, class_name="t-2")),
        ui.when(
            v.nothing,
            ui.empty(
                t("No collections yet"),
                t("Look through everything instead."),
                ui.anchor(t("All products"), href="/search", class_name="btn btn--primary"),
                icon_name="layout-grid",
            ),
            rx.fragment(
                rx.el.h2(t("All collections"), class_name="visually-hidden"),
                rx.el.div(ui.each(v.cards, ui.collection_card), class_name="grid grid--stores"),
            ),
        ),
        ui.when(v.newest != "", ui.anchor(t("Back to the first"), href=v.newest, class_name="btn btn--secondary")),
        ui.when(
            v.older != "", ui.anchor(t("More collections"), href=v.older, class_name="btn btn--secondary", rel="next")
        ),
        class_name="wrap pad-block stack",
    )


def collection_page(v: Any) -> rx.Component:
    """The banner, then the list as everywhere."""
    return rx.el.div(
        rx.el.div(
            ui.breadcrumbs(v.trail),
            banner(v),
            choices(v.goods),
            class_name="stack",
            custom_attrs=ui.knobs(gap=".75rem"),
        ),
        goods(v.goods, CollectionState.more),
        class_name="wrap pad-block",
    )


def banner(v: Any) -> rx.Component:
    """What it is called and why, beside its pictures."""
    return rx.el.div(
        ui.when(
            v.pictured,
            rx.el.div(
                ui.each(
                    v.pictures,
                    lambda one: ui.picture(one, loading="eager", sizes="(min-width: 48rem) 20vw, 34vw"),
                ),
                class_name="collection-head__pics",
                custom_attrs=ui.counted(v.pictures),
            ),
        ),
        rx.el.div(
            rx.el.h1(v.name, class_name="t-h1"),
            ui.when(v.description != "", rx.el.p(v.description, class_name="t-lead")),
            rx.el.p(v.goods.line, class_name="t-2", role="status"),
            class_name="collection-head__text",
        ),
        class_name="collection-head",
    )
