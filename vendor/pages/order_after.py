"""A shopper's wish to cancel, and an order's returns, on the order's page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.cases import case_photo_form, case_talk
from emporium.ui.words import t
from vendor.state.order import VendorOrderState as State


def wish(a: Any) -> rx.Component:
    """Somebody does not want it any more: yes, or no in words."""
    return ui.when(
        a.wish != "",
        ui.alert(
            "warning",
            t("The shopper wants to cancel: do not send it before you answer"),
            ui.each(a.wish_lines, lambda text: rx.el.p(rx.el.b(text))),
            rx.el.p("“", a.wish, "”"),
            ui.when(
                a.can_answer,
                rx.el.div(
                    rx.el.div(
                        rx.el.button(
                            t("Cancel it, give the money back"), type="button", on_click=State.agree, id="wish-agree",
                            class_name="btn btn--primary btn--sm",
                        ),
                        class_name="row",
                    ),
                    forms.step(
                        t("Say no"),
                        rx.el.form(
                            ui.field(t("Why, the shopper reads it"), "note", prefix="wish", error=a.error),
                            rx.el.button(t("Say no"), type="submit", class_name="btn btn--secondary btn--sm"),
                            class_name="stack", on_submit=State.disagree, id="wish-form", no_validate=True,
                        ),
                    ),
                    class_name="stack",
                ),
            ),
            role="status",
        ),
    )  # fmt: skip


def returned(a: Any) -> rx.Component:
    """What comes back of this order, and wishes that ended."""
    return rx.fragment(
        ui.when(a.case.id != "", case(a)),
        ui.when(
            a.has_returns,
            ui.card(t("Returns"), "returns", ui.each(a.rows, return_row), flush=True),
        ),
        ui.each(a.past, lambda text: rx.el.p(text, class_name="t-small t-2")),
    )


def return_row(row: Any) -> rx.Component:
    """One return."""
    return ui.anchor(
        ui.icon("undo-2"),
        rx.el.span(
            rx.el.b(row.units, ", ", row.reason), rx.el.br(), rx.el.span(row.when, class_name="t-small t-2")
        ),
        ui.badge(rx.fragment(ui.icon(row.icon), row.badge), row.tone),
        href=row.href,
        class_name="task",
        key=row.href,
    )  # fmt: skip


def case(a: Any) -> rx.Component:
    """A shopper's case, and the store's answer."""
    return ui.card(
        t("Buyer protection"),
        "case",
        case_talk(a.case),
        ui.when(
            a.can_say,
            rx.el.div(
                rx.el.form(
                    ui.hidden_field("id", a.case.id),
                    forms.text_area(
                        t("Your answer, the shopper and we read it"),
                        "words",
                        prefix="case",
                        rows=3,
                        error=a.case_error,
                        max_length=2000,
                    ),
                    rx.el.div(
                        rx.el.button(t("Answer"), type="submit", class_name="btn btn--primary btn--sm"),
                        class_name="row",
                    ),
                    class_name="stack",
                    on_submit=State.answer_case,
                    id="case-form",
                    no_validate=True,
                    key=a.case.badge,
                ),
                forms.step(
                    t("Show photos"), case_photo_form(a.case, "store", a.case_back), open=a.case.photo_error != ""
                ),
                class_name="stack",
            ),
        ),
    )
