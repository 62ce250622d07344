"""Paying at the door: the store keeps the cash and owes the commission (F074, C03, C11)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound
from emporium.providers.payments import get_provider
from emporium.services import ledger, orders, payments, refunds
from emporium.services.refunds import RefundAsk, cancel_order
from emporium.settings import get_settings
from emporium.web.page import PageRequest
from models.enums import AccountKind, AttemptStatus, EarningKind, OrderStatus, RefundStatus
from models.inventory import StockLevel
from models.ledger import Earning, LedgerTransaction
from models.orders import Order, OrderLine
from models.payments import PaymentShare, Refund
from storefront.state import checkout as checkout_page
from storefront.state import purchase as purchase_page
from tests.factories import Shop, guest, in_parallel, read
from vendor.state import order_view


@pytest.fixture(autouse=True)
def cash_allowed(monkeypatch):
    monkeypatch.setenv("EMPORIUM_CASH_ON_DELIVERY", "1")
    get_settings.cache_clear()
    get_provider.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()
    get_provider.cache_clear()


def store_with_cash(shop: Shop, name: str = "Clay & Kin", *, allowed: bool = True):
    store = shop.store(name, shipping=490)
    with transaction() as session:
        payments.set_cash_on_delivery(session, actor=shop.owner(store), store_id=store, allowed=allowed)
    return store


def bought(shop: Shop, store, *, price: int = 2400, units: int = 1):
    placed = shop.buy(shop.variant(store, price=price), quantity=units, method="cash")
    assert placed.status is AttemptStatus.AUTHORISED
    return placed, order_of(placed)


def order_of(placed) -> Order:
    return read(lambda s: s.exec(select(Order).where(Order.purchase_id == placed.purchase_id)).one())


def ship(shop: Shop, order: Order) -> None:
    with transaction() as session:
        orders.ship_order(
            session, actor=shop.owner(order.store_id), store_id=order.store_id, number=order.number, carrier="bpost"
        )


def collect(shop: Shop, order: Order) -> int:
    return payments.collect_cash(
        transaction, actor=shop.owner(order.store_id), store_id=order.store_id, number=order.number
    )


def owed(store) -> int:
    """What the ledger owes the store; below zero it owes us."""
    return -read(lambda s: ledger.balance(s, kind=AccountKind.STORE_PAYABLE, currency="EUR", store_id=store))


def test_the_sale_is_booked_at_the_door_and_commission_is_the_stores_debt(shop):
    store = store_with_cash(shop)
    placed, order = bought(shop, store)
    assert read(lambda s: s.exec(select(LedgerTransaction)).all()) == [], "nothing was paid yet"
    shown = purchase_page.purchase_view(
        read(lambda s: orders.purchase_by_token(s, token=placed.token)), signed_in=False
    )  # fmt: skip
    assert (shown.door, shown.paid, shown.method) == ("€28.90", False, "Cash at the door")
    with pytest.raises(Conflict, match="Send the whole order"):
        collect(shop, order)
    ship(shop, order)
    payments.capture_order(transaction, order_id=order.id)
    assert read(lambda s: s.exec(select(PaymentShare.captured_minor)).one()) == 0, "sending takes no cash"
    assert order.id not in read(payments.waiting_captures)
    assert collect(shop, order) == 2890
    fees = order.commission_minor + order.fee_tax_minor
    assert owed(store) == -fees < 0
    kinds = dict(read(lambda s: s.exec(select(Earning.kind, Earning.amount_minor)).all()))
    assert kinds == {EarningKind.SALE: 2890 - fees, EarningKind.CASH: -2890}
    assert read(lambda s: ledger.balance(s, kind=AccountKind.CASH_WITH_STORES, currency="EUR")) == 0
    assert read(lambda s: ledger.balance(s, kind=AccountKind.PROVIDER_CLEARING, currency="EUR")) == 0


def test_collected_by_many_hands_at_once_is_booked_once(shop):
    store = store_with_cash(shop)
    _, order = bought(shop, store)
    ship(shop, order)
    outcomes = in_parallel(8, lambda _i: collect(shop, order))
    assert all(isinstance(one, int) for one in outcomes), outcomes
    assert len(read(lambda s: s.exec(select(Earning)).all())) == 2
    assert collect(shop, order) == 0


def test_what_is_given_back_at_the_door_brings_the_commission_back(shop):  # C04
    store = store_with_cash(shop)
    _, order = bought(shop, store, units=2)
    ship(shop, order)
    collect(shop, order)
    line = read(lambda s: s.exec(select(OrderLine)).one())
    before = owed(store)
    with transaction() as session:
        made = refunds.refund_order(
            session, actor=shop.owner(store), store_id=store, number=order.number, ask=RefundAsk({line.id: 1}), key="r"
        )
    assert refunds.send_refund(transaction, refund_id=made.id) == RefundStatus.SUCCEEDED
    half = line.commission_minor // 2 + line.fee_tax_minor // 2
    assert abs(owed(store) - before - half) <= 1, "only the commission moves: the store gave its own cash back"
    assert read(lambda s: s.exec(select(Refund.reference)).one()).startswith("cash:")


def test_a_parcel_that_was_not_taken_costs_nobody_anything(shop):  # C13
    store = store_with_cash(shop)
    placed, order = bought(shop, store)
    with transaction() as session:
        cancel_order(session, actor=shop.owner(store), store_id=store, number=order.number, reason="Not at home")
    assert order_of(placed).status == OrderStatus.CANCELLED
    assert owed(store) == 0 and read(lambda s: s.exec(select(StockLevel.reserved)).one()) == 0
    with pytest.raises(Conflict):
        collect(shop, order_of(placed))


def test_a_gift_card_pays_its_part_with_the_cash(shop):  # C10, F061
    from emporium.services import checkout, credit
    from emporium.services.auth import SYSTEM

    store = store_with_cash(shop)
    with transaction() as session:
        card = credit.issue_gift_card(session, actor=SYSTEM, amount_minor=1000, currency="EUR")
    actor = guest()
    checkout_id, version = shop.ready(actor, {shop.variant(store, price=2400): 1})
    with transaction() as session:
        checkout.add_code(session, actor=actor, checkout_id=checkout_id, code=card.code)
    placed = shop.place(actor, checkout_id, version, method="cash")
    order = order_of(placed)
    ship(shop, order)
    payments.capture_order(transaction, order_id=order.id)
    assert read(lambda s: s.exec(select(LedgerTransaction.kind).where(LedgerTransaction.kind == "sale")).all()) == []
    assert collect(shop, order) == 1890
    assert owed(store) == 1000 - order.commission_minor - order.fee_tax_minor


def test_where_it_is_offered(shop, monkeypatch):
    open_, shut = store_with_cash(shop), store_with_cash(shop, "Norr Light", allowed=False)
    actor = guest()
    checkout_id, version = shop.ready(actor, {shop.variant(open_): 1, shop.variant(shut): 1})
    with transaction() as session:
        view = checkout_page.load_checkout(session, PageRequest(actor=actor, path="/checkout", query_string="")).view
    assert "cash" not in [method.token for method in view.methods]
    with pytest.raises(Invalid, match="Norr Light cannot be paid at the door"):
        shop.place(actor, checkout_id, version, method="cash")
    monkeypatch.setenv("EMPORIUM_CASH_LIMIT_MINOR", "2000")
    get_settings.cache_clear()
    with pytest.raises(Invalid, match="up to"):
        shop.buy(shop.variant(open_, price=2400), method="cash")
    monkeypatch.setenv("EMPORIUM_CASH_ON_DELIVERY", "0")
    get_settings.cache_clear()
    with pytest.raises(Invalid):
        shop.buy(shop.variant(open_, price=100), method="cash")


def test_only_the_stores_own_people_say_so(shop):  # F150
    store = store_with_cash(shop)
    _, order = bought(shop, store)
    with pytest.raises(NotFound):
        payments.collect_cash(transaction, actor=shop.owner(shop.store()), store_id=store, number=order.number)
    paid = shop.buy(shop.variant(store, price=2400))
    other = read(lambda s: s.exec(select(Order).where(Order.purchase_id == paid.purchase_id)).one())
    ship(shop, other)
    with pytest.raises(Conflict, match="not paid at the door"):
        collect(shop, other)
    assert read(lambda s: s.exec(select(Order.number).order_by(col(Order.number))).all())


def test_the_history_says_how_it_was_paid(shop):  # F074
    store = store_with_cash(shop)
    placed, order = bought(shop, store)

    def history() -> list[str]:
        owner = shop.owner(store)
        found = read(lambda s: orders.store_order(s, actor=owner, store_id=store, number=order.number))
        return [step.title for step in order_view.order_page(found, actor=owner, keep="", today=date.today()).history]

    def scans() -> list[str]:
        shown = purchase_page.purchase_view(
            read(lambda s: orders.purchase_by_token(s, token=placed.token)), signed_in=False
        )
        return [scan.title for scan in shown.parcels[0].scans]

    assert "Confirmed, to be paid at the door" in history() and "Confirmed, to be paid at the door" in scans()
    ship(shop, order)
    collect(shop, order)
    assert history()[1] == "Confirmed, stock promised" and "Paid at the door" in history()
    assert scans()[0] == "Confirmed"
