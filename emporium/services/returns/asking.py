"""Asking to send something back (F080)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from emporium.errors import Expired, Invalid, NotFound
from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.events import DomainEvent
from models.enums import OrderStatus, RestockDecision, ReturnStatus
from models.orders import Order, OrderLine, Purchase, Return, ReturnLine
from models.stores import Store

SENT = (OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.PARTLY_SHIPPED)
NOTE_MAX = 1000


@dataclass(frozen=True, slots=True)
class ReturnChanged(DomainEvent):
    """A return was asked for, decided, received or inspected."""

    return_id: UUID
    order_id: UUID
    purchase_id: UUID
    store_id: UUID
    status: str

    def topics(self) -> list[str]:
        """The pages that show the order."""
        return [f"order:{self.order_id}", f"purchase:{self.purchase_id}", f"store:{self.store_id}:orders"]


@dataclass(frozen=True, slots=True)
class ReturnView:
    """A return with its units by line."""

    id: UUID
    status: ReturnStatus
    reason: str
    note: str
    created_at: datetime
    units: Mapping[UUID, int]
    decisions: Mapping[UUID, RestockDecision]


def request_return(
    session: Session,
    *,
    actor: Actor,
    token: str,
    number: str,
    units: Mapping[UUID, int],
    reason: str,
    note: str = "",
    now: datetime | None = None,
) -> Return:
    """The shopper wants to send units of an order back. `token` is the purchase page's own.

    Raises NotFound, Invalid for units that were not sent or are on their way back already or for a missing reason,
    Expired when the store's days for returns are over.
    """
    actor.require(Permission.SHOP)
    order = session.exec(
        select(Order)
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(Purchase.token == token, Order.number == number)
        .with_for_update(of=Order)
    ).first()
    if order is None:
        raise NotFound("There is no such order.")
    if order.status not in SENT:
        raise Invalid("order", "Only what was sent can be sent back. Ask the store to cancel it instead.")
    store = session.get_one(Store, order.store_id)
    since = order.delivered_at or order.shipped_at
    if since is not None and (now or datetime.now(UTC)) > since + timedelta(days=store.return_days):
        raise Expired(f"{store.name} takes things back for {store.return_days} days. They are over.")
    if not 3 <= len(reason.strip()) <= 200:
        raise Invalid("reason", "Tell the store in a few words why you send it back.")
    chosen = {line_id: count for line_id, count in units.items() if count}
    left = returnable(session, order_id=order.id)
    for line_id, count in chosen.items():
        if isinstance(count, bool) or not isinstance(count, int) or not 0 < count <= left.get(line_id, 0):
            raise Invalid("quantity", f"{left.get(line_id, 0)} of it can be sent back.")
    if not chosen:
        raise Invalid("lines", "Choose what you want to send back.")
    row = Return(order_id=order.id, reason=reason.strip(), note=note.strip()[:NOTE_MAX])
    session.add(row)
    session.flush()
    session.add_all(
        ReturnLine(return_id=row.id, order_line_id=line_id, quantity=count) for line_id, count in chosen.items()
    )
    tell(session, row, order)
    return row


def returnable(session: Session, *, order_id: UUID) -> dict[UUID, int]:
    """Units of each line that were sent and are not on their way back already."""
    lines = session.exec(select(OrderLine).where(OrderLine.order_id == order_id)).all()
    back = dict(
        session.exec(
            select(ReturnLine.order_line_id, func.sum(ReturnLine.quantity))
            .join(Return, col(Return.id) == col(ReturnLine.return_id))
            .where(Return.order_id == order_id, Return.status != ReturnStatus.REJECTED)
            .group_by(col(ReturnLine.order_line_id))
        ).all()
    )
    return {line.id: line.shipped_quantity - int(back.get(line.id, 0)) for line in lines}


def tell(session: Session, row: Return, order: Order) -> None:
    """Record what happened to a return."""
    outbox.record(
        session,
        ReturnChanged(
            return_id=row.id, order_id=order.id, purchase_id=order.purchase_id, store_id=order.store_id,
            status=str(row.status),
        ),
    )  # fmt: skip


def returns_of_order(session: Session, *, order_id: UUID) -> Sequence[ReturnView]:
    """An order's returns, newest first. Two queries. The caller has checked who may see the order."""
    rows = session.exec(select(Return).where(Return.order_id == order_id).order_by(col(Return.id).desc())).all()
    lines = session.exec(select(ReturnLine).where(col(ReturnLine.return_id).in_([row.id for row in rows]))).all()
    return [
        ReturnView(
            id=row.id,
            status=ReturnStatus(row.status),
            reason=row.reason,
            note=row.note,
            created_at=row.created_at,
            units={line.order_line_id: line.quantity for line in lines if line.return_id == row.id},
            decisions={
                line.order_line_id: RestockDecision(line.decision) for line in lines if line.return_id == row.id
            },
        )
        for row in rows
    ]
