"""Places that are not used: nothing is sold from them, what was promised stays promised (F089)."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, NotFound, OutOfStock, QuoteChanged, Refused
from emporium.services import checkout, inventory, orders
from models.catalogue import Product, ProductVariant
from models.enums import StoreRole
from models.inventory import Location, StockLevel
from models.orders import Order
from tests.factories import Shop, guest, in_parallel, read


class TwoPlaces:
    """A mug, five of it in Ghent and five in Liège."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.store = shop, shop.store(shipping=0)
        self.mug, self.owner = shop.variant(self.store, stock=5), shop.owner(self.store)
        self.ghent = read(lambda s: s.exec(select(Location.id).where(Location.store_id == self.store)).one())
        with transaction() as session:
            place = inventory.add_place(session, actor=self.owner, store_id=self.store, name="Liège", country="BE")
            self.liege = place.id
            inventory.open_level(
                session, actor=self.owner, store_id=self.store, variant_id=self.mug, location_id=self.liege, on_hand=5
            )

    def switch(self, place, active: bool, actor=None) -> None:
        with transaction() as session:
            inventory.switch_place(
                session, actor=actor or self.owner, store_id=self.store, location_id=place, active=active
            )

    def left(self) -> int:
        return read(lambda s: inventory.availability(s, variant_ids=[self.mug]))[self.mug]

    def reserved(self) -> dict:
        rows = read(lambda s: s.exec(select(StockLevel).where(StockLevel.variant_id == self.mug)).all())
        return {row.location_id: row.reserved for row in rows}


@pytest.fixture
def two(shop) -> TwoPlaces:
    return TwoPlaces(shop)


def test_nothing_is_sold_from_a_place_that_is_not_used(two):  # F089
    two.shop.buy(two.mug, quantity=2)
    assert two.reserved() == {two.ghent: 2, two.liege: 0} and two.left() == 8
    two.switch(two.ghent, False)
    assert two.left() == 5
    shown = read(
        lambda s: s.exec(
            select(Product.available_total)
            .join(ProductVariant, col(ProductVariant.product_id) == col(Product.id))
            .where(ProductVariant.id == two.mug)
        ).one()
    )
    assert shown == 5
    two.shop.buy(two.mug, quantity=4)
    assert two.reserved() == {two.ghent: 2, two.liege: 4}, "what was promised stays promised"
    with pytest.raises(OutOfStock):
        two.shop.buy(two.mug, quantity=2)
    order = read(lambda s: s.exec(select(Order).order_by(col(Order.number))).first())
    with transaction() as session:
        orders.ship_order(session, actor=two.owner, store_id=two.store, number=order.number, carrier="bpost")
    assert two.reserved() == {two.ghent: 0, two.liege: 4}, "and can still be sent"
    two.switch(two.ghent, True)
    assert two.left() == 4


def test_the_last_place_in_use_stays_in_use(two):  # F089
    two.switch(two.liege, False)
    with pytest.raises(Conflict, match="only place"):
        two.switch(two.ghent, False)
    two.switch(two.liege, False)
    assert two.left() == 5


def test_a_level_that_is_opened_at_a_place_off_is_closed(two):  # F089
    with transaction() as session:
        third = inventory.add_place(session, actor=two.owner, store_id=two.store, name="Namur", country="BE").id
    two.switch(third, False)
    with transaction() as session:
        inventory.open_level(
            session, actor=two.owner, store_id=two.store, variant_id=two.mug, location_id=third, on_hand=9
        )
    assert two.left() == 10
    two.switch(third, True)
    assert two.left() == 19


def test_only_who_runs_the_store_switches_its_places(two):  # F089
    stranger, staff = two.shop.owner(two.shop.store()), two.shop.owner(two.store, StoreRole.STAFF)
    for actor, error in ((stranger, NotFound), (staff, Refused)):
        with pytest.raises(error):
            two.switch(two.ghent, False, actor)
    other = next(iter(stranger.store_roles))
    with pytest.raises(NotFound), transaction() as session:
        inventory.switch_place(session, actor=stranger, store_id=other, location_id=two.ghent, active=False)


@pytest.mark.concurrency
def test_a_place_is_switched_off_while_many_buy(two):  # F087, F089
    ready = [(actor := guest(), *two.shop.ready(actor, {two.mug: 1})) for _ in range(12)]

    def act(number: int):
        if number == 6:
            return two.switch(two.ghent, False)
        return two.shop.place(*ready[number])

    outcomes = in_parallel(12, act)
    sold = sum(isinstance(one, checkout.Placement) for one in outcomes)
    assert all(one is None or isinstance(one, (checkout.Placement, OutOfStock, QuoteChanged)) for one in outcomes), (
        outcomes
    )
    assert sum(two.reserved().values()) == sold and two.reserved()[two.liege] <= 5
    before = two.reserved()[two.ghent]
    with pytest.raises(OutOfStock):
        two.shop.buy(two.mug, quantity=6)
    assert two.reserved()[two.ghent] == before


@pytest.mark.concurrency
def test_two_places_are_never_both_switched_off_at_once(two):  # F089
    places = (two.ghent, two.liege)
    outcomes = in_parallel(2, lambda number: two.switch(places[number], False))
    assert sum(one is None for one in outcomes) == 1 and sum(isinstance(one, Conflict) for one in outcomes) == 1
    assert two.left() == 5
