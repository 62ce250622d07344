"""Cards: a product, a store, a shop window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from emporium.ui.basics import awning, icon, picture, price, rating, store_dot, store_mark
from emporium.ui.flow import anchor, each, each_later, is_var, knobs, pick, when
from emporium.ui.words import t

Corner = Callable[[Any], rx.Component]
FIRST = 8
"""As many products as the first screen of a grid shows at most."""


def product_card(card: Any) -> rx.Component:
    """A product: picture, name, store, price, rating, the day it arrives. The whole card is one link."""
    return product_card_with(card, None)


def product_card_with(card: Any, corner: Corner | None) -> rx.Component:
    """The same, with what `corner` draws over the picture's corner, such as a heart."""
    return rx.el.article(
        rx.el.div(
            when(card.picture.present, picture(card.picture, loading=card.loading)),
            when(card.second.present, picture(card.second)),
            when(
                card.flag != "",
                rx.el.div(
                    rx.el.span(card.flag, class_name="badge badge--sale badge--tag"), class_name="product-card__flags"
                ),
            ),
            *([rx.el.div(corner(card), class_name="product-card__save")] if corner else []),
            class_name="product-card__media",
        ),
        rx.el.div(
            rx.el.h3(
                anchor(
                    when(card.hit != "", rx.fragment(card.before, rx.el.mark(card.hit), card.after), card.name),
                    href=card.href,
                ),
                class_name="product-card__title",
            ),
            when(card.reason != "", rx.el.span(card.reason, class_name="t-small t-2")),
            rx.el.span(store_dot(), rx.el.span(card.store, class_name="t-clip"), class_name="product-card__store"),
            rx.el.span(price(card.price, card.was), rating(card.rating, card.reviews), class_name="product-card__line"),
            rx.el.span(
                card.arrival,
                class_name=pick(card.low, "product-card__when product-card__when--low", "product-card__when"),
            ),
            class_name="product-card__body",
        ),
        class_name="product-card",
        custom_attrs={"data-awning": card.awning},
    )


def product_grid(cards: Any, corner: Corner | None = None, first: int = FIRST) -> rx.Component:
    """Products in 2, 3 or 4 columns; the `first` ones are on the first screen."""
    return rx.el.div(
        each_later(cards, lambda card: product_card_with(card, corner), first), class_name="grid grid--products"
    )


def shelf(cards: Any, columns: int = 5, corner: Corner | None = None) -> rx.Component:
    """A row of products that scrolls on touch."""
    return rx.el.div(
        each(cards, lambda card: product_card_with(card, corner)),
        class_name="shelf",
        custom_attrs=knobs(cols=str(columns)),
    )


def card_skeleton() -> rx.Component:
    """Where a product card will stand."""
    return rx.el.div(
        rx.el.div(class_name="skeleton skeleton--media"),
        rx.el.div(class_name="skeleton skeleton--text"),
        rx.el.div(class_name="skeleton skeleton--text"),
        class_name="stack",
        custom_attrs=knobs(gap=".5rem"),
    )


def grid_skeleton(count: int = 8) -> rx.Component:
    """Where a grid of products will stand; shown only when loading takes a while."""
    return rx.el.div(
        rx.el.span(t("Loading"), class_name="visually-hidden", role="status"),
        rx.el.div(*[card_skeleton() for _ in range(count)], class_name="grid grid--products"),
        class_name="wrap section loading",
    )


def page_skeleton(lines: int = 7) -> rx.Component:
    """Where a title and what it is about will stand."""
    return rx.el.div(
        rx.el.span(t("Loading"), class_name="visually-hidden", role="status"),
        rx.el.div(class_name="skeleton skeleton--title"),
        *[rx.el.div(class_name="skeleton skeleton--text") for _ in range(lines)],
        class_name="wrap pad-block stack loading",
    )


def store_window(card: Any) -> rx.Component:
    """A shop window: sign, awning, scene, sill."""
    return anchor(
        rx.el.span(card.store.name, class_name="window__sign"),
        awning("lg"),
        rx.el.span(
            each(card.pictures, lambda image: picture(image, loading="eager", sizes="(min-width: 64rem) 25vw, 74vw")),
            class_name="window__scene",
        ),
        rx.el.span(
            rx.el.span(card.store.line, class_name="t-clip"),
            rx.el.b(card.arrival, class_name="nowrap"),
            class_name="window__sill",
        ),
        href=card.store.href,
        class_name="window",
        custom_attrs={"data-awning": card.store.awning},
    )


def store_card(card: Any) -> rx.Component:
    """A store with three of its things, and the way there."""
    return store_card_with(card, visit)


def store_card_with(card: Any, action: Corner) -> rx.Component:
    """A store with three of its things, and what can be done with it."""
    return rx.el.article(
        awning(),
        rx.el.div(
            each(card.pictures, lambda image: picture(image, sizes="(min-width: 64rem) 16vw, 50vw")),
            class_name="store-card__pics",
        ),
        rx.el.div(
            store_mark(card.store.initials, card.store.awning),
            rx.el.div(
                rx.el.h3(anchor(card.store.name, href=card.store.href), class_name="t-sign"),
                rx.el.p(card.store.line, class_name="t-small t-2"),
                rating(card.rating, card.reviews),
            ),
            action(card),
            class_name="store-card__body",
        ),
        class_name="card store-card",
        custom_attrs={"data-awning": card.store.awning},
    )


def visit(card: Any) -> rx.Component:
    """The way into a store."""
    return anchor(
        t("Visit"),
        rx.el.span(" " + card.store.name, class_name="visually-hidden"),
        href=card.store.href,
        class_name="btn btn--secondary btn--sm",
    )


def collection_card(card: Any) -> rx.Component:
    """A collection with some of its things. The whole card is one link."""
    return rx.el.article(
        rx.el.div(
            each(card.pictures, lambda image: picture(image, sizes="(min-width: 64rem) 16vw, 50vw")),
            class_name="collection-card__pics",
            custom_attrs=counted(card.pictures),
        ),
        rx.el.div(
            rx.el.h3(anchor(card.name, href=card.href), class_name="t-h3"),
            when(card.description != "", rx.el.p(card.description, class_name="t-small t-2 collection-card__words")),
            rx.el.p(card.count, class_name="t-small t-3"),
            class_name="collection-card__body",
        ),
        class_name="card collection-card",
    )


def counted(pictures: Any) -> dict[str, Any]:
    """How many pictures share a frame, so that the first does not fill it until the others come."""
    return {"data-pictures": pictures.length() if is_var(pictures) else len(pictures)}


def fact(icon_name: str, title: Any, text: Any) -> rx.Component:
    """An icon, a promise, and what it means."""
    return rx.el.div(icon(icon_name), rx.el.span(rx.el.b(title)), rx.el.p(text), class_name="fact")
