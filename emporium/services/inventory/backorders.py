"""Selling what is not there yet, for a promised day and up to a limit (F029)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Invalid, NotFound
from emporium.services import audit
from emporium.services.auth import Actor, Permission
from emporium.services.inventory.levels import refresh_totals
from models.inventory import Location, StockLevel

MOST_UNITS = 100_000
MOST_DAYS = 365


def set_backorder(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    variant_id: UUID,
    location_id: UUID,
    limit: int,
    day: date | None,
) -> StockLevel:
    """Let a variant be sold before it is there: so many units, promised for a day; 0 units ends it.

    What was sold keeps its day. Raises Invalid naming the field, NotFound.
    """
    actor.require(Permission.EDIT_STOCK, store=store_id)
    if isinstance(limit, bool) or not isinstance(limit, int) or not 0 <= limit <= MOST_UNITS:
        raise Invalid("limit", f"Give a whole number between 0 and {MOST_UNITS:,}.")
    today = datetime.now(UTC).date()
    if limit and (day is None or not today < day <= today + timedelta(days=MOST_DAYS)):
        raise Invalid("day", "Give the day from which it can leave: tomorrow or later, within a year.")
    level = session.exec(
        select(StockLevel)
        .join(Location, col(Location.id) == col(StockLevel.location_id))
        .where(StockLevel.variant_id == variant_id, StockLevel.location_id == location_id)
        .where(Location.store_id == store_id)
        .with_for_update(of=StockLevel)
    ).first()
    if level is None:
        raise NotFound("There is no such stock level in this store.")
    sold = max(level.reserved - level.on_hand, 0)
    if limit < sold:
        raise Invalid("limit", f"{sold} units are sold on back-order already. Give at least that many.")
    before = {"limit": level.backorder_limit}
    level.backorder_limit = limit
    level.backorder_date = datetime.combine(day, time(), UTC) if limit and day else None
    level.updated_at = datetime.now(UTC)
    session.add(level)
    refresh_totals(session, variant_ids=[variant_id])
    audit.note(
        session, actor=actor, action="stock.backorder", subject_kind="variant", subject_id=variant_id, before=before,
        after={"limit": limit, "day": day.isoformat() if limit and day else ""},
    )  # fmt: skip
    return level


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
