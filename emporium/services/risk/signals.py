"""What looks unusual about an order, each with the figures it saw, in words (F126).

Signals never refuse anything: they ask for a person's look. Thresholds are the platform's settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from emporium.i18n import N_, _
from emporium.money import Money, format_money
from emporium.settings import get_settings
from models.enums import AttemptStatus, OrderStatus
from models.orders import Order, Purchase
from models.payments import PaymentAttempt
from models.stores import Store

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
YOUNG = timedelta(days=60)
SPIKE = 5
SPIKE_LEAST = 20


@dataclass(frozen=True, slots=True)
class Signal:
    """A code and what it saw: a text of the source with what is filled in, for whoever reads it, in any language."""

    code: str
    says: str
    values: dict[str, str | int]

    def kept(self) -> list[Any]:
        """As it stands in a hold's row."""
        return [self.code, {"says": self.says, "values": self.values}]


def saw_words(saw: Any) -> str:
    """What a kept signal saw, in the reader's language; rows of before have one text."""
    return _(saw["says"]).format(**saw["values"]) if isinstance(saw, dict) else str(saw)


def signals(session: Session, *, order: Order, purchase: Purchase, now: datetime | None = None) -> list[Signal]:
    """Everything unusual about a paid order. Five queries."""
    moment = now or datetime.now(UTC)
    found = [
        _many_orders(session, purchase, moment),
        _many_declines(session, purchase, moment),
        _dear_and_unknown(session, order, purchase),
        _other_country(session, purchase),
        _spike(session, order, moment),
    ]
    return [signal for signal in found if signal is not None]


def _many_orders(session: Session, purchase: Purchase, now: datetime) -> Signal | None:
    most = get_settings().risk_orders_per_hour
    place = (purchase.address.get("line1", ""), purchase.address.get("postcode", ""))
    same_place = (col(Purchase.address)["line1"].astext == place[0]) & (
        col(Purchase.address)["postcode"].astext == place[1]
    )
    count = session.exec(
        select(func.count())
        .select_from(Purchase)
        .where(col(Purchase.created_at) > now - HOUR, col(Purchase.paid_at).is_not(None))
        .where((col(Purchase.email) == purchase.email) | same_place)
    ).one()
    if count <= most:
        return None
    return Signal(
        "velocity",
        N_("{count} orders within an hour by the same e-mail address or to the same place."),
        {"count": count},
    )


def _many_declines(session: Session, purchase: Purchase, now: datetime) -> Signal | None:
    most = get_settings().risk_declines
    count = session.exec(
        select(func.count())
        .select_from(PaymentAttempt)
        .join(Purchase, col(Purchase.id) == col(PaymentAttempt.purchase_id))
        .where(PaymentAttempt.status == AttemptStatus.DECLINED, col(Purchase.created_at) > now - DAY)
        .where(Purchase.email == purchase.email)
    ).one()
    if count < most:
        return None
    return Signal(
        "declines",
        N_("{count} payments of this buyer were declined within a day before one worked."),
        {"count": count},
    )


def _dear_and_unknown(session: Session, order: Order, purchase: Purchase) -> Signal | None:
    if order.total_minor < get_settings().risk_amount_minor:
        return None
    known = session.exec(
        select(Order.id)
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(Purchase.email == purchase.email, Order.status == OrderStatus.DELIVERED)
        .limit(1)
    ).first()
    if known is not None:
        return None
    total = format_money(Money(order.total_minor, order.currency))
    return Signal("amount", N_("{total} by a buyer who never had anything delivered."), {"total": total})


def _other_country(session: Session, purchase: Purchase) -> Signal | None:
    """An account that always had parcels in one country, and now has one sent to another."""
    if purchase.user_id is None:
        return None
    country = str(purchase.address.get("country", ""))
    before = session.exec(
        select(col(Purchase.address)["country"].astext)
        .where(Purchase.user_id == purchase.user_id, Purchase.id != purchase.id, col(Purchase.paid_at).is_not(None))
        .order_by(col(Purchase.id).desc())
        .limit(10)
    ).all()
    if len(before) < 2 or country in before:
        return None
    return Signal(
        "country",
        N_("Delivered to {country}; the last {count} orders went to {usual}."),
        {"country": country, "count": len(before), "usual": str(before[0])},
    )


def _spike(session: Session, order: Order, now: datetime) -> Signal | None:
    store = session.get_one(Store, order.store_id)
    if store.created_at < now - YOUNG:
        return None
    row = session.execute(
        text(
            "SELECT count(*) FILTER (WHERE paid_at > :day) AS today, count(*) FILTER (WHERE paid_at <= :day) AS before "
            "FROM store_order WHERE store_id = :store AND paid_at > :month"
        ),
        {"store": order.store_id, "day": now - DAY, "month": now - timedelta(days=29)},
    ).one()
    if row.today < SPIKE_LEAST or row.today * 28 < SPIKE * row.before:
        return None
    return Signal(
        "spike",
        N_("{today} orders in a day for a new store that had {before} in the 28 days before."),
        {"today": int(row.today), "before": int(row.before)},
    )
