"""Pages about stock: places and their rule, counted lists, bundles, low marks (F027, F089, F090, F091)."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.services import books
from emporium.services.inventory.counting import COLUMNS
from models.catalogue import ProductVariant
from models.enums import StoreRole
from models.inventory import StockLevel
from tests.factories import Shop, read
from tests.vendor.test_money_pages import ask
from vendor.state import bundles, count, places, stock


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    yield made
    assert read(books.check_books) == []


def sku_of(variant) -> str:
    return read(lambda s: s.get_one(ProductVariant, variant).sku)


def page(load, actor, **query: str):
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return read(lambda s: load(s, ask(actor, query=words))).view


def act(what, actor, **more):
    with transaction() as session:
        return what(session, actor=actor, slug="", **more)


def test_places_are_added_ordered_and_ruled(shop):  # F089
    store = shop.store()
    owner, mug = shop.owner(store), shop.variant(store, stock=3)
    assert act(places._add, owner, form={"name": " Liège ", "country": "BE"}) == "Liège"
    with pytest.raises(Conflict):
        act(places._add, owner, form={"name": "liège", "country": "BE"})
    view = page(places.load_places, owner)
    assert [(row.number, row.name, row.first, row.last) for row in view.rows] == [
        ("1", "Ghent", True, False), ("2", "Liège", False, True),
    ]  # fmt: skip
    ids = [row.id for row in view.rows]
    act(places._move, owner, seen=ids, place_id=ids[1], step=-1)
    assert [row.name for row in page(places.load_places, owner).rows] == ["Liège", "Ghent"]
    with pytest.raises(Conflict):
        act(places._move, owner, seen=ids, place_id=ids[0], step=-1)
    act(places._rule, owner, rule="most_stock")
    assert page(places.load_places, owner).rule == "most_stock"
    assert act(places._switch, owner, place_id=ids[0], active=False).startswith("Nothing is sold from Ghent")
    with pytest.raises(Conflict):
        act(places._switch, owner, place_id=ids[1], active=False)
    assert [row.active for row in page(places.load_places, owner).rows if row.id == ids[0]] == [False]
    assert act(places._switch, owner, place_id=ids[0], active=True) == "Ghent is used again."
    said = act(places._keep, owner, form={"sku": sku_of(mug), "place": ids[1], "on_hand": "8"})
    assert said == f"{sku_of(mug)} is kept there, 8 units."
    for form, field in (({"sku": "NONE", "on_hand": "1"}, "sku"), ({"sku": sku_of(mug), "on_hand": ""}, "on_hand")):
        with pytest.raises(Invalid) as wrong:
            act(places._keep, owner, form={"place": ids[1], **form})
        assert wrong.value.field == field
    shop.buy(mug, quantity=4)
    assert read(lambda s: s.exec(select(StockLevel.reserved).order_by(StockLevel.on_hand)).all()) == [0, 4]


def test_a_list_is_looked_at_and_then_set(shop):  # F090
    store = shop.store()
    owner, other = shop.owner(store), shop.owner(shop.store("Other"))
    mug, cup = shop.variant(store, stock=3), shop.variant(store, stock=5)
    name, text = read(lambda s: count._list_file(s, actor=owner, slug=""))
    assert name.endswith("-stock.csv") and text.startswith("sku,location,counted,expected")
    cells = [COLUMNS, (sku_of(mug), "Ghent", "7", "3"), (sku_of(cup), "Ghent", "5", "5"), ("NONE", "Ghent", "1")]
    pasted = "\n".join("\t".join(row) for row in cells)
    address = act(count._hand_in, owner, form={"list": pasted})
    chosen = parse_qs(urlsplit(address).query)["list"][0]
    view = page(count.load_count, owner, list=chosen)
    assert (view.said, view.can_set, view.set_label) == ("1 to change, 1 as they are, 1 left out", True, "Set 1 level")
    assert [(row.sku, row.state) for row in view.rows] == [
        ("NONE", "Left out"), (sku_of(mug), "Changes"), (sku_of(cup), "As it is"),
    ]  # fmt: skip
    with pytest.raises(NotFound):
        page(count.load_count, other, list=chosen)
    with pytest.raises(NotFound):
        act(count._accept, other, count_id=chosen)
    assert act(count._accept, owner, count_id=chosen) == "1 set, 1 left out"
    done = page(count.load_count, owner, list=chosen)
    assert done.title == "What came of it" and not done.can_set and done.has_earlier
    assert sorted(read(lambda s: s.exec(select(StockLevel.on_hand)).all())) == [5, 7]
    with pytest.raises(Invalid):
        act(count._hand_in, owner, form={"list": "no list at all"})


def test_bundles_are_made_and_taken_apart(shop):  # F027
    store = shop.store()
    owner = shop.owner(store)
    mug, tray, box = shop.variant(store, stock=7), shop.variant(store, stock=2), shop.variant(store, stock=0)
    form = {"sku": sku_of(box), "parts": f"3 x {sku_of(mug)}\n{sku_of(tray)}"}
    assert act(bundles._save, owner, form=form) == "It is made of 2 things from now on."
    (row,) = page(bundles.load_bundles, owner).rows
    assert (row.sku, row.left, len(row.parts)) == (sku_of(box), "2", 2) and row.parts[0].startswith("3 × ")
    for parts, field in (("", "parts"), ("two of them", "parts"), (f"0 x {sku_of(mug)}", "parts"), ("NONE", "parts")):
        with pytest.raises(Invalid) as wrong:
            act(bundles._save, owner, form={**form, "parts": parts})
        assert wrong.value.field == field
    act(bundles._take_apart, owner, sku=sku_of(box))
    assert page(bundles.load_bundles, owner).empty


def test_the_low_mark_is_set_beside_what_is_sold_ahead(shop):  # F091
    store = shop.store()
    owner, mug = shop.owner(store), shop.variant(store, stock=3)
    (line,) = page(stock.load_stock, owner).rows
    form = {"variant": line.variant_id, "location": line.location_id, "low": "9"}
    act(stock._sell_ahead, owner, form=form)
    assert page(stock.load_stock, owner).rows[0].low == "9" and mug
    with pytest.raises(Invalid) as wrong:
        act(stock._sell_ahead, owner, form={**form, "low": "many"})
    assert wrong.value.field == "low"


def test_who_may_what(shop):  # F003
    store = shop.store()
    staff = shop.owner(store, StoreRole.FINANCE)
    view = page(places.load_places, staff)
    assert not view.can_edit and not page(bundles.load_bundles, staff).can_edit
    with pytest.raises(Refused):
        act(places._add, staff, form={"name": "Mine", "country": "BE"})
    with pytest.raises(Refused):
        act(count._hand_in, staff, form={"list": "sku,location,counted\nA,B,1"})
