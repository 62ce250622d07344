"""From which of a store's places units are taken, and which units of a promise are really there (F089, F029)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from models.enums import AllocationRule
from models.inventory import Location, Reservation, StockLevel
from models.stores import Store

Place = Callable[[StockLevel], tuple[int, int, UUID]]
"""Sorts levels of one variant: the place to take from first comes first."""


def shelf(level: StockLevel) -> int:
    """Units of a level that lie there and are nobody's."""
    return 0 if level.closed else max(level.on_hand - level.reserved - level.damaged - level.safety, 0)


def free(level: StockLevel) -> int:
    """Units of a level that may be sold, with those that are on their way."""
    if level.closed:
        return 0
    return max(level.on_hand + level.backorder_limit - level.reserved - level.damaged - level.safety, 0)


def place_order_of(session: Session, levels: Mapping[UUID, Sequence[StockLevel]]) -> Place:
    """The order of places by each store's own rule; nothing is asked when every variant lies at one place."""
    if all(len(rows) <= 1 for rows in levels.values()):
        return lambda level: (0, 0, level.location_id)
    ids = {row.location_id for rows in levels.values() for row in rows}
    rows = session.exec(
        select(Location.id, Location.priority, Store.allocation)
        .join(Store, col(Store.id) == col(Location.store_id))
        .where(col(Location.id).in_(ids))
    ).all()
    known = {location_id: (priority, rule) for location_id, priority, rule in rows}

    def place(level: StockLevel) -> tuple[int, int, UUID]:
        priority, rule = known[level.location_id]
        return (-shelf(level) if rule == AllocationRule.MOST_STOCK else 0, priority, level.location_id)

    return place


def allocate(
    levels: Sequence[StockLevel], quantity: int, place: Place, *, by: date | None = None, checked: bool = False
) -> dict[UUID, int]:
    """Units by place for a demand: shelves first, then what comes, the soonest first; as many as there are.

    With `checked` only what comes until `by` counts; without a day nothing that is still to come does.
    """
    taken: dict[UUID, int] = {}
    left = quantity
    for level in sorted(levels, key=place):
        units = min(shelf(level), left)
        if units:
            taken[level.location_id] = units
            left -= units
    for level in sorted(levels, key=lambda row: (_day(row), *place(row))):
        if checked and (by is None or max(_day(level), _today()) > max(by, _today())):
            continue
        units = min(free(level) - shelf(level), left)
        if units > 0:
            taken[level.location_id] = taken.get(level.location_id, 0) + units
            left -= units
    return taken


def _day(level: StockLevel) -> date:
    return level.backorder_date.date() if level.backorder_date is not None else date.max


def _today() -> date:
    return datetime.now(UTC).date()


EARLIER = """
SELECT r.id, greatest(least(r.quantity, l.on_hand - l.damaged - coalesce((
    SELECT sum(e.quantity) FROM reservation e
    WHERE e.variant_id = r.variant_id AND e.location_id = r.location_id AND e.status IN ('held', 'committed')
      AND (e.created_at, e.id) < (r.created_at, r.id)), 0)), 0)::int AS units
FROM reservation r JOIN stock_level l ON l.variant_id = r.variant_id AND l.location_id = r.location_id
WHERE r.id = ANY(CAST(:holds AS uuid[]))
"""


def ready_units(session: Session, *, holds: Sequence[Reservation]) -> dict[UUID, int]:
    """How many units of each hold are on the shelf for it: first come, first served (F029). One query."""
    session.flush()
    rows = session.execute(text(EARLIER), {"holds": [hold.id for hold in holds]})
    return {row.id: int(row.units) for row in rows}
