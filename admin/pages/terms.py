"""Commission rules and payout terms."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.state.terms import AdminTermsState as State
from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t

RULE_HEADS = (("", "fit"), (N_("Rule"), ""), (N_("Takes"), ""), ("", "fit"))
TERM_HEADS = (
    (N_("Store"), ""),
    (N_("Paid every"), ""),
    (N_("From"), "num"),
    (N_("Free after"), ""),
    (N_("Kept back"), ""),
    ("", "fit"),
)


def terms_page(v: Any) -> rx.Component:
    """Lists left, forms right."""
    return rx.el.div(
        ui.page_head(t("Terms"), v.sub),
        rx.el.div(
            rx.el.div(rules(v), explaining(v), payouts(v), class_name="stack"),
            ui.when(v.can_edit, rx.el.div(new_rule(v), new_terms(v), class_name="stack")),
            class_name="split-view split-view--wide-list",
        ),
        class_name="page",
    )


def rules(v: Any) -> rx.Component:
    """Commission, in order."""
    return rx.el.section(
        rx.el.div(rx.el.h2(t("Commission"), id="rules"), class_name="card__head"),
        ui.when(
            v.none_yet,
            ui.empty(t("No rules"), t("Without a rule nothing is taken of a sale."), icon_name="scale"),
            ui.table(t("Commission rules"), RULE_HEADS, v.rules, lambda row: rule(row, v.can_edit)),
        ),
        class_name="card clipped",
        aria_labelledby="rules",
    )


def rule(row: Any, can_edit: Any) -> rx.Component:
    """One rule in its place."""
    return rx.el.tr(
        ui.cell(row.place, label=t("Place"), extra="num"),
        ui.main_cell(
            rx.el.b(row.name), rx.el.small(row.about),
            ui.when(
                row.shadowed != "",
                rx.el.small(ui.icon("triangle-alert", "icon--sm"), " ", row.shadowed, class_name="t-strong"),
            ),
        ),
        ui.cell(row.takes, label=t("Takes")),
        ui.cell(
            ui.when(
                can_edit,
                rx.el.span(
                    ui.step_button(t("Up"), row.name, State.move(row.id, True), row.first, up=True),
                    ui.step_button(t("Down"), row.name, State.move(row.id, False), row.last),
                    rx.el.button(
                        t("Switch off"), rx.el.span(" ", row.name, class_name="visually-hidden"), type="button",
                        class_name="btn btn--ghost btn--sm", on_click=State.switch_off(row.id),
                    ),
                    class_name="row",
                ),
            ),
            label="",
            extra="fit",
        ),
        role="row",
        key=row.id,
    )  # fmt: skip


def explaining(v: Any) -> rx.Component:
    """Which rule wins for a sale, and why."""
    return ui.card(
        t("Which rule wins?"),
        "explain",
        rx.el.form(
            rx.el.div(
                ui.field(t("Product"), "what", prefix="x", span="c-3", error=v.ask_error),
                ui.field(t("Sold for, without tax"), "price", prefix="x", span="c-3", inputmode="decimal"),
                class_name="form-grid",
            ),
            rx.el.button(t("Tell me"), type="submit", class_name="btn btn--secondary btn--sm"),
            class_name="stack", on_submit=State.explain, id="explain-form", no_validate=True,
        ),
        ui.when(v.explained != "", rx.el.p(rx.el.b(v.explained), role="status")),
        ui.each(v.verdicts, verdict),
    )  # fmt: skip


def verdict(row: Any) -> rx.Component:
    """What one rule says."""
    return rx.el.p(
        ui.icon(ui.pick(row.wins, "circle-check", "circle-slash"), "icon--sm"),
        rx.el.span(rx.el.b(row.name), " ", rx.el.span(row.why, class_name="t-2")),
        class_name="row row--top t-small",
        key=row.name,
    )


def payouts(v: Any) -> rx.Component:
    """When stores are paid."""
    return rx.el.section(
        rx.el.div(rx.el.h2(t("Payouts"), id="terms"), class_name="card__head"),
        ui.table(t("Payout terms"), TERM_HEADS, v.terms, lambda row: term(row, v.can_edit)),
        class_name="card clipped",
        aria_labelledby="terms",
    )


def term(row: Any, can_edit: Any) -> rx.Component:
    """One store's terms, or everybody's."""
    return rx.el.tr(
        ui.main_cell(rx.el.b(row.store)),
        ui.cell(row.every, label=t("Paid every")),
        ui.cell(row.least, label=t("From"), extra="num"),
        ui.cell(row.wait, label=t("Free after")),
        ui.cell(row.kept, label=t("Kept back")),
        ui.cell(
            ui.when(
                row.own,
                ui.when(
                    can_edit,
                    rx.el.button(
                        t("As everybody"), rx.el.span(" ", row.store, class_name="visually-hidden"), type="button",
                        class_name="btn btn--ghost btn--sm", on_click=State.drop_terms(row.store_id),
                    ),
                ),
            ),
            label="",
            extra="fit",
        ),
        role="row",
        key=row.store,
    )  # fmt: skip


def new_rule(v: Any) -> rx.Component:
    """A rule; what is left empty fits everything."""
    return ui.card(
        t("New rule"),
        "new-rule",
        rx.el.form(
            forms.general_error(v),
            rx.el.div(
                ui.field(t("Name"), "name", error=forms.wrong(v, "name"), key=v.fresh + "n"),
                forms.select_field(t("For"), "store", v.stores, error=forms.wrong(v, "store")),
                forms.select_field(
                    t("In"), "category", v.categories, error=forms.wrong(v, "category"),
                    hint=t("With everything filed below it."),
                ),
                ui.field(
                    t("Product"), "product", required=False, error=forms.wrong(v, "product"), key=v.fresh + "p",
                    hint=t("By its name; empty for all."),
                ),
                ui.field(t("From"), "from", required=False, span="c-3", inputmode="decimal", key=v.fresh + "f",
                         error=forms.wrong(v, "from")),
                ui.field(t("Below"), "to", required=False, span="c-3", inputmode="decimal", key=v.fresh + "t",
                         error=forms.wrong(v, "to")),
                ui.field(t("Rate, %"), "rate", span="c-3", inputmode="decimal", error=forms.wrong(v, "rate"),
                         key=v.fresh + "r"),
                ui.field(t("Plus"), "fixed", required=False, span="c-3", inputmode="decimal", key=v.fresh + "x"),
                ui.field(t("At least"), "min", required=False, span="c-3", inputmode="decimal", key=v.fresh + "l"),
                ui.field(t("At most"), "max", required=False, span="c-3", inputmode="decimal", key=v.fresh + "m",
                         error=forms.wrong(v, "max")),
                class_name="form-grid",
            ),
            rx.el.button(t("Add the rule"), type="submit", class_name="btn btn--primary"),
            rx.el.p(
                t("It is put before the first rule that would never let it win. What was sold keeps its rate."),
                class_name="t-small t-2",
            ),
            class_name="stack", on_submit=State.add, id="rule-form", no_validate=True,
        ),
    )  # fmt: skip


def new_terms(v: Any) -> rx.Component:
    """When and from which amount."""

    def wrong(name: str) -> Any:
        return ui.pick(v.terms_wrong == name, v.terms_error, "")

    return ui.card(
        t("Set payout terms"),
        "new-terms",
        rx.el.form(
            rx.el.div(
                forms.select_field(t("For"), "store", v.stores, prefix="t", error=wrong("store")),
                ui.field(
                    t("Paid every, days"),
                    "every",
                    prefix="t",
                    value="7",
                    span="c-3",
                    inputmode="numeric",
                    error=wrong("every"),
                ),
                ui.field(
                    t("From, {currency}", currency=v.currency),
                    "least",
                    prefix="t",
                    value="0",
                    span="c-3",
                    inputmode="decimal",
                    error=wrong("least"),
                ),
                ui.field(
                    t("Free after, days"),
                    "wait",
                    prefix="t",
                    value="7",
                    span="c-3",
                    inputmode="numeric",
                    error=wrong("wait"),
                ),
                ui.field(
                    t("Kept back, %"),
                    "kept",
                    prefix="t",
                    value="0",
                    span="c-3",
                    inputmode="decimal",
                    error=wrong("kept"),
                ),
                ui.field(
                    t("Kept for, more days"),
                    "kept_days",
                    prefix="t",
                    value="30",
                    inputmode="numeric",
                    error=wrong("kept_days"),
                ),
                class_name="form-grid",
            ),
            rx.el.button(t("Set the terms"), type="submit", class_name="btn btn--primary"),
            class_name="stack",
            on_submit=State.set_terms,
            id="terms-form",
            no_validate=True,
        ),
    )
