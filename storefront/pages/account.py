"""A person's own page: orders, address, signing out."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from storefront.state.account import AccountState


def account_page(v: Any) -> rx.Component:
    """Orders first."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.span(v.initials, class_name="avatar avatar--lg avatar--c1", aria_hidden="true"),
                rx.el.div(
                    rx.el.h1("Hello, ", v.name, class_name="t-h1"),
                    rx.el.p(v.email, class_name="t-2 t-small"),
                ),
                class_name="row",
            ),
            rx.el.div(
                rx.el.a(
                    ui.icon("star", "icon--sm"), "Your reviews", href="/account/reviews", class_name="btn btn--ghost"
                ),
                rx.el.a(
                    ui.icon("message-circle", "icon--sm"),
                    "Messages",
                    href="/account/messages",
                    class_name="btn btn--ghost",
                ),
                sign_out(),
                class_name="row row--wrap",
            ),
            class_name="split split--wrap head-gap",
        ),
        ui.when(
            v.verified,
            rx.fragment(),
            ui.alert(
                "warning",
                "Please confirm your e-mail address",
                rx.el.span("We sent you a link. "),
                rx.el.button("Send it again", type="button", class_name="text-btn", on_click=AccountState.resend),
            ),
        ),
        rx.el.section(
            rx.el.h2("Orders", class_name="t-h2", id="orders"),
            ui.when(
                v.nothing,
                ui.empty(
                    "Your orders will be here",
                    "Buy something from any store, and follow it here.",
                    rx.el.a("Browse all products", href="/search", class_name="btn btn--primary"),
                ),
                rx.el.div(ui.each(v.orders, order), class_name="stack"),
            ),
            class_name="stack section section--tight",
            aria_labelledby="orders",
        ),
        rx.el.section(
            rx.el.h2("Letters", class_name="t-h2", id="letters"),
            rx.el.label(
                rx.el.input(
                    type="checkbox",
                    id="want-letters",
                    name="letters",
                    checked=v.letters,
                    on_change=AccountState.choose_letters,
                ),
                rx.el.span("Write to me when I leave something in my basket"),
                class_name="check",
            ),
            rx.el.p(
                "Two letters for each basket at most. Letters about your orders come anyway.", class_name="t-small t-2"
            ),
            class_name="stack section section--tight",
            aria_labelledby="letters",
        ),
        class_name="wrap wrap--narrow pad-block",
    )


def sign_out() -> rx.Component:
    """This browser, or every one."""
    return rx.el.div(
        ui.native_form(
            ui.hidden_field("face", "shop"),
            rx.el.button("Sign out", type="submit", class_name="btn btn--secondary", id="sign-out"),
            action="/auth/logout",
        ),
        ui.native_form(
            ui.hidden_field("face", "shop"),
            ui.hidden_field("everywhere", "1"),
            rx.el.button("Sign out everywhere", type="submit", class_name="btn btn--ghost", id="sign-out-everywhere"),
            action="/auth/logout",
        ),
        class_name="row row--wrap",
    )


def order(item: Any) -> rx.Component:
    """One purchase."""
    return rx.el.article(
        rx.el.div(
            rx.el.div(
                rx.el.div(
                    rx.el.h3(item.title, class_name="t-strong"),
                    ui.badge(item.badge, item.tone),
                    class_name="row row--wrap",
                ),
                rx.el.span(
                    rx.el.span(item.number, class_name="t-mono"),
                    " · ",
                    item.day,
                    " · ",
                    item.total,
                    class_name="t-small t-2",
                ),
                class_name="split split--wrap",
            ),
            rx.el.div(
                rx.el.div(ui.each(item.pictures, lambda image: ui.thumb(image)), class_name="row"),
                rx.el.a(
                    "Track order", ui.hidden(" " + item.number), href=item.href, class_name="btn btn--primary btn--sm"
                ),
                class_name="split split--wrap",
            ),
            rx.el.p(item.stores, class_name="t-small t-2"),
            class_name="card__body stack",
            custom_attrs=ui.knobs(gap=".875rem"),
        ),
        class_name="card",
    )
