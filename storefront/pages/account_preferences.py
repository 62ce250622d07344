"""How a person wants things."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.style import set_color_mode

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from storefront.components.account_frame import account_frame, section
from storefront.state.account_preferences import COLOURS
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
                ui.anchor(t("To the basket"), href="/cart", class_name="link"), icon_name="shopping-bag", role="status",
            ),
        ),
        looks(v),
        messages(v),
        push(v),
        texts(v),
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
        rx.el.div(*[colour(v, code, t(text)) for code, text in COLOURS], class_name="row row--wrap radio-row"),
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
    """Which messages may come, and by which ways."""
    head = [t("E-mail"), t("Push"), t("SMS")]
    return section(
        t("Messages to you"),
        "messages",
        rx.el.form(
            rx.el.table(
                rx.el.caption(t("By which way each message comes"), class_name="visually-hidden"),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(t("Message"), scope="col"),
                        *[rx.el.th(way, scope="col", class_name="ways__way") for way in head],
                    )
                ),
                rx.el.tbody(ui.each(v.messages, choice)),
                class_name="table ways",
            ),
            rx.el.button(t("Keep"), type="submit", class_name="btn btn--secondary", id="keep-messages"),
            on_submit=State.keep_messages,
            class_name="stack",
        ),
        lead=t(
            "Order confirmations, money given back and letters about your account come by e-mail anyway. Push needs a "
            "device and SMS a number: you find both below."
        ),
    )


def choice(item: Any) -> rx.Component:
    """One kind of message."""
    return rx.el.tr(
        rx.el.th(item.text, scope="row"),
        rx.el.td(
            ui.when(
                item.mail_chosen,
                way(item, "email", t("By e-mail"), item.mail),
                rx.el.span(ui.icon("check", "icon--sm"), ui.hidden(t("Always")), class_name="ways__fixed"),
            )
        ),
        rx.el.td(way(item, "push", t("By push"), item.push)),
        rx.el.td(
            ui.when(
                item.sms_offered,
                way(item, "sms", t("By SMS"), item.sms),
                rx.el.span("–", ui.hidden(t("Not offered")), class_name="ways__fixed"),
            )
        ),
        key=item.key,
    )


def way(item: Any, code: str, text: str, on: Any) -> rx.Component:
    """One message by one way; the column and the row say it to the eye."""
    return rx.el.label(
        rx.el.input(type="checkbox", name=item.code + "-" + code, default_checked=on),
        rx.el.span(text, ": ", item.text, class_name="visually-hidden"),
        class_name="check",
    )


def push(v: Any) -> rx.Component:
    """Messages to this browser and others. The page's script knows what this one can."""
    return section(
        t("Push messages"),
        "push",
        rx.el.div(
            rx.el.p(t("This browser cannot show push messages. On an iPhone or iPad, put the shop on the Home Screen "
                      "first and open it from there."), class_name="notify__none"),
            rx.el.p(t("This browser blocks messages of this shop. Allow notifications in the browser's settings for "
                      "this page, then load it again."), class_name="notify__blocked"),
            rx.el.button(
                ui.icon("bell", "icon--sm"), t("Notify this device"), type="button",
                class_name="btn btn--secondary notify__on", id="push-on", aria_describedby="push-said",
            ),
            rx.el.button(
                t("Stop notifying this device"), type="button", class_name="btn btn--secondary notify__off",
                id="push-off", aria_describedby="push-said",
            ),
            rx.el.p(id="push-said", class_name="field__error passkey-said", role="alert"),
            class_name="notify stack",
            custom_attrs={
                "data-push-key": v.push_key, "data-push-known": v.marks,
                "data-refused": t("You did not allow messages, so nothing was changed."),
                "data-failed": t("Your browser's push service does not answer. Please try again later."),
            },
        ),
        ui.when(
            v.has_devices,
            rx.el.ul(ui.each(v.devices, device), class_name="account__rows plain-list", id="devices",
                     aria_label=t("Devices that are notified")),
        ),
        rx.el.script(src="/push.js", custom_attrs={"async": True}),
        lead=t("For as long as you are signed in on it. Quiet hours hold messages back until they are over."),
    )  # fmt: skip


def device(item: Any) -> rx.Component:
    """One browser."""
    return rx.el.li(
        rx.el.div(
            rx.el.b(item.name), " ", rx.el.span(ui.badge(t("This device"), "info"), class_name="notify__here"),
            rx.el.p(item.detail, class_name="t-small t-2"),
        ),
        rx.el.button(
            t("Remove"), ui.hidden(" " + item.name), type="button", class_name="btn btn--ghost btn--sm",
            on_click=State.drop_device(item.id),
        ),
        key=item.id,
        custom_attrs={"data-mark": item.mark},
    )  # fmt: skip


def texts(v: Any) -> rx.Component:
    """The number for texts, proven by a code."""
    return section(
        t("Text messages"),
        "texts",
        ui.when(
            v.phone != "",
            rx.el.div(
                rx.el.p(ui.badge(t("Confirmed"), "success", "check"), " ", rx.el.span(v.phone, id="my-number")),
                rx.el.button(
                    t("Take this number out"), type="button", on_click=State.drop_number, id="drop-number",
                    class_name="btn btn--ghost btn--sm",
                ),
                class_name="row row--wrap",
            ),
        ),
        ui.when(
            v.asked != "",
            rx.el.form(
                rx.el.p(t("We sent six digits to {number}. They work for ten minutes.", number=v.asked), role="status"),
                ui.field(
                    t("Code"), "code", error=forms.wrong(v, "code"), autocomplete="one-time-code",
                    inputmode="numeric",
                ),
                rx.el.button(t("Confirm"), type="submit", class_name="btn btn--primary", id="confirm-number"),
                on_submit=State.confirm_code,
                class_name="stack narrow",
            ),
        ),
        rx.el.form(
            ui.field(
                ui.pick(v.phone != "", t("Another mobile number"), t("Mobile number")), "phone",
                error=forms.wrong(v, "phone"), type_="tel", autocomplete="tel",
                hint=t("With its country, like +32 470 12 34 56."),
            ),
            rx.el.button(t("Send a code"), type="submit", class_name="btn btn--secondary", id="ask-code"),
            on_submit=State.ask_code,
            class_name="stack narrow",
        ),
        lead=t("Only for what you choose above: parcels and payments. Nothing else ever goes there."),
    )  # fmt: skip


def consent(v: Any) -> rx.Component:
    """What needs a yes, and can be taken back as easily."""
    return section(
        t("What you agree to"),
        "consent",
        rx.el.label(
            rx.el.input(
                type="checkbox", id="want-letters", name="letters", checked=v.letters, on_change=State.choose_letters
            ),
            rx.el.span(t("Write to me when I leave something in my basket")),
            class_name="check",
        ),
        rx.el.p(t("Two letters for each basket at most.") + " ", v.letters_said, class_name="t-small t-2"),
        rx.el.label(
            rx.el.input(
                type="checkbox", id="want-personal", name="personal", checked=v.personalisation,
                on_change=State.choose_personalisation,
            ),
            rx.el.span(t("Use what I look at and buy to choose what I am shown")),
            class_name="check",
        ),
        rx.el.p(t("When off, what you look at is not kept for that."), class_name="t-small t-2"),
        lead=t("Nothing here is needed to buy. You can change your mind at any time."),
    )  # fmt: skip
