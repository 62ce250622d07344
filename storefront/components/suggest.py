"""The panel under the search field: links, reached with the Tab key, gone with the field's focus."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from storefront.state.suggest import SuggestState


def suggestions(s: Any) -> rx.Component:
    """Products, categories, stores, and everything for these words."""
    return rx.fragment(
        rx.el.span(s.said, class_name="visually-hidden", role="status"),
        ui.when(
            s.open,
            rx.el.div(
                label(s.products, "Products"),
                ui.each(s.products, product),
                label(s.categories, "Categories"),
                ui.each(s.categories, lambda hint: place(hint, "layout-grid")),
                label(s.stores, "Stores"),
                ui.each(s.stores, lambda hint: place(hint, "store")),
                rx.el.a(
                    ui.icon("search"), rx.el.span("Everything for “", s.words, "”"), rx.el.span(),
                    href=s.all_href, class_name="palette__item", on_click=SuggestState.chosen,
                ),
                class_name="suggest",
            ),
        ),
    )  # fmt: skip


def label(some: Any, text: str) -> rx.Component:
    """A heading, where there is something under it."""
    return ui.when(some.length() > 0 if ui.is_var(some) else bool(some), rx.el.div(text, class_name="palette__label"))


def named(hint: Any) -> rx.Component:
    """A name with what was typed set apart."""
    return rx.fragment(hint.before, rx.el.mark(hint.hit), hint.after)


def product(hint: Any) -> rx.Component:
    """A product with its store and price."""
    return rx.el.a(
        ui.thumb(hint.picture),
        rx.el.span(named(hint), rx.el.br(), rx.el.span(hint.sub, class_name="t-small t-2"), class_name="t-clip"),
        rx.el.span(hint.end, class_name="t-num t-strong"),
        href=hint.href,
        class_name="palette__item palette__item--tall",
        on_click=SuggestState.chosen,
        key=hint.href,
    )


def place(hint: Any, icon_name: str) -> rx.Component:
    """A category or a store."""
    return rx.el.a(
        ui.icon(icon_name), rx.el.span(named(hint)), ui.icon("chevron-right", "icon--sm"), href=hint.href,
        class_name="palette__item", key=hint.href, on_click=SuggestState.chosen,
    )  # fmt: skip
