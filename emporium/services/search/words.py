"""Looking products up by words alone, and suggestions while somebody types (F032)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from emporium.services.catalogue.lists import PAGE, CardPage, ProductRow
from emporium.services.search.contract import Wanted
from emporium.services.search.finding import more
from emporium.services.search.matching import has_words


def search_products(session: Session, *, query: str, cursor: str | None = None, limit: int = PAGE) -> CardPage:
    """Products for words, best first, uncounted. Nothing to look for finds nothing."""
    wanted = Wanted(words=query)
    if not has_words(wanted):
        return CardPage([], 0, 0, None)
    return more(session, wanted=wanted, cursor=cursor, limit=limit)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What stands under the search field while somebody types."""

    products: list[ProductRow]
    categories: list[tuple[str, str]]
    stores: list[tuple[str, str]]


def suggest(session: Session, *, query: str, limit: int = 4) -> Suggestions:
    """A few products, categories and stores for the letters so far, from two letters on."""
    if len(query.strip()) < 2:
        return Suggestions([], [], [])
    page = search_products(session, query=query, limit=limit)
    prefix = query.strip().lower().replace("%", "") + "%"
    categories = session.execute(
        text("SELECT slug, name FROM category WHERE lower(name) LIKE :p OR lower(name) LIKE '% ' || :p LIMIT 3"),
        {"p": prefix},
    ).all()
    stores = session.execute(
        text("SELECT slug, name FROM store WHERE status = 'approved' AND (lower(name) LIKE :p OR name % :q) LIMIT 3"),
        {"p": prefix, "q": query.strip()},
    ).all()
    return Suggestions(page.rows, [(r[0], r[1]) for r in categories], [(r[0], r[1]) for r in stores])
