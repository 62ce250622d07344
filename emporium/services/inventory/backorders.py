"""Selling ahead ends with its day (F029)."""

from __future__ import annotations

from datetime import UTC, datetime, time

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
