"""Selling ahead: the soonest day of a product, and the end of it (F029)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from emporium.services.inventory.levels import refresh_totals
from models.inventory import StockLevel


def close_backorders(session: Session, *, limit: int = 200) -> int:
    """Stop selling for days that have passed; what was sold stays promised. Returns how many levels were closed."""
    midnight = datetime.combine(datetime.now(UTC).date(), time(), UTC)
    due = session.exec(
        select(StockLevel)
        .where(col(StockLevel.backorder_limit) > 0, col(StockLevel.backorder_date) < midnight)
        .where(StockLevel.backorder_limit > StockLevel.reserved - StockLevel.on_hand)
        .order_by(col(StockLevel.variant_id), col(StockLevel.location_id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for level in due:
        level.backorder_limit = max(level.reserved - level.on_hand, 0)
        session.add(level)
    refresh_totals(session, variant_ids={level.variant_id for level in due})
    return len(due)


_OPEN = """SELECT v.product_id FROM stock_level l JOIN product_variant v ON v.id = l.variant_id
        WHERE v.active AND l.backorder_limit > 0 AND NOT l.closed {some}
    UNION SELECT v.product_id FROM stock_level l JOIN bundle_part b ON b.part_id = l.variant_id
        JOIN product_variant v ON v.id = b.bundle_id
        WHERE v.active AND l.backorder_limit > 0 AND NOT l.closed {some}"""
_AHEAD = """
    SELECT product_id, greatest(min(day), CAST(:today AS date)) AS day FROM (
        SELECT product_id, variant_id, max(due) AS day, bool_and(there) AS there FROM (
            SELECT product_id, variant_id, piece_id, bool_or(shelf >= need) AS there,
                   CASE WHEN bool_or(shelf >= need) THEN NULL
                        ELSE min(due) FILTER (WHERE shelf + coming >= need) END AS due
            FROM (
                SELECT x.product_id, x.variant_id, x.piece_id, x.need, l.due,
                       sum(coalesce(l.ready, 0)) OVER (PARTITION BY x.variant_id, x.piece_id) AS shelf,
                       sum(CASE WHEN l.due IS NULL THEN 0 ELSE l.more END)
                           OVER (PARTITION BY x.variant_id, x.piece_id ORDER BY l.due) AS coming
                FROM (
                    SELECT v.product_id, v.id AS variant_id, coalesce(b.part_id, v.id) AS piece_id,
                           coalesce(b.quantity, 1) AS need
                    FROM ({open}) o JOIN product_variant v ON v.product_id = o.product_id AND v.active
                    LEFT JOIN bundle_part b ON b.bundle_id = v.id
                ) x LEFT JOIN LATERAL (
                    SELECT greatest(s.on_hand - s.reserved - s.damaged - s.safety, 0) AS ready,
                           greatest(s.on_hand - s.reserved - s.damaged - s.safety + s.backorder_limit, 0)
                             - greatest(s.on_hand - s.reserved - s.damaged - s.safety, 0) AS more,
                           (s.backorder_date AT TIME ZONE 'UTC')::date AS due
                    FROM stock_level s WHERE s.variant_id = x.piece_id AND NOT s.closed
                ) l ON true
            ) levels GROUP BY product_id, variant_id, piece_id
        ) pieces GROUP BY product_id, variant_id HAVING bool_and(there OR due IS NOT NULL)
    ) variants GROUP BY product_id HAVING NOT bool_or(there)
"""


def sold_ahead(some: str = "") -> str:
    """SQL of the products of which nothing lies on a shelf, with the soonest day on which one can leave (F029).

    It is `product_id` and `day`, never before `:today`. `some` narrows it, beginning with AND, to variants `v`.
    """
    return _AHEAD.format(open=_OPEN.format(some=some))


def first_days(session: Session, *, product_ids: Collection[UUID]) -> dict[UUID, date]:
    """Products of which nothing lies on a shelf, with the soonest day on which one can leave (F029). One query."""
    if not product_ids:
        return {}
    session.flush()
    rows = session.execute(
        text(sold_ahead("AND v.product_id = ANY(CAST(:products AS uuid[]))")),
        {"products": list(product_ids), "today": datetime.now(UTC).date()},
    )
    return {UUID(str(row[0])): row[1] for row in rows}
