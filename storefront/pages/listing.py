"""A list of products: a category or a search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from emporium import ui
from storefront.state.listing import CategoryState, SearchState


def listing(more: Any) -> Callable[[Any], rx.Component]:
    """The page, with the event that shows more."""

    def view(v: Any) -> rx.Component:
        return rx.el.div(
            rx.el.div(
                ui.breadcrumbs(v.trail),
                rx.el.div(
                    rx.el.div(
                        rx.el.h1(v.title, class_name="t-h1"),
                        rx.el.p(v.line, class_name="t-2", role="status"),
                        ui.when(v.description != "", rx.el.p(v.description, class_name="t-2")),
                    ),
                    class_name="split split--wrap",
                ),
                chips(v.children, "Narrower categories"),
                chips(v.filters, "Filters"),
                sort_links(v),
                class_name="stack",
                custom_attrs=ui.knobs(gap=".75rem"),
            ),
            ui.when(v.nothing, nothing(v), results(v, more)),
            class_name="wrap pad-block",
        )

    return view


def chips(links: Any, label: str) -> rx.Component:
    """Links as chips; the chosen ones are dark."""
    return rx.el.nav(
        ui.each(
            links,
            lambda link: rx.el.a(
                link.text,
                href=link.href,
                class_name="chip chip--sm",
                custom_attrs={"data-on": ui.pick(link.current, "true", "false")},
            ),
        ),
        class_name="chips chip-links",
        aria_label=label,
    )


def sort_links(v: Any) -> rx.Component:
    """How the list is ordered."""
    return rx.el.nav(
        rx.el.span("Sort by", class_name="t-small t-2"),
        ui.each(
            v.sorts,
            lambda link: rx.el.a(
                link.text,
                href=link.href,
                class_name="t-small sort-link",
                aria_current=ui.pick(link.current, "true", "false"),
            ),
        ),
        class_name="row row--wrap sort-links",
        aria_label="Order",
    )


def results(v: Any, more: Any) -> rx.Component:
    """The products, and the way on."""
    return rx.el.div(
        ui.product_grid(v.cards),
        rx.el.div(
            rx.el.p(v.shown, class_name="t-small t-2", role="status"),
            rx.el.div(rx.el.span(custom_attrs=ui.knobs(v=v.progress)), class_name="progress narrow"),
            ui.when(
                v.more != "",
                rx.el.button(v.more, type="button", class_name="btn btn--secondary btn--lg", on_click=more),
            ),
            class_name="centre section",
        ),
        class_name="section section--tight",
    )


def nothing(v: Any) -> rx.Component:
    """No dead end: what to try, and what is close."""
    return rx.el.div(
        ui.empty(
            "Nothing here",
            v.nothing_line,
            rx.el.a("All products", href="/search", class_name="btn btn--primary"),
            rx.el.a("Stores", href="/stores", class_name="btn btn--secondary"),
            icon_name="search",
        ),
        ui.section_head("What others take home"),
        ui.shelf(v.close),
    )


category_page = listing(CategoryState.more)
search_page = listing(SearchState.more)
