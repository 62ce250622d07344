"""Money that is spent, and holds that end, while others want the same (C05, F061, F086, P02)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import func, select

from emporium import db
from emporium.db import transaction
from emporium.providers.payments import get_provider
from emporium.services import books, checkout, credit, inventory, payments
from emporium.services.auth import SYSTEM
from emporium.services.checkout import Placement
from models.enums import AttemptStatus, PurchaseStatus
from models.inventory import StockLevel
from models.orders import Purchase
from models.payments import PaymentAttempt
from models.promotions import StoredValue
from tests.factories import Shop, guest, in_parallel, read

pytestmark = pytest.mark.concurrency


@pytest.fixture
def shop(db_url) -> Iterator[Shop]:
    db.configure(db_url, pool_size=40)
    made = Shop()
    made.commission()
    yield made
    assert read(books.check_books) == []


def test_a_gift_card_is_spent_once_by_twelve_buyers_at_once(shop):  # F061
    mug = shop.variant(shop.store(shipping=0), price=1000, stock=20)
    with transaction() as session:
        card = credit.issue_gift_card(session, actor=SYSTEM, amount_minor=2500, currency="EUR")
    buyers = []
    for _ in range(12):
        actor = guest()
        checkout_id, version = shop.ready(actor, {mug: 1})
        with transaction() as session:
            checkout.add_code(session, actor=actor, checkout_id=checkout_id, code=card.code)
        buyers.append((actor, checkout_id, version))

    outcomes = in_parallel(12, lambda i: shop.place(*buyers[i]))
    assert all(isinstance(one, Placement) and one.status is AttemptStatus.CAPTURED for one in outcomes), outcomes
    assert read(lambda s: s.exec(select(StoredValue.balance_minor)).one()) == 0

    def spent(provider: str) -> list[int]:
        statement = select(PaymentAttempt.captured_minor).where(PaymentAttempt.provider == provider)
        return sorted(read(lambda s: s.exec(statement).all()))

    assert spent("stored_value") == [500, 1000, 1000]
    assert sum(spent("sandbox")) == 12 * 1000 - 2500


def test_a_hold_that_ends_while_the_money_comes_is_an_order_or_the_money_back(shop):  # C05, P02
    mug = shop.variant(stock=3)
    slow = [shop.buy(mug, method="sandbox_delay") for _ in range(3)]
    with transaction() as session:
        for one in slow:
            session.get_one(Purchase, one.purchase_id).hold_until = datetime.now(UTC) - timedelta(minutes=1)
    reports = []
    for one in slow:
        attempt = read(
            lambda s, p=one.purchase_id: s.exec(select(PaymentAttempt).where(PaymentAttempt.purchase_id == p)).one()
        )
        body, headers = get_provider().webhook(
            key=str(attempt.id), approved=True, amount_minor=attempt.amount_minor, currency="EUR"
        )
        with transaction() as session:
            reports.append(payments.receive_webhook(session, provider="sandbox", body=body, headers=headers))

    def act(number: int) -> object:
        if number < 3:  # the money of each arrives
            with transaction() as session:
                return payments.apply_webhook(session, webhook_id=reports[number])
        if number < 5:  # the sweeper takes the holds that are over
            with transaction() as session:
                return inventory.release_expired(session)
        return shop.buy(mug)  # and others want the same units

    outcomes = in_parallel(8, act)
    assert not [one for one in outcomes[:5] if isinstance(one, BaseException)], outcomes
    level = read(lambda s: s.exec(select(StockLevel)).one())
    paid = read(
        lambda s: s.exec(select(func.count()).select_from(Purchase).where(Purchase.status == PurchaseStatus.PAID)).one()
    )
    assert (level.on_hand, level.reserved) == (3, paid) and paid == 3
    ended = read(lambda s: s.exec(select(PaymentAttempt.status, PaymentAttempt.amount_minor)).all())
    assert sum(status == AttemptStatus.CAPTURED for status, _ in ended) == 3
    assert all(status in (AttemptStatus.CAPTURED, AttemptStatus.SURPLUS) for status, _ in ended), ended
