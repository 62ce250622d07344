"""A store's reviews, and its replies."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.reviews import reply_said, review_said
from emporium.ui.words import t
from vendor.state.reviews import VendorReviewsState as State

REPLY_MAX = 2000


def reviews_page(v: Any) -> rx.Component:
    """Tabs, and each review with the form that answers it."""
    return rx.el.div(
        ui.page_head(t("Reviews"), v.sub, ui.live_mark()),
        rx.el.section(
            ui.tabs(v.tabs, t("Reviews by stars")),
            ui.when(
                v.empty,
                ui.empty(v.empty_title, v.empty_text, icon_name="star"),
                rx.el.div(
                    ui.each(v.rows, lambda row: one(row, v.can_reply, v.reasons)), class_name="card__body review-list"
                ),
            ),
            ui.list_foot(v.foot, v.older, v.newest),
            class_name="card",
            aria_label=t("Reviews"),
        ),
        class_name="page page--narrow",
    )


def one(row: Any, can_reply: Any, reasons: Any) -> rx.Component:
    """One review. A store answers, or asks for a look; it cannot remove one."""
    return rx.el.article(
        ui.anchor(row.card.product, href=row.card.product_href, class_name="link t-strong"),
        review_said(row.card),
        reply_said(row.card),
        ui.when(
            can_reply,
            rx.el.div(answering(row), reporting(row, reasons), class_name="row row--wrap row--top review__do"),
        ),
        class_name="review",
        key=row.id,
        id="review-" + row.id,
    )


def answering(row: Any) -> rx.Component:
    """The one public reply."""
    return forms.step(
        row.ask,
        rx.el.form(
            ui.hidden_field("id", row.id),
            forms.text_area(
                t("Your reply, everybody reads it"), "words", value=row.reply, prefix=row.id, rows=4,
                error=forms.wrong(row, "words"), max_length=REPLY_MAX,
            ),
            rx.el.div(
                rx.el.button(t("Publish the reply"), type="submit", class_name="btn btn--primary btn--sm"),
                class_name="row",
            ),
            class_name="stack", on_submit=State.reply, no_validate=True,
        ),
    )  # fmt: skip


def reporting(row: Any, reasons: Any) -> rx.Component:
    """Asking the operator for a look."""
    return forms.step(
        t("Report"),
        rx.el.form(
            ui.hidden_field("id", row.id),
            forms.select_field(t("What is wrong with it?"), "reason", reasons, prefix="r" + row.id),
            forms.text_area(
                t("Anything to add"), "details", prefix="r" + row.id, required=False, rows=2, max_length=1000
            ),
            rx.el.div(
                rx.el.button(t("Send the report"), type="submit", class_name="btn btn--secondary btn--sm"),
                class_name="row",
            ),
            class_name="stack", on_submit=State.report, no_validate=True, reset_on_submit=True,
        ),
    )  # fmt: skip
