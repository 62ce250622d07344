"""Crossing a mark: a level that ran low, a variant that is back. Each crossing is told once, not each sale (F091)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.services import outbox
from emporium.services.inventory.events import BackInStock, StockRanLow
from emporium.services.inventory.supply import UNITS_OF_PIECE

LOW = """
WITH counted AS (
    SELECT l.variant_id, l.location_id,
           l.on_hand - l.damaged - l.safety - coalesce((
               SELECT sum(r.quantity) FROM reservation r WHERE r.variant_id = l.variant_id
               AND r.location_id = l.location_id AND r.status = 'committed'), 0) AS units
    FROM stock_level l WHERE l.variant_id = ANY(CAST(:variants AS uuid[]))
)
UPDATE stock_level l
SET low_since = CASE WHEN c.units <= l.low_stock_at THEN now() END
FROM counted c, product_variant v
WHERE c.variant_id = l.variant_id AND c.location_id = l.location_id AND v.id = l.variant_id
  AND NOT l.closed AND (c.units <= l.low_stock_at) <> (l.low_since IS NOT NULL)
RETURNING l.variant_id, l.location_id, v.store_id, c.units, l.low_since IS NOT NULL AS low,
          EXISTS (SELECT 1 FROM stock_movement m WHERE m.variant_id = l.variant_id AND m.location_id = l.location_id
                  AND m.cause <> 'opening') OR EXISTS (
                  SELECT 1 FROM reservation r WHERE r.variant_id = l.variant_id AND r.location_id = l.location_id)
          AS was_sold
"""


def say_what_ran_low(session: Session, *, variant_ids: Collection[UUID]) -> None:
    """Mark levels of variants that are at or under their low mark, and tell their store when they just came there.

    What is sold for good counts, not what a checkout holds for a while: baskets that are left behind do not make a
    level cross to and fro. The caller holds the locks of the levels, so that two sales cannot both see the crossing,
    or both miss it. The first count of a level is no crossing: who counted it knows.
    """
    for row in session.execute(text(LOW), {"variants": list(variant_ids)}).all():
        if row.low and row.was_sold:
            outbox.record(
                session,
                StockRanLow(
                    variant_id=row.variant_id, store_id=row.store_id, available=int(row.units),
                    location_id=row.location_id,
                ),
            )  # fmt: skip


BACK = f"""
WITH waiting AS (
    SELECT a.id, a.variant_id FROM stock_alert a JOIN product_variant v ON v.id = a.variant_id
    WHERE v.product_id = ANY(CAST(:products AS uuid[])) AND v.active
      AND a.sent_at IS NULL AND a.confirmed_at IS NOT NULL
      AND (SELECT min(coalesce(s.units, 0) / x.quantity) FROM (
               SELECT coalesce(b.part_id, v.id) AS piece_id, coalesce(b.quantity, 1) AS quantity
               FROM (SELECT 1) one LEFT JOIN bundle_part b ON b.bundle_id = v.id
           ) x {UNITS_OF_PIECE}) >= 1
    ORDER BY a.id FOR UPDATE OF a SKIP LOCKED
), told AS (
    UPDATE stock_alert a SET sent_at = now() FROM waiting w WHERE w.id = a.id RETURNING a.variant_id, a.sent_at
)
SELECT t.variant_id, v.product_id, v.store_id, min(t.sent_at) AS moment
FROM told t JOIN product_variant v ON v.id = t.variant_id GROUP BY 1, 2, 3 ORDER BY 1
"""  # noqa: S608 - constants only


def say_what_is_back(session: Session, *, product_ids: Collection[UUID]) -> None:
    """Tell those who wait for a variant that it can be bought again; each request is answered once."""
    if not product_ids:
        return
    for row in session.execute(text(BACK), {"products": list(product_ids)}).all():
        outbox.record(
            session,
            BackInStock(variant_id=row.variant_id, product_id=row.product_id, store_id=row.store_id, moment=row.moment),
        )
