"""The engine inside PostgreSQL passes the kit, and its index is swapped without a gap (F033, F035)."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlmodel import select

from benchmarks.relevance import answered, judgements, mean, ndcg
from emporium import db
from emporium.db import transaction
from emporium.services import catalogue, search
from emporium.services.search import SearchEngine, Wanted
from emporium.services.search.engine import PostgresSearch
from emporium.services.search.typos import closest, distance
from jobs import tasks
from jobs.relay import FOLLOW_UP
from models.catalogue import Product
from models.outbox import OutboxEvent
from tests.conftest import Databases
from tests.factories import Shop, read
from tests.services.search_kit import SearchEngineKit
from tests.services.test_facets import product

FLOOR = 0.98
"""nDCG@10 over the demo when this was written: 0.996."""


class TestPostgres(SearchEngineKit):
    @pytest.fixture
    def engine(self) -> SearchEngine:
        return PostgresSearch()


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


def names(words: str) -> list[str]:
    return [row.name for row in read(lambda s: search.find(s, wanted=Wanted(words=words))).page.rows]


def index_row() -> tuple[int, int | None]:
    return tuple(read(lambda s: s.execute(text("SELECT live, building FROM search_index")).one()))


class Killed(Exception):
    """The process ended here."""


def dying(after: int):
    """`transaction`, but for the one of that number, which dies before it commits."""
    begun = 0

    @contextmanager
    def begin():
        nonlocal begun
        begun += 1
        with transaction() as session:
            yield session
            if begun > after:
                raise Killed

    return begin


@pytest.mark.parametrize("after", [0, 1, 3, 4, 5])
def test_killed_at_any_moment_nothing_is_lost_and_the_next_run_clears_up(shop, after):  # F035
    store = shop.store("Clay")
    for number in range(5):
        product(shop, store, f"Mug {number}")
    search.engine().reindex(transaction)
    with pytest.raises(Killed):
        search_documents_reindex(dying(after))
    assert len(names("clay mug")) == 5, "the old documents answer"
    product(shop, store, "Mug of the meantime")
    with transaction() as session:
        search.engine().index(session, product_ids=search.engine().waiting(session))
    assert "Mug of the meantime" in names("clay mug")
    search.engine().reindex(transaction)
    assert len(names("clay mug")) == 6
    live, building = index_row()
    kept = read(lambda s: s.execute(text("SELECT DISTINCT generation FROM search_document")).scalars().all())
    assert building is None and kept == [live]


def search_documents_reindex(begin) -> int:
    from emporium.services.search.documents import reindex

    return reindex(begin, batch=2)


def test_what_changes_while_all_is_built_anew_is_in_the_new_index(shop):  # F035
    store = shop.store("Clay")
    for number in range(4):
        product(shop, store, f"Mug {number}")
    search.engine().reindex(transaction)
    owner = shop.owner(store)
    first = read(lambda s: s.exec(select(Product.id).order_by(Product.id)).first())
    begun = 0

    @contextmanager
    def begin():
        nonlocal begun
        begun += 1
        if begun == 3:  # the first batch is written, the second not yet
            with transaction() as session:
                catalogue.rename_product(session, actor=owner, store_id=store, product_id=first, name="Beaker")
            with transaction() as session:
                search.engine().index(session, product_ids=[first])
        with transaction() as session:
            yield session

    assert search_documents_reindex(begin) == 4
    assert names("clay beaker") == ["Beaker"] and len(names("clay mug")) == 3


def test_an_edit_is_an_event_that_calls_for_the_index(shop):  # F035
    store = shop.store("Clay")
    product(shop, store, "Mug")
    event = read(lambda s: s.exec(select(OutboxEvent).where(OutboxEvent.kind == "product_changed")).first())
    _, field = FOLLOW_UP["product_changed"]
    assert read(search.engine().waiting)
    assert tasks.index_product(event.payload[field]) == 1
    assert read(search.engine().waiting) == []
    with transaction() as session:
        session.execute(text("DELETE FROM search_document"))
    assert tasks.look_after_search() == 1 and tasks.look_after_search() == 0, "a lost job is made up for"


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("mug", "mug", 0), ("mgu", "mug", 1), ("yooga", "yoga", 1), ("candel", "candle", 1), ("", "mug", 3),
     ("ab", "ba", 1), ("abc", "ca", 3)],
)  # fmt: skip
def test_steps_between_words(one, other, steps):  # F032
    assert distance(one, other) == distance(other, one) == steps


def test_the_closest_word_is_meant_but_not_any():  # F032
    known = [("yoga", 2), ("toga", 9), ("yogurt", 30)]
    assert closest("yooga", known) == "yoga" and closest("zzzzzz", known) is None
    assert closest("toa", [("tea", 5), ("toe", 50)]) == "toe", "of two as close, the commoner"
    assert closest("to", [("so", 5)]) is None, "two letters are what they are"


def test_an_order_is_worth_what_stands_first():
    grades = {"a": 3, "b": 1}
    assert ndcg(["a", "b"], grades) == 1 > ndcg(["b", "a"], grades) > ndcg(["x", "y"], grades) == 0


@pytest.fixture
def demo(databases: Databases):
    name = databases.create(databases.ensure_demo())
    db.configure(databases.url(name))
    yield
    db.engine().dispose()
    databases.drop(name)


def test_the_demo_is_searched_as_it_was_judged(demo):  # F033, P20
    judged = judgements()
    assert sum(len(queries) for queries in judged.values()) >= 120
    known = set(read(lambda s: s.exec(select(Product.slug)).all()))
    assert {slug for queries in judged.values() for grades in queries.values() for slug in grades} <= known
    search.engine().reindex(transaction)
    found = read(lambda s: answered(s, judged))
    values = [value for queries in found.values() for value in queries.values()]
    assert mean(values) >= FLOOR, {q: v for queries in found.values() for q, v in queries.items() if v < 0.9}
    for kind, queries in found.items():
        assert mean(list(queries.values())) >= 0.95, kind
