"""What pages of moderation share: the frame of a queue, why something is in it, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.words import t


def queue_page(v: Any, *, tabs: str, nothing: str, label: str, draw: Callable[[Any], rx.Component]) -> rx.Component:
    """Queues as tabs, oldest first. `draw` draws one of a queue, `nothing` says what would stand there."""
    return rx.el.div(
        ui.page_head(t("Moderation"), v.sub, ui.segments(v.kinds, t("What is looked at")), ui.live_mark()),
        rx.el.section(
            ui.tabs(v.tabs, tabs),
            ui.when(
                v.empty,
                ui.empty(t("All caught up"), nothing, icon_name="circle-check"),
                rx.el.div(ui.each(v.rows, draw), class_name="card__body review-list"),
            ),
            ui.list_foot(v.foot, v.older, v.newest),
            class_name="card",
            aria_label=label,
        ),
        class_name="page page--narrow",
    )


def why_lines(why: Any) -> rx.Component:
    """Why somebody asks for a look, one line each."""
    return ui.each(
        why,
        lambda text: rx.el.p(
            ui.icon("triangle-alert", "icon--sm"), rx.el.span(text, class_name="t-break"),
            class_name="row row--top t-small",
        ),
    )  # fmt: skip


def deciding(row: Any, reasons: Any, *carried: rx.Component, words: Any, keep: Any, remove: Any) -> rx.Component:
    """Let it stand, or take it down with a reason. `carried` are fields that go along with the reason."""
    return rx.el.div(
        rx.el.button(words, type="button", class_name="btn btn--secondary btn--sm", on_click=keep),
        ui.when(
            row.can_remove,
            forms.step(
                t("Remove it"),
                rx.el.form(
                    ui.hidden_field("id", row.id),
                    *carried,
                    forms.select_field(
                        t("Why, its author reads it"), "reason", reasons, prefix=row.id,
                        error=forms.wrong(row, "reason"),
                    ),
                    rx.el.div(
                        rx.el.button(t("Remove it"), type="submit", class_name="btn btn--danger-quiet btn--sm"),
                        class_name="row",
                    ),
                    class_name="stack",
                    on_submit=remove,
                    no_validate=True,
                ),
                danger=True,
                key="remove-" + row.id,
            ),
        ),
        class_name="row row--wrap row--top review__do",
    )  # fmt: skip
