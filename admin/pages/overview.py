"""The operator's first page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.components.lists import store_rows
from emporium import ui
from emporium.ui.words import t


def overview_page(v: Any) -> rx.Component:
    """Six figures, a trend, what happens now, what wants somebody, the largest stores."""
    return rx.el.div(
        ui.page_head(t("Overview"), v.sub, ui.segments(v.periods, t("Period"))),
        ui.when(
            v.ledger_ok,
            rx.fragment(),
            ui.alert("danger", v.ledger_text, rx.el.p(t("Exports wait until it is explained.")), role="alert"),
        ),
        ui.figures(v.figures, t("Key figures"), "6"),
        rx.el.div(trend(v), right_now(v), class_name="grid grid--main-side grid--stretch"),
        rx.el.div(largest(v), attention(v), class_name="grid grid--main-side grid--stretch"),
        class_name="page",
    )


def trend(v: Any) -> rx.Component:
    """Sales per day."""
    checked = ui.when(
        v.ledger_ok,
        rx.el.span(ui.icon("scale", "icon--sm"), v.ledger_text, class_name="row t-small good"),
        rx.fragment(),
    )
    return ui.card(
        t("Goods sold per day"),
        "trend",
        ui.chart(v.chart, checked),
        aside=ui.legend(t("This period"), t("The one before")),
    )


def right_now(v: Any) -> rx.Component:
    """What just happened."""
    return ui.card(
        t("Right now"),
        "right-now",
        ui.when(
            v.quiet,
            ui.empty(t("Nothing yet"), t("Orders appear here by themselves."), icon_name="inbox"),
            rx.el.div(ui.each(v.feed, feed_line), class_name="feed", aria_live="polite"),
        ),
        aside=ui.live_mark(),
        flush=True,
        foot=ui.anchor(t("All orders"), href="/admin/orders", class_name="text-btn"),
    )


def feed_line(row: Any) -> rx.Component:
    """One event."""
    return ui.anchor(
        ui.store_mark(row.initials, row.awning, "sm"),
        rx.el.span(
            rx.el.b(row.text),
            rx.el.small(rx.el.span(row.number, class_name="t-mono"), " · " + row.store),
            class_name="grow",
        ),
        rx.el.span(
            rx.el.b(row.total, class_name="t-num"),
            rx.el.span(row.when, class_name="feed__when"),
            class_name="stack feed__sum",
        ),
        href=row.href,
        key=row.number,
        class_name=ui.pick(row.fresh, "feed__item feed__item--new is-new", "feed__item"),
        custom_attrs={"data-order": row.number},
    )


def attention(v: Any) -> rx.Component:
    """What wants somebody."""
    return ui.card(
        t("Needs attention"),
        "attention",
        ui.when(
            v.all_done,
            ui.empty(t("All caught up"), t("Nothing waits for you."), icon_name="circle-check"),
            ui.each(v.tasks, ui.task),
        ),
        flush=True,
    )


def largest(v: Any) -> rx.Component:
    """Stores by sales."""
    return ui.card(
        t("Largest stores"),
        "largest",
        ui.when(
            v.no_stores,
            ui.empty(t("No stores yet"), t("Invite the first one."), icon_name="store"),
            store_rows(v.stores),
        ),
        aside=ui.anchor(t("All stores"), href="/admin/stores", class_name="text-btn"),
        flush=True,
    )
