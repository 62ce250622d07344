"""Looking at what came back. Restock happens here, once, and is no part of the refund (C13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid
from emporium.i18n import _
from emporium.services import audit, inventory
from emporium.services.auth import Actor, Permission
from emporium.services.returns.asking import NOTE_MAX, tell
from emporium.services.returns.deciding import Decision, expect, locked_return
from emporium.services.returns.giving import Pair, ReturnMoney, lines_of, money_of, refund_units
from emporium.services.returns.swaps import exchange_of, note_dropped, units_instead
from models.catalogue import Product
from models.enums import RestockDecision, ReturnStatus
from models.inventory import Location
from models.orders import Order, OrderLine, Return, ReturnLine


def preview_inspection(
    session: Session, *, actor: Actor, store_id: UUID, return_id: UUID, shipping_minor: int = 0
) -> ReturnMoney:
    """What `inspect_return` would give back. Raises NotFound, Conflict, Invalid as it would."""
    actor.require(Permission.REFUND_ORDERS, store=store_id)
    row, order = locked_return(session, store_id, return_id)
    expect(row, ReturnStatus.RECEIVED)
    units = _units(session, row)
    return money_of(
        session, row=row, order=order, shipping_minor=shipping_minor if units != 0 else 0, units=units
    )  # fmt: skip


def inspect_return(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    return_id: UUID,
    decisions: Mapping[UUID, Decision],
    refund: bool = True,
    shipping_minor: int = 0,
    note: str = "",
    expect_minor: int | None = None,
) -> int:
    """Restock or scrap each line's units, once; and give their money back, or say in words why not.

    For units in whose place something else is sent no money is given.

    Digital and personalised goods are never restocked. Units whose money was given back before are not paid twice.
    `expect_minor` is what a preview showed. Returns the refund in minor units. Raises NotFound, Conflict when it was
    inspected before or the sum is another one by now, Invalid for a line without a decision, a place of another
    store, or no refund without words.
    """
    actor.require(Permission.REFUND_ORDERS, store=store_id)
    row, order = locked_return(session, store_id, return_id)
    expect(row, ReturnStatus.RECEIVED)
    lines = lines_of(session, row)
    if set(decisions) != {line.id for _rest, line in lines}:
        raise Invalid("decision", _("Decide for every line of the return."))
    units = _units(session, row)
    if not refund and units != 0 and len(note.strip()) < 4:
        raise Invalid("note", _("Tell the shopper why no money is given back."))
    _restock(session, row, order, lines, decisions)
    given = 0
    if refund and units != 0:
        given = refund_units(
            session, actor=actor, row=row, order=order, shipping_minor=shipping_minor, expect_minor=expect_minor,
            units=units,
        )  # fmt: skip
    elif refund and expect_minor:
        raise Conflict(_("Something else is sent instead by now. Look at it again."))
    note_dropped(session, row=row)
    row.status, row.inspected_at, row.refunded_minor = ReturnStatus.INSPECTED, datetime.now(UTC), given
    row.answer = note.strip()[:NOTE_MAX] or row.answer
    session.add(row)
    audit.note(
        session, actor=actor, action="return.inspected", subject_kind="return", subject_id=row.id, store_id=store_id,
        after={"refund_minor": given, "decisions": {str(k): str(v.decision) for k, v in decisions.items()}},
    )  # fmt: skip
    tell(session, row, order)
    return given


def _units(session: Session, row: Return) -> int | None:
    """Units whose money goes back; None for all of them, where nothing is sent instead."""
    instead = units_instead(session, exchange_of(session, row=row))
    return sum(part.quantity for part, _ in lines_of(session, row)) - instead if instead else None


def _restock(
    session: Session, row: Return, order: Order, lines: Sequence[Pair], decisions: Mapping[UUID, Decision]
) -> None:
    units: dict[tuple[UUID, UUID], int] = {}
    for part, line in lines:
        decided = decisions[line.id]
        again = _units_again(part, line, decided)
        part.decision = RestockDecision.RESTOCK if again else RestockDecision.SCRAP
        part.restocked_quantity = again
        if again:
            place = _place(session, order, line, decided)
            part.location_id = place
            assert line.variant_id is not None
            units[line.variant_id, place] = units.get((line.variant_id, place), 0) + again
        session.add(part)
    session.flush()
    inventory.take_back(session, units=units, cause_id=f"return:{row.id}", purchase_id=order.purchase_id)


def _units_again(part: ReturnLine, line: OrderLine, decided: Decision) -> int:
    if decided.decision != RestockDecision.RESTOCK:
        return 0
    again = part.quantity if decided.units is None else decided.units
    if isinstance(again, bool) or not isinstance(again, int) or not 0 <= again <= part.quantity:
        raise Invalid(
            "units",
            _("{name}: from 0 to {quantity} of it can be put back.").format(name=line.name, quantity=part.quantity),
        )
    return again


def _place(session: Session, order: Order, line: OrderLine, decided: Decision) -> UUID:
    if line.variant_id is None:
        raise Invalid("decision", _("{name} is not sold any more; it cannot be put back.").format(name=line.name))
    product = session.get(Product, line.product_id) if line.product_id else None
    if line.personalisation or (product is not None and product.is_digital):
        raise Invalid("decision", _("{name} was made for one person and cannot be sold again.").format(name=line.name))
    statement = select(Location.id).where(Location.store_id == order.store_id)
    if decided.location_id is not None:
        statement = statement.where(Location.id == decided.location_id)
    found = session.exec(statement.order_by(col(Location.priority), col(Location.id)).limit(1)).first()
    if found is None:
        raise Invalid("location", _("Choose one of the store's own places."))
    return found
