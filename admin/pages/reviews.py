"""Reviews that wait for a decision."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.components.moderation import why_lines
from admin.state.reviews import AdminReviewsState as State
from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.reviews import reply_said, review_said
from emporium.ui.words import t


def reviews_page(v: Any) -> rx.Component:
    """Queues as tabs, oldest first; each review with why it is here and what can be decided."""
    return rx.el.div(
        ui.page_head(t("Moderation"), v.sub, ui.segments(v.kinds, t("What is looked at")), ui.live_mark()),
        rx.el.section(
            ui.tabs(v.tabs, t("Reviews by state")),
            ui.when(
                v.empty,
                ui.empty(
                    t("All caught up"), t("Reviews that were held or reported stand here until somebody has looked."),
                    icon_name="circle-check",
                ),
                rx.el.div(
                    ui.each(v.rows, lambda row: one(row, v.can_decide, v.reasons)), class_name="card__body review-list"
                ),
            ),
            ui.list_foot(v.foot, v.older, v.newest),
            class_name="card",
            aria_label=t("Reviews"),
        ),
        class_name="page page--narrow",
    )  # fmt: skip


def one(row: Any, can_decide: Any, reasons: Any) -> rx.Component:
    """One review."""
    return rx.el.article(
        rx.el.div(
            rx.el.span(
                rx.el.a(row.card.product, href=row.card.product_href, class_name="link t-strong"), " ",
                rx.el.span(row.store, class_name="t-small t-2"),
            ),
            ui.badge(rx.fragment(ui.icon(row.icon), row.badge), row.tone),
            class_name="split split--wrap",
        ),
        why_lines(row.why),
        review_said(row.card),
        reply_said(row.card),
        ui.when(can_decide, deciding(row, reasons)),
        class_name="review",
        key=row.id,
        id="review-" + row.id,
    )  # fmt: skip


def deciding(row: Any, reasons: Any) -> rx.Component:
    """Let it be seen, or take it down with a reason."""
    return rx.el.div(
        rx.el.button(
            row.publish, type="button", class_name="btn btn--secondary btn--sm", on_click=State.publish(row.id)
        ),
        ui.when(
            row.can_remove,
            forms.step(
                t("Remove it"),
                rx.el.form(
                    ui.hidden_field("id", row.id),
                    forms.select_field(
                        t("Why, its author reads it"),
                        "reason",
                        reasons,
                        prefix=row.id,
                        error=forms.wrong(row, "reason"),
                    ),
                    rx.el.div(
                        rx.el.button(t("Remove the review"), type="submit", class_name="btn btn--danger-quiet btn--sm"),
                        class_name="row",
                    ),
                    class_name="stack",
                    on_submit=State.remove,
                    no_validate=True,
                ),
                danger=True,
            ),
        ),
        class_name="row row--wrap row--top review__do",
    )
