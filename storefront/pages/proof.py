"""Pages that ask for a proof: the second step, a fresh check, a new address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.components.letters import by_letter
from storefront.components.passkeys import passkey_button


def step_page(v: Any) -> rx.Component:
    """After the password."""
    return rx.el.div(
        rx.el.h1(t("Second step"), class_name="t-h1"),
        rx.el.p(t("Give the code that your app shows, or one of your recovery codes."), class_name="t-2"),
        ui.native_form(
            ui.hidden_field("next", v.next),
            ui.hidden_field("connect", v.connect),
            _code(v),
            rx.el.button(t("Sign in"), type="submit", class_name="btn btn--primary btn--lg btn--block"),
            action="/auth/step",
            class_name="stack",
        ),
        ui.anchor(t("Sign in again"), href="/login", class_name="link t-small"),
        class_name="stack narrow",
    )


def confirm_page(v: Any) -> rx.Component:
    """Something needs it fresh."""
    return rx.el.div(
        rx.el.h1(t("Confirm that it is you"), class_name="t-h1"),
        rx.el.p(t("What you want to do needs your second step, just now. It holds for 15 minutes."), class_name="t-2"),
        ui.native_form(
            ui.hidden_field("face", v.face),
            ui.hidden_field("next", v.next),
            _code(v),
            rx.el.button(t("Confirm"), type="submit", class_name="btn btn--primary btn--lg btn--block"),
            action="/auth/confirm",
            class_name="stack",
        ),
        passkey_button(t("Use a passkey"), "confirm", face=v.face, next_=v.next, look="btn--secondary btn--block"),
        rx.el.p(
            t("No second step yet?") + " ", ui.anchor(t("Set one up"), href="/account/security", class_name="link"),
            class_name="t-small",
        ),
        class_name="stack narrow",
    )  # fmt: skip


def _code(v: Any) -> rx.Component:
    return ui.field(t("Code"), "code", error=v.error, autocomplete="one-time-code")


def new_email_page(v: Any) -> rx.Component:
    """A button, so that mail scanners use nothing up."""
    return rx.el.div(
        rx.el.h1(t("Your new e-mail address"), class_name="t-h1"),
        ui.when(
            v.done != "",
            ui.alert("success", t("Your account uses this address from now on."), role="status"),
            ui.when(
                v.error != "",
                ui.alert("danger", v.error, role="alert"),
                by_letter(
                    v,
                    rx.el.p(t("Press the button to use this address for your account.")),
                    button=t("Use this address"),
                    action="/auth/email/new",
                ),
            ),
        ),
        ui.anchor(t("To your account"), href="/account", class_name="link t-small"),
        class_name="stack narrow",
    )
