"""Holds on stock: reserve before payment, commit after it, release when it does not come (C05, F086, F087).

Every function locks the stock rows it touches in (variant, location) order, so two of them never wait for each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import OutOfStock
from emporium.i18n import _
from emporium.services.inventory.allocation import allocate, free, place_order_of
from emporium.services.inventory.bundles import sold_pieces, write_pieces
from emporium.services.inventory.crossings import say_what_ran_low
from emporium.services.inventory.levels import refresh_totals
from emporium.services.inventory.supply import pieces_of, read_supply
from models.enums import PurchaseStatus, ReservationStatus
from models.inventory import Reservation, StockLevel
from models.orders import Purchase

LIVE = (ReservationStatus.HELD, ReservationStatus.COMMITTED)


def physical(session: Session, demand: Mapping[UUID, int], purchase_id: UUID | None = None) -> dict[UUID, int]:
    """Demand in things that lie on a shelf: bundles become their parts, and shared parts are summed (P03).

    What a purchase has bought stays what it was made of then.
    """
    pieces = dict(pieces_of(session, variant_ids=list(demand)))
    if purchase_id is not None:
        pieces.update(sold_pieces(session, purchase_id=purchase_id, variant_ids=list(demand)))
    total: dict[UUID, int] = defaultdict(int)
    for variant_id, quantity in demand.items():
        for piece_id, each in pieces[variant_id].items():
            total[piece_id] += quantity * each
    return dict(total)


def locked(session: Session, variant_ids: Collection[UUID]) -> dict[UUID, list[StockLevel]]:
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


def reserve(
    session: Session,
    *,
    purchase_id: UUID,
    demand: Mapping[UUID, int],
    until: datetime,
    promised: Mapping[UUID, date | None] | None = None,
) -> None:
    """Hold units of variants for a purchase until a moment.

    Demand is summed per thing before it is checked, bundles and single things together. A line may be met from
    several locations, by the store's rule, shelves before what is on its way (F089). `promised` is the day each
    variant's buyer was told, when there was one to tell: units that come later than that are none.
    Raises OutOfStock naming every variant that cannot be met and what is left of it; then nothing is held.
    """
    pieces = write_pieces(session, purchase_id=purchase_id, variant_ids=list(demand))
    wanted: dict[UUID, int] = defaultdict(int)
    told: dict[UUID, date | None] = {}
    for variant_id, quantity in demand.items():
        for piece_id, each in pieces[variant_id].items():
            wanted[piece_id] += quantity * each
            if promised is not None:
                told[piece_id] = _latest(told.get(piece_id), promised.get(variant_id))
    levels = locked(session, wanted)
    chosen, shortages = {}, {}
    order = place_order_of(session, levels)
    for piece_id, quantity in wanted.items():
        taken = allocate(levels.get(piece_id, []), quantity, order, by=told.get(piece_id), checked=promised is not None)
        if sum(taken.values()) < quantity:
            shortages[str(piece_id)] = sum(taken.values())
        chosen[piece_id] = taken
    if shortages:
        raise OutOfStock(_short_words(session, wanted, levels, shortages), shortages=shortages)
    for piece_id, taken in chosen.items():
        for level in levels[piece_id]:
            if units := taken.get(level.location_id, 0):
                level.reserved += units
                session.add_all(
                    [
                        level,
                        Reservation(
                            purchase_id=purchase_id, variant_id=piece_id, location_id=level.location_id,
                            quantity=units, expires_at=until,
                        ),
                    ]
                )  # fmt: skip
    refresh_totals(session, variant_ids=wanted)


def _latest(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _short_words(
    session: Session,
    wanted: Mapping[UUID, int],
    levels: Mapping[UUID, list[StockLevel]],
    shortages: Mapping[str, int],
) -> str:
    """Which thing is short, in plain words."""
    first = next(iter(shortages))
    name = read_supply(session, variant_ids=[UUID(first)]).names.get(UUID(first), "")
    if sum(free(level) for level in levels.get(UUID(first), [])) >= wanted[UUID(first)]:
        return _(
            "The last of {name} that is in stock has just been sold; more comes later. Look at the day and pay again."
        ).format(name=name)
    if not shortages[first]:
        return _("{name} has just been sold out. Nothing was charged.").format(name=name)
    return _("Only {shortages} left of {name}, and you need {wanted}. Nothing was charged.").format(
        shortages=shortages[first], name=name, wanted=wanted[UUID(first)]
    )


def of_purchase(session: Session, purchase_id: UUID, *statuses: ReservationStatus) -> list[Reservation]:
    return list(
        session.exec(
            select(Reservation)
            .where(Reservation.purchase_id == purchase_id, col(Reservation.status).in_(statuses))
            .order_by(col(Reservation.variant_id), col(Reservation.location_id))
        ).all()
    )


def has_live_holds(session: Session, *, purchase_id: UUID) -> bool:
    """Whether a purchase's units are still kept for it."""
    return bool(of_purchase(session, purchase_id, *LIVE))


def commit_purchase(session: Session, *, purchase_id: UUID) -> None:
    """The money is there: held units are now promised without end, and stores hear of what ran low by it.

    The levels are locked, so that of many sales at once exactly one sees the crossing (F091).
    """
    holds = of_purchase(session, purchase_id, ReservationStatus.HELD)
    if not holds:
        return
    variants = {hold.variant_id for hold in holds}
    locked(session, variants)
    for hold in holds:
        hold.status, hold.expires_at, hold.updated_at = ReservationStatus.COMMITTED, None, datetime.now(UTC)
        session.add(hold)
    session.flush()
    say_what_ran_low(session, variant_ids=variants)


def release_purchase(session: Session, *, purchase_id: UUID) -> None:
    """Give back everything a purchase holds. Doing it twice changes nothing."""
    holds = of_purchase(session, purchase_id, *LIVE)
    _give_back(session, {hold.id: hold.quantity for hold in holds}, holds)


def _give_back(session: Session, units: Mapping[UUID, int], holds: list[Reservation]) -> None:
    if not holds:
        return
    levels = {
        (row.variant_id, row.location_id): row
        for rows in locked(session, {hold.variant_id for hold in holds}).values()
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


def split_holds(
    session: Session, purchase_id: UUID, demand: Mapping[UUID, int], location_id: UUID | None = None
) -> tuple[dict[UUID, int], list[Reservation], dict[UUID, int]]:
    """How many units of each committed hold meet a demand, and what of it no hold meets."""
    wanted = physical(session, demand, purchase_id)
    units: dict[UUID, int] = {}
    holds: list[Reservation] = []
    for hold in of_purchase(session, purchase_id, ReservationStatus.COMMITTED):
        if location_id is not None and hold.location_id != location_id:
            continue
        take = min(wanted.get(hold.variant_id, 0), hold.quantity)
        if take:
            wanted[hold.variant_id] -= take
            units[hold.id] = take
            holds.append(hold)
    return units, holds, {variant_id: count for variant_id, count in wanted.items() if count}


def uncommit_units(session: Session, *, purchase_id: UUID, demand: Mapping[UUID, int]) -> None:
    """Part of an order was cancelled before it left: its units may be sold again."""
    wanted = physical(session, demand, purchase_id)
    units: dict[UUID, int] = {}
    holds: list[Reservation] = []
    # What came last goes first: units that are only on their way are given up before those on the shelf.
    for hold in reversed(of_purchase(session, purchase_id, ReservationStatus.COMMITTED)):
        take = min(wanted.get(hold.variant_id, 0), hold.quantity)
        if take:
            wanted[hold.variant_id] -= take
            units[hold.id] = take
            holds.append(hold)
    _give_back(session, units, holds)


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
        if of_purchase(session, purchase_id, ReservationStatus.HELD):
            release_purchase(session, purchase_id=purchase_id)
            released += 1
    return released
