"""Lists use a fixed number of queries, however long they are (F127, P19)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import event

from emporium.db import engine, transaction
from emporium.services import analytics, carts, catalogue, orders, search, stores
from emporium.services.catalogue import Filters, Sort
from emporium.services.catalogue.lists import encode_cursor
from tests.factories import Shop, guest, read


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


@contextmanager
def counted() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine(), "before_cursor_execute", note)


def queries(question) -> int:
    with transaction() as session:
        session.connection()
        with counted() as seen:
            question(session)
        return len(seen)


def test_lists_ask_as_often_for_many_as_for_few(shop):
    store = shop.store("Clay & Kin")
    owner, admin, actor = shop.owner(store), shop.admin(), guest()
    questions = {
        "products": lambda s: catalogue.list_products(s, filters=Filters(store_id=store)),
        "search": lambda s: search.search_products(s, query="mug"),
        "shelves": catalogue.shelves,
        "stores": stores.directory,
        "basket": lambda s: carts.cart_view(s, cart=carts.find_cart(s, actor=actor)),
        "store orders": lambda s: orders.store_orders(s, actor=owner, store_id=store),
        "purchases": lambda s: orders.admin_purchases(s, actor=admin),
        "figures": lambda s: analytics.admin_figures(s, actor=admin),
        "store list": lambda s: stores.admin_stores(s, actor=admin),
    }
    variants = [shop.variant(store) for _ in range(2)]
    shop.buy(variants[0])
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=variants[0])
    few = {name: queries(question) for name, question in questions.items()}
    for _ in range(8):
        variant = shop.variant(store)
        shop.buy(variant)
        with transaction() as session:
            carts.add_line(session, actor=actor, variant_id=variant)
    many = {name: queries(question) for name, question in questions.items()}
    assert many == few
    assert max(few.values()) <= 13, few


def test_a_hundred_variants_cost_no_more_queries_than_one(shop):  # P19
    store = shop.store()
    shop.variants(store, prices=(100,))
    shop.variants(store, prices=tuple(range(100, 200)), name="Many")
    slugs = [row.slug for row in read(lambda s: catalogue.list_products(s, sort=Sort.NEWEST)).rows]
    counts = {queries(lambda s, slug=slug: catalogue.product_detail(s, slug=slug)) for slug in slugs}
    assert len(counts) == 1 and counts.pop() <= 12


def test_keyset_paging_sees_everything_once_in_every_order(shop):
    store = shop.store()
    for number in range(11):
        shop.variant(store, price=1000 + number % 3)
    for sort in Sort:
        seen: list[str] = []
        cursor = None
        while True:
            page = read(lambda s, c=cursor, o=sort: catalogue.list_products(s, sort=o, cursor=c, limit=4))
            seen += [row.slug for row in page.rows]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert len(seen) == len(set(seen)) == 11, sort


@pytest.mark.parametrize(
    ("words", "first"),
    [("oat mug 1", None), ("mug", None), ("oat mugg", None), ("zzzz qqqq", False), ("", False), ("'", False)],
)
def test_search_forgives(shop, words, first):  # F032
    shop.variants(name="Oat mug")
    found = read(lambda s: search.search_products(s, query=words)).rows
    if first is False:
        assert found == []
    else:
        assert found, words


def test_exact_name_comes_first(shop):  # F033, P20
    store = shop.store()
    with transaction() as session:
        from emporium.services.auth import SYSTEM
        from emporium.services.catalogue import NewVariant
        from models.enums import ProductStatus

        for i, name in enumerate(["Mug rack for a mug", "Mug", "Big mug tree", "Mug warmer"]):
            catalogue.create_product(
                session, actor=SYSTEM, store_id=store, name=name, status=ProductStatus.ACTIVE,
                variants=[NewVariant(sku=f"S{i}", price_minor=100)],
            )  # fmt: skip
    names = [row.name for row in read(lambda s: search.search_products(s, query="mug")).rows]
    assert names[0] == "Mug"
    assert set(names) == {"Mug rack for a mug", "Mug", "Big mug tree", "Mug warmer"}


def test_a_cursor_of_another_order_starts_at_the_top(shop):
    store = shop.store()
    for _ in range(3):
        shop.variant(store)
    newest = read(lambda s: catalogue.list_products(s, sort=Sort.NEWEST, limit=2))
    for cursor in (newest.next_cursor, "nonsense", "W10", "e30", encode_cursor(10**30, uuid4()), encode_cursor(5, "x")):
        assert read(lambda s, c=cursor: search.search_products(s, query="mug", cursor=c)).rows
        assert len(read(lambda s, c=cursor: catalogue.list_products(s, sort=Sort.PRICE_UP, cursor=c)).rows) == 3
