"""Stock levels: opening, counting.

Available = on hand − reserved − damaged − safety + back-order limit.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, func, text
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.inventory.events import StockChanged
from models.enums import MovementCause
from models.inventory import Location, StockLevel, StockMovement

ON_HAND_MAX = 1_000_000


def sellable() -> ColumnElement[int]:
    """SQL for the units of a level that may be sold."""
    return func.greatest(
        col(StockLevel.on_hand)
        + col(StockLevel.backorder_limit)
        - col(StockLevel.reserved)
        - col(StockLevel.damaged)
        - col(StockLevel.safety),
        0,
    )


def availability(session: Session, *, variant_ids: Collection[UUID]) -> dict[UUID, int]:
    """Units that may be sold, by variant; 0 for variants without stock. One query."""
    if not variant_ids:
        return {}
    rows = session.exec(
        select(StockLevel.variant_id, func.sum(sellable()))
        .where(col(StockLevel.variant_id).in_(variant_ids))
        .group_by(col(StockLevel.variant_id))
    ).all()
    found = {variant_id: int(units) for variant_id, units in rows}
    return {variant_id: found.get(variant_id, 0) for variant_id in variant_ids}


def refresh_totals(session: Session, *, variant_ids: Collection[UUID]) -> None:
    """Keep `product.available_total` in step after stock of these variants changed, and say so on the outbox.

    The update takes the product rows in id order, after the stock rows: every writer takes locks in that order.
    """
    if not variant_ids:
        return
    session.flush()
    changed = session.execute(
        text(
            """
            WITH touched AS (
                SELECT p.id FROM product p
                WHERE p.id IN (SELECT product_id FROM product_variant WHERE id = ANY(:variants))
                ORDER BY p.id FOR NO KEY UPDATE
            ), counted AS (
                SELECT t.id, coalesce(sum(greatest(
                    s.on_hand + s.backorder_limit - s.reserved - s.damaged - s.safety, 0)), 0)::int AS units
                FROM touched t
                JOIN product_variant v ON v.product_id = t.id AND v.active
                LEFT JOIN stock_level s ON s.variant_id = v.id
                GROUP BY t.id
            )
            UPDATE product p SET available_total = c.units FROM counted c
            WHERE c.id = p.id
            RETURNING p.id, p.store_id, p.available_total
            """
        ),
        {"variants": list(variant_ids)},
    ).all()
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
