"""What people ask about a product, with the answers of its store and of those who have it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.questions import answer_helpful, answers_said, question_said
from emporium.ui.words import t
from storefront.state.product import ProductState as State

QUESTION_MAX, ANSWER_MAX = 500, 2000


def questions(box: Any, ask_href: Any) -> rx.Component:
    """The section under the product."""
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2(box.title, class_name="t-h2", id="questions-title"),
                rx.el.p(t("The store answers, and people who bought it."), class_name="t-small t-2"),
                class_name="stack stack--tight",
            ),
            ui.anchor(t("Ask in private instead"), href=ask_href, class_name="link t-small", rel="nofollow"),
            class_name="split split--wrap",
        ),
        asking(box),
        ui.when(box.newest != "", ui.anchor(t("Back to the newest"), href=box.newest, class_name="link t-small")),
        rx.el.div(ui.each(box.cards, lambda item: question(item, box.reasons)), aria_live="polite"),
        ui.when(
            box.empty,
            rx.el.p(t("Nobody has asked anything yet. What would you like to know?"), class_name="t-2"),
        ),
        ui.when(box.more != "", more(box)),
        class_name="section section--rule stack",
        id="questions",
        aria_labelledby="questions-title",
    )


def asking(box: Any) -> rx.Component:
    """The form; guests are told how to come to one."""
    return ui.when(
        box.signed_in,
        ui.when(
            box.team,
            rx.el.p(t("You belong to this store: answer on its page of questions."), class_name="t-small t-2"),
            ask_form(box),
        ),
        ui.anchor(t("Sign in to ask"), href=box.login, class_name="btn btn--secondary btn--sm start", rel="nofollow"),
    )


def ask_form(box: Any) -> rx.Component:
    """One question, for everybody to read."""
    return rx.el.form(
        ui.when(box.wrong == "", ui.when(box.error != "", ui.alert("danger", box.error, role="alert"))),
        forms.text_area(
            t("Your question"), "body", value=box.body, error=forms.wrong(box, "body"), prefix="ask", rows=2,
            max_length=QUESTION_MAX,
            hint=t("Everybody can read it, with your first name. Telephone numbers, addresses and links are hidden."),
        ),
        rx.el.div(rx.el.button(t("Ask"), type="submit", class_name="btn btn--secondary btn--sm"), class_name="row"),
        class_name="stack stack--tight ask-form",
        on_submit=State.ask_question,
        no_validate=True,
        id="ask-form",
        key="ask" + box.fresh,
    )  # fmt: skip


def question(item: Any, reasons: Any) -> rx.Component:
    """One question and what can be done about it."""
    return rx.el.article(
        question_said(item, ui.when(item.own, rx.fragment(), reporting("question", item.id, reasons))),
        answers_said(item, lambda answer: answer_actions(answer, reasons)),
        ui.when(item.can_answer, answering(item)),
        class_name="review question",
        key=item.id,
        id="question-" + item.id,
    )


def answer_actions(answer: Any, reasons: Any) -> rx.Component:
    """Everybody but its author can vote on and report it."""
    return ui.when(
        answer.own,
        rx.fragment(),
        rx.el.div(
            answer_helpful(answer, State.answer_helped(answer.id)),
            reporting("answer", answer.id, reasons),
            class_name="row row--wrap row--top review__do",
        ),
    )


def answering(item: Any) -> rx.Component:
    """For people who have the product."""
    return forms.step(
        item.ask,
        rx.el.form(
            ui.hidden_field("id", item.id),
            forms.text_area(
                t("Your answer, everybody reads it"), "answer", value=item.answer, prefix=item.id, rows=3,
                error=forms.wrong(item, "body"), max_length=ANSWER_MAX,
            ),
            rx.el.div(
                rx.el.button(t("Publish the answer"), type="submit", class_name="btn btn--primary btn--sm"),
                class_name="row",
            ),
            class_name="stack", on_submit=State.answer_question, no_validate=True,
        ),
        key="answer-" + item.id,
    )  # fmt: skip


def reporting(what: str, ident: Any, reasons: Any) -> rx.Component:
    """Asks the operator for a look."""
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
            class_name="stack", on_submit=State.report_post, no_validate=True, reset_on_submit=True,
        ),
        key="report-" + ident,
    )  # fmt: skip


def more(box: Any) -> rx.Component:
    """The next ones: below these while there is room, else on a page of their own."""
    label = rx.fragment(t("Show") + " ", box.more)
    return ui.when(
        box.full,
        ui.anchor(label, href=box.more_href, class_name="btn btn--secondary start", rel="nofollow"),
        ui.anchor(
            label, href=box.more_href, class_name="btn btn--secondary start", rel="nofollow", id="more-questions",
            on_click=State.more_questions(box.more_shown).prevent_default,
        ),
    )  # fmt: skip
