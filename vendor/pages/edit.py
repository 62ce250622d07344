"""Changing a placed order: the form, then what it comes to, then the button that does it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from vendor.state.edit import VendorEditState as State


def edit_page(v: Any) -> rx.Component:
    """One thing at a time: what waits, what is looked at, or the form."""
    return rx.el.div(
        ui.page_head(v.title, v.sub, trail=ui.breadcrumbs(v.trail)),
        ui.when(
            v.closed != "",
            ui.alert(
                "info", v.closed, ui.anchor(t("To the order"), href=v.order_href, class_name="link"), role="status"
            ),
            ui.when(v.waiting, waits(v), ui.when(v.previewing, preview(v), asking(v))),
        ),
        class_name="page page--narrow",
        custom_attrs=ui.in_colours(v.awning),
    )  # fmt: skip


def waits(v: Any) -> rx.Component:
    """A change that is to be paid."""
    return ui.card(
        t("Waiting for the customer's payment"),
        "waiting",
        rx.el.div(
            rx.el.p(v.waiting_words),
            rx.el.label(t("The link, to read out or to send yourself"), html_for="pay-link", class_name="field__label"),
            rx.el.input(
                id="pay-link", default_value=v.link, read_only=True, class_name="input t-mono", key=v.link
            ),
            rx.el.div(
                rx.el.button(
                    t("Drop the change"), type="button", class_name="btn btn--danger-quiet btn--sm",
                    on_click=State.drop(v.waiting_id), id="drop-change",
                ),
                ui.anchor(t("To the order"), href=v.order_href, class_name="btn btn--ghost btn--sm"),
                class_name="row row--wrap",
            ),
            class_name="stack", role="status",
        ),
    )  # fmt: skip


def asking(v: Any) -> rx.Component:
    """What shall be different."""
    return rx.el.div(
        ui.when(
            v.has_news,
            ui.alert(
                "warning", t("The order changed since you looked. Look again"),
                rx.el.ul(ui.each(v.news, lambda text: rx.el.li(text))), role="alert",
            ),
        ),
        ui.when(
            v.general != "",
            ui.alert(
                "danger", v.general,
                ui.when(
                    v.elsewhere,
                    rx.el.button(
                        t("Make a draft for that address"), type="button", class_name="btn btn--secondary btn--sm",
                        on_click=State.make_elsewhere, id="elsewhere",
                    ),
                ),
                role="alert",
            ),
        ),
        ui.when(v.can_add, more(v)),
        rx.el.form(
            goods(v),
            ui.when(v.can_move, place(v)),
            ui.card(
                t("Why"),
                "why",
                ui.field(
                    t("Reason, the customer reads it"), "reason", value=v.reason, error=forms.wrong(v, "reason"),
                    key=v.fresh + "reason",
                ),
            ),
            rx.el.div(
                rx.el.button(t("See what it comes to"), type="submit", class_name="btn btn--primary", id="look"),
                ui.anchor(t("Leave it as it is"), href=v.order_href, class_name="btn btn--ghost"),
                class_name="row row--wrap",
            ),
            class_name="stack", on_submit=State.look, id="edit-form", no_validate=True,
        ),
        class_name="stack",
    )  # fmt: skip


def more(v: Any) -> rx.Component:
    """A search for what is added."""
    return ui.card(
        t("Add something"),
        "more",
        rx.el.div(
            rx.el.form(
                rx.el.label(t("Product or SKU"), html_for="add-words", class_name="field__label"),
                rx.el.div(
                    rx.el.input(id="add-words", name="words", auto_complete="off", class_name="input"),
                    rx.el.button(t("Find"), type="submit", class_name="btn btn--secondary"),
                    class_name="row code-row",
                ),
                on_submit=State.find, id="find-form",
            ),
            ui.when(v.no_hits, rx.el.p(t("Nothing of yours is called that."), class_name="t-small t-2", role="status")),
            rx.el.div(ui.each(v.hits, hit), class_name="give-lines"),
            class_name="stack",
        ),
    )  # fmt: skip


def hit(item: Any) -> rx.Component:
    """Something that can be added."""
    return rx.el.div(
        rx.el.span(
            rx.el.b(item.name), rx.el.br(), rx.el.span(item.sku, class_name="t-mono t-3"), class_name="grow"
        ),
        rx.el.span(item.left, class_name="t-small t-2 nowrap"),
        rx.el.span(item.price, class_name="t-num nowrap"),
        rx.el.button(
            ui.icon("plus", "icon--sm"), t("Add"), rx.el.span(" ", item.name, class_name="visually-hidden"),
            type="button", class_name="btn btn--secondary btn--sm", disabled=item.gone, on_click=State.put(item.id),
        ),
        class_name="give-line",
        key=item.id,
    )  # fmt: skip


def goods(v: Any) -> rx.Component:
    """Lines with how many there shall be."""
    return ui.card(
        t("Items"),
        "items",
        ui.each(v.lines, lambda item: line(item, "line-", v.fresh)),
        ui.each(v.extra, lambda item: line(item, "add-", v.fresh)),
        rx.el.p(
            t(
                "Fewer: their money goes back, with their own part of any discount. More: sold at "
                "today's price, without delivery, when the customer has paid it."
            ),
            class_name="t-small t-2",
        ),
    )


def line(item: Any, prefix: str, fresh: Any) -> rx.Component:
    """One line."""
    return rx.el.div(
        ui.thumb(item.picture) if prefix == "line-" else ui.icon("plus"),
        rx.el.span(
            rx.el.b(item.name),
            ui.when(item.variant != "", rx.el.span(", " + item.variant, class_name="t-2")),
            rx.el.br(),
            rx.el.span(item.sku, class_name="t-mono t-3"),
            ui.when(item.note != "", rx.el.span(rx.el.br(), item.note, class_name="t-small t-2")),
            class_name="grow",
        ),
        rx.el.label(
            rx.el.input(
                name=prefix + item.id,
                default_value=item.units,
                input_mode="numeric",
                key=item.id + fresh,
                class_name="input input--sm input--num pack-units",
                aria_label=t("How many there shall be: {name}", name=item.name),
            ),
            rx.el.span(" × ", item.price, class_name="t-small t-2 nowrap"),
            class_name="row",
        ),
        class_name="pack-line",
        key=item.id,
    )


def place(v: Any) -> rx.Component:
    """Where it goes, while nothing left."""

    def field(label: str, name: str, value: Any, **rest: Any) -> rx.Component:
        return ui.field(label, name, value=value, error=forms.wrong(v, name), key=v.fresh + name, prefix="a", **rest)

    return ui.card(
        t("Delivery address"),
        "address",
        rx.el.div(
            field(t("Full name"), "name", v.name),
            field(t("Street and number"), "line1", v.line1),
            field(t("Flat, floor, building"), "line2", v.line2, required=False),
            field(t("Postcode"), "postcode", v.postcode, span="c-2"),
            field(t("City"), "city", v.city, span="c-4"),
            field(t("Region"), "region", v.region, required=False),
            forms.select_field(
                t("Country"), "country", v.countries, value=v.country, error=forms.wrong(v, "country"), prefix="a"
            ),
            class_name="form-grid",
        ),
        rx.el.p(
            t("Only where tax and delivery stay what they were; else you are shown what would be different."),
            class_name="t-small t-2",
        ),
    )


def preview(v: Any) -> rx.Component:
    """Exactly what will be done."""
    return ui.card(
        t("What it comes to"),
        "preview",
        rx.el.div(
            ui.when(v.has_out, part(t("Taken out"), v.out)),
            ui.when(v.has_added, part(t("Added"), v.added)),
            ui.when(
                v.has_address,
                rx.el.div(
                    rx.el.h3(t("It goes to"), class_name="t-h3"),
                    rx.el.address(ui.each(v.address, lambda text: rx.el.span(text)), class_name="address"),
                ),
            ),
            ui.sums(v.sums),
            rx.el.p(t("Reason:") + " ", v.reason, class_name="t-small t-2"),
            rx.el.p(v.make_note, class_name="t-small t-2"),
            rx.el.div(
                rx.el.button(
                    ui.icon("check", "icon--sm"), v.make_label, type="button", class_name="btn btn--primary",
                    on_click=State.make, id="make-change",
                ),
                rx.el.button(t("Change it"), type="button", class_name="btn btn--ghost", on_click=State.back),
                class_name="row row--wrap",
            ),
            class_name="stack", role="status",
        ),
    )  # fmt: skip


def part(title: str, rows: Any) -> rx.Component:
    """One direction."""
    return rx.el.div(
        rx.el.h3(title, class_name="t-h3"),
        ui.each(
            rows,
            lambda row: rx.el.div(
                rx.el.span(
                    rx.el.b(row.text), rx.el.br(), rx.el.span(row.note, class_name="t-small t-2"), class_name="grow"
                ),
                rx.el.span(row.amount, class_name="t-num nowrap"),
                class_name="give-line",
            ),
        ),
        class_name="give-lines",
    )
