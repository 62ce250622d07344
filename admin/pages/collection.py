"""One collection: what is in it left, its words right."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.pages.collection_rule import rule_card
from admin.state.collection import AdminCollectionState as State
from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.words import t


def collection_page(v: Any) -> rx.Component:
    """Products or the rule; name, words, picture; seen or not."""
    return rx.el.div(
        ui.page_head(
            v.name,
            v.sub,
            ui.badge(v.state, v.tone),
            ui.when(v.published, in_the_shop(v)),
            ui.when(v.can_edit, publishing(v)),
            trail=ui.anchor(t("Collections"), href="/admin/collections", class_name="link t-small"),
        ),
        rx.el.div(
            rx.el.div(ui.when(v.by_hand, picking(v), rule_card(v)), inside(v), class_name="stack"),
            ui.when(v.can_edit, words(v)),
            class_name="split-view split-view--wide-list",
        ),
        class_name="page",
    )


def in_the_shop(v: Any) -> rx.Component:
    """As shoppers see it."""
    return ui.anchor(
        ui.icon("external-link", "icon--sm"),
        t("In the shop"),
        href=v.address,
        class_name="btn btn--ghost",
        target="_blank",
    )


def publishing(v: Any) -> rx.Component:
    """Seen, or no longer."""
    return ui.when(
        v.published,
        rx.el.button(t("Take it off"), type="button", class_name="btn btn--secondary", on_click=State.publish(False)),
        rx.el.button(t("Publish"), type="button", class_name="btn btn--primary", on_click=State.publish(True)),
    )


def words(v: Any) -> rx.Component:
    """Name, words and picture; deleting it, while nobody sees it."""
    return ui.card(
        t("What it says"),
        "words",
        rx.el.div(
            rx.el.form(
                ui.field(t("Name"), "name", value=v.name, error=forms.wrong(v, "name"), key=v.fresh + "n"),
                forms.text_area(t("In a sentence or two"), "description", value=v.description, required=False, rows=4,
                                error=forms.wrong(v, "description"), key=v.fresh + "d"),
                forms.select_field(t("Picture"), "picture", v.pictures, value=v.picture,
                                   error=forms.wrong(v, "picture")),
                rx.el.button(t("Save"), type="submit", class_name="btn btn--primary"),
                class_name="stack", on_submit=State.describe, id="words-form", no_validate=True, key=v.fresh,
            ),
            rx.el.p(t("Its address is") + " ", rx.el.code(v.address), ".", class_name="t-small t-2"),
            ui.when(
                v.published,
                rx.fragment(),
                forms.step(
                    t("Delete the collection"),
                    rx.el.p(t("Its products stay where they are."), class_name="t-small t-2"),
                    rx.el.button(t("Delete it"), type="button", class_name="btn btn--danger btn--sm",
                                 on_click=State.delete),
                    danger=True,
                ),
            ),
            class_name="stack",
        ),
    )  # fmt: skip


def picking(v: Any) -> rx.Component:
    """Products are found by their words and put in."""
    return ui.card(
        t("Put something in"),
        "picking",
        rx.el.form(
            rx.el.label(t("Find a product"), html_for="pick-find", class_name="field__label"),
            rx.el.div(
                rx.el.input(id="pick-find", name="find", class_name="input", auto_complete="off"),
                rx.el.button(t("Find"), type="submit", class_name="btn btn--secondary"),
                class_name="row",
            ),
            class_name="field", on_submit=State.find, id="pick-form",
        ),
        ui.when(
            v.nothing,
            rx.el.p(t("Nothing more is called “"), v.query, "”.", class_name="t-small t-2", role="status"),
        ),
        rx.el.div(ui.each(v.found, lambda row: candidate(row, v.can_edit)), class_name="give-lines"),
    )  # fmt: skip


def named(row: Any) -> rx.Component:
    """A product with its picture."""
    return rx.fragment(
        ui.thumb(row.picture, "thumb--sm"),
        rx.el.span(
            ui.anchor(row.name, href=row.href, class_name="link", target="_blank"),
            ui.when(row.unseen, ui.badge(t("Not seen"), "warning")),
            rx.el.span(row.small, class_name="t-small t-2 give-note"),
            class_name="grow",
        ),
    )


def candidate(row: Any, can_edit: Any) -> rx.Component:
    """A product that can be put in."""
    return rx.el.div(
        named(row),
        ui.when(
            can_edit,
            rx.el.button(
                ui.icon("plus", "icon--sm"), t("Put in"), type="button", on_click=State.add(row.id),
                class_name="btn btn--secondary btn--sm", aria_label=t("Put in {name}", name=row.name),
            ),
        ),
        class_name="give-line", key=row.id,
    )  # fmt: skip


def inside(v: Any) -> rx.Component:
    """What is in it, in its order."""
    return rx.el.section(
        rx.el.div(rx.el.h2(t("What is in it"), id="inside"), class_name="card__head"),
        rx.el.div(
            ui.when(
                v.no_members,
                ui.empty(t("Nothing yet"), t("Shoppers do not see an empty collection."), icon_name="layers"),
                rx.el.div(ui.each(v.members, lambda row: member(row, v.by_hand, v.can_edit)), class_name="give-lines"),
            ),
            class_name="card__body",
        ),
        ui.list_foot(v.foot, v.older, v.newest),
        class_name="card",
        aria_labelledby="inside",
    )


def member(row: Any, by_hand: Any, can_edit: Any) -> rx.Component:
    """A product in it; by hand it is moved and taken out."""
    tools = rx.el.span(
        ui.step_button(t("Move up"), row.name, State.move(row.id, -1), row.first, up=True),
        ui.step_button(t("Move down"), row.name, State.move(row.id, 1), row.last),
        rx.el.button(
            ui.icon("x", "icon--sm"), type="button", on_click=State.remove(row.id),
            class_name="btn btn--ghost btn--icon btn--sm", aria_label=t("Take out {name}", name=row.name),
        ),
        class_name="row nowrap",
    )  # fmt: skip
    return rx.el.div(
        named(row), ui.when(by_hand, ui.when(can_edit, tools)), class_name="give-line", key=row.id
    )  # fmt: skip
