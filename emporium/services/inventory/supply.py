"""What may be sold: of things on shelves, of what is on its way, and of bundles, which are made of both (F027, F029).

One reading answers every question about a set of variants: units of a bundle are those of its scarcest part, and
lines that share a thing are looked at together (P03, medusa#16502).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Line:
    """Units of a variant that somebody means to buy. `key` is the caller's own."""

    key: UUID
    variant_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """A thing of which there is too little: its name, what is wanted of it in all, what is left."""

    name: str
    wanted: int
    left: int


@dataclass(slots=True)
class Supply:
    """What there is of some variants. `ready` lies on a shelf, `later` comes on a day; both are not promised yet."""

    pieces: dict[UUID, dict[UUID, int]] = field(default_factory=lambda: defaultdict(dict))
    """What one unit is made of: itself, or a bundle's parts with their number."""
    ready: dict[UUID, int] = field(default_factory=lambda: defaultdict(int))
    later: dict[UUID, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    names: dict[UUID, str] = field(default_factory=dict)

    def units(self, piece_id: UUID) -> int:
        """Units of one thing that may be sold."""
        return self.ready[piece_id] + sum(count for _, count in self.later[piece_id])

    def of(self, variant_id: UUID) -> int:
        """Units of a variant that may be sold; of a bundle as many as its scarcest part makes."""
        pieces = self.pieces.get(variant_id, {})
        return min((self.units(piece) // each for piece, each in pieces.items()), default=0)

    def is_bundle(self, variant_id: UUID) -> bool:
        """Whether a variant is made of others."""
        return set(self.pieces.get(variant_id, {})) not in ({variant_id}, set())

    def demand(self, lines: Iterable[Line]) -> dict[UUID, int]:
        """What lines need of each thing, in all."""
        total: dict[UUID, int] = defaultdict(int)
        for line in lines:
            for piece, each in self.pieces.get(line.variant_id, {}).items():
                total[piece] += line.quantity * each
        return dict(total)

    def short(self, lines: Collection[Line]) -> dict[UUID, Shortage]:
        """Things of which all the lines together want more than there is."""
        return {
            piece: Shortage(self.names.get(piece, ""), wanted, self.units(piece))
            for piece, wanted in self.demand(lines).items()
            if wanted > self.units(piece)
        }

    def promises(self, lines: Iterable[Line]) -> dict[UUID, date]:
        """The day by which a line is complete, for lines that wait for something: shelves first, in the lines' order.

        A day that went by is today: it cannot be kept any more, and nobody is told a day in the past.
        """
        today = datetime.now(UTC).date()
        left, coming = dict(self.ready), {piece: list(rows) for piece, rows in self.later.items()}
        found: dict[UUID, date] = {}
        for line in lines:
            for piece, each in self.pieces.get(line.variant_id, {}).items():
                need = line.quantity * each
                shelf = min(left.get(piece, 0), need)
                left[piece] = left.get(piece, 0) - shelf
                due = _due(coming.get(piece, []), need - shelf)
                if due is not None:
                    found[line.key] = max(due, today, found.get(line.key, today))
        return found


def _due(coming: list[tuple[date, int]], need: int) -> date | None:
    """Take units of what comes, soonest first; the day of the last of them."""
    due = None
    while need > 0 and coming:
        due, count = coming[0]
        taken = min(count, need)
        need -= taken
        coming[0] = (due, count - taken)
        if coming[0][1] == 0:
            coming.pop(0)
    return due


UNITS_OF_PIECE = """LEFT JOIN LATERAL (
        SELECT sum(greatest(l.on_hand + l.backorder_limit - l.reserved - l.damaged - l.safety, 0))::int AS units
        FROM stock_level l WHERE l.variant_id = x.piece_id AND NOT l.closed
    ) s ON true"""
"""SQL for the units that may be sold of each thing `x.piece_id`, as `s.units`."""

READ = """
WITH asked AS (
    SELECT v.id, coalesce(b.part_id, v.id) AS piece_id, coalesce(b.quantity, 1) AS quantity
    FROM unnest(CAST(:variants AS uuid[])) AS v(id) LEFT JOIN bundle_part b ON b.bundle_id = v.id
)
SELECT a.id, a.piece_id, a.quantity, p.name || CASE WHEN v.title = '' THEN '' ELSE ', ' || v.title END AS name,
       s.location_id, s.on_hand - s.reserved - s.damaged - s.safety AS shelf, s.backorder_limit, s.backorder_date
FROM asked a JOIN product_variant v ON v.id = a.piece_id JOIN product p ON p.id = v.product_id
LEFT JOIN stock_level s ON s.variant_id = a.piece_id AND NOT s.closed
ORDER BY a.id, a.piece_id, s.location_id
"""

OWN = """
SELECT r.variant_id, r.quantity, l.backorder_date,
       least(greatest(l.on_hand - l.damaged - l.safety - (
           SELECT coalesce(sum(e.quantity), 0) FROM reservation e
           WHERE e.variant_id = r.variant_id AND e.location_id = r.location_id AND e.status IN ('held', 'committed')
             AND (e.created_at, e.id) < (r.created_at, r.id)), 0), r.quantity) AS ready
FROM reservation r JOIN purchase p ON p.id = r.purchase_id JOIN checkout c ON c.id = p.checkout_id
JOIN stock_level l ON l.variant_id = r.variant_id AND l.location_id = r.location_id
WHERE c.cart_id = :cart AND r.status = 'held'
"""


def read_supply(session: Session, *, variant_ids: Collection[UUID], cart_id: UUID | None = None) -> Supply:
    """What there is of variants. One query; a second one when units held for a cart's own unpaid purchase count too."""
    supply = Supply()
    if not variant_ids:
        return supply
    session.flush()
    seen: set[tuple[UUID, UUID]] = set()
    for row in session.execute(text(READ), {"variants": list(set(variant_ids))}):
        supply.pieces[row.id][row.piece_id] = row.quantity
        supply.names[row.piece_id] = row.name
        if row.location_id is None or (row.piece_id, row.location_id) in seen:
            continue
        seen.add((row.piece_id, row.location_id))
        supply.ready[row.piece_id] += max(row.shelf, 0)
        more = max(row.shelf + row.backorder_limit, 0) - max(row.shelf, 0)
        if more and row.backorder_date is not None:
            supply.later[row.piece_id].append((row.backorder_date.date(), more))
    if cart_id is not None:
        _add_own(session, supply, cart_id)
    for coming in supply.later.values():
        coming.sort()
    return supply


def _add_own(session: Session, supply: Supply, cart_id: UUID) -> None:
    """Units that are held for this very cart are not somebody else's."""
    for row in session.execute(text(OWN), {"cart": cart_id}):
        supply.ready[row.variant_id] += row.ready
        if row.quantity > row.ready and row.backorder_date is not None:
            supply.later[row.variant_id].append((row.backorder_date.date(), row.quantity - row.ready))


def availability(session: Session, *, variant_ids: Collection[UUID]) -> dict[UUID, int]:
    """Units that may be sold, by variant; of a bundle what its parts make; 0 without stock. One query."""
    supply = read_supply(session, variant_ids=variant_ids)
    return {variant_id: supply.of(variant_id) for variant_id in variant_ids}


def pieces_of(session: Session, *, variant_ids: Collection[UUID]) -> Mapping[UUID, Mapping[UUID, int]]:
    """What one unit of each variant is made of today. One query."""
    found: dict[UUID, dict[UUID, int]] = {variant_id: {} for variant_id in variant_ids}
    rows = session.execute(
        text("SELECT bundle_id, part_id, quantity FROM bundle_part WHERE bundle_id = ANY(CAST(:v AS uuid[]))"),
        {"v": list(variant_ids)},
    )
    for row in rows:
        found[row.bundle_id][row.part_id] = row.quantity
    return {variant_id: parts or {variant_id: 1} for variant_id, parts in found.items()}
