"""Bundles share the stock of their parts; back-orders are promised by a day and served in turn (F027, F029, P03)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, OutOfStock
from emporium.services import books, carts, inventory, orders, refunds, returns
from emporium.services.checkout import Placement
from emporium.services.returns import Decision
from models.catalogue import Product, ProductVariant
from models.enums import FulfillmentStatus, RestockDecision
from models.inventory import Location, Reservation, StockLevel, StockMovement
from models.orders import Fulfillment, Order, OrderLine, Purchase
from models.stores import Store
from tests.factories import Shop, guest, read


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1250)
    yield made
    assert read(books.check_books) == []


def sku_of(variant_id: UUID) -> str:
    return read(lambda s: s.get_one(ProductVariant, variant_id).sku)


def bundle(shop: Shop, store: UUID, parts: dict[UUID, int], price: int = 5000) -> UUID:
    """A set of things of a store."""
    made = shop.variant(store, price=price, stock=0)
    with transaction() as session:
        inventory.set_bundle(
            session, actor=shop.owner(store), store_id=store, variant_id=made,
            parts={sku_of(part): each for part, each in parts.items()},
        )  # fmt: skip
    return made


def level(variant_id: UUID) -> tuple[int, int]:
    row = read(lambda s: s.exec(select(StockLevel).where(StockLevel.variant_id == variant_id)).one())
    return row.on_hand, row.reserved


def available(*variants: UUID) -> list[int]:
    found = read(lambda s: inventory.availability(s, variant_ids=variants))
    return [found[one] for one in variants]


def total_of(variant_id: UUID) -> int:
    return read(lambda s: s.get_one(Product, s.get_one(ProductVariant, variant_id).product_id).available_total)


def the_order() -> Order:
    return read(lambda s: s.exec(select(Order)).one())


def test_a_bundle_is_as_available_as_its_scarcest_part(shop):  # F027
    store = shop.store()
    mug, tray = shop.variant(store, stock=7), shop.variant(store, stock=2)
    box = bundle(shop, store, {mug: 2, tray: 1})
    assert available(box, mug, tray) == [2, 7, 2]
    assert total_of(box) == 2
    shop.buy(mug, quantity=4)
    assert available(box) == [1]
    assert total_of(box) == 1, "the list follows the sale of a part"
    cart_view = read(lambda s: carts.cart_view(s, cart=None))
    assert cart_view.stores == []


def test_a_sold_bundle_moves_each_part_exactly_once(shop):  # F027: sent, called back, cancelled, returned
    store = shop.store()
    owner = shop.owner(store)
    mug, tray = shop.variant(store, stock=10), shop.variant(store, stock=10)
    box = bundle(shop, store, {mug: 2, tray: 1})
    placed = shop.buy(box, quantity=3)
    assert isinstance(placed, Placement)
    assert (level(mug), level(tray)) == ((10, 6), (10, 3))
    order = the_order()
    line = read(lambda s: s.exec(select(OrderLine)).one())
    with transaction() as session:
        refunds.cancel_lines(
            session, actor=owner, store_id=store, number=order.number, units={line.id: 1}, reason="one less", key="k"
        )
    assert (level(mug), level(tray)) == ((10, 4), (10, 2))
    with transaction() as session:
        parcel = orders.ship_order(session, actor=owner, store_id=store, number=order.number, carrier="bpost")
    assert (level(mug), level(tray)) == ((6, 0), (8, 0))
    with transaction() as session:
        orders.call_back_parcel(session, actor=owner, store_id=store, number=order.number, parcel_id=parcel.id)
    assert (level(mug), level(tray)) == ((10, 4), (10, 2))
    with transaction() as session:
        again = orders.ship_order(session, actor=owner, store_id=store, number=order.number, carrier="bpost")
        orders.record_scan(
            session, actor=owner, store_id=store, number=order.number, parcel_id=again.id,
            status=FulfillmentStatus.DELIVERED,
        )  # fmt: skip
    with transaction() as session:
        back = returns.request_return(
            session, actor=guest(), token=placed.token, number=order.number, units={line.id: 2}, reason="changed_mind"
        )
        returns.decide_return(session, actor=owner, store_id=store, return_id=back.id, approve=True, note="Post it")
        returns.receive_return(session, actor=owner, store_id=store, return_id=back.id)
        returns.inspect_return(
            session, actor=owner, store_id=store, return_id=back.id,
            decisions={line.id: Decision(RestockDecision.RESTOCK)},
        )  # fmt: skip
    assert (level(mug), level(tray)) == ((10, 0), (10, 0))
    moved = read(lambda s: s.exec(select(StockMovement).where(StockMovement.variant_id == mug)).all())
    assert sorted(row.quantity for row in moved) == [-4, -4, 4, 4, 10]


def test_a_changed_bundle_leaves_sold_ones_as_they_were(shop):  # F027
    store = shop.store()
    owner = shop.owner(store)
    mug, tray = shop.variant(store, stock=10), shop.variant(store, stock=10)
    box = bundle(shop, store, {mug: 1})
    shop.buy(box)
    with transaction() as session:
        inventory.set_bundle(session, actor=owner, store_id=store, variant_id=box, parts={sku_of(tray): 5})
    with transaction() as session:
        orders.ship_order(session, actor=owner, store_id=store, number=the_order().number, carrier="bpost")
    assert (level(mug), level(tray)) == ((9, 0), (10, 0))
    assert available(box) == [2]


@pytest.mark.parametrize("bundle_units,single_units,fits", [(2, 1, True), (2, 2, False), (3, 0, False)])
def test_a_basket_is_checked_on_the_sum_of_what_shares_a_part(shop, bundle_units, single_units, fits):  # P03
    store = shop.store()
    mug = shop.variant(store, stock=5)
    box = bundle(shop, store, {mug: 2})
    actor, lines = guest(), {box: bundle_units, mug: single_units}
    wanted = {variant: count for variant, count in lines.items() if count}
    if not fits:
        with pytest.raises(OutOfStock, match="left of"):
            shop.ready(actor, wanted)
        return
    checkout_id, version = shop.ready(actor, wanted)
    assert isinstance(shop.place(actor, checkout_id, version), Placement)
    assert level(mug) == (5, 5)


def test_a_basket_that_became_short_names_the_part(shop):  # P03, medusa#16502
    store = shop.store()
    mug = shop.variant(store, stock=5)
    box = bundle(shop, store, {mug: 2})
    actor = guest()
    shop.ready(actor, {box: 2, mug: 1})
    shop.buy(mug)
    view = read(lambda s: carts.cart_view(s, cart=carts.find_cart(s, actor=actor)))
    said = [line.problem for line in view.stores[0].lines]
    assert all("Only 4 left of Oat mug" in text and "needs 5 of it in all" in text for text in said), said
    assert view.units == 0


def test_reserving_sums_over_bundles_and_single_things(shop):  # P03
    store = shop.store()
    mug = shop.variant(store, stock=5)
    box = bundle(shop, store, {mug: 2})
    with transaction() as session:
        purchase = _purchase(session)
        with pytest.raises(OutOfStock) as short:
            inventory.reserve(
                session, purchase_id=purchase, demand={box: 2, mug: 2}, until=datetime.now(UTC) + timedelta(minutes=5)
            )
        assert short.value.shortages == {str(mug): 5}
    assert level(mug) == (5, 0)


def _purchase(session: Session) -> UUID:
    row = Purchase(
        number="E1", token="t", email="a@example.com", currency="EUR", total_minor=0, hold_until=datetime.now(UTC)
    )
    session.add(row)
    session.flush()
    return row.id


def test_what_may_not_be_a_bundle(shop):  # F027
    store, other = shop.store(), shop.store("Other")
    owner = shop.owner(store)
    mug, foreign = shop.variant(store, stock=3), shop.variant(other)
    box = bundle(shop, store, {mug: 1})
    big = shop.variant(store, stock=0)

    def make(variant: UUID, parts: dict[str, int]) -> None:
        with transaction() as session:
            inventory.set_bundle(session, actor=owner, store_id=store, variant_id=variant, parts=parts)

    with pytest.raises(Invalid, match="is a bundle itself"):
        make(big, {sku_of(box): 1})
    with pytest.raises(Invalid, match="part of a bundle already"):
        make(mug, {sku_of(big): 1})
    with pytest.raises(Invalid, match="no SKU"):
        make(big, {sku_of(foreign): 1})
    with pytest.raises(Invalid, match="part of itself"):
        make(big, {sku_of(big): 1})
    with pytest.raises(Invalid, match="whole number"):
        make(big, {sku_of(mug): 0})
    with pytest.raises(NotFound):
        make(foreign, {sku_of(mug): 1})
    single = shop.variant(store, stock=4)
    with pytest.raises(Conflict, match="stock of its own"):
        make(single, {sku_of(mug): 1})
    with pytest.raises(Invalid, match="no stock of its own"), transaction() as session:
        place = session.exec(select(Location.id).where(Location.store_id == store)).one()
        inventory.adjust(session, actor=owner, store_id=store, variant_id=box, location_id=place, seen=0, new=3)
    make(box, {})
    assert available(box) == [0]


def backorders(shop: Shop, store: UUID, variant: UUID, limit: int, days: int = 10) -> datetime:
    """Let a variant be sold before it is there."""
    due = datetime.now(UTC) + timedelta(days=days)
    with transaction() as session:
        place = session.exec(select(StockLevel.location_id).where(StockLevel.variant_id == variant)).one()
        inventory.set_backorders(
            session, actor=shop.owner(store), store_id=store, variant_id=variant, location_id=place, limit=limit,
            due=due.date(),
        )  # fmt: skip
    return due


def count(shop: Shop, store: UUID, variant: UUID, new: int) -> None:
    """Goods arrived."""
    with transaction() as session:
        row = session.exec(select(StockLevel).where(StockLevel.variant_id == variant)).one()
        inventory.adjust(
            session, actor=shop.owner(store), store_id=store, variant_id=variant, location_id=row.location_id,
            seen=row.on_hand, new=new,
        )  # fmt: skip


def test_a_back_order_is_promised_by_a_day_and_the_day_is_frozen(shop):  # F029
    store = shop.store()
    mug = shop.variant(store, stock=2)
    due = backorders(shop, store, mug, 3)
    assert available(mug) == [5]
    shop.buy(mug, quantity=2)
    shop.buy(mug)
    backorders(shop, store, mug, 3, days=40)
    lines = read(lambda s: s.exec(select(OrderLine).order_by(OrderLine.id)).all())
    assert [line.promised_date for line in lines] == [None, due.date()]
    late = read(lambda s: s.exec(select(Order).where(Order.id == lines[1].order_id)).one())
    assert late.dispatch_by >= due.date() and late.deliver_from > due.date()
    with pytest.raises(OutOfStock):
        shop.buy(mug, quantity=3)


def test_back_orders_are_served_first_come_first_served(shop):  # F029
    store = shop.store()
    owner = shop.owner(store)
    mug = shop.variant(store, stock=0)
    backorders(shop, store, mug, 5)
    shop.buy(mug, quantity=2)
    shop.buy(mug, quantity=1)
    first, second = read(lambda s: s.exec(select(Order.number).order_by(Order.id)).all())

    def send(number: str) -> Fulfillment:
        with transaction() as session:
            return orders.ship_order(session, actor=owner, store_id=store, number=number, carrier="bpost")

    with pytest.raises(Conflict, match="0 of 2 are here"):
        send(first)
    count(shop, store, mug, 2)
    with pytest.raises(Conflict, match="earlier orders come first"):
        send(second)
    parcel = send(first)
    assert level(mug) == (0, 1)
    with transaction() as session:
        orders.call_back_parcel(session, actor=owner, store_id=store, number=first, parcel_id=parcel.id)
    with pytest.raises(Conflict, match="earlier orders come first"):
        send(second)
    count(shop, store, mug, 3)
    send(second)
    send(first)
    assert level(mug) == (0, 0)


def test_a_changed_day_is_a_change_of_the_quote_in_plain_words(shop):  # F029, F044
    store = shop.store()
    mug = shop.variant(store, stock=1)
    backorders(shop, store, mug, 3)
    actor = guest()
    checkout_id, version = shop.ready(actor, {mug: 1})
    shop.buy(mug)
    from emporium.errors import QuoteChanged

    with pytest.raises(QuoteChanged) as changed:
        shop.place(actor, checkout_id, version)
    assert "is not there yet. It is promised for" in changed.value.changes[0]
    backorders(shop, store, mug, 3, days=30)
    with pytest.raises(QuoteChanged) as moved:
        shop.place(actor, checkout_id, version + 1)
    assert "It is promised for" in moved.value.changes[0]
    assert isinstance(shop.place(actor, checkout_id, version + 2), Placement)


def test_a_part_that_comes_later_makes_the_bundle_come_later(shop):  # F027, F029
    store = shop.store()
    mug, tray = shop.variant(store, stock=10), shop.variant(store, stock=0)
    box = bundle(shop, store, {mug: 1, tray: 1})
    assert available(box) == [0]
    due = backorders(shop, store, tray, 2)
    assert available(box) == [2]
    shop.buy(box)
    assert read(lambda s: s.exec(select(OrderLine.promised_date)).one()) == due.date()


def test_a_limit_cannot_go_below_what_is_promised(shop):  # F029
    store = shop.store()
    mug = shop.variant(store, stock=0)
    backorders(shop, store, mug, 3)
    shop.buy(mug, quantity=2)
    with pytest.raises(Invalid, match="2 are promised"):
        backorders(shop, store, mug, 1)
    with pytest.raises(Invalid, match="day"):
        backorders(shop, store, mug, 3, days=-1)
    backorders(shop, store, mug, 2)
    assert available(mug) == [0]


def places(shop: Shop, store: UUID, variant: UUID, stock: dict[str, int]) -> dict[str, UUID]:
    """Further places of a store, with stock, in order."""
    made: dict[str, UUID] = {}
    with transaction() as session:
        for name, on_hand in stock.items():
            row = inventory.add_place(session, actor=shop.owner(store), store_id=store, name=name, country="BE")
            inventory.open_stock(session, variant_id=variant, location_id=row.id, on_hand=on_hand)
            made[name] = row.id
    return made


def taken(variant: UUID) -> dict[str, int]:
    rows = read(
        lambda s: s.exec(
            select(Location.name, Reservation.quantity)
            .join(Location, Location.id == Reservation.location_id)
            .where(Reservation.variant_id == variant, Reservation.status == "committed")
        ).all()
    )
    return dict(rows)


@pytest.mark.parametrize("rule,wanted", [("order", {"A": 3, "B": 1}), ("most_stock", {"B": 4})])
def test_a_store_says_from_which_place_units_are_taken(shop, rule, wanted):  # F089
    store = shop.store()
    mug = shop.variant(store, stock=0)
    places(shop, store, mug, {"A": 3, "B": 8})
    with transaction() as session:
        inventory.set_rule(session, actor=shop.owner(store), store_id=store, rule=rule)
    shop.buy(mug, quantity=4)
    assert taken(mug) == wanted
    assert read(lambda s: s.get_one(Store, store).allocation) == rule


def test_one_parcel_for_each_place(shop):  # F089
    store = shop.store()
    owner = shop.owner(store)
    mug = shop.variant(store, stock=0)
    where = places(shop, store, mug, {"A": 3, "B": 8})
    shop.buy(mug, quantity=5)
    order = the_order()
    groups = read(lambda s: orders.packing(s, actor=owner, store_id=store, number=order.number))
    assert [(group.name, [(unit.units, unit.ready) for unit in group.units]) for group in groups] == [
        ("A", [(3, 3)]), ("B", [(2, 2)]),
    ]  # fmt: skip
    line = groups[0].units[0].line_id
    with pytest.raises(Conflict, match="from that place"), transaction() as session:
        orders.ship_order(
            session, actor=owner, store_id=store, number=order.number, carrier="bpost", location_id=where["A"],
            lines=[orders.ParcelLine(line, 4)],
        )  # fmt: skip
    for name, units in (("A", 3), ("B", 2)):
        with transaction() as session:
            parcel = orders.ship_order(
                session, actor=owner, store_id=store, number=order.number, carrier="bpost", location_id=where[name]
            )
            assert parcel.location_id == where[name]
        gone = read(lambda s, p=parcel: s.exec(select(StockMovement).where(StockMovement.cause_id == str(p.id))).all())
        assert [(row.location_id, row.quantity) for row in gone] == [(where[name], -units)]
    assert read(lambda s: s.get_one(Order, order.id).status) == "shipped"


def test_a_bundle_whose_parts_lie_apart_is_packed_from_several_places(shop):  # F027, F089
    store = shop.store()
    owner = shop.owner(store)
    mug, tray = shop.variant(store, stock=0), shop.variant(store, stock=0)
    box = bundle(shop, store, {mug: 1, tray: 1})
    where = places(shop, store, mug, {"A": 5})
    with transaction() as session:
        other = inventory.add_place(session, actor=owner, store_id=store, name="B", country="BE").id
        inventory.open_stock(session, variant_id=tray, location_id=other, on_hand=5)
    shop.buy(box, mug)
    groups = read(lambda s: orders.packing(s, actor=owner, store_id=store, number=the_order().number))
    assert [(group.location_id, sum(unit.units for unit in group.units)) for group in groups] == [
        (where["A"], 1), (None, 1),
    ]  # fmt: skip
    assert [part.sku for part in groups[1].units[0].parts] == sorted([sku_of(mug), sku_of(tray)])
