"""Selling what is not there yet: the promised day at every step, the limit under many buyers, first come first served
(F029, F085, C08)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, OutOfStock, QuoteChanged
from emporium.i18n import day
from emporium.services import carts, catalogue, checkout, inventory, orders
from emporium.services.auth import SYSTEM
from emporium.web.page import PageRequest
from emporium.web.shown import product_card
from models.catalogue import Product, ProductVariant
from models.enums import AttemptStatus
from models.inventory import Location, StockLevel
from models.orders import Order, OrderLine
from storefront.state import checkout as checkout_page
from storefront.state import product as product_page
from tests.factories import Shop, guest, in_parallel, read

SOON = datetime.now(UTC).date() + timedelta(days=20)


class Ahead:
    """A store that sells a mug ahead."""

    def __init__(self, shop: Shop, *, stock: int = 1, limit: int = 3) -> None:
        self.shop, self.store = shop, shop.store()
        self.mug, self.owner = shop.variant(self.store, stock=stock), shop.owner(self.store)
        self.place = read(lambda s: s.exec(select(Location.id).where(Location.store_id == self.store)).one())
        self.allow(limit)

    def allow(self, limit: int, promised=SOON, actor=None):
        with transaction() as session:
            return inventory.set_backorders(
                session, actor=actor or self.owner, store_id=self.store, variant_id=self.mug, location_id=self.place,
                limit=limit, due=promised if limit else None,
            )  # fmt: skip

    def level(self) -> StockLevel:
        return read(lambda s: s.exec(select(StockLevel).where(StockLevel.variant_id == self.mug)).one())

    def arrive(self, units: int) -> None:
        level = self.level()
        with transaction() as session:
            inventory.adjust(
                session, actor=self.owner, store_id=self.store, variant_id=self.mug, location_id=self.place,
                seen=level.on_hand, new=level.on_hand + units,
            )  # fmt: skip

    def line(self, placed) -> tuple[Order, OrderLine]:
        return read(
            lambda s: s.exec(
                select(Order, OrderLine)
                .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
                .where(Order.purchase_id == placed.purchase_id)
            ).one()
        )

    def ship(self, placed) -> None:
        order, _ = self.line(placed)
        with transaction() as session:
            orders.ship_order(session, actor=self.owner, store_id=self.store, number=order.number, carrier="bpost")


@pytest.fixture
def ahead(shop) -> Ahead:
    return Ahead(shop)


def test_the_day_is_shown_at_every_step_and_kept_with_the_line(ahead):
    there = ahead.shop.buy(ahead.mug)
    assert ahead.line(there)[1].promised_date is None
    slug = read(
        lambda s: s.exec(
            select(Product.slug).join(ProductVariant, col(ProductVariant.product_id) == col(Product.id))
            .where(ProductVariant.id == ahead.mug)
        ).one()
    )  # fmt: skip
    shown = read(lambda s: catalogue.product_detail(s, slug=slug)).variants[0]
    assert (shown.available, shown.promised) == (3, SOON)
    actor = guest()
    page = read(
        lambda s: product_page.load_product(
            s, PageRequest(actor=actor, path=f"/p/{slug}", query_string="", params={"slug": slug})
        )
    ).view
    assert page.stock == f"On back-order, can leave on {day(SOON)}" and page.button == "Order ahead"
    checkout_id, version = ahead.shop.ready(actor, {ahead.mug: 1})
    view = read(lambda s: carts.cart_view(s, cart=carts.find_cart(s, actor=actor)))
    assert view.stores[0].lines[0].promised == SOON
    assert view.stores[0].options[0].arrives_from > SOON, "the parcel cannot come before"
    with transaction() as session:
        request = PageRequest(actor=actor, path="/checkout", query_string="")
        shown_at_checkout = checkout_page.load_checkout(session, request).view
    assert shown_at_checkout.parcels[0].lines[0].promise == f"On back-order, can leave on {day(SOON)}"
    order, line = ahead.line(ahead.shop.place(actor, checkout_id, version))
    assert line.promised_date == SOON and order.deliver_from > SOON
    ahead.allow(3, SOON + timedelta(days=9))
    assert read(lambda s: s.get_one(OrderLine, line.id).promised_date) == SOON, "what was sold keeps its day"


def test_a_day_that_changes_is_asked_before_payment(ahead):  # C08, F042
    ahead.shop.buy(ahead.mug)
    actor = guest()
    checkout_id, version = ahead.shop.ready(actor, {ahead.mug: 1})
    ahead.allow(3, SOON + timedelta(days=9))
    with pytest.raises(QuoteChanged) as asked:
        ahead.shop.place(actor, checkout_id, version)
    assert any("promised for" in said for said in asked.value.changes)


def test_who_saw_it_in_stock_is_asked_when_the_last_one_went(ahead):  # C08
    actor = guest()
    checkout_id, version = ahead.shop.ready(actor, {ahead.mug: 1})
    ahead.shop.buy(ahead.mug)
    with pytest.raises(QuoteChanged):
        ahead.shop.place(actor, checkout_id, version)


def test_the_limit_holds_under_many_buyers_and_nobody_is_surprised(shop):  # F087, C05
    ahead = Ahead(shop, stock=2, limit=3)
    ready = []
    for _ in range(12):
        actor = guest()
        ready.append((actor, *shop.ready(actor, {ahead.mug: 1})))
    first = in_parallel(12, lambda i: shop.place(*ready[i]))
    sold = [one for one in first if getattr(one, "status", "") is AttemptStatus.CAPTURED]
    assert len(sold) == 2, "the others saw it in stock and are asked"
    assert all(isinstance(one, QuoteChanged | OutOfStock) for one in first if one not in sold)
    again = []
    for one, (actor, checkout_id, _) in zip(first, ready, strict=True):
        if one not in sold:
            with transaction() as session:
                made, cart = checkout.current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
                again.append((actor, checkout_id, checkout.build_quote(session, checkout=made, cart=cart).version))
    second = in_parallel(len(again), lambda i: shop.place(*again[i]))
    later = [one for one in second if getattr(one, "status", "") is AttemptStatus.CAPTURED]
    assert len(later) == 3 and all(ahead.line(one)[1].promised_date == SOON for one in later)
    level = ahead.level()
    assert (level.on_hand, level.reserved) == (2, 5)


def test_what_has_not_arrived_does_not_leave_and_who_came_first_is_served_first(shop):
    ahead = Ahead(shop, stock=0, limit=3)
    first, second = shop.buy(ahead.mug), shop.buy(ahead.mug)
    with pytest.raises(Conflict, match="of 1 are here"):
        ahead.ship(first)
    ahead.arrive(1)
    with pytest.raises(Conflict, match="of 1 are here"):
        ahead.ship(second)
    ahead.ship(first)
    ahead.arrive(1)
    ahead.ship(second)
    assert (ahead.level().on_hand, ahead.level().reserved) == (0, 0)


def test_what_arrives_goes_to_those_who_wait_before_it_is_sold_again(shop):
    ahead = Ahead(shop, stock=0, limit=2)
    shop.buy(ahead.mug, quantity=2)
    ahead.arrive(2)
    ahead.allow(2, SOON)
    actor = guest()
    checkout_id, version = shop.ready(actor, {ahead.mug: 1})
    line = ahead.line(shop.place(actor, checkout_id, version))[1]
    assert line.promised_date == SOON, "the two that came are promised to others"


def test_selling_ahead_ends_with_its_day(shop):
    ahead = Ahead(shop, stock=0, limit=3)
    sold = shop.buy(ahead.mug)
    with transaction() as session:
        level = session.get_one(StockLevel, (ahead.mug, ahead.place))
        level.backorder_date = datetime.now(UTC) - timedelta(days=2)
    with transaction() as session:
        assert inventory.close_backorders(session) == 1
    with transaction() as session:
        assert inventory.close_backorders(session) == 0
    assert read(lambda s: inventory.availability(s, variant_ids=[ahead.mug])) == {ahead.mug: 0}
    assert ahead.line(sold)[1].promised_date == SOON
    with pytest.raises(OutOfStock), transaction() as session:
        carts.add_line(session, actor=guest(), variant_id=ahead.mug, quantity=1)


@pytest.mark.parametrize(
    ("limit", "promised", "field"),
    [(-1, SOON, "limit"), (10_000_000, SOON, "limit"), (3, None, "due"),
     (3, datetime.now(UTC).date() - timedelta(days=1), "due")],
)  # fmt: skip
def test_what_is_wrong_is_named(ahead, limit, promised, field):
    with pytest.raises(Invalid) as wrong, transaction() as session:
        inventory.set_backorders(
            session, actor=ahead.owner, store_id=ahead.store, variant_id=ahead.mug, location_id=ahead.place,
            limit=limit, due=promised,
        )  # fmt: skip
    assert wrong.value.field == field


def test_only_the_stores_own_people_and_never_below_what_is_sold(shop):  # F150
    ahead = Ahead(shop, stock=0, limit=3)
    shop.buy(ahead.mug, quantity=2)
    with pytest.raises(Invalid, match="2 are promised already"):
        ahead.allow(1)
    with pytest.raises(NotFound):
        ahead.allow(3, actor=shop.owner(shop.store()))
    ahead.allow(2, actor=SYSTEM)


def test_a_card_says_when_it_can_leave_and_not_a_day_that_cannot_be(ahead):  # F029
    def card():
        (row,) = read(lambda s: catalogue.list_products(s)).rows
        return product_card(row)

    assert card().arrival.startswith("4 left · arrives ")
    ahead.shop.buy(ahead.mug)
    assert card().arrival == f"On back-order, can leave {day(SOON)}" and not card().sold_out
    ahead.arrive(1)
    assert "arrives" in card().arrival
    ahead.shop.buy(ahead.mug, quantity=4)
    assert card().arrival == "Sold out"
