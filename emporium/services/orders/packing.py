"""What of an order is packed where: one parcel for each place its units are promised from (F089)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.services import inventory
from emporium.services.auth import Actor, Permission
from emporium.services.orders.reading import scoped_order
from models.catalogue import Product, ProductVariant, full_name
from models.enums import ReservationStatus
from models.inventory import Location, PurchasePart, Reservation
from models.orders import OrderLine


@dataclass(frozen=True, slots=True)
class PackPart:
    """A part of a bundle: how many of it are in one."""

    name: str
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PackUnits:
    """Units of a line to pack at a place; `ready` of them are on the shelf."""

    line_id: UUID
    units: int
    ready: int
    promised: date | None
    parts: tuple[PackPart, ...]


@dataclass(frozen=True, slots=True)
class PackGroup:
    """One parcel to make. Without a place: bundles whose parts lie at several, gathered first."""

    location_id: UUID | None
    name: str
    units: tuple[PackUnits, ...]


def packing(session: Session, *, actor: Actor, store_id: UUID, number: str) -> Sequence[PackGroup]:
    """What is left to pack of an order, by place in the store's order. Five queries. Raises NotFound."""
    actor.require(Permission.VIEW_ORDERS, store=store_id)
    order = scoped_order(session, store_id=store_id, number=number)
    lines = session.exec(
        select(OrderLine)
        .where(OrderLine.order_id == order.id, col(OrderLine.is_digital).is_(False))  # files go by themselves (F026)
        .order_by(col(OrderLine.position))
    ).all()
    pieces = inventory.sold_pieces(
        session, purchase_id=order.purchase_id, variant_ids=[line.variant_id for line in lines if line.variant_id]
    )
    holds = session.exec(
        select(Reservation, Location)
        .join(Location, col(Location.id) == col(Reservation.location_id))
        .where(
            Reservation.purchase_id == order.purchase_id,
            Reservation.status == ReservationStatus.COMMITTED,
            Location.store_id == store_id,
        )
        .order_by(col(Location.priority), col(Location.id))
    ).all()
    here = inventory.ready_units(session, holds=[hold for hold, _ in holds])
    pool = _Pool(
        units={(hold.location_id, hold.variant_id): hold.quantity for hold, _ in holds},
        ready={(hold.location_id, hold.variant_id): here[hold.id] for hold, _ in holds},
    )
    places = {location.id: location.name for _, location in holds}
    chosen = _split(lines, pieces, list(places), pool)
    parts = parts_of_lines(session, lines=lines, purchase_id=order.purchase_id)
    return _groups(lines, places, chosen, parts)


@dataclass(slots=True)
class _Pool:
    """Promised units by place and thing, and those of them that are there."""

    units: dict[tuple[UUID, UUID], int]
    ready: dict[tuple[UUID, UUID], int]

    def take(self, place: UUID, each: Mapping[UUID, int], most: int) -> tuple[int, int]:
        """Whole units at one place: how many, and how many of them are ready."""
        count = min([most, *(self.units.get((place, piece), 0) // n for piece, n in each.items())])
        ready = min([count, *(self.ready.get((place, piece), 0) // n for piece, n in each.items())])
        for piece, n in each.items():
            self.units[place, piece] = self.units.get((place, piece), 0) - count * n
            self.ready[place, piece] = max(self.ready.get((place, piece), 0) - count * n, 0)
        return count, ready

    def rest(self, each: Mapping[UUID, int], most: int) -> int:
        """Units that are ready when every place is emptied for them."""
        have: dict[UUID, int] = defaultdict(int)
        for (_, piece), count in self.ready.items():
            have[piece] += count
        return min([most, *(have[piece] // n for piece, n in each.items())])


def _split(
    lines: Sequence[OrderLine], pieces: Mapping[UUID, Mapping[UUID, int]], places: list[UUID], pool: _Pool
) -> dict[UUID | None, dict[UUID, tuple[int, int]]]:
    """Units of each line by place. Bundles choose first: a single thing can come from anywhere, a bundle cannot."""
    chosen: dict[UUID | None, dict[UUID, tuple[int, int]]] = defaultdict(dict)
    for line in sorted(lines, key=lambda row: (row.variant_id not in pieces, row.position)):
        left = line.quantity - line.shipped_quantity - line.cancelled_quantity
        if line.variant_id is None or left <= 0:
            if left > 0:
                chosen[None][line.id] = (left, left)
            continue
        each = pieces.get(line.variant_id, {line.variant_id: 1})
        for place in places:
            count, ready = pool.take(place, each, left)
            if count:
                chosen[place][line.id] = (count, ready)
                left -= count
        if left:
            chosen[None][line.id] = (left, pool.rest(each, left))
    return chosen


def _groups(
    lines: Sequence[OrderLine],
    places: Mapping[UUID, str],
    chosen: Mapping[UUID | None, Mapping[UUID, tuple[int, int]]],
    parts: Mapping[UUID, tuple[PackPart, ...]],
) -> Sequence[PackGroup]:
    names: dict[UUID | None, str] = dict(places.items())
    names[None] = ""
    made = []
    for place, name in names.items():
        units = tuple(
            PackUnits(line.id, *chosen[place][line.id], line.promised_date, parts.get(line.id, ()))
            for line in lines
            if place in chosen and line.id in chosen[place]
        )
        if units:
            made.append(PackGroup(place, name, units))
    return made


def parts_of_lines(
    session: Session, *, lines: Sequence[OrderLine], purchase_id: UUID
) -> dict[UUID, tuple[PackPart, ...]]:
    """What the bundles among a purchase's lines were made of when they were sold, by SKU. One query."""
    rows = session.exec(
        select(PurchasePart, ProductVariant, Product)
        .join(ProductVariant, col(ProductVariant.id) == col(PurchasePart.part_id))
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(PurchasePart.purchase_id == purchase_id)
        .order_by(col(ProductVariant.sku))
    ).all()
    made: dict[UUID, tuple[PackPart, ...]] = defaultdict(tuple)
    for row, variant, product in rows:
        name = full_name(product.name, variant.title)
        made[row.bundle_id] += (PackPart(name, variant.sku, row.quantity),)
    return {line.id: made[line.variant_id] for line in lines if line.variant_id in made}
