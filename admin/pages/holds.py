"""Holds and debts."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.state.holds import AdminHoldsState as State
from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.words import t


def holds_page(v: Any) -> rx.Component:
    """What waits for a look left, who owes right."""
    return rx.el.div(
        ui.page_head(t("Holds"), v.sub, ui.live_mark()),
        rx.el.div(holds(v), debts(v), class_name="grid grid--2"),
        class_name="page",
    )


def holds(v: Any) -> rx.Component:
    """Orders and payouts that somebody has to look at."""
    return rx.el.section(
        rx.el.div(rx.el.h2(t("To look at"), id="holds"), class_name="card__head"),
        ui.when(
            v.quiet,
            ui.empty(
                t("Nothing to look at"), t("Unusual orders wait here before they are sent."), icon_name="shield-check"
            ),
            rx.el.div(ui.each(v.holds, lambda row: hold(row, v.can_edit)), class_name="card__body"),
        ),
        ui.list_foot(v.foot, v.older, v.newest),
        ui.when(v.can_edit, rx.el.div(by_hand(v), class_name="card__body")),
        class_name="card clipped",
        aria_labelledby="holds",
    )


def hold(row: Any, can_edit: Any) -> rx.Component:
    """One of them, with why, and letting it go on."""
    return rx.el.article(
        rx.el.div(
            rx.el.span(rx.el.b(row.title), rx.el.br(), rx.el.span(row.sub, class_name="t-small t-2")),
            rx.el.span(row.since, class_name="t-small t-3 nowrap"),
            class_name="split split--top",
        ),
        ui.each(
            row.reasons,
            lambda text: rx.el.p(ui.icon("triangle-alert", "icon--sm"), rx.el.span(text), class_name="row row--top"),
        ),
        ui.when(
            can_edit,
            forms.step(
                t("Let it go on"),
                rx.el.form(
                    ui.hidden_field("id", row.id),
                    ui.field(
                        t("Why it is fine"), "note", prefix=row.id, error=row.error,
                        hint=t("Kept in the audit log. Refunds work all the while."),
                    ),
                    rx.el.button(t("Let it go on"), type="submit", class_name="btn btn--primary btn--sm"),
                    class_name="stack", on_submit=State.let_go, no_validate=True,
                ),
            ),
        ),
        class_name="stack parcel-line",
        key=row.id,
    )  # fmt: skip


def by_hand(v: Any) -> rx.Component:
    """Stopping an order that looked fine to the rules."""
    return forms.step(
        t("Hold an order by hand"),
        rx.el.form(
            ui.field(t("Order"), "number", error=forms.wrong(v, "number"), prefix="h", hint=t("Like E10482-1.")),
            ui.field(t("Why"), "note", error=forms.wrong(v, "note"), prefix="h", hint=t("The store reads it.")),
            rx.el.button(t("Hold it"), type="submit", class_name="btn btn--secondary btn--sm"),
            class_name="stack", on_submit=State.stop, id="hold-form", no_validate=True,
        ),
    )  # fmt: skip


def debts(v: Any) -> rx.Component:
    """Stores whose balance is below zero."""
    return rx.el.section(
        rx.el.div(rx.el.h2(t("Stores that owe"), id="debts"), class_name="card__head"),
        ui.when(
            v.nobody,
            ui.empty(
                t("Nobody owes"), t("Refunds and fees after a payout are taken off later sales."), icon_name="scale"
            ),
            rx.el.div(ui.each(v.debts, lambda row: debt(row, v.can_edit)), class_name="card__body"),
        ),
        class_name="card clipped",
        aria_labelledby="debts",
    )


def debt(row: Any, can_edit: Any) -> rx.Component:
    """One store, how far it went, and what can be done."""
    return rx.el.article(
        rx.el.div(
            rx.el.span(rx.el.b(row.store), rx.el.br(), rx.el.span(row.since, class_name="t-small t-2")),
            rx.el.span(
                rx.el.b(row.owed, class_name="t-num"), ui.badge(rx.fragment(ui.icon(row.icon), row.status), row.tone),
                class_name="stack feed__sum",
            ),
            class_name="split split--top",
        ),
        ui.when(row.next_step != "", rx.el.p(row.next_step, class_name="t-small t-2")),
        ui.when(row.error != "", ui.alert("danger", row.error, role="alert")),
        ui.when(
            can_edit,
            rx.el.div(
                forms.step(t("It paid"), amount_form(row, "p", State.paid, t("Book the payment"))),
                forms.step(t("Forgive"), amount_form(row, "f", State.forgive, t("Forgive it")), danger=True),
                forms.step(
                    t("More time"),
                    rx.el.form(
                        ui.hidden_field("id", row.id),
                        ui.field(t("Why"), "note", prefix="t" + row.id),
                        rx.el.button(t("Give time"), type="submit", class_name="btn btn--secondary btn--sm"),
                        class_name="stack", on_submit=State.more_time, no_validate=True,
                    ),
                ),
                class_name="row row--wrap row--top",
            ),
        ),
        class_name="stack parcel-line",
        key=row.key,
    )  # fmt: skip


def amount_form(row: Any, prefix: str, act: Any, verb: str) -> rx.Component:
    """How much, and what it is."""
    return rx.el.form(
        ui.hidden_field("id", row.id),
        ui.hidden_field("currency", row.currency),
        ui.hidden_field("key", row.key),
        ui.field(t("Amount, {currency}", currency=row.currency), "amount", prefix=prefix + row.id, inputmode="decimal"),
        ui.field(t("What it is"), "note", prefix=prefix + row.id, hint=t("Kept with the booking.")),
        rx.el.button(verb, type="submit", class_name="btn btn--primary btn--sm"),
        class_name="stack", on_submit=act, no_validate=True,
    )  # fmt: skip
