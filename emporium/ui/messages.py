"""Conversations as both sides see them: a list, and one with the form that goes on with it (F111)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from emporium.i18n import N_
from emporium.ui.basics import alert, badge, empty, hidden, store_mark
from emporium.ui.desk_forms import text_area, wrong
from emporium.ui.flow import each, pick, when
from emporium.ui.words import t


@dataclass(frozen=True)
class TalkRow:
    """A conversation in a list."""

    href: str = ""
    who: str = ""
    initials: str = ""
    awning: str = "tyrian"
    subject: str = ""
    last: str = ""
    when: str = ""
    unread: bool = False


@dataclass(frozen=True)
class TalkSaid:
    """A message."""

    id: str = ""
    who: str = ""
    initials: str = ""
    body: str = ""
    when: str = ""
    mine: bool = False


@dataclass(frozen=True)
class TalkList:
    """A page of conversations."""

    sub: str = ""
    rows: list[TalkRow] = field(default_factory=list)
    empty: bool = False
    foot: str = ""
    older: str = ""
    newest: str = ""


@dataclass(frozen=True)
class Talk:
    """A conversation, or the beginning of one."""

    id: str = ""
    heading: str = ""
    subject: str = ""
    subject_href: str = ""
    awning: str = "tyrian"
    said: list[TalkSaid] = field(default_factory=list)
    hint: str = ""
    body: str = ""
    error: str = ""
    wrong: str = ""
    fresh: str = ""
    """Another one empties the form."""
    back: str = ""


def talk_list(v: Any, title: str, text: str) -> rx.Component:
    """Conversations, the last written in first."""
    return when(
        v.empty,
        empty(title, text, icon_name="message-circle"),
        rx.el.ul(each(v.rows, talk_row), class_name="queue", role="list"),
    )


def talk_row(row: Any) -> rx.Component:
    """One conversation."""
    return rx.el.li(
        rx.el.a(
            store_mark(row.initials, row.awning, "sm"),
            rx.el.span(
                rx.el.b(row.who), " ", rx.el.span(row.subject, class_name="t-small t-2"),
                rx.el.small(row.last, class_name="t-clip"),
            ),
            rx.el.span(
                rx.el.span(row.when, class_name="t-xs t-3 nowrap"),
                when(row.unread, badge(rx.fragment(t("New"), hidden(" " + t("message"))), "brand")),
                class_name="stack stack--tight queue__end",
            ),
            href=row.href,
            class_name="queue-item",
        ),
        key=row.href,
    )  # fmt: skip


def talk_said(v: Any) -> rx.Component:
    """What was said, the oldest first; new words are spoken."""
    return rx.el.div(
        each(
            v.said,
            lambda said: rx.el.div(
                rx.el.span(said.initials, class_name="avatar avatar--sm avatar--c2", aria_hidden="true"),
                rx.el.span(rx.el.b(said.who), " ", said.when, class_name="msg__who"),
                rx.el.p(said.body, class_name="msg__body t-break review__body"),
                class_name=pick(said.mine, "msg msg--me", "msg"),
                key=said.id,
            ),
        ),
        class_name="thread-list",
        role="log",
        aria_label=t("What was said"),
    )


def talk_form(v: Any, send: Any, *, most: int) -> rx.Component:
    """The next message."""
    return rx.el.form(
        when((v.error != "") & (v.wrong != "body"), alert("danger", v.error, role="alert")),
        text_area(
            t("Your message"), "body", value=v.body, rows=4, error=wrong(v, "body"), max_length=most, hint=t(HINT)
        ),
        rx.el.div(rx.el.button(t("Send"), type="submit", class_name="btn btn--primary"), class_name="row"),
        class_name="stack talk-form",
        on_submit=send,
        no_validate=True,
        id="talk-form",
        key="f" + v.fresh,
    )


HINT = N_("E-mail addresses, telephone numbers and links are hidden: what is paid elsewhere is not protected.")
