"""A list of products: a category or a search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.components import saving
from storefront.listing_values import ARRIVES
from storefront.state.listing import CategoryState, SearchState

WAYS = 6
"""As many ways to narrow as the first screen shows of a group that is long."""


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
                        ui.when(v.note != "", rx.el.p(v.note, class_name="t-2")),
                        ui.when(v.description != "", rx.el.p(v.description, class_name="t-2")),
                    ),
                    class_name="split split--wrap",
                ),
                chips(v.children, t("Narrower categories")),
                choices(v),
                class_name="stack",
                custom_attrs=ui.knobs(gap=".75rem"),
            ),
            goods(v, more),
            class_name="wrap pad-block",
        )

    return view


def choices(v: Any) -> rx.Component:
    """What was chosen."""
    return ui.when(v.chosen_count != "", chosen(v))


def goods(v: Any, more: Any, first: int = ui.FIRST) -> rx.Component:
    """Filters beside the products, and above them their order; the `first` products are on the first screen."""
    return ui.when(v.bare, nothing(v), narrowed(v, more, first))


def narrowed(v: Any, more: Any, first: int) -> rx.Component:
    """What there is, or what was narrowed away."""
    return rx.el.div(
        tools(v),
        rx.el.aside(
            ui.when(v.has_groups, filters(v)), class_name="facets", aria_label=t("Filters"),
            tab_index=0,  # beside the list it scrolls by itself
            custom_attrs={"data-held": "true"},
        ),
        rx.el.div(ui.when(v.nothing, narrowed_away(v), results(v, more, first)), class_name="listing__goods"),
        class_name="listing section section--tight",
    )


def chips(links: Any, label: str) -> rx.Component:
    """Links as chips; the chosen ones are dark."""
    return rx.el.nav(
        ui.each(
            links,
            lambda link: ui.anchor(
                link.text,
                href=link.href,
                class_name="chip chip--sm",
                custom_attrs={"data-on": ui.pick(link.current, "true", "false")},
            ),
        ),
        class_name="chips chip-links chip-links--ways",
        aria_label=label,
    )


def chosen(v: Any) -> rx.Component:
    """What is chosen, each with the way to take it off."""
    return rx.el.nav(
        ui.each(
            v.chosen,
            lambda link: ui.anchor(
                rx.el.span(t("Remove filter:") + " ", class_name="visually-hidden"),
                link.text,
                ui.icon("x", "icon--sm"),
                href=link.href,
                class_name="chip chip--sm chip--filter",
            ),
        ),
        ui.anchor(t("Clear all"), href=v.clear, class_name="text-btn"),
        class_name="chips chip-links",
        aria_label=t("Chosen filters"),
    )


def filters(v: Any) -> rx.Component:
    """Opened on demand where there is no room beside the list; beside it the style sheet shows them all the time."""
    return rx.el.details(
        rx.el.summary(
            ui.icon("sliders-horizontal", "icon--sm"),
            t("Filters"),
            ui.when(v.chosen_count != "", rx.el.span(v.chosen_count, class_name="count count--hot")),
            class_name="btn btn--secondary btn--sm",
        ),
        narrowing(v),
        rx.el.div(
            rx.el.button(
                v.show, type="button", class_name="btn btn--primary btn--block",
                custom_attrs={"data-shuts": "goods-list"},
            ),
            class_name="facets-open__done",
        ),
        class_name="facets-open",
        id="facets",
    )


def narrowing(v: Any) -> rx.Component:
    """The day it arrives, prices, then everything else; each choice is a link, so that it can be shared."""
    return rx.fragment(
        ui.each(v.groups, lambda item: ui.when(item.key == ARRIVES, group(item))),
        ui.when(v.prices.shown, price_range(v.prices)),
        ui.each_later(v.groups, lambda item: ui.when(item.key != ARRIVES, group(item)), 2),
    )


def group(item: Any) -> rx.Component:
    """Ways of one kind, or a number's bounds."""
    return rx.el.details(
        rx.el.summary(item.name, ui.icon("chevron-down", "icon--sm")),
        rx.el.div(
            ui.each_later(item.ways, lambda way: narrow(way, item.single), WAYS),
            ui.when(item.numeric, number_range(item.bounds, item.name)),
            class_name="facet__body",
        ),
        class_name="facet",
        id="facets-" + item.key,
        open=item.open,
        key=item.key,
    )


def narrow(way: Any, single: Any) -> rx.Component:
    """One way, with how many products it leaves."""
    return ui.anchor(
        rx.el.span(
            class_name="facet-box",
            custom_attrs={
                "data-on": ui.pick(way.chosen, "true", "false"), "data-round": ui.pick(single, "true", "false"),
            },
        ),
        rx.el.span(ui.when(way.chosen, rx.el.span(t("Remove filter:") + " ", class_name="visually-hidden")), way.text),
        rx.el.span(way.count, rx.el.span(" " + t("products"), class_name="visually-hidden"), class_name="check__count"),
        href=way.href,
        class_name="check facet-way",
        id=way.ident,
        rel="nofollow",
        key=way.href,
    )  # fmt: skip


def number_range(b: Any, name: Any) -> rx.Component:
    """How far a number reaches, and two bounds."""

    def one(key: Any, label: Any, value: Any) -> rx.Component:
        return rx.el.div(
            rx.el.input(
                id="facet-" + key, name=key, default_value=value, aria_label=label, input_mode="decimal",
                auto_complete="off", class_name="input input--sm",
            ),
            class_name="input-group",
        )  # fmt: skip

    return rx.fragment(
        rx.el.p(t("{least} to {most}", least=b.least, most=b.most), class_name="t-small t-3"),
        ui.native_form(
            ui.each(b.kept, lambda kept: ui.hidden_field(kept.name, kept.value)),
            rx.el.div(
                one(b.low_name, t("{name} from", name=name), b.low),
                rx.el.span(t("to"), class_name="t-3"),
                one(b.high_name, t("{name} up to", name=name), b.high),
                rx.el.button(
                    t("Apply"), rx.el.span(" ", name, class_name="visually-hidden"), type="submit",
                    class_name="btn btn--secondary btn--sm",
                ),
                class_name="row",
            ),
            action=b.action,
            method="get",
            key=b.fresh,
        ),
    )  # fmt: skip


def price_range(p: Any) -> rx.Component:
    """How prices are spread, and two bounds."""
    return rx.el.details(
        rx.el.summary(t("Price"), ui.icon("chevron-down", "icon--sm")),
        rx.el.div(
            rx.el.div(
                ui.each(
                    p.bars,
                    lambda bar: rx.el.i(
                        class_name=ui.pick(bar.inside, "on", ""), style={"height": bar.height}
                    ),
                ),
                class_name="facet__hist",
                aria_hidden="true",
            ),
            rx.el.p(t("{least} to {most}", least=p.least, most=p.most), class_name="t-small t-3"),
            ui.native_form(
                ui.each(p.kept, lambda one: ui.hidden_field(one.name, one.value)),
                rx.el.div(
                    bound(p, "from", t("Lowest price"), p.low),
                    rx.el.span(t("to"), class_name="t-3"),
                    bound(p, "to", t("Highest price"), p.high),
                    rx.el.button(t("Apply"), type="submit", class_name="btn btn--secondary btn--sm"),
                    class_name="row",
                ),
                action=p.action,
                method="get",
                key=p.fresh,
            ),
            class_name="facet__body",
        ),
        class_name="facet",
        id="facets-price",
        open=True,
    )  # fmt: skip


def bound(p: Any, name: str, label: str, value: Any) -> rx.Component:
    """A price from or up to which products are shown."""
    return rx.el.div(
        rx.el.span(p.symbol, class_name="input-group__affix", aria_hidden="true"),
        rx.el.input(
            id=f"facet-{name}", name=name, default_value=value, aria_label=label, input_mode="decimal",
            auto_complete="off", class_name="input input--sm",
        ),
        class_name="input-group",
    )  # fmt: skip


def tools(v: Any) -> rx.Component:
    """The order, why it is so, and a heart for the list as it is narrowed."""
    return rx.el.div(
        ui.when(
            v.nothing,
            rx.fragment(),
            rx.fragment(
                sorting(v),
                ui.anchor(t("Why this order"), href="/ranking", class_name="text-btn only-desk", rel="nofollow"),
            ),
        ),
        saving.keep_button(),
        class_name="listing__tools",
    )


def sorting(v: Any) -> rx.Component:
    """How the list is ordered, and how else it could be."""
    return rx.el.details(
        rx.el.summary(
            rx.el.span(t("Sort by"), class_name="t-2 sorting__of"),
            rx.el.b(v.sorted_by),
            ui.icon("chevron-down", "icon--sm"),
            class_name="btn btn--secondary btn--sm",
        ),
        rx.el.nav(
            ui.later(ui.each(v.sorts, order)),
            ui.anchor(t("Why this order"), href="/ranking", class_name="menu__item t-2 only-touch", rel="nofollow"),
            class_name="menu",
            aria_label=t("Order"),
        ),
        class_name="chooser sorting",
    )


def order(link: Any) -> rx.Component:
    """One way to order the list."""
    return ui.anchor(
        rx.el.span(link.text, class_name="grow"),
        ui.when(link.current, ui.icon("check", "icon--sm")),
        href=link.href,
        class_name="menu__item",
        aria_current=ui.pick(link.current, "true", "false"),
    )


def results(v: Any, more: Any, first: int) -> rx.Component:
    """The products, and the way on."""
    return rx.el.div(
        rx.el.h2(t("Products"), class_name="visually-hidden", id="goods-list"),
        saving.grid(v.cards, first),
        rx.el.div(
            rx.el.p(v.shown, class_name="t-small t-2", role="status"),
            rx.el.div(rx.el.span(custom_attrs=ui.knobs(v=v.progress)), class_name="progress narrow"),
            ui.when(
                v.more != "",
                rx.el.button(v.more, type="button", class_name="btn btn--secondary btn--lg", on_click=more),
            ),
            class_name="centre section",
        ),
    )


def narrowed_away(v: Any) -> rx.Component:
    """The filters leave nothing; each of them stands above with the way to take it off."""
    return rx.el.div(
        ui.empty(
            t("Nothing here"),
            v.nothing_line,
            ui.anchor(t("Clear all"), href=v.clear, class_name="btn btn--primary"),
            ui.anchor(t("All products"), href="/search", class_name="btn btn--secondary"),
            icon_name="search",
        ),
        close_to_it(v, 4),
    )


def nothing(v: Any) -> rx.Component:
    """No dead end: what to try, and what is close."""
    return rx.el.div(
        ui.when(
            v.searched,
            ways_on(v),
            ui.empty(
                t("Nothing here"),
                v.nothing_line,
                ui.anchor(t("All products"), href="/search", class_name="btn btn--primary"),
                ui.anchor(t("Stores"), href="/stores", class_name="btn btn--secondary"),
                icon_name="search",
            ),
        ),
        close_to_it(v, 5),
        ui.when(
            v.has_close_stores,
            rx.el.section(
                ui.section_head(t("Stores close to that"), id="close-stores"),
                rx.el.div(ui.each(v.close_stores, ui.store_card), class_name="grid grid--stores"),
                class_name="section section--tight",
                aria_labelledby="close-stores",
            ),
        ),
    )


def ways_on(v: Any) -> rx.Component:
    """Other words, and categories that most is bought of."""
    return rx.el.div(
        ui.when(
            v.meant != "",
            rx.el.p(
                t("Did you mean") + " ",
                ui.anchor(v.meant, href=v.meant_href, class_name="link"),
                "?",
                class_name="t-lead",
            ),
        ),
        rx.el.div(
            rx.el.nav(
                ui.each(v.singles, way_on),
                ui.each(v.ways, way_on),
                class_name="chips",
                aria_label=t("Ways on"),
            ),
            saving.keep_button(),
            class_name="row row--wrap ways-on",
        ),
        class_name="stack pad-block",
    )


def way_on(link: Any) -> rx.Component:
    """A word or a category to go on with."""
    return ui.anchor(link.text, href=link.href, class_name="chip")


def close_to_it(v: Any, columns: int) -> rx.Component:
    """What some of the words fit, else what others buy."""
    return ui.when(
        v.close_title != "",
        rx.el.section(
            ui.section_head(v.close_title, id="close"),
            saving.shelf(v.close, columns),
            class_name="section section--tight",
            aria_labelledby="close",
        ),
    )


category_page = listing(CategoryState.more)
search_page = listing(SearchState.more)
