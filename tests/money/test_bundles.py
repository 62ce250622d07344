"""Bundles share the stock of their parts, whatever is bought beside them (F027, P03, C05, C13)."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, OutOfStock
from emporium.services import carts, catalogue, inventory, orders
from emporium.services.orders import ParcelLine
from emporium.services.refunds import cancel_lines
from models.catalogue import Product, ProductVariant
from models.enums import AttemptStatus
from models.inventory import Location, StockLevel
from models.orders import Order, OrderLine
from tests.factories import Shop, guest, in_parallel, read


class Set:
    """A store with mugs, lamps, and a set of two mugs and a lamp."""

    def __init__(self, shop: Shop, *, mugs: int = 10, lamps: int = 5) -> None:
        self.shop, self.store = shop, shop.store()
        self.mug, self.lamp = shop.variant(self.store, stock=mugs), shop.variant(self.store, stock=lamps)
        self.bundle = shop.variant(self.store, price=7900, stock=0)
        self.owner = shop.owner(self.store)
        self.make({self.mug: 2, self.lamp: 1})

    def make(self, parts) -> None:
        with transaction() as session:
            catalogue.set_bundle(
                session, actor=self.owner, store_id=self.store, variant_id=self.bundle, parts=parts
            )  # fmt: skip

    def left(self) -> tuple[int, int, int]:
        found = read(lambda s: inventory.availability(s, variant_ids=[self.mug, self.lamp, self.bundle]))
        return found[self.mug], found[self.lamp], found[self.bundle]

    def total(self, variant_id) -> int:
        return read(
            lambda s: s.exec(
                select(Product.available_total)
                .join(ProductVariant, col(ProductVariant.product_id) == col(Product.id))
                .where(ProductVariant.id == variant_id)
            ).one()
        )

    def on_hand(self) -> tuple[int, int]:
        rows = dict(read(lambda s: s.exec(select(StockLevel.variant_id, StockLevel.on_hand)).all()))
        return rows[self.mug], rows[self.lamp]

    def order(self, placed) -> tuple[Order, OrderLine]:
        return read(
            lambda s: s.exec(
                select(Order, OrderLine)
                .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
                .where(Order.purchase_id == placed.purchase_id)
            ).one()
        )


@pytest.fixture
def made(shop) -> Set:
    return Set(shop)


def test_a_bundle_is_as_many_as_its_scarcest_part_allows(made):
    assert made.left() == (10, 5, 5) and made.total(made.bundle) == 5
    made.shop.buy(made.mug, quantity=7)
    assert made.left() == (3, 5, 1)
    assert made.total(made.bundle) == 1, "lists follow what is sold of the parts"
    made.shop.buy(made.bundle)
    assert made.left() == (1, 4, 0) and made.total(made.bundle) == 0


def test_a_bundle_and_its_part_in_one_basket_are_checked_on_their_sum(made):  # medusa#16502
    actor = guest()
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=made.mug, quantity=7)
    with pytest.raises(OutOfStock, match=r"Only 10 left of .*, which is part of it"), transaction() as session:
        carts.add_line(session, actor=actor, variant_id=made.bundle, quantity=2)  # 7 + 2 × 2 > 10
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=made.bundle, quantity=1)
    with pytest.raises(OutOfStock), transaction() as session:
        cart = carts.find_cart(session, actor=actor)
        (line,) = (one for part in carts.cart_view(session, cart=cart).stores for one in part.lines
                   if one.variant_id == made.bundle)  # fmt: skip
        carts.set_quantity(session, actor=actor, line_id=line.id, quantity=2)


def test_a_part_that_was_sold_meanwhile_is_named_in_the_basket(made):  # F042
    actor = guest()
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=made.mug, quantity=6)
        carts.add_line(session, actor=actor, variant_id=made.bundle, quantity=2)
    made.shop.buy(made.mug, quantity=1)
    view = read(lambda s: carts.cart_view(s, cart=carts.find_cart(s, actor=actor)))
    lines = {line.variant_id: line for part in view.stores for line in part.lines}
    assert not lines[made.bundle].buyable and "which is part of it" in lines[made.bundle].problem
    assert not lines[made.mug].buyable and "over all its lines" in lines[made.mug].problem


def test_many_buyers_of_a_bundle_and_its_part_never_sell_what_is_not_there(shop):  # C05, F087
    made = Set(shop, mugs=9, lamps=50)
    wanted = [made.bundle, made.mug] * 10
    ready = []
    for variant_id in wanted:
        actor = guest()
        ready.append((actor, *shop.ready(actor, {variant_id: 1})))
    outcomes = in_parallel(20, lambda i: shop.place(*ready[i]))
    won = [v for v, one in zip(wanted, outcomes, strict=True) if getattr(one, "status", "") is AttemptStatus.CAPTURED]
    assert all(isinstance(one, OutOfStock) for one in outcomes if not hasattr(one, "status"))
    sold = 2 * won.count(made.bundle) + won.count(made.mug)
    assert made.left()[0] == 9 - sold and 8 <= sold <= 9, "what is left is too little for whoever was refused"


def test_parts_leave_and_come_back_once(made):  # C13
    placed = made.shop.buy(made.bundle, quantity=3)
    order, line = made.order(placed)
    with transaction() as session:
        cancel_lines(
            session, actor=made.owner, store_id=made.store, number=order.number, units={line.id: 1}, reason="Broken",
            key="one",
        )  # fmt: skip
    assert made.left() == (6, 3, 3)
    with transaction() as session:
        orders.ship_order(
            session, actor=made.owner, store_id=made.store, number=order.number, carrier="bpost",
            lines=[ParcelLine(line.id, 2)],
        )  # fmt: skip
    assert made.on_hand() == (6, 3)
    assert made.left() == (6, 3, 3)


def test_what_a_bundle_may_be(made):
    shop, bare = made.shop, made.shop.variant(made.store, stock=0)
    abroad = shop.variant(shop.store("Norr Light"))
    cases = [
        (made.bundle, {made.bundle: 1}, Invalid),
        (made.bundle, {made.mug: 0}, Invalid),
        (made.bundle, {made.mug: True}, Invalid),
        (made.bundle, {abroad: 1}, NotFound),
        (bare, {made.bundle: 1}, Invalid),  # no bundle in a bundle
        (made.mug, {made.lamp: 1}, Invalid),  # part of one itself
        (shop.variant(made.store, stock=3), {made.lamp: 1}, Conflict),  # has stock of its own
        (abroad, {made.lamp: 1}, NotFound),
    ]
    for variant_id, parts, error in cases:
        with pytest.raises(error), transaction() as session:
            catalogue.set_bundle(session, actor=made.owner, store_id=made.store, variant_id=variant_id, parts=parts)
    with pytest.raises(NotFound), transaction() as session:
        catalogue.set_bundle(
            session, actor=shop.owner(shop.store()), store_id=made.store, variant_id=made.bundle, parts={}
        )
    parts = read(lambda s: catalogue.bundle_parts(s, variant_id=made.bundle))
    assert {part.variant_id: part.units for part in parts} == {made.mug: 2, made.lamp: 1}


def test_a_bundle_stays_as_it_was_sold_until_it_is_sent(made):
    placed = made.shop.buy(made.bundle)
    with pytest.raises(Conflict, match="still to be"):
        made.make({made.lamp: 1})
    order, line = made.order(placed)
    with transaction() as session:
        orders.ship_order(
            session, actor=made.owner, store_id=made.store, number=order.number, carrier="bpost",
            lines=[ParcelLine(line.id, 1)],
        )  # fmt: skip
    made.make({made.lamp: 1})
    assert made.left()[2] == 4 == made.total(made.bundle)
    made.make({})
    assert made.left()[2] == 0


def test_remaking_a_bundle_while_it_is_bought_leaves_the_books_right(made):  # C05
    buyers = []
    for _ in range(8):
        actor = guest()
        buyers.append((actor, *made.shop.ready(actor, {made.bundle: 1})))

    def act(number: int):
        if number < 8:
            return made.shop.place(*buyers[number])
        return made.make({made.lamp: 1, made.mug: 1})

    outcomes = in_parallel(10, act)
    assert all(one is None or hasattr(one, "status") or isinstance(one, Conflict | OutOfStock) for one in outcomes)


def test_a_returned_bundle_is_its_parts_again(made):  # F080, C13
    placed = made.shop.buy(made.bundle)
    order, line = made.order(placed)
    with transaction() as session:
        orders.ship_order(
            session, actor=made.owner, store_id=made.store, number=order.number, carrier="bpost",
            lines=[ParcelLine(line.id, 1)],
        )  # fmt: skip
    place = read(lambda s: s.exec(select(Location.id).where(Location.store_id == made.store)).one())
    with transaction() as session:
        inventory.take_back(session, units={(made.bundle, place): 1}, cause_id="return:1")
    assert made.on_hand() == (10, 5) and made.total(made.bundle) == 5
