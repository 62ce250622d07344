"""What people who bought a product say: figures, ways to sort and narrow, the reviews, votes and reports."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.reviews import helpful_button, review_card
from emporium.ui.words import t
from storefront.state.product import ProductState as State


def reviews(box: Any) -> rx.Component:
    """The section under the product."""
    return rx.el.section(
        rx.el.div(figures(box), histogram(box.bars), class_name="split split--wrap split--top review-head"),
        ui.when(box.rating != "", narrowing(box)),
        rx.el.div(ui.each(box.cards, lambda item: review(item, box.reasons))),
        ui.when(box.more != "", more(box)),
        class_name="section section--rule stack",
        id="reviews",
        aria_labelledby="reviews-title",
    )


def figures(box: Any) -> rx.Component:
    """How many, and how good on the whole."""
    return rx.el.div(
        rx.el.h2(box.title, class_name="t-h2", id="reviews-title"),
        ui.when(
            box.rating != "",
            rx.el.div(rx.el.span(box.rating, class_name="t-h1 t-num"), ui.stars(box.rating), class_name="row"),
        ),
        rx.el.p(t("Only people who bought this can review it."), class_name="t-small t-2"),
        ui.anchor(t("Review what you bought"), href="/account/reviews", class_name="link t-small"),
        class_name="stack",
        custom_attrs=ui.knobs(gap=".5rem"),
    )


def histogram(bars: Any) -> rx.Component:
    """How many of each number of stars; each bar shows only those."""
    return rx.el.nav(
        ui.each(
            bars,
            lambda bar: ui.anchor(
                rx.el.span(bar.label),
                rx.el.span(
                    rx.el.span(custom_attrs=ui.knobs(v=bar.width, c="var(--saffron)")),
                    class_name="progress",
                    aria_hidden="true",
                ),
                rx.el.span(bar.count, class_name="t-num", aria_hidden="true"),
                ui.hidden(", " + bar.said),
                href=bar.href,
                rel="nofollow",
                aria_current=ui.pick(bar.chosen, "true", "false"),
            ),
        ),
        class_name="histogram histogram--links",
        aria_label=t("Reviews by stars"),
    )


def narrowing(box: Any) -> rx.Component:
    """Ways to sort, those with photos, and what is looked for now."""
    return rx.el.div(
        rx.el.nav(
            ui.each(box.sorts, chip),
            ui.when(box.has_photos, chip(box.photos)),
            class_name="chips chip-links",
            aria_label=t("Sort and narrow the reviews"),
        ),
        ui.when(
            box.narrowed != "",
            rx.el.p(
                box.narrowed, ". ", ui.anchor(t("Show all"), href=box.clear, class_name="link"),
                class_name="t-small t-2", role="status",
            ),
        ),
        class_name="stack stack--tight",
    )  # fmt: skip


def chip(link: Any) -> rx.Component:
    """A way, as a link."""
    return ui.anchor(
        link.text, href=link.href, class_name="chip chip--sm", rel="nofollow",
        custom_attrs={"data-on": ui.pick(link.current, "true", "false")},
        aria_current=ui.pick(link.current, "true", "false"),
    )  # fmt: skip


def more(box: Any) -> rx.Component:
    """The next ones: below these while there is room, else on a page of their own."""
    label = rx.fragment(t("Show") + " ", box.more)
    return ui.when(
        box.full,
        ui.anchor(label, href=box.more_href, class_name="btn btn--secondary", rel="nofollow"),
        ui.anchor(
            label, href=box.more_href, class_name="btn btn--secondary", rel="nofollow", id="more-reviews",
            on_click=State.more_reviews(box.more_shown).prevent_default,
        ),
    )  # fmt: skip


def review(item: Any, reasons: Any) -> rx.Component:
    """One review; everybody but its author can vote on and report it."""
    return review_card(
        item,
        ui.when(
            item.own,
            rx.el.div(
                ui.anchor(t("Your reviews"), href="/account/reviews", class_name="link t-small"), class_name="row"
            ),
            rx.el.div(
                helpful_button(item, State.helpful(item.id)),
                report(item, reasons),
                class_name="row row--wrap row--top",
                custom_attrs=ui.knobs(gap="1rem"),
            ),
        ),
    )


def report(item: Any, reasons: Any) -> rx.Component:
    """Asks the operator for a look."""
    return forms.step(
        t("Report"),
        rx.el.form(
            ui.hidden_field("id", item.id),
            forms.select_field(t("What is wrong with it?"), "reason", reasons, prefix=item.id),
            forms.text_area(t("Anything to add"), "details", prefix=item.id, required=False, rows=2, max_length=1000),
            rx.el.div(
                rx.el.button(t("Send the report"), type="submit", class_name="btn btn--secondary btn--sm"),
                class_name="row",
            ),
            class_name="stack", on_submit=State.report, no_validate=True, reset_on_submit=True,
        ),
        key="report-" + item.id,
    )  # fmt: skip
