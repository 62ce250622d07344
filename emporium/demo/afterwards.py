"""What comes after delivery: a return that was inspected and refunded, and what the shopper of the demo keeps."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, select

from emporium.demo.shops import Street
from emporium.demo.world import World
from emporium.providers.payments import get_provider
from emporium.services import ledger
from emporium.services.auth import Actor
from models.catalogue import Product, ProductVariant, WishlistItem
from models.enums import AttemptStatus, OrderStatus, RefundBucket, RefundStatus, RestockDecision, ReturnStatus
from models.orders import Order, OrderLine, Return, ReturnLine
from models.payments import PaymentAttempt, PaymentShare, Refund, RefundLine
from models.stores import StoreFollow

KEPT = ("globe-lamp", "radio", "throw")
FOLLOWED = ("Clay & Kin", "Orchard Pantry")


def send_back(session: Session, world: World, *, order: Order, owner: Actor) -> None:
    """The whole order comes back, is inspected and refunded with its delivery; the books follow."""
    asked = world.at(world.moment + timedelta(days=3))
    lines = session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all()
    received = asked + timedelta(days=5)
    back = Return(
        order_id=order.id,
        status=ReturnStatus.CLOSED,
        reason="Not what I expected",
        note="Unused, in its box.",
        decided_at=asked + timedelta(hours=9),
        received_at=received,
        inspected_at=received + timedelta(hours=4),
    )
    session.add(back)
    session.flush()
    session.add_all(
        ReturnLine(return_id=back.id, order_line_id=line.id, quantity=line.quantity, decision=RestockDecision.SCRAP)
        for line in lines
    )
    world.at(received + timedelta(hours=4))
    _refund(session, world, order, list(lines), owner)
    order.status = OrderStatus.REFUNDED
    session.add(order)


def _refund(session: Session, world: World, order: Order, lines: list[OrderLine], owner: Actor) -> None:
    share, attempt = session.exec(
        select(PaymentShare, PaymentAttempt)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentShare.attempt_id))
        .where(PaymentShare.order_id == order.id, PaymentAttempt.status == AttemptStatus.CAPTURED)
    ).one()
    amount, key = share.captured_minor, f"return:{order.id}"
    refund = Refund(
        share_id=share.id,
        order_id=order.id,
        idempotency_key=key,
        amount_minor=amount,
        currency=order.currency,
        reason="Sent back",
        status=RefundStatus.SUCCEEDED,
        made_by=owner.user_id,
        done_at=world.moment,
        reference=get_provider(attempt.provider).refund(
            key=key, reference=attempt.reference, amount_minor=amount, currency=order.currency
        ),
    )
    session.add(refund)
    session.flush()
    for line in lines:
        line.refunded_minor = line.total_minor
        session.add_all(
            [
                line,
                RefundLine(
                    refund_id=refund.id,
                    bucket=RefundBucket.LINE,
                    order_line_id=line.id,
                    quantity=line.quantity,
                    amount_minor=line.total_minor,
                    tax_minor=line.tax_minor,
                    commission_minor=line.commission_minor,
                    fee_tax_minor=line.fee_tax_minor,
                ),
            ]
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
    share.refunded_minor = amount
    session.add(share)
    ledger.post_refund(
        session,
        order=order,
        refund_id=refund.id,
        amount_minor=amount,
        commission_minor=order.commission_minor,
        fee_tax_minor=order.fee_tax_minor,
        when=world.moment,
    )


def keep_things(session: Session, world: World, street: Street) -> None:
    """The demo's shopper follows two stores and keeps three things for later."""
    world.at(world.ago(days=9))
    user_id = street.users["Maya Lindqvist"]
    wanted = {variant for (key, _), variant in street.variants.items() if key in KEPT}
    products = session.exec(
        select(Product.id)
        .join(ProductVariant, col(ProductVariant.product_id) == col(Product.id))
        .where(col(ProductVariant.id).in_(wanted))
        .distinct()
    ).all()
    session.add_all(WishlistItem(user_id=user_id, product_id=product_id) for product_id in sorted(products))
    session.add_all(StoreFollow(user_id=user_id, store_id=street.stores[name]) for name in FOLLOWED)
