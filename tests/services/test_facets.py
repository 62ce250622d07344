"""Narrowing a list: counts that come true, several values on one variant, every order by keyset (F033, F034)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from emporium.db import transaction
from emporium.services import catalogue, favourites, inventory, search
from emporium.services.auth import SYSTEM
from emporium.services.catalogue import NewVariant, Sort
from emporium.services.favourites.searches import as_kept, as_wanted
from emporium.services.search import Results, Wanted
from emporium.web.page import PageRequest
from models.catalogue import Category, ProductVariant
from models.enums import AttributeKind as K
from models.enums import ProductStatus
from models.inventory import Location
from storefront.state.keeping import keep_search
from storefront.state.listing import load_search
from tests.attributes import ask, say
from tests.factories import Shop, guest, read
from tests.services.test_queries import queries
from tests.vendor.test_money_pages import ask as ask_page


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


def product(
    shop: Shop, store: UUID, name: str, *variants: Mapping[str, str], price: int = 1000, stock: tuple[int, ...] = (5,),
    category: UUID | None = None, rating: tuple[int, int] = (0, 0), was: int | None = None,
) -> None:  # fmt: skip
    """A product of variants with these values; `stock` goes round them, `rating` is the sum and the count."""
    options: dict[str, list[str]] = {}
    for values in variants:
        for option, value in values.items():
            options.setdefault(option, [])
            if value not in options[option]:
                options[option].append(value)
    with transaction() as session:
        made = catalogue.create_product(
            session, actor=SYSTEM, store_id=store, name=name, status=ProductStatus.ACTIVE, options=options,
            category_id=category,
            variants=[
                NewVariant(sku=f"{name}-{number}", price_minor=price, values=values)
                for number, values in enumerate(variants or ({},))
            ],
        )  # fmt: skip
        place = session.exec(select(Location.id).where(Location.store_id == store)).one()
        rows = session.exec(
            select(ProductVariant.id).where(ProductVariant.product_id == made.id).order_by(col(ProductVariant.position))
        ).all()
        for number, variant in enumerate(rows):
            inventory.open_stock(session, variant_id=variant, location_id=place, on_hand=stock[number % len(stock)])
        session.flush()
        session.refresh(made)
        made.rating_sum, made.rating_count = rating
        made.compare_at_minor = was
        session.add(made)


def find(**wanted) -> Results:
    return read(lambda s: search.find(s, wanted=Wanted(**wanted)))


def names(**wanted) -> set[str]:
    return {row.name for row in find(**wanted).page.rows}


def values(found: Results, option: str) -> dict[str, int]:
    return next(({one.label: one.count for one in facet.values} for facet in found.facets.options
                 if facet.key == option), {})  # fmt: skip


@pytest.fixture
def shirts(shop) -> UUID:
    """Blue S and red XL; blue XL that is sold out beside blue S; blue XL."""
    store = shop.store()
    product(shop, store, "Apart shirt", {"Colour": "Blue", "Size": "S"}, {"Colour": "Red", "Size": "XL"})
    product(
        shop, store, "Gone shirt", {"Colour": "Blue", "Size": "XL"}, {"Colour": "Blue", "Size": "S"}, stock=(0, 5)
    )  # fmt: skip
    product(shop, store, "Both shirt", {"colour": "blue", "size": "XL"})
    return store


def test_blue_and_xl_hold_on_one_variant(shirts):  # F034
    both = {"colour": ("blue",), "size": ("xl",)}
    assert names(options=both) == {"Gone shirt", "Both shirt"}
    assert names(options=both, in_stock=True) == {"Both shirt"}, "what is wanted is there itself"
    assert names(options={"colour": ("red", "blue"), "size": ("xl",)}) == {"Apart shirt", "Gone shirt", "Both shirt"}
    assert names(options={"colour": ("green",)}) == set()


def test_counts_come_true_when_they_are_chosen(shirts):  # F034
    found = find()
    assert values(found, "colour") == {"Blue": 3, "Red": 1} or values(found, "colour") == {"blue": 3, "Red": 1}
    assert {key.lower(): count for key, count in values(found, "size").items()} == {"s": 2, "xl": 3}
    narrowed = find(options={"size": ("xl",)})
    assert {key.lower(): count for key, count in values(narrowed, "colour").items()} == {"blue": 2, "red": 1}
    own = {key.lower(): count for key, count in values(narrowed, "size").items()}
    assert own == {"s": 2, "xl": 3}, "a choice does not count itself out"
    for colour, count in values(narrowed, "colour").items():
        assert find(options={"size": ("xl",), "colour": (colour.lower(),)}).page.total == count


def test_every_choice_is_counted_without_itself(shop):  # F034
    first, second = shop.store("First"), shop.store("Second")
    with transaction() as session:
        mugs, jugs = Category(slug="mugs", name="Mugs"), Category(slug="jugs", name="Jugs")
        session.add_all([mugs, jugs])
        session.flush()
        mug_id, jug_id = mugs.id, jugs.id
    product(shop, first, "Cheap mug", price=500, category=mug_id, rating=(10, 2))
    product(shop, first, "Fine mug", price=4000, category=mug_id, rating=(9, 2), was=5000, stock=(0,))
    product(shop, second, "Jug", price=9000, category=jug_id, rating=(8, 2))
    found = find().facets
    assert [(one.key, one.count) for one in found.categories] == [("mugs", 2), ("jugs", 1)]
    assert sorted(one.count for one in found.stores) == [1, 2]
    assert [(one.key, one.count) for one in found.ratings] == [("45", 2), ("40", 3)]
    assert (found.in_stock, found.on_sale) == (2, 1)
    assert (found.lowest_minor, found.highest_minor, sum(found.bars), found.bars[0], found.bars[-1]) == (
        500, 9000, 3, 1, 1,
    )  # fmt: skip
    dear = find(price_from=1000)
    assert dear.page.total == 2 and dear.facets.lowest_minor == 500, "prices are shown beyond what was chosen"
    assert [(one.key, one.count) for one in dear.facets.categories] == [("jugs", 1), ("mugs", 1)]
    slug = found.stores[0].key
    one = find(stores=(slug,), within=("mugs",), rating_tenths=45, on_sale=True)
    assert [row.name for row in one.page.rows] == ["Fine mug"] and one.page.stores == 1
    assert [(two.key, two.count) for two in one.facets.ratings] == [("45", 1), ("40", 1)]
    assert one.facets.in_stock == 0 and names(in_stock=True) == {"Cheap mug", "Jug"}
    assert names(store_id=second) == {"Jug"} and names(categories=(mug_id,), price_to=500) == {"Cheap mug"}
    assert find(words="mug", price_from=1000).page.total == 1


def test_signs_alone_find_nothing(shop):
    product(shop, shop.store(), "Mug")
    assert names(words="  ") == {"Mug"} and names(words="'%_") == set()


def test_every_order_pages_by_keyset_with_words_and_without(shop):  # F033
    store = shop.store()
    for number in range(11):
        product(shop, store, f"Mug {number}", price=1000 + number % 3)
    for words in ("", "mug"):
        for sort in (None, *Sort):
            wanted, seen, cursor = Wanted(words=words, sort=sort), [], None
            while True:
                page = read(lambda s, w=wanted, c=cursor: search.more(s, wanted=w, cursor=c, limit=4))
                seen += [row.slug for row in page.rows]
                cursor = page.next_cursor
                if cursor is None:
                    break
            assert len(seen) == len(set(seen)) == 11, (words, sort)
    prices = [row.price_minor for row in find(words="mug", sort=Sort.PRICE_DOWN).page.rows]
    assert prices == sorted(prices, reverse=True)


def test_a_search_asks_as_often_for_many_as_for_few(shop):  # P19
    store = shop.store()
    product(shop, store, "Mug 0", {"Colour": "Blue"})

    def asked(session: Session) -> Results:
        return search.find(session, wanted=Wanted(words="mug", options={"colour": ("blue",)}))

    few = queries(asked)
    for number in range(1, 9):
        product(shop, store, f"Mug {number}", {"Colour": "Blue", "Size": "S"}, {"Colour": "Red", "Size": "L"})
    assert queries(asked) == few <= 9


def test_the_address_holds_everything_and_every_chip_takes_its_own_off(shirts):  # F034
    def page(query: str):
        return read(lambda s: load_search(s, ask_page(guest(), path="/search", query=query))).view

    plain = page("q=shirt")
    colour = next(group for group in plain.groups if group.key == "o.colour")
    blue = next(way for way in colour.ways if way.text.lower() == "blue")
    assert blue.count == "3" and not blue.chosen and blue.href == "/search?q=shirt&o.colour=blue"
    narrowed = page("q=shirt&o.colour=blue&o.size=xl&from=5&to=20,50&n=48&rating=45&stock=1&c=none")
    said = {link.text.lower() for link in narrowed.chosen}
    assert said == {"blue", "xl", "€5.00 to €20.50", "4.5 and up", "in stock", "none"}
    assert narrowed.chosen_count == "6" and narrowed.nothing and narrowed.clear == "/search?q=shirt"
    for chip in narrowed.chosen:
        assert len(page(chip.href.partition("?")[2]).chosen) == 5, chip
    assert "n=" not in narrowed.chosen[0].href, "another choice begins at the top"
    for nonsense in ("from=x&to=-1", "sort=none&rating=9&o.=|&n=x", "o.colour=" + "|".join("abcdefghijklmnop")):
        assert page(f"q=shirt&{nonsense}").groups


def test_attributes_are_in_the_address_and_each_chip_takes_its_own_off(shop):  # F022, F034
    store = shop.store()
    ask(shop, "Material", K.CHOICE, choices=("Lime wood", "Oak"))
    ask(shop, "Vegan", K.BOOLEAN)
    ask(shop, "Height", K.NUMBER, unit="cm")
    ask(shop, "Handmade", K.BOOLEAN)
    for number, wood in enumerate(("Lime wood", "Oak", "Oak")):
        product(shop, store, f"Toy {number}")
        say(shop, store, f"Toy {number}", material=[wood], vegan=["true"], height=[f"{10 + number}.5"],
            handmade=["true"] if number else [])  # fmt: skip

    def page(query: str):
        return read(lambda s: load_search(s, ask_page(guest(), path="/search", query=query))).view

    groups = {group.name: group for group in page("q=toy").groups}
    assert [(way.text, way.count, way.href) for way in groups["Material"].ways] == [
        ("Oak", "2", "/search?q=toy&a.material=oak"), ("Lime wood", "1", "/search?q=toy&a.material=lime+wood"),
    ]  # fmt: skip
    height = groups["Height"].bounds
    assert (height.least, height.most, height.unit) == ("10.5\u00a0cm", "12.5\u00a0cm", "cm")
    assert [(one.name, one.value) for one in height.kept] == [("q", "toy")] and height.low_name == "a.height.from"
    assert "Vegan" not in groups, "all of them are: that is no choice"
    assert [(way.text, way.count) for way in groups["Handmade"].ways] == [("Yes", "2")], "one of them does not say"
    chosen = "q=toy&a.material=oak|lime wood&a.handmade=true&a.height.from=11&a.height.to=12,0"
    view = page(chosen)
    assert {link.text for link in view.chosen} == {
        "Oak", "Lime wood", "Handmade: Yes", "Height: 11 to 12\u00a0cm",
    }  # fmt: skip
    assert view.clear == "/search?q=toy" and [card.name for card in view.cards] == ["Toy 1"]
    for chip in view.chosen:
        assert len(page(chip.href.partition("?")[2]).chosen) == 3, chip
    gone = page("q=toy&a.material=oak&a.gone=x&a.far.to=9")
    assert gone.nothing and {link.text for link in gone.chosen} == {"Material: Oak", "Gone: X", "Far: up to 9"}
    found = page("q=toy&a.material=oak&a.height.from=11&a.height.to=12,0")
    assert [card.name for card in found.cards] == ["Toy 1"]
    kept = next(group for group in found.groups if group.name == "Height").bounds
    assert (kept.low, kept.high, kept.off) == ("11", "12,0", "/search?q=toy&a.material=oak")
    for nonsense in ("a.=1&a.Height.from=1&a.height.from=tall", "a.material=|", "a.height.from=9" * 40):
        assert page(f"q=toy&{nonsense}").groups


def test_a_list_narrowed_by_attributes_asks_as_often(shop):  # F034, P19
    store = shop.store()
    ask(shop, "Material", K.CHOICE, choices=("Lime wood", "Oak"))
    product(shop, store, "Toy")
    say(shop, store, "Toy", material=["Oak"])
    few = queries(lambda s: search.find(s, wanted=Wanted(words="toy")))
    for name in ("Height", "Width", "Depth"):
        ask(shop, name, K.NUMBER)
    product(shop, store, "Other toy")
    say(shop, store, "Other toy", material=["Oak"], height=["1"], width=["2"], depth=["3"])
    wanted = Wanted(words="toy", attributes={"material": ("oak",)}, ranges={"width": (Decimal(1), None)})
    assert queries(lambda s: search.find(s, wanted=wanted)) == few <= 9


def test_a_kept_search_remembers_attributes(shop):  # F022, F030
    wanted = Wanted(attributes={"vegan": ("true",)}, ranges={"height": (Decimal("1.5"), None)})
    assert as_wanted(json.loads(json.dumps(as_kept(wanted)))) == Wanted(
        attributes=wanted.attributes, ranges=wanted.ranges, sort=Sort.NEWEST
    )  # fmt: skip
    store = shop.store()
    ask(shop, "Vegan", K.BOOLEAN)
    product(shop, store, "Toy")
    say(shop, store, "Toy", vegan=["true"])
    actor = guest()
    with transaction() as session:
        keep_search(session, actor=actor, path="/search", query="q=toy&a.vegan=true&a.height.from=1")
    (kept,) = read(lambda s: favourites.saved_searches(s, actor=actor))
    assert kept.title == "“toy”, vegan, height" and "a.vegan=true" in kept.address


def test_a_list_opens_with_as_much_as_was_open(shop):
    store = shop.store()
    for number in range(30):
        product(shop, store, f"Mug {number}")

    def page(query: str, **extra: str):
        request = PageRequest(guest(), "/search", query, {}, "", extra)
        return read(lambda s: load_search(s, request)).view

    first = page("q=mug")
    assert (len(first.cards), first.shown, first.more) == (24, "Showing 24 of 30", "Show 24 more")
    rest = page("q=mug", cursor=first.cursor)
    assert len(rest.cards) == 6 and rest.cursor == "" and rest.more == "" and not rest.groups
    assert len(page("q=mug&n=30").cards) == 30 and page("q=mug&n=999999").total == 30
