"""Figures of the platform and of one store. Sales are gross totals of orders by the day they were paid (UTC).

The take is read from the ledger (commission and its tax), so that the operator's page cannot differ from the books.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.money import share
from emporium.services.auth import Actor, Permission
from emporium.settings import get_settings


@dataclass(frozen=True, slots=True)
class DayPoint:
    """One day's sales, in minor units."""

    day: date
    sales_minor: int
    orders: int


@dataclass(frozen=True, slots=True)
class AdminFigures:
    """The operator's figures in the platform's currency; `before` is the period of equal length before."""

    currency: str
    sales_today: int
    sales: int
    sales_before: int
    orders: int
    orders_before: int
    purchases: int
    take: int
    take_before: int
    stores_open: int
    shoppers: int
    average_order: int
    days: list[DayPoint]
    to_send: int
    late: int
    unpaid: int
    failed_mail: int
    ledger_off: int
    """Sales of the orders minus sales of the ledger over the same period: always 0 (F122)."""


_SALES = """
    SELECT coalesce(sum(total_minor) FILTER (WHERE paid_at >= :since), 0) AS now_sales,
           coalesce(sum(total_minor) FILTER (WHERE paid_at < :since), 0) AS before_sales,
           count(*) FILTER (WHERE paid_at >= :since) AS now_orders,
           count(*) FILTER (WHERE paid_at < :since) AS before_orders,
           count(DISTINCT purchase_id) FILTER (WHERE paid_at >= :since) AS purchases,
           coalesce(sum(total_minor) FILTER (WHERE paid_at >= :today), 0) AS today_sales
    FROM store_order WHERE paid_at >= :before AND currency = :currency
      AND (CAST(:store AS uuid) IS NULL OR store_id = :store)
"""

_DAYS = """
    SELECT d::date AS day, coalesce(sum(o.total_minor), 0) AS sales, count(o.id) AS orders
    FROM generate_series(CAST(:since AS date), CAST(:today AS date), interval '1 day') d
    LEFT JOIN store_order o ON o.paid_at >= d AND o.paid_at < d + interval '1 day' AND o.currency = :currency
         AND (CAST(:store AS uuid) IS NULL OR o.store_id = :store)
    GROUP BY d ORDER BY d
"""

_TAKE = """
    SELECT coalesce(-sum(e.amount_minor) FILTER (WHERE e.created_at >= :since), 0) AS now_take,
           coalesce(-sum(e.amount_minor) FILTER (WHERE e.created_at < :since), 0) AS before_take
    FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
    WHERE a.kind = 'commission_revenue' AND e.created_at >= :before AND e.currency = :currency
"""

_LEDGER_SALES = """
    SELECT coalesce(sum(e.amount_minor), 0) FROM ledger_entry e
    JOIN ledger_account a ON a.id = e.account_id JOIN ledger_transaction t ON t.id = e.transaction_id
    WHERE a.kind = 'provider_clearing' AND t.kind = 'sale' AND e.created_at >= :since AND e.currency = :currency
"""

_QUEUES = """
    SELECT (SELECT count(*) FROM store WHERE status = 'approved') AS stores_open,
           (SELECT count(*) FROM app_user WHERE status = 'active') AS shoppers,
           (SELECT count(*) FROM store_order WHERE status IN ('paid', 'partly_shipped')) AS to_send,
           (SELECT count(*) FROM store_order WHERE status IN ('paid', 'partly_shipped')
                   AND dispatch_by < :today_date) AS late,
           (SELECT count(*) FROM purchase WHERE status = 'awaiting_payment') AS unpaid,
           (SELECT count(*) FROM delivery WHERE status IN ('failed', 'dead')) AS failed_mail
"""


def _period(days: int, now: datetime) -> dict[str, datetime | date]:
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    since = today - timedelta(days=days - 1)
    return {"today": today, "since": since, "before": since - timedelta(days=days), "today_date": today.date()}


def admin_figures(session: Session, *, actor: Actor, days: int = 30) -> AdminFigures:
    """Everything on the operator's first page. Five queries."""
    actor.require(Permission.VIEW_PLATFORM)
    currency = get_settings().currency
    period = {**_period(days, datetime.now(UTC)), "currency": currency, "store": None}
    sales = session.execute(text(_SALES), period).one()
    take = session.execute(text(_TAKE), period).one()
    queues = session.execute(text(_QUEUES), period).one()
    booked = session.execute(text(_LEDGER_SALES), period).scalar_one()
    return AdminFigures(
        currency=currency,
        sales_today=int(sales.today_sales),
        sales=int(sales.now_sales),
        sales_before=int(sales.before_sales),
        orders=sales.now_orders,
        orders_before=sales.before_orders,
        purchases=sales.purchases,
        take=int(take.now_take),
        take_before=int(take.before_take),
        stores_open=queues.stores_open,
        shoppers=queues.shoppers,
        average_order=share(int(sales.now_sales), 1, sales.purchases) if sales.purchases else 0,
        days=_days(session, period),
        to_send=queues.to_send,
        late=queues.late,
        unpaid=queues.unpaid,
        failed_mail=queues.failed_mail,
        ledger_off=int(sales.now_sales) - int(booked),
    )


def _days(session: Session, period: Mapping[str, object]) -> list[DayPoint]:
    rows = session.execute(text(_DAYS), period).all()
    return [DayPoint(row.day, int(row.sales), row.orders) for row in rows]


@dataclass(frozen=True, slots=True)
class StoreFigures:
    """One store's figures in its currency."""

    currency: str
    sales_today: int
    sales: int
    sales_before: int
    orders: int
    orders_before: int
    to_send: int
    late: int
    low_stock: int
    sold_out: int
    pending_minor: int
    """Earned and not yet paid out."""
    days: list[DayPoint]


_STORE_QUEUES = """
    SELECT (SELECT count(*) FROM store_order WHERE store_id = :store
                   AND status IN ('paid', 'partly_shipped')) AS to_send,
           (SELECT count(*) FROM store_order WHERE store_id = :store AND status IN ('paid', 'partly_shipped')
                   AND dispatch_by < :today_date) AS late,
           (SELECT count(*) FROM stock_level s JOIN product_variant v ON v.id = s.variant_id
                   WHERE v.store_id = :store AND NOT s.closed
                   AND s.on_hand - s.reserved BETWEEN 1 AND s.low_stock_at) AS low_stock,
           (SELECT count(*) FROM stock_level s JOIN product_variant v ON v.id = s.variant_id
                   WHERE v.store_id = :store AND NOT s.closed AND s.on_hand - s.reserved <= 0) AS sold_out,
           (SELECT coalesce(sum(amount_minor), 0) FROM earning
                   WHERE store_id = :store AND status IN ('pending', 'available', 'on_hold')) AS pending
"""


def store_figures(session: Session, *, actor: Actor, store_id: UUID, days: int = 30) -> StoreFigures:
    """Everything on a store's first page. Three queries."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    currency = get_settings().currency
    period = {**_period(days, datetime.now(UTC)), "currency": currency, "store": store_id}
    sales = session.execute(text(_SALES), period).one()
    queues = session.execute(text(_STORE_QUEUES), period).one()
    return StoreFigures(
        currency=currency,
        sales_today=int(sales.today_sales),
        sales=int(sales.now_sales),
        sales_before=int(sales.before_sales),
        orders=sales.now_orders,
        orders_before=sales.before_orders,
        to_send=queues.to_send,
        late=queues.late,
        low_stock=queues.low_stock,
        sold_out=queues.sold_out,
        pending_minor=int(queues.pending),
        days=_days(session, period),
    )


@dataclass(frozen=True, slots=True)
class FeedRow:
    """Something that just happened, for the operator's feed."""

    number: str
    store: str
    awning: str
    status: str
    total_minor: int
    currency: str
    happened_at: datetime


def recent_orders(session: Session, *, actor: Actor, limit: int = 8) -> list[FeedRow]:
    """The newest paid orders of all stores. One query."""
    actor.require(Permission.VIEW_PLATFORM)
    rows = session.execute(
        text(
            """
            SELECT o.number, s.name, s.awning, o.status, o.total_minor, o.currency,
                   greatest(o.paid_at, o.shipped_at, o.delivered_at, o.cancelled_at) AS moment
            FROM store_order o JOIN store s ON s.id = o.store_id
            WHERE o.paid_at IS NOT NULL ORDER BY moment DESC LIMIT :limit
            """
        ),
        {"limit": limit},
    ).all()
    return [FeedRow(r[0], r[1], r[2], r[3], int(r[4]), r[5], r[6]) for r in rows]
