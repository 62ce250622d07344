"""Collections: the directory, and one of them as a list that can be narrowed (F021)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _, plural
from emporium.services.catalogue import Sort, collections
from emporium.services.catalogue.collections import CollectionRow, CollectionView
from emporium.services.search import Wanted
from emporium.settings import get_settings
from emporium.ui.values import CollectionCard, Link
from emporium.web.desk import uuid_or_none
from emporium.web.guards import ANYONE, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import image
from storefront.collection_values import CollectionPage, CollectionsPage
from storefront.listing_values import ListingPage
from storefront.state.list_address import address
from storefront.state.listing import MoreState, breadcrumb_ld, product_list, sorts_of
from storefront.state.narrowing import cleared, read_wanted

PATH = "/collections"


class CollectionsState(PageState, rx.State):
    """State of the directory of collections."""

    view: CollectionsPage = CollectionsPage()


class CollectionState(MoreState, rx.State):
    """State of a collection's page."""

    view: CollectionPage = CollectionPage()

    @rx.event
    @guarded(ANYONE)
    async def more(self) -> None:
        """Show the next products."""
        await self._append()


def collection_card(row: CollectionRow) -> CollectionCard:
    """A collection with its first pictures."""
    return CollectionCard(
        name=row.name,
        href=f"{PATH}/{row.slug}",
        description=row.description,
        count=plural(row.products, "{n} product", "{n} products"),
        pictures=[replace(image(picture), alt="") for picture in row.pictures],
    )


def load_collections(session: Session, request: PageRequest) -> Loaded:
    """Published collections in their order. Three queries."""
    query = request.query
    rows, more = collections.published_collections(session, after=_after(query))
    trail = [Link(_("Home"), "/"), Link(_("Collections"), current=True)]
    view = CollectionsPage(
        line=_("Things that belong together, from every store."),
        trail=trail,
        cards=[collection_card(row) for row in rows],
        nothing=not rows,
        older=f"{PATH}?{urlencode({'place': more[0], 'after': str(more[1])})}" if more else "",
        newest=PATH if query.get("after") else "",
    )
    seo = Seo(
        title=f"{_('Collections')} – {get_settings().name}",
        description=_("Gifts, sets and seasons, put together from every store."),
        canonical_path=PATH,
        noindex=bool(request.query_string),
        jsonld=[
            breadcrumb_ld(request, trail, PATH),
            item_list_ld([(row.name, f"{request.base_url}{PATH}/{row.slug}") for row in rows]),
        ],
    )
    return Loaded(view, seo)


def _after(query: Mapping[str, str]) -> tuple[int, UUID] | None:
    place, last = query.get("place", ""), uuid_or_none(query.get("after", ""))
    return (int(place), last) if last is not None and place.isdigit() and len(place) < 10 else None


def load_collection(session: Session, request: PageRequest) -> Loaded:
    """One collection's products. Raises NotFound for one that is not published."""
    found = collections.collection_by_slug(session, slug=request.params["slug"])
    here = f"{PATH}/{found.slug}"
    trail = [Link(_("Home"), "/"), Link(_("Collections"), PATH), Link(found.name, current=True)]
    goods = _goods(session, request, found)
    pictures = [replace(image(picture), alt="") for picture in found.pictures]
    view = CollectionPage(
        name=found.name,
        description=found.description,
        trail=trail,
        pictures=pictures,
        pictured=bool(pictures),
        goods=goods,
    )
    seo = Seo(
        title=f"{found.name} – {get_settings().name}",
        description=found.description or _("{name} from independent stores.").format(name=found.name),
        canonical_path=here,
        noindex=bool(request.query_string),
        image=pictures[0].src if pictures else "",
        jsonld=[breadcrumb_ld(request, trail, here), collection_ld(request, found, goods)],
    )
    return Loaded(view, seo)


def _goods(session: Session, request: PageRequest, found: CollectionView) -> ListingPage:
    """What is in it. The bound is its id, so that no address widens it."""
    bounds = Wanted(collection_id=found.id, by_hand=found.by_hand)
    sort = read_wanted(request, bounds).sort
    sorts = sorts_of(request, sort, _("As put together") if found.by_hand else _("Best selling"))
    if found.by_hand:
        selling = Link(_("Best selling"), address(request, sort=Sort.SELLING), current=sort is Sort.SELLING)
        sorts = [sorts[0], selling, *sorts[1:]]
    narrowed = cleared(request) != address(request)
    return product_list(
        session, request, bounds, sorts=sorts,
        nothing_line=_("Nothing in it matches all of these. Take one off to see more.") if narrowed
        else _("There is nothing in it at the moment."),
    )  # fmt: skip


def item_list_ld(items: list[tuple[str, str]]) -> dict[str, Any]:
    """A list of names and addresses, for search engines."""
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "url": url}
            for place, (name, url) in enumerate(items, start=1)
        ],
    }


def collection_ld(request: PageRequest, found: CollectionView, goods: ListingPage) -> dict[str, Any]:
    """The collection with what it shows first, for search engines."""
    listed = item_list_ld([(card.name, request.base_url + card.href) for card in goods.cards])
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": found.name,
        "description": found.description,
        "url": f"{request.base_url}{PATH}/{found.slug}",
        "mainEntity": {key: value for key, value in listed.items() if key != "@context"}
        | {"numberOfItems": goods.total},
    }
