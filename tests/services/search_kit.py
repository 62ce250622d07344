"""What pages rely on of a search engine, whichever it is: asked of every adapter (F031, F035)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.services import catalogue
from emporium.services.search import SearchEngine, Wanted
from models.catalogue import Category, Product, ProductVariant
from models.enums import AttributeKind as K
from models.enums import ProductStatus, StoreStatus
from models.stores import Store
from tests.attributes import ask, say
from tests.factories import Shop, read
from tests.services.test_facets import product


class SearchEngineKit:
    """Subclasses give the fixture `engine`."""

    @pytest.fixture
    def shop(self, db_url) -> Shop:
        return Shop()

    def found(self, engine: SearchEngine, words: str, **wanted) -> list[str]:
        page = read(lambda s: engine.find(s, wanted=Wanted(words=words, **wanted))).page
        return [row.name for row in page.rows]

    def take_in(self, engine: SearchEngine) -> None:
        with transaction() as session:
            engine.index(session, product_ids=engine.waiting(session))

    def test_the_ladder(self, shop, engine):  # F033, P20
        store = shop.store("Clay")
        product(shop, store, "Mug")
        product(shop, store, "Mug tree")
        product(shop, store, "Harbour mug")
        product(shop, store, "Cocoa tin")
        with transaction() as session:
            tin = session.exec(select(Product).where(Product.name == "Cocoa tin")).one()
            tin.summary, tin.sold_count = "For a mug in the evening.", 900
            session.add(tin)
        self.take_in(engine)
        assert self.found(engine, "mug") == ["Mug", "Mug tree", "Harbour mug", "Cocoa tin"]
        assert self.found(engine, "MUGS")[0] == "Mug" and self.found(engine, "harbour mugs") == ["Harbour mug"]

    def test_within_a_rung_what_is_there_comes_first(self, shop, engine):  # F033
        store = shop.store("Clay")
        product(shop, store, "Grey mug", stock=(0,), rating=(50, 10))
        product(shop, store, "Green mug", rating=(30, 10))
        product(shop, store, "Brown mug", rating=(50, 10))
        self.take_in(engine)
        assert self.found(engine, "mug") == ["Brown mug", "Green mug", "Grey mug"]

    def test_words_of_category_option_and_store_find_too(self, shop, engine):
        with transaction() as session:
            above = Category(slug="kitchen", name="Kitchen")
            session.add(above)
            session.flush()
            under = Category(slug="pots", name="Pots & pans", parent_id=above.id)
            session.add(under)
            session.flush()
            pots = under.id
        product(shop, shop.store("Copperworks"), "Tall one", {"Colour": "Aubergine"}, category=pots)
        product(shop, shop.store("Others"), "Aubergine picture")
        self.take_in(engine)
        for words in ("pot", "kitchen", "copperworks", "aubergine pan", "kitchen tall"):
            assert self.found(engine, words)[:1] == ["Tall one"], words
        assert self.found(engine, "aubergine") == ["Aubergine picture", "Tall one"]

    def test_a_number_finds_its_product_first(self, shop, engine):  # F033
        store, other = shop.store("Clay"), shop.store("Others")
        product(shop, store, "Mug", {"Size": "S"}, {"Size": "L"})
        product(shop, store, "Bowl")
        product(shop, other, "Dish 1 for the mug")
        self.take_in(engine)
        with transaction() as session:
            bowl = session.exec(select(ProductVariant).where(ProductVariant.sku == "Bowl-0")).one()
            bowl.barcode = "5400000000119"
            session.add(bowl)
        assert self.found(engine, " MUG-1 ") == ["Mug", "Dish 1 for the mug"]
        assert self.found(engine, "5400000000119") == ["Bowl"]
        assert self.found(engine, "bowl-0") == ["Bowl"]
        assert self.found(engine, "mug-1", store_id=other) == ["Dish 1 for the mug"]
        typed = read(lambda s: engine.more(s, wanted=Wanted(words="mug-0"), cursor=None, typing=True))
        assert typed.rows[0].name == "Mug"
        with transaction() as session:
            for row in session.exec(select(ProductVariant).where(ProductVariant.sku == "Bowl-0")):
                row.active = False
                session.add(row)
        assert self.found(engine, "5400000000119") == []

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("yooga mat", "Yoga mat"), ("sauc", "Tomato sauce"), ("tomatoe sauce", "Tomato sauce"),
         ("matt yoga", "Yoga mat"), ("suace", "Tomato sauce"), ("ygoa", "Yoga mat")],
    )  # fmt: skip
    def test_typing_errors_and_beginnings(self, shop, engine, typed, meant):  # F032
        store = shop.store("Clay")
        product(shop, store, "Yoga mat")
        product(shop, store, "Tomato sauce")
        self.take_in(engine)
        assert self.found(engine, typed) == [meant]

    def test_nothing_invisible_and_nothing_of_another_store(self, shop, engine):  # F012, F037
        one, other, gone = shop.store("One"), shop.store("Other"), shop.store("Gone")
        for store in (one, other, gone):
            product(shop, store, "Mug")
        product(shop, one, "Mug that waits")
        with transaction() as session:
            session.get_one(Store, gone).status = StoreStatus.SUSPENDED
            session.exec(select(Product).where(Product.name == "Mug that waits")).one().status = ProductStatus.PAUSED
        self.take_in(engine)
        assert self.found(engine, "mug") == ["Mug", "Mug"] and self.found(engine, "mug", store_id=one) == ["Mug"]
        assert self.found(engine, "gone") == [] and self.found(engine, "mug", store_id=gone) == []

    def test_a_change_is_found_once_it_is_taken_in(self, shop, engine):  # F035
        store = shop.store("Clay")
        product(shop, store, "Mug")
        self.take_in(engine)
        owner, ident = shop.owner(store), read(lambda s: s.exec(select(Product.id)).one())
        with transaction() as session:
            catalogue.rename_product(session, actor=owner, store_id=store, product_id=ident, name="Beaker")
        assert read(engine.waiting) == [ident]
        with transaction() as session:
            assert engine.index(session, product_ids=[ident]) == 1 == engine.index(session, product_ids=[ident])
        assert read(engine.waiting) == []
        assert self.found(engine, "beaker") == ["Beaker"] and self.found(engine, "mug") == []

    def test_all_anew(self, shop, engine):  # F035
        store = shop.store("Clay")
        for number in range(7):
            product(shop, store, f"Mug {number}")
        assert engine.reindex(transaction) == 7 == engine.reindex(transaction)
        assert len(self.found(engine, "clay mug")) == 7

    def test_counts_are_of_what_is_shown(self, shop, engine):  # F034
        store = shop.store("Clay")
        product(shop, store, "Blue mug", {"Colour": "Blue"})
        product(shop, store, "Red mug", {"Colour": "Red"})
        self.take_in(engine)
        found = read(lambda s: engine.find(s, wanted=Wanted(words="mug", options={"colour": ("red",)})))
        assert found.page.total == len(found.page.rows) == 1
        assert {one.label: one.count for one in found.facets.options[0].values} == {"Blue": 1, "Red": 1}

    @pytest.fixture
    def cushions(self, shop, engine) -> Shop:
        """Four cushions: linen and cotton, linen, wool, and one that says nothing."""
        ask(shop, "Material", K.CHOICE, choices=("Linen", "Cotton", "Wool"))
        ask(shop, "Vegan", K.BOOLEAN)
        ask(shop, "Width", K.NUMBER, unit="cm")
        store = shop.store("Loom")
        for name, said in {
            "Both cushion": {"material": ["Linen", "Cotton"], "vegan": ["true"], "width": ["40"]},
            "Flax cushion": {"material": ["Linen"], "vegan": ["false"], "width": ["50.5"]},
            "Sheep cushion": {"material": ["Wool"], "vegan": ["false"], "width": ["60"]},
            "Quiet cushion": {},
        }.items():
            product(shop, store, name)
            say(shop, store, name, **said)
        self.take_in(engine)
        return shop

    def test_values_of_one_attribute_are_alternatives_and_attributes_hold_together(self, cushions, engine):  # F034
        def names(**wanted) -> set[str]:
            return set(self.found(engine, "cushion", **wanted))

        assert names(attributes={"material": ("linen",)}) == {"Both cushion", "Flax cushion"}
        assert names(attributes={"material": ("cotton", "wool")}) == {"Both cushion", "Sheep cushion"}
        assert names(attributes={"material": ("linen",), "vegan": ("true",)}) == {"Both cushion"}
        assert names(ranges={"width": (Decimal("50.5"), None)}) == {"Flax cushion", "Sheep cushion"}
        assert names(ranges={"width": (Decimal(40), Decimal(55))}, attributes={"vegan": ("false",)}) == {"Flax cushion"}
        assert names(attributes={"material": ("silk",)}) == set() == names(attributes={"none": ("linen",)})
        assert names(ranges={"material": (Decimal(1), None)}) == set()
        assert self.found(engine, "", ranges={"width": (None, Decimal(40))}) == ["Both cushion"]

    def test_counts_of_an_attribute_leave_its_own_choice_out(self, cushions, engine):  # F034
        def counts(**wanted) -> dict[str, dict[str, int]]:
            found = read(lambda s: engine.find(s, wanted=Wanted(words="cushion", **wanted))).facets.attributes
            return {one.code: {value.key: value.count for value in one.values} for one in found}

        def width(**wanted) -> tuple[int, Decimal, Decimal, str]:
            found = read(lambda s: engine.find(s, wanted=Wanted(**wanted))).facets.attributes
            one = next(one for one in found if one.kind == K.NUMBER)
            return one.count, one.lowest, one.highest, one.unit

        plain = counts()
        assert plain["material"] == {"linen": 2, "cotton": 1, "wool": 1}
        assert plain["vegan"] == {"false": 2, "true": 1} and width() == (3, Decimal(40), Decimal(60), "cm")
        linen = {"material": ("linen",)}
        assert counts(attributes=linen)["material"] == plain["material"]
        assert counts(attributes=linen)["vegan"] == {"true": 1, "false": 1}
        assert width(attributes=linen) == (2, Decimal(40), Decimal("50.5"), "cm")
        both = {"attributes": {**linen, "vegan": ("false",)}}
        assert counts(**both)["material"] == {"linen": 1, "wool": 1}, "without itself, with the other"
        assert counts(**both)["vegan"] == {"true": 1, "false": 1}
        narrow = {"ranges": {"width": (None, Decimal(45))}}
        assert width(**narrow) == width() and counts(**narrow)["material"] == {"linen": 1, "cotton": 1}
        for key, count in counts(attributes={"vegan": ("false",)})["material"].items():
            assert len(self.found(engine, "cushion", attributes={"vegan": ("false",), "material": (key,)})) == count

    def test_what_a_product_says_finds_it_after_its_own_words(self, cushions, engine):  # F022, F033
        product(cushions, cushions.store("Weave"), "Wool throw")
        self.take_in(engine)
        assert self.found(engine, "wool") == ["Wool throw", "Sheep cushion"]
        assert self.found(engine, "vegan") == ["Both cushion"], "what it is not, it is not found by"
        for words in ("linen cotton", "cottn"):
            assert self.found(engine, words) == ["Both cushion"], words
        assert len(self.found(engine, "width")) == 3

    def test_only_what_operators_made_a_filter_is_one(self, shop, engine):  # F022
        ask(shop, "Material", K.CHOICE, choices=("Linen", "Cotton"), filterable=False)
        store = shop.store("Loom")
        product(shop, store, "Cushion")
        say(shop, store, "Cushion", material=["Linen"])
        self.take_in(engine)
        assert read(lambda s: engine.find(s, wanted=Wanted())).facets.attributes == []
        assert self.found(engine, "", attributes={"material": ("linen",)}) == []
