"""A purchase's page: confirmation and live tracking."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.pages.after_sale import after_sale
from storefront.pages.cart import promised, wished
from storefront.pages.order_changes import order_changes


def purchase_page(v: Any) -> rx.Component:
    """The next thing that happens, then one card per parcel."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.h1(v.title, class_name="t-h1", id="next-event"),
                rx.el.p(v.line, class_name="t-2"),
            ),
            ui.live(t("Live tracking")),
            class_name="split split--wrap head-gap",
        ),
        payment_state(v),
        order_changes(v.changes),
        ui.when(
            v.download_error != "",
            rx.el.div(
                ui.alert("warning", t("Not downloaded"), v.download_error, role="status"), class_name="head-gap"
            ),
        ),
        rx.el.div(
            rx.el.div(
                ui.each(v.parcels, parcel), id="downloads", class_name="stack", custom_attrs=ui.knobs(gap="1.25rem")
            ),
            paid_box(v),
            class_name="grid grid--main-side",
            custom_attrs=ui.knobs(gap="2rem"),
        ),
        class_name="wrap wrap--narrow pad-block",
    )


def payment_state(v: Any) -> rx.Component:
    """What the money is doing, while it is not simply paid."""
    return rx.fragment(
        ui.when(
            v.waiting,
            note(
                "info",
                t("Waiting for your payment"),
                rx.el.span(t("Your things are held meanwhile. This page changes by itself.") + " "),
                ui.when(v.action != "", ui.anchor(t("Confirm with your bank"), href=v.action, class_name="link")),
                icon_name="clock",
                role="status",
            ),
        ),
        ui.when(
            v.failed,
            note(
                "danger",
                t("Not paid"),
                rx.el.span(v.message),
                rx.el.span(" "),
                ui.anchor(t("Back to checkout"), href="/checkout", class_name="link"),
                role="status",
            ),
        ),
    )


def note(*said: Any, **more: Any) -> rx.Component:
    """Stands off from the parcels beneath it."""
    return rx.el.div(ui.alert(*said, **more), class_name="head-gap")


def parcel(part: Any) -> rx.Component:
    """One store's parcel: where it is."""
    return rx.el.section(
        ui.awning("sm"),
        rx.el.div(
            rx.el.div(
                ui.store_mark(part.store.initials, part.store.awning),
                rx.el.div(
                    rx.el.h2(part.store.name, class_name="t-sign"),
                    rx.el.p(part.contents, class_name="t-small t-2"),
                ),
                class_name="row",
                custom_attrs=ui.knobs(gap=".75rem"),
            ),
            rx.el.div(
                rx.el.b(part.day),
                rx.el.p(part.status, class_name="t-small t-2", role="status"),
                class_name="parcel__day nowrap",
            ),
            class_name="parcel__head",
        ),
        rx.el.div(
            ui.when(
                part.cancelled | part.all_files,
                rx.fragment(),
                ui.track(part.step, part.step_label, part.first_step),
            ),
            downloads(part),
            rx.el.div(
                ui.timeline(part.scans),
                rx.el.div(
                    ui.each(part.lines, line),
                    ui.when(
                        part.gift != "",
                        rx.el.p(
                            ui.icon("package-open", "icon--sm"),
                            t("With your message:") + " ",
                            part.gift,
                            class_name="t-small t-2",
                        ),
                    ),
                    ui.when(
                        part.sent,
                        rx.el.dl(
                            rx.el.dt(t("Carrier")),
                            rx.el.dd(part.carrier),
                            rx.el.dt(t("Tracking")),
                            rx.el.dd(
                                ui.when(
                                    part.tracking_url != "",
                                    ui.anchor(
                                        part.tracking,
                                        href=part.tracking_url,
                                        class_name="link t-mono",
                                        custom_attrs={"rel": "noopener noreferrer", "target": "_blank"},
                                    ),
                                    rx.el.span(part.tracking, class_name="t-mono"),
                                )
                            ),
                            class_name="kv kv--start",
                        ),
                    ),
                    ui.each(
                        part.papers,
                        lambda paper: ui.anchor(
                            ui.icon("file-text", "icon--sm"),
                            paper.text,
                            href=paper.href,
                            class_name="link t-small row",
                            custom_attrs={"target": "_blank", "rel": "noopener"},
                        ),
                    ),
                    class_name="stack",
                    custom_attrs=ui.knobs(gap=".75rem"),
                ),
                class_name="grid grid--2 parcel-detail",
                custom_attrs=ui.knobs(gap="1.25rem"),
            ),
            ui.when(
                part.ask_href != "",
                ui.anchor(
                    ui.icon("message-circle", "icon--sm"),
                    t("Ask the store"),
                    ui.hidden(" " + t("about {number}", number=part.number)),
                    href=part.ask_href,
                    class_name="text-btn tap",
                ),
            ),
            after_sale(part.after),
            class_name="parcel__body",
        ),
        class_name="parcel",
        custom_attrs={"data-awning": part.store.awning},
        aria_label=part.store.name,
    )


def downloads(part: Any) -> rx.Component:
    """The files that were bought; each has a link of its own, which the server makes when it is asked for (F026)."""
    return rx.fragment(
        ui.when(
            part.files_wait,
            rx.el.p(
                ui.icon("clock", "icon--sm"),
                t("Your files are being made ready. This page changes by itself."),
                class_name="t-small row",
                role="status",
            ),
        ),
        ui.when(
            part.has_downloads,
            rx.el.ul(ui.each(part.downloads, download), class_name="plain-list stack", aria_label=t("Downloads")),
        ),
    )


def download(file: Any) -> rx.Component:
    """One file: what it is, how often and until when, and the button."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(file.name, class_name="t-strong t-small"),
            rx.el.br(),
            rx.el.span(
                ui.when(
                    file.problem != "",
                    rx.el.span(file.detail, ". ", file.problem),
                    rx.el.span(file.detail, " · ", file.left, " · ", file.until),
                ),
                class_name="t-2 t-xs",
            ),
            class_name="grow",
        ),
        ui.when(
            file.href != "",
            ui.anchor(
                ui.icon("download", "icon--sm"),
                t("Download"),
                ui.hidden(" " + file.name),
                href=file.href,
                class_name="btn btn--secondary btn--sm",
                # a tab of its own, which closes by itself: leaving this page would end its live connection
                custom_attrs={"rel": "noopener nofollow", "target": "_blank"},
            ),
        ),
        class_name="row row--wrap",
        key=file.id,
    )


def line(item: Any) -> rx.Component:
    """One thing in a parcel."""
    return rx.el.div(
        ui.thumb(item.picture),
        rx.el.div(
            rx.el.span(item.name, class_name="t-strong t-small"),
            rx.el.br(),
            rx.el.span(item.variant, class_name="t-2 t-xs"),
            rx.el.span(wished(item), class_name="stack stack--tight"),
            ui.when(item.promise != "", promised(item.promise)),
            ui.when(
                item.review.href != "",
                ui.anchor(
                    ui.icon("star", "icon--xs"),
                    item.review.text,
                    ui.hidden(" " + t("of {name}", name=item.name)),
                    href=item.review.href,
                    class_name="text-btn tap",
                ),
            ),
            class_name="grow",
        ),
        rx.el.span(item.quantity, " × ", class_name="t-small t-2 t-num"),
        rx.el.span(item.total, class_name="t-small t-num"),
        class_name="row",
    )


def paid_box(v: Any) -> rx.Component:
    """What was paid, where it goes."""
    return rx.el.aside(
        rx.el.div(
            rx.el.h2(ui.pick(v.paid, t("Paid"), t("To pay")), " ", v.total, class_name="t-h3"),
            rx.el.dl(
                rx.el.dt(v.goods_label),
                rx.el.dd(v.goods),
                ui.when(v.all_files, rx.fragment(), rx.fragment(rx.el.dt(t("Delivery")), rx.el.dd(v.delivery))),
                ui.when(v.discount != "", rx.fragment(rx.el.dt(t("Taken off")), rx.el.dd(v.discount))),
                ui.when(v.added_tax != "", rx.fragment(rx.el.dt(v.added_tax_label), rx.el.dd(v.added_tax))),
                ui.when(v.refunded != "", rx.fragment(rx.el.dt(t("Refunded")), rx.el.dd(v.refunded))),
                ui.when(v.door != "", rx.fragment(rx.el.dt(t("To pay at the door")), rx.el.dd(rx.el.b(v.door)))),
                rx.el.dt(ui.pick(v.paid, t("Paid with"), t("Payment"))),
                rx.el.dd(v.method),
                class_name="kv",
            ),
            class_name="summary summary--still",
        ),
        ui.when(v.asks, second_thing(v), place(v)),
        ui.when(
            v.guest,
            keep_order(),
        ),
        class_name="stack",
        aria_label=t("Payment and address"),
    )


def second_thing(v: Any) -> rx.Component:
    """The link is old: something else that only its shopper knows (F155)."""
    return rx.el.div(
        rx.el.div(
            rx.el.h2(t("Is this your order?"), class_name="t-h3"),
            rx.el.p(
                t(
                    "This link is some weeks old. Give the postcode it went to, or the e-mail address it was "
                    "bought with, to see names, addresses and papers."
                ),
                class_name="t-small t-2",
            ),
            ui.native_form(
                ui.hidden_field("token", v.token),
                ui.field(t("Postcode or e-mail address"), "answer", error=v.asks_error),
                rx.el.button(t("Show all of it"), type="submit", class_name="btn btn--primary", id="prove"),
                action="/auth/order/prove",
                class_name="stack",
            ),
            class_name="card__body stack",
        ),
        class_name="card",
    )


def place(v: Any) -> rx.Component:
    """Where it goes, and who hears of it."""
    return rx.el.div(
        rx.el.div(
            rx.el.h2(ui.pick(v.all_files, t("Your address"), t("Delivery address")), class_name="t-h3"),
            rx.el.address(ui.each(v.address, lambda text: rx.el.span(text)), class_name="address t-small"),
            ui.when(v.tax_id != "", rx.el.p(t("VAT number") + " ", rx.el.b(v.tax_id), class_name="t-small t-2")),
            rx.el.p(
                ui.pick(v.all_files, t("The letter about your files goes to"), t("News of every parcel goes to")),
                " ",
                rx.el.b(v.email),
                class_name="t-small t-2",
            ),
            class_name="card__body stack",
            custom_attrs=ui.knobs(gap=".5rem"),
        ),
        class_name="card",
    )


def keep_order() -> rx.Component:
    """A guest may want an account."""
    return rx.el.div(
        rx.el.div(
            rx.el.h2(t("Keep this order"), class_name="t-h3"),
            rx.el.p(
                t(
                    "You checked out as a guest. This page is yours as long as you keep its address; it is "
                    "also in the mail we sent."
                ),
                class_name="t-small t-2",
            ),
            ui.anchor(t("Create account"), href="/register", class_name="btn btn--primary"),
            class_name="card__body stack",
            custom_attrs=ui.knobs(gap=".75rem"),
        ),
        class_name="card",
    )
