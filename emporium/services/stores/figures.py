"""Every store with its figures, as the operator sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlmodel import Session

from emporium.services.auth import Actor, Permission

_FIGURES = """
    SELECT s.id, s.slug, s.name, s.city, s.awning, s.initials, s.status, s.currency, s.rating_sum, s.rating_count,
           (SELECT count(*) FROM product p WHERE p.store_id = s.id AND p.status = 'active') AS products,
           coalesce(o.orders, 0) AS orders, coalesce(o.sales, 0) AS sales
    FROM store s
    LEFT JOIN LATERAL (
        SELECT count(*) AS orders, sum(total_minor) AS sales FROM store_order
        WHERE store_id = s.id AND paid_at IS NOT NULL AND status NOT IN ('cancelled', 'refunded')
          AND created_at > now() - interval '30 days'
    ) o ON true
"""
_BY_NAME = """
    WHERE (:query = '' OR strpos(lower(s.name), lower(:query)) > 0) AND (:status = '' OR s.status = :status)
      AND (CAST(:after AS text) IS NULL
           OR (s.name, s.slug) > (SELECT a.name, a.slug FROM store a WHERE a.slug = :after))
    ORDER BY s.name, s.slug LIMIT :limit
"""
_BY_SALES = " ORDER BY sales DESC, s.name LIMIT :limit"


@dataclass(frozen=True, slots=True)
class AdminStoreRow:
    """A store with its figures of the last 30 days. Money in minor units."""

    id: UUID
    slug: str
    name: str
    city: str
    awning: str
    initials: str
    status: str
    products: int
    orders: int
    sales_minor: int
    currency: str
    rating_tenths: int
    rating_count: int


def admin_stores(
    session: Session, *, actor: Actor, query: str = "", status: str = "", after: str | None = None, limit: int = 50
) -> tuple[list[AdminStoreRow], str | None]:
    """Stores by name. One query; the list goes on after the store with the slug `after`."""
    actor.require(Permission.VIEW_PLATFORM)
    rows = session.execute(
        text(_FIGURES + _BY_NAME),
        {"query": query.strip(), "status": status, "after": after, "limit": limit + 1},
    ).all()
    found = [_row(row) for row in rows[:limit]]
    return found, found[-1].slug if len(rows) > limit else None


def largest_stores(session: Session, *, actor: Actor, limit: int = 6) -> Sequence[AdminStoreRow]:
    """The stores that sold most in the last 30 days, the largest first. One query."""
    actor.require(Permission.VIEW_PLATFORM)
    rows = session.execute(text(_FIGURES + _BY_SALES), {"limit": limit}).all()
    return [_row(row) for row in rows]


def _row(row: Row[Any]) -> AdminStoreRow:
    return AdminStoreRow(
        id=row.id,
        slug=row.slug,
        name=row.name,
        city=row.city,
        awning=row.awning,
        initials=row.initials,
        status=row.status,
        products=int(row.products),
        orders=int(row.orders),
        sales_minor=int(row.sales),
        currency=row.currency,
        rating_tenths=round(row.rating_sum * 10 / row.rating_count) if row.rating_count else 0,
        rating_count=row.rating_count,
    )
