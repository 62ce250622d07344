"""What lies on the shelves for some variants: bundles are as many as their scarcest part allows (F027, P03)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from models.catalogue import BundlePart
from models.inventory import StockLevel


def sellable() -> ColumnElement[int]:
    """SQL for the units of a level that may be sold: on hand + back-orders − reserved − damaged − safety."""
    return func.greatest(
        col(StockLevel.on_hand)
        + col(StockLevel.backorder_limit)
        - col(StockLevel.reserved)
        - col(StockLevel.damaged)
        - col(StockLevel.safety),
        0,
    )


def parts_of(session: Session, *, variant_ids: Collection[UUID]) -> dict[UUID, dict[UUID, int]]:
    """What the bundles among some variants are made of: units of each part. One query."""
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for row in session.exec(select(BundlePart).where(col(BundlePart.bundle_id).in_(list(variant_ids)))).all():
        found[row.bundle_id][row.part_id] = row.quantity
    return dict(found)


def exploded(demand: Mapping[UUID, int], parts: Mapping[UUID, Mapping[UUID, int]]) -> dict[UUID, int]:
    """Demand in things that lie on a shelf: bundles become their parts, and shared parts are summed."""
    total: dict[UUID, int] = defaultdict(int)
    for variant_id, quantity in demand.items():
        for part_id, units in parts.get(variant_id, {variant_id: 1}).items():
            total[part_id] += quantity * units
    return dict(total)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Units that may be sold of every physical variant, and what the bundles are made of."""

    units: Mapping[UUID, int]
    parts: Mapping[UUID, Mapping[UUID, int]] = field(default_factory=dict)
    here: Mapping[UUID, int] = field(default_factory=dict)
    """Those of them that are there already; the rest is promised for a day (F029)."""
    days: Mapping[UUID, date] = field(default_factory=dict)
    """When what is not there yet is promised."""

    def left(self, variant_id: UUID) -> int:
        """So many of a variant may be sold, if nothing else is."""
        parts = self.parts.get(variant_id, {variant_id: 1})
        return min(self.units.get(part_id, 0) // units for part_id, units in parts.items())

    def short(self, variant_id: UUID, demand: Mapping[UUID, int]) -> UUID | None:
        """The first physical part of a variant that a whole demand asks too much of; None when all is there."""
        needed = exploded(demand, self.parts)
        parts = self.parts.get(variant_id, {variant_id: 1})
        return next((part for part in sorted(parts) if needed.get(part, 0) > self.units.get(part, 0)), None)

    def promised(self, variant_id: UUID, demand: Mapping[UUID, int]) -> date | None:
        """The day for which a variant is promised within a whole demand; None when all of it is there (F029)."""
        needed = exploded(demand, self.parts)
        parts = self.parts.get(variant_id, {variant_id: 1})
        late = [self.days[part] for part in parts if needed.get(part, 0) > self.here.get(part, 0) and part in self.days]
        return max(late, default=None)


def shelf(session: Session, *, variant_ids: Collection[UUID], own: Mapping[UUID, int] | None = None) -> Shelf:
    """The shelf for some variants. `own` are physical units that are held for the asker already. Two queries."""
    if not variant_ids:
        return Shelf({})
    parts = parts_of(session, variant_ids=variant_ids)
    physical = set(exploded(dict.fromkeys(variant_ids, 1), parts))
    present = col(StockLevel.on_hand) - col(StockLevel.reserved) - col(StockLevel.damaged) - col(StockLevel.safety)
    day = func.max(StockLevel.backorder_date).filter(col(StockLevel.backorder_limit) > 0)
    rows = session.exec(
        select(StockLevel.variant_id, func.sum(sellable()), func.sum(present), day)
        .where(col(StockLevel.variant_id).in_(physical))
        .group_by(col(StockLevel.variant_id))
    ).all()
    mine = own or {}
    return Shelf(
        units={variant_id: int(count) + mine.get(variant_id, 0) for variant_id, count, _, _ in rows},
        parts=parts,
        here={variant_id: max(int(count) + mine.get(variant_id, 0), 0) for variant_id, _, count, _ in rows},
        days={variant_id: moment.date() for variant_id, _, _, moment in rows if moment is not None},
    )


def availability(session: Session, *, variant_ids: Collection[UUID]) -> dict[UUID, int]:
    """Units that may be sold, by variant; 0 for variants without stock. Two queries."""
    found = shelf(session, variant_ids=variant_ids)
    return {variant_id: found.left(variant_id) for variant_id in variant_ids}
