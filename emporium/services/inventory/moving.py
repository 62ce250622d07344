"""Stock that moves: out with a parcel, back with a return or a parcel that is called back (F078, F080, C13).

As with holds, every function locks the stock rows it touches in (variant, location) order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from emporium.errors import Conflict
from emporium.i18n import _
from emporium.services.inventory.allocation import ready_units
from emporium.services.inventory.crossings import say_what_ran_low
from emporium.services.inventory.levels import new_level, refresh_totals
from emporium.services.inventory.reservations import locked, of_purchase, physical, split_holds
from emporium.services.inventory.supply import read_supply
from models.enums import MovementCause, ReservationStatus
from models.inventory import Reservation, StockLevel, StockMovement


def ship_units(
    session: Session,
    *,
    purchase_id: UUID,
    demand: Mapping[UUID, int],
    fulfillment_id: UUID,
    location_id: UUID | None = None,
) -> set[UUID]:
    """Units leave the shelf: on hand and reserved fall together, with one movement per variant and location.

    With a location only what is promised from there may go. Stock that came in serves back-orders first come, first
    served (F029). Returns the places the units left. Raises Conflict for units that are not there, or somebody else's
    turn.
    """
    units, holds, missing = split_holds(session, purchase_id, demand, location_id)
    if missing and location_id is not None:
        raise Conflict(_("Not all of this is promised from that place. Look at the order again."))
    levels = {
        (row.variant_id, row.location_id): row
        for rows in locked(session, {hold.variant_id for hold in holds}).values()
        for row in rows
    }
    _refuse_what_is_not_here(session, holds, units, levels)
    for hold in holds:
        gone = units[hold.id]
        level = levels[hold.variant_id, hold.location_id]
        level.on_hand -= gone
        level.reserved -= gone
        if gone == hold.quantity:
            hold.status = ReservationStatus.SHIPPED
        else:
            hold.quantity -= gone
        hold.updated_at = datetime.now(UTC)
        session.add_all([level, hold])
        session.add(
            StockMovement(
                variant_id=hold.variant_id,
                location_id=hold.location_id,
                quantity=-gone,
                cause=MovementCause.SHIPPED,
                cause_id=str(fulfillment_id),
            )
        )
    if holds:
        session.flush()
        say_what_ran_low(session, variant_ids={hold.variant_id for hold in holds})
    return {hold.location_id for hold in holds}


def _refuse_what_is_not_here(
    session: Session,
    holds: Sequence[Reservation],
    units: Mapping[UUID, int],
    levels: Mapping[tuple[UUID, UUID], StockLevel],
) -> None:
    """Nothing is sent that is not on the shelf, nor what an earlier order waits for."""
    waiting = [
        hold
        for hold in holds
        if levels[hold.variant_id, hold.location_id].reserved
        > levels[hold.variant_id, hold.location_id].on_hand - levels[hold.variant_id, hold.location_id].damaged
    ]
    if not waiting:
        return
    here = ready_units(session, holds=waiting)
    for hold in waiting:
        if units[hold.id] > here[hold.id]:
            level = levels[hold.variant_id, hold.location_id]
            name = read_supply(session, variant_ids=[hold.variant_id]).names.get(hold.variant_id, "")
            due = f" More is expected by {level.backorder_date.date():%-d %B}." if level.backorder_date else ""
            raise Conflict(
                _("{name}: {here} of {units} are here for this order; earlier orders come first.{due}").format(
                    name=name, here=here[hold.id], units=units[hold.id], due=due
                )
            )


def take_back(
    session: Session,
    *,
    units: Mapping[tuple[UUID, UUID], int],
    cause_id: str,
    purchase_id: UUID | None = None,
) -> None:
    """Units that came back lie on the shelf again: by (variant, location), with one movement each.

    The same cause moves a variant at a place once; a second time is an IntegrityError (C13). Bundles come back as
    the parts they had when `purchase_id` bought them.
    """
    back: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for (variant_id, location_id), count in units.items():
        for part_id, quantity in physical(session, {variant_id: count}, purchase_id).items():
            back[part_id, location_id] += quantity
    if not back:
        return
    levels = {
        (row.variant_id, row.location_id): row
        for rows in locked(session, {variant_id for variant_id, _ in back}).values()
        for row in rows
    }
    for (variant_id, location_id), quantity in sorted(back.items()):
        level = levels.get((variant_id, location_id))
        if level is None:
            level = new_level(session, variant_id=variant_id, location_id=location_id)
        level.on_hand += quantity
        session.add(level)
        session.flush()
        session.add(
            StockMovement(
                variant_id=variant_id, location_id=location_id, quantity=quantity, cause=MovementCause.RETURNED,
                cause_id=cause_id,
            )
        )  # fmt: skip
    refresh_totals(session, variant_ids={variant_id for variant_id, _ in back})


def _first_holds(session: Session, purchase_id: UUID) -> dict[tuple[UUID, UUID], datetime]:
    """Since when a purchase waits for things: a parcel that is called back does not lose its turn."""
    rows = session.exec(
        select(Reservation.variant_id, Reservation.location_id, func.min(Reservation.created_at))
        .where(Reservation.purchase_id == purchase_id)
        .group_by(col(Reservation.variant_id), col(Reservation.location_id))
    ).all()
    return {(variant_id, location_id): since for variant_id, location_id, since in rows}


def promise_again(session: Session, *, purchase_id: UUID, units: Mapping[tuple[UUID, UUID], int]) -> None:
    """Units of a parcel that was called back are promised to their purchase once more (C13)."""
    levels = {
        (row.variant_id, row.location_id): row
        for rows in locked(session, {variant_id for variant_id, _ in units}).values()
        for row in rows
    }
    known = {
        (hold.variant_id, hold.location_id): hold
        for hold in of_purchase(session, purchase_id, ReservationStatus.COMMITTED)
    }
    since = _first_holds(session, purchase_id)
    for key, quantity in sorted(units.items()):
        level = levels[key]
        level.reserved += quantity
        session.add(level)
        hold = known.get(key)
        if hold is not None:
            hold.quantity += quantity
            session.add(hold)
        else:
            session.add(
                Reservation(
                    purchase_id=purchase_id, variant_id=key[0], location_id=key[1], quantity=quantity,
                    status=ReservationStatus.COMMITTED, created_at=since[key],
                )
            )  # fmt: skip
    refresh_totals(session, variant_ids={variant_id for variant_id, _ in units})


def unship(session: Session, *, purchase_id: UUID, fulfillment_id: UUID) -> None:
    """Undo what `ship_units` moved for a parcel: on hand and reserved rise together. Once; then IntegrityError."""
    gone = session.exec(
        select(StockMovement).where(
            StockMovement.cause == MovementCause.SHIPPED, StockMovement.cause_id == str(fulfillment_id)
        )
    ).all()
    units = {(row.variant_id, row.location_id): -row.quantity for row in gone}
    levels = {
        (row.variant_id, row.location_id): row
        for rows in locked(session, {variant_id for variant_id, _ in units}).values()
        for row in rows
    }
    for key, quantity in sorted(units.items()):
        levels[key].on_hand += quantity
        session.add(levels[key])
        session.add(
            StockMovement(
                variant_id=key[0], location_id=key[1], quantity=quantity, cause=MovementCause.RETURNED,
                cause_id=f"parcel:{fulfillment_id}",
            )
        )  # fmt: skip
    session.flush()
    promise_again(session, purchase_id=purchase_id, units=units)
