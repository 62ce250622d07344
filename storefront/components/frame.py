"""The frame of the shop: header, categories, footer, tab bar, messages."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.ui.words import t
from emporium.web.toasts import ToastState
from storefront.components import deliver_to
from storefront.components.suggest import suggestions
from storefront.state.suggest import SuggestState
from storefront.suggest_values import Suggest

PAUSE = 120
"""Milliseconds without a letter before suggestions are asked for."""

FOOTER: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        N_("Shop"),
        (
            (N_("All products"), "/search"),
            (N_("Collections"), "/collections"),
            (N_("Stores"), "/stores"),
            (N_("Your orders"), "/account"),
            (N_("Basket"), "/cart"),
        ),
    ),
    (
        N_("Help"),
        (
            (N_("Help"), "/help"),
            (N_("Find your order"), "/orders/find"),
            (N_("Delivery"), "/shipping"),
            (N_("Returns"), "/returns"),
        ),
    ),
    (N_("Sell"), ((N_("Vendor sign-in"), "/vendor/login"),)),
    (
        N_("Emporium"),
        (
            (N_("About"), "/about"),
            (N_("How lists are ordered"), "/ranking"),
            (N_("Privacy"), "/privacy"),
            (N_("Terms"), "/terms"),
        ),
    ),
)


def storefront_frame(shell: Any, inner: rx.Component) -> rx.Component:
    """A page of the shop."""
    return rx.el.div(
        skip_link(),
        masthead(shell),
        rx.el.main(inner, id="main"),
        footer(shell),
        tabbar(shell),
        messages(),
        class_name="shop-frame face-shop",
    )


def plain_frame(_shell: Any, inner: rx.Component) -> rx.Component:
    """Checkout and bank: no ways out, nothing to distract."""
    return rx.el.div(
        skip_link(),
        rx.el.header(
            rx.el.div(
                ui.mark(),
                rx.el.span(ui.icon("lock", "icon--sm"), t("Secure checkout"), class_name="row t-small t-2"),
                class_name="wrap wrap--narrow",
            ),
            class_name="plain-head",
        ),
        rx.el.main(inner, id="main"),
        messages(),
        class_name="shop-frame face-shop",
    )


def auth_frame(_shell: Any, inner: rx.Component) -> rx.Component:
    """Signing in: the form under the sign, beside a shop window."""
    return ui.auth_frame(inner, messages(), face="face-shop")


def skip_link() -> rx.Component:
    """For keyboards."""
    return ui.anchor(t("Skip to content"), href="#main", class_name="skip-link")


def messages() -> rx.Component:
    """Toasts; on the server there are none yet."""
    return ui.toast_region([] if _on_server() else ToastState.toasts, ToastState.dismiss, ToastState.undo)


def _on_server() -> bool:
    from emporium.web.ssr import rendering

    return rendering()


def masthead(shell: Any) -> rx.Component:
    """Sign, search, tools, categories."""
    return rx.el.header(
        rx.el.div(
            rx.el.div(ui.mark(), search_form(shell), tools(shell), class_name="masthead__bar"),
            rx.el.nav(
                ui.each(
                    shell.categories,
                    lambda item: ui.anchor(
                        item.text, href=item.href, aria_current=ui.pick(item.current, "page", "false")
                    ),
                ),
                rx.el.span(class_name="push"),
                ui.anchor(t("Collections"), href="/collections"),
                ui.anchor(t("Stores"), href="/stores"),
                ui.anchor(t("New in"), href="/search?sort=newest"),
                class_name="catnav",
                aria_label=t("Categories"),
            ),
            class_name="wrap",
        ),
        class_name="masthead",
    )


def search_form(shell: Any) -> rx.Component:
    """A real form: it works before any script has run."""
    return ui.native_form(
        ui.icon("search"),
        rx.el.label(t("Search Emporium"), html_for="q", class_name="visually-hidden"),
        rx.el.input(
            id="q",
            name="q",
            type="search",
            default_value=shell.query,
            placeholder=t("Search products and stores"),
            class_name="search__input",
            auto_complete="off",
            enter_key_hint="search",
            key=shell.place,
            on_change=SuggestState.typed.debounce(PAUSE),  # type: ignore[attr-defined]
            role="combobox",
            aria_autocomplete="list",
            aria_controls="suggest",
            aria_expanded=ui.pick(_suggested().open, "true", "false"),
        ),
        rx.el.kbd("/", class_name="kbd search__key only-desk", aria_hidden="true"),
        suggestions(_suggested()),
        action="/search",
        method="get",
        class_name="search",
        role="search",
    )


def _suggested() -> Any:
    return Suggest() if _on_server() else SuggestState.found


def tools(shell: Any) -> rx.Component:
    """Where things go, colours, account, basket."""
    return rx.el.div(
        deliver_to.in_the_masthead(shell),
        rx.el.button(
            ui.icon("sun-moon"),
            class_name="btn btn--ghost btn--icon",
            type="button",
            aria_label=t("Switch between light and dark"),
            on_click=rx.toggle_color_mode,
        ),
        ui.anchor(
            ui.icon("user-round"),
            href=shell.account_href,
            class_name="btn btn--ghost btn--icon only-desk",
            aria_label=shell.account_label,
        ),
        ui.anchor(
            ui.icon("heart"),
            href="/saved",
            class_name="btn btn--ghost btn--icon only-desk",
            aria_label=shell.saved_label,
        ),
        ui.anchor(
            ui.icon("shopping-bag"),
            ui.when(shell.basket != "", rx.el.span(shell.basket, class_name="btn__count", aria_hidden="true")),
            href="/cart",
            class_name="btn btn--ghost btn--icon",
            aria_label=shell.basket_label,
        ),
        class_name="masthead__tools",
    )


def tabbar(shell: Any) -> rx.Component:
    """The ways around on a phone."""
    items = (
        ("home", t("Home"), "house", "/"),
        ("browse", t("Browse"), "layout-grid", "/search"),
        ("saved", t("Saved"), "heart", "/saved"),
        ("orders", t("Orders"), "package", shell.orders_href),
        ("you", t("You"), "user-round", shell.account_href),
    )
    return rx.el.nav(
        *[
            ui.anchor(
                ui.icon(icon), rx.el.span(name), href=href, aria_current=ui.pick(shell.tab == key, "true", "false")
            )
            for key, name, icon, href in items
        ],
        class_name="tabbar",
        aria_label=t("Main"),
    )


def footer(shell: Any) -> rx.Component:
    """Where everything else is."""
    return rx.el.footer(
        ui.awning("sm"),
        rx.el.div(
            rx.el.div(
                rx.el.div(
                    ui.mark(),
                    rx.el.p(
                        t("Many shops under one roof. Each order is packed by the people who made it."),
                        class_name="t-2 t-small",
                    ),
                    class_name="stack",
                ),
                *[
                    rx.el.div(
                        rx.el.h2(t(title)),
                        rx.el.ul(
                            *[rx.el.li(ui.anchor(t(text), href=href)) for text, href in links],
                            class_name="stack",
                            custom_attrs=ui.knobs(gap="0"),
                        ),
                    )
                    for title, links in FOOTER
                ],
                class_name="footer__grid",
            ),
            rx.el.div(
                rx.el.span("© 2026 Emporium"),
                deliver_to.in_the_footer(shell),
                ui.when(shell.several, ui.language_choice(shell)),
                rx.el.span(t("MIT licensed")),
                class_name="footer__base",
            ),
            class_name="wrap",
        ),
        class_name="footer",
    )


def not_found(shell: Any) -> rx.Component:
    """Nothing under this address: a shop with its shutter down, and the ways on."""
    return rx.el.div(
        rx.el.div(
            closed_shop(),
            rx.el.div(
                rx.el.h1(t("We cannot find that page"), class_name="t-display"),
                rx.el.p(
                    t("The link may be old, or the store has closed. Search, or start from a busy street."),
                    class_name="t-lead",
                ),
                ui.native_form(
                    ui.icon("search"),
                    rx.el.label(t("Search Emporium again"), html_for="nq", class_name="visually-hidden"),
                    rx.el.input(
                        id="nq",
                        name="q",
                        type="search",
                        placeholder=t("What were you looking for?"),
                        class_name="search__input",
                        enter_key_hint="search",
                    ),
                    action="/search",
                    method="get",
                    class_name="search",
                    role="search",
                    aria_label=t("Search Emporium again"),
                ),
                rx.el.nav(
                    ui.each(shell.categories, lambda item: ui.anchor(item.text, href=item.href, class_name="chip")),
                    ui.anchor(t("To the front page"), href="/", class_name="chip"),
                    class_name="chips",
                    aria_label=t("Ways on"),
                ),
                class_name="stack",
            ),
            class_name="nowhere",
        ),
        class_name="wrap",
    )


def closed_shop() -> rx.Component:
    """Its sign says where it went, and the shutter what the answer was."""
    return rx.el.div(
        rx.el.span(t("Moved away"), class_name="window__sign"),
        ui.awning("lg"),
        rx.el.span(rx.el.span("404", class_name="badge badge--tag"), class_name="window__scene shutter"),
        class_name="window",
        custom_attrs={"data-awning": "graphite", "aria-hidden": "true"},
    )


def refused() -> rx.Component:
    """Not for this person."""
    return rx.el.div(
        ui.empty(
            t("This is not yours to see"),
            t("Sign in with the account it belongs to."),
            ui.anchor(t("Sign in"), href="/login", class_name="btn btn--primary"),
            icon_name="lock",
        ),
        class_name="wrap section",
    )
