"""What a store's pages show and refuse: only the store's own, typed errors, sums that add up (F003, F075, F090)."""

from __future__ import annotations

import pytest

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused, Unauthenticated
from emporium.services import orders
from emporium.services.auth import ANONYMOUS
from emporium.web.page import PageRequest
from models.enums import StoreRole
from tests.factories import Shop, read
from vendor.state import home, order, shell, stock
from vendor.state import orders as order_list


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


def ask(actor, path: str = "/vendor", query: str = "", **params: str) -> PageRequest:
    return PageRequest(actor=actor, path=path, query_string=query, params=params)


def sold(shop: Shop, store, quantity: int = 2) -> tuple[str, object]:
    variant = shop.variant(store, price=2400)
    placed = shop.buy(variant, quantity=quantity)
    owner = shop.owner(store)
    number = read(lambda s: orders.store_orders(s, actor=owner, store_id=store)).rows[0].number
    assert placed.purchase_id
    return number, variant


def test_orders_of_another_store_do_not_exist(shop):  # F002: NotFound, so that numbers cannot be guessed
    mine, theirs = shop.store("Mine"), shop.store("Theirs")
    number, _ = sold(shop, theirs)
    me = shop.owner(mine)
    with pytest.raises(NotFound):
        read(lambda s: order.load_order(s, ask(me, "/vendor/orders", number=number)))
    with pytest.raises(NotFound):
        read(lambda s: order_list.load_orders(s, ask(me, query="store=" + slug_of(theirs))))
    with pytest.raises((NotFound, Refused)), transaction() as session:
        order._ship(session, actor=me, slug="", number=number, carrier="bpost", tracking="1", form={})
    assert read(lambda s: order_list.load_orders(s, ask(me))).view.empty
    with pytest.raises(Unauthenticated):
        read(lambda s: home.load_home(s, ask(ANONYMOUS)))


def slug_of(store) -> str:
    from models.stores import Store

    return read(lambda s: s.get(Store, store).slug)


def test_an_order_is_packed_in_two_parcels(shop):  # F076, F078
    store = shop.store()
    number, _ = sold(shop, store, quantity=3)
    owner = shop.owner(store)
    view = read(lambda s: order.load_order(s, ask(owner, number=number))).view
    (line,) = view.lines
    assert line.open and line.left == "3" and view.can_ship

    def ship(units: str, tracking: str = "3232 0001", carrier: str = "bpost") -> None:
        with transaction() as session:
            order._ship(session, actor=owner, slug="", number=number, carrier=carrier, tracking=tracking,
                        form={f"line-{line.id}": units})  # fmt: skip

    for units in ("abc", "-1", "1.5", "99999", ""):
        with pytest.raises(Invalid):
            ship(units)
    with pytest.raises(Invalid):
        ship("4")
    with pytest.raises(Invalid, match="number"):
        ship("1", tracking=" ")
    ship("2")
    view = read(lambda s: order.load_order(s, ask(owner, number=number))).view
    assert view.lines[0].left == "1" and len(view.parcels) == 1 and view.badge == "Partly sent"
    ship("1", tracking="", carrier="Other")
    view = read(lambda s: order.load_order(s, ask(owner, number=number))).view
    assert not view.can_ship and len(view.parcels) == 2 and all(parcel.moving for parcel in view.parcels)
    for parcel in view.parcels:
        with transaction() as session:
            order._scan(session, actor=owner, slug="", number=number, parcel_id=parcel.id, status="delivered")
    assert read(lambda s: order.load_order(s, ask(owner, number=number))).view.badge == "Delivered"
    for nonsense in ("x", "0199-nothing"):
        with pytest.raises(NotFound), transaction() as session:
            order._scan(session, actor=owner, slug="", number=number, parcel_id=nonsense, status="delivered")


def test_roles_go_only_so_far(shop):  # F003
    store = shop.store()
    number, variant = sold(shop, store)
    finance = shop.owner(store, StoreRole.FINANCE)
    assert read(lambda s: home.load_home(s, ask(finance))).view.figures
    with pytest.raises(Refused), transaction() as session:
        order._cancel(session, actor=finance, slug="", number=number, reason="No reason at all")
    row = read(lambda s: stock.load_stock(s, ask(finance))).view
    assert not row.can_edit
    with pytest.raises(Refused), transaction() as session:
        stock._adjust(session, actor=finance, slug="", variant_id=str(variant), location_id=row.rows[0].location_id,
                      seen="10", typed="12")  # fmt: skip


def test_stock_is_set_only_from_what_was_seen(shop):  # F090
    store = shop.store()
    sold(shop, store)
    owner = shop.owner(store)
    (row,) = read(lambda s: stock.load_stock(s, ask(owner))).view.rows
    assert (row.on_hand, row.promised, row.left) == ("10", "2", "8")

    def adjust(seen: str, typed: str, **other: str) -> int:
        values = {"variant_id": row.variant_id, "location_id": row.location_id} | other
        with transaction() as session:
            return stock._adjust(session, actor=owner, slug="", seen=seen, typed=typed, **values)

    assert adjust("10", "12") == 12
    with pytest.raises(Conflict, match="It is now 12"):
        adjust("10", "9")
    for typed in ("", "abc", "-1", "1e9", "9999999999"):
        with pytest.raises(Invalid):
            adjust("12", typed)
    with pytest.raises(Invalid, match="promised"):
        adjust("12", "1")
    with pytest.raises(NotFound):
        adjust("12", "13", location_id="nowhere")
    assert read(lambda s: stock.load_stock(s, ask(owner))).view.rows[0].on_hand == "12"


def test_the_stock_list_pages_by_sku(shop):
    store = shop.store()
    for _ in range(53):
        shop.variant(store)
    owner = shop.owner(store)
    first = read(lambda s: stock.load_stock(s, ask(owner))).view
    second = read(lambda s: stock.load_stock(s, ask(owner, query=first.older.split("?", 1)[1]))).view
    skus = [row.sku for row in [*first.rows, *second.rows]]
    assert len(skus) == len(set(skus)) == 53 and not second.older and second.newest
    assert read(lambda s: stock.load_stock(s, ask(owner, query="q=100%25"))).view.empty


def test_home_says_what_waits(shop):
    shop.commission()
    store = shop.store()
    number, _ = sold(shop, store)
    owner = shop.owner(store)
    view = read(lambda s: home.load_home(s, ask(owner))).view
    assert [figure.value for figure in view.figures[:3]] == ["€52.90", "€52.90", "1"]
    assert [task.title for task in view.tasks] == ["Send 1 order"]
    assert view.feed[0].number == number
    frame = read(lambda s: shell.load_shell(s, ask(owner)))
    assert frame.groups[0].links[1].count == "1" and frame.latest[0].number == number
    with transaction() as session:
        refunded = order._cancel(session, actor=owner, slug="", number=number, reason="Broken in the kiln")
    assert refunded == "€52.90"
    assert read(lambda s: home.load_home(s, ask(owner))).view.all_done
    with pytest.raises(Invalid), transaction() as session:
        order._cancel(session, actor=owner, slug="", number=number, reason="x")


def test_new_rows_are_marked_once(shop):
    store = shop.store()
    number, _ = sold(shop, store)
    view = read(lambda s: order_list.load_orders(s, ask(shop.owner(store)))).view
    assert shell.mark_fresh(view, {number}).rows[0].fresh
    assert not shell.mark_fresh(view, set()).rows[0].fresh
