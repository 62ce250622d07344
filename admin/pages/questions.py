"""Questions and answers that wait for a decision."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.components.moderation import deciding, queue_page, why_lines
from admin.state.questions import AdminQuestionsState as State
from emporium import ui
from emporium.ui.words import t


def questions_page(v: Any) -> rx.Component:
    """Each with why it is here and what can be decided."""
    return queue_page(
        v,
        tabs=t("Questions by state"),
        nothing=t("Questions and answers that were reported stand here until somebody has looked."),
        label=t("Questions and answers"),
        draw=lambda row: one(row, v.reasons),
    )


def one(row: Any, reasons: Any) -> rx.Component:
    """One question or answer."""
    return rx.el.article(
        rx.el.div(
            rx.el.span(
                ui.anchor(row.product, href=row.product_href, class_name="link t-strong"), " ",
                rx.el.span(row.store, class_name="t-small t-2"),
            ),
            ui.badge(row.what),
            class_name="split split--wrap",
        ),
        why_lines(row.why),
        ui.when(row.question != "", rx.el.p(t("About:") + " ", row.question, class_name="t-small t-2 t-break")),
        rx.el.p(row.body, class_name="t-break review__body"),
        rx.el.p(row.author, ", ", row.day, class_name="t-small t-3"),
        deciding(
            row, reasons, ui.hidden_field("kind", row.kind),
            words=row.keep, keep=State.keep(row.kind, row.id), remove=State.remove,
        ),
        class_name="review",
        key=row.id,
        id="post-" + row.id,
    )  # fmt: skip
