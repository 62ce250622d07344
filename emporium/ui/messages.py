"""Conversations as both sides see them: a list, and one with the form that goes on with it (F111)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from emporium.i18n import N_
from emporium.ui.basics import alert, badge, empty, hidden, icon, store_mark
from emporium.ui.desk_forms import general_error, select_field, step, text_area, wrong
from emporium.ui.desk_values import Option
from emporium.ui.flow import anchor, each, joined, pick, when
from emporium.ui.forms import error_line, hidden_field
from emporium.ui.reviews import ReviewPhoto, review_photos
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
    closed: bool = False


@dataclass(frozen=True)
class TalkSaid:
    """A message."""

    id: str = ""
    who: str = ""
    initials: str = ""
    body: str = ""
    when: str = ""
    mine: bool = False
    ours: bool = False
    """The operator's own words."""
    photos: list[ReviewPhoto] = field(default_factory=list)
    has_photos: bool = False
    hidden: str = ""
    """Why it is hidden, in words."""
    why: list[str] = field(default_factory=list)
    """For the operator: what reports say of it."""


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
    action: str = ""
    """Where the form goes when pictures are with it, or before the page is live."""
    here: str = ""
    store: str = ""
    """Of the store's side: its key, which the form carries along."""
    closed: str = ""
    """Why nobody can write any more, in words."""
    about: list[Option] = field(default_factory=list)
    """What can be reported: all of it, or one message of the other side."""
    reasons: list[Option] = field(default_factory=list)


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
        anchor(
            store_mark(row.initials, row.awning, "sm"),
            rx.el.span(
                rx.el.b(row.who), " ", rx.el.span(row.subject, class_name="t-small t-2"),
                rx.el.small(row.last, class_name="t-clip"),
            ),
            rx.el.span(
                rx.el.span(row.when, class_name="t-xs t-3 nowrap"),
                when(row.unread, badge(rx.fragment(t("New"), hidden(" " + t("message"))), "brand")),
                when(row.closed, badge(t("Closed"))),
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
        each(v.said, said_once),
        class_name="thread-list",
        role="log",
        aria_label=t("What was said"),
    )


def said_once(said: Any, *more: rx.Component) -> rx.Component:
    """One message, with its pictures; of a hidden one, why it is."""
    return rx.el.div(
        rx.el.span(said.initials, class_name="avatar avatar--sm avatar--c2", aria_hidden="true"),
        rx.el.span(rx.el.b(said.who), " ", said.when, class_name="msg__who"),
        when(
            said.hidden != "",
            rx.el.p(icon("circle-slash", "icon--sm"), " ", said.hidden, class_name="msg__hidden t-small t-2"),
        ),
        when(said.body != "", rx.el.p(said.body, class_name="msg__body t-break review__body")),
        when(said.has_photos, rx.el.div(review_photos(said.photos), class_name="msg__photos")),
        *more,
        class_name=joined("msg", pick(said.mine, "msg--me", ""), pick(said.ours, "msg--note", "")),
        key=said.id,
        id="said-" + said.id,
    )


def talk_form(v: Any, send: Any, *, most: int) -> rx.Component:
    """The next message, with up to four pictures; or why there cannot be one."""
    return when(
        v.closed != "",
        alert("warning", t("This conversation is closed"), rx.el.p(v.closed), icon_name="lock"),
        rx.el.form(
            general_error(v),
            hidden_field("next", v.here),
            hidden_field("store", v.store),
            text_area(
                t("Your message"), "body", value=v.body, rows=4, error=wrong(v, "body"), max_length=most, hint=t(HINT)
            ),
            picture_field(v),
            rx.el.div(rx.el.button(t("Send"), type="submit", class_name="btn btn--primary"), class_name="row"),
            class_name="stack talk-form",
            on_submit=send,
            no_validate=True,
            action=v.action,
            method="post",
            enc_type="multipart/form-data",
            id="talk-form",
            key="f" + v.fresh,
        ),
    )


def picture_field(v: Any) -> rx.Component:
    """Pictures to show. `assets/talk.js` sends the form itself when there are some, and looks at them first."""
    return rx.el.div(
        rx.el.label(
            t("Pictures"),
            rx.el.span(t("Optional"), class_name="field__optional"),
            html_for="f-photos",
            class_name="field__label",
        ),
        rx.el.input(
            id="f-photos",
            name="photos",
            type="file",
            multiple=True,
            class_name="input",
            accept="image/jpeg,image/png,image/webp",
            aria_invalid=pick(v.wrong == "photos", "true", "false"),
            custom_attrs={
                "aria-describedby": "f-photos-said f-photos-error f-photos-hint",
                "data-most": "4",
                "data-bytes": "8000000",
                "data-too-many": t("At most 4 photos."),
                "data-too-large": t("A photo has at most 8 MB."),
                "data-other": t("Photos are JPEG, PNG or WebP pictures."),
                "data-lost": t("That did not reach us. Try again."),
            },
        ),
        rx.el.p(class_name="field__error", id="f-photos-said", role="alert", hidden=True),
        when(v.wrong == "photos", error_line(v.error, "f-photos")),
        rx.el.p(
            t(
                "Up to 4 of at most 8 MB. Only you and the other side see them, and we once one of you reports "
                "something."
            ),
            class_name="field__hint",
            id="f-photos-hint",
        ),
        class_name="field",
    )


def talk_report(v: Any, send: Any) -> rx.Component:
    """Asks the operator for a look; from then on operators can read the conversation."""
    return step(
        t("Report this conversation"),
        rx.el.form(
            rx.el.p(t("We read your messages only after one of you has reported something."), class_name="t-small t-2"),
            select_field(t("What is it about?"), "about", v.about, prefix="report"),
            select_field(t("What is wrong with it?"), "reason", v.reasons, prefix="report", error=wrong(v, "reason")),
            text_area(t("Anything to add"), "details", prefix="report", required=False, rows=2, max_length=1000),
            rx.el.div(
                rx.el.button(t("Send the report"), type="submit", class_name="btn btn--secondary btn--sm"),
                class_name="row",
            ),
            class_name="stack",
            on_submit=send,
            no_validate=True,
        ),
        ident="talk-report",
    )


HINT = N_("E-mail addresses, telephone numbers and links are hidden: what is paid elsewhere is not protected.")
