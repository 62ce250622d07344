"""Choosing where things go, before an address is typed."""

from __future__ import annotations

from sqlmodel import Session, select

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services.auth import Actor
from emporium.services.carts.lines import touch
from emporium.services.carts.reading import get_or_create_cart
from emporium.services.shipping import served_countries
from models.carts import Checkout
from models.enums import CheckoutStatus


def choose_country(session: Session, *, actor: Actor, country: str) -> None:
    """Prices of delivery, days and taxes are those of this country from now on, in every tab of the actor's.

    A checkout in which no address was typed yet follows. Raises Invalid for a country that no store names.
    """
    if not served_countries(session).includes(country):
        raise Invalid("country", _("No store here delivers there yet. Choose another country."))
    cart = get_or_create_cart(session, actor=actor)
    if cart.country == country:
        return
    cart.country = country
    begun = session.exec(
        select(Checkout).where(Checkout.cart_id == cart.id, Checkout.status == CheckoutStatus.OPEN).with_for_update()
    ).all()
    for one in begun:
        if not one.address.get("line1"):
            one.address = {**one.address, "country": country, "region": ""}
            session.add(one)
    touch(session, cart)
