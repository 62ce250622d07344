"""Sending something back and asking to cancel, on the card of each store's order (F079, F080)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.cases import case_photo_form, case_talk
from emporium.ui.words import t
from storefront.state.purchase import PurchaseState as State


def after_sale(a: Any) -> rx.Component:
    """What became of wishes and returns, and what can still be asked for."""
    return rx.el.div(
        ui.when(a.wish_title != "", wish(a)),
        ui.each(a.cards, back_card),
        ui.when(a.can_cancel, cancelling(a)),
        ui.when(a.can_return, sending_back(a)),
        ui.when(a.case.id != "", case_box(a), ui.when(a.can_case, opening_case(a))),
        class_name="stack after-sale",
    )


def wish(a: Any) -> rx.Component:
    """What became of the last wish to cancel."""
    body = rx.el.p(a.wish)
    take_back = ui.when(
        a.wish_open,
        rx.el.button(
            t("I want it after all"), type="button", class_name="text-btn", on_click=State.want_it(a.number)
        ),
    )  # fmt: skip

    def said(kind: str) -> rx.Component:
        return ui.alert(kind, a.wish_title, body, take_back, role="status")

    return ui.when(
        a.wish_tone == "success",
        said("success"),
        ui.when(a.wish_tone == "warning", said("warning"), said("info")),
    )


def back_card(card: Any) -> rx.Component:
    """One return, in plain words."""
    return rx.el.article(
        rx.el.div(
            rx.el.div(
                rx.el.h3(card.title, class_name="t-strong t-small"),
                rx.el.p(card.what, class_name="t-small t-2"),
            ),
            ui.badge(rx.fragment(ui.icon(card.icon), card.badge), card.tone),
            class_name="split split--top",
        ),
        ui.each(card.said, lambda text: rx.el.p(text, class_name="t-small t-break")),
        ui.when(
            card.pay_url != "",
            rx.el.div(
                ui.anchor(t("Pay the difference"), href=card.pay_url, class_name="btn btn--primary btn--sm"),
                class_name="row",
            ),
        ),
        ui.when(
            card.sold_url != "",
            ui.anchor(t("See order {sold_as}", sold_as=card.sold_as), href=card.sold_url, class_name="link t-small"),
        ),
        ui.when(
            card.label_url != "",
            ui.anchor(
                ui.icon("printer", "icon--sm"),
                t("Print the label"),
                href=card.label_url,
                class_name="link t-small row",
                custom_attrs={"target": "_blank", "rel": "noopener noreferrer"},
            ),
        ),
        ui.when(
            card.has_photos,
            rx.el.div(
                ui.each(
                    card.photos,
                    lambda photo: ui.anchor(
                        rx.el.img(src=photo.href, alt=photo.text, class_name="thumb", loading="lazy"),
                        href=photo.href,
                        custom_attrs={"target": "_blank", "rel": "noopener"},
                    ),
                ),
                class_name="row row--wrap",
            ),
        ),
        ui.when(card.can_add, photo_form(card)),
        ui.when(
            card.can_keep,
            rx.el.button(t("Keep it after all"), type="button", class_name="text-btn", on_click=State.keep(card.id)),
        ),
        class_name="stack parcel-line",
        key=card.id,
        role="status",
    )


def photo_form(card: Any) -> rx.Component:
    """A real form: the browser sends the pictures itself."""
    ident = "photos-" + card.id
    return forms.step(
        t("Add photos"),
        ui.native_form(
            ui.hidden_field("token", card.token),
            rx.el.div(
                rx.el.label(t("Pictures of what is wrong"), html_for=ident, class_name="field__label"),
                rx.el.input(
                    id=ident, name="photos", type="file", multiple=True, class_name="input", required=True,
                    accept="image/jpeg,image/png,image/webp",
                ),
                ui.when(card.photo_error != "", ui.error_line(card.photo_error, ident)),
                rx.el.p(t("Up to 4 of at most 8 MB. Only you, the store and we see them."), class_name="field__hint"),
                class_name="field",
            ),
            rx.el.div(
                rx.el.button(t("Send the photos"), type="submit", class_name="btn btn--secondary btn--sm"),
                class_name="row",
            ),
            action=card.photo_action,
            class_name="stack",
            custom_attrs={"encType": "multipart/form-data"},
        ),
        open=card.photo_error != "",
    )  # fmt: skip


def units_line(line: Any, prefix: str, verb: str) -> rx.Component:
    """How many of a line."""
    return rx.el.div(
        rx.el.span(
            rx.el.b(line.name), ui.when(line.variant != "", rx.el.span(", " + line.variant, class_name="t-2")),
            class_name="grow",
        ),
        ui.when(
            line.single,
            rx.el.input(
                type="checkbox", name=prefix + line.id, default_checked=line.ticked,
                aria_label=verb + ": " + line.name, custom_attrs={"value": "1"},
            ),
            forms.units_field(prefix + line.id, "", verb + ": " + line.name),
        ),
        ui.when(line.left != "", rx.el.span(line.left, class_name="t-small t-2 nowrap")),
        class_name="give-line",
        key=prefix + line.id + line.left + ui.pick(line.ticked, "only", ""),
    )  # fmt: skip


def sending_back(a: Any) -> rx.Component:
    """What, why, and off to the store."""
    at_lines = (a.wrong == "lines") | (a.wrong == "quantity") | (a.wrong == "order")
    return forms.step(
        t("Send something back"),
        rx.el.form(
            ui.hidden_field("number", a.number),
            ui.when((a.error != "") & at_lines, ui.alert("danger", a.error, role="alert")),
            rx.el.div(
                ui.each(a.lines, lambda line: units_line(line, "back-", t("Send back"))), class_name="give-lines"
            ),
            forms.select_field(
                t("Why"), "reason", a.reasons, error=ui.pick(a.wrong == "reason", a.error, ""), prefix="b" + a.number
            ),
            ui.when(
                a.can_swap,
                forms.select_field(
                    t("What you would like"), "swap", a.swaps, error=ui.pick(a.wrong == "swap", a.error, ""),
                    prefix="s" + a.number,
                ),
            ),
            forms.text_area(
                t("In your own words"), "note", error=ui.pick(a.wrong == "note", a.error, ""), prefix="b" + a.number,
                required=False, rows=3, max_length=1000,
            ),
            rx.el.p(a.days, " " + t("Photos can be added afterwards."), class_name="t-small t-2"),
            rx.el.div(
                rx.el.button(t("Ask the store"), type="submit", class_name="btn btn--primary btn--sm"), class_name="row"
            ),
            class_name="stack", on_submit=State.ask_return, no_validate=True, key="b" + a.fresh,
        ),
    )  # fmt: skip


def cancelling(a: Any) -> rx.Component:
    """Not to be sent after all."""
    return forms.step(
        t("Cancel items"),
        rx.el.form(
            ui.hidden_field("number", a.number),
            rx.el.p(a.cancel_hint, class_name="t-small t-2"),
            ui.when(a.cancel_error != "", ui.alert("danger", a.cancel_error, role="alert")),
            rx.el.div(
                ui.each(a.cancel_lines, lambda line: units_line(line, "stop-", t("Cancel"))), class_name="give-lines"
            ),
            rx.el.p(t("Leave all of them empty to cancel everything of this store."), class_name="t-small t-2"),
            ui.field(t("Why"), "reason", prefix="c" + a.number, required=False, max_length=300),
            rx.el.div(
                rx.el.button(t("Cancel these"), type="submit", class_name="btn btn--danger-quiet btn--sm"),
                class_name="row",
            ),
            class_name="stack", on_submit=State.ask_cancel, no_validate=True,
        ),
    )  # fmt: skip


def case_box(a: Any) -> rx.Component:
    """The case, and what the shopper can still say and show."""
    return rx.el.div(
        case_talk(a.case),
        ui.when(
            a.case.is_open,
            rx.el.div(
                forms.step(
                    t("Say more"),
                    rx.el.form(
                        ui.hidden_field("id", a.case.id),
                        forms.text_area(t("Your message"), "words", prefix="m" + a.number, rows=3, max_length=2000),
                        rx.el.div(
                            rx.el.button(t("Send"), type="submit", class_name="btn btn--secondary btn--sm"),
                            class_name="row",
                        ),
                        class_name="stack", on_submit=State.say_in_case, no_validate=True,
                    ),
                ),
                forms.step(
                    t("Show photos"),
                    case_photo_form(a.case, a.number, "/purchase/" + a.token, ui.hidden_field("token", a.token)),
                    open=a.case.photo_error != "",
                ),
                rx.el.button(
                    t("It is settled, close the case"), type="button", class_name="text-btn",
                    on_click=State.withdraw_case(a.case.id),
                ),
                class_name="stack",
            ),
        ),
        class_name="parcel-line",
    )  # fmt: skip


def opening_case(a: Any) -> rx.Component:
    """When the store does not help."""
    return forms.step(
        t("Something went wrong"),
        rx.el.form(
            ui.hidden_field("number", a.number),
            rx.el.p(
                t("Ask the store first. If that does not help, open a case: the store has to answer, then we decide."),
                class_name="t-small t-2",
            ),
            ui.when((a.case_error != "") & (a.case_wrong == ""), ui.alert("danger", a.case_error, role="alert")),
            forms.select_field(
                t("What is it"), "kind", a.case_kinds, error=ui.pick(a.case_wrong == "kind", a.case_error, ""),
                prefix="k" + a.number,
            ),
            forms.text_area(
                t("What happened"), "words", error=ui.pick(a.case_wrong == "words", a.case_error, ""),
                prefix="k" + a.number, rows=3, max_length=2000,
            ),
            rx.el.div(
                rx.el.button(t("Open a case"), type="submit", class_name="btn btn--primary btn--sm"), class_name="row"
            ),
            class_name="stack", on_submit=State.open_case, no_validate=True,
        ),
    )  # fmt: skip
