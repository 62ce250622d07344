"""Sending in time: reminders at half and at the end, late rates, and orders that were never sent (F083, F079, C13)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, NotFound
from emporium.services import notifications, orders, refunds
from emporium.services.orders.deadlines import never_sent
from emporium.settings import get_settings
from models.enums import OrderStatus, PurchaseStatus
from models.inventory import StockLevel
from models.ledger import Earning
from models.notifications import Delivery
from models.orders import Order, Purchase
from models.outbox import OutboxEvent
from tests.factories import Shop, in_parallel, read


def bought(shop: Shop, *, due_in: int = 4) -> Order:
    """A paid order that is due in some days (below zero: was due)."""
    placed = shop.buy(shop.variant(shop.store(), price=2400))
    with transaction() as session:
        order = session.exec(select(Order).where(Order.purchase_id == placed.purchase_id)).one()
        order.dispatch_by = datetime.now(UTC).date() + timedelta(days=due_in)
        if due_in < 0:
            order.paid_at = datetime.now(UTC) - timedelta(days=10 - due_in)
            session.get_one(Purchase, placed.purchase_id).paid_at = order.paid_at
        session.add(order)
        session.flush()
        return order


def remind(now: datetime | None = None) -> int:
    with transaction() as session:
        return orders.remind_of_dispatch(session, now=now)


def events(kind: str) -> int:
    return len(read(lambda s: s.exec(select(OutboxEvent).where(OutboxEvent.kind == kind)).all()))


def again(order: Order) -> Order:
    return read(lambda s: s.get_one(Order, order.id))


def ship(shop: Shop, order: Order):
    with transaction() as session:
        return orders.ship_order(
            session, actor=shop.owner(order.store_id), store_id=order.store_id, number=order.number, carrier="bpost"
        )


def test_a_store_is_reminded_at_half_and_at_the_end_once_each(shop):
    order = bought(shop)
    assert remind() == 0
    ends = datetime.combine(order.dispatch_by + timedelta(days=1), time(), UTC)
    half = order.paid_at + (ends - order.paid_at) / 2
    assert remind(half - timedelta(seconds=1)) == 0
    half += timedelta(seconds=1)
    assert remind(half) == 1 and remind(half) == 0 and events("dispatch_due_soon") == 1
    late = datetime.now(UTC) + timedelta(days=6)
    assert remind(late) == 1 and remind(late) == 0 and events("dispatch_late") == 1


def test_orders_that_have_time_do_not_stand_before_those_that_have_none(shop):
    early, due = bought(shop, due_in=2), bought(shop, due_in=3)
    with transaction() as session:
        row = session.get_one(Order, due.id)
        row.paid_at = datetime.now(UTC) - timedelta(days=9)
    with transaction() as session:
        assert orders.remind_of_dispatch(session, limit=1) == 1
    assert (again(early).half_told_at is None, again(due).half_told_at is None) == (True, False)


def test_what_was_sent_is_reminded_of_no_more(shop):
    order = bought(shop)
    ship(shop, order)
    assert remind(datetime.now(UTC) + timedelta(days=9)) == 0


def test_two_jobs_at_once_tell_a_store_once(shop):
    for _ in range(4):
        bought(shop, due_in=-1)
    assert sum(in_parallel(6, lambda _i: remind())) == 4
    assert events("dispatch_late") == 4


def test_an_order_that_is_never_sent_is_given_up_and_everything_goes_back(shop):
    order, fresh = bought(shop, due_in=-15), bought(shop, due_in=-13)
    assert read(never_sent) == [order.id]
    assert refunds.give_up_never_sent(transaction) == 1
    assert refunds.give_up_never_sent(transaction) == 0
    gone = again(order)
    assert gone.status == OrderStatus.CANCELLED and "in time" in gone.cancel_reason
    assert again(fresh).status == OrderStatus.PAID, "siblings and others are not touched"
    assert sum(read(lambda s: s.exec(select(Earning.amount_minor).where(Earning.order_id == order.id)).all())) == 0
    assert sum(read(lambda s: s.exec(select(StockLevel.reserved)).all())) == 1
    assert read(lambda s: s.get_one(Purchase, order.purchase_id).status) == PurchaseStatus.PAID
    with pytest.raises(Conflict):
        ship(shop, gone)


def test_the_store_that_sends_it_at_that_moment_wins_or_loses_as_a_whole(shop):
    for _ in range(4):
        order = bought(shop, due_in=-20)
        outcomes = in_parallel(
            2,
            lambda i, o=order: refunds.give_up(transaction, order_id=o.id) if i else ship(shop, o),
        )
        status = again(order).status
        if outcomes[1] is True:
            assert status == OrderStatus.CANCELLED and isinstance(outcomes[0], Conflict)
        else:
            assert status == OrderStatus.SHIPPED and outcomes[1] is False


def test_a_platform_may_wait_for_ever(shop, monkeypatch):
    bought(shop, due_in=-60)
    monkeypatch.setenv("EMPORIUM_GIVE_UP_DAYS", "0")
    get_settings.cache_clear()
    try:
        assert refunds.give_up_never_sent(transaction) == 0
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()


def test_letters_say_what_to_do_and_what_comes_back(shop):
    order = bought(shop, due_in=-20)
    remind()
    refunds.give_up_never_sent(transaction)
    for kind in ("dispatch_late", "given_up", "order_cancelled"):
        event = read(lambda s, k=kind: s.exec(select(OutboxEvent).where(OutboxEvent.kind == k)).one())
        with transaction() as session:
            assert notifications.prepare(session, event=event)
        with transaction() as session:
            assert notifications.prepare(session, event=event) == [], "told once"
    texts = {row.kind: row.body_text for row in read(lambda s: s.exec(select(Delivery)).all())}
    assert "is cancelled" in texts["dispatch_late"] and order.number in texts["given_up"]
    assert "You get €28.90 back" in texts["order_cancelled"]


def test_late_rates_feed_the_stores_health(shop):
    store = shop.store()
    for days in (4, -3, -20):
        placed = shop.buy(shop.variant(store, price=2400))
        with transaction() as session:
            order = session.exec(select(Order).where(Order.purchase_id == placed.purchase_id)).one()
            order.dispatch_by = datetime.now(UTC).date() + timedelta(days=days)
    refunds.give_up_never_sent(transaction)
    health = read(lambda s: orders.store_health(s, actor=shop.owner(store), store_id=store))
    assert (health.orders, health.late, health.cancelled) == (3, 1, 1)
    assert (health.late_bp, health.cancelled_bp) == (3333, 3333)
    with pytest.raises(NotFound):
        read(lambda s: orders.store_health(s, actor=shop.owner(shop.store()), store_id=store))
    assert read(lambda s: s.exec(select(Order.number).order_by(col(Order.number))).all())
