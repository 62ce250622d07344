"""A product's page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.wishes import said_wish
from emporium.ui.words import t
from storefront.components import saving
from storefront.components.deliver_to import deliver_to
from storefront.components.sharing import share
from storefront.components.shelves import product_shelves
from storefront.pages.gallery import gallery
from storefront.pages.product_questions import questions
from storefront.pages.product_reviews import reviews
from storefront.state.product import ProductState as State


def product_page(v: Any) -> rx.Component:
    """Gallery, buy box, details, related, reviews, questions."""
    return rx.el.div(
        rx.el.div(ui.breadcrumbs(v.trail), class_name="only-desk crumb-row"),
        rx.el.div(gallery(v), buy_box(v), class_name="pdp"),
        ui.later(
            details(v),
            product_shelves(v.beside),
            reviews(v.reviews),
            questions(v.questions, v.ask_href),
        ),
        ui.when(v.buyable, buy_bar(v)),
        class_name="wrap pad-block",
        custom_attrs={"data-variant": v.picked},
    )


def buy_bar(v: Any) -> rx.Component:
    """On a phone the button stays within reach; it sends the same form."""
    return ui.buy_bar(
        rx.el.b(v.price, class_name="t-num"),
        " ",
        rx.el.span(v.stock, class_name="stock t-small stock--" + v.stock_tone),
        rx.el.br(),
        rx.el.span(v.arrives, class_name="t-small t-2"),
        action=rx.el.button(
            v.button, type="submit", class_name="btn btn--buy btn--lg", custom_attrs={"form": "buy-form"}
        ),
    )


def buy_box(v: Any) -> rx.Component:
    """What it is, what it costs, which one, how many, when."""
    return rx.el.div(
        rx.el.div(
            ui.anchor(
                ui.store_mark(v.store.initials, v.store.awning, "sm"),
                rx.el.span(v.store.line, class_name="t-small t-2"),
                href=v.store.href,
                class_name="row",
                custom_attrs=ui.knobs(gap=".5rem"),
            ),
            rx.el.h1(v.name, class_name="t-h1"),
            ui.when(
                v.reviews.rating != "",
                rx.el.div(
                    ui.stars(v.reviews.rating),
                    ui.anchor(v.reviews.line, href="#reviews", class_name="t-small link link--quiet"),
                    class_name="row",
                ),
            ),
            ui.when(v.summary != "", rx.el.p(v.summary, class_name="t-2")),
            class_name="stack",
            custom_attrs=ui.knobs(gap=".5rem"),
        ),
        asked(v),
        ui.each(v.options, option_group),
        rx.el.div(
            ui.stock_line(v.stock, v.stock_tone),
            ui.when(v.files, rx.fragment(), rx.el.span(t("Updates as others buy"), class_name="t-small t-3")),
            class_name="split split--wrap",
        ),
        ui.each(v.wishes, lambda item: ui.when(item.is_file, picture_form(v, item))),
        ui.when(v.refused != "", ui.alert("danger", v.refused, role="alert")),
        rx.el.form(
            ui.hidden_field("_variant", v.variant_id),
            ui.hidden_field("_units", v.quantity),
            ui.hidden_field("_slug", v.slug),
            ui.when(v.has_wishes, rx.el.div(ui.each(v.wishes, wish), class_name="stack")),
            rx.el.div(
                ui.quantity(
                    v.quantity,
                    v.name,
                    fewer=State.fewer_units,
                    more=State.more_units,
                    at_least=v.at_least,
                    at_most=v.at_most,
                    size="lg",
                ),
                buy_button(v, "grow"),
                class_name="row",
                custom_attrs=ui.knobs(gap=".625rem"),
            ),
            ui.when(v.buyable, buy_now()),
            ui.when(v.limits != "", rx.el.p(v.limits, class_name="t-small t-2")),
            on_submit=State.add_to_basket,
            action="/basket/add",  # until the page is live the browser sends it itself
            method="post",
            class_name="stack",
            id="buy-form",
            no_validate=True,
        ),
        ui.when(v.buyable, rx.fragment(), tell_me(v)),
        rx.el.div(
            ui.when(
                v.files,
                rx.fragment(
                    ui.fact("download", v.arrives, v.arrives_note),
                    ui.fact(
                        "undo-2",
                        t("Files cannot be sent back"),
                        t("You agree to that before you pay. If something is wrong with them, write to the store."),
                    ),
                ),
                rx.fragment(
                    ui.fact("calendar-check", v.arrives, v.arrives_note),
                    deliver_to(v, State.deliver_to),
                    ui.fact("undo-2", v.returns, v.returns_note),
                ),
            ),
            ui.fact(
                "shield-check",
                t("Buyer protection"),
                t("Money back if it does not arrive or is not as described. If the store does not help, we decide."),
            ),
            class_name="facts",
        ),
        ui.later(
            rx.el.div(saving.save_button(v.id), share(v, v.name), class_name="row row--wrap row--top keep-or-tell"),
            sold_by(v),
        ),
        class_name="pdp__buy stack",
        custom_attrs=ui.knobs(gap="1.125rem"),
    )


def buy_button(v: Any, extra: str = "") -> rx.Component:
    """The one Tyrian button of the page."""
    return rx.el.button(
        v.button,
        type="submit",
        class_name=ui.joined("btn btn--buy btn--lg", extra),
        id="add-to-basket",
        disabled=ui.pick(v.buyable, False, True),
    )


def buy_now() -> rx.Component:
    """Into the basket and on to pay."""
    return rx.el.button(
        t("Buy now"), type="submit", class_name="btn btn--secondary btn--lg btn--block", id="buy-now",
        name="_now", value="1", on_click=State.at_once,
    )  # fmt: skip


def asked(v: Any) -> rx.Component:
    """What one costs, what it cost before, and what many cost."""
    return rx.el.div(
        ui.price(v.price, v.was, "price--xl"),
        ui.when(v.why != "", rx.el.p(v.why, class_name="t-small t-strong")),
        ui.when(v.prior != "", rx.el.p(v.prior, class_name="t-small t-2")),
        rx.el.p(v.price_note, class_name="t-small t-3"),
        rx.el.dl(
            ui.each(v.steps, lambda row: rx.fragment(rx.el.dt(row.name), rx.el.dd(row.value))),
            class_name="kv kv--start kv--flush t-small",
        ),
    )


def picture_form(v: Any, item: Any) -> rx.Component:
    """A picture to hand in: a real form, the browser sends it itself (F028)."""
    return ui.native_form(
        ui.hidden_field("field", item.key),
        ui.hidden_field("slug", v.slug),
        ui.hidden_field("sku", v.sku),
        rx.el.label(
            item.label,
            ui.when(item.required, rx.fragment(), rx.el.span(t("Optional"), class_name="field__optional")),
            html_for=item.ident + "-file",
            class_name="field__label",
        ),
        ui.when(item.picture != "", rx.el.img(src=item.picture, alt=t("The picture you chose"), class_name="thumb")),
        rx.el.input(
            id=item.ident + "-file",
            name="photos",
            type="file",
            class_name="input",
            required=True,
            accept="image/jpeg,image/png,image/webp",
        ),
        ui.when(
            item.error != "",
            rx.el.p(
                ui.icon("circle-alert", "icon--sm"), rx.el.span(item.error), class_name="field__error", role="alert"
            ),
        ),
        rx.el.p(
            t("A picture of at most 8 MB. Only you and the store see it.") + " ", item.hint, class_name="field__hint"
        ),
        rx.el.button(
            ui.pick(item.picture != "", t("Use another picture"), t("Use this picture")),
            type="submit",
            class_name="btn btn--secondary btn--sm",
        ),
        action=item.action,
        class_name="field stack stack--tight",
        custom_attrs={"encType": "multipart/form-data"},
    )


def wish(item: Any) -> rx.Component:
    """Something that the buyer may or must say about it (F028)."""
    return ui.when(item.is_file, ui.hidden_field(item.key, item.value), said_wish(item))


def tell_me(v: Any) -> rx.Component:
    """Hearing of it when it is back; one letter (F091)."""
    return rx.el.form(
        ui.field(
            t("Tell me when it is back"), "email", value=v.own_email, error=v.tell_error, type_="email",
            autocomplete="email", prefix="back", hint=t("One letter, then we forget the address."),
        ),
        rx.el.button(t("Tell me"), type="submit", class_name="btn btn--secondary"),
        class_name="stack", on_submit=State.tell_me, id="back-in-stock", no_validate=True,
    )  # fmt: skip


def option_group(group: Any) -> rx.Component:
    """An option as pictures or labels; what is sold out stays visible, struck."""

    def value(item: Any) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio",
                name=group.id,
                checked=item.chosen,
                on_change=State.choose(group.id, item.id),
                aria_label=item.name,
            ),
            rx.el.span(
                ui.when(
                    item.picture.present, ui.picture(item.picture, sizes="60px", loading="eager"), rx.el.span(item.name)
                )
            ),
            class_name=ui.joined(
                ui.pick(item.picture.present, "option option--pic", "option"), ui.pick(item.sold_out, "option--out", "")
            ),
            title=item.name,
        )

    return rx.el.fieldset(
        rx.el.legend(rx.el.b(group.name), " ", rx.el.span(group.chosen, class_name="t-2"), class_name="t-small"),
        rx.el.div(ui.each(group.choices, value), class_name="options"),
        class_name="option-group",
    )


def sold_by(v: Any) -> rx.Component:
    """Whose it is."""
    return rx.el.section(
        ui.awning("sm"),
        rx.el.div(
            rx.el.div(
                ui.store_mark(v.store.initials, v.store.awning),
                rx.el.div(
                    rx.el.h2(v.store.name, class_name="t-sign"),
                    rx.el.p(v.store_since, class_name="t-small t-2"),
                    ui.when(v.store_answers != "", rx.el.p(v.store_answers, class_name="t-small t-2")),
                    class_name="grow",
                ),
                ui.anchor(t("Visit store"), href=v.store.href, class_name="btn btn--secondary btn--sm"),
                class_name="row",
            ),
            rx.el.dl(
                pair(t("Rating"), v.store_rating),
                pair(t("Packs within"), v.store_sends),
                pair(t("Returns"), v.store_returns),
                class_name="grid three",
            ),
            ui.anchor(
                ui.icon("message-circle", "icon--sm"),
                t("Ask the store"),
                href=v.ask_href,
                class_name="text-btn tap",
                rel="nofollow",
            ),
            class_name="card__body stack",
            custom_attrs=ui.knobs(gap=".75rem"),
        ),
        class_name="card clipped",
        custom_attrs={"data-awning": v.store.awning},
        aria_label=t("Sold by"),
    )


def pair(name: str, value: Any) -> rx.Component:
    """A name and its value."""
    return rx.el.div(rx.el.dt(name, class_name="t-xs t-3"), rx.el.dd(value, class_name="t-strong t-num"))


def details(v: Any) -> rx.Component:
    """The text and the facts."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("About this piece"), class_name="t-h2 head-gap"),
            rx.el.div(ui.each(v.paragraphs, lambda text: rx.el.p(text)), class_name="prose"),
        ),
        rx.el.div(
            rx.el.h2(t("Details"), class_name="t-h2 head-gap"),
            rx.el.dl(
                ui.each(v.specs, lambda spec: rx.fragment(rx.el.dt(spec.name), rx.el.dd(spec.value))),
                class_name="kv kv--start kv--flush",
            ),
        ),
        class_name="section grid grid--2",
        custom_attrs=ui.knobs(gap="2.5rem"),
        aria_label=t("About this piece"),
    )


def product_skeleton() -> rx.Component:
    """Where a product will stand."""
    return rx.el.div(
        rx.el.span(t("Loading"), class_name="visually-hidden", role="status"),
        rx.el.div(
            rx.el.div(rx.el.div(class_name="skeleton gallery__main"), class_name="gallery"),
            rx.el.div(
                *[rx.el.div(class_name="skeleton skeleton--text") for _ in range(6)], class_name="pdp__buy stack"
            ),
            class_name="pdp",
        ),
        class_name="wrap pad-block loading",
    )
