"""A review as every face shows it: who, how many stars, what was said and shown, and the store's reply."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from emporium.ui.basics import badge, icon, stars
from emporium.ui.flow import anchor, each, joined, knobs, pick, when
from emporium.ui.words import t


@dataclass(frozen=True)
class ReviewPhoto:
    """A photo: small in the list, large on its own."""

    src: str = ""
    href: str = ""
    alt: str = ""


@dataclass(frozen=True)
class ReviewCard:
    """A review."""

    id: str = ""
    author: str = ""
    initials: str = ""
    day: str = ""
    edited: str = ""
    rating: str = "5"
    title: str = ""
    body: str = ""
    variant: str = ""
    verified: bool = False
    photos: list[ReviewPhoto] = field(default_factory=list)
    has_photos: bool = False
    reply: str = ""
    reply_day: str = ""
    store: str = ""
    awning: str = "tyrian"
    product: str = ""
    product_href: str = ""
    helpful: str = ""
    voted: bool = False
    own: bool = False


def review_card(item: Any, *actions: rx.Component, extra: str = "") -> rx.Component:
    """One review, with what can be done about it below."""
    return rx.el.article(
        review_said(item),
        reply_said(item),
        *actions,
        class_name=joined("review", extra),
        key=item.id,
        id="review-" + item.id,
    )


def review_said(item: Any) -> rx.Component:
    """What its author says and shows."""
    return rx.fragment(
        rx.el.div(
            rx.el.div(
                rx.el.span(item.initials, class_name="avatar avatar--sm avatar--c2", aria_hidden="true"),
                rx.el.b(item.author, class_name="t-small"),
                when(item.verified, badge(t("Verified purchase"), "success", "badge-check")),
                class_name="row row--wrap",
                custom_attrs=knobs(gap=".625rem"),
            ),
            rx.el.span(item.day, when(item.edited != "", ", " + item.edited), class_name="t-small t-3"),
            class_name="split split--wrap",
        ),
        rx.el.div(stars(item.rating), rx.el.b(item.title, class_name="t-break"), class_name="row row--wrap"),
        when(item.body != "", rx.el.p(item.body, class_name="t-break review__body")),
        when(item.variant != "", rx.el.p(item.variant, class_name="t-small t-3")),
        when(item.has_photos, review_photos(item.photos)),
    )


def review_photos(photos: Any) -> rx.Component:
    """Small pictures that open large."""
    return rx.el.ul(
        each(
            photos,
            lambda photo: rx.el.li(
                anchor(
                    rx.el.img(
                        src=photo.src, alt=photo.alt, class_name="thumb thumb--lg thumb--sq", loading="lazy",
                        custom_attrs={"width": "88", "height": "88", "decoding": "async"},
                    ),
                    href=photo.href,
                    custom_attrs={"target": "_blank", "rel": "noopener"},
                )
            ),
        ),
        class_name="row row--wrap review__photos",
        role="list",
    )  # fmt: skip


def reply_said(item: Any) -> rx.Component:
    """The store's one public reply, under its awning's colour."""
    return when(
        item.reply != "",
        rx.el.div(
            rx.el.p(rx.el.b(t("{store} replies", store=item.store)), " ", rx.el.span(item.reply_day, class_name="t-3")),
            rx.el.p(item.reply, class_name="t-break review__body"),
            class_name="review__reply thread",
            custom_attrs={"data-awning": item.awning},
        ),
    )


def helpful_button(item: Any, press: Any) -> rx.Component:
    """Says how many it helped, and that it helped."""
    return rx.el.button(
        icon("thumbs-up", "icon--xs"),
        item.helpful,
        type="button",
        class_name="text-btn tap",
        aria_pressed=pick(item.voted, "true", "false"),
        on_click=press,
    )
