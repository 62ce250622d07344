"""Changes and drafts against everything that may happen at the same moment, on real locks (F081, F084)."""

from __future__ import annotations

import threading

import pytest
from psycopg.errors import DeadlockDetected
from sqlalchemy.exc import OperationalError
from sqlmodel import col, func, select

from emporium import db
from emporium.db import transaction
from emporium.errors import Conflict, EmporiumError, Expired, NotFound, OutOfStock
from emporium.providers.payments import get_provider
from emporium.services import books, checkout, drafts, edits, payments
from emporium.services.checkout import Placement
from emporium.services.edits import EditAsk
from emporium.services.refunds import RefundAsk
from models.catalogue import ProductVariant
from models.drafts import OrderEdit
from models.enums import AttemptStatus, EditStatus, OrderStatus, PurchaseStatus
from models.orders import Order, Purchase
from models.payments import PaymentAttempt
from tests.factories import Shop, guest, in_parallel, read
from tests.money.test_drafts import Desk, pay
from tests.money.test_edits import Editing, long_over, reserved

pytestmark = pytest.mark.concurrency
ROUNDS = 6


@pytest.fixture
def shop(db_url, redis) -> Shop:
    db.configure(db_url, pool_size=40)
    made = Shop()
    made.commission()
    yield made
    assert read(books.check_books) == []


def both(first, second):
    """Two things at once; what came of each."""
    return in_parallel(2, lambda i: (first, second)[i]())


def typed(outcomes) -> None:
    """Whoever lost was told so in words."""
    assert all(not isinstance(one, BaseException) or isinstance(one, EmporiumError) for one in outcomes), outcomes


def test_of_many_changes_at_once_one_is_made(shop):  # F081
    store = shop.store()
    sold = Editing(shop, store, shop.variant(store, price=1000, stock=20), quantity=9)
    (line,) = sold.lines()
    looks = [sold.look(EditAsk({line.id: 9 - n})) for n in range(1, 7)]
    outcomes = in_parallel(len(looks), lambda i: sold.make(looks[i]))
    assert sum(isinstance(one, OrderEdit) for one in outcomes) == 1, outcomes
    assert all(isinstance(one, (OrderEdit, Conflict)) for one in outcomes), outcomes
    made = next(one for one in outcomes if isinstance(one, OrderEdit))
    assert sold.share().refunded_minor == made.refund_minor


def test_one_click_on_a_change_makes_it_once(shop):
    store = shop.store()
    jug = shop.variant(store, price=3000, stock=9)
    sold = Editing(shop, store, shop.variant(store))
    edit = sold.look(EditAsk(add={jug: 1}))
    outcomes = in_parallel(8, lambda _i: sold.make(edit))
    assert sum(isinstance(one, OrderEdit) for one in outcomes) == 1, outcomes
    assert all(isinstance(one, (OrderEdit, Conflict)) for one in outcomes)
    assert reserved(jug) == 1


@pytest.mark.parametrize("adds", [False, True])
def test_a_change_and_the_dispatch_at_once(shop, adds):
    for _ in range(ROUNDS):
        store = shop.store()
        sold = Editing(shop, store, shop.variant(store, stock=5), quantity=2)
        (line,) = sold.lines()
        ask = EditAsk({line.id: 1}, {shop.variant(store): 1}) if adds else EditAsk({line.id: 1})
        edit = sold.look(ask)
        outcomes = both(lambda s=sold, e=edit: s.make(e), lambda s=sold: s.ship())
        typed(outcomes)
        made, sent = (not isinstance(one, BaseException) for one in outcomes)
        (after,) = sold.lines()
        if adds:
            assert made != sent, "a change that waits keeps the parcel back; a parcel that left ends the look"
        else:
            assert sent and after.shipped_quantity + after.cancelled_quantity == 2
            assert made == (after.cancelled_quantity == 1)


def test_a_change_and_a_refund_at_once(shop):
    for _ in range(ROUNDS):
        store = shop.store(shipping=0)
        sold = Editing(shop, store, shop.variant(store, price=1000, stock=5), quantity=3)
        (line,) = sold.lines()
        edit = sold.look(EditAsk({line.id: 1}))
        outcomes = both(lambda s=sold, e=edit: s.make(e), lambda s=sold, n=line.id: s.refund(RefundAsk({n: 2})))
        typed(outcomes)
        given = sold.share().refunded_minor
        assert given in (2000, 3000) and sold.lines()[0].refunded_minor == given
        if isinstance(outcomes[0], Conflict):
            assert given == 2000 and sold.lines()[0].cancelled_quantity == 0


def test_the_last_unit_is_added_by_a_change_or_bought_by_somebody(shop):  # C05
    for _ in range(ROUNDS):
        store = shop.store()
        last = shop.variant(store, stock=1)
        sold = Editing(shop, store, shop.variant(store))
        edit = sold.look(EditAsk(add={last: 1}))
        buyer = guest()
        ready = shop.ready(buyer, {last: 1})
        outcomes = both(lambda s=sold, e=edit: s.make(e), lambda b=buyer, r=ready: shop.place(b, *r))
        typed(outcomes)
        won = [not isinstance(one, BaseException) for one in outcomes]
        assert won.count(True) == 1, outcomes
        assert isinstance(outcomes[won.index(False)], OutOfStock)
        assert reserved(last) == 1


def test_the_link_is_paid_while_the_change_expires(shop):
    """The shopper has either the goods or the money."""
    for _ in range(ROUNDS):
        store = shop.store()
        jug, mug = shop.variant(store, price=3000, stock=1), shop.variant(store, stock=5)
        sold = Editing(shop, store, mug, quantity=2)
        (line,) = sold.lines()
        edit = sold.change(EditAsk({line.id: 1}, {jug: 1}))
        token = sold.link()
        with transaction() as session:
            link = drafts.linked(session, token=token)
            given = (link.found.basket, link.found.checkout.id, link.found.draft.sent_version)
        long_over(edit)
        outcomes = both(lambda g=given: shop.place(*g), lambda e=edit: edits.expire_edit(transaction, edit_id=e.id))
        typed(outcomes)
        after, root = sold.edit(), sold.order().id
        states = read(
            lambda s, root=root: s.exec(
                select(PaymentAttempt.status, PaymentAttempt.surplus_refund)
                .join(Purchase, col(Purchase.id) == col(PaymentAttempt.purchase_id))
                .join(Order, col(Order.purchase_id) == col(Purchase.id))
                .where(Order.extends_id == root)
            ).all()
        )
        if after.status == EditStatus.APPLIED:
            assert [status for status, _ in states] == [AttemptStatus.CAPTURED]
            assert reserved(jug) == 1 and sold.share().refunded_minor == 2400
        else:
            assert after.status == EditStatus.EXPIRED and reserved(jug) == 0
            assert all(status != AttemptStatus.CAPTURED for status, _ in states)
            assert all(back for status, back in states if status == AttemptStatus.SURPLUS)
            assert sold.share().refunded_minor == 0 and sold.order().status == OrderStatus.PAID


def test_a_change_is_dropped_while_its_card_is_charged(shop, monkeypatch):
    """The store may not take back what a shopper is paying at this moment."""
    store = shop.store()
    jug = shop.variant(store, price=3000, stock=1)
    sold = Editing(shop, store, shop.variant(store))
    edit = sold.change(EditAsk(add={jug: 1}))
    token, provider = sold.link(), get_provider()
    real, charging, go = type(provider).charge, threading.Event(), threading.Event()

    def slow(self, **asked):
        charging.set()
        assert go.wait(10)
        return real(self, **asked)

    monkeypatch.setattr(type(provider), "charge", slow)

    def drop():
        assert charging.wait(10)
        try:
            with pytest.raises(Conflict, match="being paid"):
                sold.drop(edit)
        finally:
            go.set()

    outcomes = both(lambda: pay(token), drop)
    assert isinstance(outcomes[0], Placement) and outcomes[0].status is AttemptStatus.CAPTURED, outcomes
    assert outcomes[1] is None and sold.edit().status == EditStatus.APPLIED


def test_a_payment_that_meets_a_deadlock_is_noted_all_the_same(shop, monkeypatch):
    store = shop.store()
    jug = shop.variant(store, price=3000, stock=1)
    sold = Editing(shop, store, shop.variant(store))
    sold.change(EditAsk(add={jug: 1}))
    real, met = payments.apply_outcome, []

    def first_gives_way(session, **said):
        answer = real(session, **said)
        if not met:
            met.append(answer)
            raise OperationalError("", {}, DeadlockDetected())
        return answer

    monkeypatch.setattr(payments, "apply_outcome", first_gives_way)
    assert pay(sold.link()).status is AttemptStatus.CAPTURED
    assert met and sold.edit().status == EditStatus.APPLIED


def test_a_link_that_many_pay_at_once_makes_one_purchase(shop):  # F084, C06
    store = shop.store()
    mug = shop.variant(store, stock=3)
    token = Desk(shop, store).fill(mug).send()
    outcomes = in_parallel(12, lambda i: pay(token, submission=f"click {i}"))
    typed(outcomes)
    assert any(isinstance(one, Placement) for one in outcomes)
    paid = select(func.count()).select_from(Purchase).where(Purchase.status == PurchaseStatus.PAID)
    captured = select(func.count()).where(PaymentAttempt.status == AttemptStatus.CAPTURED)
    assert read(lambda s: (s.exec(paid).one(), s.exec(captured).one())) == (1, 1)
    assert reserved(mug) == 1


def test_a_link_is_paid_while_staff_takes_it_back(shop):
    for _ in range(ROUNDS):
        store = shop.store()
        mug = shop.variant(store, stock=1)
        desk = Desk(shop, store).fill(mug)
        token = desk.send()
        outcomes = both(lambda t=token: pay(t), lambda d=desk: d.do(drafts.discard_draft))
        typed(outcomes)
        paid = read(
            lambda s, d=desk: s.exec(
                select(Purchase.status).where(Purchase.checkout_id == d.detail().checkout.id)
            ).first()
        )
        if isinstance(outcomes[0], Placement) and outcomes[0].status is AttemptStatus.CAPTURED:
            assert paid == PurchaseStatus.PAID and isinstance(outcomes[1], Conflict) and reserved(mug) == 1
        else:
            assert isinstance(outcomes[0], (Expired, NotFound, Conflict)), outcomes
            assert reserved(mug) == 0


def test_the_last_unit_is_held_by_one_of_many_drafts(shop):  # C05
    store = shop.store()
    last = shop.variant(store, stock=1)
    desks = [Desk(shop, store).fill(last) for _ in range(8)]
    outcomes = in_parallel(8, lambda i: desks[i].send())
    assert sum(isinstance(one, str) for one in outcomes) == 1, outcomes
    assert sum(isinstance(one, OutOfStock) for one in outcomes) == 7, outcomes
    assert reserved(last) == 1


def test_a_draft_and_its_link_are_looked_at_by_many_at_once(shop):
    """Every look quotes; together they write one version."""
    store = shop.store()
    desk = Desk(shop, store).fill(shop.variant(store))
    seen = in_parallel(8, lambda _i: desk.detail().quote.version)
    assert set(seen) == {1}, seen
    token = desk.send()
    desk.do(drafts.set_note, note="A look changes nothing")

    def look(_i: int) -> int:
        with transaction() as session:
            link = drafts.linked(session, token=token, lock=True)
            return checkout.build_quote(session, checkout=link.found.checkout, cart=link.found.cart).version

    with transaction() as session:
        (variant,) = session.exec(select(ProductVariant)).all()
        variant.price_minor += 100
    assert set(in_parallel(8, look)) == {2}
