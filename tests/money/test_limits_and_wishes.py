"""How many and for how much may be ordered (F042), and what a buyer says about a thing that is made for them (F028)."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Invalid, NotFound, OutOfStock, QuoteChanged, Refused
from emporium.services import carts, catalogue, checkout, documents, orders, returns, stores
from emporium.services.auth import SYSTEM
from emporium.services.catalogue import WishChoice, WishField, WishKind
from emporium.services.returns import Decision
from models.carts import CartLine
from models.catalogue import Product, ProductVariant
from models.enums import RestockDecision, StoreRole
from models.inventory import StockLevel
from models.orders import Fulfillment, Order, OrderLine
from tests.factories import Shop, guest, in_parallel, read

NAME = WishField("Name on it", required=True, longest=12, extra_minor=300)
THREAD = WishField("Thread", WishKind.CHOICE, choices=[WishChoice("Blue"), WishChoice("Gold", 150)])


class Maker:
    """A store with one mug at 24.00."""

    def __init__(self, shop: Shop, stock: int = 50) -> None:
        self.shop, self.store = shop, shop.store("Clay & Kin", shipping=0)
        self.mug, self.owner = shop.variant(self.store, price=2400, stock=stock), shop.owner(self.store)
        self.product = read(lambda s: s.get_one(ProductVariant, self.mug).product_id)

    def limits(self, actor=None, **limits):
        with transaction() as session:
            catalogue.set_limits(
                session, actor=actor or self.owner, store_id=self.store, product_id=self.product, **limits
            )

    def asks(self, *fields: WishField, actor=None):
        with transaction() as session:
            catalogue.set_wish_fields(
                session, actor=actor or self.owner, store_id=self.store, product_id=self.product, fields=fields
            )

    def least(self, amount: int, actor=None):
        with transaction() as session:
            stores.set_min_order(session, actor=actor or self.owner, store_id=self.store, amount_minor=amount)

    def add(self, actor, quantity=1, **wishes):
        with transaction() as session:
            return carts.add_line(session, actor=actor, variant_id=self.mug, quantity=quantity, wishes=wishes)

    def view(self, actor):
        return read(lambda s: carts.cart_view(s, cart=carts.find_cart(s, actor=actor)))


@pytest.fixture
def maker(shop) -> Maker:
    return Maker(shop)


@pytest.mark.parametrize(
    ("limits", "units", "problem"),
    [
        ({"least": 6}, 5, "At least 6 for each order."),
        ({"least": 6}, 6, ""),
        ({"least": 6}, 7, ""),
        ({"step": 6}, 6, ""),
        ({"step": 6}, 3, "At least 6 for each order."),
        ({"step": 6}, 8, "It is sold in packs of 6. Choose 6 or 12."),
        ({"step": 6, "most": 14}, 13, "It is sold in packs of 6. Choose 12."),
        ({"step": 6, "least": 10}, 6, "At least 12 for each order."),
        ({"most": 4}, 5, "At most 4 for each order."),
    ],
)
def test_a_number_that_may_not_be_ordered_is_said_and_not_charged(maker, limits, units, problem):  # F042
    actor = guest()
    maker.add(actor, units)
    maker.limits(**limits)
    view = maker.view(actor)
    line = view.stores[0].lines[0]
    assert (line.problem, line.buyable) == (problem, not problem)
    assert view.goods_minor == (0 if problem else units * 2400)
    checkout_id, version = maker.shop.ready(actor, {})
    if problem:
        with pytest.raises(Invalid):
            maker.shop.place(actor, checkout_id, version)
    else:
        assert maker.shop.place(actor, checkout_id, version)


@pytest.mark.parametrize(
    ("limits", "field"),
    [
        ({"least": 0}, "least"),
        ({"step": 0}, "step"),
        ({"most": 1000}, "most"),
        ({"least": 5, "step": 4, "most": 7}, "most"),
    ],
)
def test_limits_that_nobody_could_meet_are_refused(maker, limits, field):  # F042
    with pytest.raises(Invalid) as wrong:
        maker.limits(**limits)
    assert wrong.value.field == field


def test_a_stores_minimum_is_said_with_what_is_missing_and_kept_at_payment(maker):  # F042
    other = maker.shop.variant(maker.shop.store("Other", shipping=0), price=9900)
    maker.least(5000)
    actor = guest()
    maker.add(actor, 2)
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=other)
    view = maker.view(actor)
    said = {part.name: part.problem for part in view.stores}
    assert said == {"Clay & Kin": "Clay & Kin takes orders from €50.00 on. Add €2.00 more.", "Other": ""}
    checkout_id, version = maker.shop.ready(actor, {})
    with pytest.raises(Invalid, match=r"Add €2\.00 more"):
        maker.shop.place(actor, checkout_id, version)
    assert read(lambda s: s.exec(select(Order)).all()) == []
    maker.add(actor)
    with transaction() as session:
        made, cart = checkout.current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
        version = checkout.build_quote(session, checkout=made, cart=cart).version
    assert maker.shop.place(actor, checkout_id, version)


def test_a_minimum_that_is_raised_during_checkout_stops_the_payment(maker):  # F042, C08
    actor = guest()
    checkout_id, version = maker.shop.ready(actor, {maker.mug: 1})
    maker.least(2401)
    with pytest.raises(Invalid, match=r"Add €0\.01 more"):
        maker.shop.place(actor, checkout_id, version)


def test_only_the_store_itself_says_what_may_be_ordered(maker):  # F042, F028
    stranger, staff = maker.shop.owner(maker.shop.store()), maker.shop.owner(maker.store, StoreRole.STAFF)
    for actor, error in ((stranger, NotFound), (staff, Refused)):
        for call in (
            lambda a: maker.limits(a, least=2),
            lambda a: maker.asks(NAME, actor=a),
            lambda a: maker.least(1, a),
        ):
            with pytest.raises(error):
                call(actor)
    other = next(iter(stranger.store_roles))
    with pytest.raises(NotFound), transaction() as session:
        catalogue.set_limits(session, actor=stranger, store_id=other, product_id=maker.product)
    with pytest.raises(NotFound), transaction() as session:
        catalogue.set_wish_fields(session, actor=stranger, store_id=other, product_id=maker.product, fields=[])


def test_wishes_cost_what_they_say_and_are_kept_with_the_line(maker):  # F028
    maker.asks(NAME, THREAD)
    actor = guest()
    maker.add(actor, 2, **{"name-on-it": "  Ana   & Bo ", "thread": "Gold", "unknown": "left out"})
    line = maker.view(actor).stores[0].lines[0]
    assert (line.unit_price_minor, line.total_minor) == (2850, 5700)
    assert line.wishes == {"Name on it": "Ana & Bo", "Thread": "Gold"}
    assert line.price_note == "With €4.50 for your wishes"
    checkout_id, version = maker.shop.ready(actor, {})
    placed = maker.shop.place(actor, checkout_id, version)
    order, sold = read(
        lambda s: s.exec(select(Order, OrderLine).join(OrderLine, col(OrderLine.order_id) == col(Order.id))).one()
    )
    assert (sold.unit_price_minor, order.total_minor) == (2850, 5700), placed
    assert list(sold.personalisation.items()) == [("Name on it", "Ana & Bo"), ("Thread", "Gold")], "as it was asked"
    maker.asks()
    assert read(lambda s: s.get_one(OrderLine, sold.id)).personalisation["Thread"] == "Gold", "frozen"


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        ({}, "name-on-it"),
        ({"name-on-it": "thirteen chars"}, "name-on-it"),
        ({"name-on-it": "A", "thread": "Red"}, "thread"),
    ],
)
def test_a_wish_that_cannot_be_met_is_named(maker, wishes, field):  # F028
    maker.asks(NAME, THREAD)
    with pytest.raises(Invalid) as wrong:
        maker.add(guest(), **wishes)
    assert wrong.value.field == field


def test_two_texts_are_two_lines_and_one_stock_check(shop):  # F028, P03
    maker = Maker(shop, stock=3)
    maker.asks(NAME)
    actor = guest()
    first = maker.add(actor, 2, **{"name-on-it": "Ana"})
    second = maker.add(actor, 1, **{"name-on-it": "Bo"})
    assert first != second
    with pytest.raises(OutOfStock):
        maker.add(actor, 1, **{"name-on-it": "Cy"})
    with pytest.raises(OutOfStock), transaction() as session:
        carts.set_quantity(session, actor=actor, line_id=second, quantity=2)
    checkout_id, version = maker.shop.ready(actor, {})
    maker.shop.place(actor, checkout_id, version)
    sold = read(lambda s: s.exec(select(OrderLine)).all())
    assert sorted((row.quantity, row.personalisation["Name on it"]) for row in sold) == [(1, "Bo"), (2, "Ana")]
    level = read(lambda s: s.exec(select(StockLevel).where(StockLevel.variant_id == maker.mug)).one())
    assert (level.on_hand, level.reserved) == (3, 3)


@pytest.mark.concurrency
def test_buyers_with_different_wishes_never_share_the_last_unit(shop):  # F028, F087
    maker = Maker(shop, stock=3)
    maker.asks(NAME)
    ready = []
    for number in range(10):
        actor = guest()
        maker.add(actor, 1, **{"name-on-it": f"N{number}"})
        ready.append((actor, *maker.shop.ready(actor, {})))
    outcomes = in_parallel(10, lambda number: maker.shop.place(*ready[number]))
    sold = [one for one in outcomes if isinstance(one, checkout.Placement)]
    assert len(sold) == 3 and all(isinstance(one, (checkout.Placement, OutOfStock, QuoteChanged)) for one in outcomes)


def test_a_wish_that_is_asked_no_longer_is_said_and_not_charged(maker):  # F028, F042
    maker.asks(NAME)
    actor = guest()
    maker.add(actor, **{"name-on-it": "Ana"})
    checkout_id, version = maker.shop.ready(actor, {})
    maker.asks(THREAD)
    line = maker.view(actor).stores[0].lines[0]
    assert not line.buyable and "Take it out and add it again" in line.problem
    with pytest.raises((Invalid, QuoteChanged)):
        maker.shop.place(actor, checkout_id, version)


def test_what_a_wish_adds_changes_before_payment_and_is_asked(maker):  # F028, C08
    maker.asks(NAME)
    actor = guest()
    maker.add(actor, **{"name-on-it": "Ana"})
    checkout_id, version = maker.shop.ready(actor, {})
    maker.asks(WishField("Name on it", required=True, longest=12, extra_minor=500))
    with pytest.raises(QuoteChanged) as asked:
        maker.shop.place(actor, checkout_id, version)
    assert any("€29.00 instead of €27.00" in text for text in asked.value.changes)


@pytest.mark.parametrize(
    "fields",
    [
        [WishField("")], [WishField("A"), WishField("a")], [WishField("A", longest=0)],
        [WishField("A", extra_minor=-1)],
        [WishField("A", WishKind.CHOICE, choices=[WishChoice("One")])],
        [WishField("A", WishKind.CHOICE, choices=[WishChoice("One"), WishChoice("One")])],
        [WishField(f"F{number}") for number in range(7)],
    ],
)  # fmt: skip
def test_fields_that_make_no_sense_are_refused(maker, fields):  # F028
    with pytest.raises(Invalid):
        maker.asks(*fields)
    assert read(lambda s: s.get_one(Product, maker.product)).personalisation == []


def test_a_guests_wishes_move_into_the_account(maker):  # F005, F028
    maker.asks(NAME)
    visitor, person = guest(), maker.shop.user()
    maker.add(visitor, 1, **{"name-on-it": "Ana"})
    with transaction() as session:
        carts.merge_guest_cart(session, guest_token=visitor.guest_token, user_id=person)
        (line,) = session.exec(select(CartLine)).all()
    assert line.personalisation == {"name-on-it": "Ana"} and line.personalisation_hash


def test_a_present_has_its_message_and_no_price_in_the_parcel(maker):  # F028
    actor = guest()
    checkout_id, version = maker.shop.ready(actor, {maker.mug: 1})
    with transaction() as session:
        checkout.set_gift(session, actor=actor, checkout_id=checkout_id, message=" Happy\n  birthday ", receipt=True)
    maker.shop.place(actor, checkout_id, version)
    order = read(lambda s: s.exec(select(Order)).one())
    assert (order.gift_message, order.gift_receipt) == ("Happy\nbirthday", True)
    with transaction() as session:
        orders.ship_order(session, actor=maker.owner, store_id=maker.store, number=order.number, carrier="bpost")
        parcel = session.exec(select(Fulfillment.id)).one()
        slip = documents.packing_slip(session, actor=SYSTEM, fulfillment_id=parcel)
    assert slip.content["gift_message"] == "Happy\nbirthday" and "€" not in str(slip.content)
    assert any(order.number in note and "30 days" in note for note in slip.content["notes"]), slip.content["notes"]
    with pytest.raises(Invalid) as wrong, transaction() as session:
        actor = guest()
        other, _ = maker.shop.ready(actor, {maker.mug: 1})
        checkout.set_gift(session, actor=actor, checkout_id=other, message="x" * 301, receipt=False)
    assert wrong.value.field == "gift_message"


def test_what_was_made_for_somebody_is_not_put_back_on_the_shelf(maker):  # F028, F080, C13
    maker.asks(NAME)
    actor = guest()
    maker.add(actor, **{"name-on-it": "Ana"})
    placed = maker.shop.place(actor, *maker.shop.ready(actor, {}))
    order, line = read(
        lambda s: s.exec(select(Order, OrderLine).join(OrderLine, col(OrderLine.order_id) == col(Order.id))).one()
    )
    with transaction() as session:
        orders.ship_order(session, actor=maker.owner, store_id=maker.store, number=order.number, carrier="bpost")
        found = returns.request_return(
            session,
            actor=actor,
            token=placed.token,
            number=order.number,
            units={line.id: 1},
            reason="other",
            note="Wrong name",
        )
        at = {"actor": maker.owner, "store_id": maker.store, "return_id": found.id}
        returns.decide_return(session, **at, approve=True, note="Send it to us.")
        returns.receive_return(session, **at)
    with pytest.raises(Invalid, match="made for one person"), transaction() as session:
        returns.inspect_return(session, **at, decisions={line.id: Decision(RestockDecision.RESTOCK)})
    with transaction() as session:
        given = returns.inspect_return(session, **at, decisions={line.id: Decision(RestockDecision.SCRAP)})
    level = read(lambda s: s.exec(select(StockLevel).where(StockLevel.variant_id == maker.mug)).one())
    assert (given, level.on_hand) == (2700, 49), "paid back, and not sold again"
