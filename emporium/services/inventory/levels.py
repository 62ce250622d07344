"""Stock levels: opening, counting, and what follows from a change of one.

Available = on hand − reserved − damaged − safety + back-order limit. A bundle has no level: it is made of its parts.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, text
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.inventory.crossings import say_what_is_back, say_what_ran_low
from emporium.services.inventory.events import StockChanged
from emporium.services.inventory.supply import UNITS_OF_PIECE
from models.catalogue import BundlePart
from models.enums import MovementCause
from models.inventory import Location, StockLevel, StockMovement

ON_HAND_MAX = 1_000_000


def sellable() -> ColumnElement[int]:
    """SQL for the units of a level that may be sold; of a place that is not used none."""
    units = (
        col(StockLevel.on_hand)
        + col(StockLevel.backorder_limit)
        - col(StockLevel.reserved)
        - col(StockLevel.damaged)
        - col(StockLevel.safety)
    )
    return case((col(StockLevel.closed), 0), else_=func.greatest(units, 0))


TOTALS = f"""
WITH asked AS (
    SELECT unnest(CAST(:variants AS uuid[])) AS id
    UNION SELECT bundle_id FROM bundle_part WHERE part_id = ANY(CAST(:variants AS uuid[]))
), touched AS (
    SELECT p.id FROM product p
    WHERE p.id IN (SELECT v.product_id FROM product_variant v JOIN asked a ON a.id = v.id)
    ORDER BY p.id FOR NO KEY UPDATE
), pieces AS (
    SELECT v.product_id, v.id AS variant_id, coalesce(b.part_id, v.id) AS piece_id, coalesce(b.quantity, 1) AS quantity
    FROM touched t JOIN product_variant v ON v.product_id = t.id AND v.active
    LEFT JOIN bundle_part b ON b.bundle_id = v.id
), made AS (
    SELECT x.product_id, x.variant_id, min(coalesce(s.units, 0) / x.quantity) AS units
    FROM pieces x {UNITS_OF_PIECE}
    GROUP BY x.product_id, x.variant_id
), counted AS (
    SELECT t.id, coalesce(sum(m.units), 0)::int AS units FROM touched t LEFT JOIN made m ON m.product_id = t.id
    GROUP BY t.id
)
UPDATE product p SET available_total = c.units FROM counted c
WHERE c.id = p.id
RETURNING p.id, p.store_id, p.available_total
"""  # noqa: S608 - constants only


def refresh_totals(session: Session, *, variant_ids: Collection[UUID]) -> None:
    """Everything that follows from changed stock of these variants, on the outbox too.

    `product.available_total` of their products and of the bundles they are in is kept in step; a level that crossed
    its low mark is told to its store, a variant that is back to those who wait for it (F091). The update takes the
    product rows in id order, after the stock rows: every writer takes locks in that order.
    """
    if not variant_ids:
        return
    session.flush()
    say_what_ran_low(session, variant_ids=variant_ids)
    changed = session.execute(text(TOTALS), {"variants": list(variant_ids)}).all()
    for product_id, store_id, units in changed:
        outbox.record(session, StockChanged(product_id=product_id, store_id=store_id, available=units))
    say_what_is_back(session, product_ids=[row.id for row in changed if row.available_total > 0])


def open_stock(
    session: Session, *, variant_id: UUID, location_id: UUID, on_hand: int, low_stock_at: int = 5
) -> StockLevel:
    """The first count of a variant at a location. Raises Conflict when there is one, Invalid for a bundle."""
    _check_count(on_hand)
    refuse_bundle(session, variant_id)
    if session.get(StockLevel, (variant_id, location_id)) is not None:
        raise Conflict(_("This variant has a stock level here already."))
    level = new_level(session, variant_id=variant_id, location_id=location_id)
    level.on_hand, level.low_stock_at = on_hand, low_stock_at
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


def new_level(session: Session, *, variant_id: UUID, location_id: UUID) -> StockLevel:
    """An empty level, closed where its place is not used; the place is not switched until this is committed."""
    place = session.exec(select(Location).where(Location.id == location_id).with_for_update(read=True)).one()
    return StockLevel(variant_id=variant_id, location_id=location_id, closed=not place.active)


def refuse_bundle(session: Session, variant_id: UUID) -> None:
    """Raises Invalid for a variant that is made of others: it has no stock of its own (F027)."""
    if session.exec(select(BundlePart.part_id).where(BundlePart.bundle_id == variant_id).limit(1)).first() is not None:
        raise Invalid("on_hand", _("This is a bundle and has no stock of its own. Count its parts."))


def _check_count(units: int) -> None:
    if isinstance(units, bool) or not isinstance(units, int) or not 0 <= units <= ON_HAND_MAX:
        raise Invalid(
            "on_hand", _("Give a whole number between 0 and {on_hand_max:,}.").format(on_hand_max=ON_HAND_MAX)
        )


def locked_level(session: Session, *, store_id: UUID, variant_id: UUID, location_id: UUID) -> StockLevel:
    """One level of a store, locked. Raises NotFound."""
    level = session.exec(
        select(StockLevel)
        .join(Location, col(Location.id) == col(StockLevel.location_id))
        .where(StockLevel.variant_id == variant_id, StockLevel.location_id == location_id)
        .where(Location.store_id == store_id)
        .with_for_update(of=StockLevel)
        .execution_options(populate_existing=True)
    ).first()
    if level is None:
        raise NotFound(_("There is no such stock level in this store."))
    return level


def adjust(
    session: Session, *, actor: Actor, store_id: UUID, variant_id: UUID, location_id: UUID, seen: int, new: int
) -> StockLevel:
    """Set the units on hand, if they are still what the person saw (F090).

    Raises Conflict with the present number when somebody was quicker, Invalid when `new` is below what is promised.
    """
    actor.require(Permission.EDIT_STOCK, store=store_id)
    level = locked_level(session, store_id=store_id, variant_id=variant_id, location_id=location_id)
    if set_on_hand(session, level=level, seen=seen, new=new, actor=actor):
        refresh_totals(session, variant_ids=[variant_id])
    return level


def set_on_hand(session: Session, *, level: StockLevel, seen: int, new: int, actor: Actor) -> bool:
    """Compare and set one locked level, with its movement; whether anything changed. Raises as `adjust` does."""
    _check_count(new)
    if level.on_hand != seen:
        raise Conflict(
            _("Somebody changed it while you were typing. It is now {on_hand}, not {seen}.").format(
                on_hand=level.on_hand, seen=seen
            ),
            field="on_hand",
            current=level.on_hand,
        )
    if new > seen:
        refuse_bundle(session, level.variant_id)
    if new + level.backorder_limit < level.reserved:
        raise Invalid(
            "on_hand",
            _("{reserved} are promised to buyers. Cancel orders first to go below that.").format(
                reserved=level.reserved
            ),
        )
    if new == seen:
        return False
    movement = StockMovement(
        variant_id=level.variant_id,
        location_id=level.location_id,
        quantity=new - seen,
        cause=MovementCause.COUNT,
        cause_id=str(_new_id(session)),
        actor_id=actor.user_id,
    )
    level.on_hand = new
    session.add_all([level, movement])
    return True


def _new_id(session: Session) -> UUID:
    return UUID(str(session.execute(text("SELECT uuidv7()")).scalar_one()))
