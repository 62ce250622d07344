"""Synonyms, pins, and the log of searches: what operators do shows at once, and is undone (F036)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused, Unauthenticated
from emporium.redis import redis_client
from emporium.services import search
from emporium.services.auth import Actor
from emporium.services.search import SearchRow, Wanted
from models.audit import AuditEvent
from models.catalogue import Product
from models.enums import Face, PlatformRole
from models.search import SearchLog
from tests.factories import Shop, guest, in_parallel, read
from tests.services.test_facets import product


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    store = made.store("Clay")
    for name in ("Harbour mug", "Enamel mug", "Bowl", "Cup of gold"):
        product(made, store, name)
    search.engine().reindex(transaction)
    return made


def do(service, **given) -> None:
    with transaction() as session:
        service(session, **given)


def names(words: str, **wanted) -> list[str]:
    return [row.name for row in read(lambda s: search.find(s, wanted=Wanted(words=words, **wanted))).page.rows]


def ident(name: str) -> UUID:
    return read(lambda s: s.exec(select(Product.id).where(Product.name == name)).one())


def test_a_synonym_holds_both_ways_and_is_taken_back(shop):
    admin = shop.admin()
    assert names("beaker") == [] and "Cup of gold" not in names("mug")
    do(search.add_synonym, actor=admin, word=" Beaker ", same_as="MUG")
    assert set(names("beaker")) == {"Harbour mug", "Enamel mug"} == set(names("beakers"))
    assert names("enamel beaker") == ["Enamel mug"]
    do(search.add_synonym, actor=admin, word="cup", same_as="mug")
    assert names("cup")[0] == "Cup of gold", "its own name before a synonym"
    assert set(names("mug")) == {"Harbour mug", "Enamel mug", "Cup of gold"}
    do(search.add_synonym, actor=admin, word="drinking vessel", same_as="bowl")
    assert names("drinking vessel") == ["Bowl"] and names("bowl") == ["Bowl"]
    do(search.remove_synonym, actor=admin, word="beaker", same_as="mug")
    assert names("beaker") == []
    noted = read(lambda s: [row.action for row in s.exec(select(AuditEvent).order_by(AuditEvent.id)).all()])
    assert noted == ["synonym_added"] * 3 + ["synonym_removed"]


@pytest.mark.parametrize(
    ("word", "same_as", "field"),
    [("", "mug", "word"), ("mug", "  !?", "same_as"), ("mug", "Mug", "same_as"), ("x" * 61, "mug", "word")],
)
def test_nonsense_is_no_synonym(shop, word, same_as, field):
    with pytest.raises(Invalid) as wrong:
        do(search.add_synonym, actor=shop.admin(), word=word, same_as=same_as)
    assert wrong.value.field == field


def test_what_is_the_same_already_is_a_conflict(shop):
    admin = shop.admin()
    do(search.add_synonym, actor=admin, word="beaker", same_as="mug")
    with pytest.raises(Conflict):
        do(search.add_synonym, actor=admin, word="mug", same_as="beaker")
    do(search.remove_synonym, actor=admin, word="beaker", same_as="mug")
    with pytest.raises(NotFound):
        do(search.remove_synonym, actor=admin, word="beaker", same_as="mug")


def test_pinned_products_come_first_for_these_words_alone(shop):
    admin, bowl, enamel = shop.admin(), ident("Bowl"), ident("Enamel mug")
    do(search.pin_product, actor=admin, words="MUG!", product_id=bowl)
    do(search.pin_product, actor=admin, words="mug", product_id=enamel)
    assert names("mug") == ["Bowl", "Enamel mug", "Harbour mug"] == names(" Mug ")
    assert "Bowl" not in names("harbour mug") and "Bowl" not in names("mug", store_id=shop.store("Other"))
    assert names("mug", price_from=5000) == []
    with pytest.raises(Conflict):
        do(search.pin_product, actor=admin, words="mug", product_id=bowl)
    with pytest.raises(NotFound):
        do(search.pin_product, actor=admin, words="mug", product_id=uuid4())
    assert [(row.words, row.name) for row in read(lambda s: search.pins(s, actor=admin))] == [
        ("mug", "Bowl"), ("mug", "Enamel mug"),
    ]  # fmt: skip
    do(search.unpin_product, actor=admin, words="mug", product_id=bowl)
    assert names("mug")[0] == "Enamel mug" and "Bowl" not in names("mug")


def test_two_who_pin_at_once_get_two_places(shop):
    admin = shop.admin()
    ids = [ident(name) for name in ("Bowl", "Cup of gold", "Harbour mug", "Enamel mug")]
    in_parallel(4, lambda n: do(search.pin_product, actor=admin, words="gift", product_id=ids[n]))
    places = read(lambda s: s.execute(text("SELECT position FROM search_pin ORDER BY 1")).scalars().all())
    assert list(places) == [1, 2, 3, 4]


@pytest.mark.parametrize("role", [PlatformRole.SUPPORT, PlatformRole.MODERATOR, None])
def test_only_who_manages_the_platform_changes_search(shop, role):
    actor = Actor(user_id=shop.user(), face=Face.ADMIN, platform_roles=frozenset({role})) if role else guest()
    wrong = Refused if role else Unauthenticated
    for service, given in (
        (search.add_synonym, {"word": "a", "same_as": "b"}), (search.remove_synonym, {"word": "a", "same_as": "b"}),
        (search.pin_product, {"words": "a", "product_id": ident("Bowl")}),
        (search.unpin_product, {"words": "a", "product_id": ident("Bowl")}),
    ):  # fmt: skip
        with pytest.raises(wrong):
            do(service, actor=actor, **given)
    if role is None:
        with pytest.raises(Unauthenticated):
            read(lambda s: search.top_searches(s, actor=actor))


def log(words: str, results: int = 3, actor: Actor | None = None) -> bool:
    with transaction() as session:
        return search.log_search(session, actor=actor or guest(), words=words, results=results)


def test_searches_are_counted_without_who_searched(shop):
    admin, one = shop.admin(), guest()
    assert log("  Harbour   MUG!", actor=one) and not log("harbour mug", actor=one), "drawn twice, counted once"
    assert log("harbour mug", results=2) and log("rakku", results=0) and log("rakku", results=0)
    redis_client().flushdb()
    assert log("harbour mug", actor=one)
    rows, more = read(lambda s: search.top_searches(s, actor=admin))
    assert rows == [SearchRow("harbour mug", 3, 3), SearchRow("rakku", 2, 0)] and more is None
    assert read(lambda s: search.top_searches(s, actor=admin, nothing=True))[0] == [SearchRow("rakku", 2, 0)]
    columns = set(SearchLog.model_fields)
    assert columns == {"day", "words", "searches", "results"}, "nothing else is written down"


@pytest.mark.parametrize(
    "words", ["ana@example.com", "0470 12 34 56", "BE71 0961 2345 6769", "4111-1111-1111-1111", "10482 9000",
              "", "?!", "x" * 61],
)  # fmt: skip
def test_what_may_be_personal_is_not_counted(shop, words):
    assert not log(words)
    assert read(lambda s: s.exec(select(SearchLog)).all()) == []


def test_the_list_pages_by_keyset_and_old_days_go(shop):
    admin, today = shop.admin(), datetime.now(UTC).date()
    with transaction() as session:
        session.add_all(
            SearchLog(day=today - timedelta(days=n % 3), words=f"word {n:02d}", searches=1 + n % 4) for n in range(25)
        )
        session.add(SearchLog(day=today - timedelta(days=91), words="long ago", searches=1))
    seen, after = [], None
    while True:
        rows, after = read(lambda s, a=after: search.top_searches(s, actor=admin, after=a, limit=4))
        seen += [row.words for row in rows]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 25
    with transaction() as session:
        search.forget_searches(session)
    assert len(read(lambda s: s.exec(select(SearchLog)).all())) == 25


def test_nothing_found_leads_on(shop):
    assert read(lambda s: search.meant(s, query="harbuor mgu")) == "harbour mug"
    assert read(lambda s: search.meant(s, query="harbour mug")) == ""
    near = read(lambda s: search.near(s, query="marble harbour zzz"))
    assert [row.name for row in near] == ["Harbour mug"]
    assert read(lambda s: search.near(s, query="?")) == []
