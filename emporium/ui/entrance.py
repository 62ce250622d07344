"""Ways in: the frame around signing in, and the form that opens a dashboard."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium.ui.basics import alert, awning, in_colours, mark
from emporium.ui.flow import anchor, when
from emporium.ui.forms import field, hidden_field, native_form, ways_in
from emporium.ui.words import t


def auth_frame(inner: rx.Component, *more: rx.Component, face: str = "") -> rx.Component:
    """The form beneath the sign; on a wide screen a shop window beside it."""
    return rx.el.div(
        anchor(t("Skip to content"), href="#main", class_name="skip-link"),
        rx.el.main(
            rx.el.div(mark(), inner, class_name="auth__form"),
            id="main",
            class_name="auth__panel",
        ),
        rx.el.aside(
            awning("lg"),
            rx.el.img(src="/art/window.svg", alt="", width="760", height="960", loading="lazy"),
            class_name="auth__side",
            aria_hidden="true",
            custom_attrs=in_colours("tyrian"),
        ),
        *more,
        class_name=f"auth {face}".strip(),
    )


def sign_in(v: Any, *, face: str, title: str, lead: str) -> rx.Component:
    """The form that opens a dashboard."""
    return rx.el.div(
        rx.el.div(rx.el.h1(title, class_name="t-h1"), rx.el.p(lead, class_name="t-2")),
        when(v.notice != "", alert("info", v.notice, role="status")),
        when(v.error != "", alert("danger", v.error, role="alert")),
        native_form(
            hidden_field("face", face),
            hidden_field("next", v.next),
            field(t("E-mail"), "email", value=v.email, type_="email", autocomplete="username"),
            field(t("Password"), "password", type_="password", autocomplete="current-password", corner=forgot()),
            rx.el.button(t("Sign in"), type="submit", class_name="btn btn--primary btn--lg btn--block"),
            action="/auth/login",
            class_name="stack",
        ),
        ways_in(v),
        anchor(t("To the shop"), href="/", class_name="link t-small"),
        class_name="stack narrow",
    )


def forgot() -> rx.Component:
    """For who does not know the password."""
    return anchor(t("Forgot it?"), href="/forgot", class_name="link t-small")
