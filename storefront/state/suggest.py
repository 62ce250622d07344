"""Suggestions while somebody types into the search field (F032)."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import reflex as rx
from sqlmodel import Session

from emporium.i18n import plural
from emporium.services import search
from emporium.web.guards import ANYONE, guarded
from emporium.web.shown import image, money
from emporium.web.threads import run
from storefront.marking import parts
from storefront.suggest_values import Hint, Suggest

LONGEST = 80


class SuggestState(rx.State):
    """State of the search field of every page of the shop."""

    found: Suggest = Suggest()

    @rx.event
    @guarded(ANYONE)
    async def typed(self, text: str) -> None:
        """Look up what is typed so far."""
        self.found = await run(suggested, words=str(text)[:LONGEST])

    @rx.event
    @guarded(ANYONE)
    async def chosen(self) -> None:
        """Something was chosen: the panel goes."""
        self.found = Suggest()


def suggested(session: Session, *, words: str) -> Suggest:
    """What is called like the letters so far; nothing for fewer than two. Ten queries at most."""
    words = " ".join(words.split())
    found = search.suggest(session, query=words)
    products = [
        _hint(row.name, words, f"/p/{row.slug}", sub=row.store_name, end=money(row.price_minor, row.currency),
              picture=replace(image(row.image), alt=""))
        for row in found.products
    ]  # fmt: skip
    categories = [_hint(name, words, f"/c/{slug}") for slug, name in found.categories]
    stores = [_hint(name, words, f"/s/{slug}") for slug, name in found.stores]
    collections = [_hint(name, words, f"/collections/{slug}") for slug, name in found.collections]
    count = len(products) + len(categories) + len(collections) + len(stores)
    return Suggest(
        open=bool(count),
        said=plural(count, "{n} suggestion", "{n} suggestions") if count else "",
        products=products,
        categories=categories,
        collections=collections,
        stores=stores,
        words=words,
        all_href=f"/search?q={quote(words)}",
    )


def _hint(name: str, words: str, href: str, **more: object) -> Hint:
    """A name with the first part that was typed set apart."""
    return Hint(*parts(name, words), href=href, **more)
