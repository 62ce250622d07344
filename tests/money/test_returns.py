"""Restock exactly once (C13), and returns from the shopper's words to the refund (F080)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Expired, Invalid, NotFound, Refused
from emporium.services import inventory, orders, returns
from emporium.services.refunds import RefundAsk
from emporium.services.returns import Decision
from models.catalogue import Product
from models.enums import OrderStatus, RestockDecision, StoreRole
from models.inventory import Location, StockLevel
from models.orders import Fulfillment
from tests.factories import guest, in_parallel, read
from tests.money.test_refunds import Sold, owed

AGAIN, SCRAP = Decision(RestockDecision.RESTOCK), Decision(RestockDecision.SCRAP)


@pytest.fixture
def sold(shop) -> Sold:
    store = shop.store(shipping=490)
    made = Sold(shop, store, shop.variant(store, price=1777), quantity=3)
    made.ship()
    return made


def level() -> StockLevel:
    return read(lambda s: s.exec(select(StockLevel)).one())


def ask(sold: Sold, count: int = 2, **more):
    given = {"reason": "too_small", "units": {sold.lines()[0].id: count}, "number": sold.number} | more
    with transaction() as session:
        return returns.request_return(session, actor=guest(), token=sold.placed.token, **given).id


def act(sold: Sold, call, return_id, actor=None, **more):
    with transaction() as session:
        done = call(session, actor=actor or sold.owner, store_id=sold.store, return_id=return_id, **more)
        return done if isinstance(done, int) else None


def test_a_return_is_restocked_once_and_refunded_to_the_cent(shop, sold):
    found = ask(sold)
    line = sold.lines()[0].id
    with pytest.raises(Conflict):
        act(sold, returns.receive_return, found)
    act(sold, returns.decide_return, found, approve=True, note="Post it to us")
    act(sold, returns.receive_return, found)
    with pytest.raises(Invalid, match="every line"):
        act(sold, returns.inspect_return, found, decisions={})
    given = act(sold, returns.inspect_return, found, decisions={line: AGAIN})
    assert given == 3554 and level().on_hand == 9 and sold.lines()[0].refunded_minor == 3554
    with pytest.raises(Conflict):
        act(sold, returns.inspect_return, found, decisions={line: AGAIN})
    assert level().on_hand == 9
    rest = ask(sold, 1)
    act(sold, returns.decide_return, rest, approve=True, note="Post it to us")
    act(sold, returns.receive_return, rest)
    assert act(sold, returns.inspect_return, rest, decisions={line: SCRAP}, shipping_minor=490) == 1777 + 490
    assert level().on_hand == 9, "scrapped"
    assert owed(sold.store) == 0 and sold.order().status == OrderStatus.REFUNDED


def test_inspecting_at_once_restocks_once(shop, sold):
    found, line = ask(sold, 3), sold.lines()[0].id
    act(sold, returns.decide_return, found, approve=True, note="Post it to us")
    act(sold, returns.receive_return, found)
    outcomes = in_parallel(
        6, lambda _i: act(sold, returns.inspect_return, found, decisions={line: AGAIN}, refund=False, note="Worn")
    )
    assert sum(o == 0 for o in outcomes) == 1 and sum(isinstance(o, Conflict) for o in outcomes) == 5, outcomes
    assert level().on_hand == 10 and sold.share().refunded_minor == 0, "refund and restock are two choices"


def test_what_cannot_be_sent_back(shop, sold):
    with pytest.raises(Invalid, match="3 of it"):
        ask(sold, 4)
    for wrong in ({"units": {}}, {"units": {uuid4(): 1}}, {"units": {sold.lines()[0].id: -1}}, {"reason": " "}):
        with pytest.raises(Invalid):
            ask(sold, **wrong)
    with pytest.raises(NotFound):
        ask(sold, number="E1-1")
    ask(sold, 2)
    with pytest.raises(Invalid, match="1 of it"):
        ask(sold, 2)
    with pytest.raises(Expired):
        ask(sold, 1, now=datetime.now(UTC) + timedelta(days=31))
    fresh = Sold(shop, sold.store, shop.variant(sold.store))
    with pytest.raises(Invalid, match="cancel"):
        ask(fresh, 1)


def test_the_last_day_of_a_purchase_is_that_of_what_is_left(shop, sold):  # F080
    def last(now: datetime | None = None) -> list[datetime]:
        return list(read(lambda s: returns.last_days(s, purchase_ids=[sold.placed.purchase_id], now=now)).values())

    (until,) = last()
    assert timedelta(days=29) < until - datetime.now(UTC) < timedelta(days=31)
    assert last(until - timedelta(seconds=1)) == [until] and last(until + timedelta(seconds=1)) == []
    found = ask(sold, 3)
    assert last() == [], "everything is on its way back"
    act(sold, returns.decide_return, found, approve=False, note="It was worn")
    assert last() == [until]
    unsent = Sold(shop, sold.store, shop.variant(sold.store))
    assert read(lambda s: returns.last_days(s, purchase_ids=[unsent.placed.purchase_id])) == {}


def test_a_refusal_needs_words_and_frees_the_units(shop, sold):
    found = ask(sold, 3)
    with pytest.raises(Invalid):
        act(sold, returns.decide_return, found, approve=False)
    act(sold, returns.decide_return, found, approve=False, note="It was worn")
    assert ask(sold, 3)
    with pytest.raises(NotFound):
        act(sold, returns.decide_return, uuid4(), approve=True, note="Post it to us")
    with pytest.raises(Refused):
        act(
            sold,
            returns.decide_return,
            found,
            actor=shop.owner(sold.store, StoreRole.STAFF),
            approve=True,
            note="Post it to us",
        )


def test_digital_goods_and_other_stores_places_take_nothing_back(shop, sold):
    found, line = ask(sold, 1), sold.lines()[0]
    act(sold, returns.decide_return, found, approve=True, note="Post it to us")
    act(sold, returns.receive_return, found)
    other = shop.store("Other")
    place = read(lambda s: s.exec(select(Location.id).where(Location.store_id == other)).one())
    with pytest.raises(Invalid, match="own places"):
        act(sold, returns.inspect_return, found, decisions={line.id: Decision(RestockDecision.RESTOCK, place)})
    with transaction() as session:
        session.get_one(Product, line.product_id).is_digital = True
    with pytest.raises(Invalid, match="cannot be sold again"):
        act(sold, returns.inspect_return, found, decisions={line.id: AGAIN})
    assert act(sold, returns.inspect_return, found, decisions={line.id: SCRAP}) == 1777


def test_a_parcel_called_back_is_promised_again_and_can_be_cancelled(shop, sold):
    parcel = read(lambda s: s.exec(select(Fulfillment.id)).one())
    assert (level().on_hand, level().reserved) == (7, 0)

    def call_back() -> None:
        with transaction() as session:
            orders.call_back_parcel(
                session, actor=sold.owner, store_id=sold.store, number=sold.number, parcel_id=parcel, reason="torn"
            )

    outcomes = in_parallel(4, lambda _i: call_back())
    assert sum(o is None for o in outcomes) == 1, outcomes
    assert (level().on_hand, level().reserved) == (10, 3) and sold.order().status == OrderStatus.PAID
    sold.ship()
    assert (level().on_hand, level().reserved) == (7, 0) and sold.order().status == OrderStatus.SHIPPED


def test_a_called_back_order_can_be_cancelled_and_frees_its_units(shop, sold):
    parcel = read(lambda s: s.exec(select(Fulfillment.id)).one())
    with transaction() as session:
        orders.call_back_parcel(session, actor=sold.owner, store_id=sold.store, number=sold.number, parcel_id=parcel)
    sold.cancel({sold.lines()[0].id: 3})
    assert (level().on_hand, level().reserved) == (10, 0) and sold.order().status == OrderStatus.CANCELLED


def test_the_same_cause_moves_stock_once(shop):
    from sqlalchemy.exc import IntegrityError

    thing = shop.variant()
    place = level().location_id

    def back() -> None:
        with transaction() as session:
            inventory.take_back(session, units={(thing, place): 1}, cause_id="return:one")

    back()
    with pytest.raises(IntegrityError):
        back()
    assert level().on_hand == 11


def test_a_yes_says_how_and_a_label_is_a_safe_address(shop, sold):  # F080
    found = ask(sold)
    for wrong in ({}, {"note": "ok"}, {"label_url": "javascript:alert(1)"}, {"label_url": "http://x.example/l"}):
        with pytest.raises(Invalid):
            act(sold, returns.decide_return, found, approve=True, **wrong)
    act(
        sold, returns.decide_return, found, approve=True, address="Kaai 1, 9000 Ghent",
        label_url="https://labels.example/1", tracking_number="RET1",
    )  # fmt: skip
    view = read(lambda s: returns.store_return(s, actor=sold.owner, store_id=sold.store, return_id=found))
    assert (view.status, view.reason, view.return_address) == ("approved", "Too small", "Kaai 1, 9000 Ghent")
    assert (view.label_url, view.tracking_number) == ("https://labels.example/1", "RET1")
    with pytest.raises(Conflict):
        act(sold, returns.decide_return, found, approve=False, note="Changed our mind")


def test_a_shopper_keeps_it_after_all_until_the_store_answers(shop, sold):  # F080
    found, stranger = ask(sold, 3), Sold(shop, sold.store, shop.variant(sold.store))

    def keep(token: str, return_id) -> str:
        with transaction() as session:
            return returns.cancel_return(session, actor=guest(), token=token, return_id=return_id).status

    with pytest.raises(NotFound):
        keep(stranger.placed.token, found)
    outcomes = in_parallel(
        4,
        lambda i: (
            keep(sold.placed.token, found)
            if i % 2
            else act(sold, returns.decide_return, found, approve=True, note="Post it to us")
        ),
    )
    assert sum(not isinstance(o, Conflict) for o in outcomes) == 1, outcomes
    second = ask(sold, 3) if "cancelled" in outcomes else found
    if second != found:
        act(sold, returns.decide_return, second, approve=True, note="Post it to us")
    with pytest.raises(Conflict):
        keep(sold.placed.token, second)


def test_some_units_go_back_on_the_shelf_and_some_do_not(shop, sold):  # F080, C13
    found, line = ask(sold, 3), sold.lines()[0].id
    act(sold, returns.decide_return, found, approve=True, note="Post it to us")
    act(sold, returns.receive_return, found)
    for units in (-1, 4, True):
        with pytest.raises(Invalid, match="put back"):
            act(sold, returns.inspect_return, found, decisions={line: Decision(RestockDecision.RESTOCK, units=units)})
    with pytest.raises(Invalid, match="why no money"):
        act(sold, returns.inspect_return, found, decisions={line: AGAIN}, refund=False)
    where = {"actor": sold.owner, "store_id": sold.store, "return_id": found}
    seen = read(lambda s: returns.preview_inspection(s, shipping_minor=490, **where))
    with pytest.raises(Conflict, match="changed meanwhile"):
        act(sold, returns.inspect_return, found, decisions={line: SCRAP}, expect_minor=seen.total_minor)
    given = act(
        sold, returns.inspect_return, found, decisions={line: Decision(RestockDecision.RESTOCK, units=2)},
        shipping_minor=490, expect_minor=seen.total_minor,
    )  # fmt: skip
    assert given == seen.total_minor == 3 * 1777 + 490 and level().on_hand == 9
    view = read(lambda s: returns.store_return(s, **where))
    assert (view.refunded_minor, view.lines[0].quantity, view.lines[0].restocked) == (given, 3, 2)


def test_units_whose_money_was_given_back_before_are_not_paid_twice(shop, sold):  # F080
    found, line = ask(sold, 3), sold.lines()[0].id
    sold.refund(RefundAsk({line: 2}))
    act(sold, returns.decide_return, found, approve=True, note="Post it to us")
    act(sold, returns.receive_return, found)
    assert act(sold, returns.inspect_return, found, decisions={line: AGAIN}) == 1777
    assert sold.lines()[0].refunded_minor == 3 * 1777 and level().on_hand == 10


def test_a_refund_and_an_inspection_at_once_give_back_no_more_than_was_paid(shop, sold):  # F080, C10
    found, line = ask(sold, 3), sold.lines()[0].id
    act(sold, returns.decide_return, found, approve=True, note="Post it to us")
    act(sold, returns.receive_return, found)
    outcomes = in_parallel(
        4,
        lambda i: (
            sold.refund(RefundAsk({line: 3}), key=f"k{i}")
            if i % 2
            else act(sold, returns.inspect_return, found, decisions={line: AGAIN})
        ),
    )
    assert sum(o for o in outcomes if isinstance(o, int)) == 3 * 1777, outcomes
    assert sold.lines()[0].refunded_minor == 3 * 1777 and level().on_hand == 10


def test_a_store_s_list_begins_with_what_is_open(shop):  # F080
    store = shop.store(shipping=0)
    sales = [Sold(shop, store, shop.variant(store)) for _ in range(4)]
    for sale in sales:
        sale.ship()
    made = [ask(sale, 1) for sale in sales]
    act(sales[3], returns.decide_return, made[3], approve=False, note="It was worn")
    act(sales[1], returns.decide_return, made[1], approve=False, note="It was worn")
    seen, after = [], None
    while True:
        rows, after = read(
            lambda s, at=after: returns.store_returns(s, actor=sales[0].owner, store_id=store, after=at, limit=1)
        )
        seen += [row.id for row in rows]
        if after is None:
            break
    assert seen == [made[2], made[0], made[3], made[1]]
    assert read(lambda s: returns.open_returns(s, actor=sales[0].owner, store_id=store)) == 2
    other = shop.store("Other")
    with pytest.raises(NotFound):
        read(lambda s: returns.store_return(s, actor=shop.owner(other), store_id=other, return_id=made[0]))
