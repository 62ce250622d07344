"""A shopper's conversations with stores."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.services.messages import BODY_MAX
from emporium.ui.messages import talk_form, talk_list, talk_report, talk_said
from emporium.ui.words import t
from storefront.components.account_frame import account_frame
from storefront.state.messages import AskState, MessageState


def messages_page(v: Any) -> rx.Component:
    """The list."""
    return account_frame(
        "/account/messages",
        rx.el.div(
            rx.el.h1(t("Your messages"), class_name="t-h1"),
            ui.when(v.sub != "", rx.el.p(v.sub, class_name="t-2", role="status")),
        ),
        rx.el.section(
            talk_list(
                v, t("No messages yet"), t("Ask a store about a product on its page, or about an order on yours.")
            ),
            ui.when(v.empty, rx.fragment(), ui.list_foot(v.foot, v.older, v.newest)),
            class_name="card clipped",
            aria_label=t("Conversations"),
        ),
    )


def message_page(v: Any) -> rx.Component:
    """One conversation."""
    return talk(v, talk_said(v), talk_form(v, MessageState.send, most=BODY_MAX), talk_report(v, MessageState.report))


def ask_page(v: Any) -> rx.Component:
    """The first question."""
    return talk(v, talk_form(v, AskState.send, most=BODY_MAX))


def talk(v: Any, *body: rx.Component) -> rx.Component:
    """Whom with, about what, and the words."""
    return rx.el.div(
        ui.anchor(t("Your messages"), href=v.back, class_name="link t-small"),
        rx.el.div(
            rx.el.h1(v.heading, class_name="t-h1"),
            rx.el.p(
                ui.store_dot(),
                " ",
                ui.when(
                    v.subject_href != "",
                    ui.anchor(v.subject, href=v.subject_href, class_name="link"),
                    rx.el.span(v.subject),
                ),
                class_name="t-2",
            ),
            ui.when(v.hint != "", rx.el.p(v.hint, class_name="t-small t-2")),
            custom_attrs={"data-awning": v.awning},
        ),
        *body,
        class_name="wrap wrap--narrow pad-block stack talk",
    )
