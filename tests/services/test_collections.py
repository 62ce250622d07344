"""Collections by hand and by rule: what each condition takes in, fillings that take turns, who may do it (F021)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused, Unauthenticated
from emporium.services import catalogue, search
from emporium.services.auth import ANONYMOUS, SYSTEM
from emporium.services.catalogue import collections
from emporium.services.catalogue.collections import Condition, Rule
from emporium.services.catalogue.collections import ConditionKind as Kind
from emporium.services.search import Wanted
from jobs import tasks
from models.audit import AuditEvent
from models.catalogue import AttributeDefinition, Category, Collection, Product, ProductAttribute
from models.enums import CollectionKind, PlatformRole, ProductStatus, StoreStatus
from models.stores import Store
from tests.admin.test_money_pages import person
from tests.factories import Shop, in_parallel, read
from tests.services.test_facets import product
from tests.services.test_queries import queries


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


def do(service, **given):
    with transaction() as session:
        return service(session, actor=SYSTEM, **given)


def ident(name: str) -> UUID:
    return read(lambda s: s.exec(select(Product.id).where(Product.name == name)).one())


def made(*conditions: Condition, any_: bool = False, name: str = "Some") -> UUID:
    """A published collection; by a rule where there are conditions."""
    kind = CollectionKind.RULE if conditions else CollectionKind.MANUAL
    with transaction() as session:
        one = collections.create_collection(session, actor=SYSTEM, name=name, kind=kind)
        if conditions:
            collections.set_rule(session, actor=SYSTEM, collection_id=one.id, rule=Rule(conditions, any_))
        return one.id


def inside(collection_id: UUID) -> list[str]:
    rows, _more = read(lambda s: collections.members(s, actor=SYSTEM, collection_id=collection_id))
    return [row.name for row in rows]


def counted(collection_id: UUID) -> int:
    return read(lambda s: s.get_one(Collection, collection_id).product_count)


def change(name: str, **values) -> None:
    with transaction() as session:
        one = session.exec(select(Product).where(Product.name == name)).one()
        for key, value in values.items():
            setattr(one, key, value)
        session.add(one)


@pytest.fixture
def goods(shop) -> Shop:
    """A cheap blue mug, a dear red jug on sale, and an old bowl of another store."""
    with transaction() as session:
        kitchen = Category(slug="kitchen", name="Kitchen")
        session.add(kitchen)
        session.flush()
        mugs = Category(slug="mugs", name="Mugs", parent_id=kitchen.id)
        session.add(mugs)
        session.flush()
        top, under = kitchen.id, mugs.id
    first, second = shop.store("First"), shop.store("Second")
    product(shop, first, "Mug", {"Colour": "Blue"}, price=900, category=under, rating=(18, 4))
    product(shop, first, "Jug", {"Colour": "Red"}, price=5000, category=top, was=6000, rating=(16, 4))
    product(shop, second, "Bowl", price=2000)
    change("Mug", tags=["Gift", "stoneware"], summary="For cocoa in the evening.")
    change("Bowl", published_at=datetime.now(UTC) - timedelta(days=40))
    with transaction() as session:
        glaze = AttributeDefinition(code="glaze", name="Glaze")
        session.add(glaze)
        session.flush()
        session.add(
            ProductAttribute(
                product_id=session.exec(select(Product.id).where(Product.name == "Bowl")).one(), attribute_id=glaze.id,
                value="Celadon",
            )
        )  # fmt: skip
    return shop


def slug_of(name: str) -> str:
    return read(lambda s: s.exec(select(Store.slug).where(Store.name == name)).one())


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        (Condition(Kind.CATEGORY, "kitchen"), {"Mug", "Jug"}),
        (Condition(Kind.CATEGORY, "mugs"), {"Mug"}),
        (Condition(Kind.ATTRIBUTE, "Blue", "colour"), {"Mug"}),
        (Condition(Kind.ATTRIBUTE, "celadon", "GLAZE"), {"Bowl"}),
        (Condition(Kind.PRICE, low=1000), {"Jug", "Bowl"}),
        (Condition(Kind.PRICE, high=2000), {"Mug", "Bowl"}),
        (Condition(Kind.PRICE, low=1000, high=3000), {"Bowl"}),
        (Condition(Kind.SALE), {"Jug"}),
        (Condition(Kind.TAG, "gift"), {"Mug"}),
        (Condition(Kind.WORDS, "evenings cocoa"), {"Mug"}),
        (Condition(Kind.NEWEST, low=7), {"Mug", "Jug"}),
        (Condition(Kind.RATING, low=45), {"Mug"}),
        (Condition(Kind.RATING, low=40), {"Mug", "Jug"}),
    ],
)
def test_each_condition_takes_in_what_it_says(goods, condition, names):
    assert set(inside(made(condition))) == names
    shown = read(lambda s: collections.preview(s, actor=SYSTEM, rule=Rule((condition,))))
    assert shown.count == len(names) and {row.name for row in shown.rows} == names


def test_a_store_and_conditions_together(goods):
    second = Condition(Kind.STORE, slug_of("Second"))
    assert inside(made(second)) == ["Bowl"]
    blue, sale = Condition(Kind.ATTRIBUTE, "blue", "Colour"), Condition(Kind.SALE)
    assert set(inside(made(blue, sale, any_=True, name="Any"))) == {"Mug", "Jug"}
    assert inside(made(blue, sale, name="All")) == []
    assert set(inside(made(second, blue, any_=True, name="Two"))) == {"Mug", "Bowl"}


@pytest.mark.parametrize(
    ("condition", "field"),
    [
        (Condition(Kind.CATEGORY, "nowhere"), "value"),
        (Condition(Kind.STORE, "nobody"), "value"),
        (Condition(Kind.ATTRIBUTE, "", "Colour"), "value"),
        (Condition(Kind.ATTRIBUTE, "Blue"), "name"),
        (Condition(Kind.PRICE), "low"),
        (Condition(Kind.PRICE, low=500, high=100), "high"),
        (Condition(Kind.PRICE, low=-1), "low"),
        (Condition(Kind.TAG, "x" * 81), "value"),
        (Condition(Kind.WORDS, "  "), "value"),
        (Condition(Kind.NEWEST, low=0), "low"),
        (Condition(Kind.RATING, low=51), "low"),
    ],
)
def test_nonsense_is_no_condition(goods, condition, field):
    with pytest.raises(Invalid) as wrong:
        made(condition)
    assert wrong.value.field == field
    assert read(lambda s: s.exec(select(Collection.id)).all()) == []


@pytest.mark.parametrize("words", ["'", "a & | !", "' OR true --", "%", ":value0", "{x}"])
def test_words_are_never_sql(goods, words):
    assert inside(made(Condition(Kind.WORDS, words))) == [] and inside(made(Condition(Kind.TAG, words), name="B")) == []


def test_a_rule_needs_conditions_and_not_too_many(goods):
    one = made(Condition(Kind.SALE))
    for rule in (Rule(), Rule(tuple(Condition(Kind.SALE) for _ in range(11)))):
        with pytest.raises(Invalid) as wrong:
            do(collections.set_rule, collection_id=one, rule=rule)
        assert wrong.value.field == "rule"
    kept = Rule((Condition(Kind.PRICE, low=100), Condition(Kind.ATTRIBUTE, "Blue", "Colour")), any=True)
    assert collections.read_rule(collections.rule_as_kept(kept)) == kept


def test_a_change_of_a_product_reaches_rules_by_its_job_and_by_the_cycle(goods):  # F021
    cheap, by_hand = made(Condition(Kind.PRICE, high=1000)), made(name="Hand")
    do(collections.add_product, collection_id=by_hand, product_id=ident("Mug"))
    assert (inside(cheap), counted(cheap), counted(by_hand)) == (["Mug"], 1, 1)
    change("Bowl", min_price_minor=500)
    tasks.index_product(str(ident("Bowl")))
    assert set(inside(cheap)) == {"Mug", "Bowl"} and counted(cheap) == 2
    change("Mug", status=ProductStatus.PAUSED)
    tasks.index_product(str(ident("Mug")))
    assert inside(cheap) == ["Bowl"] and counted(cheap) == 1
    assert inside(by_hand) == ["Mug"] and counted(by_hand) == 0, "a paused product keeps its place, unseen"
    change("Mug", status=ProductStatus.ACTIVE)
    assert tasks.fill_collections() == 1 and tasks.fill_collections() == 0, "a lost job is made good, once"
    assert set(inside(cheap)) == {"Mug", "Bowl"} and counted(by_hand) == 1


def test_time_ratings_and_closed_stores_are_followed_by_the_cycle(goods):  # F021
    new, loved = made(Condition(Kind.NEWEST, low=60)), made(Condition(Kind.RATING, low=45), name="Loved")
    assert counted(new) == 3
    change("Bowl", published_at=datetime.now(UTC) - timedelta(days=61), rating_sum=10, rating_count=2)
    with transaction() as session:
        session.exec(select(Store).where(Store.name == "First")).one().status = StoreStatus.SUSPENDED
    tasks.fill_collections()
    assert inside(new) == [] and inside(loved) == ["Bowl"] and (counted(new), counted(loved)) == (0, 1)


def test_two_fillings_take_turns(goods):  # F021
    one = made(Condition(Kind.PRICE, high=100_000))
    for number in range(12):
        product(goods, ident_store("First"), f"More {number}", price=100 + number)
    ids = [ident(f"More {number}") for number in range(12)]

    def work(number: int) -> int:
        with transaction() as session:
            if number % 2:
                return collections.fill_collection(session, collection_id=one)
            return collections.fill_for_products(session, product_ids=[*ids[number:], *ids[:number]])

    outcomes = in_parallel(8, work)
    assert not [found for found in outcomes if isinstance(found, BaseException)], outcomes
    assert sum(outcomes) == 12, "each came once"
    assert counted(one) == len(inside(one)) == 15


def ident_store(name: str) -> UUID:
    return read(lambda s: s.exec(select(Store.id).where(Store.name == name)).one())


def test_hands_and_rules_at_once(goods):
    one = made(Condition(Kind.SALE))

    def work(number: int) -> object:
        with transaction() as session:
            if number % 2:
                return collections.fill_collection(session, collection_id=one)
            rule = Rule((Condition(Kind.PRICE, high=1000 * (number + 1)),))
            return collections.set_rule(session, actor=SYSTEM, collection_id=one, rule=rule)

    outcomes = in_parallel(6, work)
    assert not [found for found in outcomes if isinstance(found, BaseException)], outcomes
    tasks.fill_collections()
    kept = read(lambda s: collections.admin_collection(s, actor=SYSTEM, collection_id=one))
    shown = read(lambda s: collections.preview(s, actor=SYSTEM, rule=kept.rule))
    assert shown.count == kept.products == len(inside(one))


def test_an_order_by_hand(goods):
    one = made()
    for name in ("Mug", "Jug", "Bowl"):
        do(collections.add_product, collection_id=one, product_id=ident(name))
    do(collections.move_product, collection_id=one, product_id=ident("Bowl"), places=-99)
    assert inside(one) == ["Bowl", "Mug", "Jug"]
    do(collections.move_product, collection_id=one, product_id=ident("Bowl"), places=1)
    assert inside(one) == ["Mug", "Bowl", "Jug"]

    def shown(**wanted):
        bounds = Wanted(collection_id=one, by_hand=True, **wanted)
        return [row.name for row in read(lambda s: search.find(s, wanted=bounds)).page.rows]

    assert shown() == ["Mug", "Bowl", "Jug"] and shown(sort=catalogue.Sort.PRICE_DOWN) == ["Jug", "Bowl", "Mug"]
    assert shown(on_sale=True) == ["Jug"] and shown(words="bowl") == ["Bowl"]
    with pytest.raises(Conflict):
        do(collections.add_product, collection_id=one, product_id=ident("Mug"))
    do(collections.remove_product, collection_id=one, product_id=ident("Mug"))
    assert inside(one) == ["Bowl", "Jug"] and counted(one) == 2
    for change_ in (collections.remove_product, collections.add_product):
        with pytest.raises(NotFound):
            do(change_, collection_id=one, product_id=uuid4() if change_ is collections.add_product else ident("Mug"))
    by_rule = made(Condition(Kind.SALE), name="Rule")
    with pytest.raises(Conflict):
        do(collections.add_product, collection_id=by_rule, product_id=ident("Mug"))
    with pytest.raises(Conflict):
        do(collections.set_rule, collection_id=one, rule=Rule((Condition(Kind.SALE),)))


def test_many_hands_put_each_product_in_once_and_in_one_order(goods):
    one = made()
    names = ["Mug", "Jug", "Bowl"]
    outcomes = in_parallel(
        9, lambda n: do(collections.add_product, collection_id=one, product_id=ident(names[n % 3]))
    )  # fmt: skip
    assert sum(isinstance(found, Conflict) for found in outcomes) == 6
    rows, _more = read(lambda s: collections.members(s, actor=SYSTEM, collection_id=one))
    assert sorted(row.position for row in rows) == [0, 1, 2] and counted(one) == 3


def test_a_collection_pages_by_keyset_in_its_own_order(goods):
    one = made()
    for number in range(9):
        product(goods, ident_store("First"), f"More {number}")
        do(collections.add_product, collection_id=one, product_id=ident(f"More {number}"))
    seen, cursor = [], None
    while True:
        page = read(
            lambda s, c=cursor: search.more(s, wanted=Wanted(collection_id=one, by_hand=True), cursor=c, limit=4)
        )
        seen += [row.name for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [f"More {number}" for number in range(9)]


def test_shoppers_see_what_is_published_and_not_empty(goods):
    full, empty = made(Condition(Kind.SALE), name="Full"), made(name="Empty")
    with pytest.raises(Conflict):
        do(collections.set_published, collection_id=empty, published=True)
    assert read(collections.published_collections) == ([], None)
    with pytest.raises(NotFound):
        read(lambda s: collections.collection_by_slug(s, slug="full"))
    do(collections.set_published, collection_id=full, published=True)
    rows, more = read(collections.published_collections)
    assert [(row.slug, row.products) for row in rows] == [("full", 1)] and more is None
    addresses = dict(read(catalogue.public_addresses))
    assert "/collections/full" in addresses and "/collections/empty" not in addresses
    assert read(lambda s: search.suggest(s, query="ful")).collections == [("full", "Full")]
    with pytest.raises(Conflict):
        do(collections.delete_collection, collection_id=full)
    do(collections.set_published, collection_id=full, published=False)
    assert read(lambda s: search.suggest(s, query="ful")).collections == []
    do(collections.delete_collection, collection_id=full)
    assert read(lambda s: len(s.exec(select(Product.id)).all())) == 3, "products stay"


def test_the_directory_has_an_order_and_costs_the_same_for_many(goods):
    first = [made(Condition(Kind.PRICE, low=number), name=f"C {number}") for number in range(2)]
    for one in first:
        do(collections.set_published, collection_id=one, published=True)
    few = queries(collections.published_collections)
    for number in range(2, 9):
        one = made(Condition(Kind.PRICE, low=number), name=f"C {number}")
        do(collections.set_published, collection_id=one, published=True)
    assert queries(collections.published_collections) == few <= 3
    do(collections.move_collection, collection_id=one, places=-5)
    seen, after = [], None
    while True:
        rows, after = read(lambda s, a=after: collections.published_collections(s, after=a, limit=4))
        seen += [row.name for row in rows]
        if after is None:
            break
    assert seen == ["C 0", "C 1", "C 2", "C 8", "C 3", "C 4", "C 5", "C 6", "C 7"]


def test_names_words_and_addresses(goods):
    one = made(name="  Gifts   under €30 ")
    view = read(lambda s: collections.admin_collection(s, actor=SYSTEM, collection_id=one))
    assert (view.name, view.slug) == ("Gifts under €30", "gifts-under-30")
    with pytest.raises(Conflict) as taken:
        made(name="Gifts under 30")
    assert taken.value.field == "name"
    for name in ("", "x" * 81):
        with pytest.raises(Invalid) as wrong:
            made(name=name)
        assert wrong.value.field == "name"
    with pytest.raises(Invalid) as wrong:
        do(collections.create_collection, name="X", kind=CollectionKind.MANUAL, slug="a b!")
    assert wrong.value.field == "slug"
    do(collections.describe_collection, collection_id=one, name="Presents", description="a  b", image_id=None)
    view = read(lambda s: collections.admin_collection(s, actor=SYSTEM, collection_id=one))
    assert (view.name, view.description, view.slug) == ("Presents", "a b", "gifts-under-30"), "its address stays"
    with pytest.raises(Invalid) as wrong:
        do(collections.describe_collection, collection_id=one, name="P", description="", image_id=uuid4())
    assert wrong.value.field == "picture"


def test_two_of_one_name_at_once_make_one(goods):
    outcomes = in_parallel(4, lambda _n: made(name="Same"))
    assert sum(isinstance(found, Conflict) for found in outcomes) == 3


def test_only_operators_change_collections_and_every_change_is_noted(goods):  # F003
    one = made(Condition(Kind.SALE))
    mug = ident("Mug")
    steps = [
        (collections.create_collection, {"name": "X", "kind": CollectionKind.MANUAL}),
        (collections.describe_collection, {"collection_id": one, "name": "X", "description": "", "image_id": None}),
        (collections.set_rule, {"collection_id": one, "rule": Rule((Condition(Kind.SALE),))}),
        (collections.set_published, {"collection_id": one, "published": True}),
        (collections.move_collection, {"collection_id": one, "places": 1}),
        (collections.delete_collection, {"collection_id": one}),
        *((change_, {"collection_id": one, "product_id": mug})
          for change_ in (collections.add_product, collections.remove_product)),
        (collections.move_product, {"collection_id": one, "product_id": mug, "places": 1}),
    ]  # fmt: skip
    reading = [
        (collections.admin_collections, {}),
        (collections.admin_collection, {"collection_id": one}),
        (collections.members, {"collection_id": one}),
        (collections.preview, {"rule": Rule((Condition(Kind.SALE),))}),
    ]
    owner = goods.owner(ident_store("First"))
    for actor in (ANONYMOUS, owner):
        for service, given in (*steps, *reading):
            with pytest.raises((Refused, Unauthenticated)), transaction() as session:
                service(session, actor=actor, **given)
    support = person(goods, PlatformRole.SUPPORT)
    for service, given in steps:
        with pytest.raises(Refused), transaction() as session:
            service(session, actor=support, **given)
    for service, given in reading:
        with transaction() as session:
            assert service(session, actor=support, **given)
    admin = goods.admin()
    with transaction() as session:
        for service, given in steps[1:5]:
            service(session, actor=admin, **given)
    noted = read(lambda s: [row.action for row in s.exec(select(AuditEvent).order_by(AuditEvent.id)).all()])
    assert noted == [
        "collection_created", "collection_rule_changed", "collection_changed", "collection_rule_changed",
        "collection_published", "collection_moved",
    ]  # fmt: skip
