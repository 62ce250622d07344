"""Lists of orders and purchases. Keyset paging on the time-ordered id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from emporium.services.auth import Actor, Permission
from emporium.services.orders.changing import address_of
from models.enums import OrderStatus, PurchaseStatus
from models.orders import Order, OrderLine, Purchase
from models.stores import Store

TO_SEND = (OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED)
TABS: dict[str, tuple[OrderStatus, ...]] = {
    "to-send": TO_SEND,
    "sent": (OrderStatus.SHIPPED,),
    "delivered": (OrderStatus.DELIVERED,),
    "cancelled": (OrderStatus.CANCELLED, OrderStatus.REFUNDED),
}


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A line of a store's order list. Money in minor units."""

    id: UUID
    number: str
    status: str
    buyer: str
    city: str
    country: str
    units: int
    first_line: str
    image_key: str
    total_minor: int
    currency: str
    shipping_method: str
    dispatch_by: date | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OrderPage:
    """A page of orders and where to go on."""

    rows: list[OrderRow]
    next_before: UUID | None


def order_counts(session: Session, *, actor: Actor, store_id: UUID) -> dict[str, int]:
    """How many orders stand under each tab; unpaid ones are nobody's business yet. One query."""
    actor.require(Permission.VIEW_ORDERS, store=store_id)
    rows = dict(
        session.exec(
            select(Order.status, func.count())
            .where(Order.store_id == store_id, col(Order.paid_at).is_not(None))
            .group_by(col(Order.status))
        ).all()
    )
    counts = {tab: sum(int(rows.get(status, 0)) for status in statuses) for tab, statuses in TABS.items()}
    return {"all": sum(int(count) for count in rows.values()), **counts}


def store_orders(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    tab: str = "all",
    query: str = "",
    before: UUID | None = None,
    limit: int = 25,
) -> OrderPage:
    """A store's paid orders, newest first. Two queries."""
    actor.require(Permission.VIEW_ORDERS, store=store_id)
    statement = (
        select(Order, Purchase)
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(Order.store_id == store_id, col(Order.paid_at).is_not(None))
        .order_by(col(Order.id).desc())
        .limit(limit + 1)
    )
    if tab in TABS:
        statement = statement.where(col(Order.status).in_(TABS[tab]))
    if before is not None:
        statement = statement.where(col(Order.id) < before)
    if query.strip():
        words = query.strip()
        statement = statement.where(col(Order.number).icontains(words, autoescape=True) | _of_person(words))
    found = session.exec(statement).all()
    lines = _first_lines(session, [order.id for order, _ in found[:limit]])
    rows = [_row(order, purchase, lines) for order, purchase in found[:limit]]
    return OrderPage(rows, rows[-1].id if len(found) > limit else None)


def _of_person(words: str) -> ColumnElement[bool]:
    name = func.jsonb_extract_path_text(col(Purchase.address), "name")
    return col(Purchase.email).icontains(words, autoescape=True) | name.icontains(words, autoescape=True)


def _first_lines(session: Session, order_ids: list[UUID]) -> dict[UUID, tuple[int, str, str]]:
    found: dict[UUID, tuple[int, str, str]] = {}
    for line in session.exec(
        select(OrderLine)
        .where(col(OrderLine.order_id).in_(order_ids))
        .order_by(col(OrderLine.order_id), col(OrderLine.position).desc())
    ).all():
        units = found.get(line.order_id, (0, "", ""))[0]
        found[line.order_id] = (units + line.quantity, line.name, line.image_key)
    return found


def _row(order: Order, purchase: Purchase, lines: dict[UUID, tuple[int, str, str]]) -> OrderRow:
    units, name, image = lines.get(order.id, (0, "", ""))
    return OrderRow(
        id=order.id,
        number=order.number,
        status=order.status,
        buyer=str(address_of(order, purchase).get("name", "")),
        city=str(address_of(order, purchase).get("city", "")),
        country=str(address_of(order, purchase).get("country", "")),
        units=units,
        first_line=name,
        image_key=image,
        total_minor=order.total_minor,
        currency=order.currency,
        shipping_method=order.shipping_method,
        dispatch_by=order.dispatch_by,
        created_at=order.created_at,
    )


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """A purchase in its shopper's list."""

    id: UUID
    number: str
    token: str
    status: str
    total_minor: int
    currency: str
    created_at: datetime
    stores: list[tuple[str, str]]
    """Name and awning of each store."""
    order_statuses: list[str]
    image_keys: list[str]
    units: int
    arrives: date | None
    delivered_at: datetime | None
    """When the last parcel that came came."""


def my_purchases(session: Session, *, actor: Actor, before: UUID | None = None, limit: int = 20) -> list[PurchaseRow]:
    """A person's purchases, newest first; those given up unpaid are left out. Three queries."""
    actor.require(Permission.OWN_ACCOUNT)
    statement = (
        select(Purchase)
        .where(Purchase.user_id == actor.user_id, Purchase.status != PurchaseStatus.CANCELLED)
        .order_by(col(Purchase.id).desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(col(Purchase.id) < before)
    purchases = list(session.exec(statement).all())
    parts = _parts(session, [purchase.id for purchase in purchases])
    return [
        PurchaseRow(
            id=purchase.id,
            number=purchase.number,
            token=purchase.token,
            status=purchase.status,
            total_minor=purchase.total_minor,
            currency=purchase.currency,
            created_at=purchase.created_at,
            stores=[(store.name, store.awning) for _, store in parts[purchase.id][0]],
            order_statuses=[order.status for order, _ in parts[purchase.id][0]],
            image_keys=[line.image_key for line in parts[purchase.id][1]][:4],
            units=sum(line.quantity for line in parts[purchase.id][1]),
            arrives=max((o.deliver_to for o, _ in parts[purchase.id][0] if o.deliver_to), default=None),
            delivered_at=max((o.delivered_at for o, _ in parts[purchase.id][0] if o.delivered_at), default=None),
        )
        for purchase in purchases
    ]


def _parts(session: Session, purchase_ids: list[UUID]) -> dict[UUID, tuple[list[tuple[Order, Store]], list[OrderLine]]]:
    found: dict[UUID, tuple[list[tuple[Order, Store]], list[OrderLine]]] = {p: ([], []) for p in purchase_ids}
    owner: dict[UUID, UUID] = {}
    for order, store in session.exec(
        select(Order, Store)
        .join(Store, col(Store.id) == col(Order.store_id))
        .where(col(Order.purchase_id).in_(purchase_ids))
        .order_by(col(Order.number))
    ).all():
        found[order.purchase_id][0].append((order, store))
        owner[order.id] = order.purchase_id
    for line in session.exec(
        select(OrderLine).where(col(OrderLine.order_id).in_(list(owner))).order_by(col(OrderLine.position))
    ).all():
        found[owner[line.order_id]][1].append(line)
    return found


@dataclass(frozen=True, slots=True)
class AdminPurchaseRow:
    """A purchase in the operator's list, with its store orders."""

    id: UUID
    number: str
    status: str
    email: str
    buyer: str
    total_minor: int
    currency: str
    created_at: datetime
    orders: list[tuple[str, str, str, str, int, int]]
    """Number, store, awning, status, total and commission of each store's part."""


def admin_purchases(
    session: Session, *, actor: Actor, query: str = "", status: str = "", before: UUID | None = None, limit: int = 25
) -> tuple[list[AdminPurchaseRow], UUID | None]:
    """Every purchase, newest first; found by any number, mail or name. Three queries."""
    actor.require(Permission.VIEW_PLATFORM)
    statement = select(Purchase).order_by(col(Purchase.id).desc()).limit(limit + 1)
    if status:
        statement = statement.where(Purchase.status == status)
    if before is not None:
        statement = statement.where(col(Purchase.id) < before)
    if query.strip():
        words = query.strip()
        statement = statement.where(
            col(Purchase.number).istartswith(words.split("-")[0], autoescape=True) | _of_person(words)
        )
    found = list(session.exec(statement).all())
    parts = _parts(session, [purchase.id for purchase in found[:limit]])
    rows = [
        AdminPurchaseRow(
            id=purchase.id,
            number=purchase.number,
            status=purchase.status,
            email=purchase.email,
            buyer=str(purchase.address.get("name", "")),
            total_minor=purchase.total_minor,
            currency=purchase.currency,
            created_at=purchase.created_at,
            orders=[
                (order.number, store.name, store.awning, order.status, order.total_minor, order.commission_minor)
                for order, store in parts[purchase.id][0]
            ],
        )
        for purchase in found[:limit]
    ]
    return rows, rows[-1].id if len(found) > limit else None
