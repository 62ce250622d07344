"""Counting by list: a CSV is read, looked at, then set row by row, each compared with what was seen (F090)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, EmporiumError, Invalid, NotFound
from emporium.i18n import _
from emporium.services import audit, outbox
from emporium.services.auth import Actor, Permission
from emporium.services.inventory.events import StockCountDone, StockCountHandedIn
from emporium.services.inventory.levels import ON_HAND_MAX, refresh_totals, set_on_hand
from models.catalogue import Product, ProductVariant
from models.enums import CountStatus
from models.inventory import Location, StockCount, StockLevel

COLUMNS = ("sku", "location", "counted", "expected")
MOST_ROWS = 5000
MOST_BYTES = 1_000_000
AT_ONCE = 200
"""Longer lists are set by a job."""


@dataclass(frozen=True, slots=True)
class CountLine:
    """A row: what was counted, what was seen on hand when it was read, and what is wrong with it or came of it."""

    row: int
    sku: str
    location: str
    counted: int
    seen: int
    variant_id: str = ""
    location_id: str = ""
    state: str = "change"
    """change, same, wrong; afterwards set, stale or refused."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class CountView:
    """A counted list as it stands."""

    id: UUID
    status: CountStatus
    created_at: datetime
    done_at: datetime | None
    lines: Sequence[CountLine]

    def number(self, *states: str) -> int:
        """How many rows are in one of these states."""
        return sum(line.state in states for line in self.lines)


def counts_csv(session: Session, *, actor: Actor, store_id: UUID) -> str:
    """Every level of a store as a list to count with: `expected` holds what is on hand now. One query."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    rows = session.exec(
        select(ProductVariant.sku, Location.name, StockLevel.on_hand)
        .join(StockLevel, col(StockLevel.variant_id) == col(ProductVariant.id))
        .join(Location, col(Location.id) == col(StockLevel.location_id))
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(ProductVariant.store_id == store_id, col(Product.is_digital).is_(False))
        .order_by(col(ProductVariant.sku), col(Location.priority), col(Location.id))
    ).all()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows((_plain(sku), _plain(place), "", on_hand) for sku, place, on_hand in rows)
    return out.getvalue()


def _plain(value: str) -> str:
    """Spreadsheets run cells that begin like a formula; a leading apostrophe makes them text."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def hand_in_count(session: Session, *, actor: Actor, store_id: UUID, text: str) -> CountView:
    """Read a list and keep it to be looked at; nothing is set. Three queries.

    Columns: sku, location, counted, and, if wanted, expected (what was on hand when counting began). Rows without a
    count are left out. Raises Invalid for a text that is no such list; what is wrong with a row stands in the row.
    """
    actor.require(Permission.EDIT_STOCK, store=store_id)
    rows = _read(text)
    levels = _levels(session, store_id, lock=False)
    skus = set(session.exec(select(ProductVariant.sku).where(ProductVariant.store_id == store_id)).all())
    lines: list[CountLine] = []
    known: set[tuple[str, str]] = set()
    for number, row in rows:
        if not row["counted"]:
            continue
        line = _judge(number, row, levels, skus)
        key = (line.sku, line.location)
        if key in known:
            line = replace(line, state="wrong", words=_("This SKU and place stand in the list twice."))
        known.add(key)
        lines.append(line)
    if not lines:
        raise Invalid("csv", _("There is no counted row in it. Fill the column “counted”."))
    made = StockCount(store_id=store_id, made_by=actor.user_id, lines=[asdict(line) for line in lines])
    session.add(made)
    session.flush()
    return _view(made)


def _read(text: str) -> list[tuple[int, dict[str, str]]]:
    if len(text.encode()) > MOST_BYTES:
        raise Invalid("csv", _("The list is too large. Count in parts."))
    lines = text.lstrip("\ufeff").strip().splitlines()
    if not lines:
        raise Invalid("csv", _("The list is empty."))
    sign = ";" if lines[0].count(";") > lines[0].count(",") else "\t" if "\t" in lines[0] else ","
    head = [cell.strip().lower() for cell in next(csv.reader(lines[:1], delimiter=sign))]
    missing = [name for name in COLUMNS[:3] if name not in head]
    if missing:
        raise Invalid(
            "csv",
            _("The first line has to name the columns. There is none called {missing}.").format(missing=missing[0]),
        )
    if len(lines) - 1 > MOST_ROWS:
        raise Invalid("csv", _("A list has at most {most_rows:,} rows. Count in parts.").format(most_rows=MOST_ROWS))
    found = []
    for number, cells in enumerate(csv.reader(lines[1:], delimiter=sign), start=2):
        given = dict(zip(head, (cell.strip() for cell in cells), strict=False))
        row = {name: given.get(name, "").removeprefix("'") for name in COLUMNS}
        if any(row.values()):
            found.append((number, row))
    return found


Levels = Mapping[tuple[str, str], tuple[StockLevel, str]]


def _levels(session: Session, store_id: UUID, *, lock: bool, ids: Sequence[tuple[UUID, UUID]] = ()) -> Levels:
    statement = (
        select(StockLevel, ProductVariant.sku, Location.name)
        .join(ProductVariant, col(ProductVariant.id) == col(StockLevel.variant_id))
        .join(Location, col(Location.id) == col(StockLevel.location_id))
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(ProductVariant.store_id == store_id, Location.store_id == store_id)
        .where(col(Product.is_digital).is_(False))  # nobody counts files (F026)
        .order_by(col(StockLevel.variant_id), col(StockLevel.location_id))
    )
    if lock:
        statement = statement.where(col(StockLevel.variant_id).in_([variant for variant, _ in ids]))
        statement = statement.with_for_update(of=StockLevel).execution_options(populate_existing=True)
    return {(sku, name.lower()): (level, name) for level, sku, name in session.exec(statement).all()}


def _judge(number: int, row: Mapping[str, str], levels: Levels, skus: set[str]) -> CountLine:
    """What a row would change, or what is wrong with it."""
    line = CountLine(number, row["sku"], row["location"], 0, 0, state="wrong")
    if line.sku not in skus:
        return replace(line, words=_("Your store has no such SKU."))
    found = levels.get((line.sku, line.location.lower()))
    if found is None:
        return replace(line, words=_("This SKU is not kept at a place of that name."))
    level, place = found
    counted = _number(row["counted"])
    line = replace(
        line, location=place, variant_id=str(level.variant_id), location_id=str(level.location_id), seen=level.on_hand
    )
    if counted is None:
        return replace(line, words=_("Give a whole number between 0 and {most:,}.").format(most=ON_HAND_MAX))
    line = replace(line, counted=counted)
    if row["expected"]:
        expected = _number(row["expected"])
        if expected is None:
            return replace(line, words=_("The column “expected” needs a whole number, or nothing."))
        if expected != level.on_hand:
            return replace(
                line,
                words=_("Somebody changed it since you counted. It is now {on_hand}, not {expected}.").format(
                    on_hand=level.on_hand, expected=expected
                ),
            )
    if counted + level.backorder_limit < level.reserved:
        return replace(
            line,
            words=_("{reserved} are promised to buyers. Cancel orders first to go below that.").format(
                reserved=level.reserved
            ),
        )
    return replace(line, state="same" if counted == level.on_hand else "change")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 7 and int(text) <= ON_HAND_MAX else None


def _found(session: Session, store_id: UUID, count_id: UUID, *, lock: bool = False) -> StockCount:
    statement = select(StockCount).where(StockCount.id == count_id, StockCount.store_id == store_id)
    row = session.exec(statement.with_for_update() if lock else statement).first()
    if row is None:
        raise NotFound(_("There is no such list in this store."))
    return row


def _view(row: StockCount) -> CountView:
    lines = [CountLine(**line) for line in row.lines]
    return CountView(row.id, CountStatus(row.status), row.created_at, row.done_at, lines)


def get_count(session: Session, *, actor: Actor, store_id: UUID, count_id: UUID) -> CountView:
    """A counted list. Raises NotFound."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    return _view(_found(session, store_id, count_id))


def last_counts(session: Session, *, actor: Actor, store_id: UUID, limit: int = 5) -> Sequence[CountView]:
    """A store's newest lists. One query."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    rows = session.exec(
        select(StockCount).where(StockCount.store_id == store_id).order_by(col(StockCount.id).desc()).limit(limit)
    ).all()
    return [_view(row) for row in rows]


def accept_count(session: Session, *, actor: Actor, store_id: UUID, count_id: UUID) -> CountView:
    """Set what was looked at; a long list is left to a job. Raises NotFound, Conflict for a list that was set."""
    actor.require(Permission.EDIT_STOCK, store=store_id)
    row = _found(session, store_id, count_id, lock=True)
    if row.status != CountStatus.DRAFT:
        raise Conflict(_("This list was set already."))
    if len(row.lines) <= AT_ONCE:
        return _set(session, row, actor)
    row.status = CountStatus.WAITING
    session.add(row)
    outbox.record(session, StockCountHandedIn(count_id=row.id, store_id=store_id))
    return _view(row)


def work_off_count(session: Session, *, actor: Actor, count_id: UUID) -> bool:
    """Set a long list. Called by its job, which may run twice; False when there is nothing left to do."""
    actor.require(Permission.MANAGE_PLATFORM)
    row = session.exec(select(StockCount).where(StockCount.id == count_id).with_for_update(skip_locked=True)).first()
    if row is None or row.status != CountStatus.WAITING:
        return False
    _set(session, row, replace(actor, user_id=row.made_by))
    return True


def waiting_counts(session: Session) -> Sequence[UUID]:
    """Long lists whose job was lost, oldest first."""
    return session.exec(select(StockCount.id).where(StockCount.status == CountStatus.WAITING).limit(20)).all()


def _set(session: Session, row: StockCount, actor: Actor) -> CountView:
    """Every row by itself: set whole, or refused with what is there now. The levels are locked in order first."""
    lines = [CountLine(**line) for line in row.lines]
    ids = [(UUID(line.variant_id), UUID(line.location_id)) for line in lines if line.state == "change"]
    levels = {
        (level.variant_id, level.location_id): level
        for level, _rest in _levels(session, row.store_id, lock=True, ids=ids).values()
    }
    done: list[CountLine] = []
    changed: set[UUID] = set()
    for line in lines:
        if line.state != "change":
            done.append(line)
            continue
        level = levels.get((UUID(line.variant_id), UUID(line.location_id)))
        try:
            if level is None:
                raise NotFound(_("It is not kept here any more."))
            if set_on_hand(session, level=level, seen=line.seen, new=line.counted, actor=actor):
                changed.add(level.variant_id)
            done.append(replace(line, state="set"))
        except Conflict as stale:
            done.append(replace(line, state="stale", words=stale.message))
        except EmporiumError as refusal:
            done.append(replace(line, state="refused", words=refusal.message))
    refresh_totals(session, variant_ids=changed)
    row.lines, row.status, row.done_at = [asdict(line) for line in done], CountStatus.DONE, datetime.now(UTC)
    session.add(row)
    told: dict[str, Any] = {state: sum(line.state == state for line in done) for state in ("set", "stale", "refused")}
    audit.note(
        session, actor=actor, action="stock.counted", subject_kind="stock_count", subject_id=row.id,
        store_id=row.store_id, after=told,
    )  # fmt: skip
    outbox.record(session, StockCountDone(count_id=row.id, store_id=row.store_id))
    return _view(row)
