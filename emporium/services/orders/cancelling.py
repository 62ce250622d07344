"""Cancelling a store's part before anything left: refund, restock and books in one transaction (F079)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict
from emporium.providers.payments import get_provider
from emporium.services import inventory, ledger, outbox
from emporium.services.auth import Actor, Permission
from emporium.services.orders.events import OrderCancelled
from emporium.services.orders.reading import scoped_order
from models.enums import AttemptStatus, OrderStatus, RefundBucket, RefundStatus
from models.orders import Order, OrderLine
from models.payments import PaymentAttempt, PaymentShare, Refund, RefundLine


def cancel_order(
    session: Session, *, actor: Actor, store_id: UUID, number: str, reason: str, when: datetime | None = None
) -> int:
    """Cancel a paid order of which nothing left; returns the refund in minor units. Siblings are not touched (C10).

    The provider is asked inside the transaction with the refund's own key: if the commit fails, asking again refunds
    nothing more. Raises NotFound, Conflict.
    """
    actor.require(Permission.CANCEL_ORDERS, store=store_id)
    order = scoped_order(session, store_id=store_id, number=number, lock=True)
    if order.status != OrderStatus.PAID:
        raise Conflict("Only an order that is paid and not sent can be cancelled.")
    now = when or datetime.now(UTC)
    share, attempt = session.exec(
        select(PaymentShare, PaymentAttempt)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentShare.attempt_id))
        .where(PaymentShare.order_id == order.id, PaymentAttempt.status == AttemptStatus.CAPTURED)
        .with_for_update(of=PaymentShare)
    ).one()
    lines = session.exec(select(OrderLine).where(OrderLine.order_id == order.id).with_for_update()).all()
    amount = share.captured_minor - share.refunded_minor
    _refund(session, order, share, attempt, list(lines), amount, reason, actor, now)
    demand: dict[UUID, int] = {}
    for line in lines:
        line.cancelled_quantity, line.refunded_minor = line.quantity, line.total_minor
        session.add(line)
        if line.variant_id is not None:
            demand[line.variant_id] = demand.get(line.variant_id, 0) + line.quantity
    inventory.uncommit_units(session, purchase_id=order.purchase_id, demand=demand)
    order.status, order.cancelled_at, order.cancel_reason = OrderStatus.CANCELLED, now, reason[:300]
    session.add(order)
    outbox.record(
        session,
        OrderCancelled(
            order_id=order.id,
            purchase_id=order.purchase_id,
            store_id=order.store_id,
            number=order.number,
            refunded_minor=amount,
        ),
    )
    return amount


def _refund(
    session: Session,
    order: Order,
    share: PaymentShare,
    attempt: PaymentAttempt,
    lines: list[OrderLine],
    amount: int,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    if not amount:
        return
    key = f"cancel:{order.id}"
    reference = get_provider(attempt.provider).refund(
        key=key, reference=attempt.reference, amount_minor=amount, currency=order.currency
    )
    refund = Refund(
        share_id=share.id,
        order_id=order.id,
        idempotency_key=key,
        reference=reference,
        amount_minor=amount,
        currency=order.currency,
        reason=reason[:300],
        status=RefundStatus.SUCCEEDED,
        made_by=actor.user_id,
        done_at=now,
    )
    session.add(refund)
    session.flush()
    for line in lines:
        session.add(
            RefundLine(
                refund_id=refund.id,
                bucket=RefundBucket.LINE,
                order_line_id=line.id,
                quantity=line.quantity,
                amount_minor=line.total_minor,
                tax_minor=line.tax_minor,
                commission_minor=line.commission_minor,
                fee_tax_minor=line.fee_tax_minor,
            )
        )
    if order.shipping_minor:
        session.add(
            RefundLine(
                refund_id=refund.id,
                bucket=RefundBucket.SHIPPING,
                amount_minor=order.shipping_minor,
                tax_minor=order.shipping_tax_minor,
            )
        )
    share.refunded_minor += amount
    session.add(share)
    ledger.post_refund(
        session,
        order=order,
        refund_id=refund.id,
        amount_minor=amount,
        commission_minor=order.commission_minor,
        fee_tax_minor=order.fee_tax_minor,
        when=now,
    )
