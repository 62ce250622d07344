"""One prepared order: goods and customer left, the sum and the ways to finish right."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.wishes import said_wish
from emporium.ui.words import t
from vendor.state.draft import VendorDraftState as State


def draft_page(v: Any) -> rx.Component:
    """What is in it, for whom, and what it comes to."""
    return rx.el.div(
        ui.page_head(
            v.title, v.sub, ui.badge(rx.fragment(ui.icon(v.icon), v.badge), v.tone), trail=ui.breadcrumbs(v.trail)
        ),
        ui.when(v.over != "", over(v)),
        ui.when(
            v.changed,
            ui.alert(
                "warning", t("This changed since you looked"),
                rx.el.ul(ui.each(v.changes, lambda text: rx.el.li(text))), role="status",
            ),
        ),
        rx.el.div(
            rx.el.div(goods(v), ui.when(v.open, customer(v), known(v)), class_name="stack"),
            rx.el.div(
                comes_to(v),
                ui.when(v.open, rx.fragment(finishing(v), taking_off(v), codes(v))),
                noting(v),
                class_name="stack",
            ),
            class_name="grid grid--main-side",
        ),
        class_name="page page--narrow",
    )  # fmt: skip


def over(v: Any) -> rx.Component:
    """What became of it."""
    return ui.alert(
        "info",
        v.over,
        ui.when(v.order != "", ui.anchor(t("Open order") + " ", v.order, href=v.order_href, class_name="link")),
        rx.el.span(" "),
        rx.el.button(t("Make the same again"), type="button", class_name="text-btn", on_click=State.copy),
        role="status",
    )


def goods(v: Any) -> rx.Component:
    """The lines, and the search that finds more."""
    lines = ui.each(v.lines, lambda item: line(item, v.open))
    return ui.card(
        t("Goods"),
        "goods",
        rx.el.div(ui.when(v.open, finding(v)), inside(v, lines), class_name="stack"),
    )


def inside(v: Any, lines: rx.Component) -> rx.Component:
    """What is in it."""
    return ui.when(
        v.empty,
        rx.el.p(t("Nothing in it yet. Look for a product above."), class_name="t-2"),
        ui.when(
            v.open,
            rx.el.form(
                lines,
                ui.when(v.wrong == "quantity", ui.error_line(v.error, "draft-units")),
                rx.el.div(
                    rx.el.button(
                        t("Update quantities"), type="submit", class_name="btn btn--secondary btn--sm", id="set-units"
                    ),
                    rx.el.span(t("0 takes it out."), class_name="t-small t-2"),
                    class_name="row row--wrap",
                ),
                class_name="stack",
                on_submit=State.set_units,
                id="units-form",
                no_validate=True,
            ),
            rx.el.div(lines, class_name="stack"),
        ),
    )


def finding(v: Any) -> rx.Component:
    """A search among the store's own things."""
    return rx.el.div(
        ui.search(v.path, t("Product or SKU"), v.query, keep=v.store, ident="find"),
        ui.when(v.no_hits, rx.el.p(t("Nothing of yours is called that."), class_name="t-small t-2", role="status")),
        rx.el.div(ui.each(v.hits, hit), class_name="give-lines"),
        class_name="stack",
    )


def hit(item: Any) -> rx.Component:
    """Something that can be put in, with what its maker asks."""
    return rx.el.div(
        rx.el.div(
            rx.el.span(
                rx.el.b(item.name), rx.el.br(), rx.el.span(item.sku, class_name="t-mono t-3"),
                ui.when(item.only_customer != "", rx.el.span(rx.el.br(), item.only_customer, class_name="t-small t-2")),
                class_name="grow",
            ),
            rx.el.span(item.left, class_name="t-small t-2 nowrap"),
            rx.el.span(item.price, class_name="t-num nowrap"),
            ui.when(item.asks, rx.fragment(), add_button(item, on_click=State.add(item.id))),
            class_name="give-line",
        ),
        ui.when(item.asks, ui.when(item.gone, rx.fragment(), saying(item))),
        key=item.id,
    )  # fmt: skip


def add_button(item: Any, **props: Any) -> rx.Component:
    """Into the draft."""
    return rx.el.button(
        ui.icon("plus", "icon--sm"), t("Add"), rx.el.span(" ", item.name, class_name="visually-hidden"),
        type=props.pop("kind", "button"), class_name="btn btn--secondary btn--sm", disabled=item.gone, **props,
    )  # fmt: skip


def saying(item: Any) -> rx.Component:
    """What the customer says about it, typed by the staff."""
    return forms.step(
        t("Ask the customer and add it"),
        rx.el.form(
            ui.hidden_field("variant", item.id),
            ui.each(item.wishes, lambda one: said_wish(one, name="say-" + one.key)),
            ui.when(item.error != "", ui.alert("danger", item.error, role="alert")),
            rx.el.div(add_button(item, kind="submit"), class_name="row"),
            class_name="stack",
            on_submit=State.add_said,
            no_validate=True,
        ),
        open=item.open,
    )


def line(item: Any, can_change: Any) -> rx.Component:
    """One line."""
    return rx.el.div(
        ui.thumb(item.picture),
        rx.el.span(
            rx.el.b(item.name), ui.when(item.variant != "", rx.el.span(", " + item.variant, class_name="t-2")),
            rx.el.br(), rx.el.span(item.sku, class_name="t-mono t-3"),
            ui.each(item.wishes, lambda one: rx.el.span(rx.el.br(), one.text, class_name="t-small t-2")),
            ui.when(item.problem != "", rx.el.span(rx.el.br(), item.problem, class_name="t-small late")),
            class_name="grow",
        ),
        rx.el.span(
            ui.when(
                can_change,
                rx.el.label(
                    rx.el.input(
                        name="line-" + item.id, default_value=item.quantity, input_mode="numeric",
                        key=item.id + item.quantity, class_name="input input--sm input--num pack-units",
                        aria_label=t("How many: {name}", name=item.name),
                    ),
                    rx.el.span(" × ", item.price, class_name="t-small t-2 nowrap"),
                    class_name="row",
                ),
                rx.el.span(item.quantity, " × ", item.price, class_name="t-small t-2 nowrap"),
            ),
            rx.el.span(item.total, class_name="t-num"),
            class_name="stack feed__sum",
        ),
        class_name="pack-line",
        key=item.id,
    )  # fmt: skip


def submit(words: str) -> rx.Component:
    """The button of a small form."""
    button = rx.el.button(words, type="submit", class_name="btn btn--secondary btn--sm")
    return rx.el.div(button, class_name="row")


def text(v: Any, label: str, name: str, value: Any, **more: Any) -> rx.Component:
    """A field about the customer."""
    return ui.field(label, name, value=value, error=forms.wrong(v, name), key=v.fresh + name, prefix="c", **more)


def customer(v: Any) -> rx.Component:
    """Who it is for; how it is sent."""
    return rx.fragment(
        ui.card(
            t("Customer"),
            "customer",
            rx.el.form(
                rx.el.div(
                    text(v, t("E-mail"), "email", v.email, type_="email"),
                    text(v, t("Full name"), "name", v.name, required=False),
                    text(v, t("Street and number"), "line1", v.line1, required=False),
                    text(v, t("Flat, floor, building"), "line2", v.line2, required=False),
                    text(v, t("Postcode"), "postcode", v.postcode, required=False, span="c-2"),
                    text(v, t("City"), "city", v.city, required=False, span="c-4"),
                    forms.select_field(
                        t("Country"),
                        "country",
                        v.countries,
                        value=v.country,
                        error=forms.wrong(v, "country"),
                        prefix="c",
                    ),
                    ui.when(
                        v.ask_region,
                        forms.select_field(
                            t("State or region"),
                            "region",
                            v.regions,
                            value=v.region,
                            error=forms.wrong(v, "region"),
                            prefix="c",
                        ),
                    ),
                    class_name="form-grid",
                ),
                rx.el.p(
                    t("With an e-mail address and a country you can send the link; the customer fills in the rest."),
                    class_name="t-small t-2",
                ),
                submit(t("Save the customer")),
                class_name="stack",
                on_submit=State.save_customer,
                id="customer-form",
                no_validate=True,
                key=v.fresh,
            ),
        ),
        ui.when(v.has_ways, sending(v)),
    )


def sending(v: Any) -> rx.Component:
    """How it is sent."""
    return ui.card(
        t("Delivery"),
        "delivery",
        ui.when(v.no_way != "", ui.alert("warning", v.no_way, role="status")),
        rx.el.div(
            ui.each(
                v.ways,
                lambda way: ui.choice(
                    "delivery", way.title, way.detail, way.price, value=way.id, checked=way.chosen,
                    on_change=State.choose_delivery(way.id),
                ),
            ),
            class_name="choice-stack",
        ),
    )  # fmt: skip


def known(v: Any) -> rx.Component:
    """Who it was for."""
    return ui.card(
        t("Customer"),
        "customer",
        rx.el.p(v.email),
        rx.el.address(ui.each(v.place, lambda one: rx.el.span(one)), class_name="address"),
    )


def comes_to(v: Any) -> rx.Component:
    """How it adds up: the checkout's own figures."""
    return ui.card(
        t("What it comes to"),
        "sum",
        ui.when(v.empty, rx.el.p(t("Put something into it first."), class_name="t-2"), ui.sums(v.sums)),
    )


def finishing(v: Any) -> rx.Component:
    """The ways to finish it."""
    return ui.card(
        t("Finish"),
        "finish",
        rx.el.div(
            ui.when(v.sent, sent(v)),
            rx.el.button(
                ui.icon("send", "icon--sm"),
                ui.pick(v.sent, t("Send the link again"), t("Send a link to pay")),
                type="button",
                class_name="btn btn--primary btn--block",
                on_click=State.send,
                id="send-link",
                disabled=v.empty,
            ),
            rx.el.p(
                t(
                    "The customer gets a mail and pays with any card or method of the shop. The goods are "
                    "held until then."
                ),
                class_name="t-small t-2",
            ),
            ui.when(
                v.has_by_hand,
                rx.el.form(
                    forms.select_field(t("Or order it now, to be paid by"), "way", v.by_hand, prefix="w"),
                    rx.el.button(
                        t("Place the order"), type="submit", class_name="btn btn--secondary btn--sm", disabled=v.empty
                    ),
                    class_name="stack",
                    on_submit=State.place,
                    id="place-form",
                ),
            ),
            forms.step(
                t("Throw this draft away"),
                rx.el.p(t("Nothing is held for it any more, and its link opens nothing."), class_name="t-small t-2"),
                rx.el.button(
                    t("Throw it away"),
                    type="button",
                    class_name="btn btn--danger-quiet btn--sm",
                    on_click=State.discard,
                ),
                danger=True,
            ),
            class_name="stack",
        ),
    )


def sent(v: Any) -> rx.Component:
    """The link that is out."""
    return rx.el.div(
        rx.el.p(t("Sent to") + " ", rx.el.b(v.email), t(". It can be paid until") + " ", rx.el.b(v.until), "."),
        rx.el.label(t("The link, to read out or to send yourself"), html_for="pay-link", class_name="field__label"),
        rx.el.input(
            id="pay-link",
            default_value=v.link,
            read_only=True,
            class_name="input t-mono",
            key=v.link,
        ),
        rx.el.p(t("A change takes it back until you send it again."), class_name="t-small t-2"),
        class_name="stack",
        role="status",
    )


def taking_off(v: Any) -> rx.Component:
    """Something off, paid by the store."""
    return ui.when(
        v.can_discount,
        ui.card(
            t("Take something off"),
            "off",
            rx.el.form(
                rx.el.div(
                    text_off(v, t("Percent"), "percent", v.percent),
                    text_off(v, t("Or {currency}", currency=v.currency), "amount", v.amount),
                    class_name="grid grid--2",
                ),
                ui.field(
                    t("Reason, the customer reads it"), "reason", value=v.reason, error=forms.wrong(v, "reason"),
                    key=v.fresh + "reason", prefix="o", required=False,
                ),
                rx.el.div(
                    rx.el.button(
                        ui.pick(v.discounted, t("Change it"), t("Take it off")), type="submit",
                        class_name="btn btn--secondary btn--sm",
                    ),
                    class_name="row",
                ),
                rx.el.p(
                    t("You pay for it. It stands in for your own order discounts; both fields empty take it out."),
                    class_name="t-small t-2",
                ),
                class_name="stack", on_submit=State.take_off, id="off-form", no_validate=True,
            ),
        ),
    )  # fmt: skip


def text_off(v: Any, label: Any, name: str, value: Any) -> rx.Component:
    """How much."""
    return ui.field(
        label, name, value=value, error=forms.wrong(v, name), key=v.fresh + name, prefix="o", required=False,
        inputmode="decimal",
    )  # fmt: skip


def codes(v: Any) -> rx.Component:
    """Codes that the customer has."""
    return ui.card(
        t("Codes"),
        "codes",
        ui.each(
            v.codes,
            lambda code: rx.el.div(
                rx.el.span(code, class_name="t-mono"),
                rx.el.button(
                    t("Remove"),
                    rx.el.span(" ", code, class_name="visually-hidden"),
                    type="button",
                    class_name="text-btn t-small",
                    on_click=State.drop_code(code),
                ),
                class_name="split",
            ),
        ),
        ui.each(v.refusals, lambda said: rx.el.p(said, class_name="t-small t-2")),
        rx.el.form(
            ui.field(t("Discount code"), "code", error=forms.wrong(v, "code"), prefix="k", required=False),
            rx.el.div(
                rx.el.button(t("Apply"), type="submit", class_name="btn btn--secondary btn--sm"), class_name="row"
            ),
            class_name="stack",
            on_submit=State.add_code,
            reset_on_submit=True,
            no_validate=True,
        ),
    )


def noting(v: Any) -> rx.Component:
    """Words for the staff."""
    return ui.card(
        t("Note"),
        "note",
        rx.el.form(
            forms.text_area(
                t("For your own people"), "note", value=v.note, prefix="n", required=False, rows=3, key=v.note,
                max_length=500,
            ),
            submit(t("Save the note")),
            class_name="stack", on_submit=State.save_note, id="note-form",
        ),
    )  # fmt: skip
