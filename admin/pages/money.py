"""The platform's money, one tab at a time."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.components.lists import stated
from admin.state.money import AdminMoneyState as State
from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t

DUE_HEADS = (
    (N_("Store"), ""),
    (N_("Can be paid"), "num"),
    (N_("Pending"), "num"),
    (N_("On hold"), "num"),
    (N_("Goes to"), ""),
)
PAYOUT_HEADS = (
    (N_("Payout"), ""),
    (N_("Store"), ""),
    (N_("Amount"), "num"),
    (N_("Goes to"), ""),
    (N_("State"), ""),
    ("", "fit"),
)
SURPLUS_HEADS = ((N_("Purchase"), ""), (N_("Shopper"), ""), (N_("Amount"), "num"), (N_("Why"), ""), ("", "fit"))
REFUND_HEADS = (
    (N_("Order"), ""),
    (N_("Store"), ""),
    (N_("Amount"), "num"),
    (N_("What the provider said"), ""),
    ("", "fit"),
)
DISPUTE_HEADS = (
    (N_("Order"), ""),
    (N_("Store"), ""),
    (N_("Amount"), "num"),
    (N_("Answer"), ""),
    (N_("State"), ""),
    ("", "fit"),
)
HOOK_HEADS = ((N_("Event"), ""), (N_("Provider"), ""), (N_("Received"), ""), (N_("State"), ""), ("", "fit"))


def money_page(v: Any) -> rx.Component:
    """Tabs, and the chosen one."""
    return rx.el.div(
        ui.page_head(t("Money"), v.sub, ui.live_mark()),
        ui.when(v.ran, outcome(v)),
        ui.when(v.tab == "", ui.figures(v.figures, t("Due"), "3")),
        rx.el.section(
            ui.tabs(v.tabs, t("Kinds of money")),
            tools(v),
            ui.when(
                v.tab == "books",
                books(v),
                rx.fragment(
                    ui.when(v.empty, ui.empty(v.empty_title, v.empty_text, icon_name="inbox"), rows(v)),
                    ui.list_foot(v.foot, v.older, v.newest),
                ),
            ),
            class_name="card",
            aria_label=t("Money"),
        ),
        class_name="page",
    )


def tools(v: Any) -> rx.Component:
    """What the tab is narrowed to, and what can be done with all of it."""
    pay = rx.el.button(
        ui.icon("banknote", "icon--sm"), t("Pay stores now"), type="button", on_click=State.pay,
        class_name="btn btn--primary btn--sm", id="pay-stores",
    )  # fmt: skip
    check = rx.el.button(
        ui.icon("scale", "icon--sm"), t("Check the books"), type="button", on_click=State.check,
        class_name="btn btn--primary btn--sm", id="check-books",
    )  # fmt: skip
    return rx.el.div(
        ui.when(v.narrowed, ui.segments(v.shown, t("Shown"))),
        ui.when(
            v.tab == "",
            ui.when(v.can_act, pay, rx.el.span(t("Only those who manage money can pay."), class_name="t-small t-2")),
        ),
        ui.when(
            v.tab == "books",
            ui.when(
                v.can_act, check, rx.el.span(t("Only those who manage money can check."), class_name="t-small t-2")
            ),
        ),
        ui.when(v.tab == "payouts", ui.when(v.can_act, bank_files(v))),
        class_name="list-tools money-tools",
    )


def bank_files(v: Any) -> rx.Component:
    """Files for the bank; whoever fetches one has taken its payouts to the bank."""
    return rx.el.span(
        ui.each(
            v.to_send,
            lambda option: rx.el.button(
                ui.icon("download", "icon--sm"), option.text, type="button", on_click=State.bank_csv(option.code),
                class_name="btn btn--secondary btn--sm",
            ),
        ),
        ui.when(
            v.euro,
            rx.el.button(
                ui.icon("download", "icon--sm"), t("Bank file (pain.001)"), type="button", on_click=State.bank_xml,
                class_name="btn btn--secondary btn--sm",
            ),
        ),
        class_name="row row--wrap",
    )  # fmt: skip


def outcome(v: Any) -> rx.Component:
    """What the run did, store by store."""
    return rx.el.div(
        ui.card(
            v.ran_text,
            "outcome",
            ui.each(
                v.outcomes,
                lambda line: rx.el.div(
                    ui.icon(ui.pick(line.paid, "circle-check", "info")),
                    rx.el.span(
                        rx.el.b(line.store), rx.el.br(), rx.el.span(line.said, class_name="t-small t-2"),
                    ),
                    rx.el.span(line.due, class_name="t-num"),
                    class_name="task",
                ),
            ),
            flush=True,
        ),
        role="status",
    )  # fmt: skip


def rows(v: Any) -> rx.Component:
    """The chosen list."""
    return rx.fragment(
        ui.when(v.tab == "", ui.table(t("Due to stores"), DUE_HEADS, v.dues, due_row)),
        ui.when(v.tab == "payouts", ui.table(t("Payouts"), PAYOUT_HEADS, v.payouts, payout_row)),
        ui.when(v.tab == "surplus", ui.table(t("Surplus payments"), SURPLUS_HEADS, v.waiting, surplus_row)),
        ui.when(v.tab == "refunds", ui.table(t("Failed refunds"), REFUND_HEADS, v.waiting, refund_row)),
        ui.when(v.tab == "disputes", ui.table(t("Disputes"), DISPUTE_HEADS, v.disputes, dispute_row)),
        ui.when(v.tab == "webhooks", ui.table(t("Provider events"), HOOK_HEADS, v.hooks, hook_row)),
    )


def due_row(row: Any) -> rx.Component:
    """One store."""
    return rx.el.tr(
        ui.main_cell(rx.el.b(row.store), media=ui.store_mark(row.initials, row.awning, "sm")),
        ui.cell(
            rx.el.span(row.due, class_name=ui.pick(row.owes, "late", "t-strong")), label=t("Can be paid"), extra="num"
        ),
        ui.cell(row.pending, label=t("Pending"), extra="num"),
        ui.cell(row.held, label=t("On hold"), extra="num"),
        ui.cell(rx.el.span(row.account, class_name=ui.pick(row.no_account, "t-3", "t-num")), label=t("Goes to")),
        role="row",
        key=row.key,
    )


def store_cell(name: Any, pigment: Any) -> rx.Component:
    """A store in its colour."""
    return ui.cell(
        rx.el.span(ui.store_dot(), name, class_name="row", custom_attrs=ui.in_colours(pigment)), label=t("Store")
    )


def payout_row(row: Any) -> rx.Component:
    """One payout."""
    back = rx.el.form(
        ui.hidden_field("payout", row.id),
        rx.el.label(
            rx.el.span(t("What did the bank say?"), class_name="t-small"),
            rx.el.input(name="reason", class_name="input input--sm", auto_complete="off", key=row.id),
        ),
        ui.when(row.error != "", rx.el.p(row.error, class_name="field__error", role="alert")),
        rx.el.button(t("It came back"), type="submit", class_name="btn btn--danger-quiet btn--sm"),
        class_name="stack", on_submit=State.came_back,
    )  # fmt: skip
    return rx.el.tr(
        ui.main_cell(rx.el.b(row.number, class_name="t-mono"), rx.el.small(row.when)),
        store_cell(row.store, row.awning),
        ui.cell(row.amount, label=t("Amount"), extra="num"),
        ui.cell(rx.el.span(row.account, class_name="t-num"), label=t("Goes to")),
        ui.cell(
            stated(row.icon, row.status, row.tone),
            ui.when(row.note != "", rx.el.span(row.note, class_name="t-small t-3 give-note t-break")),
            label=t("State"),
        ),
        ui.cell(
            rx.el.span(
                ui.when(
                    row.can_settle,
                    rx.el.button(
                        ui.icon("check", "icon--sm"),
                        t("Paid"),
                        type="button",
                        on_click=State.settle(row.id),
                        class_name="btn btn--secondary btn--sm",
                        aria_label=t("Mark as paid: {number}", number=row.number),
                    ),
                ),
                ui.when(row.can_return, forms.step(t("Came back"), back)),
                class_name="row row--wrap",
            ),
            extra="actions",
        ),
        role="row",
        key=row.id,
        custom_attrs={"data-payout": row.number},
    )


def surplus_row(row: Any) -> rx.Component:
    """One payment too many."""
    return waiting_row(
        row, t("Shopper"), t("Send it back"), State.send_back(row.id), "undo-2",
        rx.fragment(row.reason, rx.el.span(row.note, class_name="t-small t-3 give-note")),
    )  # fmt: skip


def refund_row(row: Any) -> rx.Component:
    """One refund that failed."""
    return waiting_row(
        row, t("Store"), t("Try again"), State.retry(row.id), "refresh-cw",
        rx.fragment(row.reason, rx.el.span(t("Given for: {note}", note=row.note), class_name="t-small t-3 give-note")),
    )  # fmt: skip


def waiting_row(row: Any, who: str, verb: str, act: Any, sign: str, why: rx.Component) -> rx.Component:
    """Something that waits, with the one thing to do about it."""
    return rx.el.tr(
        ui.main_cell(rx.el.b(row.number, class_name="t-mono"), rx.el.small(row.when)),
        ui.cell(row.who, rx.el.span(row.provider, class_name="t-small t-3 give-note"), label=who),
        ui.cell(row.amount, label=t("Amount"), extra="num"),
        ui.cell(why, label=t("Why")),
        ui.cell(
            ui.when(
                row.can_act,
                rx.el.button(
                    ui.icon(sign, "icon--sm"), verb, type="button", on_click=act,
                    class_name="btn btn--secondary btn--sm", aria_label=verb + ": " + row.number,
                ),
            ),
            extra="actions",
        ),
        role="row", key=row.id, custom_attrs={"data-waiting": row.number},
    )  # fmt: skip


def dispute_row(row: Any) -> rx.Component:
    """One dispute."""
    decide = rx.el.span(
        rx.el.button(
            t("Won"), type="button", on_click=State.decide(row.id, True), class_name="btn btn--secondary btn--sm",
            aria_label=t("The bank gave it back: {number}", number=row.number),
        ),
        rx.el.button(
            t("Lost"), type="button", on_click=State.decide(row.id, False), class_name="btn btn--danger-quiet btn--sm",
            aria_label=t("The money is gone: {number}", number=row.number),
        ),
        class_name="row row--wrap",
    )  # fmt: skip
    return rx.el.tr(
        ui.main_cell(
            rx.el.b(row.number, class_name="t-mono"), rx.el.small(row.reason), rx.el.small(row.reference),
        ),
        store_cell(row.store, row.awning),
        ui.cell(row.amount, label=t("Amount"), extra="num"),
        ui.cell(
            ui.when(
                row.answer != "",
                forms.step(t("Read it"), rx.el.p(row.answer, class_name="t-small mail-text")),
                rx.el.span(t("None yet"), class_name="t-3"),
            ),
            label=t("Answer"),
        ),
        ui.cell(
            stated(row.icon, row.status, row.tone), rx.el.span(row.due, class_name="t-small t-3 give-note"),
            label=t("State"),
        ),
        ui.cell(ui.when(row.can_decide, forms.step(t("The bank decided"), decide)), extra="actions"),
        role="row", key=row.id, custom_attrs={"data-dispute": row.number},
    )  # fmt: skip


def hook_row(row: Any) -> rx.Component:
    """One event."""
    return rx.el.tr(
        ui.main_cell(rx.el.b(row.kind), rx.el.small(row.event, class_name="t-mono t-break")),
        ui.cell(row.provider, label=t("Provider")),
        ui.cell(row.when, label=t("Received")),
        ui.cell(
            stated(row.icon, row.status, row.tone),
            ui.when(row.error != "", rx.el.span(row.error, class_name="t-small t-3 give-note")),
            label=t("State"),
        ),
        ui.cell(
            ui.when(
                row.can_replay,
                rx.el.button(
                    ui.icon("refresh-cw", "icon--sm"), t("Replay"), type="button", on_click=State.replay(row.id),
                    class_name="btn btn--secondary btn--sm", aria_label=t("Replay {event}", event=row.event),
                ),
            ),
            extra="actions",
        ),
        role="row", key=row.id, custom_attrs={"data-event": row.event},
    )  # fmt: skip


def books(v: Any) -> rx.Component:
    """Whether every rule holds."""
    return rx.el.div(
        ui.when(
            v.checked,
            rx.el.div(
                ui.when(
                    v.right,
                    ui.alert("success", v.checked_text, icon_name="scale"),
                    ui.alert("danger", v.checked_text, icon_name="scale"),
                ),
                ui.each(v.broken, broken_rule),
                class_name="stack", role="status",
            ),
            ui.empty(
                t("Every cent twice, every unit once"),
                t("The check asks each rule of money and stock on all rows there are. It changes nothing."),
                icon_name="scale",
            ),
        ),
        class_name="card__body",
    )  # fmt: skip


def broken_rule(row: Any) -> rx.Component:
    """One violation."""
    return rx.el.div(
        rx.el.p(rx.el.b(row.code, class_name="t-mono"), " " + row.says),
        rx.el.p(row.subject + ": " + row.detail, class_name="t-small t-2 t-mono t-break"),
        class_name="parcel-line stack",
    )
