"""The store's side of a return. Restock happens on inspection, once, and is no part of the refund (C13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.services import audit, inventory, refunds
from emporium.services.auth import Actor, Permission
from emporium.services.refunds import RefundAsk
from emporium.services.returns.asking import tell
from models.catalogue import Product
from models.enums import RestockDecision, ReturnStatus
from models.inventory import Location
from models.orders import Order, OrderLine, Return, ReturnLine


@dataclass(frozen=True, slots=True)
class Decision:
    """What inspection found for one line: sell it again (where?), or not."""

    decision: RestockDecision
    location_id: UUID | None = None


def _locked(session: Session, store_id: UUID, return_id: UUID) -> tuple[Return, Order]:
    found = session.exec(
        select(Return, Order)
        .join(Order, col(Order.id) == col(Return.order_id))
        .where(Return.id == return_id, Order.store_id == store_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound("There is no such return in this store.")
    return found[0], found[1]


def _expect(row: Return, *allowed: ReturnStatus) -> None:
    if row.status not in allowed:
        raise Conflict(f"This return is {row.status} already.")


def decide_return(
    session: Session, *, actor: Actor, store_id: UUID, return_id: UUID, approve: bool, note: str = ""
) -> Return:
    """Let the shopper send it back, or say no with a reason. Raises NotFound, Conflict, Invalid."""
    actor.require(Permission.REFUND_ORDERS, store=store_id)
    row, order = _locked(session, store_id, return_id)
    _expect(row, ReturnStatus.REQUESTED)
    if not approve and len(note.strip()) < 4:
        raise Invalid("note", "Tell the shopper why not.")
    row.status = ReturnStatus.APPROVED if approve else ReturnStatus.REJECTED
    row.decided_at, row.note = datetime.now(UTC), note.strip() or row.note
    session.add(row)
    tell(session, row, order)
    return row


def receive_return(session: Session, *, actor: Actor, store_id: UUID, return_id: UUID) -> Return:
    """The parcel is here. Raises NotFound, Conflict."""
    actor.require(Permission.SHIP_ORDERS, store=store_id)
    row, order = _locked(session, store_id, return_id)
    _expect(row, ReturnStatus.APPROVED)
    row.status, row.received_at = ReturnStatus.RECEIVED, datetime.now(UTC)
    session.add(row)
    tell(session, row, order)
    return row


def inspect_return(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    return_id: UUID,
    decisions: Mapping[UUID, Decision],
    refund: bool = True,
    shipping_minor: int = 0,
) -> int:
    """Look at what came back: restock or scrap each line, once; and, if asked, give its money back.

    Digital and personalised goods are never restocked. Returns the refund in minor units. Raises NotFound, Conflict
    when it was inspected before, Invalid for a line without a decision or a place of another store.
    """
    actor.require(Permission.REFUND_ORDERS, store=store_id)
    row, order = _locked(session, store_id, return_id)
    _expect(row, ReturnStatus.RECEIVED)
    lines = session.exec(
        select(ReturnLine, OrderLine)
        .join(OrderLine, col(OrderLine.id) == col(ReturnLine.order_line_id))
        .where(ReturnLine.return_id == row.id)
        .with_for_update(of=ReturnLine)
    ).all()
    if set(decisions) != {line.id for _, line in lines}:
        raise Invalid("decision", "Decide for every line of the return.")
    _restock(session, row, order, list(lines), decisions)
    given = 0
    if refund:
        paid = refunds.lock_paid(session, order=order)
        ask = RefundAsk({line.id: part.quantity for part, line in lines}, shipping_minor=shipping_minor)
        made = refunds.plan_for(session, paid=paid, ask=ask)
        refunds.give_back(
            session, paid=paid, made=made, key=f"return:{row.id}", reason=row.reason, made_by=actor.user_id
        )
        refunds.settle_status(session, paid=paid)
        given = made.total_minor
    row.status, row.inspected_at = ReturnStatus.INSPECTED, datetime.now(UTC)
    session.add(row)
    audit.note(
        session, actor=actor, action="return.inspected", subject_kind="return", subject_id=row.id, store_id=store_id,
        after={"refund_minor": given, "decisions": {str(k): str(v.decision) for k, v in decisions.items()}},
    )  # fmt: skip
    tell(session, row, order)
    return given


def _restock(
    session: Session,
    row: Return,
    order: Order,
    lines: Sequence[tuple[ReturnLine, OrderLine]],
    decisions: Mapping[UUID, Decision],
) -> None:
    units: dict[tuple[UUID, UUID], int] = {}
    for part, line in lines:
        decided = decisions[line.id]
        part.decision = decided.decision
        if decided.decision == RestockDecision.RESTOCK:
            place = _place(session, order, line, decided)
            part.location_id = place
            assert line.variant_id is not None
            units[line.variant_id, place] = units.get((line.variant_id, place), 0) + part.quantity
        session.add(part)
    session.flush()
    inventory.take_back(session, units=units, cause_id=f"return:{row.id}", purchase_id=order.purchase_id)


def _place(session: Session, order: Order, line: OrderLine, decided: Decision) -> UUID:
    if line.variant_id is None:
        raise Invalid("decision", f"{line.name} is not sold any more; it cannot be put back.")
    product = session.get(Product, line.product_id) if line.product_id else None
    if line.personalisation or (product is not None and product.is_digital):
        raise Invalid("decision", f"{line.name} was made for one person and cannot be sold again.")
    statement = select(Location.id).where(Location.store_id == order.store_id)
    if decided.location_id is not None:
        statement = statement.where(Location.id == decided.location_id)
    found = session.exec(statement.order_by(col(Location.priority), col(Location.id)).limit(1)).first()
    if found is None:
        raise Invalid("location", "Choose one of the store's own places.")
    return found
