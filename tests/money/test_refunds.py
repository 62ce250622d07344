"""Giving money back: steps that add up, nothing twice, nothing above what was paid (C04, C10, C13, F068, F079)."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.providers.payments import get_provider
from emporium.services import ledger, orders, refunds
from emporium.services.refunds import RefundAsk, step
from models.enums import AccountKind, OrderStatus, RefundStatus, StoreRole
from models.inventory import StockLevel
from models.orders import Order, OrderLine
from models.outbox import OutboxEvent
from models.payments import PaymentShare, Refund
from tests.factories import Shop, in_parallel, read


class Sold:
    """A paid order of one store with the actor that may change it."""

    def __init__(self, shop: Shop, store, *variants, quantity: int = 1, also=()) -> None:
        self.store = store
        self.owner = shop.owner(store)
        self.placed = shop.buy(*variants, *also, quantity=quantity)
        self.number = read(
            lambda s: s.exec(
                select(Order.number).where(Order.purchase_id == self.placed.purchase_id, Order.store_id == store)
            ).one()
        )

    def order(self) -> Order:
        return read(lambda s: s.exec(select(Order).where(Order.number == self.number)).one())

    def lines(self) -> list[OrderLine]:
        return read(
            lambda s: s.exec(
                select(OrderLine).join(Order).where(Order.number == self.number).order_by(col(OrderLine.position))
            ).all()
        )

    def share(self) -> PaymentShare:
        return read(lambda s: s.exec(select(PaymentShare).where(PaymentShare.order_id == self.order().id)).one())

    def preview(self, ask: RefundAsk):
        with transaction() as session:
            return refunds.preview_refund(session, actor=self.owner, store_id=self.store, number=self.number, ask=ask)

    def refund(self, ask: RefundAsk, key: str = "k", actor=None):
        with transaction() as session:
            return refunds.refund_order(
                session, actor=actor or self.owner, store_id=self.store, number=self.number, ask=ask, key=key
            ).amount_minor

    def cancel(self, units, key: str = "c", reason: str = "broken"):
        with transaction() as session:
            return refunds.cancel_lines(
                session, actor=self.owner, store_id=self.store, number=self.number, units=units, reason=reason, key=key
            )

    def ship(self, lines=None) -> None:
        with transaction() as session:
            orders.ship_order(
                session, actor=self.owner, store_id=self.store, number=self.number, carrier="bpost",
                tracking_number="3232000", lines=lines,
            )  # fmt: skip


def owed(store) -> int:
    """What the books owe a store."""
    return -read(lambda s: ledger.balance(s, kind=AccountKind.STORE_PAYABLE, currency="EUR", store_id=store))


def test_c04_steps_of_a_refund_add_up_to_what_was_paid():
    assert [step(5330, done=k, units=1, of=3) for k in range(3)] == [1777, 1776, 1777]
    assert step(5330, done=0, units=3, of=3) == 5330


def test_c04_three_refunds_of_one_unit_give_back_exactly_the_line(shop):
    store = shop.store(shipping=490)
    sold = Sold(shop, store, shop.variant(store, price=1777), quantity=3)
    sold.ship()
    (line,) = sold.lines()
    given = []
    for number in range(3):
        ask = RefundAsk({line.id: 1})
        assert sold.preview(ask).total_minor == sold.refund(ask, key=f"k{number}")
        given.append(sold.lines()[0].refunded_minor)
    assert given == [1777, 3554, 5331]
    with pytest.raises(Invalid, match="0 can still be given back"):
        sold.refund(RefundAsk({line.id: 1}), key="k4")
    assert sold.refund(RefundAsk(shipping_minor=490), key="s") == 490
    assert owed(store) == 0, "commission and its tax went back with every step"
    assert sold.order().status == OrderStatus.REFUNDED


def test_preview_is_the_result_to_the_cent(shop):  # F068
    store = shop.store(shipping=333)
    sold = Sold(shop, store, shop.variant(store, price=1999), shop.variant(store, price=101), quantity=3)
    sold.ship()
    first, second = sold.lines()
    ask = RefundAsk({first.id: 2, second.id: 1}, shipping_minor=100, goodwill_minor=7)
    seen = sold.preview(ask)
    assert seen.total_minor == 2 * 1999 + 101 + 100 + 7
    before = owed(store)
    assert sold.refund(ask) == seen.total_minor
    assert before - owed(store) == seen.reversal().from_store(tax_by_platform=False)
    assert sold.preview(RefundAsk()).left_minor == sold.order().total_minor - seen.total_minor


def test_nothing_above_what_was_paid_is_given_back(shop):
    store = shop.store(shipping=490)
    sold = Sold(shop, store, shop.variant(store, price=1000), quantity=2)
    (line,) = sold.lines()
    for ask in (
        RefundAsk({line.id: 3}),
        RefundAsk({line.id: -1}),
        RefundAsk({line.id: True}),
        RefundAsk(shipping_minor=491),
        RefundAsk(shipping_minor=-1),
        RefundAsk(goodwill_minor=2491),
        RefundAsk({line.id: 2}, goodwill_minor=491),
        RefundAsk(),
    ):
        with pytest.raises(Invalid):
            sold.refund(ask)
    with pytest.raises(NotFound):
        sold.refund(RefundAsk({sold.placed.purchase_id: 1}))
    assert sold.share().refunded_minor == 0


def test_the_same_click_refunds_once(shop):
    store = shop.store()
    sold = Sold(shop, store, shop.variant(store, price=1000), quantity=2)
    (line,) = sold.lines()
    outcomes = in_parallel(8, lambda _i: sold.refund(RefundAsk({line.id: 1}), key="one"))
    assert sorted(map(type, outcomes), key=str).count(int) == 1, outcomes
    assert all(isinstance(o, (int, Conflict)) for o in outcomes)
    assert sold.share().refunded_minor == 1000


def test_refunds_at_once_never_exceed_the_share(shop):  # I2 under concurrency
    store = shop.store(shipping=0)
    sold = Sold(shop, store, shop.variant(store, price=1000), quantity=3)
    (line,) = sold.lines()
    outcomes = in_parallel(12, lambda i: sold.refund(RefundAsk({line.id: 1}), key=f"k{i}"))
    assert sum(isinstance(o, int) for o in outcomes) == 3, outcomes
    assert sold.share().refunded_minor == 3000


def test_c10_a_refund_of_one_store_leaves_the_others_alone(shop):
    one, two = shop.store("One", shipping=490), shop.store("Two", shipping=350)
    first = Sold(shop, one, shop.variant(one, price=1500), also=(shop.variant(two, price=2500),))
    before = owed(two)
    (line,) = first.lines()
    first.refund(RefundAsk({line.id: 1}, shipping_minor=490))
    assert owed(one) == 0 and owed(two) == before
    assert read(
        lambda s: s.exec(select(PaymentShare.refunded_minor).order_by(col(PaymentShare.authorised_minor))).all()
    ) == [1990, 0]


def test_another_store_and_a_smaller_role_refund_nothing(shop):  # F003, P17
    store = shop.store()
    sold = Sold(shop, store, shop.variant(store))
    (line,) = sold.lines()
    ask = RefundAsk({line.id: 1})
    with pytest.raises(NotFound):
        sold.refund(ask, actor=shop.owner(shop.store("Other")))
    with pytest.raises(Refused):
        sold.refund(ask, actor=shop.owner(store, StoreRole.STAFF))


def test_cancelling_a_line_gives_back_its_money_and_its_units_once(shop):  # F079, C13
    store = shop.store(shipping=490)
    mug, bowl = shop.variant(store, price=1999), shop.variant(store, price=500)
    sold = Sold(shop, store, mug, bowl, quantity=2)
    first, second = sold.lines()
    assert sold.cancel({first.id: 1}) == 1999
    with pytest.raises(Conflict):
        sold.cancel({first.id: 1})
    levels = read(lambda s: {row.variant_id: row.reserved for row in s.exec(select(StockLevel)).all()})
    assert levels[mug] == 1 and levels[bowl] == 2
    assert sold.order().status == OrderStatus.PAID
    for nonsense in ({first.id: 2}, {first.id: -1}, {}, {first.id: 0}):
        with pytest.raises(Invalid):
            sold.cancel(nonsense, key="n")
    assert sold.cancel({first.id: 1, second.id: 2}, key="rest") == 1999 + 1000 + 490, "delivery goes back with the last"
    assert sold.order().status == OrderStatus.CANCELLED and owed(store) == 0


def test_a_unit_that_was_refunded_first_can_be_cancelled_later_and_is_not_paid_back_twice(shop):
    store = shop.store(shipping=490)
    thing = shop.variant(store, price=1000)
    sold = Sold(shop, store, thing, quantity=3)
    (line,) = sold.lines()
    assert sold.refund(RefundAsk({line.id: 2})) == 2000
    assert sold.cancel({line.id: 3}) == 1000 + 490
    assert sold.order().status == OrderStatus.CANCELLED and owed(store) == 0
    assert sold.share().refunded_minor == 3490
    assert read(lambda s: s.exec(select(StockLevel.reserved)).one()) == 0


def test_what_left_cannot_be_cancelled_but_what_did_not_can(shop):
    store = shop.store(shipping=490)
    sold = Sold(shop, store, shop.variant(store, price=1000), quantity=3)
    (line,) = sold.lines()
    sold.ship([orders.ParcelLine(line.id, 1)])
    with pytest.raises(Invalid, match="2 can still be cancelled"):
        sold.cancel({line.id: 3})
    assert sold.cancel({line.id: 2}) == 2000, "the delivery was used"
    assert sold.order().status in (OrderStatus.PARTLY_SHIPPED, OrderStatus.SHIPPED)


def test_a_refund_is_sent_once_and_waits_for_a_provider_that_is_away(shop, monkeypatch):
    store = shop.store()
    sold = Sold(shop, store, shop.variant(store, price=1000))
    (line,) = sold.lines()
    sold.refund(RefundAsk({line.id: 1}))
    refund = read(lambda s: s.exec(select(Refund)).one())
    assert refund.status == RefundStatus.PENDING, "the books owe it before the provider is asked"
    assert read(lambda s: s.exec(select(OutboxEvent.kind).where(OutboxEvent.kind == "refund_requested")).all())
    sandbox, keys = get_provider("sandbox"), []

    def away(**asked):
        keys.append(asked["key"])
        raise Conflict("The provider is not answering.")

    monkeypatch.setattr(sandbox, "refund", away)
    for _ in range(7):
        assert refunds.send_refund(transaction, refund_id=refund.id) == RefundStatus.PENDING
    assert refunds.send_refund(transaction, refund_id=refund.id) == RefundStatus.FAILED
    monkeypatch.undo()
    assert refunds.send_refund(transaction, refund_id=refund.id) == RefundStatus.FAILED, "the operator decides now"
    with transaction() as session:
        refunds.try_again(session, actor=shop.admin(), refund_id=refund.id)
    done = in_parallel(4, lambda _i: refunds.send_refund(transaction, refund_id=refund.id))
    assert set(done) == {RefundStatus.SUCCEEDED} and set(keys) == {f"refund:{refund.id}"}
    after = read(lambda s: s.get(Refund, refund.id))
    assert after.reference and after.failure == "" and after.done_at
