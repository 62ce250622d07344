"""Pages that find: a store's own list, the directory, a search without results, the front page of one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.services import recommendations, search
from emporium.services.auth import Actor
from models.catalogue import Category, Product
from models.recommendations import ProductView
from models.search import SearchLog
from models.stores import Store
from storefront.marking import parts
from storefront.state.home import load_home
from storefront.state.listing import load_search
from storefront.state.product import load_product
from storefront.state.store import load_store
from storefront.state.stores import load_stores
from tests.factories import Shop, guest, read
from tests.services.test_facets import product
from tests.vendor.test_money_pages import ask, slug_of


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


def page(load, path: str, query: str = "", actor: Actor | None = None, **params: str):
    return read(lambda s: load(s, ask(actor or guest(), path, query, **params))).view


@pytest.fixture
def two(shop) -> tuple[str, str]:
    """Two stores with mugs; the first one's slug and the second one's."""
    with transaction() as session:
        session.add_all([Category(slug="mugs", name="Mugs"), Category(slug="bowls", name="Bowls")])
    made = read(lambda s: dict(s.exec(select(Category.slug, Category.id)).all()))
    mugs, bowls = made["mugs"], made["bowls"]
    first, second = shop.store("Clay & Kin"), shop.store("Other Clay")
    for number in range(30):
        product(shop, first, f"Mug {number}", category=mugs)
    product(shop, first, "Bowl", category=bowls)
    product(shop, second, "Mug of others", category=mugs)
    search.engine().reindex(transaction)
    return slug_of(first), slug_of(second)


def names(view) -> set[str]:
    return {card.name for card in view.goods.cards}


def test_a_store_page_is_searched_and_narrowed_within_the_store(two):  # F037
    first, second = two

    def of(slug: str, query: str = ""):
        return page(load_store, f"/s/{slug}", query, slug=slug)

    whole = of(first)
    assert len(whole.goods.cards) == 24 and whole.goods.more and whole.goods.line == "31 products."
    assert [link.text for link in whole.goods.children] == ["All", "Mugs", "Bowls"] and whole.goods.children[0].current
    assert whole.action == f"/s/{first}"
    assert names(of(first, "q=bowl")) == {"Bowl"} == names(of(first, "c=bowls"))
    assert names(of(second, "q=mug")) == {"Mug of others"}
    for address in (f"q=mug&store={first}", f"store={first}", f"store_id={first}", f"q=mug&store={first}|{second}"):
        assert names(of(second, address)) <= {"Mug of others"}, "no address widens a store"
    assert of(second, "q=zzqqxx").goods.nothing_line == "Nothing at Other Clay for “zzqqxx”."
    assert "store" not in {group.key for group in whole.goods.groups}


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [(None, None, ""), (-3, -1, ""), (20, 30, ""), (-1, 5, "until"), (3, 9, "from"), (-1, None, "On")],
)
def test_holidays_are_told_of_in_time(two, begins, ends, said):  # F037
    today = datetime.now(UTC).date()
    with transaction() as session:
        store = session.exec(select(Store).where(Store.slug == two[0])).one()
        store.holiday_from = today + timedelta(days=begins) if begins is not None else None
        store.holiday_until = today + timedelta(days=ends) if ends is not None else None
        session.add(store)
    title = page(load_store, f"/s/{two[0]}", slug=two[0]).notice_title
    assert bool(title) is bool(said) and said in title


def test_the_directory_is_searched_by_name_line_town_and_category(shop, two):  # F037
    def found(query: str = "") -> list[str]:
        return [card.store.name for card in page(load_stores, "/stores", query).stores]

    assert set(found()) == {"Clay & Kin", "Other Clay"}
    assert found("q=kin") == ["Clay & Kin"] == found("q=clay+kinn") == found("c=bowls")
    assert set(found("q=ghent")) == {"Clay & Kin", "Other Clay"} and found("q=zzqq") == [] == found("q=%25")
    shown = page(load_stores, "/stores", "q=kin&c=mugs")
    assert (shown.query, shown.category) == ("kin", "mugs") and shown.categories[0].href == "/stores?q=kin"
    for number in range(30):
        shop.store(f"More {number:02d}")
    seen, address = [], ""
    while True:
        shown = page(load_stores, "/stores", address)
        seen += [card.store.href for card in shown.stores]
        if not shown.older:
            break
        address = shown.older.partition("?")[2]
    assert len(seen) == len(set(seen)) == 32 and shown.newest == "/stores"
    assert len(page(load_stores, "/stores", "best=x&after=y").stores) == 24


def test_a_search_without_results_leads_on_and_is_counted(shop, two):  # F036
    view = page(load_search, "/search", "q=mgu+bowll+zzqq")
    assert view.nothing and view.close and view.close_title == "Close to it"
    assert (view.title, view.bare, view.searched) == ("Nothing for “mgu bowll zzqq”", True, True)
    assert [(link.text, link.href) for link in view.singles] == [
        ("mgu", "/search?q=mgu"), ("bowll", "/search?q=bowll")
    ], "words that find something by themselves"  # fmt: skip
    shops = {row.store.name for row in view.close_stores}
    assert view.has_close_stores and shops == {card.store for card in view.close}
    assert [link.href for link in view.ways] == ["/c/bowls", "/c/mugs"] or len(view.ways) == 2
    (counted,) = read(lambda s: s.exec(select(SearchLog)).all())
    assert (counted.words, counted.results) == ("mgu bowll zzqq", 0)
    page(load_search, "/search", "q=mug&stock=1")
    page(load_search, "/search", "")
    assert len(read(lambda s: s.exec(select(SearchLog)).all())) == 1, "narrowing is no search of its own"
    narrowed = page(load_search, "/search", "q=mug&from=900")
    assert narrowed.nothing and not narrowed.bare and not narrowed.searched, "the filters stay, to take them off"
    found = page(load_search, "/search", "q=bowll")
    assert not found.nothing and found.note == "Shown for “bowl”."
    assert (found.cards[0].before, found.cards[0].hit, found.cards[0].after) == ("", "", "Bowl")
    hit = page(load_search, "/search", "q=mugs").cards[0]
    assert hit.hit == "Mug" and hit.before + hit.hit + hit.after == hit.name


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [("Harbour mug", "mug", ("Harbour ", "mug", "")), ("Harbour mug", "mugs", ("Harbour ", "mug", "")),
     ("Harbour mug", "ug", ("", "", "Harbour mug")), ("Six (good) blocks", "(good", ("", "", "Six (good) blocks")),
     ("Harbour mug", "", ("", "", "Harbour mug")), ("Mug", "a", ("", "", "Mug"))],
)  # fmt: skip
def test_what_was_asked_for_is_set_apart(name, words, said):  # F032
    assert parts(name, words) == said


def test_the_front_page_follows_who_agreed(shop, two):  # F116
    actor = guest()

    def home():
        return page(load_home, "/", actor=actor).you

    def open_product(name: str) -> None:
        slug = read(lambda s: s.exec(select(Product.slug).where(Product.name == name)).one())
        assert page(load_product, f"/p/{slug}", actor=actor, slug=slug).name == name

    recommendations.rebuild(transaction)
    open_product("Mug 1")
    assert home().agreed is False and home().seen is False
    with transaction() as session:
        recommendations.agree(session, actor=actor)
    assert home().agreed and not home().seen
    for name in ("Mug 1", "Mug 2", "Bowl"):
        open_product(name)
    shown = home()
    assert [card.name for card in shown.recent] == ["Bowl", "Mug 2", "Mug 1"]
    assert shown.picks and all(card.reason.startswith("Because you looked at ") for card in shown.picks)
    assert shown.stores[0].store.name == "Clay & Kin"


def test_what_stands_beside_a_product_is_drawn_from_what_is_worked_out(shop, two):  # F114
    recommendations.rebuild(transaction)
    slug = read(lambda s: s.exec(select(Product.slug).where(Product.name == "Mug 1")).one())
    beside = page(load_product, f"/p/{slug}", slug=slug).beside
    assert beside.together == [] and "Mug of others" in {card.name for card in beside.related}


def test_what_is_asked_for_before_anybody_goes_there_counts_nothing(two):  # F116
    actor = guest()
    with transaction() as session:
        recommendations.agree(session, actor=actor)
    slug = read(lambda s: s.exec(select(Product.slug).where(Product.name == "Bowl")).one())

    def ask_for(early: bool) -> tuple[int, int]:
        for load, request in (
            (load_product, ask(actor, f"/p/{slug}", slug=slug)), (load_search, ask(actor, "/search", "q=bowl")),
        ):  # fmt: skip
            with transaction() as session:
                assert load(session, replace(request, early=early)).view
        return read(lambda s: (len(s.exec(select(ProductView)).all()), len(s.exec(select(SearchLog)).all())))

    assert ask_for(early=True) == (0, 0)
    assert ask_for(early=False) == (1, 1)
