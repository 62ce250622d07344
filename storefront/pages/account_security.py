"""Sign-in and security."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from storefront.components.account_frame import account_frame, said, section
from storefront.components.passkeys import passkey_button
from storefront.components.passwords import new_password as new_password_field
from storefront.state.account_security import SecurityState as State


def security_page(v: Any) -> rx.Component:
    """Passwords, second steps, passkeys, sessions."""
    return account_frame(
        "/account/security",
        rx.el.h1(t("Sign-in and security"), class_name="t-h1"),
        said(v),
        ui.when(v.has_codes, paper(v)),
        second_step(v),
        passkeys(v),
        ui.when(v.has_identities, identities(v)),
        password(v),
        email(v),
        sessions(v),
    )


def paper(v: Any) -> rx.Component:
    """Recovery codes, this once."""
    return section(
        t("Your recovery codes"),
        "paper",
        rx.el.ul(ui.each(v.codes, lambda code: rx.el.li(code)), class_name="account__codes plain-list", id="codes"),
        lead=t("Keep them where you find them without your phone. Each works once. They are not shown again."),
    )


def second_step(v: Any) -> rx.Component:
    """Codes of an app."""
    return section(
        t("Second step"),
        "second-step",
        ui.when(v.app, app_on(v), ui.when(v.enrolling, enrolling(v), app_off(v))),
        lead=t("After the password, a code from an app on your phone. It is needed before payout details are changed."),
    )


def secret_field(v: Any, name: str) -> rx.Component:
    """The present password, with what was wrong with it; where there is none, what stands against it."""
    return ui.when(
        v.has_password,
        ui.field(
            t("Present password"), name, error=forms.wrong(v, name), type_="password", autocomplete="current-password"
        ),
        ui.when(v.wrong == name, ui.alert("danger", v.error, role="alert")),
    )


def code_field(v: Any, name: str, label: str = "") -> rx.Component:
    """Six digits, or a recovery code."""
    return ui.field(label or t("Code"), name, error=forms.wrong(v, name), autocomplete="one-time-code")


def app_off(v: Any) -> rx.Component:
    """Set it up."""
    return rx.el.form(
        secret_field(v, "app_password"),
        rx.el.button(t("Set up an app"), type="submit", class_name="btn btn--primary", id="begin-app"),
        on_submit=State.begin_app,
        class_name="stack narrow",
    )


def enrolling(v: Any) -> rx.Component:
    """Scan, then the first code."""
    return rx.el.form(
        rx.el.p(t("Scan this with an authenticator app, or type the key into it.")),
        rx.el.img(src=v.qr, alt=t("The picture to scan with the app"), class_name="account__qr"),
        rx.el.p(t("Key:") + " ", rx.el.span(v.secret, class_name="t-mono t-break", id="app-key"), class_name="t-small"),
        code_field(v, "code", t("Code that the app shows")),
        rx.el.button(t("Turn it on"), type="submit", class_name="btn btn--primary", id="confirm-app"),
        on_submit=State.confirm_app,
        class_name="stack narrow",
    )


def app_on(v: Any) -> rx.Component:
    """It is on: new paper, or off."""
    return rx.fragment(
        rx.el.p(ui.badge(t("On"), "success", "check"), " ", v.codes_left, class_name="row t-small"),
        forms.step(
            t("New recovery codes"),
            rx.el.form(
                code_field(v, "paper_code", t("Code that the app shows")),
                rx.el.button(t("Make new codes"), type="submit", class_name="btn btn--secondary"),
                on_submit=State.new_paper,
                class_name="stack narrow",
            ),
        ),
        forms.step(
            t("Turn it off"),
            rx.el.form(
                secret_field(v, "off_password"),
                code_field(v, "off_code", t("Code that the app shows, or a recovery code")),
                rx.el.button(t("Turn it off"), type="submit", class_name="btn btn--danger"),
                on_submit=State.turn_off,
                class_name="stack narrow",
            ),
            danger=True,
        ),
    )


def passkeys(v: Any) -> rx.Component:
    """Devices that open the account without a password."""
    return section(
        t("Passkeys"),
        "passkeys",
        rx.el.ul(ui.each(v.passkeys, lambda one: passkey(v, one)), class_name="account__rows plain-list"),
        forms.step(
            t("Add a passkey"),
            rx.el.form(
                ui.field(t("A name for it"), "passkey_name", value=t("My device")),
                secret_field(v, "passkey_password"),
                passkey_button(t("Ask this device"), "new"),
                class_name="stack narrow",
            ),
        ),
        ui.when(v.wrong == "drop_password", ui.alert("danger", v.error, role="alert")),
        lead=t("Your device or a security key opens the account: nothing to type, nothing to phish."),
    )


def passkey(v: Any, item: Any) -> rx.Component:
    """One passkey."""
    return rx.el.li(
        rx.el.div(rx.el.b(item.name), rx.el.p(item.detail, class_name="t-small t-2")),
        forms.step(
            rx.fragment(t("Take out"), ui.hidden(" " + item.name)),
            rx.el.form(
                rx.el.input(type="hidden", name="passkey", default_value=item.id),
                present(v, "drop_password", "drop-" + item.id),
                rx.el.button(t("Take it out"), type="submit", class_name="btn btn--danger btn--sm"),
                on_submit=State.drop_passkey,
                class_name="stack",
            ),
            danger=True,
        ),
    )  # fmt: skip


def identities(v: Any) -> rx.Component:
    """Other houses that open the account."""
    return section(
        t("Connected sign-ins"),
        "identities",
        rx.el.ul(ui.each(v.identities, lambda one: identity(v, one)), class_name="account__rows plain-list"),
        ui.when(v.wrong == "connect_present", ui.alert("danger", v.error, role="alert")),
        ui.when(v.wrong == "disconnect_present", ui.alert("danger", v.error, role="alert")),
        ui.each(v.providers, lambda one: to_connect(v, one)),
        lead=t("A provider that you trust opens your account. It learns that you shop here, and nothing more."),
    )


def present(v: Any, name: str, prefix: Any) -> rx.Component:
    """The present password, where there is one; else the sign-in has to be fresh, which the service looks at."""
    return ui.when(
        v.has_password,
        ui.field(t("Present password"), name, type_="password", autocomplete="current-password", prefix=prefix),
        rx.fragment(),
    )


def identity(v: Any, item: Any) -> rx.Component:
    """One that is connected."""
    return rx.el.li(
        rx.el.div(rx.el.b(item.name), rx.el.p(item.detail, class_name="t-small t-2 t-break")),
        forms.step(
            rx.fragment(t("Disconnect"), ui.hidden(" " + item.name)),
            ui.native_form(
                ui.hidden_field("identity", item.id),
                present(v, "disconnect_present", "disconnect-" + item.id),
                rx.el.button(t("Disconnect it"), type="submit", class_name="btn btn--danger btn--sm"),
                action="/auth/identity/disconnect",
                class_name="stack",
            ),
            danger=True,
        ),
    )


def to_connect(v: Any, item: Any) -> rx.Component:
    """One that can be connected, also a second time."""
    return forms.step(
        t("Connect {provider}", provider=item.text),
        ui.native_form(
            ui.hidden_field("provider", item.code),
            present(v, "connect_present", "connect-" + item.code),
            rx.el.button(
                t("Continue with {provider}", provider=item.text), type="submit", class_name="btn btn--primary"
            ),
            action="/auth/identity/connect",
            class_name="stack narrow",
        ),
    )


def password(v: Any) -> rx.Component:
    """A new password, or the first one."""
    return ui.when(v.has_password, new_password(v), first_password(v))


def first_password(v: Any) -> rx.Component:
    """Whoever came by a provider has none yet; the link in a letter sets it."""
    return section(
        t("Password"),
        "password",
        ui.native_form(
            ui.hidden_field("email", v.email),
            rx.el.button(t("Mail me a link"), type="submit", class_name="btn btn--secondary", id="first-password"),
            action="/auth/forgot",
            class_name="stack narrow",
        ),
        lead=t("You have none yet. Until you set one, changes here want a sign-in of the last quarter of an hour."),
    )


def new_password(v: Any) -> rx.Component:
    """A new password."""
    return section(
        t("Password"),
        "password",
        ui.native_form(
            secret_field(v, "present"),
            new_password_field(t("New password"), forms.wrong(v, "password")),
            rx.el.button(t("Change password"), type="submit", class_name="btn btn--secondary", id="change-password"),
            action="/auth/password",
            class_name="stack narrow",
        ),
        lead=t("Every other session ends when you change it."),
    )  # fmt: skip


def email(v: Any) -> rx.Component:
    """Another address."""
    return section(
        t("E-mail address"),
        "email",
        rx.el.p(t("Now:") + " ", rx.el.b(v.email, class_name="t-break"), class_name="t-small"),
        ui.native_form(
            ui.field(
                t("New e-mail address"), "email", error=forms.wrong(v, "email"), type_="email", autocomplete="email"
            ),
            secret_field(v, "mail_present"),
            rx.el.button(t("Send a link to it"), type="submit", class_name="btn btn--secondary", id="change-email"),
            action="/auth/email",
            class_name="stack narrow",
        ),
        lead=t("The new address is used when its link was opened. The old one is told."),
    )


def sessions(v: Any) -> rx.Component:
    """Where this account is open."""
    return section(
        t("Where you are signed in"),
        "sessions",
        rx.el.ul(ui.each(v.sessions, session_row), class_name="account__rows plain-list", id="session-list"),
        ui.when(
            v.others,
            rx.el.button(
                t("Sign out everywhere else"), type="button", class_name="btn btn--secondary", id="end-others",
                on_click=State.end_others,
            ),
        ),
    )  # fmt: skip


def session_row(item: Any) -> rx.Component:
    """One browser."""
    return rx.el.li(
        rx.el.div(rx.el.b(item.device), rx.el.p(item.detail, class_name="t-small t-2")),
        ui.when(
            item.here,
            ui.badge(t("This one"), "info"),
            rx.el.button(
                t("Sign out"), ui.hidden(" " + item.device), type="button", class_name="btn btn--ghost btn--sm",
                on_click=State.end(item.id),
            ),
        ),
    )  # fmt: skip
