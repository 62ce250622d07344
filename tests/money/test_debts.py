"""Stores that owe: netted, asked, restricted, settled; paid, forgiven, given time (F071, F100, C11, P11)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, OutOfStock, Refused
from emporium.services import carts, debts, ledger, orders, payouts, refunds
from emporium.services.auth import SYSTEM
from emporium.services.refunds import RefundAsk
from models.enums import AccountKind, DebtStage
from models.ledger import Earning
from models.notifications import Delivery
from models.orders import Order, OrderLine
from models.outbox import OutboxEvent
from models.risk import StoreDebt
from models.stores import Store
from tests.factories import Shop, events, guest, in_parallel, read, relay

IBAN = "BE71 0961 2345 6769"
DAY = timedelta(days=1)


class Indebted:
    """A store that was paid for a sale which was given back afterwards."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.store = shop, shop.store(shipping=0)
        self.mug = shop.variant(self.store, price=5000)
        placed = shop.buy(self.mug)
        self.owner, self.admin = shop.owner(self.store), shop.admin()
        with transaction() as session:
            payouts.set_bank_account(session, actor=self.owner, store_id=self.store, holder="Clay & Kin", iban=IBAN)
            session.execute(update(Earning).values(available_at=datetime.now(UTC) - DAY))
        payouts.run_payouts(transaction, actor=SYSTEM)
        order, line = read(
            lambda s: s.exec(
                select(Order, OrderLine).join(OrderLine, col(OrderLine.order_id) == col(Order.id))
                .where(Order.purchase_id == placed.purchase_id)
            ).one()
        )  # fmt: skip
        with transaction() as session:
            refunds.refund_order(
                session, actor=self.owner, store_id=self.store, number=order.number, ask=RefundAsk({line.id: 1}),
                key="all",
            )  # fmt: skip
        self.owed = -sum(read(lambda s: s.exec(select(Earning.amount_minor).where(Earning.status == "pending")).all()))
        assert self.owed > 0

    def review(self, after: timedelta = timedelta()) -> int:
        with transaction() as session:
            return debts.review_debts(session, now=datetime.now(UTC) + after)

    def debt(self) -> StoreDebt:
        return read(lambda s: s.exec(select(StoreDebt)).one())

    def restrict(self) -> None:
        for after in (timedelta(), 15 * DAY, 30 * DAY):
            self.review(after)
        assert self.debt().stage == DebtStage.RESTRICTED

    def sells(self) -> bool:
        return not read(lambda s: s.get_one(Store, self.store).selling_restricted)


@pytest.fixture
def owing(shop) -> Indebted:
    return Indebted(shop)


def test_the_steps_come_one_after_the_other_and_each_is_told_once(owing):
    assert owing.review() == 0 and owing.debt().stage == DebtStage.NETTING and owing.debt().owed_minor == owing.owed
    assert owing.review(13 * DAY) == 0
    assert (owing.review(14 * DAY), owing.review(14 * DAY)) == (1, 0) and owing.debt().stage == DebtStage.ASKED
    assert owing.sells() and owing.review(27 * DAY) == 0
    assert (owing.review(29 * DAY), owing.review(29 * DAY)) == (1, 0) and owing.debt().stage == DebtStage.RESTRICTED
    assert not owing.sells()
    for kind in ("debt_asked", "debt_restricted"):
        assert len(events(kind)) == 1 and relay(kind)
    assert any("Please pay" in row.body_text for row in read(lambda s: s.exec(select(Delivery)).all()))


def test_a_restricted_store_sells_nothing_and_everything_else_goes_on(owing):
    actor, waiting = guest(), owing.shop.buy(owing.mug)
    checkout_id, version = owing.shop.ready(actor, {owing.mug: 1})
    with transaction() as session:
        session.get_one(Store, owing.store).selling_restricted = True
    with pytest.raises(Invalid, match="is not selling"), transaction() as session:
        carts.add_line(session, actor=guest(), variant_id=owing.mug, quantity=1)
    view = read(lambda s: carts.cart_view(s, cart=carts.find_cart(s, actor=actor)))
    assert "is not selling" in view.stores[0].lines[0].problem
    with pytest.raises((Invalid, OutOfStock)):
        owing.shop.place(actor, checkout_id, version)
    number = read(lambda s: s.exec(select(Order.number).where(Order.purchase_id == waiting.purchase_id)).one())
    with transaction() as session:
        orders.ship_order(session, actor=owing.owner, store_id=owing.store, number=number, carrier="bpost")


def test_later_sales_net_it_and_selling_goes_on_by_itself(owing):
    owing.restrict()
    with transaction() as session:
        session.get_one(Store, owing.store).selling_restricted = False  # an open checkout that slipped through
    owing.shop.buy(owing.mug, quantity=2)
    with transaction() as session:
        session.get_one(Store, owing.store).selling_restricted = True
    assert owing.review() == 1
    assert owing.debt().stage == DebtStage.SETTLED and owing.sells()
    assert owing.review() == 0


def pay(owing: Indebted, amount: int, key: str = "k", **more):
    with transaction() as session:
        return debts.receive_payment(
            session, actor=more.pop("actor", owing.admin), debt_id=owing.debt().id, amount_minor=amount,
            note="Bank, 12 March", key=key,
        )  # fmt: skip


def test_a_payment_settles_it_at_once_and_is_booked_once(owing):
    owing.restrict()
    pay(owing, 100)
    assert owing.debt().stage == DebtStage.RESTRICTED and owing.debt().owed_minor == owing.owed - 100
    with pytest.raises(Conflict):
        pay(owing, 100)
    with pytest.raises(Invalid) as wrong:
        pay(owing, owing.owed, key="more")
    assert wrong.value.field == "amount"
    pay(owing, owing.owed - 100, key="rest")
    assert owing.debt().stage == DebtStage.SETTLED and owing.sells()
    assert read(lambda s: ledger.balance(s, kind=AccountKind.STORE_PAYABLE, currency="EUR", store_id=owing.store)) == 0


def test_what_is_forgiven_is_the_platforms_loss(owing):
    owing.review()
    with transaction() as session:
        debts.forgive_debt(
            session, actor=owing.admin, debt_id=owing.debt().id, amount_minor=owing.owed, note="Closed down", key="f"
        )
    assert owing.debt().stage == DebtStage.SETTLED
    assert read(lambda s: ledger.balance(s, kind=AccountKind.CHARGEBACK_LOSS, currency="EUR")) == owing.owed


def test_more_time_lets_it_sell_again(owing):
    owing.restrict()
    with transaction() as session:
        debts.extend_debt(session, actor=owing.admin, debt_id=owing.debt().id, note="Pays on Friday")
    assert owing.debt().stage == DebtStage.ASKED and owing.sells()


def test_the_job_twice_and_a_payment_at_once_agree(owing):
    owing.review()
    owing.review(15 * DAY)

    def act(number: int):
        if number == 0:
            return pay(owing, owing.owed)
        return owing.review(30 * DAY)

    outcomes = in_parallel(5, act)
    assert not [one for one in outcomes if isinstance(one, BaseException)], outcomes
    owing.review(30 * DAY)
    assert owing.debt().stage == DebtStage.SETTLED and owing.sells()
    told = read(lambda s: s.exec(select(OutboxEvent.kind).where(col(OutboxEvent.kind).startswith("debt_"))).all())
    assert told.count("debt_settled") == 1 and told.count("debt_asked") == 1 and told.count("debt_restricted") <= 1


def test_small_debts_only_net(owing, monkeypatch):
    from emporium.settings import get_settings

    monkeypatch.setenv("EMPORIUM_DEBT_MINIMUM_MINOR", "1000000")
    get_settings.cache_clear()
    try:
        owing.review()
        assert owing.review(90 * DAY) == 0 and owing.debt().stage == DebtStage.NETTING
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()


def test_who_sees_and_who_settles(owing):  # F003
    owing.review()
    assert read(lambda s: debts.store_debts(s, actor=owing.owner, store_id=owing.store))[0].owed_minor == owing.owed
    assert read(lambda s: debts.debts(s, actor=owing.admin))[0].store == "Clay & Kin"
    with pytest.raises(Refused):
        pay(owing, 100, actor=owing.owner)
    with pytest.raises(Refused):
        read(lambda s: debts.debts(s, actor=owing.owner))
    with pytest.raises(NotFound):
        read(lambda s: debts.store_debts(s, actor=owing.shop.owner(owing.shop.store()), store_id=owing.store))


def test_the_furthest_stand_first(owing):  # F100
    with transaction() as session:
        for number, stage in enumerate(("netting", "asked", "restricted")):
            session.add(
                StoreDebt(store_id=owing.shop.store(f"Store {number}"), currency="EUR", owed_minor=100, stage=stage)
            )
    assert [row.stage for row in read(lambda s: debts.debts(s, actor=owing.admin))] == [
        "restricted",
        "asked",
        "netting",
    ]
