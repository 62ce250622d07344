"""Suggestions while somebody types: from two letters on, what was typed set apart (F032)."""

from __future__ import annotations

import pytest

from emporium.db import transaction
from models.catalogue import Category
from storefront.state.suggest import suggested
from tests.factories import Shop, read
from tests.services.test_facets import product


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    with transaction() as session:
        session.add_all([Category(slug="mugs", name="Mugs & cups"), Category(slug="fine-mugs", name="Fine mugs")])
    return made


def test_products_categories_and_stores_are_suggested(shop):
    store = shop.store("Mugworks")
    product(shop, store, "Harbour mug", price=2400)
    found = read(lambda s: suggested(s, words="  mug "))
    assert found.open and found.words == "mug" and found.all_href == "/search?q=mug"
    (hint,) = found.products
    assert (hint.before, hint.hit, hint.after, hint.sub, hint.end) == ("Harbour ", "mug", "", "Mugworks", "€24.00")
    assert hint.href == "/p/harbour-mug"
    assert sorted((one.before, one.hit, one.after) for one in found.categories) == [
        ("", "Mug", "s & cups"), ("Fine ", "mug", "s"),
    ]  # fmt: skip
    assert [(one.hit, one.after) for one in found.stores] == [("Mug", "works")]
    assert found.said == "4 suggestions"


@pytest.mark.parametrize(("typed", "found"), [("harbor mug", True), ("h", False), ("", False), ("zzqq", False)])
def test_typing_errors_are_forgiven_and_little_asks_nothing(shop, typed, found):
    product(shop, shop.store("Clay"), "Harbour mug")
    made = read(lambda s: suggested(s, words=typed))
    assert made.open is found and bool(made.products) is found


@pytest.mark.parametrize("typed", ["%", "_", "\\", "' OR 1=1", "mug%", "(a|b)*[", "x" * 500, "a & b | !c"])
def test_signs_are_letters_like_others(shop, typed):
    product(shop, shop.store("Clay"), "Harbour mug")
    made = read(lambda s: suggested(s, words=typed))
    assert len(made.categories) <= 3 and len(made.stores) <= 3


def test_invisible_things_are_not_suggested(shop):
    from models.enums import StoreStatus
    from models.stores import Store

    store = shop.store("Mugworks")
    product(shop, store, "Harbour mug")
    with transaction() as session:
        found = session.get_one(Store, store)
        found.status = StoreStatus.SUSPENDED
        session.add(found)
    made = read(lambda s: suggested(s, words="mug"))
    assert made.products == [] and made.stores == []
