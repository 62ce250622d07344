"""A case as all three faces show it: what it is about, what was said and shown, how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from emporium.ui.basics import badge, icon
from emporium.ui.flow import anchor, each, when
from emporium.ui.forms import error_line, hidden_field, native_form
from emporium.ui.values import Link
from emporium.ui.words import t


@dataclass(frozen=True)
class CaseSaid:
    """What somebody said."""

    who: str = ""
    body: str = ""
    when: str = ""


@dataclass(frozen=True)
class CaseTalk:
    """A case."""

    id: str = ""
    title: str = ""
    sub: str = ""
    badge: str = ""
    tone: str = ""
    icon: str = "scale"
    said: list[CaseSaid] = field(default_factory=list)
    photos: list[Link] = field(default_factory=list)
    has_photos: bool = False
    outcome: str = ""
    is_open: bool = False
    photo_error: str = ""
    """Why the photos that were sent were not kept."""


def case_talk(case: Any) -> rx.Component:
    """Head, messages, pictures, outcome."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(rx.el.b(case.title), rx.el.p(case.sub, class_name="t-small t-2")),
            badge(rx.fragment(icon(case.icon), case.badge), case.tone),
            class_name="split split--top",
        ),
        each(
            case.said,
            lambda said: rx.el.div(
                rx.el.p(rx.el.b(said.who), " ", rx.el.span(said.when, class_name="t-3"), class_name="t-small"),
                rx.el.p(said.body, class_name="t-small t-break"),
            ),
        ),
        when(
            case.has_photos,
            rx.el.div(
                each(
                    case.photos,
                    lambda photo: anchor(
                        rx.el.img(src=photo.href, alt=photo.text, class_name="thumb", loading="lazy"),
                        href=photo.href, custom_attrs={"target": "_blank", "rel": "noopener"},
                    ),
                ),
                class_name="row row--wrap",
            ),
        ),
        when(case.outcome != "", rx.el.p(rx.el.b(case.outcome))),
        class_name="stack",
        role="status",
    )  # fmt: skip


def case_photo_form(case: Any, key: Any, back: Any, *more: rx.Component) -> rx.Component:
    """A real form that hands pictures in; `back` is the page to return to, `key` tells forms of one page apart."""
    ident = "case-photos-" + key
    return native_form(
        *more,
        hidden_field("next", back),
        rx.el.div(
            rx.el.label(t("Pictures"), html_for=ident, class_name="field__label"),
            rx.el.input(
                id=ident, name="photos", type="file", multiple=True, class_name="input", required=True,
                accept="image/jpeg,image/png,image/webp",
            ),
            when(case.photo_error != "", error_line(case.photo_error, ident)),
            rx.el.p(t("Up to 4 of at most 8 MB. Only both sides and we see them."), class_name="field__hint"),
            class_name="field",
        ),
        rx.el.div(
            rx.el.button(t("Send the photos"), type="submit", class_name="btn btn--secondary btn--sm"), class_name="row"
        ),
        action="/cases/" + case.id + "/photos",
        class_name="stack",
        custom_attrs={"encType": "multipart/form-data"},
    )  # fmt: skip
