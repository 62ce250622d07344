"""A public question as every face shows it: what was asked, and the answers, the store's first (F111)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from emporium.ui.basics import badge, icon
from emporium.ui.flow import each, pick, when
from emporium.ui.words import t


@dataclass(frozen=True)
class AnswerCard:
    """An answer."""

    id: str = ""
    author: str = ""
    day: str = ""
    body: str = ""
    by_store: bool = False
    helpful: str = ""
    voted: bool = False
    own: bool = False


@dataclass(frozen=True)
class QuestionCard:
    """A question with its answers."""

    id: str = ""
    author: str = ""
    day: str = ""
    body: str = ""
    own: bool = False
    answers: list[AnswerCard] = field(default_factory=list)
    nobody: str = ""
    """What stands where there is no answer yet."""
    awning: str = "tyrian"
    product: str = ""
    product_href: str = ""
    answer: str = ""
    """What one answered oneself, to be changed."""
    can_answer: bool = False
    ask: str = ""
    error: str = ""
    wrong: str = ""


def question_said(item: Any, *actions: rx.Component) -> rx.Component:
    """What was asked, by whom, and what can be done about it."""
    return rx.fragment(
        rx.el.p(rx.el.b(item.body), class_name="t-break review__body"),
        rx.el.div(
            rx.el.p(item.author, ", ", item.day, class_name="t-small t-3"),
            *actions,
            class_name="row row--wrap review__do",
        ),
    )


def answers_said(item: Any, actions: Any) -> rx.Component:
    """The answers, each with what can be done about it."""
    return rx.fragment(
        rx.el.ul(
            each(item.answers, lambda answer: rx.el.li(answer_said(answer, item.awning), actions(answer))),
            class_name="answers",
            role="list",
        ),
        when(item.nobody != "", rx.el.p(item.nobody, class_name="t-small t-2")),
    )


def answer_said(answer: Any, awning: Any) -> rx.Component:
    """One answer; the store's stands under its awning's colour."""
    return rx.el.div(
        rx.el.p(answer.body, class_name="t-break review__body"),
        rx.el.div(
            rx.el.span(rx.el.b(answer.author), ", ", answer.day, class_name="t-small t-2"),
            when(answer.by_store, badge(t("The store"), "", "store"), badge(t("Bought it"), "success", "badge-check")),
            class_name="row row--wrap",
        ),
        class_name=pick(answer.by_store, "answer thread", "answer"),
        custom_attrs={"data-awning": awning},
        id="answer-" + answer.id,
    )


def answer_helpful(answer: Any, press: Any) -> rx.Component:
    """Says how many it helped, and that it helped."""
    return rx.el.button(
        icon("thumbs-up", "icon--xs"),
        answer.helpful,
        type="button",
        class_name="text-btn tap",
        aria_pressed=pick(answer.voted, "true", "false"),
        on_click=press,
    )
