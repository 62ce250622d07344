"""Collections on other pages."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def collections_shelf(v: Any) -> rx.Component:
    """A few collections and the way to all of them; nothing where there are none."""
    return ui.when(
        v.has_collections,
        rx.el.section(
            ui.section_head(
                t("Put together"),
                rx.el.p(t("Things that belong together, from every store.")),
                id="collections",
                aside=ui.anchor(t("All collections"), href="/collections", class_name="link"),
            ),
            rx.el.div(ui.each(v.collections, ui.collection_card), class_name="grid grid--stores"),
            class_name="section",
            aria_labelledby="collections",
        ),
    )
