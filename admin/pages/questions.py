"""Questions and answers that wait for a decision."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.components.moderation import why_lines
from admin.state.questions import AdminQuestionsState as State
from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.words import t


def questions_page(v: Any) -> rx.Component:
    """Queues as tabs, oldest first; each with why it is here and what can be decided."""
    return rx.el.div(
        ui.page_head(t("Moderation"), v.sub, ui.segments(v.kinds, t("What is looked at")), ui.live_mark()),
        rx.el.section(
            ui.tabs(v.tabs, t("Questions by state")),
            ui.when(
                v.empty,
                ui.empty(
                    t("All caught up"),
                    t("Questions and answers that were reported stand here until somebody has looked."),
                    icon_name="circle-check",
                ),
                rx.el.div(ui.each(v.rows, lambda row: one(row, v.reasons)), class_name="card__body review-list"),
            ),
            ui.list_foot(v.foot, v.older, v.newest),
            class_name="card",
            aria_label=t("Questions and answers"),
        ),
        class_name="page page--narrow",
    )


def one(row: Any, reasons: Any) -> rx.Component:
    """One question or answer."""
    return rx.el.article(
        rx.el.div(
            rx.el.span(
                rx.el.a(row.product, href=row.product_href, class_name="link t-strong"), " ",
                rx.el.span(row.store, class_name="t-small t-2"),
            ),
            ui.badge(row.what),
            class_name="split split--wrap",
        ),
        why_lines(row.why),
        ui.when(row.question != "", rx.el.p(t("About:") + " ", row.question, class_name="t-small t-2 t-break")),
        rx.el.p(row.body, class_name="t-break review__body"),
        rx.el.p(row.author, ", ", row.day, class_name="t-small t-3"),
        deciding(row, reasons),
        class_name="review",
        key=row.id,
        id="post-" + row.id,
    )  # fmt: skip


def deciding(row: Any, reasons: Any) -> rx.Component:
    """Let it stand, or take it down with a reason."""
    return rx.el.div(
        rx.el.button(
            row.keep, type="button", class_name="btn btn--secondary btn--sm", on_click=State.keep(row.kind, row.id)
        ),
        ui.when(
            row.can_remove,
            forms.step(
                t("Remove it"),
                rx.el.form(
                    ui.hidden_field("id", row.id),
                    ui.hidden_field("kind", row.kind),
                    forms.select_field(
                        t("Why, its author reads it"),
                        "reason",
                        reasons,
                        prefix=row.id,
                        error=forms.wrong(row, "reason"),
                    ),
                    rx.el.div(
                        rx.el.button(t("Remove it"), type="submit", class_name="btn btn--danger-quiet btn--sm"),
                        class_name="row",
                    ),
                    class_name="stack",
                    on_submit=State.remove,
                    no_validate=True,
                ),
                danger=True,
                key="remove-" + row.id,
            ),
        ),
        class_name="row row--wrap row--top review__do",
    )
