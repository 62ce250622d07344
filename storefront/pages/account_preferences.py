"""How a person wants things."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.style import set_color_mode

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from models.enums import ConsentKind
from storefront.components.account_frame import account_frame, section
from storefront.state.account_preferences import COLOURS, consent_text
from storefront.state.account_preferences import PreferencesState as State


def preferences_page(v: Any) -> rx.Component:
    """Looks, messages, consent."""
    return account_frame(
        "/account/preferences",
        rx.el.h1(t("Preferences"), class_name="t-h1"),
        ui.when(
            v.repriced != "",
            ui.alert(
                "info", t("Your basket is in another currency now"), rx.el.span(v.repriced + " "),
                rx.el.a(t("To the basket"), href="/cart", class_name="link"), icon_name="shopping-bag", role="status",
            ),
        ),
        looks(v),
        messages(v),
        consent(v),
    )  # fmt: skip


def looks(v: Any) -> rx.Component:
    """Language, currency, colours, quiet hours."""
    return section(
        t("Language, currency, colours"),
        "looks",
        rx.el.form(
            rx.el.div(
                forms.select_field(
                    t("Language"), "locale", v.locales, value=v.locale, error=forms.wrong(v, "locale"), span="c-3"
                ),
                forms.select_field(
                    t("Currency"),
                    "currency",
                    v.currencies,
                    value=v.currency,
                    error=forms.wrong(v, "currency"),
                    hint=t("Prices in the basket follow. Orders you placed never change."),
                    span="c-3",
                ),
                colours(v),
                forms.select_field(
                    t("Time zone"),
                    "time_zone",
                    v.zones,
                    value=v.time_zone,
                    error=forms.wrong(v, "time_zone"),
                    span="c-3",
                ),
                forms.select_field(t("No messages from"), "quiet_from", v.hours, value=v.quiet_from, span="c-3"),
                forms.select_field(
                    t("Until"),
                    "quiet_until",
                    v.hours,
                    value=v.quiet_until,
                    error=forms.wrong(v, "quiet_until"),
                    span="c-3",
                    hint=t("Confirmations and letters about your account come at once."),
                ),
                class_name="form-grid",
            ),
            rx.el.button(t("Keep"), type="submit", class_name="btn btn--primary", id="keep-looks"),
            on_submit=State.keep_looks,
            class_name="stack",
        ),
    )


def colours(v: Any) -> rx.Component:
    """The browser follows at once; what is kept is the person's answer."""
    return rx.el.fieldset(
        rx.el.legend(t("Colours"), class_name="field__label"),
        rx.el.div(*[colour(v, code, text) for code, text in COLOURS], class_name="row row--wrap radio-row"),
        class_name="field c-3",
    )


def colour(v: Any, code: str, text: str) -> rx.Component:
    """One way."""
    return rx.el.label(
        rx.el.input(
            type="radio", name="colour_mode", default_checked=v.colour == code, on_click=set_color_mode(code),
            custom_attrs={"value": code},
        ),
        rx.el.span(text),
        class_name="check",
    )  # fmt: skip


def messages(v: Any) -> rx.Component:
    """Which letters may come."""
    return section(
        t("Letters"),
        "letters",
        rx.el.form(
            ui.each(v.messages, choice),
            rx.el.button(t("Keep"), type="submit", class_name="btn btn--secondary", id="keep-messages"),
            on_submit=State.keep_messages,
            class_name="stack",
        ),
        lead=t("By e-mail. Order confirmations, money given back and letters about your account come anyway."),
    )


def choice(item: Any) -> rx.Component:
    """One kind of message."""
    return rx.el.label(
        rx.el.input(type="checkbox", name=item.code, default_checked=item.on),
        rx.el.span(item.text),
        class_name="check",
    )


def consent(v: Any) -> rx.Component:
    """What needs a yes, and can be taken back as easily."""
    return section(
        t("What you agree to"),
        "consent",
        rx.el.label(
            rx.el.input(
                type="checkbox", id="want-letters", name="letters", checked=v.letters, on_change=State.choose_letters
            ),
            rx.el.span(consent_text(ConsentKind.MARKETING)),
            class_name="check",
        ),
        rx.el.p(t("Two letters for each basket at most.") + " ", v.letters_said, class_name="t-small t-2"),
        rx.el.label(
            rx.el.input(
                type="checkbox", id="want-personal", name="personal", checked=v.personalisation,
                on_change=State.choose_personalisation,
            ),
            rx.el.span(consent_text(ConsentKind.PERSONALISATION)),
            class_name="check",
        ),
        rx.el.p(t("When off, what you look at is not kept for that."), class_name="t-small t-2"),
        lead=t("Nothing here is needed to buy. You can change your mind at any time."),
    )  # fmt: skip
