"""Reports of the payment provider are applied by jobs, once, however often and late they come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from redis import Redis
from rq import Queue, SimpleWorker
from sqlmodel import Session, func, select, update

from benchmarks import buying, flash_sale
from emporium import db
from emporium.db import transaction
from jobs import relay, tasks
from jobs.queues import NAMES
from models.enums import AttemptStatus, PurchaseStatus
from models.inventory import StockLevel
from models.notifications import Delivery
from models.orders import Purchase
from models.payments import PaymentAttempt, WebhookEvent


@pytest.fixture
def variant(db_url: str, redis: Redis) -> UUID:
    with Session(db.engine()) as session:
        return flash_sale.prepare(session, stock=10)


def work_off(redis: Redis) -> None:
    """Relay and jobs until nothing is left."""
    for _ in range(4):
        while relay.relay_batch(redis):
            pass
        SimpleWorker([Queue(name, connection=redis) for name in NAMES], connection=redis).work(burst=True)


def statuses() -> list[str]:
    with transaction() as session:
        return list(session.exec(select(Purchase.status)).all())


def test_slow_transfer_is_confirmed_by_the_schedule(variant: UUID, redis: Redis) -> None:
    buying.buy(variant, method="sandbox_delay")
    assert tasks.confirm_slow_payments() == 0 and statuses() == [PurchaseStatus.AWAITING_PAYMENT]
    with transaction() as session:
        session.execute(update(PaymentAttempt).values(created_at=datetime.now(UTC) - timedelta(seconds=4)))
    assert tasks.confirm_slow_payments() == 1 and statuses() == [PurchaseStatus.PAID]
    assert tasks.confirm_slow_payments() == 0


def test_card_that_reports_three_times_is_one_purchase(variant: UUID, redis: Redis) -> None:
    buying.buy(variant, method="sandbox_duplicate")
    work_off(redis)
    with transaction() as session:
        assert session.exec(select(func.count()).select_from(WebhookEvent)).one() == 1
        assert session.exec(select(StockLevel.reserved)).one() == 1
        kinds = sorted(session.exec(select(Delivery.kind)).all())
    assert kinds == ["order_placed", "purchase_paid"] and statuses() == [PurchaseStatus.PAID]


def test_lost_report_is_found_again(variant: UUID, redis: Redis) -> None:
    from emporium.services.payments import sandbox_stories

    placed = buying.buy(variant, method="sandbox_duplicate")
    with transaction() as session:
        assert sandbox_stories.repeat_reports(session, purchase_id=placed.purchase_id) == 1
    assert tasks.retry_webhooks() == 1
    work_off(redis)
    assert tasks.retry_webhooks() == 0


def test_one_payment_that_cannot_be_asked_about_keeps_no_other_waiting(variant: UUID, redis: Redis) -> None:  # C05
    for _ in range(2):
        buying.buy(variant, method="sandbox_delay")
    with transaction() as session:
        first, second = session.exec(select(PaymentAttempt).order_by(PaymentAttempt.id)).all()
        first.provider, known = "stripe", second.id  # whose keys are not set any more
        for row in (first, second):
            row.status, row.reference = AttemptStatus.CREATED, ""
            row.created_at = row.updated_at = datetime.now(UTC) - timedelta(hours=1)
            session.add(row)
    assert tasks.look_after_money() == 2
    with transaction() as session:
        assert session.get_one(PaymentAttempt, known).status != AttemptStatus.CREATED


def test_unpaid_purchase_gives_its_stock_back(variant: UUID, redis: Redis) -> None:
    buying.buy(variant, method="sandbox_decline")
    with transaction() as session:
        session.execute(update(Purchase).values(hold_until=datetime.now(UTC) - timedelta(hours=2)))
    assert tasks.release_expired() == 1 and tasks.release_expired() == 0
    assert tasks.expire_checkouts() == 1
    with transaction() as session:
        assert session.exec(select(StockLevel.reserved)).one() == 0
    assert statuses() == [PurchaseStatus.CANCELLED]


def test_flash_sale_in_small(db_url: str, redis: Redis) -> None:
    """The benchmark's own check: 20 units, 60 buyers at once."""
    engine = db.configure(db_url, pool_size=30)
    with Session(engine) as session:
        chosen = flash_sale.prepare(session, stock=20)
    sale = flash_sale.run(chosen, buyers=60)
    assert sale.paid == sale.reserved == sale.on_hand == 20
    assert sale.outcomes["captured"] == 20 and not any(name.startswith("broken") for name in sale.outcomes)
    assert max(sale.waits) < flash_sale.LONGEST_WAIT
