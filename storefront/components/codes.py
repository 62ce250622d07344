"""Codes in the basket and at the checkout: the field, what they take off, and why one does not (F062)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t

LeaveOut = Callable[[Any, Any], Any]
"""Called with a code and the id of a gift card or credit, one of them empty."""


def code_field(label: str, refusals: Any, wrong: Any, ident: str, *, add: Any, leave_out: LeaveOut) -> rx.Component:
    """A code to type, and what the ones that take nothing off say."""
    return rx.el.div(
        rx.el.form(
            rx.el.label(label, html_for=ident, class_name="field__label"),
            rx.el.div(
                rx.el.input(
                    id=ident, name="code", auto_complete="off", auto_capitalize="characters", max_length=40,
                    class_name="input", aria_describedby=ident + "-error",
                ),
                rx.el.button(t("Apply"), type="submit", class_name="btn btn--secondary"),
                class_name="row code-row",
            ),
            on_submit=add,
            reset_on_submit=True,
        ),
        rx.el.div(ui.when(wrong != "", ui.error_line(wrong, ident)), aria_live="polite"),
        ui.each(
            refusals,
            lambda said: rx.el.p(
                said.label, " ",
                rx.el.button(
                    t("Remove"), rx.el.span(" ", said.code, class_name="visually-hidden"), type="button",
                    class_name="text-btn t-xs", on_click=leave_out(said.code, ""),
                ),
                class_name="t-small t-2 code-refused",
            ),
        ),
        class_name="codes",
    )  # fmt: skip


def taken_off(row: Any, leave_out: LeaveOut) -> rx.Component:
    """A discount or a gift card, with the way to leave it out again."""
    return rx.fragment(
        rx.el.dt(
            row.label,
            ui.when(
                row.removable,
                rx.el.button(
                    t("Remove"), rx.el.span(" ", row.label, class_name="visually-hidden"), type="button",
                    class_name="text-btn t-xs code-remove", on_click=leave_out(row.code, row.value_id),
                ),
            ),
        ),
        rx.el.dd(row.amount),
    )  # fmt: skip
