"""A basket that was left, from its letter."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.state.basket_back import BasketBackState as State


def basket_back_page(v: Any) -> rx.Component:
    """A button each, so that mail scanners decide nothing."""
    return ui.when(
        v.said != "",
        rx.el.div(
            rx.el.h1(t("Letters about baskets"), class_name="t-h1"),
            ui.alert("success", v.said, role="status"),
            ui.anchor(t("To the shop"), href="/", class_name="link t-small"),
            class_name="stack narrow",
        ),
        ui.when(v.stopping, stopping(v), waiting(v)),
    )


def stopping(v: Any) -> rx.Component:
    """No more letters."""
    return rx.el.div(
        rx.el.h1(t("No more letters about baskets?"), class_name="t-h1"),
        rx.el.p(
            t("Then we write to") + " ",
            rx.el.b(v.email),
            " " + t("about orders only, and no more about baskets that were left."),
        ),
        rx.el.button(
            t("Stop these letters"),
            type="button",
            class_name="btn btn--primary btn--lg",
            id="stop",
            on_click=State.stop,
        ),
        ui.anchor(t("Back to the basket"), href=v.href, class_name="link t-small"),
        class_name="stack narrow",
    )


def waiting(v: Any) -> rx.Component:
    """What lay in it, and the way back."""
    return rx.el.div(
        rx.el.h1(t("Your basket"), class_name="t-h1"),
        ui.when(
            v.error != "",
            ui.alert("warning", v.error, role="alert"),
        ),
        ui.when(
            v.over,
            rx.el.p(t("This basket is not kept any more: it was bought, emptied or put into another one.")),
            ui.when(
                v.in_account,
                rx.fragment(
                    rx.el.p(t("It lies in your account. Sign in, and it is there.")),
                    ui.anchor(t("Sign in"), href="/login?next=/cart", class_name="btn btn--primary btn--lg"),
                ),
                rx.fragment(
                    rx.el.ul(ui.each(v.lines, line), class_name="stack plain-list"),
                    rx.el.button(
                        t("Put it back into my basket"),
                        type="button",
                        class_name="btn btn--primary btn--lg",
                        id="back",
                        on_click=State.put_back,
                    ),
                ),
            ),
        ),
        ui.anchor(t("To the shop"), href="/", class_name="link t-small"),
        class_name="stack narrow",
    )


def line(row: Any) -> rx.Component:
    """One thing, and whether it can still be had."""
    return rx.el.li(
        rx.el.span(ui.anchor(row.name, href=row.href, class_name="link"), " × ", row.quantity),
        ui.when(
            row.problem != "", rx.el.span(row.problem, class_name="t-small t-2"), rx.el.b(row.total, class_name="t-num")
        ),
        class_name="split split--wrap",
    )
