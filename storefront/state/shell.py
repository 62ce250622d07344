"""The frame's value: categories, basket, who is there."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _, available_locales, current_locale, language_name, plural
from emporium.services import carts, catalogue, favourites
from emporium.services.auth import Actor
from emporium.ui.desk_values import Option
from emporium.ui.values import Link
from emporium.web.page import PageRequest
from emporium.web.shown import country_name
from storefront.state.deliver_to import PATH, link_to
from storefront.values import Shell


class ShellState(rx.State):
    """What stands around every page of the shop."""

    shell: Shell = Shell()


def load_shell(session: Session, request: PageRequest) -> Shell:
    """Categories, the basket's count, what is kept, where things go. Six queries."""
    actor = request.actor
    units = carts.cart_count(session, actor=actor)
    categories = [
        Link(node.name, f"/c/{node.slug}", current=request.path == f"/c/{node.slug}")
        for node in catalogue.category_tree(session)
    ]
    offered = available_locales()
    saved = favourites.saved_ids(session, actor=actor)
    query = request.query.get("q", "") if request.path == "/search" else ""
    return Shell(
        categories=categories,
        basket=str(units) if units else "",
        basket_label=_("Basket, {value}").format(
            value=plural(units, "{n} item", "{n} items") if units else _("no items")
        ),
        account_label=_("{value} account").format(value=actor.name.split()[0] if actor.name else _("Your"))
        if actor.signed_in
        else _("Sign in"),
        account_href="/account" if actor.signed_in else "/login",
        orders_href="/account" if actor.signed_in else "/orders/find",
        tab=tab_of(request.path),
        query=query,
        place=f"{request.path}?{query}",
        saved=[str(product_id) for product_id in saved],
        saved_label=saved_label(len(saved)),
        languages=[Option(code, language_name(code)) for code in offered],
        several=len(offered) > 1,
        locale=current_locale.get(),
        here=request.address,
        country=country_name(carts.shopper_country(session, actor=actor)),
        deliver_href=link_to(request.query.get("next", "/") if request.path == PATH else request.address),
    )


TABS = {
    "browse": ("/search", "/c", "/p", "/s", "/stores", "/collections"),
    "saved": ("/saved",),
    "orders": ("/orders", "/purchase"),
    "you": ("/account", "/login", "/register"),
}


def tab_of(path: str) -> str:
    """Which of the ways around on a phone an address belongs to; none for what belongs to no one of them."""
    first = "/" + path.split("/")[1]
    return "home" if path == "/" else next((tab for tab, places in TABS.items() if first in places), "")


def saved_label(count: int) -> str:
    """What the heart in the header is called."""
    return _("Saved, {value}").format(value=plural(count, "{n} item", "{n} items") if count else _("no items"))


def shell_topics(_shell: Shell, actor: Actor) -> list[str]:
    """The basket follows from other devices (F041)."""
    return [topic] if (topic := carts.topic_of(actor)) else []
