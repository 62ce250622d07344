"""A parcel of goods that are no line of the order: what is sent instead of something that came back (F080)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from emporium.services import inventory, outbox
from emporium.services.auth import Actor, Permission
from emporium.services.orders.events import OrderShipped
from emporium.services.orders.fulfilment import checked_tracking, derive_status, write_parcel
from models.enums import OrderStatus
from models.orders import Fulfillment, Order

SENT = (OrderStatus.PARTLY_SHIPPED, OrderStatus.SHIPPED, OrderStatus.DELIVERED)


def send_replacement_parcel(
    session: Session,
    *,
    actor: Actor,
    order: Order,
    carrier: str,
    tracking_number: str,
    demand: Mapping[UUID, int],
) -> Fulfillment:
    """Send units that are reserved for the order's purchase in a parcel of their own. The order is locked already.

    The order's lines stay as they were. Raises Invalid for carrier or number, Conflict for units that are not there.
    """
    actor.require(Permission.SHIP_ORDERS, store=order.store_id)
    tracking = checked_tracking(carrier, tracking_number)
    parcel = write_parcel(session, order, actor, carrier, tracking, None)
    left = inventory.ship_units(
        session, purchase_id=order.purchase_id, demand=demand, fulfillment_id=parcel.id
    )  # fmt: skip
    parcel.location_id = next(iter(left)) if len(left) == 1 else None
    session.add(parcel)
    if order.status in SENT:
        derive_status(session, order)
    outbox.record(
        session,
        OrderShipped(
            order_id=order.id, purchase_id=order.purchase_id, store_id=order.store_id, number=order.number,
            fulfillment_id=parcel.id,
        ),
    )  # fmt: skip
    return parcel
