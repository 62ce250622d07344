"""Checkout, and the test bank's page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.providers.payments import all_methods
from emporium.providers.payments.offline import CASH
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from storefront.components.codes import code_field, taken_off
from storefront.components.country_field import country_field
from storefront.pages.cart import promised
from storefront.state.bank import BankState
from storefront.state.checkout import CheckoutState as State

FIRST_METHOD = all_methods()[0].token


def checkout_page(v: Any) -> rx.Component:
    """One page: contact, address, delivery, payment; the sum always in view."""
    return ui.when(v.gone != "", gone(v), ui.when(v.empty, nothing(), filled(v)))


def gone(v: Any) -> rx.Component:
    """A link that opens nothing any more."""
    return rx.el.div(
        rx.el.h1(t("Nothing to pay here"), class_name="t-h1"),
        ui.empty(
            v.gone,
            t("Nothing was charged. The store that made it can send a new link."),
            ui.anchor(t("To the shop"), href="/", class_name="btn btn--primary"),
            icon_name="clock",
        ),
        class_name="wrap wrap--narrow pad-block",
    )


def nothing() -> rx.Component:
    """An empty basket."""
    return rx.el.div(
        rx.el.h1(t("Checkout"), class_name="t-h1"),
        ui.empty(
            t("There is nothing to pay for"),
            t("Your basket is empty."),
            ui.anchor(t("Browse all products"), href="/search", class_name="btn btn--primary"),
            icon_name="shopping-bag",
        ),
        class_name="wrap wrap--narrow pad-block",
    )


def filled(v: Any) -> rx.Component:
    """The form and the sum."""
    return rx.fragment(
        folded_summary(v),
        rx.el.div(rx.el.div(form(v), side(v), class_name="checkout"), class_name="wrap wrap--narrow pad-block"),
    )


def _error(name: str) -> Any:
    from emporium.web.ssr import rendering

    return "" if rendering() else State.errors.get(name, "")


def _live(value: Any, at_first: Any) -> Any:
    from emporium.web.ssr import rendering

    return at_first if rendering() else value


def form(v: Any) -> rx.Component:
    """Everything that has to be filled in."""
    return rx.el.form(
        rx.el.h1(t("Checkout"), class_name="t-h1"),
        made_for_you(v),
        news(),
        ui.when(v.extends != "", rx.fragment(), rx.fragment(contact(v), address(v), delivery(v))),
        payment(v),
        class_name="stack checkout-form",
        on_submit=State.pay,
        custom_attrs={"noValidate": True, "data-kept": v.checkout_id},
        id="checkout-form",
    )


def made_for_you(v: Any) -> rx.Component:
    """Who made it, and what is different from what they sent (F084)."""
    return ui.when(
        v.link != "",
        rx.fragment(
            ui.alert(
                "info",
                v.link_title,
                rx.el.span(v.link_text),
                icon_name="clock",
                role="status",
            ),
            ui.when(
                v.changed,
                ui.alert(
                    "warning",
                    t("This changed since it was sent to you"),
                    rx.el.ul(ui.each(v.changes, lambda text: rx.el.li(text))),
                    role="status",
                ),
            ),
        ),
    )


def news() -> rx.Component:
    """What changed since the shopper looked."""
    return ui.when(
        _live(State.news.length() > 0, False),  # type: ignore[attr-defined]
        ui.alert(
            "warning",
            t("Please check what changed, then pay again"),
            rx.el.ul(ui.each(_live(State.news, []), lambda text: rx.el.li(text))),
            role="alert",
        ),
    )


def text_field(label: str, name: str, value: Any, autocomplete: str, **more: Any) -> rx.Component:
    """A field that is checked when it is left."""
    return ui.field(
        label,
        name,
        value=value,
        error=_error(name),
        autocomplete=autocomplete,
        **{"on_blur": lambda typed: State.check_field(name, typed), **more},
    )


def contact(v: Any) -> rx.Component:
    """Where the receipt goes."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("Contact"), id="c1"),
            ui.when(
                v.signed_in,
                rx.fragment(),
                ui.anchor(t("Sign in"), href="/login?next=/checkout", class_name="link t-small"),
            ),
            class_name="form-step__head",
        ),
        text_field(
            t("E-mail"), "email", v.email, "email", type_="email", hint=t("We send the receipt and the tracking here.")
        ),
        rx.el.label(
            rx.el.input(type="checkbox", id="remind", name="remind", checked=v.remind, on_change=State.allow_reminder),
            rx.el.span(t("Write to me if I leave my basket: two letters at most, each with a way to stop them")),
            class_name="check t-small",
        ),
        class_name="form-step",
        aria_labelledby="c1",
    )


def address(v: Any) -> rx.Component:
    """Where the parcels go."""
    return rx.el.section(
        rx.el.h2(
            ui.pick(v.all_files, t("Your address"), t("Delivery address")), id="c2", class_name="t-step"
        ),
        ui.when(
            v.all_files,
            rx.el.p(t("Nothing is delivered. The tax and your invoice depend on it."), class_name="t-small t-2"),
        ),
        ui.when(v.has_saved, book(v)),
        rx.el.div(
            text_field(t("Full name"), "name", v.name, "name", key=v.address_key + "-name"),
            country_field(v.countries, v.country, State.choose_country, error=v.problem),
            text_field(t("Street and number"), "line1", v.line1, "address-line1", key=v.address_key + "-line1"),
            ui.field(
                t("Flat, floor, building"),
                "line2",
                value=v.line2,
                autocomplete="address-line2",
                required=False,
                key=v.address_key + "-line2",
            ),
            ui.when(v.ask_postcode, postcode(v)),
            ui.when(
                v.ask_city,
                text_field(t("City"), "city", v.city, "address-level2", span="c-4", key=v.address_key + "-city"),
            ),
            ui.when(v.ask_region, region(v)),
            company(v),
            class_name="form-grid",
        ),
        ui.when(
            v.signed_in,
            rx.el.label(
                rx.el.input(type="checkbox", name="keep_address"),
                rx.el.span(t("Keep this address in my account")),
                class_name="check t-small",
            ),
        ),
        class_name="form-step",
        aria_labelledby="c2",
    )


def postcode(v: Any) -> rx.Component:
    """With an example of what it looks like there."""
    return rx.el.div(
        text_field(t("Postcode"), "postcode", v.postcode, "postal-code", key=v.address_key + "-postcode"),
        ui.when(v.postcode_hint != "", rx.el.p(v.postcode_hint, class_name="field__hint")),
        class_name="c-2 stack",
        custom_attrs=ui.knobs(gap=".375rem"),
    )


def book(v: Any) -> rx.Component:
    """Addresses that the shopper kept: one click fills the fields."""

    def one(item: Any) -> rx.Component:
        return rx.el.li(
            rx.el.button(
                rx.el.b(item.name), rx.el.span(item.text, class_name="t-small t-2"), type="button",
                class_name="book__entry", on_click=State.use_address(item.id),
            ),
        )  # fmt: skip

    return rx.el.div(
        rx.el.p(t("From your address book"), class_name="field__label"),
        rx.el.ul(ui.each(v.saved, one), class_name="book plain-list"),
    )


def region(v: Any) -> rx.Component:
    """Asked only where the tax or the address depends on it."""
    return rx.el.div(
        rx.el.label(t("State or region"), html_for="f-region", class_name="field__label"),
        rx.el.select(
            rx.el.option(t("Choose…"), value=""),
            ui.each(v.regions, lambda item: rx.el.option(item.text, value=item.code)),
            id="f-region", name="region", class_name="select", auto_complete="address-level1", value=v.region,
            on_change=State.choose_region,
        ),
        ui.when(_error("region") != "", ui.error_line(_error("region"), "f-region")),
        class_name="field",
    )  # fmt: skip


def company(v: Any) -> rx.Component:
    """A tax id for the invoice; folded away for everybody else (F049)."""
    return rx.el.details(
        rx.el.summary(t("Buying for a company? Add its") + " ", v.tax_id_label, class_name="text-btn t-small"),
        text_field(
            v.tax_id_label, "tax_id", v.tax_id, "off", required=False,
            hint=t("It is checked and printed on the invoice."), on_blur=State.give_tax_id,
        ),
        class_name="company stack",
        open=v.tax_id != "",
    )  # fmt: skip


def delivery(v: Any) -> rx.Component:
    """One parcel per store; choose for each."""

    def part(item: Any) -> rx.Component:
        return rx.el.fieldset(
            rx.el.legend(
                ui.store_mark(item.store.initials, item.store.awning, "sm"), rx.el.b(item.store.name), class_name="row"
            ),
            rx.el.div(
                ui.each(
                    item.choices,
                    lambda option: ui.choice(
                        item.store_id,
                        option.title,
                        option.detail,
                        option.price,
                        value=option.method_id,
                        checked=option.chosen,
                        on_change=State.choose_delivery(item.store_id, option.method_id),
                    ),
                ),
                class_name="choice-stack",
            ),
            class_name="stack delivery-part",
            custom_attrs=ui.knobs(gap=".5rem"),
        )

    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("Delivery"), id="c3", class_name="t-step"),
            ui.when(
                v.all_files,
                rx.el.p(t("Your files are on your order's page right after payment."), class_name="t-small t-2"),
                rx.el.p(t("Each store packs its own parcel. The days are when it arrives."), class_name="t-small t-2"),
            ),
        ),
        ui.each(v.parcels, lambda item: ui.when(item.all_files, rx.fragment(), part(item))),
        ui.when(v.too_small != "", ui.alert("warning", t("Not enough yet"), rx.el.span(v.too_small), role="status")),
        ui.when(v.all_files, rx.fragment(), present(v)),
        class_name="form-step",
        aria_labelledby="c3",
    )


def present(v: Any) -> rx.Component:
    """A message on the slip, and parcels without prices; folded away for everybody else (F028)."""
    return rx.el.details(
        rx.el.summary(t("Is it a present? Add a message"), class_name="text-btn t-small"),
        forms.text_area(
            t("Message"), "gift_message", value=v.gift_message, error=_error("gift_message"), rows=3, required=False,
            hint=t("It is printed on the slip in every parcel."),
        ),
        rx.el.label(
            rx.el.input(type="checkbox", name="gift_receipt", default_checked=v.gift_receipt),
            rx.el.span(t("Gift receipt: nothing in the parcels names a price")),
            class_name="check",
        ),
        class_name="company stack",
        open=v.gift_open,
    )  # fmt: skip


def payment(v: Any) -> rx.Component:
    """How to pay, and the one button."""

    def method(item: Any) -> rx.Component:
        return ui.choice(
            "method",
            item.label,
            item.hint,
            "",
            value=item.token,
            checked=_live(State.method == item.token, item.token == FIRST_METHOD),
            on_change=State.choose_method(item.token),
        )

    return rx.el.section(
        rx.el.h2(t("Payment"), id="c4", class_name="t-step"),
        ui.when(
            v.test_bank,
            rx.el.p(t("This shop runs on its built-in test bank: no money moves."), class_name="t-small t-2"),
        ),
        ui.when(
            _live(State.declined != "", False),
            ui.alert("danger", t("Nothing was charged"), rx.el.span(_live(State.declined, "")), role="alert"),
        ),
        rx.el.div(ui.each(v.methods, method), class_name="choice-stack"),
        ui.when(_error("payment") != "", ui.error_line(_error("payment"), "f-payment")),
        ui.when(_error("cart") != "", ui.error_line(_error("cart"), "f-cart")),
        ui.when(_error("shipping") != "", ui.error_line(_error("shipping"), "f-shipping")),
        ui.when(v.has_files, consent()),
        rx.el.button(
            ui.when(_live(State.method == CASH, False), rx.el.span(v.order_label), rx.el.span(v.pay_label)),
            type="submit",
            class_name="btn btn--buy btn--lg btn--block",
            id="pay",
            aria_busy=ui.pick(_live(State.busy, False), "true", "false"),
            disabled=_live(State.busy, False),
        ),
        rx.el.p(
            t("By paying you agree to the") + " ",
            ui.anchor(t("terms of sale"), href="/terms", class_name="link"),
            t(". If anything changes before you pay, we ask you first."),
            class_name="t-small t-3",
        ),
        class_name="form-step",
        aria_labelledby="c4",
    )


def consent() -> rx.Component:
    """Never ticked beforehand: with it the right of withdrawal ends (F026)."""
    return rx.el.div(
        rx.el.label(
            rx.el.input(
                type="checkbox", id="f-digital_consent", name="digital_consent", required=True,
                aria_invalid=ui.pick(_error("digital_consent") != "", "true", "false"),
                custom_attrs={"aria-describedby": "f-digital_consent-error"},
            ),
            rx.el.span(
                t(
                    "Give me my files at once. I agree that delivery begins before the time for withdrawal is over, "
                    "and I know that I lose my right of withdrawal for them with it."
                )
            ),
            class_name="check",
        ),
        ui.when(
            _error("digital_consent") != "", ui.error_line(_error("digital_consent"), "f-digital_consent")
        ),
        class_name="field",
    )  # fmt: skip


def sum_rows(v: Any) -> rx.Component:
    """How it adds up."""
    return rx.fragment(
        rx.el.dl(
            rx.el.dt(v.goods_label),
            rx.el.dd(v.goods),
            ui.when(
                v.all_files, rx.fragment(), rx.fragment(rx.el.dt(v.delivery_label), rx.el.dd(v.delivery))
            ),
            ui.each(v.discounts, lambda row: taken_off(row, State.leave_out)),
            ui.each(v.added_tax, lambda row: rx.fragment(rx.el.dt(row.label), rx.el.dd(row.amount))),
            class_name="kv",
        ),
        rx.el.hr(),
        rx.el.dl(rx.el.dt(t("Total")), rx.el.dd(v.total), class_name="kv kv--total"),
        rx.el.p(v.tax, class_name="t-small t-3"),
        ui.when(
            v.to_charge != "",
            rx.el.dl(
                ui.each(v.tenders, lambda row: taken_off(row, State.leave_out)),
                rx.el.dt(t("Left to pay"), class_name="kv__total"),
                rx.el.dd(v.to_charge, class_name="kv__total"),
                class_name="kv",
            ),
        ),
    )


def codes(v: Any, ident: str) -> rx.Component:
    """A discount's code or a gift card's."""
    return code_field(
        t("Discount code or gift card"),
        v.refusals,
        _error("code"),
        ident,
        add=State.add_code,
        leave_out=State.leave_out,
    )


def sum_lines(v: Any) -> rx.Component:
    """What is bought, store by store."""

    def one(item: Any) -> rx.Component:
        return rx.el.div(
            rx.el.span(
                ui.thumb(item.picture),
                rx.el.span(ui.hidden(t("Quantity") + " "), item.quantity, class_name="count"),
                class_name="sum-lines",
            ),
            rx.el.div(
                rx.el.span(item.name, class_name="t-strong"),
                rx.el.br(),
                rx.el.span(item.variant, class_name="t-2 t-xs"),
                ui.each(item.wishes, lambda one: rx.el.span(rx.el.br(), one.text, class_name="t-2 t-xs")),
                ui.when(item.files != "", rx.el.span(rx.el.br(), item.files, class_name="t-2 t-xs")),
                ui.when(item.promise != "", promised(item.promise)),
                class_name="grow t-small",
            ),
            rx.el.span(item.total, class_name="t-small t-num"),
            class_name="row row--top",
            custom_attrs=ui.knobs(gap=".75rem"),
        )

    def part(item: Any) -> rx.Component:
        return rx.el.div(
            rx.el.div(rx.el.b(item.store.name), rx.el.span(item.arrives, class_name="t-2"), class_name="split t-small"),
            ui.each(item.lines, one),
            class_name="thread stack",
            custom_attrs={"data-awning": item.store.awning, **ui.knobs(gap=".625rem")},
        )

    return ui.each(v.parcels, part)


def side(v: Any) -> rx.Component:
    """The order, always in view."""
    return rx.el.aside(
        rx.el.div(
            rx.el.h2(t("Your order"), class_name="t-h3"),
            ui.when(v.link != "", rx.fragment(), ui.anchor(t("Edit"), href="/cart", class_name="text-btn")),
            class_name="split",
        ),
        sum_lines(v),
        rx.el.hr(),
        codes(v, "f-code"),
        rx.el.hr(),
        sum_rows(v),
        class_name="summary only-desk",
        aria_label=t("Order summary"),
    )


def folded_summary(v: Any) -> rx.Component:
    """The same on a phone, folded, with the total."""
    return rx.el.details(
        rx.el.summary(
            rx.el.span(
                ui.icon("shopping-bag", "icon--sm"),
                rx.el.span(v.summary_label),
                ui.icon("chevron-down", "icon--sm"),
                class_name="row",
            ),
            rx.el.b(v.total, class_name="t-num"),
            class_name="summary-toggle",
        ),
        rx.el.div(sum_lines(v), codes(v, "f-code-folded"), rx.el.hr(), sum_rows(v), class_name="stack folded"),
        class_name="only-touch",
    )


def bank_page(v: Any) -> rx.Component:
    """The sandbox's bank asks whether it is really you."""
    return rx.el.div(
        rx.el.div(
            ui.icon("landmark", "icon--lg"),
            rx.el.h1(t("Test bank"), class_name="t-h1"),
            ui.when(
                v.waiting,
                rx.fragment(
                    rx.el.p(
                        t("Confirm the payment of") + " ",
                        rx.el.b(v.amount),
                        " " + t("for order") + " ",
                        rx.el.b(v.number),
                        ".",
                    ),
                    rx.el.p(t("This stands for your bank's page. No money moves."), class_name="t-small t-2"),
                    rx.el.div(
                        rx.el.button(
                            t("Approve"),
                            type="button",
                            class_name="btn btn--buy btn--lg",
                            id="approve",
                            on_click=BankState.decide(True),
                        ),
                        rx.el.button(
                            t("Refuse"),
                            type="button",
                            class_name="btn btn--secondary btn--lg",
                            id="refuse",
                            on_click=BankState.decide(False),
                        ),
                        class_name="row row--wrap",
                    ),
                ),
                rx.fragment(
                    rx.el.p(t("This payment is no longer waiting for you.")),
                    ui.anchor(t("To your order"), href="/purchase/" + v.token, class_name="btn btn--primary"),
                ),
            ),
            class_name="centre card narrow bank-card",
        ),
        class_name="wrap wrap--narrow section centre",
    )
