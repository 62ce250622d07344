"""Every message, and one of them open."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.components.lists import list_card
from admin.state.outbox import AdminOutboxState as State
from emporium import ui
from emporium.ui.words import t


def outbox_page(v: Any) -> rx.Component:
    """List left, message right."""
    rows = rx.el.div(ui.each(v.rows, mail_line))
    return rx.el.div(
        ui.page_head(t("Mail"), v.sub, ui.live_mark()),
        rx.el.div(
            list_card(v, "/admin/outbox", t("Address or subject"), t("Messages"), rows),
            ui.when(v.reading, message(v.mail, v.back), rx.fragment()),
            class_name=ui.pick(v.chosen, "split-view split-view--mail is-chosen", "split-view split-view--mail"),
        ),
        class_name="page",
    )


def mail_line(row: Any) -> rx.Component:
    """One message in the list."""
    return ui.anchor(
        rx.el.span(ui.icon(row.icon), ui.hidden(row.way)),
        rx.el.span(rx.el.b(row.subject), rx.el.small(row.recipient), rx.el.small(row.when)),
        ui.badge(row.status, row.tone),
        href=row.href,
        key=row.id,
        class_name=ui.pick(row.current, "queue-item queue-item--current", "queue-item"),
        custom_attrs={"data-mail": row.recipient},
    )


def message(mail: Any, back: Any) -> rx.Component:
    """The message as it reads, with links that work."""
    return rx.el.article(
        rx.el.div(
            ui.anchor(ui.icon("chevron-left", "icon--sm icon--flip"), t("All messages"), href=back,
                    class_name="text-btn mail__back"),
            rx.el.h2(mail.subject, class_name="t-h3", id="mail-subject"),
            rx.el.dl(
                rx.el.dt(t("To")), rx.el.dd(mail.recipient), rx.el.dt(t("By")), rx.el.dd(mail.way),
                rx.el.dt(t("Written")), rx.el.dd(mail.when),
                rx.el.dt(t("Sent")), rx.el.dd(mail.sent), rx.el.dt(t("Because of")), rx.el.dd(mail.kind),
                class_name="kv kv--start",
            ),
            ui.when(mail.error != "", ui.alert("danger", t("It could not be sent"), rx.el.p(mail.error))),
            ui.when(
                mail.can_resend,
                rx.el.button(
                    ui.icon("send", "icon--sm"), t("Try again"), type="button", on_click=State.resend(mail.id),
                    class_name="btn btn--secondary btn--sm",
                ),
            ),
            rx.el.hr(),
            rx.el.div(
                ui.each(
                    mail.parts,
                    lambda part: ui.when(
                        part.href != "",
                        ui.anchor(part.text, href=part.href, class_name="link"), rx.el.span(part.text),
                    ),
                ),
                class_name="mail-text",
            ),
            class_name="card__body stack",
        ),
        class_name="card mail",
        aria_labelledby="mail-subject",
    )  # fmt: skip
