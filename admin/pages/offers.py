"""Every offer, making one, and a basket to try them on."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin.state.offers import AdminOffersState as State
from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.desk_offers import offer_fields, offer_table
from emporium.ui.words import t


def offers_page(v: Any) -> rx.Component:
    """The list and the form left, the basket right."""
    return rx.el.div(
        ui.page_head(t("Offers"), v.sub),
        ui.figures(v.left, t("Baskets that were left"), "3"),
        rx.el.div(
            rx.el.div(
                rx.el.section(
                    ui.when(
                        v.empty,
                        ui.empty(v.empty_title, v.empty_text, icon_name="tag"),
                        offer_table(v.rows, State.stop, State.codes, owners=True),
                    ),
                    ui.list_foot(v.foot, v.older, v.newest),
                    class_name="card clipped",
                    aria_label=t("Offers"),
                ),
                ui.when(v.can_edit, new_offer(v)),
                class_name="stack",
            ),
            simulator(v.sim),
            class_name="split-view split-view--wide-list",
        ),
        class_name="page",
    )


def new_offer(v: Any) -> rx.Component:
    """The form. Fields that do not belong to the chosen way are hidden by the style sheet."""
    return ui.card(
        t("New offer of the platform"),
        "new-offer",
        rx.el.form(
            forms.general_error(v),
            offer_fields(
                v,
                rx.el.div(
                    forms.radios(
                        t("How it is used"),
                        forms.radio("way", "one", t("With one code"), chosen=True),
                        forms.radio("way", "many", t("With many codes")),
                        forms.radio("way", "none", t("By itself, without a code")),
                        error=forms.wrong(v, "way"),
                        ident="f-way",
                    ),
                ),
                ui.field(
                    t("Code"), "code", error=forms.wrong(v, "code"), span="c-3 only-one",
                    hint=t("3 to 40 letters and digits."), key=v.fresh + "k",
                ),
                ui.field(
                    t("How many codes"), "count", error=forms.wrong(v, "count"), span="c-3 only-many",
                    inputmode="numeric", hint=t("Up to 200,000, each for one use."), key=v.fresh + "n",
                ),
                ui.field(
                    t("They begin with"), "prefix", error=forms.wrong(v, "prefix"), span="c-3 only-many",
                    hint=t("Ten random signs follow. May be empty."), key=v.fresh + "x",
                ),
            ),
            rx.el.label(
                rx.el.input(type="checkbox", name="exclusive", default_checked=False),
                rx.el.span(t("Alone: not together with other offers")),
                class_name="check",
            ),
            rx.el.div(
                rx.el.button(t("Make the offer"), type="submit", class_name="btn btn--primary"),
                rx.el.span(t("The platform pays for what it takes off."), class_name="t-small t-2"),
                class_name="row row--wrap",
            ),
            class_name="stack", on_submit=State.create, id="offer-form", no_validate=True,
        ),
    )  # fmt: skip


def simulator(s: Any) -> rx.Component:
    """Try it on a basket."""
    return ui.card(
        t("Try it on a basket"),
        "simulator",
        rx.el.p(
            t("The same engine as the checkout, so the numbers are those a shopper sees."), class_name="t-small t-2"
        ),
        rx.el.form(
            rx.el.label(t("Find a product"), html_for="sim-find", class_name="field__label"),
            rx.el.div(
                rx.el.input(id="sim-find", name="find", class_name="input", auto_complete="off"),
                rx.el.button(t("Find"), type="submit", class_name="btn btn--secondary"),
                class_name="row",
            ),
            class_name="field",
            on_submit=State.find,
            id="sim-search",
        ),
        ui.when(
            s.nothing,
            rx.el.p(t("Nothing is called “{query}”.", query=s.query), class_name="t-small t-2", role="status"),
        ),
        rx.el.div(ui.each(s.found, found), class_name="sim-list"),
        ui.when(
            s.choosing,
            rx.el.div(
                rx.el.p(t("Which one?"), class_name="t-small t-strong"),
                ui.each(s.choices, choice),
                class_name="sim-list",
            ),
        ),
        ui.when(
            s.filled,
            basket(s),
            rx.el.p(t("The basket is empty. Find a product and add it."), class_name="t-small t-3 sim-empty"),
        ),
        ui.when(s.tried, result(s)),
    )


def found(item: Any) -> rx.Component:
    """A product that can be added."""
    return sim_row(
        item.name, item.store + " · " + item.price, t("Add"), State.choose(item.slug), item.slug, sign="plus"
    )


def choice(item: Any) -> rx.Component:
    """A variant that can be added."""
    return sim_row(item.name, item.price, t("Add"), State.put(item.id), item.id, sign="plus")


def sim_row(name: Any, small: Any, verb: str, act: Any, ident: Any, *, sign: str) -> rx.Component:
    """A name with the one thing to do."""
    return rx.el.div(
        rx.el.span(rx.el.b(name), rx.el.span(small, class_name="t-small t-2 give-note"), class_name="grow"),
        rx.el.button(
            ui.icon(sign, "icon--sm"),
            verb,
            type="button",
            on_click=act,
            class_name="btn btn--ghost btn--sm",
            aria_label=verb + " " + name,
        ),
        class_name="give-line",
        key=ident,
    )


def basket(s: Any) -> rx.Component:
    """What is in it, for whom, with which codes."""
    return rx.el.form(
        forms.general_error(s),
        rx.el.div(ui.each(s.lines, line), class_name="sim-list"),
        ui.when(s.wrong == "units", rx.el.p(s.error, class_name="field__error", role="alert")),
        rx.el.div(
            ui.field(
                t("Codes"),
                "codes",
                prefix="s",
                error=forms.wrong(s, "codes"),
                hint=t("Several with blanks between."),
                required=False,
            ),
            forms.select_field(t("Delivered to"), "country", s.countries, value="BE", prefix="s", span="c-3"),
            ui.field(t("On a day"), "day", prefix="s", type_="date", span="c-3", error=forms.wrong(s, "day")),
            ui.field(
                t("Shopper's e-mail"),
                "email",
                prefix="s",
                required=False,
                inputmode="email",
                hint=t("For offers with a limit per person."),
            ),
            class_name="form-grid",
        ),
        rx.el.button(t("Try it"), type="submit", class_name="btn btn--primary btn--block"),
        class_name="stack",
        on_submit=State.simulate,
        id="sim-form",
        no_validate=True,
    )


def line(item: Any) -> rx.Component:
    """Some units of a variant."""
    return rx.el.div(
        rx.el.span(
            rx.el.b(item.name), rx.el.span(item.store + " · " + item.price, class_name="t-small t-2 give-note"),
            class_name="grow",
        ),
        forms.units_field("units-" + item.id, item.units, t("Units of {name}", name=item.name)),
        rx.el.button(
            ui.icon("x", "icon--sm"), type="button", on_click=State.drop(item.id),
            class_name="btn btn--ghost btn--icon btn--sm", aria_label=t("Take out {name}", name=item.name),
        ),
        class_name="give-line", key=item.id,
    )  # fmt: skip


def result(s: Any) -> rx.Component:
    """What is taken off where, what is not and why."""
    return rx.el.div(
        rx.el.h3(t("What the checkout would do"), class_name="t-strong"),
        ui.when(
            s.none_taken,
            rx.el.p(ui.icon("info", "icon--sm"), t("Nothing is taken off."), class_name="row t-small"),
            ui.each(s.taken, taken),
        ),
        ui.each(
            s.refusals,
            lambda sentence: rx.el.p(
                ui.icon("circle-slash", "icon--sm"), rx.el.span(sentence), class_name="row row--top t-small refusal"
            ),
        ),
        rx.el.div(ui.each(s.parts, part), class_name="sim-list"),
        ui.sums(s.sums),
        class_name="stack sim-result", role="status", id="sim-result",
    )  # fmt: skip


def taken(item: Any) -> rx.Component:
    """An offer that took something off."""
    return rx.el.p(
        ui.icon("circle-check", "icon--sm"),
        rx.el.span(rx.el.b(item.label), " " + item.amount + ", " + item.payer),
        class_name="row row--top t-small taken",
    )


def part(item: Any) -> rx.Component:
    """A line or a delivery with its shares."""
    return rx.el.div(
        rx.el.div(
            rx.el.span(item.name), rx.el.span(item.gross, class_name="t-num nowrap"), class_name="split split--top"
        ),
        ui.when(item.why != "", rx.el.p(item.why, class_name="t-2 t-xs")),
        ui.each(item.shares, share),
        class_name="sim-part t-small",
    )


def share(item: Any) -> rx.Component:
    """One offer's part of it."""
    return rx.el.div(
        rx.el.span(item.label + " · " + item.payer), rx.el.span(item.amount, class_name="t-num nowrap"),
        class_name="split split--top t-2",
    )  # fmt: skip
