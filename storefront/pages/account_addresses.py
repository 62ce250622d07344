"""A person's address book."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from storefront.components.account_frame import account_frame
from storefront.components.country_field import country_field
from storefront.state.account_addresses import AddressesState as State


def addresses_page(v: Any) -> rx.Component:
    """What is kept, and the form."""
    return account_frame(
        "/account/addresses",
        rx.el.div(
            rx.el.h1(t("Addresses"), class_name="t-h1"),
            rx.el.p(
                t("The first one is where a checkout begins. Orders keep what they were sent to."), class_name="t-2"
            ),
        ),
        ui.when(
            v.nothing,
            rx.fragment(),
            rx.el.ul(ui.each(v.book, entry), class_name="account__cards plain-list"),
        ),
        rx.el.details(
            rx.el.summary(v.form.title, class_name="btn btn--secondary"),
            address_form(v.form),
            class_name="account__fold",
            open=v.open,
        ),
    )


def entry(item: Any) -> rx.Component:
    """One address and what can be done with it."""
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h2(item.name, class_name="t-strong"),
                ui.when(item.is_default, ui.badge(t("Default"), "info")),
                class_name="row row--wrap",
            ),
            rx.el.address(
                ui.each(item.lines, lambda text: rx.el.span(text)),
                ui.when(item.phone != "", rx.el.span(item.phone)),
                class_name="address t-small",
            ),
            rx.el.div(
                ui.anchor(
                    t("Change"), ui.hidden(" " + item.text), href=item.edit, class_name="btn btn--secondary btn--sm"
                ),
                ui.when(
                    item.is_default,
                    rx.fragment(),
                    rx.el.button(
                        t("Make default"),
                        ui.hidden(" " + item.text),
                        type="button",
                        class_name="btn btn--ghost btn--sm",
                        on_click=State.make_default(item.id),
                    ),
                ),
                rx.el.button(
                    t("Take out"),
                    ui.hidden(" " + item.text),
                    type="button",
                    class_name="btn btn--ghost btn--sm",
                    on_click=State.drop(item.id),
                ),
                class_name="row row--wrap",
            ),
            class_name="card__body stack",
        ),
        class_name="card",
    )


def address_form(f: Any) -> rx.Component:
    """The parts that the country's addresses have."""
    return rx.el.form(
        forms.general_error(f),
        rx.el.div(
            text(f, t("Full name"), "name", f.name, "name"),
            country_field(f.countries, f.country, State.choose_country, error=forms.wrong(f, "country")),
            text(f, t("Street and number"), "line1", f.line1, "address-line1"),
            text(f, t("Flat, floor, building"), "line2", f.line2, "address-line2", required=False),
            ui.when(
                f.ask_postcode,
                rx.el.div(
                    text(f, t("Postcode"), "postcode", f.postcode, "postal-code", required=True),
                    ui.when(f.postcode_hint != "", rx.el.p(f.postcode_hint, class_name="field__hint")),
                    class_name="c-2",
                ),
            ),
            ui.when(f.ask_city, text(f, t("Town or city"), "city", f.city, "address-level2", span="c-4")),
            ui.when(
                f.ask_region,
                forms.select_field(
                    t("State or region"), "region", f.regions, value=f.region, error=forms.wrong(f, "region")
                ),
            ),
            text(f, t("Phone"), "phone", f.phone, "tel", required=False, type_="tel"),
            class_name="form-grid",
        ),
        rx.el.label(
            rx.el.input(type="checkbox", name="is_default", default_checked=f.is_default, key=f.id),
            rx.el.span(t("Begin a checkout with this one")),
            class_name="check",
        ),
        rx.el.div(
            rx.el.button(t("Keep address"), type="submit", class_name="btn btn--primary", id="keep-address"),
            ui.when(
                f.id != "", ui.anchor(t("Leave it as it is"), href="/account/addresses", class_name="btn btn--ghost")
            ),
            class_name="row row--wrap",
        ),
        on_submit=State.keep,
        class_name="stack",
        custom_attrs={"noValidate": True},
    )


def text(f: Any, label: str, name: str, value: Any, autocomplete: str, **more: Any) -> rx.Component:
    """A field of the address; another entry brings another field."""
    return ui.field(
        label, name, value=value, error=forms.wrong(f, name), autocomplete=autocomplete, key=f.id + "-" + name, **more
    )
