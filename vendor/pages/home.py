"""A store's first page: what needs me, what just happened, how are we doing."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def home_page(v: Any) -> rx.Component:
    """Figures, chart, live orders, tasks, what runs low, money."""
    return rx.el.div(
        ui.page_head(v.title, v.sub, ui.segments(v.periods, t("Period"))),
        ui.figures(v.figures, t("Figures")),
        rx.el.div(sales(v), live_orders(v), class_name="grid grid--main-side grid--stretch"),
        rx.el.div(to_do(v), running_low(v), money(v), class_name="grid grid--3 grid--stretch"),
        class_name="page",
    )


def sales(v: Any) -> rx.Component:
    """Sales per day."""
    return ui.card(
        t("Sales per day"), "sales", ui.chart(v.chart), aside=ui.legend(t("This period"), t("The one before"))
    )


def live_orders(v: Any) -> rx.Component:
    """Orders as they come in."""
    return ui.card(
        t("Live orders"),
        "live-orders",
        ui.when(
            v.quiet,
            ui.empty(t("No orders yet"), t("The first one appears here by itself."), icon_name="inbox"),
            rx.el.div(ui.each(v.feed, feed_item), class_name="feed", aria_live="polite"),
        ),
        aside=ui.live_mark(),
        flush=True,
        foot=ui.anchor(t("All orders"), href=v.orders_href, class_name="text-btn"),
    )


def feed_item(row: Any) -> rx.Component:
    """One order of the feed."""
    return ui.anchor(
        ui.thumb(row.picture, "thumb--sm"),
        rx.el.span(
            rx.el.b(row.buyer), rx.el.span(" " + t("from {place}", place=row.place), class_name="t-2"),
            rx.el.small(rx.el.span(row.number, class_name="t-mono"), " · " + row.units), class_name="grow",
        ),
        rx.el.span(rx.el.b(row.total, class_name="t-num"), rx.el.span(row.when, class_name="feed__when"),
                   class_name="stack feed__sum"),
        href=row.href,
        key=row.number,
        class_name=ui.pick(row.fresh, "feed__item feed__item--new is-new", "feed__item"),
        custom_attrs={"data-order": row.number},
    )  # fmt: skip


def to_do(v: Any) -> rx.Component:
    """What wants somebody."""
    return ui.card(
        t("To do"),
        "to-do",
        ui.when(
            v.all_done,
            ui.empty(t("All done"), t("Nothing waits for you."), icon_name="circle-check"),
            ui.each(v.tasks, ui.task),
        ),
        flush=True,
    )


def running_low(v: Any) -> rx.Component:
    """The scarcest variants."""
    return ui.card(
        t("Running low"),
        "running-low",
        ui.when(
            v.plenty,
            ui.empty(t("Plenty of everything"), t("Nothing is at its low mark."), icon_name="boxes"),
            ui.each(v.low, low_item),
        ),
        aside=ui.anchor(t("Stock"), href=v.stock_href, class_name="text-btn"),
        flush=True,
    )


def low_item(row: Any) -> rx.Component:
    """One variant that runs out."""
    return rx.el.div(
        ui.thumb(row.picture, "thumb--sm"),
        rx.el.span(rx.el.b(row.name), rx.el.br(), rx.el.span(row.variant, class_name="t-small t-2")),
        rx.el.span(
            rx.el.span(row.left, class_name="stock stock--" + row.tone),
            rx.el.span(row.note, class_name="t-small t-3"), class_name="stack feed__sum",
        ),
        class_name="task",
    )  # fmt: skip


def money(v: Any) -> rx.Component:
    """What has been earned."""
    return ui.card(
        t("Your money"), "money", ui.sums(v.money),
        rx.el.p(t("Earnings become available seven days after payment."), class_name="t-small t-2 kv-note"),
    )  # fmt: skip
