"""Sending in time: a reminder at half of the time and at its end; what is never sent is given up (F083)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, cast, func, literal, text
from sqlmodel import Session, col, select

from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.orders.events import DispatchDueSoon, DispatchLate
from emporium.settings import get_settings
from models.enums import OrderStatus, RiskStatus
from models.orders import Order, OrderLine
from models.risk import RiskHold

WAITING = (OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED)


_BEGIN = func.coalesce(col(Order.paid_at), col(Order.created_at))
_END = func.timezone("UTC", cast(col(Order.dispatch_by) + 1, DateTime))
"""The moment until which an order is in time: the end of its day, UTC."""


def remind_of_dispatch(session: Session, *, now: datetime | None = None, limit: int = 200) -> int:
    """Tell stores of orders at half of their time and at its end, once each; returns how many were told.

    Rows are taken one job at a time, so two runs at once tell nobody twice.
    """
    moment = now or datetime.now(UTC)
    instant = literal(moment)
    late, half_is_over = instant >= _END, instant - _BEGIN >= _END - instant
    rows = session.exec(
        select(Order, late)
        .where(col(Order.status).in_(WAITING), col(Order.late_told_at).is_(None))
        .where(late | (col(Order.half_told_at).is_(None) & half_is_over))
        .order_by(col(Order.dispatch_by), col(Order.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for order, is_late in rows:
        about = {"order_id": order.id, "purchase_id": order.purchase_id, "store_id": order.store_id}
        if is_late:
            order.late_told_at = moment
            outbox.record(session, DispatchLate(**about, number=order.number))
        else:
            order.half_told_at = moment
            outbox.record(session, DispatchDueSoon(**about, number=order.number))
        session.add(order)
    return len(rows)


def never_sent(session: Session, *, today: date | None = None, limit: int = 100) -> Sequence[UUID]:
    """Paid orders of which no parcel left so many days after they were due that they are given up, oldest first.

    None when the platform waits for ever (`EMPORIUM_GIVE_UP_DAYS` is 0).
    """
    days = get_settings().give_up_days
    if not days:
        return []
    held = select(RiskHold.order_id).where(RiskHold.status == RiskStatus.OPEN, col(RiskHold.order_id).is_not(None))
    last = (today or datetime.now(UTC).date()) - timedelta(days=days)
    return session.exec(
        select(Order.id)
        .where(col(Order.status).in_(WAITING), col(Order.dispatch_by) < last, ~_parcel_left())
        .where(col(Order.id).not_in(held))
        .order_by(col(Order.dispatch_by), col(Order.id))
        .limit(limit)
    ).all()


def _parcel_left() -> ColumnElement[bool]:
    """SQL: something of the order was handed over. Files that went by themselves are no parcel (F026)."""
    left = select(OrderLine.id).where(
        OrderLine.order_id == Order.id, OrderLine.shipped_quantity > 0, col(OrderLine.is_digital).is_(False)
    )
    return left.correlate(Order).exists()


@dataclass(frozen=True, slots=True)
class Health:
    """How a store kept its word in a time: counts of orders, and parts of them in basis points."""

    orders: int
    late: int
    cancelled: int
    disputes: int
    cases: int = 0
    """Buyers' cases that were not taken back or decided for the store (F073)."""

    @property
    def late_bp(self) -> int:
        """Sent late, or not sent and late by now."""
        return self.late * 10_000 // self.orders if self.orders else 0

    @property
    def case_bp(self) -> int:
        """Orders with a case that counts."""
        return self.cases * 10_000 // self.orders if self.orders else 0

    @property
    def cancelled_bp(self) -> int:
        """Cancelled after they were paid."""
        return self.cancelled * 10_000 // self.orders if self.orders else 0


_HEALTH = """
    SELECT count(*) AS orders,
           count(*) FILTER (WHERE o.status <> 'cancelled' AND (
               o.shipped_at::date > o.dispatch_by
               OR (o.shipped_at IS NULL AND o.status IN ('paid', 'partly_shipped') AND o.dispatch_by < :today)
               OR o.late_told_at IS NOT NULL)) AS late,
           count(*) FILTER (WHERE o.status = 'cancelled') AS cancelled,
           count(*) FILTER (WHERE EXISTS (SELECT 1 FROM dispute d WHERE d.order_id = o.id)) AS disputes,
           count(*) FILTER (WHERE EXISTS (
               SELECT 1 FROM buyer_case c WHERE c.order_id = o.id AND c.status <> 'withdrawn'
               AND coalesce(c.outcome, '') <> 'nothing')) AS cases
    FROM store_order o WHERE o.store_id = :store AND o.paid_at >= :since
"""


def store_health(session: Session, *, actor: Actor, store_id: UUID, days: int = 90) -> Health:
    """A store's rates over the last days. One query."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    now = datetime.now(UTC)
    row = session.execute(
        text(_HEALTH), {"store": store_id, "since": now - timedelta(days=days), "today": now.date()}
    ).one()
    return Health(int(row.orders), int(row.late), int(row.cancelled), int(row.disputes), int(row.cases))
