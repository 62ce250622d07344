"""What comes after delivery: a return that was inspected and refunded, and what the shopper of the demo keeps."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.demo.shops import Street
from emporium.demo.world import World
from emporium.services import favourites, refunds
from emporium.services.auth import Actor
from emporium.services.refunds import RefundAsk
from models.catalogue import Product, ProductVariant
from models.enums import RestockDecision, ReturnStatus
from models.orders import Order, OrderLine, Return, ReturnLine
from models.payments import Refund

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


def _refund(session: Session, world: World, order: Order, lines: list[OrderLine], owner: Actor) -> None:
    refund = refunds.refund_order(
        session,
        actor=owner,
        store_id=order.store_id,
        number=order.number,
        ask=RefundAsk({line.id: line.quantity for line in lines}, shipping_minor=order.shipping_minor),
        key="return",
        reason="Sent back",
        when=world.moment,
    )
    send_refunds(session, order_id=order.id, world=world)
    assert refund.amount_minor == order.total_minor


def send_refunds(session: Session, *, order_id: UUID, world: World) -> None:
    """What the worker does with a refund, at the demo's own time."""
    for refund_id in session.exec(select(Refund.id).where(Refund.order_id == order_id)).all():
        refunds.send_refund(lambda: nullcontext(session), refund_id=refund_id)
        session.get_one(Refund, refund_id).done_at = world.moment


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
    maya = Actor(user_id=user_id)
    for product_id in sorted(products):
        favourites.save_product(session, actor=maya, product_id=product_id)
    for name in FOLLOWED:
        favourites.follow_store(session, actor=maya, store_id=street.stores[name])
