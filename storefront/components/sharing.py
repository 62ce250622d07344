"""Telling somebody about a page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import client
from emporium.ui.words import t


def share(v: Any, name: Any) -> rx.Component:
    """Ways to tell somebody about what has that name. `v` has `share` and `share_url`."""
    return rx.el.details(
        rx.el.summary(
            ui.icon("share-2"), rx.el.span(t("Share"), class_name="share__word"), class_name="btn btn--ghost"
        ),
        rx.el.div(
            rx.el.button(
                ui.icon("copy", "icon--sm"),
                rx.el.span(t("Copy the link"), class_name="share__ask"),
                rx.el.span(t("Copied"), class_name="share__done", role="status"),
                type="button",
                class_name="menu__item only-live",
                on_click=client.SHARE,
                custom_attrs={"data-url": v.share_url, "data-title": name},
            ),
            ui.each(
                v.share,
                lambda link: ui.anchor(
                    link.text, href=link.href, class_name="menu__item",
                    custom_attrs={"target": "_blank", "rel": "noopener noreferrer nofollow"},
                ),
            ),
            class_name="menu share__ways",
        ),
        class_name="chooser share",
    )  # fmt: skip
