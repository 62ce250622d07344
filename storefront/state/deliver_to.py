"""Where things are to go, before anybody types an address."""

from __future__ import annotations

from urllib.parse import quote

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _
from emporium.services import carts, shipping
from emporium.settings import get_settings
from emporium.ui.desk_values import Option
from emporium.web.auth_routes import local_path
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import COUNTRIES, every_country, offered_countries
from storefront.values import DeliverToPage

PATH = "/deliver-to"


class DeliverToState(PageState, rx.State):
    """State of the choice. It is a form of its own, so nothing is handled here."""

    view: DeliverToPage = DeliverToPage()


def link_to(here: str) -> str:
    """The way to the choice and back."""
    return f"{PATH}?next={quote(here)}"


def places(session: Session, *, country: str) -> list[Option]:
    """Countries to choose from beside days and prices: the usual ones, those that a store names, and the present one.

    One query.
    """
    served = shipping.served_countries(session)
    usual = [code for code in COUNTRIES if served.includes(code)]
    return [Option(code, name) for code, name in offered_countries({*served.named, *usual, country})]


def load_deliver_to(session: Session, request: PageRequest) -> Loaded:
    """Countries that any store delivers to, those of the neighbourhood first. Two queries."""
    served = shipping.served_countries(session)
    view = DeliverToPage(
        countries=[
            Option(code, name)
            for code, name in offered_countries(code for code, _name in every_country() if served.includes(code))
        ],
        country=carts.shopper_country(session, actor=request.actor),
        next=local_path(request.query.get("next", ""), "/"),
        error=request.query.get("error", "")[:200],
    )
    seo = Seo(title=_("Deliver to – {name}").format(name=get_settings().name), noindex=True)
    return Loaded(view, seo)
