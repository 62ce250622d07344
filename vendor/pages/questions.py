"""What people ask in public about a store's goods, and its answers."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.questions import answers_said, question_said
from emporium.ui.words import t
from vendor.state.questions import VendorQuestionsState as State

ANSWER_MAX = 2000


def questions_page(v: Any) -> rx.Component:
    """Tabs, and each question with the form that answers it."""
    return rx.el.div(
        ui.page_head(t("Questions"), v.sub, ui.live_mark()),
        rx.el.section(
            ui.tabs(v.tabs, t("Questions by state")),
            ui.when(
                v.empty,
                ui.empty(v.empty_title, v.empty_text, icon_name="message-circle"),
                rx.el.div(ui.each(v.rows, lambda row: one(row, v.reasons)), class_name="card__body review-list"),
            ),
            ui.list_foot(v.foot, v.older, v.newest),
            class_name="card",
            aria_label=t("Questions"),
        ),
        class_name="page page--narrow",
    )


def one(row: Any, reasons: Any) -> rx.Component:
    """One question."""
    return rx.el.article(
        ui.anchor(row.product, href=row.product_href, class_name="link t-strong"),
        question_said(row, reporting("question", row.id, reasons)),
        answers_said(row, lambda answer: ui.when(answer.by_store, rx.fragment(), report_answer(answer, reasons))),
        answering(row),
        class_name="review question",
        key=row.id,
        id="question-" + row.id,
    )


def report_answer(answer: Any, reasons: Any) -> rx.Component:
    """A buyer's answer can be reported."""
    return rx.el.div(reporting("answer", answer.id, reasons), class_name="row row--wrap row--top review__do")


def answering(row: Any) -> rx.Component:
    """The store's one answer."""
    return forms.step(
        row.ask,
        rx.el.form(
            ui.hidden_field("id", row.id),
            forms.text_area(
                t("Your answer, everybody reads it"), "words", value=row.answer, prefix=row.id, rows=4,
                error=forms.wrong(row, "words"), max_length=ANSWER_MAX,
            ),
            rx.el.div(
                rx.el.button(t("Publish the answer"), type="submit", class_name="btn btn--primary btn--sm"),
                class_name="row",
            ),
            class_name="stack", on_submit=State.answer, no_validate=True,
        ),
        key="answer-" + row.id,
    )  # fmt: skip


def reporting(what: str, ident: Any, reasons: Any) -> rx.Component:
    """Asking the operator for a look."""
    return forms.step(
        t("Report"),
        rx.el.form(
            ui.hidden_field("what", what),
            ui.hidden_field("id", ident),
            forms.select_field(t("What is wrong with it?"), "reason", reasons, prefix="r" + ident),
            forms.text_area(
                t("Anything to add"), "details", prefix="r" + ident, required=False, rows=2, max_length=1000
            ),
            rx.el.div(
                rx.el.button(t("Send the report"), type="submit", class_name="btn btn--secondary btn--sm"),
                class_name="row",
            ),
            class_name="stack", on_submit=State.report, no_validate=True, reset_on_submit=True,
        ),
        key="report-" + ident,
    )  # fmt: skip
