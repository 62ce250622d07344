"""One order: pack, send, follow."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from vendor.components import order_edits
from vendor.components.order_files import sent_files
from vendor.pages.order_after import returned, wish
from vendor.state.order import VendorOrderState as State


def order_page(v: Any) -> rx.Component:
    """What to do on the left, who and how much on the right."""
    return rx.el.div(
        ui.page_head(
            v.title,
            v.sub,
            ui.badge(rx.fragment(ui.icon(v.icon), v.badge), v.tone),
            order_edits.way(v.edits),
            trail=ui.breadcrumbs(v.trail),
        ),
        order_edits.waiting(v.edits),
        wish(v.after),
        ui.when(
            v.held != "",
            ui.alert(
                "warning",
                t("Held for a look: do not send it yet"),
                rx.el.p(v.held),
                rx.el.p(t("We look at it and let it go on; you need not do anything. Refunds and cancelling work.")),
                role="status",
            ),
            ui.when(v.deadline != "", deadline(v)),
        ),
        rx.el.div(
            rx.el.div(
                pack_and_send(v),
                sent_files(v, State.renew),
                ui.when(v.has_parcels, parcels(v)),
                ui.when(v.refund.shown, refunding(v.refund)),
                ui.when(v.has_refunds, given_back(v)),
                order_edits.made(v.edits),
                returned(v.after),
                history(v),
                class_name="stack",
            ),
            rx.el.div(
                customer(v),
                money(v),
                ui.when(v.cancel.shown, cancelling_units(v.cancel)),
                ui.when(v.can_cancel, cancelling(v)),
                class_name="stack",
            ),
            class_name="grid grid--main-side",
        ),
        class_name="page page--narrow",
        custom_attrs=ui.in_colours(v.awning),
    )


def deadline(v: Any) -> rx.Component:
    """When it has to leave."""
    text = rx.el.p(v.deadline_text)
    return ui.when(
        v.late,
        ui.alert("danger", v.deadline, text, icon_name="clock"),
        ui.alert("warning", v.deadline, text, icon_name="clock"),
    )


def pack_and_send(v: Any) -> rx.Component:
    """The lines; while something is left to send they are a form."""
    lines = ui.card(
        t("Items"),
        "items",
        present(v),
        ui.each(v.lines, pack_line),
        aside=rx.el.span(v.packed, class_name="badge badge--success"),
    )
    return ui.when(
        v.can_ship, rx.el.form(lines, sending(v), class_name="stack", on_submit=State.ship, id="ship-form"), lines
    )


def wished(one: Any) -> rx.Component:
    """Something that its buyer said; a picture opens by itself."""
    opened = ui.anchor(one.text, href=one.href, class_name="link", custom_attrs={"target": "_blank"})
    return rx.el.span(rx.el.br(), ui.when(one.href != "", opened, rx.el.b(one.text)), class_name="t-small")


def present(v: Any) -> rx.Component:
    """A present: what the slip says, and that no price goes into the parcel (F028)."""
    return rx.fragment(
        ui.when(
            v.gift_receipt,
            ui.alert(
                "info",
                t("A present"),
                rx.el.p(t("Put the slip in the parcel, and no invoice.")),
                icon_name="package-open",
            ),
        ),
        ui.when(v.gift != "", rx.el.p(t("Printed on the slip:") + " ", rx.el.q(v.gift), class_name="t-small")),
    )


def pack_line(line: Any) -> rx.Component:
    """One line to pack."""
    return rx.el.div(
        ui.thumb(line.picture),
        rx.el.span(
            rx.el.b(line.name), rx.el.br(), rx.el.span(line.variant, class_name="t-small t-2"), rx.el.br(),
            rx.el.span(line.sku, class_name="t-mono t-3"),
            ui.each(line.wishes, wished),
            ui.when(line.parts != "", rx.el.span(rx.el.br(), t("Put in:") + " ", line.parts, class_name="t-small")),
            ui.when(line.where != "", rx.el.span(rx.el.br(), line.where, class_name="t-small t-2")),
            class_name="grow",
        ),
        rx.el.span(
            rx.el.span(line.price, class_name="t-num"),
            ui.when(line.state != "", rx.el.span(line.state, class_name="t-small t-2")),
            ui.when(
                line.open,
                rx.el.label(
                    rx.el.span(t("In this parcel"), class_name="t-small t-2"),
                    rx.el.input(
                        name="line-" + line.id, default_value=line.left, input_mode="numeric", key=line.id + line.left,
                        class_name="input input--sm input--num pack-units",
                        aria_label=t("In this parcel: {name}", name=line.name),
                        ),
                    class_name="row",
                ),
            ),
            class_name="stack feed__sum",
        ),
        class_name="pack-line",
        key=line.id,
    )  # fmt: skip


def sending(v: Any) -> rx.Component:
    """Carrier and tracking number."""
    wrong = ui.pick(v.error_field == "tracking_number", v.error, "")
    no_place = ui.pick(v.error_field == "place", v.error, "")
    return ui.card(
        t("Send"),
        "send",
        rx.el.div(
            ui.when(
                v.several,
                forms.select_field(
                    t("Leaves from"), "place", v.places, error=no_place,
                    hint=t("Everything that is ready there goes into this parcel."),
                ),
            ),
            rx.el.div(
                rx.el.label(t("Carrier"), html_for="f-carrier", class_name="field__label"),
                rx.el.select(
                    ui.each(v.carriers, lambda item: rx.el.option(item.name, value=item.name)),
                    id="f-carrier", name="carrier", class_name="select", default_value=v.carrier,
                ),
                class_name="field c-3",
            ),
            ui.field(
                t("Tracking number"), "tracking", error=wrong, span="c-3", required=False, inputmode="text",
                key="t" + v.packed,
            ),
            class_name="form-grid",
        ),
        ui.when(
            v.error != "",
            ui.when((wrong != "") | (no_place != ""), rx.fragment(), ui.alert("danger", v.error, role="alert")),
        ),
        rx.el.div(
            rx.el.button(ui.icon("truck", "icon--sm"), t("Mark as sent"), type="submit", class_name="btn btn--primary"),
            class_name="row row--wrap send-actions",
        ),
        rx.el.p(
            t("The shopper gets an e-mail and sees it at once. Other stores' parcels are not affected."),
            class_name="t-small t-2",
        ),
    )  # fmt: skip


def parcels(v: Any) -> rx.Component:
    """What left."""
    return ui.card(t("Parcels"), "parcels", ui.each(v.parcels, parcel))


def parcel(item: Any) -> rx.Component:
    """One parcel with its scans."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(rx.el.b(item.title), rx.el.p(item.sub, class_name="t-small t-2")),
            ui.badge(rx.fragment(ui.icon(item.icon), item.badge), item.tone),
            class_name="split",
        ),
        ui.when(
            item.tracking != "",
            rx.el.p(
                t("Tracking number") + " ",
                ui.when(
                    item.href != "",
                    ui.anchor(item.tracking, href=item.href, class_name="link t-mono", target="_blank", rel="noopener"),
                    rx.el.span(item.tracking, class_name="t-mono"),
                ),
                class_name="t-small",
            ),
        ),
        ui.timeline(item.scans),
        ui.when(
            item.moving,
            rx.el.div(
                rx.el.button(
                    ui.icon("check", "icon--sm"), t("Mark as delivered"), type="button",
                    on_click=State.scan(item.id, "delivered"), class_name="btn btn--secondary btn--sm",
                ),
                rx.el.button(
                    ui.icon("truck", "icon--sm"), t("Add “On its way”"), type="button",
                    on_click=State.scan(item.id, "in_transit"), class_name="btn btn--ghost btn--sm",
                ),
                class_name="row row--wrap",
            ),
        ),
        class_name="stack parcel-line",
        key=item.id,
    )  # fmt: skip


def history(v: Any) -> rx.Component:
    """What happened so far."""
    return ui.card(t("History"), "history", ui.timeline(v.history))


def customer(v: Any) -> rx.Component:
    """Who it is for."""
    return ui.card(
        t("Customer"),
        "customer",
        rx.el.div(
            rx.el.div(
                rx.el.span(v.buyer_initials, class_name="avatar avatar--c1", aria_hidden="true"),
                rx.el.div(rx.el.b(v.buyer), rx.el.p(v.email, class_name="t-small t-2 t-clip"), class_name="grow"),
                class_name="row",
            ),
            rx.el.div(
                rx.el.span(v.address_title, class_name="t-small t-3"),
                rx.el.address(ui.each(v.address, lambda line: rx.el.span(line)), class_name="address"),
            ),
            class_name="stack",
        ),
    )


def money(v: Any) -> rx.Component:
    """How it adds up."""
    return ui.card(
        t("Your money"), "money", ui.sums(v.money),
        ui.when(v.door != "", at_the_door(v)),
        ui.when(v.money_note != "", rx.el.p(v.money_note, class_name="t-small t-2 kv-note")),
        aside=rx.el.span(v.money_badge, class_name="badge"),
    )  # fmt: skip


def at_the_door(v: Any) -> rx.Component:
    """What is paid when it is handed over (F074)."""
    return rx.el.div(
        rx.el.p(t("The shopper pays") + " ", rx.el.b(v.door), " " + t("at the door.")),
        ui.when(
            v.can_collect,
            rx.el.button(
                t("Cash collected"), type="button", class_name="btn btn--primary btn--sm", on_click=State.collect,
                id="collect",
            ),
            rx.el.p(t("Send it first; then say here that you have the money."), class_name="t-small t-2"),
        ),
        class_name="stack at-the-door",
    )  # fmt: skip


def refunding(r: Any) -> rx.Component:
    """Giving money back: first the form, then what it comes to, then the button that does it."""
    return ui.card(
        t("Refund"),
        "refund",
        ui.when(
            r.held,
            rx.el.p(
                t("Nothing has been taken yet. Cancel what you will not send; only the rest is taken."),
                class_name="t-2",
            ),
            ui.when(r.previewing, refund_preview(r), refund_form(r)),
        ),
        aside=rx.el.span(t("At most {most}", most=r.most), class_name="t-small t-2"),
    )


def refund_form(r: Any) -> rx.Component:
    """What to give back."""
    return rx.el.form(
        forms.general_error(r),
        rx.el.div(ui.each(r.lines, lambda line: refund_line(line, "units-", t("Give back"))), class_name="give-lines"),
        rx.el.div(
            ui.when(
                r.has_delivery,
                ui.field(
                    t("Delivery, up to {delivery_left}", delivery_left=r.delivery_left),
                    "delivery",
                    prefix="r",
                    value=r.delivery,
                    inputmode="decimal",
                    error=forms.wrong(r, "delivery"),
                    required=False,
                    key=r.fresh,
                ),
            ),
            ui.field(
                t("Good will, in {currency}", currency=r.currency),
                "goodwill",
                prefix="r",
                value=r.goodwill,
                inputmode="decimal",
                error=forms.wrong(r, "goodwill"),
                required=False,
                hint=t("An amount on top, for the trouble."),
                key=r.fresh,
            ),
            class_name="grid grid--2",
        ),
        ui.field(
            t("Reason, the shopper reads it"),
            "reason",
            prefix="r",
            value=r.reason,
            error=forms.wrong(r, "reason"),
            key=r.fresh,
        ),
        rx.el.p(
            t(
                "What has not left yet is better cancelled: then it can be sold again. Units given back "
                "here do not go on the shelf by themselves."
            ),
            class_name="t-small t-2",
        ),
        rx.el.div(
            rx.el.button(t("See what it comes to"), type="submit", class_name="btn btn--secondary"), class_name="row"
        ),
        class_name="stack",
        on_submit=State.preview,
        id="refund-form",
        no_validate=True,
    )


def refund_line(line: Any, prefix: str, verb: str) -> rx.Component:
    """Units of one line."""
    return rx.el.div(
        rx.el.span(
            rx.el.b(line.name),
            ui.when(line.variant != "", rx.el.span(", " + line.variant, class_name="t-2")),
            class_name="grow",
        ),
        forms.units_field(prefix + line.id, line.typed, verb + ": " + line.name, line.error),
        rx.el.span(line.left, class_name="t-small t-2 nowrap"),
        class_name="give-line",
        key=prefix + line.id + line.left,
    )


def refund_preview(r: Any) -> rx.Component:
    """Exactly what will be given back."""
    return rx.el.div(
        ui.sums(r.sums),
        rx.el.p(t("Reason: {reason}", reason=r.reason), class_name="t-small t-2"),
        ui.when(r.note != "", rx.el.p(r.note, class_name="t-small t-2")),
        rx.el.div(
            rx.el.button(
                ui.icon("undo-2", "icon--sm"),
                t("Give back {total}", total=r.total),
                type="button",
                on_click=State.confirm,
                class_name="btn btn--primary",
                id="refund-confirm",
            ),
            rx.el.button(t("Change it"), type="button", on_click=State.change, class_name="btn btn--ghost"),
            class_name="row row--wrap",
        ),
        class_name="stack",
        role="status",
    )


def given_back(v: Any) -> rx.Component:
    """Refunds so far."""
    return ui.card(t("Given back"), "given-back", ui.each(v.refunds, refund_row), flush=True)


def refund_row(row: Any) -> rx.Component:
    """One refund."""
    return rx.el.div(
        ui.icon("undo-2"),
        rx.el.span(
            rx.el.b(row.amount, class_name="t-num"),
            rx.el.span(" · " + row.when, class_name="t-small t-2"),
            ui.when(row.reason != "", rx.el.span(row.reason, class_name="t-small t-2 give-note")),
            ui.when(row.note != "", rx.el.span(row.note, class_name="t-small t-2 give-note")),
        ),
        ui.badge(rx.fragment(ui.icon(row.icon), row.status), row.tone),
        class_name="task",
        key=row.id,
        custom_attrs={"data-refund": row.amount},
    )


def cancelling_units(c: Any) -> rx.Component:
    """Single units that will not be sent."""
    return rx.el.div(
        forms.step(
            t("Cancel single items"),
            rx.el.form(
                rx.el.p(
                    t(
                        "What has not left yet. Its money goes back and it can be sold again; the rest is sent "
                        "as usual."
                    ),
                    class_name="t-small t-2",
                ),
                forms.general_error(c),
                rx.el.div(
                    ui.each(c.lines, lambda line: refund_line(line, "cancel-", t("Cancel"))), class_name="give-lines"
                ),
                ui.field(
                    t("Reason, the shopper reads it"),
                    "reason",
                    prefix="c",
                    error=forms.wrong(c, "reason"),
                    key=c.fresh,
                ),
                rx.el.button(t("Cancel these"), type="submit", class_name="btn btn--danger-quiet btn--sm"),
                class_name="stack",
                on_submit=State.cancel_units,
                id="cancel-units-form",
                no_validate=True,
            ),
        ),
        class_name="card card__body",
    )


def cancelling(v: Any) -> rx.Component:
    """Two steps, and what it does stands beside it."""
    return rx.el.details(
        rx.el.summary(t("Cancel this order"), class_name="text-btn"),
        rx.el.form(
            rx.el.p(
                t("The shopper gets everything back, the units can be sold again. Other stores go on."),
                class_name="t-small t-2",
            ),
            ui.field(t("Reason, the shopper reads it"), "reason", error=v.reason_error),
            rx.el.button(t("Cancel the order"), type="submit", class_name="btn btn--danger-quiet btn--sm"),
            class_name="stack",
            on_submit=State.cancel,
        ),
        class_name="card card__body",
    )
