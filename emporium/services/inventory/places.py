"""A store's places: their order, the rule that chooses among them, what may be sold before it is there (F089, F029)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlmodel import Session, col, func, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.inventory.levels import locked_level, open_stock, refresh_totals, refuse_bundle
from models.catalogue import ProductVariant
from models.enums import AllocationRule
from models.inventory import Location, StockLevel
from models.stores import Store

MOST_PLACES = 20
LIMIT_MAX = 100_000
LOW_MAX = 100_000


def list_places(session: Session, *, actor: Actor, store_id: UUID) -> Sequence[Location]:
    """A store's places in its own order. One query."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    return session.exec(
        select(Location).where(Location.store_id == store_id).order_by(col(Location.priority), col(Location.id))
    ).all()


def add_place(session: Session, *, actor: Actor, store_id: UUID, name: str, country: str) -> Location:
    """One more place to ship from, the last in order. Raises Invalid, Conflict for a name the store has."""
    actor.require(Permission.EDIT_STORE, store=store_id)
    called = " ".join(name.split())
    if not 1 <= len(called) <= 60:
        raise Invalid("name", _("Give the place a name of at most 60 characters."))
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        raise Invalid("country", _("Choose the country the place is in."))
    _locked_store(session, store_id)
    known = session.exec(select(Location).where(Location.store_id == store_id)).all()
    if any(place.name.lower() == called.lower() for place in known):
        raise Conflict(_("You have a place called {called} already.").format(called=called), field="name")
    if len(known) >= MOST_PLACES:
        raise Invalid("name", _("A store has at most {most_places} places.").format(most_places=MOST_PLACES))
    last = max((place.priority for place in known), default=-1)
    made = Location(store_id=store_id, name=called, country=country.upper(), priority=last + 1)
    session.add(made)
    session.flush()
    return made


def order_places(session: Session, *, actor: Actor, store_id: UUID, location_ids: Sequence[UUID]) -> None:
    """Units are taken from the first place first. Raises Invalid unless every place is named once."""
    actor.require(Permission.EDIT_STORE, store=store_id)
    _locked_store(session, store_id)
    known = {row.id: row for row in session.exec(select(Location).where(Location.store_id == store_id)).all()}
    if sorted(known) != sorted(location_ids):
        raise Invalid("places", _("The places changed meanwhile. Look at them again."))
    for priority, location_id in enumerate(location_ids):
        known[location_id].priority = priority
        session.add(known[location_id])


def switch_place(session: Session, *, actor: Actor, store_id: UUID, location_id: UUID, active: bool) -> Location:
    """Use a place, or no longer: nothing is sold from it then, and what was promised from it stays promised (F089).

    Raises NotFound, Conflict for the last one in use.
    """
    actor.require(Permission.EDIT_STORE, store=store_id)
    _locked_store(session, store_id)
    if (
        session.exec(select(Location.id).where(Location.id == location_id, Location.store_id == store_id)).first()
        is None
    ):
        raise NotFound(_("There is no such place in this store."))
    _levels_at(session, location_id)  # levels before places, as whoever brings stock to a new place takes them
    known = session.exec(select(Location).where(Location.store_id == store_id).with_for_update()).all()
    place = next((one for one in known if one.id == location_id), None)
    if place is None:
        raise NotFound(_("There is no such place in this store."))
    if not active and not any(one.active for one in known if one.id != location_id):
        raise Conflict(_("This is the only place in use. Use another one first."))
    place.active = active
    session.add(place)
    levels = [level for level in _levels_at(session, location_id) if level.closed == active]
    for level in levels:
        level.closed = not active
        session.add(level)
    refresh_totals(session, variant_ids=[level.variant_id for level in levels])
    return place


def _levels_at(session: Session, location_id: UUID) -> Sequence[StockLevel]:
    """Every level of a place, locked in order."""
    return session.exec(
        select(StockLevel)
        .where(StockLevel.location_id == location_id)
        .order_by(col(StockLevel.variant_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def set_rule(session: Session, *, actor: Actor, store_id: UUID, rule: str) -> None:
    """From which place units are taken first. Raises Invalid."""
    actor.require(Permission.EDIT_STORE, store=store_id)
    if rule not in set(AllocationRule):
        raise Invalid("rule", _("Choose one of the rules."))
    store = _locked_store(session, store_id)
    store.allocation = AllocationRule(rule)
    session.add(store)


def _locked_store(session: Session, store_id: UUID) -> Store:
    found = session.exec(
        select(Store)
        .where(Store.id == store_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound(_("There is no such store."))
    return found


def open_level(
    session: Session, *, actor: Actor, store_id: UUID, variant_id: UUID, location_id: UUID, on_hand: int
) -> StockLevel:
    """Count a store's variant at one of its places for the first time. Raises NotFound, Conflict, Invalid."""
    actor.require(Permission.EDIT_STOCK, store=store_id)
    mine = session.exec(
        select(func.count())
        .select_from(ProductVariant)
        .join(Location, col(Location.store_id) == col(ProductVariant.store_id))
        .where(ProductVariant.store_id == store_id, ProductVariant.id == variant_id, Location.id == location_id)
    ).one()
    if not mine:
        raise NotFound(_("There is no such variant or place in this store."))
    return open_stock(session, variant_id=variant_id, location_id=location_id, on_hand=on_hand)


def set_backorders(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    variant_id: UUID,
    location_id: UUID,
    limit: int,
    due: date | None,
) -> StockLevel:
    """Let so many units of a level be sold before they are there, promised by a day; 0 ends it (F029).

    What was promised keeps its own day. Raises NotFound, Invalid for a limit below what is promised already or a day
    that is missing or over.
    """
    actor.require(Permission.EDIT_STOCK, store=store_id)
    if isinstance(limit, bool) or not isinstance(limit, int) or not 0 <= limit <= LIMIT_MAX:
        raise Invalid("limit", _("Give a whole number between 0 and {limit_max:,}.").format(limit_max=LIMIT_MAX))
    level = locked_level(session, store_id=store_id, variant_id=variant_id, location_id=location_id)
    if limit:
        refuse_bundle(session, variant_id)
        if due is None or due < datetime.now(UTC).date():
            raise Invalid("due", _("Give the day by which it is there. Buyers are told that day."))
    owed = max(level.reserved - level.on_hand, 0)
    if limit < owed:
        raise Invalid("limit", _("{owed} are promised already. Put {owed} to promise no more.").format(owed=owed))
    level.backorder_limit = limit
    if due is not None:
        level.backorder_date = datetime.combine(due, time(12), UTC)
    session.add(level)
    refresh_totals(session, variant_ids=[variant_id])
    return level


def set_low_mark(
    session: Session, *, actor: Actor, store_id: UUID, variant_id: UUID, location_id: UUID, units: int
) -> StockLevel:
    """The units at which the store is told that a level runs low (F091). Raises NotFound, Invalid."""
    actor.require(Permission.EDIT_STOCK, store=store_id)
    if isinstance(units, bool) or not isinstance(units, int) or not 0 <= units <= LOW_MAX:
        raise Invalid("low", _("Give a whole number between 0 and {low_max:,}.").format(low_max=LOW_MAX))
    level = locked_level(session, store_id=store_id, variant_id=variant_id, location_id=location_id)
    level.low_stock_at = units
    session.add(level)
    refresh_totals(session, variant_ids=[variant_id])
    return level
