"""A store's returns: the list, and one of them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from vendor.state.returns import VendorReturnState as State

HEADS = ((N_("Return"), ""), (N_("Customer"), ""), (N_("Reason"), ""), (N_("Items"), ""), (N_("Status"), ""))


def returns_page(v: Any) -> rx.Component:
    """Open ones first."""
    return rx.el.div(
        ui.page_head(t("Returns"), v.sub, ui.live_mark()),
        rx.el.section(
            ui.when(
                v.empty,
                ui.empty(t("Nothing comes back"), t("When a shopper wants to return something, it stands here first."),
                         icon_name="undo-2"),
                ui.table(t("Returns"), HEADS, v.rows, return_row),
            ),
            ui.list_foot(v.foot, v.older, v.newest),
            class_name="card",
            aria_label=t("Returns"),
        ),
        class_name="page",
    )  # fmt: skip


def return_row(row: Any) -> rx.Component:
    """One return."""
    return rx.el.tr(
        ui.main_cell(ui.anchor(row.number, href=row.href, class_name="row-link t-mono"), rx.el.small(row.when)),
        ui.cell(row.buyer, label=t("Customer")),
        ui.cell(row.reason, label=t("Reason")),
        ui.cell(row.units, label=t("Items"), extra="hide-s"),
        ui.cell(ui.badge(rx.fragment(ui.icon(row.icon), row.badge), row.tone), label=t("Status")),
        role="row",
        key=row.href,
    )


def return_page(v: Any) -> rx.Component:
    """What comes back and why; the next step beside it."""
    return rx.el.div(
        ui.page_head(
            v.title, v.sub, ui.badge(rx.fragment(ui.icon(v.icon), v.badge), v.tone), trail=ui.breadcrumbs(v.trail)
        ),
        rx.el.div(
            rx.el.div(
                ui.when(v.can_inspect, inspecting(v), coming_back(v)),
                said(v),
                class_name="stack",
            ),
            rx.el.div(
                ui.when(v.can_decide, answering(v)),
                ui.when(v.can_receive, receiving()),
                ui.when(v.can_replace, replacing(v)),
                ui.when(v.charged != "", charged(v)),
                facts(v),
                class_name="stack",
            ),
            class_name="grid grid--main-side",
        ),
        class_name="page page--narrow",
    )  # fmt: skip


def coming_back(v: Any) -> rx.Component:
    """The lines."""
    return ui.card(t("Items"), "items", ui.each(v.lines, one_line))


def one_line(line: Any) -> rx.Component:
    """Units of a line."""
    return rx.el.div(
        ui.thumb(line.picture),
        rx.el.span(
            rx.el.b(line.name), rx.el.br(), rx.el.span(line.variant, class_name="t-small t-2"), class_name="grow"
        ),
        rx.el.span(
            rx.el.span(line.units + " ×", class_name="t-num"),
            ui.when(line.state != "", rx.el.span(line.state, class_name="t-small t-2")),
            class_name="stack feed__sum",
        ),
        class_name="pack-line",
        key=line.id,
    )  # fmt: skip


def said(v: Any) -> rx.Component:
    """In the shopper's words and pictures."""
    return ui.card(
        t("Why"),
        "why",
        rx.el.p(rx.el.b(v.reason)),
        ui.when(
            v.instead != "",
            ui.alert("info", t("Something else instead of money"), rx.el.p(v.instead), icon_name="refresh-cw"),
        ),
        ui.when(v.note != "", rx.el.p("“", v.note, "”", class_name="t-break")),
        rx.el.div(
            ui.each(
                v.photos,
                lambda photo: ui.anchor(
                    rx.el.img(src=photo.href, alt=photo.text, class_name="thumb thumb--lg", loading="lazy"),
                    href=photo.href, custom_attrs={"target": "_blank", "rel": "noopener"},
                ),
            ),
            class_name="row row--wrap",
        ),
    )  # fmt: skip


def facts(v: Any) -> rx.Component:
    """What happened so far, and the order."""
    return ui.card(
        t("So far"),
        "so-far",
        ui.anchor(v.order_text, href=v.order_href, class_name="link"),
        ui.sums(v.facts),
    )


def answering(v: Any) -> rx.Component:
    """Yes and how, or no and why."""
    return ui.card(
        t("Your answer"),
        "answer",
        rx.el.form(
            forms.text_area(t("What the shopper should know"), "note", error=forms.wrong(v, "note"), required=False,
                            rows=3, max_length=1000),
            forms.text_area(t("Address to send it to"), "address", error=forms.wrong(v, "address"), required=False,
                            rows=2, max_length=400),
            ui.field(t("Label to print, its address"), "label_url", error=forms.wrong(v, "label_url"), required=False,
                     hint=t("Begins with https://"), inputmode="url"),
            ui.field(t("Tracking number of the label"), "tracking_number", error=forms.wrong(v, "tracking_number"),
                     required=False),
            ui.when(
                v.dearer != "",
                rx.el.div(
                    rx.el.label(
                        rx.el.input(type="checkbox", name="waive"),
                        rx.el.span(t("Waive the difference of {dearer}", dearer=v.dearer)),
                        class_name="check",
                    ),
                    ui.when(forms.wrong(v, "waive") != "", ui.error_line(forms.wrong(v, "waive"), "waive")),
                    class_name="field",
                ),
            ),
            rx.el.button(t("Let it come back"), type="submit", class_name="btn btn--primary"),
            class_name="stack", on_submit=State.approve, id="approve-form", no_validate=True,
        ),
        forms.step(
            t("Refuse it"),
            rx.el.form(
                forms.text_area(t("Why not, the shopper reads it"), "note", prefix="no",
                                error=forms.wrong(v, "no-note"), rows=3, max_length=1000),
                rx.el.button(t("Refuse the return"), type="submit", class_name="btn btn--danger-quiet btn--sm"),
                class_name="stack", on_submit=State.refuse, id="refuse-form", no_validate=True,
            ),
            danger=True,
        ),
    )  # fmt: skip


def receiving() -> rx.Component:
    """The parcel is here."""
    return ui.card(
        t("Has it arrived?"),
        "arrived",
        rx.el.p(t("Say so as soon as the parcel is here. Then look at what is in it."), class_name="t-2"),
        rx.el.button(
            ui.icon("check", "icon--sm"), t("It has arrived"), type="button", on_click=State.receive, id="receive",
            class_name="btn btn--primary",
        ),
    )  # fmt: skip


def replacing(v: Any) -> rx.Component:
    """What is sent instead."""
    return ui.card(
        t("Send the replacement"),
        "replacement",
        rx.el.form(
            forms.select_field(t("Carrier"), "carrier", v.carriers, prefix="x", error=forms.wrong(v, "carrier")),
            ui.field(t("Tracking number"), "tracking_number", prefix="x", error=forms.wrong(v, "tracking_number"),
                     required=False),
            rx.el.button(ui.icon("truck", "icon--sm"), t("Mark as sent"), type="submit", class_name="btn btn--primary"),
            class_name="stack", on_submit=State.replace, id="replace-form", no_validate=True,
        ),
        ui.when(v.can_drop, dropping(v)),
    )  # fmt: skip


def charged(v: Any) -> rx.Component:
    """A dearer one, that the shopper pays or paid."""
    return ui.card(
        t("The replacement"),
        "charged",
        rx.el.p(v.charged, class_name="t-2"),
        ui.when(
            v.sold_as != "", ui.anchor(t("Order {sold_as}", sold_as=v.sold_as), href=v.sold_href, class_name="link")
        ),
        ui.when(v.can_drop, dropping(v)),
    )


def dropping(v: Any) -> rx.Component:
    """Money after all."""
    return forms.step(
        t("No replacement after all"),
        rx.el.form(
            ui.field(t("Why, the shopper reads it"), "note", prefix="d", error=forms.wrong(v, "swap")),
            rx.el.button(t("Cancel the exchange"), type="submit", class_name="btn btn--danger-quiet btn--sm"),
            class_name="stack", on_submit=State.drop, id="drop-form", no_validate=True,
        ),
        danger=True,
    )  # fmt: skip


def inspecting(v: Any) -> rx.Component:
    """Put back or scrapped, then the money."""
    return ui.card(t("Inspect"), "inspect", ui.when(v.previewing, previewed(v), inspect_form(v)))


def inspect_form(v: Any) -> rx.Component:
    """How many of each can be sold again, and what is given back."""
    return rx.el.div(
        rx.el.form(
            ui.when(
                (v.error != "") & (v.wrong != "shipping") & (v.wrong != "no-note"),
                ui.alert("danger", v.error, role="alert"),
            ),
            rx.el.div(ui.each(v.lines, lambda line: again(line, "i")), class_name="give-lines"),
            rx.el.p(t("What is not put back is scrapped."), class_name="t-small t-2"),
            forms.select_field(t("Put back at"), "place", v.places, value=v.place, prefix="i"),
            ui.when(
                v.delivery_left != "",
                ui.field(
                    t("Delivery to give back, up to {delivery_left}", delivery_left=v.delivery_left),
                    "delivery",
                    value=v.delivery,
                    prefix="i",
                    inputmode="decimal",
                    error=forms.wrong(v, "shipping"),
                    required=False,
                ),
            ),
            rx.el.div(
                rx.el.button(t("See what it comes to"), type="submit", class_name="btn btn--secondary"),
                class_name="row",
            ),
            class_name="stack",
            on_submit=State.preview,
            id="inspect-form",
            no_validate=True,
            key="i" + v.fresh,
        ),
        forms.step(
            t("Give no money back"),
            rx.el.form(
                rx.el.div(ui.each(v.lines, lambda line: again(line, "k")), class_name="give-lines"),
                forms.select_field(t("Put back at"), "place", v.places, value=v.place, prefix="k"),
                forms.text_area(
                    t("Why, the shopper reads it"),
                    "note",
                    prefix="k",
                    error=forms.wrong(v, "no-note"),
                    rows=3,
                    max_length=1000,
                ),
                rx.el.button(t("Inspected, nothing back"), type="submit", class_name="btn btn--danger-quiet btn--sm"),
                class_name="stack",
                on_submit=State.keep_money,
                id="keep-form",
                no_validate=True,
            ),
            danger=True,
        ),
        class_name="stack",
    )


def again(line: Any, prefix: str) -> rx.Component:
    """How many units of a line are sold again."""
    ident = prefix + "-" + line.id
    return rx.el.div(
        rx.el.span(
            rx.el.b(line.name),
            ui.when(line.variant != "", rx.el.span(", " + line.variant, class_name="t-2")),
            ui.when(
                line.resalable, rx.fragment(), rx.el.span(" " + t("Cannot be sold again."), class_name="t-small t-2")
            ),
            class_name="grow",
        ),
        rx.el.span(t("Put back"), class_name="t-small t-2"),
        rx.el.input(
            name="again-" + line.id,
            default_value=line.again,
            input_mode="numeric",
            auto_complete="off",
            id=ident,
            class_name="input input--sm input--num pack-units",
            aria_label=t("Put back: {name}", name=line.name),
            disabled=~line.resalable if ui.is_var(line.resalable) else not line.resalable,
        ),
        rx.el.span(t("of {units}", units=line.units), class_name="t-small t-2 nowrap"),
        class_name="give-line",
        key=ident,
    )


def previewed(v: Any) -> rx.Component:
    """Exactly what will be given back."""
    return rx.el.div(
        ui.when(v.no_money, rx.el.p(t("The replacement is sent instead of money.")), ui.sums(v.sums)),
        ui.each(
            v.lines,
            lambda line: rx.el.p(
                line.name, ": ", ui.pick(line.again != "", line.again, "0"), " " + t("of") + " ", line.units,
                " " + t("put back, the rest scrapped."), class_name="t-small t-2",
            ),
        ),
        rx.el.div(
            rx.el.button(
                ui.icon("undo-2", "icon--sm"),
                ui.pick(v.no_money, t("Put back"), t("Put back, give back {total}", total=v.total)), type="button",
                on_click=State.confirm, class_name="btn btn--primary", id="inspect-confirm",
            ),
            rx.el.button(t("Change it"), type="button", on_click=State.change, class_name="btn btn--ghost"),
            class_name="row row--wrap",
        ),
        class_name="stack", role="status",
    )  # fmt: skip
