"""Cases and their decision."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.state.cases import AdminCasesState as State
from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.cases import case_talk
from emporium.ui.desk_values import Option
from emporium.ui.words import t

OUTCOMES = [Option("", t("Choose")), Option("full", t("Everything that is left")), Option("partial", t("An amount")),
            Option("nothing", t("Nothing"))]  # fmt: skip
PAYERS = [Option("", t("Choose")), Option("store", t("The store")), Option("platform", t("We, the platform"))]


def cases_page(v: Any) -> rx.Component:
    """Open ones first, each with both sides and the decision."""
    return rx.el.div(
        ui.page_head(t("Cases"), v.sub, ui.live_mark()),
        ui.when(
            v.empty,
            rx.el.section(
                ui.empty(
                    t("No cases"), t("When something goes wrong and nobody agrees, it stands here."), icon_name="scale"
                ),
                class_name="card",
            ),
            rx.el.div(ui.each(v.rows, one), class_name="stack"),
        ),
        ui.list_foot(v.foot, v.older, v.newest),
        class_name="page page--narrow",
    )


def one(row: Any) -> rx.Component:
    """One case."""
    return rx.el.section(
        rx.el.div(rx.el.h2(row.order), rx.el.span(row.store, ", ", row.total, class_name="t-2"),
                  class_name="card__head"),
        rx.el.div(
            case_talk(row.case),
            ui.when(row.waits != "", rx.el.p(row.waits, class_name="t-small t-2")),
            ui.when(row.can_decide, deciding(row)),
            class_name="card__body stack",
        ),
        class_name="card",
        key=row.id,
        aria_label=row.order,
    )  # fmt: skip


def deciding(row: Any) -> rx.Component:
    """What is given back, who pays, and why."""
    return forms.step(
        t("Decide"),
        rx.el.form(
            ui.hidden_field("id", row.id),
            ui.hidden_field("currency", row.currency),
            forms.general_error(row),
            forms.select_field(t("Given back"), "outcome", OUTCOMES, error=forms.wrong(row, "outcome"), prefix=row.id),
            ui.field(
                t("Amount, {currency}", currency=row.currency),
                "amount",
                prefix=row.id,
                inputmode="decimal",
                required=False,
                error=forms.wrong(row, "amount"),
                hint=t("Only for an amount."),
            ),
            forms.select_field(t("Who pays"), "payer", PAYERS, error=forms.wrong(row, "payer"), prefix=row.id),
            forms.text_area(
                t("Why, both sides read it"),
                "words",
                prefix=row.id,
                rows=3,
                error=forms.wrong(row, "words"),
                max_length=2000,
            ),
            rx.el.div(
                rx.el.button(t("Decide"), type="submit", class_name="btn btn--primary btn--sm"), class_name="row"
            ),
            class_name="stack",
            on_submit=State.decide,
            no_validate=True,
        ),
    )
