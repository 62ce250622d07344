"""Stock levels: opening, counting.

Available = on hand − reserved − damaged − safety + back-order limit.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.inventory.events import StockChanged
from models.enums import MovementCause
from models.inventory import Location, StockLevel, StockMovement

ON_HAND_MAX = 1_000_000


SELLABLE = "greatest(s.on_hand + s.backorder_limit - s.reserved - s.damaged - s.safety, 0)"
REFRESH = f"""
    WITH moved AS (
        SELECT unnest(CAST(:variants AS uuid[])) AS id
    ), affected AS (
        SELECT id FROM moved UNION SELECT b.bundle_id FROM bundle_part b JOIN moved m ON m.id = b.part_id
    ), touched AS (
        SELECT p.id FROM product p
        WHERE p.id IN (SELECT v.product_id FROM product_variant v JOIN affected a ON a.id = v.id)
        ORDER BY p.id FOR NO KEY UPDATE
    ), counted AS (
        SELECT t.id, coalesce(sum(coalesce(
            (SELECT min(coalesce((SELECT sum({SELLABLE}) FROM stock_level s WHERE s.variant_id = b.part_id), 0)
                        / b.quantity) FROM bundle_part b WHERE b.bundle_id = v.id),
            (SELECT sum({SELLABLE}) FROM stock_level s WHERE s.variant_id = v.id), 0)), 0)::int AS units
        FROM touched t JOIN product_variant v ON v.product_id = t.id AND v.active
        GROUP BY t.id
    )
    UPDATE product p SET available_total = c.units FROM counted c
    WHERE c.id = p.id
    RETURNING p.id, p.store_id, p.available_total
"""  # noqa: S608 - constants only
"""Products of the variants that moved, and of the bundles that hold them (F027)."""


def refresh_totals(session: Session, *, variant_ids: Collection[UUID]) -> None:
    """Keep `product.available_total` in step after stock of these variants changed, and say so on the outbox.

    The update takes the product rows in id order, after the stock rows: every writer takes locks in that order.
    """
    if not variant_ids:
        return
    session.flush()
    changed = session.execute(text(REFRESH), {"variants": list(variant_ids)}).all()
    for product_id, store_id, units in changed:
        outbox.record(session, StockChanged(product_id=product_id, store_id=store_id, available=units))


def open_stock(
    session: Session, *, variant_id: UUID, location_id: UUID, on_hand: int, low_stock_at: int = 5
) -> StockLevel:
    """The first count of a variant at a location. Raises Conflict when there is one."""
    _check_count(on_hand)
    if session.get(StockLevel, (variant_id, location_id)) is not None:
        raise Conflict("This variant has a stock level here already.")
    level = StockLevel(variant_id=variant_id, location_id=location_id, on_hand=on_hand, low_stock_at=low_stock_at)
    session.add(level)
    session.flush()
    if on_hand:
        session.add(
            StockMovement(
                variant_id=variant_id,
                location_id=location_id,
                quantity=on_hand,
                cause=MovementCause.OPENING,
                cause_id="opening",
            )
        )
    refresh_totals(session, variant_ids=[variant_id])
    return level


def _check_count(units: int) -> None:
    if isinstance(units, bool) or not isinstance(units, int) or not 0 <= units <= ON_HAND_MAX:
        raise Invalid("on_hand", f"Give a whole number between 0 and {ON_HAND_MAX:,}.")


def adjust(
    session: Session, *, actor: Actor, store_id: UUID, variant_id: UUID, location_id: UUID, seen: int, new: int
) -> StockLevel:
    """Set the units on hand, if they are still what the person saw (F090).

    Raises Conflict with the present number when somebody was quicker, Invalid when `new` is below what is promised.
    """
    actor.require(Permission.EDIT_STOCK, store=store_id)
    _check_count(new)
    level = session.exec(
        select(StockLevel)
        .join(Location, col(Location.id) == col(StockLevel.location_id))
        .where(StockLevel.variant_id == variant_id, StockLevel.location_id == location_id)
        .where(Location.store_id == store_id)
        .with_for_update(of=StockLevel)
    ).first()
    if level is None:
        raise NotFound("There is no such stock level in this store.")
    if level.on_hand != seen:
        raise Conflict(
            f"Somebody changed it while you were typing. It is now {level.on_hand}, not {seen}.",
            field="on_hand",
            current=level.on_hand,
        )
    if new + level.backorder_limit < level.reserved:
        raise Invalid("on_hand", f"{level.reserved} are promised to buyers. Cancel orders first to go below that.")
    if new != seen:
        movement = StockMovement(
            variant_id=variant_id,
            location_id=location_id,
            quantity=new - seen,
            cause=MovementCause.COUNT,
            cause_id=str(_new_id(session)),
            actor_id=actor.user_id,
        )
        level.on_hand = new
        session.add_all([level, movement])
        refresh_totals(session, variant_ids=[variant_id])
    return level


def _new_id(session: Session) -> UUID:
    return UUID(str(session.execute(text("SELECT uuidv7()")).scalar_one()))
