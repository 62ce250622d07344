"""What the page says back: toasts, the reconnect notice, timelines and tracks."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium.ui.basics import awning, icon
from emporium.ui.flow import anchor, each, pick, when
from emporium.ui.words import t


def offline_banner() -> rx.Component:
    """A quiet line while the connection is away; reading goes on, changes wait."""
    return rx.el.div(
        icon("wifi-off", "icon--sm"),
        rx.el.span(t("Connection lost. You can go on reading; changes wait until it is back.")),
        class_name="offline-notice",
        role="status",
    )


def toast_region(toasts: Any, dismiss: Any, undo: Any = None) -> rx.Component:
    """Short messages at the edge of the page. `undo` is called with the id of one that can be taken back."""

    def taken_back(item: Any) -> rx.Component:
        button = rx.el.button(item.undo, type="button", on_click=undo(item.id), class_name="text-btn")
        return when(item.undo != "", button)

    def one(item: Any) -> rx.Component:
        return rx.el.div(
            when(item.awning != "", awning("sm")),
            icon(pick(item.tone == "danger", "circle-alert", pick(item.tone == "success", "circle-check", "info"))),
            rx.el.div(
                rx.el.span(item.text),
                when(item.href != "", anchor(item.link, href=item.href, class_name="link")),
                *([taken_back(item)] if undo else []),
                class_name="toast__text",
            ),
            rx.el.button(
                icon("x", "icon--sm"),
                aria_label=t("Dismiss"),
                type="button",
                on_click=dismiss(item.id),
                class_name="btn btn--ghost btn--icon btn--sm",
            ),
            class_name="toast toast--passing",
            key=item.id,
            custom_attrs={"data-tone": item.tone},
        )

    return rx.el.div(
        each(toasts, one), class_name="toast-region", aria_live="polite", role="region", aria_label=t("Messages")
    )


def track(step: Any, label: Any, first: Any = None) -> rx.Component:
    """Four steps from paid, or what `first` says, to delivered. `step` is 1 to 4."""
    names = (t("Paid") if first is None else first, t("Packed"), t("On its way"), t("Delivered"))
    return rx.el.div(
        rx.el.div(*[rx.el.span(class_name=pick(step > i, "on", "")) for i in range(4)], class_name="track"),
        rx.el.div(
            *[rx.el.span(name, class_name=pick(step == i + 1, "on", "")) for i, name in enumerate(names)],
            class_name="track-labels",
            aria_hidden="true",
        ),
        role="img",
        aria_label=label,
    )


def timeline(items: Any) -> rx.Component:
    """Scans of a parcel. Items have `title`, `meta` and `state` (done, now, todo)."""

    def one(item: Any) -> rx.Component:
        return rx.el.li(
            rx.el.span(when(item.state == "done", icon("check")), class_name="timeline__dot"),
            rx.el.div(
                rx.el.div(item.title, class_name="timeline__title"), rx.el.div(item.meta, class_name="timeline__meta")
            ),
            class_name="timeline__item timeline__item--" + item.state,
            aria_current=pick(item.state == "now", "step", "false"),
        )

    return rx.el.ol(each(items, one), class_name="timeline")


def stat(label: str, value: Any, note: Any = "", tone: Any = "") -> rx.Component:
    """A figure with its name and how it compares."""
    return rx.el.div(
        rx.el.span(label, class_name="stat__label"),
        rx.el.span(value, class_name="stat__value"),
        when(note != "", rx.el.span(rx.el.span(note, class_name=tone), class_name="stat__delta")),
        class_name="stat",
    )
