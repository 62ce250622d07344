"""Another variant instead of money: kept at the yes, settled with its parcel, released when it is off (F080)."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, OutOfStock, Refused
from emporium.services import orders, returns
from emporium.services.returns import Decision
from models.aftersale import Exchange
from models.enums import FulfillmentStatus, OrderStatus, RestockDecision, StoreRole
from models.inventory import StockLevel
from models.orders import Fulfillment
from tests.factories import Shop, guest, in_parallel, read
from tests.money.test_refunds import Sold

AGAIN = Decision(RestockDecision.RESTOCK)


class Swapped(Sold):
    """Two sent units of the first of three sizes: as dear, cheaper, dearer."""

    def __init__(self, shop: Shop, store, sizes: list[UUID], quantity: int = 2) -> None:
        super().__init__(shop, store, sizes[0], quantity=quantity)
        self.sizes = sizes
        self.ship()

    def ask(self, swap: UUID, count: int = 2) -> UUID:
        with transaction() as session:
            return returns.request_return(
                session, actor=guest(), token=self.placed.token, number=self.number, reason="too_small",
                units={self.lines()[0].id: count}, swap=swap,
            ).id  # fmt: skip

    def act(self, call, return_id, **more):
        with transaction() as session:
            done = call(
                session, actor=more.pop("actor", self.owner), store_id=self.store, return_id=return_id, **more
            )  # fmt: skip
            return done if isinstance(done, int) else None

    def approve(self, return_id, **more) -> None:
        self.act(returns.decide_return, return_id, approve=True, note="Post it to us", **more)

    def send(self, return_id, **more) -> int:
        return self.act(
            returns.send_replacement, return_id, carrier="bpost", tracking_number="3232001", **more
        )  # fmt: skip


@pytest.fixture
def sold(shop) -> Swapped:
    store = shop.store(shipping=490)
    return Swapped(shop, store, shop.variants(store, prices=(2400, 1777, 3000), stock=10))


def level(variant) -> tuple[int, int]:
    found = read(lambda s: s.exec(select(StockLevel).where(StockLevel.variant_id == variant)).one())
    return found.on_hand, found.reserved


def status() -> str:
    return read(lambda s: s.exec(select(Exchange.status)).one())


def test_a_cheaper_one_is_kept_sent_and_gives_its_difference_back(shop, sold):  # F080
    old, cheap, _ = sold.sizes
    found = sold.ask(cheap)
    assert level(cheap) == (10, 0) and status() == "wanted"
    sold.approve(found)
    assert level(cheap) == (10, 2) and status() == "reserved"
    sold.act(returns.receive_return, found)
    given = sold.act(returns.inspect_return, found, decisions={sold.lines()[0].id: AGAIN})
    assert given == 0 and level(old) == (10, 0) and sold.share().refunded_minor == 0
    with pytest.raises(Invalid):
        sold.act(returns.send_replacement, found, carrier="Nobody", tracking_number="3232001")
    assert sold.send(found) == 2 * (2400 - 1777)
    assert level(cheap) == (8, 0) and status() == "sent" and sold.share().refunded_minor == 1246
    assert sold.order().status == OrderStatus.SHIPPED and sold.lines()[0].shipped_quantity == 2
    parcels = read(lambda s: s.exec(select(Fulfillment).order_by(Fulfillment.number)).all())
    assert [parcel.number for parcel in parcels] == [1, 2]
    with pytest.raises(Conflict):
        sold.send(found)
    with pytest.raises(Conflict, match="replacement"), transaction() as session:
        orders.call_back_parcel(
            session, actor=sold.owner, store_id=sold.store, number=sold.number, parcel_id=parcels[1].id
        )
    for parcel in parcels:
        with transaction() as session:
            orders.record_scan(
                session, actor=sold.owner, store_id=sold.store, number=sold.number, parcel_id=parcel.id,
                status=FulfillmentStatus.DELIVERED,
            )  # fmt: skip
    assert sold.order().status == OrderStatus.DELIVERED


def test_a_dearer_one_costs_nothing_more_when_the_store_waives_it(shop, sold):  # F080
    dear = sold.sizes[2]
    swaps = {swap.variant_id: swap.dearer_minor for swap in read(lambda s: returns.swaps_for(s, order=sold.order()))}
    assert swaps == {sold.sizes[1]: 1777 - 2400, dear: 600}
    found = sold.ask(dear)
    sold.approve(found, waive=True)
    assert sold.send(found) == 0 and sold.share().refunded_minor == 0 and level(dear) == (8, 0)
    sold.act(returns.receive_return, found)
    assert sold.act(returns.inspect_return, found, decisions={sold.lines()[0].id: AGAIN}) == 0


def test_what_cannot_be_had_instead(shop, sold):  # F080
    stranger = shop.variant(sold.store)
    for wrong in (stranger, sold.sizes[0], sold.store):
        with pytest.raises(Invalid, match="Choose one item"):
            sold.ask(wrong)
    gone = sold.sizes[1]
    shop.buy(gone, quantity=9)
    found = sold.ask(gone)
    with pytest.raises(OutOfStock, match="Only 1 left of Oat mug"):
        sold.approve(found)
    assert status() == "wanted" and level(gone) == (10, 9)
    sold.act(returns.decide_return, found, approve=False, note="None are left")
    assert status() == "cancelled"
    with pytest.raises(Refused):
        sold.act(
            returns.cancel_exchange, found, note="None left", actor=shop.owner(sold.store, StoreRole.STAFF)
        )  # fmt: skip


def test_a_cancelled_exchange_frees_its_units_and_the_money_goes_back(shop, sold):  # F080
    cheap, line = sold.sizes[1], sold.lines()[0].id
    found = sold.ask(cheap, 1)
    sold.approve(found)
    sold.act(returns.receive_return, found)
    sold.act(returns.inspect_return, found, decisions={line: AGAIN})
    with pytest.raises(Invalid):
        sold.act(returns.cancel_exchange, found, note=" ")
    assert sold.act(returns.cancel_exchange, found, note="The last one is cracked") == 2400
    assert level(cheap) == (10, 0) and status() == "cancelled"
    with pytest.raises(Conflict):
        sold.send(found)
    with pytest.raises(Conflict):
        sold.act(returns.cancel_exchange, found, note="The last one is cracked")


def test_an_exchange_cancelled_early_becomes_a_return_for_money(shop, sold):  # F080
    found = sold.ask(sold.sizes[1])
    sold.approve(found)
    assert sold.act(returns.cancel_exchange, found, note="The last one is cracked") == 0
    sold.act(returns.receive_return, found)
    assert sold.act(returns.inspect_return, found, decisions={sold.lines()[0].id: AGAIN}) == 4800
    with transaction() as session:
        made = returns.request_return  # what came back cannot come back again
        with pytest.raises(Invalid):
            made(
                session, actor=guest(), token=sold.placed.token, number=sold.number, reason="too_small",
                units={sold.lines()[0].id: 1},
            )  # fmt: skip


def test_approving_at_once_keeps_the_units_once(shop, sold):  # F080
    found = sold.ask(sold.sizes[1])
    outcomes = in_parallel(4, lambda _i: sold.approve(found))
    assert sum(o is None for o in outcomes) == 1, outcomes
    assert all(isinstance(o, Conflict) for o in outcomes if o is not None)
    assert level(sold.sizes[1]) == (10, 2)


def test_the_last_replacement_goes_to_one_of_two(shop):  # F080, C05
    store = shop.store(shipping=0)
    sizes = shop.variants(store, prices=(2400, 2400), stock=10)
    sales = [Swapped(shop, store, sizes, quantity=1) for _ in range(2)]
    shop.buy(sizes[1], quantity=9)
    asked = [sale.ask(sizes[1], 1) for sale in sales]
    outcomes = in_parallel(2, lambda i: sales[i].approve(asked[i]))
    assert sum(o is None for o in outcomes) == 1 and sum(isinstance(o, OutOfStock) for o in outcomes) == 1, outcomes
    assert level(sizes[1]) == (10, 10)


def test_sending_and_cancelling_at_once_do_one_of_both(shop, sold):  # F080
    cheap = sold.sizes[1]
    found = sold.ask(cheap)
    sold.approve(found)
    outcomes = in_parallel(
        4,
        lambda i: sold.send(found) if i % 2 else sold.act(returns.cancel_exchange, found, note="It is cracked"),
    )
    assert sum(isinstance(o, int) for o in outcomes) == 1, outcomes
    assert (level(cheap), status()) in (((8, 0), "sent"), ((10, 0), "cancelled"))
