"""What a store does with its orders' money: preview, refund, cancel lines, cancel everything (F068, F079)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid
from emporium.i18n import _
from emporium.services import inventory, outbox, promotions
from emporium.services.auth import SYSTEM, Actor, Permission
from emporium.services.orders.cancel_requests import close_wish
from emporium.services.orders.changing import refuse_while_changing
from emporium.services.orders.events import OrderCancelled
from emporium.services.orders.fulfilment import derive_status
from emporium.services.orders.reading import scoped_order
from emporium.services.refunds.making import PaidOrder, give_back, lock_paid, plan_for, settle_status
from emporium.services.refunds.planning import RefundAsk, RefundPlan
from models.enums import OrderStatus
from models.orders import Order, OrderLine
from models.payments import Refund

BEFORE_DISPATCH = (OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED)
REASON_MAX = 300


def preview_refund(session: Session, *, actor: Actor, store_id: UUID, number: str, ask: RefundAsk) -> RefundPlan:
    """What `refund_order` would do with the same words. Raises NotFound, Invalid, Conflict as it would."""
    actor.require(Permission.REFUND_ORDERS, store=store_id)
    paid = lock_paid(session, order=scoped_order(session, store_id=store_id, number=number, lock=True))
    return plan_for(session, paid=paid, ask=ask)


def refund_order(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    number: str,
    ask: RefundAsk,
    key: str,
    reason: str = "",
    when: datetime | None = None,
) -> Refund:
    """Give money back for one store's order; stock is a choice of its own and is not touched here (C13).

    `key` names the click: the same again raises Conflict and gives nothing twice. Raises NotFound, Invalid naming the
    most that can be given, Conflict for an order that was not paid.
    """
    actor.require(Permission.REFUND_ORDERS, store=store_id)
    paid = lock_paid(session, order=scoped_order(session, store_id=store_id, number=number, lock=True))
    refuse_while_changing(session, order_id=paid.order.id)
    if not paid.taken:
        raise Conflict(
            _("The money is only held. Cancel the lines that will not be sent; the rest is taken when it is.")
        )
    made = plan_for(session, paid=paid, ask=ask)
    refund = give_back(
        session, paid=paid, made=made, key=f"{paid.order.id}:{key}", reason=reason, made_by=actor.user_id, when=when
    )
    if refund is None:
        raise Invalid("amount", _("Choose what to give back."))
    settle_status(session, paid=paid, when=when)
    return refund


def cancel_lines(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    number: str,
    units: Mapping[UUID, int],
    reason: str,
    key: str,
    when: datetime | None = None,
) -> int:
    """Cancel units that have not left: refund, restock, commission and share in one transaction (F079).

    Their part of the discount is taken back with them, never spread over the rest (P11). When nothing is left to send
    and nothing was sent, the order is cancelled, delivery and fees with it; when only files were sent, the delivery
    goes back alone. Returns the refund in minor units.
    Raises NotFound, Invalid for units that left or were cancelled, Conflict for an order that cannot be changed.
    """
    actor.require(Permission.CANCEL_ORDERS, store=store_id)
    order = scoped_order(session, store_id=store_id, number=number, lock=True)
    if order.status not in BEFORE_DISPATCH:
        raise Conflict(_("Only what is paid and not sent can be cancelled."))
    refuse_while_changing(session, order_id=order.id)
    paid = lock_paid(session, order=order)
    wanted = {line_id: count for line_id, count in units.items() if count}
    lines = {line.id: line for line in paid.lines}
    for line_id, count in wanted.items():
        line = lines.get(line_id)
        left = line.quantity - line.shipped_quantity - line.cancelled_quantity if line else 0
        if line is None or isinstance(count, bool) or not isinstance(count, int) or not 0 < count <= left:
            raise Invalid(
                "quantity",
                _("{value}: {left} can still be cancelled.").format(
                    value=line.name if line else _("That line"), left=left
                ),
            )
    if not wanted:
        raise Invalid("lines", _("Choose what to cancel."))
    whole = _nothing_remains(paid.lines, wanted)
    owed = {line_id: min(count, _not_refunded(lines[line_id])) for line_id, count in wanted.items()}
    no_parcel = _nothing_remains([line for line in paid.lines if not line.is_digital], wanted)
    ask = RefundAsk(lines=owed, shipping_minor=_delivery_left(order) if no_parcel else 0)
    made = plan_for(session, paid=paid, ask=ask, with_fees=whole)
    give_back(
        session, paid=paid, made=made, key=f"{order.id}:{key}", reason=reason[:REASON_MAX], made_by=actor.user_id,
        when=when,
    )  # fmt: skip
    _free_units(session, paid, wanted)
    if whole:
        _close(session, order, reason, made.total_minor, when)
    elif no_parcel:
        derive_status(session, order, when)  # its files may be all that is left of it
    return made.total_minor


def cancel_order(
    session: Session, *, actor: Actor, store_id: UUID, number: str, reason: str, when: datetime | None = None
) -> int:
    """Cancel a paid order of which nothing left; returns the refund in minor units. Siblings are not touched (C10).

    Raises NotFound, Conflict.
    """
    actor.require(Permission.CANCEL_ORDERS, store=store_id)
    order = scoped_order(session, store_id=store_id, number=number, lock=True)
    if order.status != OrderStatus.PAID:
        raise Conflict(_("Only an order that is paid and not sent can be cancelled."))
    lines = session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all()
    return cancel_lines(
        session,
        actor=actor,
        store_id=store_id,
        number=number,
        units={line.id: line.quantity - line.cancelled_quantity for line in lines},
        reason=reason,
        key="cancel",
        when=when,
    )


def cancel_parcel(session: Session, *, order: Order, reason: str) -> bool:
    """Give back what was to be delivered of an order whose files were sent; False when a parcel left. It is locked."""
    lines = session.exec(
        select(OrderLine).where(OrderLine.order_id == order.id, col(OrderLine.is_digital).is_(False))
    ).all()
    units = {line.id: line.quantity - line.cancelled_quantity for line in lines}
    if any(line.shipped_quantity for line in lines) or not any(units.values()):
        return False
    cancel_lines(
        session, actor=SYSTEM, store_id=order.store_id, number=order.number, units=units, reason=reason, key="parcel"
    )
    return True


def _nothing_remains(lines: Sequence[OrderLine], wanted: Mapping[UUID, int]) -> bool:
    return all(
        line.shipped_quantity == 0 and line.cancelled_quantity + wanted.get(line.id, 0) == line.quantity
        for line in lines
    )


def _not_refunded(line: OrderLine) -> int:
    """Units whose money was not given back before: a unit may be refunded first and cancelled later."""
    return line.quantity - line.refunded_quantity


def _delivery_left(order: Order) -> int:
    return order.shipping_minor - order.shipping_discount_minor - order.shipping_refunded_minor


def _free_units(session: Session, paid: PaidOrder, wanted: Mapping[UUID, int]) -> None:
    demand: dict[UUID, int] = {}
    for line in paid.lines:
        count = wanted.get(line.id, 0)
        line.cancelled_quantity += count
        session.add(line)
        if count and line.variant_id is not None:
            demand[line.variant_id] = demand.get(line.variant_id, 0) + count
    session.flush()
    inventory.uncommit_units(session, purchase_id=paid.order.purchase_id, demand=demand)


def _close(session: Session, order: Order, reason: str, refunded: int, when: datetime | None) -> None:
    order.status, order.cancelled_at = OrderStatus.CANCELLED, when or datetime.now(UTC)
    order.cancel_reason = reason[:REASON_MAX]
    session.add(order)
    close_wish(session, order=order)
    session.flush()
    promotions.give_back(session, purchase_id=order.purchase_id)
    outbox.record(
        session,
        OrderCancelled(
            order_id=order.id,
            purchase_id=order.purchase_id,
            store_id=order.store_id,
            number=order.number,
            refunded_minor=refunded,
        ),
    )
