"""Restock exactly once (C13), and returns from the shopper's words to the refund (F080)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Expired, Invalid, NotFound, Refused
from emporium.services import inventory, orders, returns
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
    given = {"reason": "Too small", "units": {sold.lines()[0].id: count}, "number": sold.number} | more
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
    act(sold, returns.decide_return, found, approve=True)
    act(sold, returns.receive_return, found)
    with pytest.raises(Invalid, match="every line"):
        act(sold, returns.inspect_return, found, decisions={})
    given = act(sold, returns.inspect_return, found, decisions={line: AGAIN})
    assert given == 3554 and level().on_hand == 9 and sold.lines()[0].refunded_minor == 3554
    with pytest.raises(Conflict):
        act(sold, returns.inspect_return, found, decisions={line: AGAIN})
    assert level().on_hand == 9
    rest = ask(sold, 1)
    act(sold, returns.decide_return, rest, approve=True)
    act(sold, returns.receive_return, rest)
    assert act(sold, returns.inspect_return, rest, decisions={line: SCRAP}, shipping_minor=490) == 1777 + 490
    assert level().on_hand == 9, "scrapped"
    assert owed(sold.store) == 0 and sold.order().status == OrderStatus.REFUNDED


def test_inspecting_at_once_restocks_once(shop, sold):
    found, line = ask(sold, 3), sold.lines()[0].id
    act(sold, returns.decide_return, found, approve=True)
    act(sold, returns.receive_return, found)
    outcomes = in_parallel(
        6, lambda _i: act(sold, returns.inspect_return, found, decisions={line: AGAIN}, refund=False)
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


def test_a_refusal_needs_words_and_frees_the_units(shop, sold):
    found = ask(sold, 3)
    with pytest.raises(Invalid):
        act(sold, returns.decide_return, found, approve=False)
    act(sold, returns.decide_return, found, approve=False, note="It was worn")
    assert ask(sold, 3)
    with pytest.raises(NotFound):
        act(sold, returns.decide_return, uuid4(), approve=True)
    with pytest.raises(Refused):
        act(sold, returns.decide_return, found, actor=shop.owner(sold.store, StoreRole.STAFF), approve=True)


def test_digital_goods_and_other_stores_places_take_nothing_back(shop, sold):
    found, line = ask(sold, 1), sold.lines()[0]
    act(sold, returns.decide_return, found, approve=True)
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
