"""What a unit costs: sales by the clock with the prior price of thirty days, price lists for currencies, groups and
numbers, and why (F051, F052)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, QuoteChanged, Refused
from emporium.services import carts, catalogue, checkout, pricing
from emporium.services.auth import SYSTEM, Actor
from emporium.services.ledger.fx import add_rate
from emporium.services.pricing import ListPrice, PriceKind, Span, lowest_before
from jobs import tasks
from models.accounts import User
from models.catalogue import PriceHistory, Product, ProductVariant, SalePrice
from models.enums import StoreRole
from models.favourites import StoreFollow
from models.orders import Order, OrderLine
from tests.factories import ADDRESS, Shop, guest, in_parallel, read

NOW = datetime.now(UTC)


def days(number: float) -> datetime:
    """A moment so many days from now."""
    return NOW + timedelta(days=number)


class Shelf:
    """A store with one mug at 24.00."""

    def __init__(self, shop: Shop, price: int = 2400) -> None:
        self.shop, self.store = shop, shop.store(shipping=0)
        self.mug, self.owner = shop.variant(self.store, price=price, stock=100), shop.owner(self.store)

    def age(self, number: int) -> None:
        """Let the mug have been on sale for so many days."""
        with transaction() as session:
            for row in session.exec(select(PriceHistory).where(PriceHistory.variant_id == self.mug)).all():
                row.since = days(-number)

    def sale(self, price: int, starts=None, ends=None, **more):
        with transaction() as session:
            return catalogue.plan_sale(
                session, actor=self.owner, store_id=self.store, variant_id=self.mug, price_minor=price,
                starts_at=starts, ends_at=ends, **more,
            )  # fmt: skip

    def list(self, *prices: tuple[int, int], name="Volume", currency="EUR", **more):
        sku = read(lambda s: s.get_one(ProductVariant, self.mug).sku)
        with transaction() as session:
            made = pricing.create_price_list(
                session, actor=self.owner, store_id=self.store, name=name, currency=currency, **more
            )
            pricing.set_list_prices(
                session, actor=self.owner, store_id=self.store, list_id=made.id,
                prices=[ListPrice(sku, number, price) for number, price in prices],
            )  # fmt: skip
            return made.id

    def group(self, *members: Actor, name="Cafés"):
        with transaction() as session:
            made = pricing.create_group(session, actor=self.owner, store_id=self.store, name=name)
            for one in members:
                session.add(StoreFollow(user_id=one.user_id, store_id=self.store))
                session.flush()
                pricing.add_member(
                    session, actor=self.owner, store_id=self.store, group_id=made.id, email=email_of(session, one)
                )
            return made.id

    def costs(self, units: int = 1, currency="EUR", user=None, now=None):
        with transaction() as session:
            variant = session.get_one(ProductVariant, self.mug)
            return pricing.read_prices(
                session, variants=[variant], currency=currency, user_id=user, now=now
            ).of(self.mug, units)  # fmt: skip

    def detail(self, user=None):
        def ask(session):
            slug = session.exec(
                select(Product.slug)
                .join(ProductVariant, col(ProductVariant.product_id) == col(Product.id))
                .where(ProductVariant.id == self.mug)
            ).one()
            return catalogue.product_detail(session, slug=slug, user_id=user)

        return read(ask)

    def product(self) -> Product:
        return read(lambda s: s.get_one(Product, s.get_one(ProductVariant, self.mug).product_id))


def email_of(session, actor: Actor) -> str:
    return session.get_one(User, actor.user_id).email


@pytest.fixture
def shelf(shop) -> Shelf:
    return Shelf(shop)


@pytest.mark.parametrize(
    ("own", "sales", "price", "reduced", "prior"),
    [
        pytest.param([(2400, -90)], [(1800, -1, 5)], 1800, None, 2400, id="a plain sale"),
        pytest.param([(2400, -90), (2100, -20), (2600, -5)], [(1800, -1, 5)], 1800, None, 2100, id="lowest, not last"),
        pytest.param([(2100, -90), (2600, -40)], [(1800, -1, 5)], 1800, None, 2600, id="older than thirty days"),
        pytest.param([(2100, -90), (2600, -30)], [(1800, -1, 5)], 1800, None, 2100, id="held inside the thirty days"),
        pytest.param([(2400, -20)], [(1800, -1, 5)], 1800, None, None, id="history too short"),
        pytest.param([(2400, -31)], [(1800, -1, 5)], 1800, None, 2400, id="just long enough"),
        pytest.param(
            [(2400, -90)], [(1500, -20, -10), (1800, -1, 5)], 1800, None, None, id="cheaper in an earlier sale"
        ),
        pytest.param([(2400, -90)], [(2000, -20, -10), (1800, -1, 5)], 1800, None, 2000, id="an earlier sale is prior"),
        pytest.param([(2400, -90)], [(1500, -60, -40), (1800, -1, 5)], 1800, None, 2400, id="an old sale is forgotten"),
        pytest.param([(2400, -90)], [(1800, -9, -2)], 2400, None, None, id="over"),
        pytest.param([(2400, -90)], [(1800, 2, 5)], 2400, None, None, id="not begun"),
        pytest.param([(3000, -90), (2400, -12)], [], 2400, -12, 3000, id="a lasting reduction"),
        pytest.param([(3000, -90), (2400, -12)], [], 2400, None, None, id="lower without being called so"),
        pytest.param([(2400, -90)], [], 2400, -2, None, id="called reduced though it never cost more"),
    ],
)
def test_the_prior_price_is_the_lowest_of_thirty_days_before(own, sales, price, reduced, prior):  # F051
    found = lowest_before(
        own=[Span(amount, days(since)) for amount, since in own],
        sales=[Span(amount, days(since), days(until)) for amount, since, until in sales],
        price_minor=price,
        reduced_since=days(reduced) if reduced is not None else None,
        now=NOW,
    )
    assert found == prior


def test_a_sale_begins_and_ends_by_the_clock_everywhere(shelf):  # F051
    shelf.age(60)
    shelf.sale(1800, days(1), days(3))
    assert shelf.costs().amount_minor == 2400 and shelf.detail().variants[0].compare_at_minor is None
    during = shelf.costs(now=days(2))
    assert (during.amount_minor, during.kind, during.own_minor) == (1800, PriceKind.SALE, 2400)
    assert during.note.startswith("Sale price until ")
    assert shelf.costs(now=days(3)).amount_minor == 2400, "the end is the first moment without it"
    assert read(lambda s: list(catalogue.sales_to_turn(s))) == []
    (begun,) = read(lambda s: list(catalogue.sales_to_turn(s, now=days(2))))
    with transaction() as session:
        catalogue.turn_sale(session, product_id=begun, now=days(2))
    product = shelf.product()
    assert (product.min_price_minor, product.max_price_minor, product.compare_at_minor) == (1800, 1800, 2400)
    assert read(lambda s: list(catalogue.sales_to_turn(s, now=days(2.5)))) == []
    assert read(lambda s: list(catalogue.sales_to_turn(s, now=days(4)))) == [product.id]
    with transaction() as session:
        catalogue.turn_sale(session, product_id=product.id, now=days(4))
    product = shelf.product()
    assert (product.min_price_minor, product.compare_at_minor) == (2400, None)


def test_the_schedule_turns_what_is_due_and_nothing_else(shelf):  # F051
    shelf.age(60)
    shelf.sale(1800, days(-1), days(3))
    with transaction() as session:
        product = session.get_one(Product, shelf.product().id)
        product.min_price_minor, product.priced_at = 2400, days(-2)
        row = session.exec(select(SalePrice)).one()
        from sqlalchemy.dialects.postgresql import Range

        row.period = Range(days(-1), days(3))
    assert tasks.turn_sales() == 1
    assert shelf.product().min_price_minor == 1800
    assert tasks.turn_sales() == 0


def test_a_running_sale_is_charged_and_kept_with_the_line(shelf):  # F051
    shelf.age(60)
    shelf.sale(1800)
    shown = shelf.detail().variants[0]
    assert (shown.price_minor, shown.compare_at_minor) == (1800, 2400)
    placed = shelf.shop.buy(shelf.mug, quantity=2)
    order, line = read(
        lambda s: s.exec(select(Order, OrderLine).join(OrderLine, col(OrderLine.order_id) == col(Order.id))).one()
    )
    assert (line.unit_price_minor, line.subtotal_minor, order.total_minor) == (1800, 3600, 3600), placed
    assert line.price_note == "Sale price"


def test_a_sale_that_ends_during_checkout_is_asked_before_payment(shelf):  # F042, F051, C08
    sale = shelf.sale(1800)
    actor = guest()
    checkout_id, version = shelf.shop.ready(actor, {shelf.mug: 1})
    with transaction() as session:
        assert catalogue.end_sale(session, actor=shelf.owner, store_id=shelf.store, sale_id=sale.id)
    with pytest.raises(QuoteChanged) as asked:
        shelf.shop.place(actor, checkout_id, version)
    assert any("now costs €24.00 instead of €18.00" in text for text in asked.value.changes)
    placed = shelf.shop.place(actor, checkout_id, version + 1)
    assert read(lambda s: s.exec(select(Order)).one().total_minor) == 2400, placed


def test_what_was_asked_is_never_rewritten(shelf):  # F051
    shelf.age(60)
    running, planned = shelf.sale(1800, ends=days(5)), shelf.sale(1700, days(8), days(9))
    with transaction() as session:
        assert catalogue.end_sale(session, actor=shelf.owner, store_id=shelf.store, sale_id=running.id)
        assert not catalogue.end_sale(session, actor=shelf.owner, store_id=shelf.store, sale_id=planned.id)
    (left,) = read(lambda s: catalogue.sales_of(s, actor=shelf.owner, store_id=shelf.store, variant_id=shelf.mug))
    assert left.over and left.price_minor == 1800
    with pytest.raises(Conflict, match="over"), transaction() as session:
        catalogue.end_sale(session, actor=shelf.owner, store_id=shelf.store, sale_id=running.id)
    shelf.sale(1600)
    assert shelf.detail().variants[0].compare_at_minor == 1800, "yesterday's sale counts among the thirty days"


@pytest.mark.parametrize(
    ("price", "starts", "ends", "field"),
    [(2400, None, None, "price"), (-1, None, None, "price"), (1800, 3, 2, "ends"), (1800, None, -1, "ends")],
)
def test_a_sale_that_is_none_is_refused_by_field(shelf, price, starts, ends, field):  # F051
    with pytest.raises(Invalid) as wrong:
        shelf.sale(price, days(starts) if starts else None, days(ends) if ends else None)
    assert wrong.value.field == field
    assert read(lambda s: s.exec(select(SalePrice)).all()) == []


def test_two_sales_of_one_thing_never_hold_at_once(shelf):  # F051
    shelf.sale(1800, days(1), days(5))
    with pytest.raises(Conflict, match="End that one"):
        shelf.sale(1700, days(4), days(6))
    shelf.sale(1700, days(5), days(6))
    outcomes = in_parallel(8, lambda number: shelf.sale(1500 + number, days(10), days(12)))
    assert sum(isinstance(one, SalePrice) for one in outcomes) == 1
    assert all(isinstance(one, (SalePrice, Conflict, IntegrityError)) for one in outcomes), outcomes


def test_only_the_stores_own_people_change_its_prices(shelf):  # F051, F052
    stranger, staff = shelf.shop.owner(shelf.shop.store()), shelf.shop.owner(shelf.store, StoreRole.STAFF)
    for actor, error in ((stranger, NotFound), (staff, Refused)):
        with pytest.raises(error), transaction() as session:
            catalogue.plan_sale(
                session, actor=actor, store_id=shelf.store, variant_id=shelf.mug, price_minor=1, starts_at=None
            )
        with pytest.raises(error), transaction() as session:
            pricing.create_price_list(session, actor=actor, store_id=shelf.store, name="X", currency="EUR")
        with pytest.raises(error), transaction() as session:
            pricing.create_group(session, actor=actor, store_id=shelf.store, name="X")
    other = stranger.store_roles and next(iter(stranger.store_roles))
    sale, listed = shelf.sale(1800), shelf.list((10, 2000))
    for call in (
        lambda s: catalogue.end_sale(s, actor=stranger, store_id=other, sale_id=sale.id),
        lambda s: pricing.set_list_prices(s, actor=stranger, store_id=other, list_id=listed, prices=[]),
        lambda s: pricing.prices_of_list(s, actor=stranger, store_id=other, list_id=listed),
        lambda s: catalogue.sales_of(s, actor=stranger, store_id=other, variant_id=shelf.mug),
    ):
        with pytest.raises(NotFound), transaction() as session:
            call(session)


def test_many_units_cost_less_each_counted_over_the_whole_basket(shelf):  # F052
    shelf.list((10, 2000), (25, 1800))
    assert [shelf.costs(units).amount_minor for units in (1, 9, 10, 24, 25, 99)] == [2400, 2400, 2000, 2000, 1800, 1800]
    assert shelf.detail().variants[0].steps == [(10, 2000), (25, 1800)]
    actor = guest()
    with transaction() as session:
        line = carts.add_line(session, actor=actor, variant_id=shelf.mug, quantity=9)
        carts.set_quantity(session, actor=actor, line_id=line, quantity=10)
        view = carts.cart_view(session, cart=carts.find_cart(session, actor=actor))
    assert view.goods_minor == 20000 and view.changes == [], "whoever asks for more is told no news"
    assert view.stores[0].lines[0].price_note == "Volume, from 10 units"
    checkout_id, version = shelf.shop.ready(actor, {})
    shelf.shop.place(actor, checkout_id, version)
    line = read(lambda s: s.exec(select(OrderLine)).one())
    assert (line.quantity, line.unit_price_minor, line.subtotal_minor) == (10, 2000, 20000)
    assert line.price_note == "Volume, from 10 units"


def test_a_group_has_prices_that_nobody_else_sees(shelf):  # F052
    cafe = Actor(user_id=shelf.shop.user("Café Noord"))
    group = shelf.group(cafe)
    shelf.list((1, 1900), name="Wholesale", group_id=group)
    assert shelf.costs().amount_minor == 2400 and shelf.costs(user=shelf.shop.user()).amount_minor == 2400
    mine = shelf.costs(user=cafe.user_id)
    assert (mine.amount_minor, mine.kind, mine.note) == (1900, PriceKind.GROUP, "Wholesale, for Cafés")
    assert shelf.detail(cafe.user_id).variants[0].price_minor == 1900
    shelf.sale(1700)
    assert shelf.costs(user=cafe.user_id).amount_minor == 1700, "nobody of a group pays more than the street"
    with transaction() as session:
        pricing.remove_member(
            session, actor=shelf.owner, store_id=shelf.store, group_id=group, user_id=cafe.user_id
        )  # fmt: skip
    assert shelf.costs(user=cafe.user_id).kind is PriceKind.SALE
    with pytest.raises(Conflict, match="Wholesale"), transaction() as session:
        pricing.delete_group(session, actor=shelf.owner, store_id=shelf.store, group_id=group)


def test_signing_in_shows_the_groups_price_before_anything_is_paid(shelf):  # F005, F052
    cafe = Actor(user_id=shelf.shop.user("Café Noord"))
    shelf.list((1, 1900), name="Wholesale", group_id=shelf.group(cafe))
    visitor = guest()
    with transaction() as session:
        carts.add_line(session, actor=visitor, variant_id=shelf.mug, quantity=1)
        carts.merge_guest_cart(session, guest_token=visitor.guest_token, user_id=cafe.user_id)
        view = carts.cart_view(session, cart=carts.find_cart(session, actor=cafe))
    assert view.goods_minor == 1900
    assert [text.split(" now costs ")[1] for text in view.changes] == ["€19.00. It was €24.00 when you added it."]


def test_a_stated_price_goes_before_a_converted_one(shelf):  # F052, C14
    with transaction() as session:
        add_rate(session, actor=SYSTEM, base="EUR", quote="USD", rate=Decimal("1.1"), source="test")
    assert shelf.costs(currency="USD").amount_minor == 2640
    shelf.sale(1000)
    assert shelf.costs(currency="USD").amount_minor == 1100
    shelf.list((1, 2900), name="America", currency="USD")
    found = shelf.costs(currency="USD")
    assert (found.amount_minor, found.kind, found.note) == (2900, PriceKind.LIST, "America")
    with transaction() as session:
        book = pricing.read_prices(session, variants=[session.get_one(ProductVariant, shelf.mug)], currency="USD")
    assert [(one.kind, one.amount_minor, one.wins) for one in book.why(shelf.mug)] == [
        (PriceKind.LIST, 2900, True), (PriceKind.SALE, 1100, False), (PriceKind.OWN, 2640, False),
    ]  # fmt: skip
    assert "own currency goes before" in book.why(shelf.mug)[1].verdict


def test_a_stated_price_needs_no_rate(shelf):  # F052
    shelf.list((1, 2900), name="America", currency="USD")
    assert shelf.costs(currency="USD").amount_minor == 2900
    with pytest.raises(KeyError):
        shelf.costs(currency="JPY")


def test_why_a_price_holds_is_said_for_each_that_was_looked_at(shelf):  # F052
    shelf.sale(2000)
    shelf.list((10, 1900), name="Volume")
    with transaction() as session:
        book = pricing.read_prices(session, variants=[session.get_one(ProductVariant, shelf.mug)], currency="EUR")
    said = [(one.label, one.verdict, one.wins) for one in book.why(shelf.mug, 1)]
    assert said == [
        ("Sale price", "The lowest that counts.", True),
        ("Its own price", "There is a lower one.", False),
        ("Volume, from 10 units", "Counts from 10 units on.", False),
    ]
    assert next(one.label for one in book.why(shelf.mug, 10) if one.wins) == "Volume, from 10 units"


@pytest.mark.parametrize("starts, ends, active, price", [(1, 5, True, 2400), (-5, 5, True, 2000), (-5, 5, False, 2400)])
def test_a_list_holds_while_it_is_used_and_in_its_time(shelf, starts, ends, active, price):  # F052
    made = shelf.list((10, 2000), starts_at=days(starts), ends_at=days(ends))
    with transaction() as session:
        pricing.switch_price_list(
            session, actor=shelf.owner, store_id=shelf.store, list_id=made, active=active
        )  # fmt: skip
    assert shelf.costs(10).amount_minor == price


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("NOPE", 10, 1)], "no variant with the SKU NOPE"),
        ([(None, 0, 1)], "counts from 1 to"),
        ([(None, 10, -1)], "zero or more"),
        ([(None, 1, 2000)], "begins at 2 units"),
        ([(None, 10, 2000), (None, 10, 1900)], "stands there twice"),
    ],
)
def test_a_wrong_row_changes_nothing_on_a_list(shelf, rows, words):  # F052
    made = shelf.list((10, 2000))
    sku = read(lambda s: s.get_one(ProductVariant, shelf.mug).sku)
    with pytest.raises(Invalid, match=words), transaction() as session:
        pricing.set_list_prices(
            session, actor=shelf.owner, store_id=shelf.store, list_id=made,
            prices=[ListPrice(known or sku, number, price) for known, number, price in rows],
        )  # fmt: skip
    (left,) = read(lambda s: pricing.prices_of_list(s, actor=shelf.owner, store_id=shelf.store, list_id=made))
    assert (left.min_quantity, left.price_minor) == (10, 2000)


def test_only_people_who_know_the_store_are_put_into_a_group(shelf):  # F052
    group, stranger = shelf.group(), shelf.shop.user("Nobody's")
    for email in (read(lambda s: email_of(s, Actor(user_id=stranger))), "nobody@example.com"):
        with pytest.raises(Invalid, match="bought from you or follows"), transaction() as session:
            pricing.add_member(session, actor=shelf.owner, store_id=shelf.store, group_id=group, email=email)
    buyer = Actor(user_id=stranger)
    shelf.shop.buy(shelf.mug, actor=buyer)
    with transaction() as session:
        email = email_of(session, buyer)
        pricing.add_member(session, actor=shelf.owner, store_id=shelf.store, group_id=group, email=email)
        pricing.add_member(session, actor=shelf.owner, store_id=shelf.store, group_id=group, email=email.upper())
    (known,) = read(lambda s: pricing.list_groups(s, actor=shelf.owner, store_id=shelf.store))
    assert [one.user_id for one in known.members] == [stranger]


def test_the_price_that_lists_sort_by_follows_a_change(shelf):  # F051
    shelf.age(60)
    with transaction() as session:
        catalogue.set_price(
            session, actor=shelf.owner, store_id=shelf.store, variant_id=shelf.mug, price_minor=2000,
            compare_at_minor=2400,
        )  # fmt: skip
    assert (shelf.product().min_price_minor, shelf.product().compare_at_minor) == (2000, 2400)
    with transaction() as session:
        catalogue.set_price(
            session, actor=shelf.owner, store_id=shelf.store, variant_id=shelf.mug, price_minor=2000
        )  # fmt: skip
    assert (shelf.product().min_price_minor, shelf.product().compare_at_minor) == (2000, None)
    assert len(read(lambda s: s.exec(select(PriceHistory)).all())) == 2, "the same price again is no new price"


def test_the_simulator_and_the_checkout_ask_the_same_price(shelf):  # F052, F062
    from emporium.services.promotions.simulating import try_basket

    shelf.list((5, 1999))
    basket = read(lambda s: try_basket(s, wanted={shelf.mug: 5}, country="BE"))
    actor = guest()
    checkout_id, _ = shelf.shop.ready(actor, {shelf.mug: 5})
    with transaction() as session:
        made, cart = checkout.current_checkout(session, actor=actor, checkout_id=checkout_id)
        quote = checkout.build_quote(session, checkout=made, cart=cart)
    assert basket.stores[0].lines[0].unit_price_minor == quote.parcels[0].lines[0].unit_price_minor == 1999


def test_prices_are_found_with_as_many_queries_for_fifty_things_as_for_two(shop):  # F052
    from tests.services.test_queries import queries

    store = shop.store()
    few, many = shop.variants(store, prices=(100,) * 2), shop.variants(store, prices=(100,) * 50)

    def ask(ids):
        with transaction() as session:
            variants = session.exec(select(ProductVariant).where(col(ProductVariant.id).in_(ids))).all()
        return queries(lambda s: pricing.read_prices(s, variants=variants, currency="EUR", user_id=None))

    assert ask(few) == ask(many) <= 3


def test_staff_quotes_the_customers_own_price(shelf):  # F052, F084
    from emporium.services import drafts

    cafe = Actor(user_id=shelf.shop.user("Café Noord"))
    shelf.list((1, 1900), name="Wholesale", group_id=shelf.group(cafe))
    with transaction() as session:
        user = session.get_one(User, cafe.user_id)
        user.email_verified_at = NOW
        email = user.email
        made = drafts.create_draft(session, actor=shelf.owner, store_id=shelf.store)
        at = {"actor": shelf.owner, "store_id": shelf.store, "number": made.number}
        drafts.set_customer(session, **at, email=email, address=ADDRESS)
        drafts.add_item(session, **at, variant_id=shelf.mug, quantity=2)
        view = drafts.read_draft(session, **at)
    assert view.quote.total_minor == 3800
