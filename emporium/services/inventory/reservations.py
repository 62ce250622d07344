"""Holds on stock: reserve before payment, commit after it, release when it does not come (C05, F086, F087).

Every function locks the stock rows it touches in (variant, location) order, so two of them never wait for each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from emporium.errors import Conflict, OutOfStock
from emporium.services.inventory.levels import refresh_totals
from emporium.services.inventory.shelf import exploded, parts_of
from models.catalogue import ProductVariant
from models.enums import MovementCause, PurchaseStatus, ReservationStatus
from models.inventory import Location, Reservation, StockLevel, StockMovement
from models.orders import Purchase

LIVE = (ReservationStatus.HELD, ReservationStatus.COMMITTED)


def _physical(session: Session, demand: Mapping[UUID, int]) -> dict[UUID, int]:
    """Demand in things that lie on a shelf: bundles become their parts, and shared parts are summed (P03)."""
    return exploded(demand, parts_of(session, variant_ids=list(demand)))


def _kept_as_they_are(session: Session, variant_ids: Collection[UUID]) -> None:
    """Nobody re-makes a bundle between the look at its parts and the order line that is sold with them."""
    session.exec(
        select(ProductVariant.id)
        .where(col(ProductVariant.id).in_(list(variant_ids)))
        .order_by(col(ProductVariant.id))
        .with_for_update(read=True, key_share=True)
    ).all()


def _locked(session: Session, variant_ids: Collection[UUID]) -> dict[UUID, list[StockLevel]]:
    rows = session.exec(
        select(StockLevel)
        .where(col(StockLevel.variant_id).in_(variant_ids))
        .order_by(col(StockLevel.variant_id), col(StockLevel.location_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    found: dict[UUID, list[StockLevel]] = defaultdict(list)
    for row in rows:
        found[row.variant_id].append(row)
    return found


def _free(level: StockLevel) -> int:
    return max(level.on_hand + level.backorder_limit - level.reserved - level.damaged - level.safety, 0)


def reserve(session: Session, *, purchase_id: UUID, demand: Mapping[UUID, int], until: datetime) -> set[UUID]:
    """Hold units of variants for a purchase until a moment.

    Demand is summed per variant before it is checked. A line may be met from several locations, in the store's order.
    Returns the variants of which some is not there yet and was promised for a day (F029); of a bundle, the bundle.
    Raises OutOfStock naming every variant that cannot be met and what is left of it; then nothing is held.
    """
    _kept_as_they_are(session, demand)
    parts = parts_of(session, variant_ids=list(demand))
    wanted = exploded(demand, parts)
    levels = _locked(session, wanted)
    shortages = {
        str(variant_id): sum(_free(level) for level in levels.get(variant_id, []))
        for variant_id, quantity in wanted.items()
        if sum(_free(level) for level in levels.get(variant_id, [])) < quantity
    }
    if shortages:
        raise OutOfStock("Some of it has just been sold.", shortages=shortages)
    order = dict(session.exec(select(Location.id, Location.priority)).all()) if _several(levels) else {}
    awaited: set[UUID] = set()
    for variant_id, quantity in wanted.items():
        for level in sorted(levels[variant_id], key=lambda row: (order.get(row.location_id, 0), row.location_id)):
            units = min(_free(level), quantity)
            if units:
                level.reserved += units
                quantity -= units
                if level.reserved + level.damaged + level.safety > level.on_hand:
                    awaited.add(variant_id)
                session.add(level)
                session.add(
                    Reservation(
                        purchase_id=purchase_id,
                        variant_id=variant_id,
                        location_id=level.location_id,
                        quantity=units,
                        expires_at=until,
                    )
                )
    refresh_totals(session, variant_ids=wanted)
    return {variant_id for variant_id in demand if awaited & set(parts.get(variant_id, {variant_id: 1}))}


def _several(levels: Mapping[UUID, list[StockLevel]]) -> bool:
    return any(len(rows) > 1 for rows in levels.values())


def _of_purchase(session: Session, purchase_id: UUID, *statuses: ReservationStatus) -> list[Reservation]:
    return list(
        session.exec(
            select(Reservation)
            .where(Reservation.purchase_id == purchase_id, col(Reservation.status).in_(statuses))
            .order_by(col(Reservation.variant_id), col(Reservation.location_id))
        ).all()
    )


def has_live_holds(session: Session, *, purchase_id: UUID) -> bool:
    """Whether a purchase's units are still kept for it."""
    return bool(_of_purchase(session, purchase_id, *LIVE))


def commit_purchase(session: Session, *, purchase_id: UUID) -> None:
    """The money is there: held units are now promised without end."""
    for hold in _of_purchase(session, purchase_id, ReservationStatus.HELD):
        hold.status, hold.expires_at, hold.updated_at = ReservationStatus.COMMITTED, None, datetime.now(UTC)
        session.add(hold)


def release_purchase(session: Session, *, purchase_id: UUID) -> None:
    """Give back everything a purchase holds. Doing it twice changes nothing."""
    holds = _of_purchase(session, purchase_id, *LIVE)
    _give_back(session, {hold.id: hold.quantity for hold in holds}, holds)


def _give_back(session: Session, units: Mapping[UUID, int], holds: list[Reservation]) -> None:
    if not holds:
        return
    levels = {
        (row.variant_id, row.location_id): row
        for rows in _locked(session, {hold.variant_id for hold in holds}).values()
        for row in rows
    }
    for hold in holds:
        back = units[hold.id]
        level = levels[hold.variant_id, hold.location_id]
        level.reserved -= back
        if back == hold.quantity:
            hold.status, hold.expires_at = ReservationStatus.RELEASED, None
        else:
            hold.quantity -= back
        hold.updated_at = datetime.now(UTC)
        session.add_all([level, hold])
    refresh_totals(session, variant_ids={hold.variant_id for hold in holds})


def _split(
    session: Session, purchase_id: UUID, demand: Mapping[UUID, int]
) -> tuple[dict[UUID, int], list[Reservation]]:
    """How many units of each committed hold meet a demand."""
    wanted = _physical(session, demand)
    units: dict[UUID, int] = {}
    holds: list[Reservation] = []
    for hold in _of_purchase(session, purchase_id, ReservationStatus.COMMITTED):
        take = min(wanted.get(hold.variant_id, 0), hold.quantity)
        if take:
            wanted[hold.variant_id] -= take
            units[hold.id] = take
            holds.append(hold)
    return units, holds


def uncommit_units(session: Session, *, purchase_id: UUID, demand: Mapping[UUID, int]) -> None:
    """Part of an order was cancelled before it left: its units may be sold again."""
    units, holds = _split(session, purchase_id, demand)
    _give_back(session, units, holds)


def ship_units(session: Session, *, purchase_id: UUID, demand: Mapping[UUID, int], fulfillment_id: UUID) -> None:
    """Units leave the shelf: on hand and reserved fall together, with one movement per variant and location."""
    units, holds = _split(session, purchase_id, demand)
    levels = {
        (row.variant_id, row.location_id): row
        for rows in _locked(session, {hold.variant_id for hold in holds}).values()
        for row in rows
    }
    _check_arrived(session, units, holds, levels)
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


def _check_arrived(
    session: Session,
    units: Mapping[UUID, int],
    holds: list[Reservation],
    levels: Mapping[tuple[UUID, UUID], StockLevel],
) -> None:
    """Whether what is to leave lies there. Back-orders are served in the order of their sale (F029)."""
    for hold in holds:
        level = levels[hold.variant_id, hold.location_id]
        if level.reserved <= level.on_hand:
            continue
        earlier = session.exec(
            select(func.coalesce(func.sum(Reservation.quantity), 0)).where(
                Reservation.variant_id == hold.variant_id,
                Reservation.location_id == hold.location_id,
                col(Reservation.status).in_(LIVE),
                col(Reservation.id) < hold.id,
            )
        ).one()
        there = max(level.on_hand - int(earlier), 0)
        if units[hold.id] > there:
            told = "none of them has" if not there else f"only {there} of them have"
            raise Conflict(f"{units[hold.id]} units are on back-order and {told} arrived for this order yet.")


def release_expired(session: Session, *, limit: int = 200) -> int:
    """Release holds whose time is over, purchase by purchase; busy ones are left for the next run."""
    now = datetime.now(UTC)
    due = session.exec(
        select(Purchase.id)
        .where(Purchase.status == PurchaseStatus.AWAITING_PAYMENT, col(Purchase.hold_until) < now)
        .order_by(col(Purchase.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    released = 0
    for purchase_id in due:
        if _of_purchase(session, purchase_id, ReservationStatus.HELD):
            release_purchase(session, purchase_id=purchase_id)
            released += 1
    return released


def take_back(session: Session, *, units: Mapping[tuple[UUID, UUID], int], cause_id: str) -> None:
    """Units that came back lie on the shelf again: by (variant, location), with one movement each.

    The same cause moves a variant at a place once; a second time is an IntegrityError (C13). Bundles come back as
    their parts.
    """
    physical: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for (variant_id, location_id), count in units.items():
        for part_id, quantity in _physical(session, {variant_id: count}).items():
            physical[part_id, location_id] += quantity
    if not physical:
        return
    levels = {
        (row.variant_id, row.location_id): row
        for rows in _locked(session, {variant_id for variant_id, _ in physical}).values()
        for row in rows
    }
    for (variant_id, location_id), quantity in sorted(physical.items()):
        level = levels.get((variant_id, location_id))
        if level is None:
            level = StockLevel(variant_id=variant_id, location_id=location_id)
        level.on_hand += quantity
        session.add(level)
        session.flush()
        session.add(
            StockMovement(
                variant_id=variant_id, location_id=location_id, quantity=quantity, cause=MovementCause.RETURNED,
                cause_id=cause_id,
            )
        )  # fmt: skip
    refresh_totals(session, variant_ids={variant_id for variant_id, _ in physical})


def promise_again(session: Session, *, purchase_id: UUID, units: Mapping[tuple[UUID, UUID], int]) -> None:
    """Units of a parcel that was called back are promised to their purchase once more (C13)."""
    levels = {
        (row.variant_id, row.location_id): row
        for rows in _locked(session, {variant_id for variant_id, _ in units}).values()
        for row in rows
    }
    known = {
        (hold.variant_id, hold.location_id): hold
        for hold in _of_purchase(session, purchase_id, ReservationStatus.COMMITTED)
    }
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
                    status=ReservationStatus.COMMITTED,
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
        for rows in _locked(session, {variant_id for variant_id, _ in units}).values()
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
