"""The front page."""

from __future__ import annotations

from dataclasses import replace

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _, number, plural
from emporium.services import carts, catalogue, recommendations, stores
from emporium.services.catalogue import CategoryNode, Filters, collections
from emporium.services.stores import StoreCard as StoreRow
from emporium.settings import get_settings
from emporium.ui.values import StoreCard
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import image, product_cards
from storefront.state.collections import collection_card
from storefront.state.store_cards import store_card
from storefront.values import CategoryTile, ForYouShelf, HomePage


class HomeState(PageState, rx.State):
    """State of the front page."""

    view: HomePage = HomePage()


def window(row: StoreRow) -> StoreCard:
    """A store's window: one scene, the town on the sill."""
    card = store_card(row, pictures=1)
    return replace(card, store=replace(card.store, line=f"{row.tagline}, {row.city}" if row.city else row.tagline))


def _tile(session: Session, node: CategoryNode) -> CategoryTile:
    picture = image(node.image, node.name)
    if not picture.present:
        best = catalogue.list_products(session, filters=Filters(category_ids=tuple(node.ids())), limit=1, count=False)
        picture = image(best.rows[0].image) if best.rows else picture
    return CategoryTile(node.name, f"/c/{node.slug}", picture)


def _for_you(session: Session, request: PageRequest, country: str) -> ForYouShelf:
    """A person's own part, for who agreed to it."""
    found = recommendations.for_you(session, actor=request.actor, country=country)
    if not found.agreed:
        return ForYouShelf()
    picks = [
        replace(card, reason=_("Because you looked at {name}").format(name=pick.because))
        for card, pick in zip(product_cards([pick.row for pick in found.picks]), found.picks, strict=True)
    ]
    close = stores.cards_by_ids(session, store_ids=found.stores[:3])
    return ForYouShelf(
        agreed=True,
        seen=bool(found.recent),
        recent=product_cards(found.recent),
        picks=picks,
        stores=[store_card(row) for row in close],
    )


def load_home(session: Session, request: PageRequest) -> Loaded:
    """Windows, categories, a person's own shelves and everybody's, all from what is really there."""
    name = get_settings().name
    directory = stores.directory(session, limit=60)
    country = carts.shopper_country(session, actor=request.actor)
    shelves = catalogue.shelves(session, country=country)
    tree = catalogue.category_tree(session)
    total = sum(row.products for row in directory)
    gathered, _more = collections.published_collections(session, limit=3)
    view = HomePage(
        you=_for_you(session, request, country),
        stores_line=_(
            "{directory} under one roof. You pay once. Each maker packs its own parcel and names the day it arrives."
        ).format(directory=plural(len(directory), "{n} independent store", "{n} independent stores")),
        windows=[window(row) for row in directory[:4]],
        categories=[_tile(session, node) for node in tree[:8]],
        selling=product_cards(shelves.selling, eager=4),
        newest=product_cards(shelves.newest),
        stores=[store_card(row) for row in directory[4:7]],
        low=product_cards(shelves.low),
        collections=[collection_card(row) for row in gathered],
        has_collections=bool(gathered),
        all_products=_("All {total} products").format(total=number(total)),
    )
    seo = Seo(
        title=_("{name}: many shops, one basket").format(name=name),
        description=_("Things made by {directory} independent stores. Pay once; every parcel names its day.").format(
            directory=len(directory)
        ),
        canonical_path="/",
        jsonld=[
            {
                "@context": "https://schema.org",
                "@type": "Organization",
                "name": name,
                "url": request.base_url + "/",
                "logo": request.base_url + "/favicon.svg",
            },
            {
                "@context": "https://schema.org",
                "@type": "WebSite",
                "name": name,
                "url": request.base_url + "/",
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": request.base_url + "/search?q={search_term}",
                    "query-input": "required name=search_term",
                },
            },
        ],
    )
    return Loaded(view, seo)
