"""Many buyers at once, on real locks (C05, C06, F043, F087)."""

from __future__ import annotations

import pytest
from sqlmodel import func, select

from emporium import db
from emporium.db import transaction
from emporium.errors import OutOfStock
from emporium.providers.payments import get_provider
from emporium.services import books, carts, orders, payments, refunds
from emporium.services.auth import Actor
from emporium.services.checkout import Placement
from models.carts import Cart
from models.enums import AttemptStatus, OrderStatus
from models.inventory import Reservation, StockLevel
from models.ledger import LedgerTransaction
from models.orders import Order, Purchase
from models.payments import PaymentAttempt, Refund
from tests.factories import Shop, guest, in_parallel, read

pytestmark = pytest.mark.concurrency


@pytest.fixture
def shop(db_url) -> Shop:
    db.configure(db_url, pool_size=40)
    made = Shop()
    made.commission()
    return made


def count(table) -> int:
    return read(lambda s: s.exec(select(func.count()).select_from(table)).one())


def test_last_unit_goes_to_one_of_a_hundred_buyers(shop):  # C05, F087
    variant = shop.variant(stock=1)
    buyers = []
    for _ in range(100):
        actor = guest()
        buyers.append((actor, *shop.ready(actor, {variant: 1})))

    outcomes = in_parallel(100, lambda i: shop.place(*buyers[i]))
    placed = [o for o in outcomes if isinstance(o, Placement)]
    refused = [o for o in outcomes if isinstance(o, OutOfStock)]
    assert len(placed) == 1, outcomes
    assert len(refused) == 99, [o for o in outcomes if o not in placed and o not in refused]
    level = read(lambda s: s.exec(select(StockLevel)).one())
    assert (level.on_hand, level.reserved) == (1, 1)
    assert count(Purchase) == 1


def test_twenty_submits_of_one_checkout_make_one_purchase_and_one_charge(shop, monkeypatch):  # C06, F043
    charged: set[str] = set()
    provider = get_provider()
    real = type(provider).charge

    def charge(self, *, key, **rest):
        charged.add(key)
        return real(self, key=key, **rest)

    monkeypatch.setattr(type(provider), "charge", charge)
    actor = guest()
    checkout_id, version = shop.ready(actor, {shop.variant(): 1})
    answers = in_parallel(20, lambda i: shop.place(actor, checkout_id, version, submission="one click"))
    assert len(charged) == 1
    assert count(Purchase) == 1
    assert count(PaymentAttempt) == 1
    assert count(LedgerTransaction) == 1
    assert set(answers) == {answers[0]}
    assert answers[0].status is AttemptStatus.CAPTURED


def test_twenty_different_clicks_still_charge_once(shop):  # P06
    actor = guest()
    checkout_id, version = shop.ready(actor, {shop.variant(): 1})
    answers = in_parallel(20, lambda i: shop.place(actor, checkout_id, version, submission=f"click {i}"))
    assert count(Purchase) == 1
    captured = read(
        lambda s: s.exec(
            select(func.count()).select_from(PaymentAttempt).where(PaymentAttempt.status == AttemptStatus.CAPTURED)
        ).one()
    )
    assert captured == 1
    assert any(isinstance(answer, Placement) for answer in answers)


def test_the_same_webhook_three_times_at_once_and_the_browser(shop):  # P04, P05, C07
    placed = shop.buy(shop.variant(), method="sandbox_delay")
    attempt = read(lambda s: s.exec(select(PaymentAttempt)).one())
    body, headers = get_provider().webhook(
        key=str(attempt.id), approved=True, amount_minor=attempt.amount_minor, currency="EUR"
    )
    outcome = get_provider().parse_webhook(body=body, headers=headers).outcome

    def tell(number: int) -> object:
        if number == 3:
            with transaction() as session:
                return payments.apply_outcome(session, attempt_id=attempt.id, outcome=outcome)
        with transaction() as session:
            webhook = payments.receive_webhook(session, provider="sandbox", body=body, headers=headers)
        if webhook is not None:
            with transaction() as session:
                payments.apply_webhook(session, webhook_id=webhook)
        return webhook

    results = in_parallel(4, tell)
    assert not [r for r in results if isinstance(r, BaseException)], results
    assert count(LedgerTransaction) == 1
    assert read(lambda s: orders.purchase_by_token(s, token=placed.token)).orders[0].status == OrderStatus.PAID


def test_two_tabs_make_one_cart(shop):
    variant = shop.variant(stock=50)
    actor = guest()

    def add(_number: int) -> object:
        with transaction() as session:
            return carts.add_line(session, actor=actor, variant_id=variant)

    results = in_parallel(12, add)
    assert not [r for r in results if isinstance(r, BaseException)], results
    assert count(Cart) == 1
    assert read(lambda s: carts.cart_count(s, actor=actor)) == 12


def test_merging_twice_at_once_moves_things_once(shop):  # F005
    variant = shop.variant(stock=50)
    user_id, visitor = shop.user(), guest()
    with transaction() as session:
        carts.add_line(session, actor=visitor, variant_id=variant, quantity=3)

    def merge(_number: int) -> object:
        with transaction() as session:
            return carts.merge_guest_cart(session, guest_token=visitor.guest_token, user_id=user_id)

    results = in_parallel(6, merge)
    assert not [r for r in results if isinstance(r, BaseException)], results
    assert read(lambda s: carts.cart_count(s, actor=Actor(user_id=user_id))) == 3


def test_orders_over_the_same_things_in_another_order_never_deadlock(shop):
    store = shop.store()
    a, b, c = shop.variants(store, prices=(100, 200, 300), stock=40)
    ways = [{a: 1, b: 1, c: 1}, {c: 1, b: 1, a: 1}, {b: 1, c: 1, a: 1}]
    buyers = []
    for i in range(30):
        actor = guest()
        buyers.append((actor, *shop.ready(actor, ways[i % 3])))
    outcomes = in_parallel(30, lambda i: shop.place(*buyers[i]))
    assert all(isinstance(o, Placement) for o in outcomes), outcomes
    reserved = read(lambda s: s.exec(select(func.sum(StockLevel.reserved))).one())
    held = read(lambda s: s.exec(select(func.sum(Reservation.quantity))).one())
    assert reserved == held == 90  # I4
    assert read(books.unbalanced) == []


def test_cancelling_and_sending_at_once_only_one_wins(shop):
    store = shop.store()
    placed = shop.buy(shop.variant(store))
    owner = shop.owner(store)
    number = f"{placed.number}-1"

    def act(i: int) -> object:
        with transaction() as session:
            if i % 2:
                return orders.ship_order(session, actor=owner, store_id=store, number=number, carrier="DHL")
            return refunds.cancel_order(session, actor=owner, store_id=store, number=number, reason="late")

    results = in_parallel(8, act)
    assert len([r for r in results if not isinstance(r, BaseException)]) == 1, results
    status = read(lambda s: s.exec(select(Order.status)).one())
    assert count(Refund) == (1 if status == OrderStatus.CANCELLED else 0)
    level = read(lambda s: s.exec(select(StockLevel)).one())
    assert level.reserved == 0
