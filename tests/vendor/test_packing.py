"""The order's page where units lie at several places, and where bundles are packed (F027, F029, F089)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid
from emporium.services import books, inventory, orders
from models.catalogue import ProductVariant
from models.orders import Fulfillment, Order
from tests.factories import Shop, read
from tests.vendor.test_money_pages import ask
from vendor.state import order as page
from vendor.state.packing import GATHERED


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    yield made
    assert read(books.check_books) == []


def place(shop: Shop, store, name: str, **units):
    """A place with units of variants."""
    with transaction() as session:
        row = inventory.add_place(session, actor=shop.owner(store), store_id=store, name=name, country="BE")
        for variant, on_hand in units["stock"].items():
            inventory.open_stock(session, variant_id=variant, location_id=row.id, on_hand=on_hand)
        return row.id


def number() -> str:
    return read(lambda s: s.exec(select(Order.number).order_by(Order.id.desc())).first())


def view_of(shop: Shop, store):
    return read(lambda s: page.load_order(s, ask(shop.owner(store), number=number()))).view


def ship(shop: Shop, store, **form):
    with transaction() as session:
        page._ship(
            session, actor=shop.owner(store), slug="", number=number(), carrier="bpost", tracking="3232 1000 1",
            form=form,
        )  # fmt: skip


def test_each_place_sends_its_own_parcel(shop):
    store = shop.store()
    mug = shop.variant(store, stock=0)
    ghent, liege = place(shop, store, "Bruges", stock={mug: 3}), place(shop, store, "Liège", stock={mug: 8})
    shop.buy(mug, quantity=5)
    view = view_of(shop, store)
    assert view.several and [row.text for row in view.places] == ["Bruges (3 ready)", "Liège (2 ready)"]
    assert view.lines[0].where == "3 × Bruges, 2 × Liège" and not view.lines[0].open
    with pytest.raises(Invalid) as missing:
        ship(shop, store, **{f"line-{view.lines[0].id}": "5"})
    assert missing.value.field == "place"
    with pytest.raises(Conflict):
        ship(shop, store, place=GATHERED)
    ship(shop, store, place=str(liege))
    rest = view_of(shop, store)
    assert (rest.several, rest.lines[0].left, rest.lines[0].where) == (False, "3", "")
    ship(shop, store, **{f"line-{rest.lines[0].id}": "3"})
    parcels = read(lambda s: s.exec(select(Fulfillment.location_id).order_by(Fulfillment.number)).all())
    assert parcels == [liege, ghent]


def test_a_bundle_says_its_parts_and_is_gathered(shop):
    store = shop.store()
    mug, tray, box = (shop.variant(store, stock=0) for _ in range(3))
    place(shop, store, "Bruges", stock={mug: 5})
    place(shop, store, "Liège", stock={tray: 5})
    skus = {one: read(lambda s, v=one: s.get_one(ProductVariant, v).sku) for one in (mug, tray)}
    with transaction() as session:
        inventory.set_bundle(
            session, actor=shop.owner(store), store_id=store, variant_id=box, parts={skus[mug]: 2, skus[tray]: 1}
        )
    shop.buy(box, mug)
    view = view_of(shop, store)
    assert [row.code for row in view.places][-1] == GATHERED and len(view.places) == 2
    (parts,) = [line.parts for line in view.lines if line.parts]
    assert f"({skus[mug]})" in parts and parts.startswith("2 × ")
    ship(shop, store, place=GATHERED)
    ship(shop, store)
    assert read(lambda s: s.exec(select(Order.status)).one()) == "shipped"


def test_what_is_not_there_yet_is_not_offered_to_be_sent(shop):
    store = shop.store()
    mug = shop.variant(store, stock=1)
    with transaction() as session:
        level = inventory.list_stock(session, actor=shop.owner(store), store_id=store)[0][0]
        inventory.set_backorders(
            session, actor=shop.owner(store), store_id=store, variant_id=mug, location_id=level.location_id, limit=5,
            due=(datetime.now(UTC) + timedelta(days=9)).date(),
        )  # fmt: skip
    shop.buy(mug, quantity=3)
    (line,) = view_of(shop, store).lines
    assert (line.left, line.open) == ("1", True) and "promised for" in line.state
    with pytest.raises(Conflict):
        ship(shop, store, **{f"line-{line.id}": "3"})
    ship(shop, store, **{f"line-{line.id}": line.left})
    found = read(lambda s: orders.store_order(s, actor=shop.owner(store), store_id=store, number=number()))
    assert found.lines[0].shipped == 1
