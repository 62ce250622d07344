"""Lists narrowed by the day something arrives: the same day as on the card, counted as it comes true (F034)."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from emporium.db import transaction
from emporium.i18n import day
from emporium.services import carts, inventory, recommendations, search
from emporium.services.auth import Actor
from emporium.services.inventory import Line, read_supply
from emporium.services.search import Results, Wanted
from emporium.services.shipping import delivery_options
from emporium.services.shipping.arrivals import working_days_later
from emporium.services.shipping.methods import add_working_days
from emporium.web.page import PageRequest
from emporium.web.shown import arrival_day
from models.accounts import Address
from models.carts import Cart
from models.catalogue import BundlePart, Product, ProductVariant
from models.enums import Face, StoreStatus
from models.inventory import Location, StockLevel
from models.stores import ShippingMethod, Store
from storefront.state import arriving
from storefront.state.arriving import days_to_choose, read_day
from storefront.state.home import load_home
from storefront.state.listing import load_search
from storefront.state.product import load_product
from tests.factories import Shop, guest, read
from tests.services.test_facets import product
from tests.services.test_queries import queries

TODAY = datetime.now(UTC).date()


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


def find(**wanted) -> Results:
    return read(lambda s: search.find(s, wanted=Wanted(**wanted)))


def names(**wanted) -> set[str]:
    return {row.name for row in find(**wanted).page.rows}


def way(store: UUID, *, handling: int, days: int, countries: tuple[str, ...] = (), position: int = 0) -> None:
    """The store packs so long, and has a way that takes so long."""
    with transaction() as session:
        session.get_one(Store, store).handling_days = handling
        first = session.exec(select(ShippingMethod).where(ShippingMethod.store_id == store)).first()
        if position == 0 and first is not None:
            first.min_days, first.max_days, first.countries = days, days + 2, list(countries)
        else:
            session.add(ShippingMethod(store_id=store, name=f"Way {position}", price_minor=900, min_days=days,
                                       max_days=days + 2, countries=list(countries), position=position))  # fmt: skip


def ahead(name: str, days: int) -> None:
    """Nothing of it lies there; some come in so many days."""
    with transaction() as session:
        level = session.exec(
            select(StockLevel)
            .join(ProductVariant, col(ProductVariant.id) == col(StockLevel.variant_id))
            .join(Product, col(Product.id) == col(ProductVariant.product_id))
            .where(Product.name == name)
        ).one()
        level.on_hand, level.backorder_limit = 0, 5
        level.backorder_date = datetime.combine(TODAY + timedelta(days=days), datetime.min.time(), UTC)
        session.add(level)
        session.flush()
        inventory.levels.refresh_totals(session, variant_ids=[level.variant_id])


def test_working_days_in_sql_are_those_of_the_cards(db_url):
    begin = date(2026, 11, 23)
    with transaction() as session:
        for offset in range(14):
            for days in (0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 30, 150):
                start = begin + timedelta(days=offset)
                sql = working_days_later("CAST(:start AS date)", "CAST(:days AS integer)")
                found = session.execute(text(f"SELECT {sql}"), {"start": start, "days": days}).scalar_one()
                assert found == add_working_days(start, days), (start, days)
                for packed in range(days + 1):
                    assert add_working_days(add_working_days(start, packed), days - packed) == found


def test_the_days_are_those_of_cards_and_of_the_basket(shop):
    slow, quick = shop.store("Slow"), shop.store("Quick")
    way(slow, handling=4, days=3)
    way(quick, handling=0, days=1)
    product(shop, slow, "Chair")
    product(shop, quick, "Mug")
    found = find()
    assert dict(found.facets.arrivals) == {arrival_day(4, 3): 1, arrival_day(0, 1): 1}
    assert names(arrives_by=arrival_day(0, 1)) == {"Mug"} and names(arrives_by=arrival_day(4, 3)) == {"Mug", "Chair"}
    assert names(arrives_by=TODAY) == set()
    for row in found.page.rows:
        store = slow if row.name == "Chair" else quick
        options = read(lambda s, one=store: delivery_options(s, goods={one: (100, 100)}, country="BE"))[store]
        assert arrival_day(row.handling_days, row.transit_days) == options[0].arrives_from


def test_counts_come_true_and_leave_the_choice_itself_out(shop):
    slow, quick = shop.store("Slow"), shop.store("Quick")
    way(slow, handling=4, days=3)
    way(quick, handling=0, days=1)
    for number in range(3):
        product(shop, slow, f"Chair {number}", price=1000 * (number + 1))
    product(shop, quick, "Mug", price=1000)
    product(shop, quick, "Gone mug", price=1000, stock=(0,))
    found = find(arrives_by=arrival_day(0, 1), price_to=2000)
    assert dict(found.facets.arrivals) == {arrival_day(0, 1): 1, arrival_day(4, 3): 2}
    assert found.page.total == 1 and [one.count for one in found.facets.stores] == [1]
    before = 0
    for when, _count in find().facets.arrivals:
        reached = sum(count for day_, count in find().facets.arrivals if day_ <= when)
        assert find(arrives_by=when).page.total == reached > before
        before = reached
    assert before == 4, "what is sold out arrives on no day"


def test_what_is_sold_ahead_arrives_after_it_can_leave(shop):  # F029
    store = shop.store()
    way(store, handling=1, days=2)
    product(shop, store, "Mug")
    product(shop, store, "Bowl of the next firing")
    ahead("Bowl of the next firing", 18)
    due = add_working_days(TODAY + timedelta(days=18), 3)
    assert dict(find().facets.arrivals) == {arrival_day(1, 2): 1, due: 1}
    assert names(arrives_by=due - timedelta(days=1)) == {"Mug"}
    assert names(arrives_by=due) == {"Mug", "Bowl of the next firing"}
    ahead("Bowl of the next firing", -3)
    assert dict(find().facets.arrivals) == {arrival_day(1, 2): 2}, "a day that went by is today"


def test_a_store_arrives_only_where_it_sends(shop):
    near, far = shop.store("Near"), shop.store("Far")
    way(near, handling=0, days=1, countries=("BE", "NL"))
    way(far, handling=0, days=1, countries=("BE",))
    way(far, handling=0, days=6, countries=(), position=1)
    way(near, handling=0, days=0, countries=("BE",), position=2)
    product(shop, near, "Mug")
    product(shop, far, "Jug")
    day1, day6 = arrival_day(0, 1), arrival_day(0, 6)
    assert dict(find().facets.arrivals) == {day1: 2}
    assert dict(find(country="NL").facets.arrivals) == {day1: 1, day6: 1}
    assert dict(find(country="US").facets.arrivals) == {day6: 1}
    assert names(country="US") == {"Mug", "Jug"} and names(country="US", arrives_by=day6) == {"Jug"}
    shown = {row.name: row.transit_days for row in find(country="US").page.rows}
    assert shown == {"Mug": None, "Jug": 6}
    with transaction() as session:
        for method in session.exec(select(ShippingMethod).where(ShippingMethod.store_id == far)).all():
            method.active = False
        session.get_one(Store, near).status = StoreStatus.SUSPENDED
    assert find().facets.arrivals == [] and names() == {"Jug"}, "changed at once: nothing is kept of it"


def test_where_somebody_is_decides(shop):
    somebody, no_one = shop.user(), guest()

    def country(actor: Actor) -> str:
        return read(lambda s: carts.shopper_country(s, actor=actor))

    actor = Actor(user_id=somebody, face=Face.SHOP)
    assert country(actor) == country(no_one) == country(Actor()) == "BE"
    with transaction() as session:
        session.add(Address(user_id=somebody, name="A", line1="B 1", city="Delft", country="NL", is_default=True))
    assert country(actor) == "NL" and country(no_one) == "BE"
    variant = shop.variant()
    for one, chosen in ((actor, "DE"), (no_one, "FR")):
        with transaction() as session:
            carts.add_line(session, actor=one, variant_id=variant)
            cart = carts.find_cart(session, actor=one)
            session.get_one(Cart, cart.id).country = chosen
        assert country(one) == chosen


def test_shelves_count_days_for_the_shoppers_country_too(shop):  # F117
    store = shop.store("Far away")
    product(shop, store, "Mug", stock=(50,))
    product(shop, store, "Bowl", stock=(50,))
    ids = {row.name: row.id for row in find().page.rows}
    slug = next(row.slug for row in find().page.rows if row.name == "Bowl")
    way(store, handling=1, days=1, countries=("BE",))
    way(store, handling=1, days=9, countries=("NL",), position=1)
    somebody = Actor(user_id=shop.user(), face=Face.SHOP)
    with transaction() as session:
        session.add(
            Address(user_id=somebody.user_id, name="A", line1="B 1", city="Delft", country="NL", is_default=True)
        )
        recommendations.agree(session, actor=somebody)
        recommendations.note_view(session, actor=somebody, product_id=ids["Mug"])
    for actor, days in ((guest(), 1), (somebody, 9)):
        ask = PageRequest(actor, "/")
        home = read(lambda s, ask=ask: load_home(s, ask)).view
        cards = [*home.selling, *home.newest, *home.you.recent, *home.you.picks]
        ask = PageRequest(actor, f"/p/{slug}", params={"slug": slug})
        cards += read(lambda s, ask=ask: load_product(s, ask)).view.beside.related
        assert len(cards) >= 4
        assert {card.arrival for card in cards} == {f"Arrives {day(arrival_day(1, days))}"}, actor


def test_narrowing_by_a_day_costs_no_query_more(shop):
    store = shop.store()
    product(shop, store, "Mug 0")

    def asked(session: Session) -> Results:
        return search.find(session, wanted=Wanted(words="mug", arrives_by=TODAY + timedelta(days=30)))

    few = queries(asked)
    for number in range(1, 9):
        product(shop, store, f"Mug {number}")
    ahead("Mug 1", 4)
    assert queries(asked) == few <= 9


def test_one_rule_says_when_something_can_leave(shop):  # F027, F029
    """The list's SQL and the basket's reading of supply agree, whatever lies where."""
    dice = random.Random(5)
    store = shop.store()
    ids = [shop.variants(store, prices=(100,) * dice.randint(1, 3), stock=0) for _ in range(30)]
    with transaction() as session:
        session.add(Location(store_id=store, name="Cellar"))
        session.flush()
        places = session.exec(select(Location.id).where(Location.store_id == store)).all()
        flat = [variant for group in ids for variant in group]
        for variant in flat:
            for place in places:
                level = session.get(StockLevel, (variant, place)) or StockLevel(variant_id=variant, location_id=place)
                level.on_hand = dice.choice((0, 0, 0, 1, 3))
                level.backorder_limit = dice.choice((0, 0, 1, 4))
                level.closed = dice.random() < 0.1
                if level.backorder_limit:
                    when = TODAY + timedelta(days=dice.randint(-3, 20))
                    level.backorder_date = datetime.combine(when, datetime.min.time(), UTC)
                session.add(level)
        for group in ids[:8]:
            for part in dice.sample([one for other in ids[10:] for one in other], 2):
                session.add(BundlePart(bundle_id=group[0], part_id=part, quantity=dice.randint(1, 3)))
    with transaction() as session:
        products = {row.id: row.product_id for row in session.exec(select(ProductVariant)).all()}
        supply = read_supply(session, variant_ids=list(products))
        days: dict[UUID, date] = {}
        there: set[UUID] = set()
        for variant, product_id in products.items():
            if supply.of(variant) < 1:
                continue
            due = supply.promises([Line(variant, variant, 1)]).get(variant)
            if due is None:
                there.add(product_id)
            else:
                days[product_id] = min(due, days.get(product_id, due))
        expected = {product_id: due for product_id, due in days.items() if product_id not in there}
        assert inventory.first_days(session, product_ids=list(set(products.values()))) == expected
        assert len(expected) > 5


MONDAY = date(2026, 11, 30)


def test_days_worth_choosing():
    on = [(MONDAY + timedelta(days=days), 3) for days in (2, 3, 4, 7)]
    assert [when for when, _words in days_to_choose(MONDAY, on)] == [
        date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 4), date(2026, 12, 5), date(2026, 12, 24),
    ]  # fmt: skip
    said = dict(days_to_choose(MONDAY, on))
    assert said[date(2026, 12, 5)].startswith("By the weekend, Sat 5 Dec")
    assert said[date(2026, 12, 24)].startswith("By Christmas, Thu 24 Dec") and said[on[0][0]].startswith("By Wed 2 Dec")
    spring = dict(days_to_choose(date(2027, 3, 6), []))
    assert list(spring) == [date(2027, 3, 13)], "on a Saturday the weekend is the next one"
    assert date(2026, 12, 24) not in dict(days_to_choose(date(2026, 12, 25), []))


def test_a_day_of_an_address_is_read_strictly(monkeypatch):
    monkeypatch.setattr(arriving, "today", lambda: MONDAY)
    assert read_day("2026-12-02") == date(2026, 12, 2) and read_day("2026-11-30") == MONDAY
    for nonsense in ("", "2026-11-29", "2027-09-01", "20261202", "2026-W49-3", "2026-13-01", "tomorrow", "2026-12-2"):
        assert read_day(nonsense) is None, nonsense


def test_the_facet_stands_in_the_address_and_has_a_chip(shop):  # F034
    slow, quick = shop.store("Slow"), shop.store("Quick")
    way(slow, handling=4, days=3)
    way(quick, handling=0, days=1)
    product(shop, slow, "Slow mug")
    product(shop, quick, "Quick mug")
    actor = guest()

    def page(query: str):
        return read(lambda s: load_search(s, PageRequest(actor, "/search", query))).view

    group = next(one for one in page("q=mug").groups if one.key == "by")
    assert group.single and group.name == "Arrives" and group.ways[0].count == "1" and group.ways[-1].count == "2"
    narrowed = page(group.ways[0].href.partition("?")[2])
    assert [card.name for card in narrowed.cards] == ["Quick mug"] and narrowed.total == 1
    assert [chip.text for chip in narrowed.chosen] == [group.ways[0].text] and narrowed.clear == "/search?q=mug"
    assert narrowed.chosen[0].href == "/search?q=mug"
    kept = next(one for one in narrowed.groups if one.key == "by").ways
    assert [way_.count for way_ in kept] == [way_.count for way_ in group.ways], "not counted by itself"
    far = (TODAY + timedelta(days=100)).isoformat()
    assert [chip.text[:3] for chip in page(f"q=mug&by={far}").chosen] == ["By "]
    assert page("q=mug&by=2020-01-01").chosen == []
