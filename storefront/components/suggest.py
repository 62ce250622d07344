"""The panels under the search field: links, reached with Tab or the arrow keys, gone with the field's focus.

`assets/find.js` moves through them; the field is a combobox that says which one is meant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.state.suggest import SuggestState


def suggestions(s: Any) -> rx.Component:
    """Products, categories, collections, stores, and everything for these words."""
    return rx.fragment(
        rx.el.span(s.said, class_name="visually-hidden", role="status"),
        ui.when(
            s.open,
            rx.el.div(
                group(s.products, t("Products"), product),
                group(s.categories, t("Categories"), lambda hint: place(hint, "layout-grid")),
                group(s.collections, t("Collections"), lambda hint: place(hint, "layers")),
                group(s.stores, t("Stores"), lambda hint: place(hint, "store")),
                ui.anchor(
                    ui.icon("search"), rx.el.span(t("Everything for “{words}”", words=s.words)), rx.el.span(),
                    href=s.all_href, class_name="palette__item", on_click=SuggestState.chosen, **OPTION,
                ),
                id="suggest",
                role="listbox",
                aria_label=t("Suggestions"),
                class_name="suggest",
            ),
        ),
        rx.el.div(
            id="recent-searches", class_name="suggest", hidden=True,
            custom_attrs={"data-title": t("Recent searches"), "data-clear": t("Clear")},
        ),
    )  # fmt: skip


OPTION = {"role": "option", "aria_selected": "false"}


def group(some: Any, text: str, draw: Callable[[Any], rx.Component]) -> rx.Component:
    """Suggestions of one kind under their heading, where there are any."""
    return ui.when(
        some.length() > 0 if ui.is_var(some) else bool(some),
        rx.el.div(
            rx.el.div(text, class_name="palette__label", aria_hidden="true"),
            ui.each(some, draw),
            role="group",
            aria_label=text,
        ),
    )


def named(hint: Any) -> rx.Component:
    """A name with what was typed set apart."""
    return rx.fragment(hint.before, rx.el.mark(hint.hit), hint.after)


def product(hint: Any) -> rx.Component:
    """A product with its store and price."""
    return ui.anchor(
        ui.thumb(hint.picture),
        rx.el.span(named(hint), rx.el.br(), rx.el.span(hint.sub, class_name="t-small t-2"), class_name="t-clip"),
        rx.el.span(hint.end, class_name="t-num t-strong"),
        href=hint.href,
        class_name="palette__item palette__item--tall",
        on_click=SuggestState.chosen,
        key=hint.href,
        **OPTION,
    )


def place(hint: Any, icon_name: str) -> rx.Component:
    """A category or a store."""
    return ui.anchor(
        ui.icon(icon_name), rx.el.span(named(hint)), ui.icon("chevron-right", "icon--sm"), href=hint.href,
        class_name="palette__item", key=hint.href, on_click=SuggestState.chosen, **OPTION,
    )  # fmt: skip
