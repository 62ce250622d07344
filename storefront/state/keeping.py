"""What a list's address looks for, so that it can be kept (F030)."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services import catalogue, favourites, stores
from emporium.services.auth import Actor
from emporium.services.catalogue import collections
from emporium.services.search import Wanted
from emporium.web.page import PageRequest
from storefront.state.narrowing import read_wanted


def keep_search(session: Session, *, actor: Actor, path: str, query: str) -> None:
    """Keep the list that an address of this shop shows. Raises Invalid for any other address, NotFound."""
    request = PageRequest(actor, path, query)
    title, bounds = _bounds(session, request)
    wanted = replace(read_wanted(request, bounds), sort=None, arrives_by=None)
    favourites.save_search(
        session, actor=actor, title=", ".join([title, *_choices(wanted)]), path=path, query=query, wanted=wanted
    )


def _bounds(session: Session, request: PageRequest) -> tuple[str, Wanted]:
    words = " ".join(request.query.get("q", "").split())[:200]
    kind, _slash, slug = request.path.strip("/").partition("/")
    if kind == "c" and slug:
        node = catalogue.category_by_slug(session, slug=slug)
        return node.name, Wanted(categories=tuple(node.ids()))
    if kind == "s" and slug:
        store = stores.store_page(session, slug=slug).store
        return (f"“{words}”, {store.name}" if words else store.name), Wanted(words=words, store_id=store.id)
    if kind == "collections" and slug:
        found = collections.collection_by_slug(session, slug=slug)
        return found.name, Wanted(collection_id=found.id)
    if request.path != "/search":
        raise Invalid("search", _("Only searches and lists of this shop can be kept."))
    return (f"“{words}”" if words else _("All products")), Wanted(words=words)


def _choices(wanted: Wanted) -> list[str]:
    said = [*wanted.within, *wanted.stores, *(value for values in wanted.options.values() for value in values)]
    said += [
        code.replace("_", " ") if one == "true" else one for code, ways in wanted.attributes.items() for one in ways
    ]
    return [
        *(one.replace("-", " ") for one in said),
        *(code.replace("_", " ") for code in wanted.ranges),
        *([_("in stock")] if wanted.in_stock else []),
        *([_("on sale")] if wanted.on_sale else []),
        *([_("priced")] if wanted.price_from is not None or wanted.price_to is not None else []),
        *([_("well rated")] if wanted.rating_tenths else []),
    ]
