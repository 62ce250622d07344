"""Hearts, and lists of products that have them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.state.saving import SavingState
from storefront.state.shell import ShellState


def _saved(product_id: Any) -> Any:
    from emporium.web.ssr import rendering

    return False if rendering() else ShellState.shell.saved.contains(product_id)  # type: ignore[attr-defined]


def heart(card: Any) -> rx.Component:
    """Over a card's picture: full when the product is on a list. Before the page lives it is empty."""
    saved = _saved(card.id)
    return rx.el.button(
        ui.icon(ui.pick(saved, "heart-full", "heart")),
        ui.hidden(t("Save") + " "),
        ui.hidden(card.name),
        type="button",
        class_name="save",
        aria_pressed=ui.pick(saved, "true", "false"),
        on_click=SavingState.toggle(card.id),
    )


def save_button(product_id: Any) -> rx.Component:
    """The same on a product's own page, with words."""
    saved = _saved(product_id)
    return rx.el.button(
        ui.icon(ui.pick(saved, "heart-full", "heart")),
        ui.pick(saved, t("Saved"), t("Save")),
        type="button",
        class_name="btn btn--secondary save-wide",
        aria_pressed=ui.pick(saved, "true", "false"),
        on_click=SavingState.toggle(product_id),
        id="save",
    )


def grid(cards: Any, first: int = ui.FIRST) -> rx.Component:
    """Products in columns; the `first` ones are on the first screen."""
    return ui.product_grid(cards, heart, first)


def shelf(cards: Any, columns: int = 5) -> rx.Component:
    """A row of products."""
    return ui.shelf(cards, columns, corner=heart)


def keep_button() -> rx.Component:
    """Keep the list that is shown, as it is narrowed."""
    return rx.el.button(
        ui.icon("heart", "icon--sm"),
        rx.el.span(t("Keep this search"), class_name="keep-search__words"),
        type="button",
        class_name="btn btn--ghost btn--sm keep-search",
        on_click=SavingState.keep_search,
        id="keep-search",
    )
