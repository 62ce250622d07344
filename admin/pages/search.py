"""Searches, synonyms and pinned products."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.state.search import AdminSearchState as State
from emporium import ui
from emporium.i18n import N_
from emporium.ui import desk_forms as forms
from emporium.ui.words import t

HEADS = ((N_("Words"), ""), (N_("Searches"), "num"), (N_("Found"), "num"), ("", "fit"))


def search_page(v: Any) -> rx.Component:
    """What was looked for left, what is done about it right."""
    return rx.el.div(
        ui.page_head(t("Search"), v.sub),
        ui.when(v.done != "", undo(v)),
        ui.tabs(v.tabs, t("Searches")),
        rx.el.div(
            searches(v),
            rx.el.div(synonyms(v), pins(v), class_name="stack"),
            class_name="split-view split-view--wide-list",
        ),
        class_name="page",
    )


def undo(v: Any) -> rx.Component:
    """What was just done, and the way back."""
    return rx.el.div(
        ui.icon("circle-check"),
        rx.el.div(v.done, class_name="alert__title", role="status"),
        rx.el.div(
            rx.el.button(
                ui.icon("undo-2", "icon--sm"), t("Undo"), type="button", class_name="btn btn--secondary btn--sm",
                on_click=State.undo,
            ),
            class_name="alert__body",
        ),
        class_name="alert alert--success",
    )  # fmt: skip


def searches(v: Any) -> rx.Component:
    """Words, how often, how much was found; and what may be done about each."""
    return rx.el.section(
        ui.when(
            v.quiet,
            ui.empty(t("Nothing to see"), v.quiet_line, icon_name="search"),
            ui.table(t("Searches"), HEADS, v.lines, lambda row: line(row, v.can_edit)),
        ),
        ui.list_foot(v.foot, v.older, v.newest),
        class_name="card clipped",
        aria_label=t("Searches"),
    )


def line(row: Any, can_edit: Any) -> rx.Component:
    """One search."""
    return rx.el.tr(
        ui.main_cell(ui.anchor(row.words, href=row.href, class_name="link"), ui.when(can_edit, answers(row))),
        ui.cell(row.searches, label=t("Searches"), extra="num"),
        ui.cell(row.results, label=t("Found"), extra="num"),
        ui.cell(ui.when(row.nothing, ui.badge(t("Nothing"), "warning")), label="", extra="fit"),
        role="row",
        key=row.words,
    )


def answers(row: Any) -> rx.Component:
    """A synonym, or a product that comes first."""
    return rx.el.div(
        forms.step(
            t("Add a synonym"),
            rx.el.form(
                ui.hidden_field("row", row.id),
                ui.hidden_field("word", row.words),
                ui.field(t("Finds the same as"), "same_as", prefix=row.id,
                         error=ui.pick(row.wrong == "product", "", row.error)),
                rx.el.button(t("Add"), type="submit", class_name="btn btn--primary btn--sm"),
                class_name="stack", on_submit=State.add_synonym, no_validate=True,
            ),
        ),
        forms.step(
            t("Pin a product"),
            rx.el.form(
                ui.hidden_field("row", row.id),
                ui.hidden_field("words", row.words),
                ui.field(t("Comes first"), "product", prefix=row.id, hint=t("By its name."),
                         error=ui.pick(row.wrong == "product", row.error, "")),
                rx.el.button(t("Pin"), type="submit", class_name="btn btn--primary btn--sm"),
                class_name="stack", on_submit=State.pin, no_validate=True,
            ),
        ),
        class_name="row row--wrap row--top",
    )  # fmt: skip


def synonyms(v: Any) -> rx.Component:
    """Words that find the same, and a form for more."""
    return rx.el.section(
        rx.el.div(rx.el.h2(t("Synonyms"), id="synonyms"), class_name="card__head"),
        rx.el.div(
            ui.when(v.no_synonyms, rx.el.p(t("None yet."), class_name="t-2")),
            ui.each(v.synonyms, lambda row: synonym(row, v.can_edit)),
            ui.when(
                v.can_edit,
                forms.step(
                    t("Add a synonym"),
                    rx.el.form(
                        ui.field(t("Word"), "word", prefix="s", error=forms.wrong(v, "word"), key=v.fresh + "w"),
                        ui.field(t("Finds the same as"), "same_as", prefix="s", error=forms.wrong(v, "same_as"),
                                 key=v.fresh + "s"),
                        rx.el.button(t("Add"), type="submit", class_name="btn btn--primary btn--sm"),
                        class_name="stack", on_submit=State.add_synonym, id="synonym-form", no_validate=True,
                    ),
                ),
            ),
            class_name="card__body stack",
        ),
        class_name="card clipped",
        aria_labelledby="synonyms",
    )  # fmt: skip


def synonym(row: Any, can_edit: Any) -> rx.Component:
    """A pair, and taking it back."""
    return rx.el.div(
        rx.el.span(rx.el.b(row.word), " " + t("and") + " ", rx.el.b(row.same_as)),
        ui.when(
            can_edit,
            rx.el.button(
                t("Take back"),
                rx.el.span(" ", row.word, " " + t("and") + " ", row.same_as, class_name="visually-hidden"),
                type="button",
                class_name="btn btn--ghost btn--sm",
                on_click=State.remove_synonym(row.word, row.same_as),
            ),
        ),
        class_name="split",
        key=row.word + "=" + row.same_as,
    )


def pins(v: Any) -> rx.Component:
    """Products that come first."""
    return rx.el.section(
        rx.el.div(rx.el.h2(t("Pinned products"), id="pins"), class_name="card__head"),
        rx.el.div(
            ui.when(v.no_pins, rx.el.p(t("None. Pin one from a row of the list."), class_name="t-2")),
            ui.each(v.pins, lambda row: pin(row, v.can_edit)),
            class_name="card__body stack",
        ),
        class_name="card clipped",
        aria_labelledby="pins",
    )


def pin(row: Any, can_edit: Any) -> rx.Component:
    """A product, for which words, and letting it go."""
    return rx.el.div(
        rx.el.span(rx.el.b(row.words), rx.el.br(), rx.el.span(row.name, class_name="t-small t-2")),
        ui.when(
            can_edit,
            rx.el.button(
                t("Unpin"), rx.el.span(" ", row.name, class_name="visually-hidden"), type="button",
                class_name="btn btn--ghost btn--sm", on_click=State.unpin(row.words, row.product_id),
            ),
        ),
        class_name="split split--top",
        key=row.words + row.product_id,
    )  # fmt: skip
