"""Sign in, register, passwords, verification, set-up: real forms that post to the server."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.components.letters import by_letter
from storefront.components.passkeys import passkey_button
from storefront.components.passwords import new_password


def _panel(title: str, v: Any, *children: rx.Component, lead: str = "") -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.el.h1(title, class_name="t-h1"), *([rx.el.p(lead, class_name="t-2")] if lead else [])),
        ui.when(v.notice != "", ui.alert("success", v.notice, role="status")),
        *children,
        class_name="stack narrow",
    )


def _wrong(v: Any, name: str) -> Any:
    return ui.pick(v.field == name, v.error, "")


def _general(v: Any) -> rx.Component:
    """An error that belongs to no single field."""
    return ui.when(v.error != "", ui.when(v.field == "", ui.alert("danger", v.error, role="alert"), rx.fragment()))


def _password(v: Any) -> rx.Component:
    return ui.field(
        t("Password"), "password", error=_wrong(v, "password"), type_="password", autocomplete="current-password",
        corner=ui.forgot(),
    )  # fmt: skip


def login_form(v: Any, face: str) -> rx.Component:
    """The form every face signs in with."""
    return ui.native_form(
        ui.hidden_field("face", face),
        ui.hidden_field("next", v.next),
        _general(v),
        ui.field(t("E-mail"), "email", value=v.email, type_="email", autocomplete="username"),
        _password(v),
        rx.el.button(t("Sign in"), type="submit", class_name="btn btn--primary btn--lg btn--block"),
        action="/auth/login",
        class_name="stack",
    )


def login_page(v: Any) -> rx.Component:
    """For shoppers."""
    return _panel(
        t("Sign in"),
        v,
        passkey_button(t("Use a passkey"), "check", next_=v.next, look="btn--secondary btn--block"),
        rx.el.div(t("or with a password"), class_name="or"),
        login_form(v, "shop"),
        ui.ways_in(v),
        rx.el.p(
            t("New here?") + " ",
            ui.anchor(t("Create account"), href="/register", class_name="link"),
            class_name="t-small t-2",
        ),
        ui.anchor(t("Bought as a guest? Find your order"), href="/orders/find", class_name="link t-small"),
        lead=t("To your orders, saved things and stores."),
    )


def register_page(v: Any) -> rx.Component:
    """A new account."""
    return _panel(
        t("Create account"),
        v,
        ui.native_form(
            ui.hidden_field("next", v.next),
            _general(v),
            ui.field(t("Name"), "name", value=v.name, error=_wrong(v, "name"), autocomplete="name"),
            ui.field(
                t("E-mail"), "email", value=v.email, error=_wrong(v, "email"), type_="email", autocomplete="email"
            ),
            new_password(t("Password"), _wrong(v, "password")),
            rx.el.button(t("Create account"), type="submit", class_name="btn btn--primary btn--lg btn--block"),
            rx.el.p(
                t("With an account you agree to the rules of this marketplace.") + " ",
                ui.anchor(t("Terms"), href="/terms", class_name="link"),
                ", ",
                ui.anchor(t("Privacy"), href="/privacy", class_name="link"),
                class_name="t-small t-3",
            ),
            action="/auth/register",
            class_name="stack",
        ),
        ui.ways_in(v),
        rx.el.p(
            t("Have an account?") + " ", ui.anchor(t("Sign in"), href="/login", class_name="link"), class_name="t-small"
        ),
        lead=t("You can buy without one. With one, your orders and basket follow you."),
    )


def forgot_page(v: Any) -> rx.Component:
    """A link to a new password."""
    return _panel(
        t("Forgotten password"),
        v,
        ui.native_form(
            _general(v),
            ui.field(
                t("E-mail"), "email", value=v.email, error=_wrong(v, "email"), type_="email", autocomplete="email"
            ),
            rx.el.button(t("Send a link"), type="submit", class_name="btn btn--primary btn--lg btn--block"),
            action="/auth/forgot",
            class_name="stack",
        ),
        ui.anchor(t("Back to sign in"), href="/login", class_name="link t-small"),
        lead=t("If the address has an account, we send it a link that is good for an hour."),
    )


def reset_page(v: Any) -> rx.Component:
    """The new password."""
    return _panel(
        t("New password"),
        v,
        ui.when(v.error != "", ui.alert("danger", v.error, role="alert")),
        by_letter(
            v,
            new_password(t("Password"), _wrong(v, "password")),
            button=t("Change password"),
            action="/auth/reset",
        ),
        ui.anchor(t("Get another link"), href="/forgot", class_name="link t-small"),
        lead=t("Every other session ends when you change it."),
    )


def verify_page(v: Any) -> rx.Component:
    """Confirms an address; a button, so that mail scanners use nothing up."""
    return rx.el.div(
        rx.el.h1(t("Your e-mail address"), class_name="t-h1"),
        ui.when(
            v.done == "1",
            ui.alert("success", t("Thank you. Your address is confirmed."), role="status"),
            ui.when(
                v.done == "again",
                ui.alert("info", t("This address was confirmed before. Nothing more to do."), role="status"),
                ui.when(
                    v.error != "",
                    ui.alert("danger", v.error, role="alert"),
                    by_letter(
                        v,
                        rx.el.p(t("Press the button to confirm that this address is yours.")),
                        button=t("Confirm address"),
                        action="/auth/verify",
                    ),
                ),
            ),
        ),
        ui.anchor(t("To the shop"), href="/", class_name="link t-small"),
        class_name="stack narrow",
    )


def setup_page(v: Any) -> rx.Component:
    """The first administrator of an empty platform."""
    return _panel(
        t("Set up Emporium"),
        v,
        ui.native_form(
            _general(v),
            ui.field(t("Code from the terminal"), "code", error=_wrong(v, "code")),
            ui.field(t("Your name"), "name", value=v.name, error=_wrong(v, "name"), autocomplete="name"),
            ui.field(
                t("E-mail"), "email", value=v.email, error=_wrong(v, "email"), type_="email", autocomplete="username"
            ),
            new_password(t("Password"), _wrong(v, "password")),
            rx.el.button(
                t("Make me the administrator"), type="submit", class_name="btn btn--primary btn--lg btn--block"
            ),
            action="/auth/setup",
            class_name="stack",
        ),
        lead=t("This platform is empty and has no administrator yet. The code stands in the terminal that runs it."),
    )
