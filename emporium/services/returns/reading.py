"""Returns as pages show them: those of an order, a store's list, one of them with everything (F080)."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, or_, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.returns.asking import SENT, last_moment, returnable, returnable_of_orders
from emporium.services.returns.swaps import Swap, difference, swaps_for
from models.aftersale import Exchange, ReturnPhoto
from models.catalogue import Product
from models.drafts import Draft
from models.enums import ExchangeStatus, ReturnStatus
from models.orders import Order, OrderLine, Purchase, Return, ReturnLine
from models.stores import Store

OPEN = (ReturnStatus.REQUESTED, ReturnStatus.APPROVED, ReturnStatus.RECEIVED)
PAGE = 25


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """Units of a line that come back. `resalable` is false for what was made for one person, or is a file."""

    line_id: UUID
    name: str
    variant_title: str
    image_key: str
    quantity: int
    restocked: int
    resalable: bool


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """What is wanted instead. `dearer_minor` is for all units, below zero when it is cheaper; `charged_minor` is what
    the shopper is asked for of that, or paid, as the order `sold_as`. `link` is the secret of the link to pay by, which
    leads to that order when it is paid.
    """

    name: str
    quantity: int
    status: ExchangeStatus
    dearer_minor: int
    refunded_minor: int
    charged_minor: int = 0
    link: str = ""
    sold_as: str = ""


@dataclass(frozen=True, slots=True)
class ReturnView:
    """A return with everything about it. `refunded_minor` is in the order's currency."""

    id: UUID
    order_id: UUID
    order_number: str
    currency: str
    buyer: str
    status: ReturnStatus
    reason: str
    note: str
    answer: str
    return_address: str
    label_url: str
    tracking_number: str
    refunded_minor: int
    delivery_left_minor: int
    created_at: datetime
    decided_at: datetime | None
    received_at: datetime | None
    inspected_at: datetime | None
    lines: Sequence[ReturnedLine]
    photos: Sequence[UUID]
    exchange: ExchangeView | None = None


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A return in a store's list."""

    id: UUID
    order_number: str
    buyer: str
    status: ReturnStatus
    reason: str
    units: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """What of an order can be sent back, by line, until when, and what can be had instead."""

    units: dict[UUID, int]
    until: datetime | None
    swaps: Sequence[Swap]


def returns_of_order(session: Session, *, order_id: UUID) -> Sequence[ReturnView]:
    """An order's returns, newest first. The caller has checked who may see the order."""
    return returns_of_orders(session, order_ids=[order_id])[order_id]


def returns_of_orders(session: Session, *, order_ids: Sequence[UUID]) -> dict[UUID, list[ReturnView]]:
    """The returns of some orders, newest first. Four queries, one when there are none."""
    rows = session.exec(
        select(Return, Order, Purchase)
        .join(Order, col(Order.id) == col(Return.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(col(Return.order_id).in_(order_ids))
        .order_by(col(Return.id).desc())
    ).all()
    found: dict[UUID, list[ReturnView]] = defaultdict(list)
    if not rows:
        return found
    ids = [row.id for row, _, _ in rows]
    lines, photos, swaps = _lines(session, ids), _photos(session, ids), _exchanges(session, ids)
    for row, order, purchase in rows:
        view = _view(row, order, purchase, lines[row.id], photos[row.id])
        found[order.id].append(dataclasses.replace(view, exchange=swaps.get(row.id)))
    return found


def _lines(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[ReturnedLine]]:
    found: dict[UUID, list[ReturnedLine]] = defaultdict(list)
    for part, line, digital in session.exec(
        select(ReturnLine, OrderLine, Product.is_digital)
        .join(OrderLine, col(OrderLine.id) == col(ReturnLine.order_line_id))
        .join(Product, col(Product.id) == col(OrderLine.product_id), isouter=True)
        .where(col(ReturnLine.return_id).in_(ids))
        .order_by(col(OrderLine.position))
    ).all():
        resalable = line.variant_id is not None and not line.personalisation and not digital
        found[part.return_id].append(
            ReturnedLine(
                line.id, line.name, line.variant_title, line.image_key, part.quantity, part.restocked_quantity,
                resalable,
            )
        )  # fmt: skip
    return found


def _exchanges(session: Session, ids: Sequence[UUID]) -> dict[UUID, ExchangeView]:
    sold = aliased(Order)
    rows = session.exec(
        select(Exchange, OrderLine, Draft.token, sold.number)
        .join(OrderLine, col(OrderLine.id) == col(Exchange.order_line_id))
        .join(Draft, col(Draft.checkout_id) == col(Exchange.checkout_id), isouter=True)
        .join(Purchase, col(Purchase.checkout_id) == col(Exchange.checkout_id), isouter=True)
        .join(sold, col(sold.purchase_id) == col(Purchase.id), isouter=True)
        .where(col(Exchange.return_id).in_(ids))
    ).all()
    return {
        row.return_id: ExchangeView(
            name=row.name,
            quantity=row.quantity,
            status=ExchangeStatus(row.status),
            dearer_minor=difference(line, row),
            refunded_minor=row.refunded_minor,
            charged_minor=row.charged_minor,
            link=link if row.status in (ExchangeStatus.TO_PAY, ExchangeStatus.SOLD) else "",
            sold_as=number if row.status == ExchangeStatus.SOLD else "",
        )
        for row, line, link, number in rows
    }


def _photos(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for return_id, photo_id in session.exec(
        select(ReturnPhoto.return_id, ReturnPhoto.id)
        .where(col(ReturnPhoto.return_id).in_(ids))
        .order_by(col(ReturnPhoto.id))
    ).all():
        found[return_id].append(photo_id)
    return found


def _view(row: Return, order: Order, purchase: Purchase, lines: list[ReturnedLine], photos: list[UUID]) -> ReturnView:
    return ReturnView(
        id=row.id,
        order_id=order.id,
        order_number=order.number,
        currency=order.currency,
        buyer=str(purchase.address.get("name", "")),
        status=ReturnStatus(row.status),
        reason=row.reason,
        note=row.note,
        answer=row.answer,
        return_address=row.return_address,
        label_url=row.label_url,
        tracking_number=row.tracking_number,
        refunded_minor=row.refunded_minor,
        delivery_left_minor=order.shipping_minor - order.shipping_discount_minor - order.shipping_refunded_minor,
        created_at=row.created_at,
        decided_at=row.decided_at,
        received_at=row.received_at,
        inspected_at=row.inspected_at,
        lines=lines,
        photos=photos,
    )


def store_return(session: Session, *, actor: Actor, store_id: UUID, return_id: UUID) -> ReturnView:
    """One of a store's returns. Four queries. Raises NotFound for any other store's."""
    actor.require(Permission.VIEW_ORDERS, store=store_id)
    order_id = session.exec(
        select(Order.id)
        .join(Return, col(Return.order_id) == col(Order.id))
        .where(Return.id == return_id, Order.store_id == store_id)
    ).first()
    if order_id is None:
        raise NotFound(_("There is no such return in this store."))
    return next(view for view in returns_of_order(session, order_id=order_id) if view.id == return_id)


def store_returns(
    session: Session, *, actor: Actor, store_id: UUID, after: tuple[bool, UUID] | None = None, limit: int = PAGE
) -> tuple[list[ReturnRow], tuple[bool, UUID] | None]:
    """A store's returns, open ones first, then newest first, by keyset on (done, id). One query.

    Returns rows and the key that continues them.
    """
    actor.require(Permission.VIEW_ORDERS, store=store_id)
    done = col(Return.status).not_in(OPEN)
    units = (
        select(func.coalesce(func.sum(ReturnLine.quantity), 0)).where(ReturnLine.return_id == Return.id)
        .scalar_subquery()
    )  # fmt: skip
    statement = (
        select(Return, Order.number, Purchase.address, units)
        .join(Order, col(Order.id) == col(Return.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(Order.store_id == store_id)
    )
    if after is not None:
        was_done, last = after
        older = and_(done if was_done else ~done, col(Return.id) < last)
        statement = statement.where(older if was_done else or_(older, done))
    rows = session.exec(statement.order_by(done, col(Return.id).desc()).limit(limit + 1)).all()
    shown = [
        ReturnRow(
            row.id, number, str(address.get("name", "")), ReturnStatus(row.status), row.reason, int(count),
            row.created_at,
        )
        for row, number, address, count in rows[:limit]
    ]  # fmt: skip
    more = (shown[-1].status not in OPEN, shown[-1].id) if len(rows) > limit else None
    return shown, more


def open_returns(session: Session, *, actor: Actor, store_id: UUID) -> int:
    """How many of a store's returns wait for something. One query."""
    actor.require(Permission.VIEW_ORDERS, store=store_id)
    return session.exec(
        select(func.count())
        .select_from(Return)
        .join(Order, col(Order.id) == col(Return.order_id))
        .where(Order.store_id == store_id, col(Return.status).in_(OPEN))
    ).one()


def last_days(
    session: Session, *, purchase_ids: Collection[UUID], now: datetime | None = None
) -> dict[UUID, datetime]:
    """Until when something of a purchase can be sent back, for those of which something can: where its orders differ,
    the first of their days. Three queries. The caller has checked who may see the purchases.
    """
    rows = session.exec(
        select(Order, Store.return_days)
        .join(Store, col(Store.id) == col(Order.store_id))
        .where(col(Order.purchase_id).in_(purchase_ids), col(Order.status).in_(SENT))
    ).all()
    left = returnable_of_orders(session, order_ids=[order.id for order, _days in rows]) if rows else {}
    found: dict[UUID, datetime] = {}
    for order, days in rows:
        until = last_moment(order, days)
        if until is None or until < (now or datetime.now(UTC)) or not any(left.get(order.id, {}).values()):
            continue
        found[order.purchase_id] = min(until, found.get(order.purchase_id, until))
    return found


def returnable_now(session: Session, *, order_id: UUID) -> Offer:
    """What could be sent back of a sent order. Four queries. The caller has checked who may see the order."""
    order = session.get_one(Order, order_id)
    days = session.exec(select(Store.return_days).where(Store.id == order.store_id)).one()
    left = {line: count for line, count in returnable(session, order_id=order_id).items() if count > 0}
    swaps = [swap for swap in swaps_for(session, order=order) if swap.line_id in left]
    return Offer(left, last_moment(order, days), swaps)
