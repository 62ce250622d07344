"""Reviews that wait for a decision."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.components.moderation import deciding, queue_page, why_lines
from admin.state.reviews import AdminReviewsState as State
from emporium import ui
from emporium.ui.reviews import reply_said, review_said
from emporium.ui.words import t


def reviews_page(v: Any) -> rx.Component:
    """Each review with why it is here and what can be decided."""
    return queue_page(
        v,
        tabs=t("Reviews by state"),
        nothing=t("Reviews that were held or reported stand here until somebody has looked."),
        label=t("Reviews"),
        draw=lambda row: one(row, v.can_decide, v.reasons),
    )


def one(row: Any, can_decide: Any, reasons: Any) -> rx.Component:
    """One review."""
    return rx.el.article(
        rx.el.div(
            rx.el.span(
                ui.anchor(row.card.product, href=row.card.product_href, class_name="link t-strong"), " ",
                rx.el.span(row.store, class_name="t-small t-2"),
            ),
            ui.badge(rx.fragment(ui.icon(row.icon), row.badge), row.tone),
            class_name="split split--wrap",
        ),
        why_lines(row.why),
        review_said(row.card),
        reply_said(row.card),
        ui.when(
            can_decide,
            deciding(row, reasons, words=row.publish, keep=State.publish(row.id), remove=State.remove),
        ),
        class_name="review",
        key=row.id,
        id="review-" + row.id,
    )  # fmt: skip
