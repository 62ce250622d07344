"""A store's money: what is coming, what was paid, where it goes, and what a bank disputes."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from vendor.state.money import VendorMoneyState as State

MOVEMENT_HEADS = ((N_("When"), ""), (N_("What"), ""), (N_("Amount"), "num"), (N_("Balance"), "num"))


def money_page(v: Any) -> rx.Component:
    """Balances, disputes that wait, payouts and statement, the account."""
    return rx.el.div(
        ui.page_head(t("Money"), v.sub),
        ui.figures(v.figures, t("Balances"), "3"),
        ui.when(
            v.owes,
            ui.alert(
                "warning",
                t("Your store owes money"),
                ui.each(v.debts, lambda text: rx.el.p(text)),
                role="status",
            ),
        ),
        ui.when(v.has_disputes, disputes(v)),
        rx.el.div(
            rx.el.div(payouts(v), statement(v), class_name="stack"),
            rx.el.div(account(v), ui.when(v.door_offered, door(v)), taxes(v), class_name="stack"),
            class_name="grid grid--main-side",
        ),
        class_name="page",
    )


def disputes(v: Any) -> rx.Component:
    """What banks took back, and the store's answers."""
    return ui.card(
        t("Open disputes"),
        "disputes",
        rx.el.p(
            t("What is disputed stays on hold until the bank decides. Answer before the deadline."), class_name="t-2"
        ),
        ui.each(v.disputes, lambda item: dispute(item, v.can_answer)),
        *[ui.when(v.disputes_older != "", ui.anchor(t("More disputes"), href=v.disputes_older, class_name="text-btn"))],
    )


def dispute(item: Any, can_answer: Any) -> rx.Component:
    """One dispute with its answer."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.b(item.title),
                rx.el.p(
                    item.sub,
                    " ",
                    ui.anchor(t("Order {number}", number=item.number), href=item.href, class_name="link"),
                    class_name="t-small t-2",
                ),
            ),
            ui.badge(rx.fragment(ui.icon("clock"), item.badge), item.tone),
            class_name="split split--wrap split--top",
        ),
        ui.when(
            can_answer,
            rx.el.form(
                ui.hidden_field("dispute", item.id),
                forms.text_area(
                    t("Your side, for the bank"),
                    "answer",
                    value=item.answer,
                    error=item.error,
                    prefix=item.id,
                    hint=t("What was sent, when, with which tracking number, and what the shopper wrote."),
                    key=item.id + item.badge,
                ),
                rx.el.div(
                    rx.el.button(
                        ui.icon("send", "icon--sm"),
                        ui.pick(item.answered, t("Send the new text"), t("Send the answer")),
                        type="submit",
                        class_name="btn btn--primary btn--sm",
                    ),
                    class_name="row",
                ),
                class_name="stack",
                on_submit=State.answer,
                no_validate=True,
            ),
            ui.when(item.answer != "", rx.el.p(item.answer, class_name="t-small")),
        ),
        class_name="stack parcel-line",
        key=item.id,
        custom_attrs={"data-dispute": item.number},
    )


def statement(v: Any) -> rx.Component:
    """Opening, movements, closing."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("Statement, {month}", month=v.month), id="statement"),
            rx.el.span(
                rx.el.button(
                    ui.icon("download", "icon--sm"), t("CSV"), type="button", on_click=State.download,
                    class_name="btn btn--secondary btn--sm", aria_label=t("Download the statement as CSV"),
                ),
                ui.when(
                    v.is_over,
                    rx.el.button(
                        ui.icon("file-text", "icon--sm"), t("PDF"), type="button", on_click=State.download_paper,
                        class_name="btn btn--secondary btn--sm", aria_label=t("Open the statement as PDF"), id="paper",
                    ),
                ),
                class_name="row",
            ),
            class_name="card__head",
        ),
        rx.el.div(
            rx.el.nav(
                ui.anchor(
                    ui.icon("chevron-left", "icon--sm icon--flip"), t("Month before"), href=v.earlier,
                    class_name="btn btn--ghost btn--sm",
                ),
                ui.when(
                    v.later != "",
                    ui.anchor(
                        t("Month after"), ui.icon("chevron-right", "icon--sm icon--flip"), href=v.later,
                        class_name="btn btn--ghost btn--sm",
                    ),
                ),
                class_name="row row--wrap", aria_label=t("Months"),
            ),
            ui.when(v.several, ui.segments(v.by_currency, t("Currency"))),
            class_name="split split--wrap list-tools",
        ),
        rx.el.div(ui.sums(v.statement), class_name="card__body"),
        ui.when(
            v.still,
            ui.empty(t("Nothing moved"), t("No sale, refund or payout in this month."), icon_name="banknote"),
            ui.table(t("Movements"), MOVEMENT_HEADS, v.movements, movement),
        ),
        ui.list_foot(v.movements_foot, v.movements_older, v.movements_newest, t("Pages of movements")),
        class_name="card", aria_labelledby="statement",
    )  # fmt: skip


def movement(row: Any) -> rx.Component:
    """One movement."""
    return rx.el.tr(
        ui.main_cell(rx.el.span(row.when, class_name="t-small")),
        ui.cell(
            rx.el.b(row.what), " ",
            ui.when(
                row.href != "",
                ui.anchor(row.note, href=row.href, class_name="link t-mono"),
                rx.el.span(row.note, class_name="t-mono t-3"),
            ),
            label=t("What"),
        ),
        ui.cell(rx.el.span(row.amount, class_name=ui.pick(row.incoming, "good", "")), label=t("Amount"), extra="num"),
        ui.cell(row.balance, label=t("Balance"), extra="num"),
        role="row",
    )  # fmt: skip


def payouts(v: Any) -> rx.Component:
    """What was paid out."""
    return rx.el.section(
        rx.el.div(rx.el.h2(t("Payouts"), id="payouts"), class_name="card__head"),
        ui.when(
            v.no_payouts,
            ui.empty(
                t("No payouts yet"), t("The first one stands here when your earnings are free."), icon_name="landmark"
            ),
            rx.el.div(ui.each(v.payouts, payout), class_name="payout-list"),
        ),
        ui.list_foot(v.payouts_foot, v.payouts_older, v.payouts_newest, t("Pages of payouts")),
        class_name="card",
        aria_labelledby="payouts",
    )


def payout(row: Any) -> rx.Component:
    """One payout."""
    return rx.el.div(
        ui.icon("landmark"),
        rx.el.span(
            rx.el.b(row.amount, class_name="t-num"),
            rx.el.br(),
            rx.el.span(rx.el.span(row.number, class_name="t-mono"), " · " + row.when, class_name="t-small t-2"),
            ui.when(row.note != "", rx.el.span(row.note, class_name="t-small t-2 give-note")),
        ),
        ui.badge(rx.fragment(ui.icon(row.icon), row.status), row.tone),
        class_name="task",
        key=row.number,
        custom_attrs={"data-payout": row.number},
    )


def account(v: Any) -> rx.Component:
    """Where the money goes."""
    return ui.card(
        t("Bank account"),
        "account",
        ui.when(
            v.has_account,
            ui.each(
                v.accounts,
                lambda row: rx.el.p(
                    rx.el.b(row.label, class_name="t-num"), rx.el.br(),
                    rx.el.span(row.holder + " · " + row.currency, class_name="t-small t-2"),
                ),
            ),
            ui.alert("warning", t("No account yet"), rx.el.p(t("Without one nothing can be paid out."))),
        ),
        ui.when(
            v.can_edit,
            rx.fragment(
                forms.step(ui.pick(v.has_account, t("Change the account"), t("Add an account")), account_form(v)),
                ui.when(v.paypal_offered, forms.step(t("Be paid by PayPal instead"), paypal_form(v))),
            ),
            rx.el.p(t("Only an owner changes it."), class_name="t-small t-2 kv-note"),
        ),
    )  # fmt: skip


def paypal_form(v: Any) -> rx.Component:
    """The address of the store's PayPal account (F099)."""
    return rx.el.form(
        ui.hidden_field("currency", v.currency),
        ui.field(
            t("E-mail address at PayPal"), "paypal", prefix="a", type_="email", error=forms.wrong(v, "paypal"),
            key=v.fresh + "p",
        ),
        rx.el.button(t("Save the address"), type="submit", class_name="btn btn--primary btn--sm"),
        class_name="stack", on_submit=State.set_paypal, id="paypal-form", no_validate=True,
    )  # fmt: skip


def door(v: Any) -> rx.Component:
    """Whether shoppers may pay the store itself (F074)."""
    return ui.card(
        t("Cash at the door"),
        "door",
        rx.el.p(
            ui.pick(
                v.door,
                t(
                    "Shoppers may pay you when you hand the parcel over. You keep the cash; commission is "
                    "taken off your next payout."
                ),
                t("Shoppers pay before you send."),
            ),
            class_name="t-small",
        ),
        ui.when(
            v.can_edit_store,
            rx.el.button(
                ui.pick(v.door, t("Stop offering it"), t("Offer it")),
                type="button",
                on_click=State.offer_door,
                class_name="btn btn--secondary btn--sm",
                id="offer-door",
            ),
        ),
    )


def taxes(v: Any) -> rx.Component:
    """Where the yearly report and its details stand (F102)."""
    return ui.card(
        t("Tax reports"),
        "taxes",
        rx.el.div(
            rx.el.p(t("What we report of you to tax offices each year, and what they want to know of you.")),
            rx.el.div(ui.anchor(t("Details and reports"), href=v.tax_href, class_name="btn btn--secondary btn--sm")),
            class_name="stack t-2",
        ),
    )


def account_form(v: Any) -> rx.Component:
    """Holder, number, bank."""
    return rx.el.form(
        forms.general_error(v),
        ui.when(
            v.several,
            forms.select_field(t("Currency"), "currency", v.currencies, value=v.currency, prefix="a"),
            ui.hidden_field("currency", v.currency),
        ),
        ui.field(
            t("Holder"),
            "holder",
            prefix="a",
            error=forms.wrong(v, "holder"),
            hint=t("As the bank knows it."),
            key=v.fresh + "h",
        ),
        ui.field(
            t("IBAN"),
            "iban",
            prefix="a",
            error=forms.wrong(v, "iban"),
            hint=t("Kept encrypted; only the last four signs are ever shown."),
            key=v.fresh + "i",
        ),
        ui.field(
            t("BIC"),
            "bic",
            prefix="a",
            error=forms.wrong(v, "bic"),
            required=False,
            hint=t("Usually found by itself."),
            key=v.fresh + "b",
        ),
        rx.el.button(t("Save the account"), type="submit", class_name="btn btn--primary btn--sm"),
        class_name="stack",
        on_submit=State.set_account,
        id="account-form",
        no_validate=True,
    )
