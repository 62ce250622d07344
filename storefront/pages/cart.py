"""The basket, grouped by store."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.components.codes import code_field, taken_off
from storefront.components.deliver_to import deliver_to
from storefront.components.for_you import shelf
from storefront.state.cart import CartState as State


def cart_page(v: Any) -> rx.Component:
    """Parcels on the left, the sum on the right."""
    return rx.el.div(
        ui.when(v.empty, empty_basket(v), filled_basket(v)),
        ui.when(v.has_later, set_aside(v)),
        ui.when(v.empty, shelf("saved", v.shelf.title, v.shelf.line, v.shelf.cards)),
        class_name="wrap pad-block",
    )


def empty_basket(v: Any) -> rx.Component:
    """Nothing yet, and the ways to something."""
    return rx.el.div(
        rx.el.h1(t("Basket"), class_name="t-h1"),
        ui.empty(
            t("Your basket is empty"),
            t("Things you add from any store wait for you here."),
            ui.when(v.shelf.own, ui.anchor(t("See saved"), href="/saved", class_name="btn btn--secondary")),
            ui.anchor(t("Browse all products"), href="/search", class_name="btn btn--primary"),
            ui.anchor(t("Stores"), href="/stores", class_name="btn btn--secondary"),
            art="basket",
        ),
    )


def filled_basket(v: Any) -> rx.Component:
    """What is in it."""
    return rx.fragment(
        rx.el.div(
            rx.el.h1(t("Basket"), class_name="t-h1"),
            ui.live(t("Follows stock and prices")),
            class_name="split split--wrap head-gap",
        ),
        rx.el.div(
            rx.el.div(
                ui.when(v.changed, changes(v)),
                ui.each(v.parcels, parcel),
                class_name="stack",
            ),
            summary(v),
            class_name="grid grid--main-side",
            custom_attrs=ui.knobs(gap="2rem"),
        ),
        ui.when(v.can_check_out, check_out_bar(v)),
    )


def check_out_bar(v: Any) -> rx.Component:
    """On a phone the sum and the way to pay stay within reach."""
    return ui.buy_bar(
        rx.el.b(v.total, class_name="t-num"),
        rx.el.br(),
        rx.el.span(v.goods_label, class_name="t-small t-2"),
        action=ui.anchor(t("Check out"), href="/checkout", class_name="btn btn--buy btn--lg"),
    )


def changes(v: Any) -> rx.Component:
    """What is different since it was added, in words."""
    return ui.alert(
        "info", t("Something changed since you added it"), rx.el.ul(ui.each(v.changes, lambda text: rx.el.li(text)))
    )


def parcel(part: Any) -> rx.Component:
    """One store's part."""
    return rx.el.section(
        ui.awning("sm"),
        rx.el.div(
            ui.anchor(
                ui.store_mark(part.store.initials, part.store.awning, "sm"),
                rx.el.b(part.store.name, class_name="t-sign"),
                href=part.store.href,
                class_name="row",
                custom_attrs=ui.knobs(gap=".625rem"),
            ),
            rx.el.span(ui.icon(part.icon, "icon--sm"), rx.el.b(part.arrives), class_name="row t-small"),
            class_name="parcel__head",
        ),
        ui.when(part.problem != "", ui.alert("warning", t("Not enough yet"), rx.el.span(part.problem), role="status")),
        rx.el.div(ui.each(part.lines, line), class_name="parcel__body"),
        rx.el.div(
            rx.el.span(part.delivery), rx.el.b(part.delivery_price, class_name="t-num"), class_name="parcel__foot"
        ),
        class_name="parcel",
        custom_attrs={"data-awning": part.store.awning},
        aria_label=part.store.name,
    )


def line(item: Any) -> rx.Component:
    """One thing, how many, and its price."""
    return rx.el.div(
        ui.thumb(item.picture, "thumb--lg", item.loading),
        rx.el.div(
            rx.el.div(
                ui.anchor(item.name, href=item.href, class_name="line-item__title"),
                rx.el.span(
                    ui.when(item.buyable, ui.price(item.total), rx.el.span(t("Not counted"), class_name="t-2")),
                    class_name="line-item__price",
                ),
                class_name="split split--top",
            ),
            rx.el.span(item.variant, class_name="t-small t-2"),
            wished(item),
            ui.when(item.unit != "", rx.el.span(item.unit, class_name="t-small t-3")),
            ui.when(item.why != "", rx.el.span(item.why, class_name="t-small t-2")),
            ui.when(item.files != "", rx.el.span(item.files, class_name="t-small t-2")),
            ui.when(item.promise != "", promised(item.promise)),
            ui.when(item.problem != "", rx.el.span(item.problem, class_name="stock stock--low t-small", role="status")),
            class_name="line-item__main",
        ),
        rx.el.div(
            ui.quantity(
                item.quantity,
                item.name,
                fewer=State.change(item.id, -1),
                more=State.change(item.id, 1),
                at_least=item.at_least,
                at_most=item.at_most,
                size="sm",
            ),
            rx.el.button(
                t("Save for later"),
                ui.hidden(" " + item.name),
                type="button",
                class_name="text-btn",
                on_click=State.later(item.id),
            ),
            remove(item),
            class_name="line-item__tools",
        ),
        class_name=ui.pick(item.buyable, "line-item", "line-item line-item--out"),
    )


def remove(item: Any) -> rx.Component:
    """Out of the basket."""
    return rx.el.button(
        t("Remove"), ui.hidden(" " + item.name), type="button", class_name="text-btn", on_click=State.remove(item.id)
    )


def set_aside(v: Any) -> rx.Component:
    """What waits beside the basket."""
    return rx.el.section(
        rx.el.h2(t("Saved for later"), class_name="t-h2", id="later"),
        rx.el.div(ui.each(v.later, waiting), class_name="stack"),
        class_name="stack section section--tight",
        aria_labelledby="later",
    )


def waiting(item: Any) -> rx.Component:
    """One thing that was set aside, at today's price."""
    return rx.el.div(
        ui.thumb(item.picture, "thumb--lg"),
        rx.el.div(
            rx.el.div(
                ui.anchor(item.name, href=item.href, class_name="line-item__title"),
                rx.el.span(ui.price(item.total), class_name="line-item__price"),
                class_name="split split--top",
            ),
            rx.el.span(item.variant, class_name="t-small t-2"),
            wished(item),
            ui.when(item.problem != "", rx.el.span(item.problem, class_name="stock stock--low t-small")),
            class_name="line-item__main",
        ),
        rx.el.div(
            ui.when(
                item.buyable,
                rx.el.button(
                    t("Move to basket"),
                    ui.hidden(" " + item.name),
                    type="button",
                    class_name="btn btn--secondary btn--sm",
                    on_click=State.now(item.id),
                ),
            ),
            remove(item),
            class_name="line-item__tools",
        ),
        class_name="line-item",
    )


def wished(item: Any) -> rx.Component:
    """What the buyer said about it (F028)."""
    return ui.each(
        item.wishes,
        lambda one: ui.when(
            one.href != "",
            ui.anchor(one.text, href=one.href, class_name="link t-small", custom_attrs={"target": "_blank"}),
            rx.el.span(one.text, class_name="t-small t-2"),
        ),
    )


def promised(text: Any) -> rx.Component:
    """For when something is promised that is not there yet."""
    return rx.el.span(text, class_name="stock stock--low t-small")


def summary(v: Any) -> rx.Component:
    """The sum and the way to pay."""
    return rx.el.aside(
        rx.el.h2(t("Summary"), class_name="t-h3"),
        ui.when(v.delivery != "", deliver_to(v, State.deliver_to)),
        rx.el.dl(
            rx.el.dt(v.goods_label),
            rx.el.dd(v.goods),
            ui.when(v.delivery != "", rx.fragment(rx.el.dt(v.delivery_label), rx.el.dd(v.delivery))),
            ui.each(v.discounts, lambda row: taken_off(row, State.leave_out)),
            class_name="kv",
        ),
        rx.el.hr(),
        code_field(
            t("Discount code"), v.refusals, v.code_error, "f-code", add=State.add_code, leave_out=State.leave_out
        ),
        rx.el.hr(),
        rx.el.dl(rx.el.dt(t("Total")), rx.el.dd(v.total), class_name="kv kv--total"),
        rx.el.p(v.note, class_name="t-small t-3"),
        ui.when(
            v.can_check_out,
            ui.anchor(t("Check out"), href="/checkout", class_name="btn btn--buy btn--lg btn--block", id="check-out"),
            rx.el.span(v.blocked, class_name="t-small t-2"),
        ),
        ui.when(v.guest, rx.el.p(t("No account needed"), class_name="t-small t-2 centre")),
        class_name="summary summary--nav",
        aria_label=t("Order summary"),
    )
