"""Search over PostgreSQL: full text with prefixes, and trigrams for typing errors (F032, F033).

The ladder: exact name, name prefix, all words in the name, other fields; then what is in stock; then what sells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.services.catalogue.lists import CardPage, Filters, ProductRow, decode_cursor, encode_cursor, rows_by_ids

WORDS = re.compile(r"[^\W_]+", re.UNICODE)
MAX_WORDS = 12
MAX_LENGTH = 200

_MATCHES = """
    SELECT p.id, p.store_id,
           ((CASE WHEN lower(p.name) = :plain THEN 8000000 ELSE 0 END)
          + (CASE WHEN lower(p.name) LIKE :prefix THEN 4000000 ELSE 0 END)
          + (CASE WHEN to_tsvector('english', p.name) @@ q.tsq THEN 2000000 ELSE 0 END)
          + (CASE WHEN p.search @@ q.tsq THEN 1000000 ELSE 0 END)
          + (word_similarity(:plain, p.name) * 300000)::bigint
          + (CASE WHEN p.available_total > 0 THEN 100000 ELSE 0 END)
          + least(p.sold_count, 9999))::bigint AS score
    FROM product p JOIN store s ON s.id = p.store_id, (SELECT to_tsquery('english', :tsq) AS tsq) q
    WHERE p.status = 'active' AND s.status = 'approved'
      AND (p.search @@ q.tsq OR :plain <% p.name OR s.name ILIKE :like)
      AND (CAST(:categories AS uuid[]) IS NULL OR p.category_id = ANY(:categories))
      AND (CAST(:store AS uuid) IS NULL OR p.store_id = :store)
      AND (CAST(:low AS bigint) IS NULL OR p.min_price_minor >= :low)
      AND (CAST(:high AS bigint) IS NULL OR p.min_price_minor <= :high)
      AND (NOT :in_stock OR p.available_total > 0)
"""


def _parameters(query: str, filters: Filters) -> dict[str, Any] | None:
    plain = " ".join(query.lower().split())[:MAX_LENGTH]
    words = WORDS.findall(plain)[:MAX_WORDS]
    if not words:
        return None
    literal = plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {
        "plain": plain,
        "prefix": literal + "%",
        "like": f"%{literal}%",
        "tsq": " & ".join(f"{word}:*" for word in words),
        "categories": list(filters.category_ids) or None,
        "store": filters.store_id,
        "low": filters.price_from,
        "high": filters.price_to,
        "in_stock": filters.in_stock,
    }


def search_products(
    session: Session, *, query: str, filters: Filters = Filters(), cursor: str | None = None, limit: int = 24
) -> CardPage:
    """Products for words, best first. Five queries. Nothing to look for finds nothing."""
    parameters = _parameters(query, filters)
    if parameters is None:
        return CardPage([], 0, 0, None)
    place = decode_cursor(cursor)
    if place and isinstance(place[0], datetime):
        place = None
    after = "WHERE (score, id) < (:score, :last)" if place else ""
    if place:
        parameters |= {"score": place[0], "last": place[1]}
    rows = session.execute(
        text(f"WITH m AS ({_MATCHES}) SELECT id, score FROM m {after} ORDER BY score DESC, id DESC LIMIT :limit"),  # noqa: S608
        {**parameters, "limit": limit + 1},
    ).all()
    total, stores = session.execute(
        text(f"WITH m AS ({_MATCHES}) SELECT count(*), count(DISTINCT store_id) FROM m"),  # noqa: S608
        parameters,
    ).one()
    more = len(rows) > limit
    cards = rows_by_ids(session, product_ids=[UUID(str(row[0])) for row in rows[:limit]])
    return CardPage(
        cards, int(total), int(stores), encode_cursor(rows[limit - 1][1], rows[limit - 1][0]) if more else None
    )


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
