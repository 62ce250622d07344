"""Sending files: they go by themselves once the money is there, in the same way as a parcel (F078).

A job asks after every payment, and the schedule asks for what it missed; the order's row lock makes sure that they go
once. An order that somebody has to look at first keeps its files until then (F126).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from emporium.errors import Conflict
from emporium.i18n import N_
from emporium.services import inventory, outbox, risk
from emporium.services.downloads.events import FilesReady
from emporium.services.orders.cancel_requests import close_wish
from emporium.services.orders.changing import refuse_while_changing
from emporium.services.orders.fulfilment import DOWNLOAD, SENDABLE, derive_status
from models.catalogue import Product
from models.downloads import Download, ProductFile
from models.enums import FulfillmentStatus, OrderStatus, RiskStatus
from models.orders import Fulfillment, FulfillmentLine, Order, OrderLine, TrackingEvent
from models.risk import RiskHold


def send_files(session: Session, *, order_id: UUID, when: datetime | None = None) -> Fulfillment | None:
    """Give an order's buyer the files that were not sent yet; None when there is nothing to send, or not now.

    Their units were never scarce: the hold on them is let go instead of taken off a shelf.
    """
    order = session.exec(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if order is None or order.status not in SENDABLE or _waits(session, order):
        return None
    lines = session.exec(
        select(OrderLine)
        .where(OrderLine.order_id == order.id, col(OrderLine.is_digital))
        .order_by(col(OrderLine.position))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    left = {line.id: line.quantity - line.shipped_quantity - line.cancelled_quantity for line in lines}
    lines = [line for line in lines if left[line.id]]
    if not lines:
        return None
    now = when or datetime.now(UTC)
    parcel = _write(session, order, now)
    demand: dict[UUID, int] = {}
    for line in lines:
        units = left[line.id]
        line.shipped_quantity += units
        session.add_all([line, FulfillmentLine(fulfillment_id=parcel.id, order_line_id=line.id, quantity=units)])
        if line.variant_id is not None:
            demand[line.variant_id] = demand.get(line.variant_id, 0) + units
    session.flush()
    _grant(session, lines, left, now)
    inventory.uncommit_units(session, purchase_id=order.purchase_id, demand=demand)
    derive_status(session, order, now)
    if order.status == OrderStatus.DELIVERED:
        close_wish(session, order=order)
    outbox.record(
        session,
        FilesReady(order_id=order.id, purchase_id=order.purchase_id, store_id=order.store_id, fulfillment_id=parcel.id),
    )
    return parcel


def _waits(session: Session, order: Order) -> bool:
    """Held for a look, or being changed: the schedule comes back to it."""
    if risk.held_reason(session, order_id=order.id):
        return True
    try:
        refuse_while_changing(session, order_id=order.id)
    except Conflict:
        return True
    return False


def _write(session: Session, order: Order, now: datetime) -> Fulfillment:
    """A parcel that is there as soon as it is sent."""
    number = session.exec(select(func.count()).where(Fulfillment.order_id == order.id)).one() + 1
    parcel = Fulfillment(
        order_id=order.id, number=number, carrier=DOWNLOAD, status=FulfillmentStatus.DELIVERED, created_at=now,
        delivered_at=now,
    )  # fmt: skip
    session.add(parcel)
    session.flush()
    session.add(
        TrackingEvent(
            fulfillment_id=parcel.id,
            status=FulfillmentStatus.DELIVERED,
            message=N_("Ready to download"),
            happened_at=now,
        )
    )
    return parcel


def _grant(session: Session, lines: Sequence[OrderLine], units: dict[UUID, int], now: datetime) -> None:
    """The right to every file that the product has now, as often as its store allows for each unit."""
    products = [line.product_id for line in lines]
    rows = session.exec(
        select(ProductFile, Product)
        .join(Product, col(Product.id) == col(ProductFile.product_id))
        .where(col(ProductFile.product_id).in_(products))
        .order_by(col(ProductFile.position), col(ProductFile.id))
    ).all()
    for line in lines:
        for file, product in rows:
            if file.product_id == line.product_id:
                session.add(
                    Download(
                        order_line_id=line.id, file_id=file.id, most=product.download_limit * units[line.id],
                        until=now + timedelta(days=product.download_days),
                    )
                )  # fmt: skip
                session.flush()


def waiting_files(session: Session, *, limit: int = 100) -> Sequence[UUID]:
    """Paid orders with files that were not sent, and nothing that holds them: their job was lost. One query."""
    held = select(RiskHold.order_id).where(RiskHold.status == RiskStatus.OPEN, col(RiskHold.order_id).is_not(None))
    left = col(OrderLine.shipped_quantity) + col(OrderLine.cancelled_quantity) < col(OrderLine.quantity)
    return session.exec(
        select(Order.id)
        .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
        .where(col(OrderLine.is_digital), left, col(Order.status).in_(SENDABLE), col(Order.id).not_in(held))
        .distinct()
        .order_by(col(Order.id))
        .limit(limit)
    ).all()
