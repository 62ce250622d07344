"""A person's orders: the account's first page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.components.account_frame import account_frame
from storefront.components.for_you import shelf
from storefront.state.account import AccountState


def account_page(v: Any) -> rx.Component:
    """Orders, newest first."""
    return account_frame(
        "/account",
        head(v),
        ui.when(v.verified, rx.fragment(), unproved()),
        ui.when(v.again != "", bought_again(v)),
        ui.when(v.nothing, no_orders()),
        ui.when(v.has_open, orders(t("On the way"), "orders", v.open)),
        ui.when(v.has_done, orders(t("Delivered and done"), "done", v.done)),
        paging(v),
        shelf("saved", t("Saved"), t("What you kept last, and can be had now."), v.saved, 4),
    )


def no_orders() -> rx.Component:
    """None yet."""
    return ui.empty(
        t("Your orders will be here"),
        t("Buy something from any store, and follow it here."),
        ui.anchor(t("Browse all products"), href="/search", class_name="btn btn--primary"),
        art="basket",
    )


def orders(title: str, ident: str, some: Any) -> rx.Component:
    """Some of them, newest first."""
    return rx.el.section(
        rx.el.h2(title, class_name="t-h2", id=ident),
        rx.el.div(ui.each(some, order), class_name="stack"),
        class_name="stack",
        aria_labelledby=ident,
    )


def head(v: Any) -> rx.Component:
    """Whose account it is, and the way out."""
    return rx.el.div(
        rx.el.div(
            rx.el.span(v.initials, class_name="avatar avatar--lg avatar--c1", aria_hidden="true"),
            rx.el.div(
                rx.el.h1(t("Hello, {name}", name=v.name), class_name="t-h1"),
                rx.el.p(v.email, class_name="t-2 t-small t-break"),
            ),
            class_name="row",
        ),
        sign_out(),
        class_name="split split--wrap",
    )


def unproved() -> rx.Component:
    """The address is not confirmed yet."""
    return ui.alert(
        "warning",
        t("Please confirm your e-mail address"),
        rx.el.span(t("We sent you a link.") + " "),
        rx.el.button(t("Send it again"), type="button", class_name="text-btn", on_click=AccountState.resend),
    )


def bought_again(v: Any) -> rx.Component:
    """What lies in the basket now, and what does not."""
    return ui.alert(
        "info",
        v.again,
        ui.when(v.has_missed, rx.el.ul(ui.each(v.missed, lambda text: rx.el.li(text)))),
        ui.anchor(t("To the basket"), href="/cart", class_name="link"),
        icon_name="shopping-bag",
        role="status",
    )


def sign_out() -> rx.Component:
    """This browser, or every one."""
    return rx.el.div(
        ui.native_form(
            ui.hidden_field("face", "shop"),
            rx.el.button(t("Sign out"), type="submit", class_name="btn btn--secondary", id="sign-out"),
            action="/auth/logout",
        ),
        ui.native_form(
            ui.hidden_field("face", "shop"),
            ui.hidden_field("everywhere", "1"),
            rx.el.button(
                t("Sign out everywhere"), type="submit", class_name="btn btn--ghost", id="sign-out-everywhere"
            ),
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
                actions(item),
                class_name="split split--wrap",
            ),
            stores(item),
            class_name="card__body stack",
            custom_attrs=ui.knobs(gap=".875rem"),
        ),
        class_name="card",
    )


def stores(item: Any) -> rx.Component:
    """How much of it there is, and whose it is."""
    return rx.el.p(
        rx.el.span(item.units),
        ui.each(
            item.stores,
            lambda store: rx.el.span(
                ui.store_dot(),
                store.name,
                class_name="order-store",
                custom_attrs=ui.in_colours(store.awning),
            ),
        ),
        class_name="row row--wrap t-small t-2",
        custom_attrs=ui.knobs(gap=".25rem 1rem"),
    )


def actions(item: Any) -> rx.Component:
    """What one would do with it now, the most likely last."""
    return rx.el.div(
        ui.when(item.review, link(t("Review"), item, "/account/reviews")),
        ui.when(item.back != "", link(item.back, item, item.href)),
        again(item),
        ui.when(item.closed, link(t("See order"), item, item.href), track(item)),
        class_name="row row--wrap",
        custom_attrs=ui.knobs(gap=".5rem"),
    )


def link(text: Any, item: Any, href: Any) -> rx.Component:
    """A way on that belongs to one order."""
    return ui.anchor(text, ui.hidden(" " + item.number), href=href, class_name="btn btn--secondary btn--sm")


def again(item: Any) -> rx.Component:
    """The same once more, as far as it can be had."""
    return ui.when(
        item.again,
        rx.el.button(
            t("Buy again"),
            ui.hidden(" " + item.number),
            type="button",
            class_name="btn btn--secondary btn--sm",
            on_click=AccountState.buy_again(item.id),
        ),
    )


def track(item: Any) -> rx.Component:
    """To the order's own page."""
    return ui.anchor(
        t("Track order"), ui.hidden(" " + item.number), href=item.href, class_name="btn btn--primary btn--sm"
    )


def paging(v: Any) -> rx.Component:
    """Older ones, and back."""
    return rx.el.div(
        ui.when(v.newest != "", ui.anchor(t("Newest orders"), href=v.newest, class_name="btn btn--ghost")),
        ui.when(v.older != "", ui.anchor(t("Older orders"), href=v.older, class_name="btn btn--secondary", id="older")),
        class_name="row row--wrap",
    )
