"""The page that asks for a proof before a provider may open an account."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.components.passkeys import passkey_button


def connect_page(v: Any) -> rx.Component:
    """Sign in once, as before."""
    return rx.el.div(
        rx.el.h1(t("You have an account already"), class_name="t-h1"),
        rx.el.p(
            t(
                "There is an account with {email}. Sign in to it once; from then on {provider} opens it too.",
                email=v.email,
                provider=v.name,
            ),
            class_name="t-2 t-break",
        ),
        ui.when(v.error != "", ui.alert("danger", v.error, role="alert")),
        ui.native_form(
            ui.hidden_field("face", v.face),
            ui.hidden_field("next", v.next),
            ui.hidden_field("connect", v.provider),
            ui.field(t("E-mail"), "email", value=v.email, type_="email", autocomplete="username"),
            ui.field(t("Password"), "password", type_="password", autocomplete="current-password"),
            rx.el.button(
                t("Sign in and connect {provider}", provider=v.name), type="submit",
                class_name="btn btn--primary btn--lg btn--block",
            ),
            action="/auth/login",
            class_name="stack",
        ),
        rx.el.div(t("or"), class_name="or"),
        passkey_button(
            t("Use a passkey"), "check", face=v.face, next_=v.next, connect=v.provider,
            look="btn--secondary btn--block",
        ),
        rx.el.p(
            t("No password, or forgotten?") + " ",
            ui.anchor(t("Set one by a link"), href="/forgot", class_name="link"),
            class_name="t-small",
        ),
        ui.anchor(t("Sign in without connecting"), href="/login", class_name="link t-small"),
        class_name="stack narrow",
    )  # fmt: skip
