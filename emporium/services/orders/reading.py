"""One purchase or one order with everything its page shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.ledger import CASH, earning_of
from emporium.services.orders.changing import address_of
from emporium.services.orders.scans import scan_words
from models.enums import AttemptStatus
from models.orders import Fulfillment, FulfillmentLine, Order, OrderLine, Purchase, TrackingEvent
from models.payments import PaymentAttempt, PaymentShare
from models.stores import Store


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as it was sold. Money in minor units."""

    id: UUID
    product_id: UUID | None
    name: str
    variant_title: str
    sku: str
    image_key: str
    quantity: int
    shipped: int
    cancelled: int
    unit_price_minor: int
    total_minor: int
    tax_minor: int
    tax_rate_bp: int
    commission_minor: int
    promised_date: date | None
    wishes: dict[str, str]
    """What the buyer said about it, by the fields' labels (F028)."""
    price_note: str
    is_digital: bool
    """It was sold as files (F026)."""


@dataclass(frozen=True, slots=True)
class ScanView:
    """A scan of a parcel."""

    status: str
    message: str
    place: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class ParcelView:
    """A parcel that left, with its scans, newest first."""

    id: UUID
    number: int
    carrier: str
    tracking_number: str
    tracking_url: str
    status: str
    shipped_at: datetime
    delivered_at: datetime | None
    units: int
    scans: list[ScanView]


@dataclass(frozen=True, slots=True)
class OrderView:
    """One store's part with its lines, parcels and money. Amounts in minor units of `currency`."""

    id: UUID
    number: str
    status: str
    store_id: UUID
    store_name: str
    store_slug: str
    awning: str
    initials: str
    currency: str
    goods_minor: int
    discount_minor: int
    shipping_minor: int
    """With the tax on it."""
    tax_minor: int
    added_tax_minor: int
    """Tax on top of the prices of goods and delivery; below zero where it was taken out of them (F047, F049)."""
    shipping_added_minor: int
    """The delivery's part of it."""
    tax_note: str
    buyer_tax_id: str
    total_minor: int
    commission_minor: int
    fees_minor: int
    fee_tax_minor: int
    platform_discount_minor: int
    tax_by_platform: bool
    earning_minor: int
    """What the sale brings the store, before anything is given back."""
    refunded_minor: int
    at_the_door_minor: int
    """What is still to be paid in cash when it is handed over (F074)."""
    cash: bool
    """Whether it is paid at the door; `collected_minor` is what the store said it was given there."""
    collected_minor: int
    shipping_method: str
    deliver_from: date | None
    deliver_to: date | None
    dispatch_by: date | None
    created_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None
    lines: list[LineView]
    parcels: list[ParcelView]
    gift_message: str
    gift_receipt: bool
    """A present: nothing in its parcels names a price."""
    buyer: str
    email: str
    address: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PurchaseView:
    """What a shopper bought, with every store's part."""

    id: UUID
    number: str
    token: str
    status: str
    email: str
    address: dict[str, Any]
    tax_id: str
    currency: str
    total_minor: int
    created_at: datetime
    paid_at: datetime | None
    hold_until: datetime | None
    payment_status: str
    payment_message: str
    payment_method: str
    action_url: str
    orders: list[OrderView]
    user_id: UUID | None = None
    """Whose account it belongs to."""


def order_views(session: Session, found: list[tuple[Order, Store, Purchase]]) -> list[OrderView]:
    """Orders with lines, parcels and refunds. Five queries, however many there are."""
    ids = [order.id for order, _, _ in found]
    lines: dict[UUID, list[LineView]] = defaultdict(list)
    for line in session.exec(
        select(OrderLine).where(col(OrderLine.order_id).in_(ids)).order_by(col(OrderLine.position))
    ).all():
        lines[line.order_id].append(_line(line))
    parcels = _parcels(session, ids)
    refunds: dict[UUID, int] = defaultdict(int)
    at_the_door: dict[UUID, int] = defaultdict(int)
    collected: dict[UUID, int] = {}
    for share, provider in session.exec(
        select(PaymentShare, PaymentAttempt.provider)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentShare.attempt_id))
        .where(col(PaymentShare.order_id).in_(ids))
    ).all():
        refunds[share.order_id] += share.refunded_minor
        if provider == CASH:
            collected[share.order_id] = share.captured_minor
        if provider == CASH and not share.captured_minor:
            at_the_door[share.order_id] += share.authorised_minor - share.released_minor
    return [
        OrderView(
            id=order.id,
            number=order.number,
            status=order.status,
            store_id=store.id,
            store_name=store.name,
            store_slug=store.slug,
            awning=store.awning,
            initials=store.initials,
            currency=order.currency,
            goods_minor=order.goods_minor,
            discount_minor=order.discount_minor,
            shipping_minor=order.shipping_minor,
            tax_minor=order.tax_minor,
            added_tax_minor=order.tax_added_minor + order.shipping_added_minor,
            shipping_added_minor=order.shipping_added_minor,
            tax_note=order.tax_note,
            buyer_tax_id=purchase.tax_id,
            total_minor=order.total_minor,
            commission_minor=order.commission_minor,
            fees_minor=order.fees_minor,
            fee_tax_minor=order.fee_tax_minor,
            platform_discount_minor=order.platform_discount_minor,
            tax_by_platform=order.tax_by_platform,
            earning_minor=earning_of(order),
            refunded_minor=refunds[order.id],
            at_the_door_minor=at_the_door[order.id] if order.paid_at else 0,
            cash=order.id in collected,
            collected_minor=collected.get(order.id, 0),
            shipping_method=order.shipping_method,
            deliver_from=order.deliver_from,
            deliver_to=order.deliver_to,
            dispatch_by=order.dispatch_by,
            created_at=order.created_at,
            paid_at=order.paid_at,
            shipped_at=order.shipped_at,
            delivered_at=order.delivered_at,
            cancelled_at=order.cancelled_at,
            lines=lines[order.id],
            parcels=parcels[order.id],
            gift_message=order.gift_message,
            gift_receipt=order.gift_receipt,
            buyer=str(address_of(order, purchase).get("name", "")),
            email=purchase.email,
            address=address_of(order, purchase),
        )
        for order, store, purchase in found
    ]


def _line(line: OrderLine) -> LineView:
    return LineView(
        id=line.id,
        product_id=line.product_id,
        name=line.name,
        variant_title=line.variant_title,
        sku=line.sku,
        image_key=line.image_key,
        quantity=line.quantity,
        shipped=line.shipped_quantity,
        cancelled=line.cancelled_quantity,
        unit_price_minor=line.unit_price_minor,
        total_minor=line.total_minor,
        tax_minor=line.tax_minor,
        tax_rate_bp=line.tax_rate_bp,
        commission_minor=line.commission_minor,
        promised_date=line.promised_date,
        wishes={str(label): str(words) for label, words in line.personalisation.items()},
        price_note=line.price_note,
        is_digital=line.is_digital,
    )


def _parcels(session: Session, order_ids: list[UUID]) -> dict[UUID, list[ParcelView]]:
    rows = session.exec(
        select(Fulfillment).where(col(Fulfillment.order_id).in_(order_ids)).order_by(col(Fulfillment.number))
    ).all()
    ids = [row.id for row in rows]
    units: dict[UUID, int] = defaultdict(int)
    for parcel_id, quantity in session.exec(
        select(FulfillmentLine.fulfillment_id, FulfillmentLine.quantity).where(
            col(FulfillmentLine.fulfillment_id).in_(ids)
        )
    ).all():
        units[parcel_id] += quantity
    scans: dict[UUID, list[ScanView]] = defaultdict(list)
    carriers = {row.id: row.carrier for row in rows}
    for scan in session.exec(
        select(TrackingEvent)
        .where(col(TrackingEvent.fulfillment_id).in_(ids))
        .order_by(col(TrackingEvent.happened_at).desc(), col(TrackingEvent.id).desc())
    ).all():
        words = scan_words(scan.message, carriers[scan.fulfillment_id])
        scans[scan.fulfillment_id].append(ScanView(scan.status, words, scan.place, scan.happened_at))
    found: dict[UUID, list[ParcelView]] = defaultdict(list)
    for row in rows:
        found[row.order_id].append(
            ParcelView(
                id=row.id,
                number=row.number,
                carrier=row.carrier,
                tracking_number=row.tracking_number,
                tracking_url=row.tracking_url,
                status=row.status,
                shipped_at=row.created_at,
                delivered_at=row.delivered_at,
                units=units[row.id],
                scans=scans[row.id],
            )
        )
    return found


def purchase_by_token(session: Session, *, token: str) -> PurchaseView:
    """A purchase by its unguessable link: the link is the permission. Raises NotFound."""
    purchase = session.exec(select(Purchase).where(Purchase.token == token)).first()
    if purchase is None:
        raise NotFound(_("There is no such order."))
    found = session.exec(
        select(Order, Store)
        .join(Store, col(Store.id) == col(Order.store_id))
        .where(Order.purchase_id == purchase.id)
        .order_by(col(Order.number))
    ).all()
    attempt = session.exec(
        select(PaymentAttempt)
        .where(PaymentAttempt.purchase_id == purchase.id)
        .order_by((col(PaymentAttempt.status) == AttemptStatus.CAPTURED).desc(), col(PaymentAttempt.id).desc())
        .limit(1)
    ).first()
    parts = order_views(session, [(order, store, purchase) for order, store in found])
    places = [part.address for part in parts]
    return PurchaseView(
        id=purchase.id,
        number=purchase.number,
        token=purchase.token,
        status=purchase.status,
        user_id=purchase.user_id,
        email=purchase.email,
        address=places[0] if places and all(place == places[0] for place in places) else purchase.address,
        tax_id=purchase.tax_id,
        currency=purchase.currency,
        total_minor=purchase.total_minor,
        created_at=purchase.created_at,
        paid_at=purchase.paid_at,
        hold_until=purchase.hold_until,
        payment_status=attempt.status if attempt else "",
        payment_message=attempt.decline_message if attempt else "",
        payment_method=attempt.method if attempt else "",
        action_url=attempt.action_url if attempt else "",
        orders=parts,
    )


def scoped_order(session: Session, *, store_id: UUID, number: str, lock: bool = False) -> Order:
    """An order of one store by its number: never by a bare id (F150). Raises NotFound."""
    statement = select(Order).where(Order.store_id == store_id, Order.number == number)
    order = session.exec(statement.with_for_update() if lock else statement).first()
    if order is None:
        raise NotFound(_("There is no such order in this store."))
    return order


def linked_order(session: Session, *, token: str, number: str) -> Order:
    """An order by the link of its purchase, locked: the link is the permission. Raises NotFound."""
    order = session.exec(
        select(Order)
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(Purchase.token == token, Order.number == number)
        .with_for_update(of=Order)
        .execution_options(populate_existing=True)
    ).first()
    if order is None:
        raise NotFound(_("There is no such order."))
    return order


def store_order(session: Session, *, actor: Actor, store_id: UUID, number: str) -> OrderView:
    """A store's order. Raises NotFound for any other store's."""
    actor.require(Permission.VIEW_ORDERS, store=store_id)
    order = scoped_order(session, store_id=store_id, number=number)
    store = session.get_one(Store, order.store_id)
    purchase = session.get_one(Purchase, order.purchase_id)
    return order_views(session, [(order, store, purchase)])[0]
