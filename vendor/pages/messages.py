"""A store's conversations with shoppers."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.messages import talk_form, talk_list, talk_report, talk_said
from emporium.ui.words import t
from vendor.state.messages import VendorMessageState as State

BODY_MAX = 2000


def messages_page(v: Any) -> rx.Component:
    """The list, new ones on a tab of their own."""
    return rx.el.div(
        ui.page_head(t("Messages"), v.sub, ui.live_mark()),
        rx.el.section(
            ui.tabs(v.tabs, t("Messages by state")),
            talk_list(
                v.talks, t("Nothing here"), t("What shoppers ask about your goods and their orders stands here.")
            ),
            ui.list_foot(v.talks.foot, v.talks.older, v.talks.newest),
            class_name="card clipped",
            aria_label=t("Conversations"),
        ),
        class_name="page page--narrow",
    )


def message_page(v: Any) -> rx.Component:
    """One conversation."""
    return rx.el.div(
        ui.page_head(
            v.heading, "", ui.live_mark(), trail=ui.anchor(t("Messages"), href=v.back, class_name="link t-small")
        ),
        rx.el.section(
            rx.el.div(
                rx.el.p(
                    t("About") + " ",
                    ui.when(
                        v.subject_href != "",
                        ui.anchor(v.subject, href=v.subject_href, class_name="link"),
                        rx.el.span(v.subject),
                    ),
                    class_name="t-2",
                ),
                talk_said(v),
                talk_form(v, State.send, most=BODY_MAX),
                talk_report(v, State.report),
                class_name="card__body stack talk",
            ),
            class_name="card",
            aria_label=t("Conversation"),
        ),
        class_name="page page--narrow",
    )
