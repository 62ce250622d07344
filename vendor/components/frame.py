"""The frame of the stores' face: own awning on the sidebar, own orders counted."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from emporium.web.ssr import rendering
from emporium.web.toasts import ToastState


def messages() -> rx.Component:
    """Toasts; on the server there are none yet."""
    return ui.toast_region([] if rendering() else ToastState.toasts, ToastState.dismiss)


def vendor_frame(shell: Any, inner: rx.Component) -> rx.Component:
    """A page of a store."""
    top = rx.fragment(ui.awning("sm"), ui.store_chooser(shell))
    return ui.dashboard(
        ui.sidebar(shell, top, face="vendor", label=t("Store"), custom_attrs=ui.in_colours(shell.store.awning)),
        ui.topbar(
            shell,
            shell.store.name,
            rx.el.span(ui.live_mark(), class_name="only-desk"),
            ui.anchor(
                ui.icon("external-link", "icon--sm"), t("View store"), href=shell.shop_href,
                class_name="btn btn--ghost btn--sm",
            ),
            action="/vendor/orders",
            placeholder=t("Search orders and customers"),
            face="vendor",
            sign=ui.store_mark(shell.store.initials, shell.store.awning, "sm"),
        ),
        inner,
        ui.tabbar(shell),
        messages(),
    )  # fmt: skip


def login_frame(_shell: Any, inner: rx.Component) -> rx.Component:
    """Signing in."""
    return ui.auth_frame(inner, messages())


def not_found(_shell: Any) -> rx.Component:
    """No such order, store or page."""
    return ui.nothing_here(
        t("Nothing here"), t("There is no such page or order in this store. It may belong to another one of yours."),
        "/vendor", t("To the store's home"),
    )  # fmt: skip


def refused() -> rx.Component:
    """The person's part in the store does not go so far."""
    return ui.nothing_here(
        t("Your role does not allow this"),
        t("Ask the owner of the store to change it."),
        "/vendor",
        t("To the store's home"),
    )
