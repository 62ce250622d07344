"""Commission rules and payout terms."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.state.terms import AdminTermsState as State
from emporium import ui
from emporium.ui import desk_forms as forms

RULE_HEADS = (("", "fit"), ("Rule", ""), ("Takes", ""), ("", "fit"))
TERM_HEADS = (("Store", ""), ("Paid every", ""), ("From", "num"), ("Free after", ""), ("Kept back", ""), ("", "fit"))


def terms_page(v: Any) -> rx.Component:
    """Lists left, forms right."""
    return rx.el.div(
        ui.page_head("Terms", v.sub),
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
        rx.el.div(rx.el.h2("Commission", id="rules"), class_name="card__head"),
        ui.when(
            v.none_yet,
            ui.empty("No rules", "Without a rule nothing is taken of a sale.", icon_name="scale"),
            ui.table("Commission rules", RULE_HEADS, v.rules, lambda row: rule(row, v.can_edit)),
        ),
        class_name="card clipped",
        aria_labelledby="rules",
    )


def rule(row: Any, can_edit: Any) -> rx.Component:
    """One rule in its place."""
    return rx.el.tr(
        ui.cell(row.place, label="Place", extra="num"),
        ui.main_cell(
            rx.el.b(row.name), rx.el.small(row.about),
            ui.when(
                row.shadowed != "",
                rx.el.small(ui.icon("triangle-alert", "icon--sm"), " ", row.shadowed, class_name="t-strong"),
            ),
        ),
        ui.cell(row.takes, label="Takes"),
        ui.cell(
            ui.when(
                can_edit,
                rx.el.span(
                    ui.step_button("Up", row.name, State.move(row.id, True), row.first, up=True),
                    ui.step_button("Down", row.name, State.move(row.id, False), row.last),
                    rx.el.button(
                        "Switch off", rx.el.span(" ", row.name, class_name="visually-hidden"), type="button",
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
        "Which rule wins?",
        "explain",
        rx.el.form(
            rx.el.div(
                ui.field("Product", "what", prefix="x", span="c-3", error=v.ask_error),
                ui.field("Sold for, without tax", "price", prefix="x", span="c-3", inputmode="decimal"),
                class_name="form-grid",
            ),
            rx.el.button("Tell me", type="submit", class_name="btn btn--secondary btn--sm"),
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
        rx.el.div(rx.el.h2("Payouts", id="terms"), class_name="card__head"),
        ui.table("Payout terms", TERM_HEADS, v.terms, lambda row: term(row, v.can_edit)),
        class_name="card clipped",
        aria_labelledby="terms",
    )


def term(row: Any, can_edit: Any) -> rx.Component:
    """One store's terms, or everybody's."""
    return rx.el.tr(
        ui.main_cell(rx.el.b(row.store)),
        ui.cell(row.every, label="Paid every"),
        ui.cell(row.least, label="From", extra="num"),
        ui.cell(row.wait, label="Free after"),
        ui.cell(row.kept, label="Kept back"),
        ui.cell(
            ui.when(
                row.own,
                ui.when(
                    can_edit,
                    rx.el.button(
                        "As everybody", rx.el.span(" ", row.store, class_name="visually-hidden"), type="button",
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
        "New rule",
        "new-rule",
        rx.el.form(
            forms.general_error(v),
            rx.el.div(
                ui.field("Name", "name", error=forms.wrong(v, "name"), key=v.fresh + "n"),
                forms.select_field("For", "store", v.stores, error=forms.wrong(v, "store")),
                forms.select_field(
                    "In", "category", v.categories, error=forms.wrong(v, "category"),
                    hint="With everything filed below it.",
                ),
                ui.field(
                    "Product", "product", required=False, error=forms.wrong(v, "product"), key=v.fresh + "p",
                    hint="By its name; empty for all.",
                ),
                ui.field("From", "from", required=False, span="c-3", inputmode="decimal", key=v.fresh + "f",
                         error=forms.wrong(v, "from")),
                ui.field("Below", "to", required=False, span="c-3", inputmode="decimal", key=v.fresh + "t",
                         error=forms.wrong(v, "to")),
                ui.field("Rate, %", "rate", span="c-3", inputmode="decimal", error=forms.wrong(v, "rate"),
                         key=v.fresh + "r"),
                ui.field("Plus", "fixed", required=False, span="c-3", inputmode="decimal", key=v.fresh + "x"),
                ui.field("At least", "min", required=False, span="c-3", inputmode="decimal", key=v.fresh + "l"),
                ui.field("At most", "max", required=False, span="c-3", inputmode="decimal", key=v.fresh + "m",
                         error=forms.wrong(v, "max")),
                class_name="form-grid",
            ),
            rx.el.button("Add the rule", type="submit", class_name="btn btn--primary"),
            rx.el.p(
                "It is put before the first rule that would never let it win. What was sold keeps its rate.",
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
        "Set payout terms",
        "new-terms",
        rx.el.form(
            rx.el.div(
                forms.select_field("For", "store", v.stores, prefix="t", error=wrong("store")),
                ui.field("Paid every, days", "every", prefix="t", value="7", span="c-3", inputmode="numeric",
                         error=wrong("every")),
                ui.field("From, " + v.currency, "least", prefix="t", value="0", span="c-3", inputmode="decimal",
                         error=wrong("least")),
                ui.field("Free after, days", "wait", prefix="t", value="7", span="c-3", inputmode="numeric",
                         error=wrong("wait")),
                ui.field("Kept back, %", "kept", prefix="t", value="0", span="c-3", inputmode="decimal",
                         error=wrong("kept")),
                ui.field("Kept for, more days", "kept_days", prefix="t", value="30", inputmode="numeric",
                         error=wrong("kept_days")),
                class_name="form-grid",
            ),
            rx.el.button("Set the terms", type="submit", class_name="btn btn--primary"),
            class_name="stack", on_submit=State.set_terms, id="terms-form", no_validate=True,
        ),
    )  # fmt: skip
