"""Shoppers' wishes to cancel: at once while it is early, else the store answers; siblings untouched (F079)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.services import cancelling
from models.aftersale import CancelRequest
from models.enums import OrderStatus, StoreRole
from models.inventory import StockLevel
from models.orders import Order
from tests.factories import guest, in_parallel, read, relay
from tests.money.test_refunds import Sold

LATER = timedelta(minutes=31)


@pytest.fixture
def sold(shop) -> Sold:
    store = shop.store(shipping=490)
    return Sold(shop, store, shop.variant(store, price=1777), quantity=3)


def wish(sold: Sold, *, late: bool = True, **more) -> str:
    given = {"units": {}, "reason": "Ordered twice", "number": sold.number, "token": sold.placed.token} | more
    now = datetime.now(UTC) + (LATER if late else timedelta())
    with transaction() as session:
        return str(cancelling.request_cancel(session, actor=guest(), now=now, **given).status)


def answer(sold: Sold, agree: bool, note: str = "", actor=None) -> str:
    with transaction() as session:
        return str(
            cancelling.decide_cancel(
                session, actor=actor or sold.owner, store_id=sold.store, number=sold.number, agree=agree, note=note
            ).status
        )


def statuses() -> list[str]:
    return read(lambda s: s.exec(select(CancelRequest.status).order_by(CancelRequest.id)).all())


def letters() -> list[tuple[str, str]]:
    return [(row.recipient, row.subject) for row in relay("cancel_request_changed")]


def test_an_early_wish_is_done_at_once_and_siblings_go_on(shop):  # F079
    one, two = shop.store("One", shipping=490), shop.store("Two", shipping=0)
    mine, other = shop.variant(one, price=1777), shop.variant(two)
    sold = Sold(shop, one, mine, also=(other,))
    assert wish(sold, late=False) == "accepted"
    assert sold.order().status == OrderStatus.CANCELLED and sold.share().refunded_minor == 1777 + 490
    sibling = read(lambda s: s.exec(select(Order).where(Order.store_id == two)).one())
    assert sibling.status == OrderStatus.PAID
    assert {row.reserved for row in read(lambda s: s.exec(select(StockLevel)).all())} == {0, 1}
    with pytest.raises(Conflict):
        wish(sold)


def test_a_late_wish_waits_for_the_store_and_says_how_it_ended(shop, sold):  # F079
    (line,) = sold.lines()
    assert wish(sold, units={line.id: 2}) == "open"
    with pytest.raises(Conflict, match="asked already"):
        wish(sold)
    with pytest.raises(Invalid):
        answer(sold, False, "no")
    with pytest.raises(Refused):
        answer(sold, True, actor=shop.owner(sold.store, StoreRole.STAFF))
    assert answer(sold, True) == "accepted"
    assert sold.lines()[0].cancelled_quantity == 2 and sold.order().status == OrderStatus.PAID
    assert sold.share().refunded_minor == 2 * 1777
    assert wish(sold) == "open"
    assert answer(sold, False, "It is wrapped already") == "refused"
    assert sold.lines()[0].cancelled_quantity == 2
    with pytest.raises(Conflict, match="no open wish"):
        answer(sold, True)
    subjects = [subject for _, subject in letters()]
    assert sum("Please answer" in subject for subject in subjects) == 2
    assert sum("Your wish to cancel" in subject for subject in subjects) == 2


def test_what_cannot_be_wished_for(shop, sold):  # F079
    (line,) = sold.lines()
    for units in ({line.id: 4}, {line.id: -1}, {sold.order().id: 1}):
        with pytest.raises(Invalid):
            wish(sold, units=units)
    with pytest.raises(NotFound):
        wish(sold, token="somebody-else")
    sold.ship()
    with pytest.raises(Conflict, match="sent back"):
        wish(sold)
    other = shop.store("Other")
    with pytest.raises(NotFound), transaction() as session:
        cancelling.decide_cancel(session, actor=shop.owner(other), store_id=other, number=sold.number, agree=True)


def test_a_packed_order_is_never_cancelled_at_once(shop, sold):  # F079
    from emporium.services.orders.fulfilment import ParcelLine

    (line,) = sold.lines()
    sold.ship([ParcelLine(line.id, 1)])
    assert wish(sold, late=False) == "open"
    assert answer(sold, True) == "accepted"
    assert sold.lines()[0].cancelled_quantity == 2 and sold.order().status != OrderStatus.CANCELLED


def test_sending_it_closes_the_wish_and_the_shopper_may_take_it_back(shop, sold):  # F079
    wish(sold)
    with transaction() as session:
        cancelling.withdraw_cancel(session, actor=guest(), token=sold.placed.token, number=sold.number)
    with pytest.raises(Conflict), transaction() as session:
        cancelling.withdraw_cancel(session, actor=guest(), token=sold.placed.token, number=sold.number)
    wish(sold)
    sold.ship()
    assert statuses() == ["closed", "closed"]
    assert any("Your wish to cancel" in subject for _, subject in letters())


def test_sending_and_agreeing_at_once_do_one_of_both(shop, sold):  # F079
    wish(sold)
    outcomes = in_parallel(4, lambda i: sold.ship() if i % 2 else answer(sold, True))
    done = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    assert len(done) == 1, outcomes
    assert all(isinstance(o, (Conflict, Invalid)) for o in outcomes if isinstance(o, BaseException)), outcomes
    (line,) = sold.lines()
    assert (line.shipped_quantity, line.cancelled_quantity) in ((3, 0), (0, 3))
    assert statuses() == (["accepted"] if line.cancelled_quantity else ["closed"])


def test_two_wishes_at_once_are_one(shop, sold):  # F079
    outcomes = in_parallel(4, lambda _i: wish(sold))
    assert outcomes.count("open") == 1 and sum(isinstance(o, Conflict) for o in outcomes) == 3, outcomes
