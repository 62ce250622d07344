"""What stands beside a product: what others bought with it, and what is like it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.components import saving


def product_shelves(beside: Any) -> rx.Component:
    """Two rows; the first only where enough was bought together."""
    return rx.fragment(
        row(beside.together, "together", t("Bought together"), t("By people who bought this, from any store.")),
        row(beside.related, "related", t("You may also like"), t("Each ships from its own maker.")),
    )


def row(cards: Any, ident: str, title: str, line: str) -> rx.Component:
    """A row, where there is something to put on it."""
    some = cards.length() > 0 if ui.is_var(cards) else bool(cards)
    return ui.when(
        some,
        rx.el.section(
            ui.section_head(title, rx.el.p(line), id=ident),
            saving.shelf(cards),
            class_name="section section--tight section--rule",
            aria_labelledby=ident,
        ),
    )
