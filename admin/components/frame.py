"""The frame of the operator's face: dark, with its tag, in both colour modes."""

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


def admin_frame(shell: Any, inner: rx.Component) -> rx.Component:
    """A page of the operator."""
    top = rx.el.div(
        ui.mark("/admin", extra="mark--sm"),
        rx.el.span(t("Admin"), class_name="badge badge--tag badge--admin"),
        class_name="split sidebar__sign",
    )
    return ui.dashboard(
        ui.sidebar(shell, top, face="admin", label=t("Admin"), extra="sidebar--admin"),
        ui.topbar(
            shell,
            t("Emporium admin"),
            rx.el.span(ui.live_mark(), class_name="only-desk"),
            ui.anchor(ui.icon("external-link", "icon--sm"), t("Shop"), href="/", class_name="btn btn--ghost btn--sm"),
            action="/admin/orders",
            placeholder=t("Search purchases and people"),
            face="admin",
            extra="topbar--admin",
        ),
        inner,
        ui.tabbar(shell),
        messages(),
    )


def login_frame(_shell: Any, inner: rx.Component) -> rx.Component:
    """Signing in."""
    return ui.auth_frame(inner, messages())


def not_found(_shell: Any) -> rx.Component:
    """No such page."""
    return ui.nothing_here(
        t("Nothing here"), t("There is no such page, or what it showed is gone."), "/admin", t("To the overview")
    )


def refused() -> rx.Component:
    """The person's role does not go so far."""
    return ui.nothing_here(
        t("Your role does not allow this"), t("Ask an administrator to change it."), "/admin", t("To the overview")
    )
