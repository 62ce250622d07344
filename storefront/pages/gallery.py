"""A product's pictures: swiped, reached by arrow keys or by their small versions, and shown as large as they are."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import client
from emporium.ui.words import t


def gallery(v: Any) -> rx.Component:
    """A scroller with one picture at a time, and the small ones beside it. Another variant begins anew."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                ui.each(v.gallery, slide),
                class_name="gallery__track",
                role="group",
                aria_label=t("Pictures of {name}", name=v.name),
                tab_index=0,
                key=v.gallery_key,
                on_scroll=client.MARK_PLACE,
            ),
            ui.when(
                v.no_picture,
                rx.el.div(ui.icon("package-open", "icon--lg"), t("No picture yet"), class_name="gallery__none t-2"),
            ),
            class_name="gallery__main",
        ),
        ui.when(
            v.several,
            rx.el.nav(
                ui.each(v.gallery, thumb),
                class_name="gallery__thumbs",
                aria_label=t("Pictures"),
                key="t" + v.gallery_key,
            ),
        ),
        zoom(),
        class_name=ui.joined("gallery", ui.pick(v.several, "gallery--many", "")),
    )


def slide(item: Any) -> rx.Component:
    """One picture, or a film with the browser's own controls."""
    return rx.el.div(
        ui.when(
            item.film != "",
            rx.el.video(
                src=item.film, controls=True, class_name="gallery__film", aria_label=item.label,
                custom_attrs={"preload": "metadata", "playsInline": True},
            ),
            ui.anchor(
                ui.picture(
                    item.picture, loading=item.loading, sizes="(min-width: 60rem) 50vw, 100vw",
                    first=ui.pick(item.loading == "eager", "high", "auto"),
                ),
                href=item.full,
                class_name="gallery__zoom",
                title=t("Look at it larger"),
                on_click=client.ENLARGE,
                custom_attrs={"target": "_blank"},
            ),
        ),
        rx.el.span(item.count, class_name="gallery__count"),
        class_name="gallery__slide",
        id=item.ident,
        key=item.ident,
    )  # fmt: skip


def thumb(item: Any) -> rx.Component:
    """Leads to its large one."""
    return ui.anchor(
        ui.when(
            item.film != "",
            rx.el.span(ui.icon("chevron-right"), class_name="gallery__film-sign"),
            rx.el.img(
                src=item.picture.src, alt="", loading="eager",
                custom_attrs={"srcSet": item.picture.srcset, "sizes": "80px", "width": "64", "height": "80"},
            ),
        ),
        href=item.href,
        class_name="gallery__thumb",
        aria_label=item.label,
        aria_current=ui.pick(item.loading == "eager", "true", "false"),
        on_click=client.SHOW_PLACE,
        key="t" + item.ident,
    )  # fmt: skip


def zoom() -> rx.Component:
    """Where a picture is shown as large as it is."""
    return rx.el.dialog(
        rx.el.button(
            ui.icon("x"), ui.hidden(t("Close the picture")), type="button", class_name="btn btn--secondary btn--icon",
            on_click=client.CLOSE,
        ),
        rx.el.div(rx.el.img(alt="", loading="lazy"), class_name="zoom__picture", tab_index=0, role="group",
                  aria_label=t("Picture, enlarged")),
        class_name="zoom",
        id="zoom",
        aria_label=t("Picture, enlarged"),
    )  # fmt: skip
