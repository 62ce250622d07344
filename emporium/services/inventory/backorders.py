"""Selling ahead: the soonest day of a product, and the end of it (F029)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from emporium.services.inventory.levels import refresh_totals
from emporium.services.inventory.supply import Line, read_supply
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


AHEAD = """
SELECT v.product_id, v.id FROM product_variant v
WHERE v.active AND v.product_id IN (
    SELECT o.product_id FROM product_variant o LEFT JOIN bundle_part b ON b.bundle_id = o.id
    JOIN stock_level l ON l.variant_id = coalesce(b.part_id, o.id)
    WHERE o.product_id = ANY(CAST(:products AS uuid[])) AND o.active AND l.backorder_limit > 0 AND NOT l.closed)
"""


def first_days(session: Session, *, product_ids: Collection[UUID]) -> dict[UUID, date]:
    """Products of which nothing lies on a shelf, with the soonest day on which one can leave (F029).

    Two queries at most, one where nothing is sold ahead.
    """
    if not product_ids:
        return {}
    variants = {
        row.id: row.product_id for row in session.execute(text(AHEAD), {"products": list(product_ids)})
    }  # fmt: skip
    supply = read_supply(session, variant_ids=list(variants))
    days: dict[UUID, date] = {}
    there: set[UUID] = set()
    for variant_id, product_id in variants.items():
        if supply.of(variant_id) < 1:
            continue
        due = supply.promises([Line(variant_id, variant_id, 1)]).get(variant_id)
        if due is None:
            there.add(product_id)
        else:
            days[product_id] = min(due, days.get(product_id, due))
    return {product_id: due for product_id, due in days.items() if product_id not in there}
