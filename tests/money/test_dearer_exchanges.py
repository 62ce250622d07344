"""A dearer replacement: asked by a link, sold when it is paid, given up when not; no money lost on the way (F080)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, EmporiumError, Invalid, NotFound, OutOfStock
from emporium.services import notifications, orders, payments, refunds, returns, tax
from emporium.services.returns import ReturnView
from emporium.services.tax.zones import Zone
from models.aftersale import Exchange
from models.carts import Checkout
from models.enums import AttemptStatus, OrderStatus, PurchaseStatus, ReturnStatus
from models.notifications import Delivery
from models.orders import Order, OrderLine, Purchase, Return
from models.outbox import OutboxEvent
from models.payments import PaymentAttempt, PaymentShare
from tests.factories import events, guest, in_parallel, read
from tests.money.test_drafts import pay
from tests.money.test_exchanges import AGAIN, Swapped, level, status

ROUNDS = 6


class Dearer(Swapped):
    """Two sent mugs for 24.00; the big one for 30.00 is wanted instead."""

    @property
    def dear(self) -> UUID:
        return self.sizes[2]

    def wanted(self, count: int = 2) -> UUID:
        found = self.ask(self.dear, count)
        self.approve(found)
        return found

    def view(self, found: UUID) -> ReturnView:
        return read(lambda s: returns.store_return(s, actor=self.owner, store_id=self.store, return_id=found))

    def link(self, found: UUID) -> str:
        exchange = self.view(found).exchange
        assert exchange is not None
        return exchange.link

    def replacement(self) -> Order:
        return read(lambda s: s.exec(select(Order).where(Order.extends_id == self.order().id)).one())

    def its_line(self) -> OrderLine:
        order = self.replacement()
        return read(lambda s: s.exec(select(OrderLine).where(OrderLine.order_id == order.id)).one())

    def given(self) -> dict[str, int]:
        """What each of the two orders gave back."""
        rows = read(
            lambda s: s.exec(select(Order.number, PaymentShare.refunded_minor).join(PaymentShare)).all()
        )  # fmt: skip
        return {"first" if number == self.number else "instead": back for number, back in rows}

    def arrive(self, found: UUID) -> None:
        self.act(returns.receive_return, found)

    def inspect(self, found: UUID, **more) -> int:
        return self.act(returns.inspect_return, found, decisions={self.lines()[0].id: AGAIN}, **more)

    def cancel(self, found: UUID, **more) -> int:
        return self.act(returns.cancel_exchange, found, note="The last ones are cracked", **more)

    def send_it(self) -> None:
        with transaction() as session:
            orders.ship_order(
                session, actor=self.owner, store_id=self.store, number=self.replacement().number, carrier="bpost",
                tracking_number="3232002",
            )  # fmt: skip


@pytest.fixture
def sold(shop) -> Dearer:
    store = shop.store(shipping=490)
    return Dearer(shop, store, shop.variants(store, prices=(2400, 1777, 3000), stock=10))


def exchange() -> Exchange:
    return read(lambda s: s.exec(select(Exchange)).one())


def steps() -> list[str]:
    return [row.payload["status"] for row in events("return_changed")]


def long_over() -> None:
    """The time to pay has passed."""
    ago = datetime.now(UTC) - timedelta(hours=2)
    with transaction() as session:
        checkout = session.get_one(Checkout, session.exec(select(Exchange)).one().checkout_id)
        checkout.expires_at = ago
        purchase = session.exec(select(Purchase).where(Purchase.checkout_id == checkout.id)).one()
        purchase.hold_until = ago
        session.add_all([checkout, purchase])


def test_the_difference_is_asked_paid_and_the_replacement_is_sold(shop, sold):
    found = sold.wanted()
    assert status() == "to_pay" and exchange().charged_minor == 2 * 600 and level(sold.dear) == (10, 2)
    order = sold.replacement()
    assert (order.total_minor, order.shipping_minor, order.status) == (1200, 0, OrderStatus.AWAITING_PAYMENT)
    with pytest.raises(Conflict, match="order of its own"):
        sold.send(found)
    pay(sold.link(found))
    order = sold.replacement()
    assert status() == "sold" and order.status == OrderStatus.PAID
    assert order.dispatch_by is None  # not due before the other one is back
    view = sold.view(found)
    assert view.exchange is not None and view.exchange.sold_as == order.number
    sold.arrive(found)
    assert sold.replacement().dispatch_by is not None
    assert sold.inspect(found) == 0 and level(sold.sizes[0]) == (10, 0)
    sold.send_it()
    assert level(sold.dear) == (8, 0) and sold.given() == {"first": 0, "instead": 0}
    assert steps()[-3:] == ["difference_paid", "received", "inspected"]
    with pytest.raises(Conflict, match="sent already"):
        sold.cancel(found)


def test_what_is_asked_is_told_in_letters_with_the_link(shop, sold):
    found = sold.wanted(1)
    event = read(
        lambda s: s.exec(
            select(OutboxEvent).where(OutboxEvent.kind == "return_changed").order_by(col(OutboxEvent.id).desc())
        ).first()
    )
    with transaction() as session:
        notifications.prepare(session, event=session.merge(event))
    letters = read(lambda s: s.exec(select(Delivery)).all())
    told = next(letter for letter in letters if sold.link(found) in letter.body_text)
    assert "Pay the difference" in told.body_text and "€6.00" in told.body_text


def test_commission_is_taken_of_the_difference_alone(shop, sold):
    found = sold.wanted()
    pay(sold.link(found))
    line = sold.its_line()
    assert (line.total_minor, line.discount_minor) == (1200, 4800)
    assert (sold.lines()[0].commission_minor, line.commission_minor) == (496, 124)  # 12.5 % of them without their VAT


def test_tax_on_top_leaves_the_difference_or_a_cent_less(shop):
    zone = Zone(country="BE", inclusive=False, standard_bp=2100, reduced_bp=600)
    with transaction() as session:
        tax.set_zone(session, actor=shop.admin(), zone=zone)
    store = shop.store(shipping=0)
    for prices, count in (((2400, 50, 3000), 2), ((999, 50, 1234), 3), ((101, 50, 102), 1)):
        sold = Dearer(shop, store, shop.variants(store, prices=prices, stock=10), quantity=count)
        found = sold.wanted(count)
        view = sold.view(found).exchange
        assert view is not None and view.dearer_minor > 0
        assert 0 <= view.dearer_minor - view.charged_minor <= 1
        pay(sold.link(found))


def test_unpaid_it_is_given_up_and_the_money_goes_back(shop, sold):
    found = sold.wanted()
    token = sold.link(found)
    assert returns.look_after_exchanges(transaction) == 0
    long_over()
    assert returns.look_after_exchanges(transaction) == 1 and returns.look_after_exchanges(transaction) == 0
    assert status() == "cancelled" and level(sold.dear) == (10, 0) and steps()[-1] == "difference_unpaid"
    with pytest.raises(EmporiumError):
        pay(token)
    sold.arrive(found)
    assert sold.inspect(found) == 4800


def test_unpaid_after_the_inspection_the_money_goes_back_at_once(shop, sold):
    found = sold.wanted()
    sold.arrive(found)
    assert sold.inspect(found) == 0 and sold.given()["first"] == 0
    long_over()
    assert returns.look_after_exchanges(transaction) == 1
    assert sold.given()["first"] == 4800
    assert read(lambda s: s.get_one(Return, found)).refunded_minor == 4800


@pytest.mark.parametrize("inspected", [False, True])
@pytest.mark.parametrize("paid", [False, True])
def test_the_store_cancels_it_and_everything_goes_back(shop, sold, paid, inspected):
    found = sold.wanted()
    if paid:
        pay(sold.link(found))
    if inspected:
        sold.arrive(found)
        sold.inspect(found)
    assert sold.cancel(found) == (4800 if inspected else 0)
    assert status() == "cancelled" and level(sold.dear) == (10, 0)
    assert sold.given().get("instead", 0) == (1200 if paid else 0)
    if not inspected:
        sold.arrive(found)
        assert sold.inspect(found) == 4800
    assert sold.given()["first"] == 4800
    with pytest.raises(Conflict):
        sold.cancel(found)


@pytest.mark.parametrize("inspected", [False, True])
def test_a_replacement_cancelled_as_an_order_gives_its_units_money(shop, sold, inspected):
    """One of two is cancelled, then the other: each gives its difference and its first price back, once."""
    found = sold.wanted()
    pay(sold.link(found))
    if inspected:
        sold.arrive(found)
        sold.inspect(found)
    line, number = sold.its_line().id, sold.replacement().number
    for step, key in ((1, "a"), (2, "b")):
        with transaction() as session:
            refunds.cancel_lines(
                session, actor=sold.owner, store_id=sold.store, number=number, units={line: 1}, key=key,
                reason="cracked",
            )  # fmt: skip
        expected = 1 if inspected or step == 2 else 0
        assert returns.look_after_exchanges(transaction) == expected
        assert returns.look_after_exchanges(transaction) == 0
        if inspected:
            assert sold.given() == {"first": step * 2400, "instead": step * 600}
    if not inspected:
        sold.arrive(found)
        assert sold.inspect(found) == 4800
    assert status() == "cancelled" and sold.given() == {"first": 4800, "instead": 1200}


def test_one_cancelled_before_the_inspection_is_paid_by_it(shop, sold):
    found = sold.wanted()
    pay(sold.link(found))
    with transaction() as session:
        refunds.cancel_lines(
            session, actor=sold.owner, store_id=sold.store, number=sold.replacement().number,
            units={sold.its_line().id: 1}, reason="cracked", key="a",
        )  # fmt: skip
    sold.arrive(found)
    with transaction() as session:
        plan = returns.preview_inspection(session, actor=sold.owner, store_id=sold.store, return_id=found)
    assert plan.total_minor == 2400
    assert sold.inspect(found, expect_minor=2400) == 2400 and status() == "sold"
    assert returns.look_after_exchanges(transaction) == 0
    sold.send_it()
    assert sold.given() == {"first": 2400, "instead": 600}


def test_what_was_sold_instead_comes_back_for_both_prices(shop, sold):
    """The big mug cost 24.00 before and 6.00 more: sent back it is worth 30.00, and is not swapped again."""
    first = sold.wanted()
    pay(sold.link(first))
    sold.arrive(first)
    sold.inspect(first)
    sold.send_it()
    order = sold.replacement()
    token = read(lambda s: s.get_one(Purchase, order.purchase_id)).token
    assert read(lambda s: returns.swaps_for(s, order=order)) == []

    def ask(count: int, swap: UUID | None = None) -> UUID:
        with transaction() as session:
            return returns.request_return(
                session, actor=guest(), token=token, number=order.number, reason="too_small",
                units={sold.its_line().id: count}, swap=swap,
            ).id  # fmt: skip

    with pytest.raises(Invalid, match="for your money"):
        ask(1, sold.sizes[0])
    for done in (1, 2):
        again = ask(1)
        sold.approve(again)
        sold.arrive(again)
        with transaction() as session:
            plan = returns.preview_inspection(session, actor=sold.owner, store_id=sold.store, return_id=again)
        assert plan.total_minor == 3000 and [part.amount_minor for part in plan.parts] == [600, 2400]
        given = sold.act(returns.inspect_return, again, decisions={sold.its_line().id: AGAIN}, expect_minor=3000)
        assert given == 3000 and sold.given() == {"first": done * 2400, "instead": done * 600}
    assert level(sold.dear) == (10, 0)
    assert sold.replacement().status == OrderStatus.REFUNDED


def test_the_last_one_is_kept_or_refused_by_name(shop, sold):
    shop.buy(sold.dear, quantity=9)
    found = sold.ask(sold.dear)
    with pytest.raises(OutOfStock, match="Only 1 left of Oat mug"):
        sold.approve(found)
    assert status() == "wanted" and level(sold.dear) == (10, 9)
    assert read(lambda s: s.get_one(Return, found)).status == ReturnStatus.REQUESTED
    assert read(lambda s: s.exec(select(Order).where(col(Order.extends_id).is_not(None))).all()) == []


def test_another_store_cancels_nothing(shop, sold):
    found = sold.wanted()
    store = shop.store("Other")
    with pytest.raises(NotFound, match="no such store"):
        sold.cancel(found, actor=shop.owner(store))
    with pytest.raises(NotFound), transaction() as session:
        returns.cancel_exchange(
            session, actor=shop.owner(store), store_id=store, return_id=found, note="It is not mine"
        )  # fmt: skip
    assert status() == "to_pay"


@pytest.mark.concurrency
def test_paying_and_giving_up_at_once_do_one_of_both(shop):  # C05
    store = shop.store(shipping=0)
    for _ in range(ROUNDS):
        sold = Dearer(shop, store, shop.variants(store, prices=(2400, 1777, 3000), stock=2))
        found = sold.wanted()
        token = sold.link(found)
        outcomes = in_parallel(2, lambda i, t=token, f=found, s=sold: pay(t) if i else s.cancel(f))
        assert all(not isinstance(one, BaseException) or isinstance(one, EmporiumError) for one in outcomes), outcomes
        mine = read(lambda s, f=found: s.exec(select(Exchange).where(Exchange.return_id == f)).one())
        purchase = read(
            lambda s, m=mine: s.exec(select(Purchase).where(Purchase.checkout_id == m.checkout_id)).one()
        )  # fmt: skip
        attempts = read(
            lambda s, p=purchase: s.exec(select(PaymentAttempt).where(PaymentAttempt.purchase_id == p.id)).all()
        )
        if mine.status == "sold":
            assert purchase.status == PurchaseStatus.PAID and level(sold.dear) == (2, 2)
        else:
            # Cancelled before it was paid, or after: either way nothing is kept of the shopper's money or the stock.
            assert mine.status == "cancelled" and level(sold.dear) == (2, 0)
            for attempt in attempts:
                payments.settle_surplus(transaction, attempt_id=attempt.id)
            kept = read(
                lambda s, p=purchase: sum(
                    share.captured_minor - share.refunded_minor
                    for share in s.exec(
                        select(PaymentShare).join(PaymentAttempt)
                        .where(PaymentAttempt.purchase_id == p.id, PaymentAttempt.status == AttemptStatus.CAPTURED)
                    ).all()
                )
            )  # fmt: skip
            assert kept == 0


@pytest.mark.concurrency
def test_many_jobs_settle_a_cancelled_replacement_once(shop, sold):
    found = sold.wanted()
    pay(sold.link(found))
    sold.arrive(found)
    sold.inspect(found)
    with transaction() as session:
        refunds.cancel_order(
            session, actor=sold.owner, store_id=sold.store, number=sold.replacement().number, reason="cracked"
        )
    outcomes = in_parallel(4, lambda _i: returns.look_after_exchanges(transaction))
    assert sorted(outcomes) == [0, 0, 0, 1], outcomes
    assert sold.given() == {"first": 4800, "instead": 1200} and status() == "cancelled"
