"""A store's products by what they do not say yet (F022)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.services.auth import Actor, Permission


@dataclass(frozen=True, slots=True)
class LackingRow:
    """A product, how much it is asked, and how much of that is not answered: in all, required, of what filters ask."""

    product_id: UUID
    name: str
    category: str
    image_id: UUID | None
    asked: int
    missing: int
    required: int
    filterable: int


_LACKING = """
    WITH RECURSIVE up AS (
        SELECT id AS leaf, id, parent_id FROM category
        UNION SELECT up.leaf, c.id, c.parent_id FROM up JOIN category c ON c.id = up.parent_id
    ), counted AS (
        SELECT p.id, p.slug, p.name, p.category_id, p.cover_id, count(d.id) AS asked,
               count(d.id) FILTER (WHERE said.is_so IS NULL) AS missing,
               count(d.id) FILTER (WHERE said.is_so IS NULL AND d.required) AS required,
               count(d.id) FILTER (WHERE said.is_so IS NULL AND d.filterable) AS filterable
        FROM product p
        LEFT JOIN attribute_definition d
          ON (d.category_id IS NULL
              OR EXISTS (SELECT 1 FROM up WHERE up.leaf = p.category_id AND up.id = d.category_id))
         AND NOT (d.variant_making AND EXISTS (
              SELECT 1 FROM product_option o WHERE o.product_id = p.id AND lower(o.name) = lower(d.name)))
        LEFT JOIN LATERAL (
            SELECT true AS is_so FROM product_attribute a WHERE a.product_id = p.id AND a.attribute_id = d.id LIMIT 1
        ) said ON true
        WHERE p.store_id = :store AND p.status <> 'archived'
          AND (:words = '' OR position(lower(:words) IN lower(p.name)) > 0)
        GROUP BY p.id
    ), ranked AS (
        SELECT *, CASE WHEN required > 0 THEN 0 WHEN filterable > 0 THEN 1 WHEN missing > 0 THEN 2 ELSE 3 END AS rank
        FROM counted
    )
    SELECT r.id, r.name, coalesce(c.name, ''), r.cover_id, r.asked, r.missing, r.required, r.filterable, r.rank, r.slug
    FROM ranked r LEFT JOIN category c ON c.id = r.category_id
    WHERE (r.rank, r.slug) > (:rank, :slug) ORDER BY r.rank, r.slug LIMIT :limit
"""


def products_by_lack(
    session: Session, *, actor: Actor, store_id: UUID, query: str = "", after: str | None = None, limit: int = 40
) -> tuple[list[LackingRow], str | None]:
    """A store's products: first those that lack something required, then something that filters ask, then anything.

    Keyset paging, one query. Returns rows and where to go on.
    """
    actor.require(Permission.VIEW_STORE, store=store_id)
    rank, _sep, slug = (after or "").partition(":")
    place = (int(rank), slug) if rank in ("0", "1", "2", "3") else (-1, "")
    found = session.execute(
        text(_LACKING),
        {"store": store_id, "words": query.strip(), "rank": place[0], "slug": place[1], "limit": limit + 1},
    ).all()
    rows = [_row(one) for one in found[:limit]]
    return rows, f"{found[limit - 1][8]}:{found[limit - 1][9]}" if len(found) > limit else None


def _row(one: Sequence[Any]) -> LackingRow:
    image = UUID(str(one[3])) if one[3] else None
    return LackingRow(UUID(str(one[0])), one[1], one[2], image, *(int(count) for count in one[4:8]))
