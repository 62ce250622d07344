"""Sending parcels and following them. The order's status is derived from its parcels, never typed in (F078)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import N_, _
from emporium.services import inventory, outbox, risk
from emporium.services.auth import Actor, Permission
from emporium.services.orders.cancel_requests import close_wish
from emporium.services.orders.changing import refuse_while_changing
from emporium.services.orders.events import OrderShipped, ParcelMoved
from emporium.services.orders.packing import packing
from emporium.services.orders.reading import scoped_order
from emporium.services.orders.scans import CALLED_BACK, HANDED_TO
from models.aftersale import Exchange
from models.enums import FulfillmentStatus, OrderStatus
from models.orders import Fulfillment, FulfillmentLine, Order, OrderLine, TrackingEvent

TRACKING = re.compile(r"[A-Za-z0-9 ./-]{4,40}")
CARRIERS: dict[str, str] = {
    "bpost": "https://track.bpost.cloud/btr/web/#/search?itemCode={number}",
    "PostNL": "https://postnl.post/?B={number}",
    "DHL": "https://www.dhl.com/global-en/home/tracking.html?tracking-id={number}",
    "DPD": "https://tracking.dpd.de/status/en_US/parcel/{number}",
    "UPS": "https://www.ups.com/track?tracknum={number}",
    "GLS": "https://gls-group.com/track/{number}",
    "Other": "",
}
"""Carriers and the address of their tracking page."""
DOWNLOAD = "Download"
"""Stands where the carrier stands for what is sent as files; nobody chooses it (F026)."""
SENDABLE = (OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED)


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """Units of an order line to put into a parcel."""

    line_id: UUID
    quantity: int


def ship_order(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    number: str,
    carrier: str,
    tracking_number: str = "",
    lines: Sequence[ParcelLine] | None = None,
    when: datetime | None = None,
    location_id: UUID | None = None,
) -> Fulfillment:
    """Send a parcel with some lines, or with everything that is left; with a place, what is promised from there (F089).

    Raises NotFound, Invalid for a carrier, number or quantity that cannot be, Conflict when nothing is left to send.
    """
    actor.require(Permission.SHIP_ORDERS, store=store_id)
    order = scoped_order(session, store_id=store_id, number=number, lock=True)
    if order.status not in SENDABLE:
        raise Conflict(_("There is nothing left to send of this order."))
    _check_not_held(session, order)
    tracking = checked_tracking(carrier, tracking_number)
    rows = {row.id: row for row in _open_lines(session, order) if not row.is_digital}
    if lines is None and location_id is not None:
        lines = _lines_at(session, actor, store_id, number, location_id)
    packed = _packed(rows, lines)
    parcel = write_parcel(session, order, actor, carrier, tracking, when)
    demand: dict[UUID, int] = {}
    for line_id, units in packed.items():
        row = rows[line_id]
        row.shipped_quantity += units
        session.add_all([row, FulfillmentLine(fulfillment_id=parcel.id, order_line_id=line_id, quantity=units)])
        if row.variant_id is not None:
            demand[row.variant_id] = demand.get(row.variant_id, 0) + units
    left = inventory.ship_units(
        session, purchase_id=order.purchase_id, demand=demand, fulfillment_id=parcel.id, location_id=location_id
    )
    parcel.location_id = location_id or (next(iter(left)) if len(left) == 1 else None)
    session.add(parcel)
    derive_status(session, order, when)
    if order.status == OrderStatus.SHIPPED:
        close_wish(session, order=order)
    outbox.record(
        session,
        OrderShipped(
            order_id=order.id,
            purchase_id=order.purchase_id,
            store_id=order.store_id,
            number=order.number,
            fulfillment_id=parcel.id,
        ),
    )
    return parcel


def checked_tracking(carrier: str, tracking_number: str) -> str:
    """The tracking number without blanks. Raises Invalid for a carrier nobody knows or a number that cannot be."""
    if carrier not in CARRIERS:
        raise Invalid("carrier", _("Choose a carrier from the list."))
    tracking = " ".join(tracking_number.split())
    if tracking and not TRACKING.fullmatch(tracking):
        raise Invalid("tracking_number", _("A tracking number has 4 to 40 letters and digits."))
    return tracking


def _check_not_held(session: Session, order: Order) -> None:
    """An order that somebody has to look at first does not leave (F126), nor one that is being changed (F081)."""
    if risk.held_reason(session, order_id=order.id):
        raise Conflict(_("This order is held for a look. Wait until we release it; you need not do anything."))
    refuse_while_changing(session, order_id=order.id)


def _lines_at(session: Session, actor: Actor, store_id: UUID, number: str, location_id: UUID) -> Sequence[ParcelLine]:
    groups = packing(session, actor=actor, store_id=store_id, number=number)
    found = next((group for group in groups if group.location_id == location_id), None)
    if found is None:
        raise Conflict(_("There is nothing left to send from that place."))
    return [ParcelLine(part.line_id, part.units) for part in found.units]


def _open_lines(session: Session, order: Order) -> Sequence[OrderLine]:
    return session.exec(
        select(OrderLine).where(OrderLine.order_id == order.id).order_by(col(OrderLine.position)).with_for_update()
    ).all()


def _packed(rows: dict[UUID, OrderLine], lines: Sequence[ParcelLine] | None) -> dict[UUID, int]:
    left = {row.id: row.quantity - row.shipped_quantity - row.cancelled_quantity for row in rows.values()}
    wanted = {line.line_id: line.quantity for line in lines} if lines is not None else left
    for line_id, units in wanted.items():
        if line_id not in left:
            raise NotFound(_("That line is not in this order."))
        if isinstance(units, bool) or not isinstance(units, int) or not 0 <= units <= left[line_id]:
            raise Invalid(
                "quantity", _("{name}: {left} are left to send.").format(name=rows[line_id].name, left=left[line_id])
            )
    packed = {line_id: units for line_id, units in wanted.items() if units}
    if not packed:
        raise Invalid("lines", _("Put at least one item into the parcel."))
    return packed


def write_parcel(
    session: Session, order: Order, actor: Actor, carrier: str, tracking: str, when: datetime | None
) -> Fulfillment:
    """The next parcel of an order that is locked, without contents yet."""
    number = session.exec(select(func.count()).where(Fulfillment.order_id == order.id)).one() + 1
    pattern = CARRIERS[carrier]
    parcel = Fulfillment(
        order_id=order.id,
        number=number,
        carrier=carrier,
        tracking_number=tracking,
        tracking_url=pattern.format(number=quote(tracking)) if tracking and pattern else "",
        shipped_by=actor.user_id,
    )
    if when is not None:
        parcel.created_at = when
    session.add(parcel)
    session.flush()
    session.add(
        TrackingEvent(
            fulfillment_id=parcel.id,
            status=FulfillmentStatus.SHIPPED,
            message=HANDED_TO.format(carrier=carrier),
            happened_at=when or datetime.now(UTC),
        )
    )
    return parcel


def derive_status(session: Session, order: Order, when: datetime | None = None) -> None:
    """The order's status from its lines and parcels."""
    session.flush()
    now = when or datetime.now(UTC)
    lines = session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all()
    parcels = session.exec(
        select(Fulfillment).where(Fulfillment.order_id == order.id, Fulfillment.status != FulfillmentStatus.CANCELLED)
    ).all()
    left = sum(line.quantity - line.shipped_quantity - line.cancelled_quantity for line in lines)
    shipped = sum(line.shipped_quantity for line in lines)
    if shipped and left:
        order.status = OrderStatus.PARTLY_SHIPPED
    elif shipped and all(parcel.status == FulfillmentStatus.DELIVERED for parcel in parcels):
        order.status, order.delivered_at = OrderStatus.DELIVERED, order.delivered_at or now
        order.shipped_at = order.shipped_at or now
    elif shipped:
        order.status, order.shipped_at = OrderStatus.SHIPPED, order.shipped_at or now
    session.add(order)


def record_scan(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    number: str,
    parcel_id: UUID,
    status: FulfillmentStatus,
    message: str = "",
    place: str = "",
    when: datetime | None = None,
) -> None:
    """A parcel was seen. Raises NotFound; a delivered parcel takes no further scan (Conflict)."""
    actor.require(Permission.SHIP_ORDERS, store=store_id)
    order = scoped_order(session, store_id=store_id, number=number, lock=True)
    parcel = session.exec(
        select(Fulfillment).where(Fulfillment.id == parcel_id, Fulfillment.order_id == order.id).with_for_update()
    ).first()
    if parcel is None:
        raise NotFound(_("There is no such parcel in this order."))
    if parcel.status in (FulfillmentStatus.DELIVERED, FulfillmentStatus.CANCELLED):
        raise Conflict(_("This parcel was delivered already, or called back."))
    now = when or datetime.now(UTC)
    parcel.status = status
    if status == FulfillmentStatus.DELIVERED:
        parcel.delivered_at = now
    words = {
        FulfillmentStatus.IN_TRANSIT: N_("On its way"),
        FulfillmentStatus.DELIVERED: N_("Delivered"),
        FulfillmentStatus.FAILED: N_("Delivery failed"),
    }
    session.add(parcel)
    session.add(
        TrackingEvent(
            fulfillment_id=parcel.id,
            status=status,
            message=message or words.get(status, str(status)),
            place=place,
            happened_at=now,
        )
    )
    derive_status(session, order, now)
    outbox.record(
        session,
        ParcelMoved(
            order_id=order.id,
            purchase_id=order.purchase_id,
            store_id=order.store_id,
            number=order.number,
            fulfillment_id=parcel.id,
            status=status,
        ),
    )


def call_back_parcel(
    session: Session, *, actor: Actor, store_id: UUID, number: str, parcel_id: UUID, reason: str = ""
) -> None:
    """A parcel did not leave after all: its units lie on the shelf again and are promised to the order once more.

    The order waits to be sent, as before. Raises NotFound, Conflict for a parcel that was delivered or called back.
    """
    actor.require(Permission.SHIP_ORDERS, store=store_id)
    order = scoped_order(session, store_id=store_id, number=number, lock=True)
    parcel = session.exec(
        select(Fulfillment).where(Fulfillment.id == parcel_id, Fulfillment.order_id == order.id).with_for_update()
    ).first()
    if parcel is None:
        raise NotFound(_("There is no such parcel in this order."))
    if parcel.status in (FulfillmentStatus.DELIVERED, FulfillmentStatus.CANCELLED):
        raise Conflict(_("This parcel was delivered or called back already."))
    if session.exec(select(Exchange.id).where(Exchange.fulfillment_id == parcel.id)).first() is not None:
        raise Conflict(_("A replacement cannot be called back. If it came back, count it in by hand."))
    parcel.status = FulfillmentStatus.CANCELLED
    session.add(parcel)
    rows = {row.id: row for row in _open_lines(session, order)}
    for packed in session.exec(select(FulfillmentLine).where(FulfillmentLine.fulfillment_id == parcel.id)).all():
        rows[packed.order_line_id].shipped_quantity -= packed.quantity
        session.add(rows[packed.order_line_id])
    inventory.unship(session, purchase_id=order.purchase_id, fulfillment_id=parcel.id)
    session.add(
        TrackingEvent(
            fulfillment_id=parcel.id, status=FulfillmentStatus.CANCELLED, message=reason[:200] or CALLED_BACK
        )
    )
    if not any(row.shipped_quantity for row in rows.values()):
        order.status, order.shipped_at = OrderStatus.PAID, None
        session.add(order)
    else:
        derive_status(session, order)
    outbox.record(
        session,
        ParcelMoved(
            order_id=order.id, purchase_id=order.purchase_id, store_id=order.store_id, number=order.number,
            fulfillment_id=parcel.id, status=FulfillmentStatus.CANCELLED,
        ),
    )  # fmt: skip


def mark_delivered(
    session: Session, *, actor: Actor, store_id: UUID, number: str, parcel_id: UUID, when: datetime | None = None
) -> None:
    """The carrier says that a parcel arrived. Raises NotFound, Conflict."""
    record_scan(
        session,
        actor=actor,
        store_id=store_id,
        number=number,
        parcel_id=parcel_id,
        status=FulfillmentStatus.DELIVERED,
        when=when,
    )
