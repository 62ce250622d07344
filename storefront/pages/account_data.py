"""A person's data, and finding an order."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from storefront.components.account_frame import account_frame, said, section
from storefront.components.letters import by_letter


def data_page(v: Any) -> rx.Component:
    """Copies, consent, erasure."""
    return account_frame(
        "/account/data",
        rx.el.h1(t("Your data"), class_name="t-h1"),
        said(v),
        copies(v),
        agreed(v),
        erasure(v),
    )


def copies(v: Any) -> rx.Component:
    """Everything in one file."""
    return section(
        t("A copy of everything"),
        "copies",
        rx.el.ul(ui.each(v.exports, copy), class_name="account__rows plain-list", id="exports"),
        ui.when(
            v.waiting,
            rx.fragment(),
            ui.native_form(
                rx.el.button(t("Make a copy"), type="submit", class_name="btn btn--primary", id="make-copy"),
                action="/auth/data",
                class_name="stack",
            ),
        ),
        lead=t("One ZIP file with all that is held about you, to read and to take elsewhere."),
    )


def copy(item: Any) -> rx.Component:
    """One copy."""
    return rx.el.li(
        rx.el.span(item.text, class_name="t-small"),
        ui.when(
            item.ready,
            ui.anchor(
                ui.icon("download", "icon--sm"), t("Fetch it"), href=item.href, class_name="btn btn--secondary btn--sm",
                custom_attrs={"download": "", "reloadDocument": True},
            ),
        ),
    )  # fmt: skip


def agreed(v: Any) -> rx.Component:
    """Each yes and each no."""
    return section(
        t("What you agreed to"),
        "agreed",
        ui.when(
            v.has_consents,
            rx.el.ul(
                ui.each(
                    v.consents,
                    lambda item: rx.el.li(
                        rx.el.span(item.text, class_name="t-small"), rx.el.span(item.count, class_name="t-small t-2")
                    ),
                ),
                class_name="account__rows plain-list",
            ),
            rx.el.p(t("Nothing so far."), class_name="t-small t-2"),
        ),
        ui.anchor(t("Change it in your preferences"), href="/account/preferences", class_name="link t-small"),
    )


def erasure(v: Any) -> rx.Component:
    """The end of the account."""
    return section(
        t("Erase your account"),
        "erase",
        rx.el.p(
            t(
                "Your name, addresses, messages, sessions and preferences go, in your orders too. What "
                "stays names nobody, or has to stay by law:"
            )
        ),
        rx.el.ul(ui.each(v.kept, lambda text: rx.el.li(text)), class_name="t-small t-2"),
        ui.when(
            v.blocked,
            ui.alert("warning", t("Not yet"), rx.el.ul(ui.each(v.blocks, lambda text: rx.el.li(text)))),
            forms.step(
                t("Erase my account"),
                ui.native_form(
                    ui.when(
                        v.has_password,
                        ui.field(
                            t("Present password"),
                            "present",
                            error=forms.wrong(v, "present"),
                            type_="password",
                            autocomplete="current-password",
                        ),
                    ),
                    rx.el.p(
                        t("We send a link to") + " ",
                        rx.el.b(v.email),
                        t(". It is done when you open it."),
                        class_name="t-small t-2",
                    ),
                    rx.el.button(t("Send the link"), type="submit", class_name="btn btn--danger", id="ask-erase"),
                    action="/auth/erase",
                    class_name="stack narrow",
                ),
                danger=True,
                open=v.wrong == "present",
            ),
        ),
    )


def erase_page(v: Any) -> rx.Component:
    """A button, so that mail scanners erase nobody."""
    return rx.el.div(
        rx.el.h1(t("Erase your account"), class_name="t-h1"),
        ui.when(
            v.done != "",
            ui.alert("success", t("Your account is erased. You can still buy as a guest."), role="status"),
            rx.fragment(
                ui.when(v.error != "", ui.alert("danger", v.error, role="alert")),
                by_letter(
                    v,
                    rx.el.p(t("This cannot be undone. Orders and invoices stay, without your name in them.")),
                    button=t("Erase everything"),
                    action="/auth/erased",
                    look="btn--danger",
                    id="erase",
                ),
            ),
        ),
        ui.anchor(t("To the shop"), href="/", class_name="link t-small"),
        class_name="stack narrow",
    )


def find_page(v: Any) -> rx.Component:
    """Number for where it is; number and address for the link."""
    return rx.el.div(
        rx.el.h1(t("Find your order"), class_name="t-h1"),
        ui.when(
            v.done,
            ui.alert(
                "success",
                t("If the number and the address belong together, a link is on its way to that address."),
                role="status",
            ),
        ),
        ui.when(v.status != "", ui.alert("info", v.status, icon_name="package", role="status")),
        ui.native_form(
            ui.field(
                t("Order number"), "number", value=v.number, hint=t("It stands in the confirmation, like E10482.")
            ),
            rx.el.button(t("Where is it?"), type="submit", class_name="btn btn--secondary", id="where"),
            action="/orders/find",
            method="get",
            class_name="stack",
        ),
        rx.el.h2(t("Get its link again"), class_name="t-h3"),
        ui.native_form(
            ui.field(t("Order number"), "number", value=v.number, prefix="link"),
            ui.field(
                t("E-mail address you bought with"),
                "email",
                error=forms.wrong(v, "email"),
                type_="email",
                autocomplete="email",
            ),
            ui.when(v.error != "", ui.when(v.wrong != "email", ui.alert("danger", v.error, role="alert"))),
            rx.el.button(t("Send me the link"), type="submit", class_name="btn btn--primary", id="send-link"),
            action="/auth/order/find",
            class_name="stack",
        ),
        class_name="stack narrow",
    )
