"""Bundles share the stock of their parts, whatever is bought beside them (F027, P03, C05, C13)."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import OutOfStock
from emporium.services import carts, documents, inventory, orders
from emporium.services.orders import ParcelLine
from emporium.services.refunds import cancel_lines
from models.catalogue import Product, ProductVariant
from models.enums import AttemptStatus
from models.inventory import StockLevel
from models.orders import Fulfillment, Order, OrderLine
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
        skus = {read(lambda s, v=v: s.get_one(ProductVariant, v).sku): units for v, units in parts.items()}
        with transaction() as session:
            inventory.set_bundle(
                session, actor=self.owner, store_id=self.store, variant_id=self.bundle, parts=skus
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
    with pytest.raises(OutOfStock, match=r"Only 10 left of .* would need 11 in all"), transaction() as session:
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
    assert not lines[made.bundle].buyable and "needs 10 of it in all" in lines[made.bundle].problem
    assert not lines[made.mug].buyable and "needs 10 of it in all" in lines[made.mug].problem


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


def test_the_slip_says_what_is_in_a_set(made):  # F027, F082
    placed = made.shop.buy(made.bundle, quantity=2)
    order = read(lambda s: s.exec(select(Order).where(Order.purchase_id == placed.purchase_id)).one())
    with transaction() as session:
        orders.ship_order(session, actor=made.owner, store_id=made.store, number=order.number, carrier="bpost")
    parcel = read(lambda s: s.exec(select(Fulfillment.id).where(Fulfillment.order_id == order.id)).one())
    slip = read(lambda s: documents.packing_slip(s, actor=made.owner, fulfillment_id=parcel))
    names = {v: read(lambda s, v=v: s.get_one(ProductVariant, v)) for v in (made.mug, made.lamp)}
    (line,) = slip.content["lines"]
    assert line["quantity"] == 2 and line["wishes"] == ""
    for variant, each in ((made.mug, 2), (made.lamp, 1)):
        assert f"{each} × " in line["parts"] and names[variant].sku in line["parts"]
