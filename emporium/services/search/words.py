"""Looking products up by words alone, and suggestions while somebody types (F032)."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.services.catalogue.lists import PAGE, CardPage, ProductRow, rows_by_ids
from emporium.services.search.asking import WORDS, read_words
from emporium.services.search.contract import Wanted
from emporium.services.search.engine import more
from emporium.services.search.matching import has_words


def search_products(
    session: Session, *, query: str, cursor: str | None = None, limit: int = PAGE, typing: bool = False
) -> CardPage:  # fmt: skip
    """Products for words, best first, uncounted. Nothing to look for finds nothing."""
    wanted = Wanted(words=query)
    if not has_words(wanted):
        return CardPage([], 0, 0, None)
    return more(session, wanted=wanted, cursor=cursor, limit=limit, typing=typing)


def meant(session: Session, *, query: str) -> str:
    """The words without their typing errors; empty when there were none."""
    return read_words(session, query).meant if WORDS.search(query) else ""


MOST_WORDS = 5
"""So many words of one search are tried by themselves."""


def single_words(session: Session, *, query: str) -> list[str]:
    """Words of a search that find something by themselves, in their order; none of a search of one word."""
    words = list(dict.fromkeys(word for word in query.split() if WORDS.search(word)))[:MOST_WORDS]
    return [word for word in words if search_products(session, query=word, limit=1).rows] if len(words) > 1 else []


def near(session: Session, *, query: str, limit: int = 5) -> list[ProductRow]:
    """Products that some of the words fit, the closest first: for when nothing fits all of them."""
    if not WORDS.search(query):
        return []
    rows = session.execute(
        text(
            """SELECT p.id FROM search_document d JOIN product p ON p.id = d.product_id
               JOIN store s ON s.id = p.store_id
               WHERE d.generation = (SELECT live FROM search_index) AND d.words @@ to_tsquery('english', :some)
                 AND p.status = 'active' AND s.status = 'approved' AND p.available_total > 0
               ORDER BY ts_rank(d.words, to_tsquery('english', :some)) DESC, p.sold_count DESC, p.id LIMIT :limit"""
        ),
        {"some": read_words(session, query).some, "limit": limit},
    )
    return rows_by_ids(session, product_ids=[UUID(str(row[0])) for row in rows])


def popular_categories(session: Session, *, limit: int = 6) -> list[tuple[str, str]]:
    """Slugs and names of the categories that most is bought of. One query."""
    rows = session.execute(
        text(
            """SELECT c.slug, c.name FROM category c JOIN product p ON p.category_id = c.id
               JOIN store s ON s.id = p.store_id WHERE p.status = 'active' AND s.status = 'approved'
               GROUP BY c.id ORDER BY sum(p.sold_count) DESC, c.name LIMIT :limit"""
        ),
        {"limit": limit},
    )
    return [(str(row[0]), str(row[1])) for row in rows]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What stands under the search field while somebody types."""

    products: list[ProductRow]
    categories: list[tuple[str, str]]
    stores: list[tuple[str, str]]
    collections: list[tuple[str, str]] = field(default_factory=list)


def suggest(session: Session, *, query: str, limit: int = 4) -> Suggestions:
    """A few products, categories, collections and stores for the letters so far, from two letters on."""
    if len(query.strip()) < 2:
        return Suggestions([], [], [])
    page = search_products(session, query=query, limit=limit, typing=True)
    prefix = query.strip().lower().replace("%", "") + "%"
    categories = session.execute(
        text("SELECT slug, name FROM category WHERE lower(name) LIKE :p OR lower(name) LIKE '% ' || :p LIMIT 3"),
        {"p": prefix},
    ).all()
    stores = session.execute(
        text("SELECT slug, name FROM store WHERE status = 'approved' AND (lower(name) LIKE :p OR name % :q) LIMIT 3"),
        {"p": prefix, "q": query.strip()},
    ).all()
    gathered = session.execute(
        text(
            """SELECT slug, name FROM collection
               WHERE published_at IS NOT NULL AND product_count > 0
                 AND (lower(name) LIKE :p OR lower(name) LIKE '% ' || :p) ORDER BY position, id LIMIT 3"""
        ),
        {"p": prefix},
    ).all()
    return Suggestions(
        page.rows,
        [(r[0], r[1]) for r in categories],
        [(r[0], r[1]) for r in stores],
        [(r[0], r[1]) for r in gathered],
    )
