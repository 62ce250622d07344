"""The store directory: searched, by category, page by page (F037)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _
from emporium.services import catalogue, stores
from emporium.settings import get_settings
from emporium.ui.values import Link
from emporium.web.desk import uuid_or_none
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from storefront.state.store_cards import store_card
from storefront.values import StoresPage

PATH = "/stores"


class StoresState(PageState, rx.State):
    """State of the store directory."""

    view: StoresPage = StoresPage()


def load_stores(session: Session, request: PageRequest) -> Loaded:
    """Open stores that fit. Seven queries."""
    query = request.query
    words, slug = " ".join(query.get("q", "").split())[:80], query.get("c", "")[:80]
    tree = catalogue.category_tree(session)
    node = next((one for one in tree if one.slug == slug), None)
    rows, more = stores.find_stores(
        session, words=words, categories=tuple(node.ids()) if node else (), after=_after(query)
    )
    kept = {"q": words, "c": node.slug if node else ""}
    view = StoresPage(
        line=_("Each store packs its own parcel."),
        stores=[store_card(row) for row in rows],
        query=words,
        category=kept["c"],
        categories=[
            Link(_("All"), _address({**kept, "c": ""}), current=node is None),
            *(Link(one.name, _address({**kept, "c": one.slug}), current=one is node) for one in tree),
        ],
        nothing=not rows,
        older=_address({**kept, "best": str(more[0]), "after": str(more[1])}) if more else "",
        newest=_address(kept) if query.get("after") else "",
    )
    seo = Seo(
        title=f"{_('Stores')} – {get_settings().name}",
        description=_("Every store under the roof."),
        canonical_path=PATH,
        noindex=bool(request.query_string),
    )
    return Loaded(view, seo)


def _after(query: Mapping[str, str]) -> tuple[int, UUID] | None:
    best, last = query.get("best", ""), uuid_or_none(query.get("after", ""))
    return (int(best), last) if last is not None and best.isdigit() and len(best) < 16 else None


def _address(query: Mapping[str, str]) -> str:
    kept = {name: value for name, value in query.items() if value}
    return f"{PATH}?{urlencode(kept)}" if kept else PATH
