"""Asking to send something back (F080)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from emporium.errors import Conflict, Expired, Invalid, NotFound
from emporium.i18n import N_, _
from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.events import DomainEvent
from emporium.services.orders.reading import linked_order
from emporium.services.returns.swaps import attach, drop
from models.enums import OrderStatus, ReturnStatus
from models.orders import Order, OrderLine, Purchase, Return, ReturnLine
from models.stores import Store

SENT = (OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.PARTLY_SHIPPED)
NOTE_MAX = 1000
GONE = (ReturnStatus.REJECTED, ReturnStatus.CANCELLED)
"""Returns whose units stay with the shopper."""
REASONS = {
    "too_small": N_("Too small"),
    "too_big": N_("Too big"),
    "changed_mind": N_("I changed my mind"),
    "damaged": N_("It arrived damaged"),
    "wrong_item": N_("It is not what I ordered"),
    "not_as_described": N_("It is not as described"),
    "late": N_("It came too late"),
    "other": N_("Something else"),
}


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


def request_return(
    session: Session,
    *,
    actor: Actor,
    token: str,
    number: str,
    units: Mapping[UUID, int],
    reason: str,
    note: str = "",
    swap: UUID | None = None,
    now: datetime | None = None,
) -> Return:
    """The shopper wants to send units of an order back. `token` is the purchase page's own, `reason` one of REASONS,
    `swap` another variant of the same product that is wanted instead of money.

    Raises NotFound, Invalid for units that were not sent or are on their way back already, for a reason that is not
    in the list or says nothing, Expired when the store's days for returns are over.
    """
    actor.require(Permission.SHOP)
    order = linked_order(session, token=token, number=number)
    if order.status not in SENT:
        raise Invalid("order", _("Only what was sent can be sent back. Ask the store to cancel it instead."))
    store = session.get_one(Store, order.store_id)
    until = last_moment(order, store.return_days)
    if until is not None and (now or datetime.now(UTC)) > until:
        raise Expired(
            _("{name} takes things back for {return_days} days. They are over.").format(
                name=store.name, return_days=store.return_days
            )
        )
    if reason not in REASONS:
        raise Invalid("reason", _("Choose why you send it back."))
    if reason == "other" and len(note.strip()) < 4:
        raise Invalid("note", _("Tell the store in a few words why you send it back."))
    chosen = {line_id: count for line_id, count in units.items() if count}
    left = returnable(session, order_id=order.id)
    for line_id, count in chosen.items():
        if isinstance(count, bool) or not isinstance(count, int) or not 0 < count <= left.get(line_id, 0):
            raise Invalid("quantity", _("{get} of it can be sent back.").format(get=left.get(line_id, 0)))
    if not chosen:
        raise Invalid("lines", _("Choose what you want to send back."))
    row = Return(
        order_id=order.id, reason_code=reason, reason=REASONS[reason], note=note.strip()[:NOTE_MAX]
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add_all(
        ReturnLine(return_id=row.id, order_line_id=line_id, quantity=count) for line_id, count in chosen.items()
    )
    session.flush()
    if swap is not None:
        attach(session, row=row, order=order, units=chosen, variant_id=swap)
    tell(session, row, order)
    return row


def last_moment(order: Order, days: int) -> datetime | None:
    """Until when a store with that many days for returns takes things of an order back; None while nothing was sent."""
    since = order.delivered_at or order.shipped_at
    return since + timedelta(days=days) if since is not None else None


def returnable(session: Session, *, order_id: UUID) -> dict[UUID, int]:
    """Units of each line that were sent and are not on their way back already; of files none (F026)."""
    return returnable_of_orders(session, order_ids=[order_id]).get(order_id, {})


def returnable_of_orders(session: Session, *, order_ids: Collection[UUID]) -> dict[UUID, dict[UUID, int]]:
    """The same of several orders, by order and line. Two queries."""
    lines = session.exec(select(OrderLine).where(col(OrderLine.order_id).in_(order_ids))).all()
    back = dict(
        session.exec(
            select(ReturnLine.order_line_id, func.sum(ReturnLine.quantity))
            .join(Return, col(Return.id) == col(ReturnLine.return_id))
            .where(col(Return.order_id).in_(order_ids), col(Return.status).not_in(GONE))
            .group_by(col(ReturnLine.order_line_id))
        ).all()
    )
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for line in lines:
        sent = 0 if line.is_digital else line.shipped_quantity - int(back.get(line.id, 0))
        found[line.order_id][line.id] = sent
    return found


def tell(session: Session, row: Return, order: Order, *, step: str = "") -> None:
    """Record what happened to a return: its new status, or a step that leaves the status as it was."""
    outbox.record(
        session,
        ReturnChanged(
            return_id=row.id, order_id=order.id, purchase_id=order.purchase_id, store_id=order.store_id,
            status=step or str(row.status),
        ),
    )  # fmt: skip


def own_return(session: Session, *, token: str, return_id: UUID) -> tuple[Return, Order]:
    """A return by the link of its purchase, locked: the link is the permission. Raises NotFound."""
    found = session.exec(
        select(Return, Order)
        .join(Order, col(Order.id) == col(Return.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(Return.id == return_id, Purchase.token == token)
        .with_for_update(of=(Return, Order))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound(_("There is no such return."))
    return found[0], found[1]


def cancel_return(session: Session, *, actor: Actor, token: str, return_id: UUID) -> Return:
    """The shopper keeps it after all. Raises NotFound, Conflict once the store has answered."""
    actor.require(Permission.SHOP)
    row, order = own_return(session, token=token, return_id=return_id)
    if row.status != ReturnStatus.REQUESTED:
        raise Conflict(_("The store has answered already. If you keep it, simply do not send it."))
    row.status, row.decided_at = ReturnStatus.CANCELLED, datetime.now(UTC)
    session.add(row)
    drop(session, row=row, order=order)
    tell(session, row, order)
    return row
