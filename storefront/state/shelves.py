"""Rows of products that stand on several pages."""

from __future__ import annotations

from sqlmodel import Session

from emporium.i18n import _, plural
from emporium.services import carts, catalogue, favourites
from emporium.services.auth import Actor
from emporium.services.catalogue import Filters
from emporium.ui.values import ProductCard
from emporium.web.shown import product_cards
from storefront.values import Shelf


def saved_cards(session: Session, *, actor: Actor, limit: int) -> list[ProductCard]:
    """What somebody kept last and can be had now."""
    ids = favourites.saved_ids(session, actor=actor, in_stock=True, limit=limit)
    country = carts.shopper_country(session, actor=actor)
    return product_cards(catalogue.rows_by_ids(session, product_ids=ids, country=country))


def saved_or_selling(session: Session, *, actor: Actor, limit: int = 5) -> Shelf:
    """For who has nothing yet: what they kept and can be had, else what others buy."""
    kept = saved_cards(session, actor=actor, limit=limit)
    if kept:
        line = plural(len(kept), "{n} thing you saved can be had now.", "{n} things you saved can be had now.")
        return Shelf(_("Saved by you"), line, kept, own=True)
    country = carts.shopper_country(session, actor=actor)
    found = catalogue.list_products(session, filters=Filters(in_stock=True), limit=limit, count=False, country=country)
    return Shelf(_("What people are taking home"), _("Best-selling now, and in stock."), product_cards(found.rows))
