"""Reported conversations: the queue, and one with what can be decided about it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.components.moderation import why_lines
from admin.state.conversations import AdminTalkState as State
from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.messages import said_once, talk_list
from emporium.ui.words import t


def conversations_page(v: Any) -> rx.Component:
    """Only what one side has reported stands here."""
    return rx.el.div(
        ui.page_head(t("Moderation"), v.sub, ui.segments(v.kinds, t("What is looked at")), ui.live_mark()),
        rx.el.section(
            ui.tabs(v.tabs, t("Conversations by state")),
            talk_list(
                v.talks,
                t("All caught up"),
                t("Conversations that a shopper or a store has reported stand here, no others."),
            ),
            ui.list_foot(v.talks.foot, v.talks.older, v.talks.newest),
            class_name="card clipped",
            aria_label=t("Conversations"),
        ),
        class_name="page page--narrow",
    )


def conversation_page(v: Any) -> rx.Component:
    """Why it was reported, what was said, and the decision."""
    return rx.el.div(
        ui.page_head(
            v.heading, v.sub, ui.live_mark(),
            trail=ui.anchor(t("Conversations"), href="/admin/conversations", class_name="link t-small"),
        ),
        rx.el.div(what_was_said(v), decision(v), class_name="grid grid--main-side"),
        class_name="page",
    )  # fmt: skip


def what_was_said(v: Any) -> rx.Component:
    """Every message; reported ones say why."""
    return rx.el.section(
        rx.el.div(
            rx.el.p(
                t("About") + " ",
                ui.when(
                    v.talk.subject_href != "",
                    ui.anchor(v.talk.subject, href=v.talk.subject_href, class_name="link"),
                    rx.el.span(v.talk.subject),
                ),
                class_name="t-2",
            ),
            why_lines(v.why),
            ui.when(v.closed != "", ui.alert("warning", t("This conversation is closed"), rx.el.p(v.closed))),
            rx.el.div(
                ui.each(v.talk.said, said_and_why),
                class_name="thread-list",
                role="log",
                aria_label=t("What was said"),
            ),
            class_name="card__body stack",
        ),
        class_name="card",
        aria_label=t("Conversation"),
    )


def said_and_why(said: Any) -> rx.Component:
    """One message, and what reports say of it."""
    return said_once(said, rx.el.div(why_lines(said.why), class_name="msg__why"))


def decision(v: Any) -> rx.Component:
    """Let it stand, hide a message, warn a side, or close it; each with the rule that it breaks."""
    return rx.el.section(
        rx.el.div(rx.el.h2(t("What do you decide?")), class_name="card__head"),
        rx.el.div(
            ui.when(v.step == "", ui.when(v.error != "", ui.alert("danger", v.error, role="alert"))),
            ui.when(
                v.waits,
                rx.el.button(
                    t("Let it stand"), type="button", class_name="btn btn--secondary btn--sm start", on_click=State.keep
                ),
            ),
            act(v, "hide", t("Hide a message"), State.hide, choice("message", t("Which one?"), v.to_hide, v, "hide")),
            ui.when(v.can_show, show_again(v)),
            act(v, "warn", t("Warn one side"), State.warn, choice("side", t("Who is warned?"), v.sides, v, "warn")),
            ui.when(
                v.closed != "",
                rx.el.button(
                    t("Open it again"), type="button", class_name="btn btn--secondary btn--sm start",
                    on_click=State.reopen,
                ),
                act(v, "close", t("Close the conversation"), State.close),
            ),
            class_name="card__body stack",
        ),
        class_name="card card--own-height",
        aria_label=t("Decision"),
    )  # fmt: skip


def act(v: Any, code: str, words: str, send: Any, *first: rx.Component) -> rx.Component:
    """A decision that names a rule."""
    return forms.step(
        words,
        rx.el.form(
            *first,
            choice("reason", t("Which rule does it break? People read it"), v.reasons, v, code),
            rx.el.div(
                rx.el.button(words, type="submit", class_name="btn btn--danger-quiet btn--sm"), class_name="row"
            ),
            class_name="stack", on_submit=send, no_validate=True,
        ),
        danger=True,
        ident="do-" + code,
    )  # fmt: skip


def choice(name: str, label: str, options: Any, v: Any, code: str) -> rx.Component:
    """A list to choose from, with what is wrong under it."""
    error = ui.pick(v.step == code, forms.wrong(v, name), "")
    return forms.select_field(label, name, options, prefix=code, error=error)


def show_again(v: Any) -> rx.Component:
    """Hiding taken back."""
    return forms.step(
        t("Show a hidden message again"),
        rx.el.form(
            choice("message", t("Which one?"), v.to_show, v, "show"),
            rx.el.div(
                rx.el.button(t("Show it again"), type="submit", class_name="btn btn--secondary btn--sm"),
                class_name="row",
            ),
            class_name="stack",
            on_submit=State.show,
            no_validate=True,
        ),
        ident="do-show",
    )
