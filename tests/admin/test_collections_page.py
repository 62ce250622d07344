"""The operator's pages of collections: a rule is tried before it is kept, picked products have an order (F021)."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from sqlmodel import select

from admin.state import collection as page
from admin.state import collection_rule, shell
from admin.state import collections as listing
from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused, Unauthenticated
from emporium.services.auth import ANONYMOUS
from emporium.services.catalogue import collections
from emporium.services.catalogue.collections import Condition, ConditionKind, Rule
from emporium.web.page import PageRequest
from models.catalogue import Category, Product
from models.enums import CollectionKind, PlatformRole
from tests.admin.test_money_pages import person
from tests.factories import Shop, read
from tests.services.test_facets import product
from tests.services.test_queries import queries


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    store = made.store("Clay")
    with transaction() as session:
        session.add(Category(slug="mugs", name="Mugs"))
    for number in range(4):
        product(made, store, f"Mug {number}", {"Colour": "Blue"}, price=1000 * (number + 1))
    return made


def act(function, **given):
    with transaction() as session:
        return function(session, **given)


def request(actor, ident: UUID, query: str = "", **extra: str) -> PageRequest:
    return PageRequest(actor, f"{listing.PATH}/{ident}", query, {"id": str(ident)}, "", extra)


def view_of(actor, ident: UUID, query: str = "", **extra: str):
    return read(lambda s: page.load_collection(s, request(actor, ident, query, **extra))).view


def list_of(actor, query: str = ""):
    return read(lambda s: listing.load_collections(s, PageRequest(actor, listing.PATH, query))).view


def ident(name: str) -> UUID:
    return read(lambda s: s.exec(select(Product.id).where(Product.name == name)).one())


def test_a_collection_is_made_and_listed_in_the_shops_order(shop):
    admin = shop.admin()
    assert list_of(admin).empty
    form = {"name": "Gifts", "description": "For others.", "kind": "rule", "slug": ""}
    gifts = act(listing._create, actor=admin, form=form)
    act(listing._create, actor=admin, form={"name": "Ours", "kind": "manual", "slug": "our-own"})
    shown = list_of(admin)
    assert [(row.name, row.address, row.filled, row.products, row.state) for row in shown.lines] == [
        ("Gifts", "/collections/gifts", "By a rule", "0", "Draft"),
        ("Ours", "/collections/our-own", "By hand", "0", "Draft"),
    ]
    assert shown.lines[0].first and shown.lines[1].last and not shown.lines[0].last
    for wrong_form, field in (
        (form | {"name": ""}, "name"),
        (form | {"kind": "x"}, "kind"),
        (form | {"slug": "?"}, "slug"),
    ):
        with pytest.raises(Invalid) as wrong:
            act(listing._create, actor=admin, form=wrong_form)
        assert wrong.value.field == field
    with pytest.raises(Conflict) as wrong:
        act(listing._create, actor=admin, form=form)
    assert wrong.value.field == "name"
    assert view_of(admin, gifts).rule.none and not view_of(admin, gifts).by_hand


def test_a_rule_is_tried_in_the_tab_and_kept_only_when_saved(shop):
    admin = shop.admin()
    one = act(listing._create, actor=admin, form={"name": "Cheap", "kind": "rule"})
    assert view_of(admin, one).rule.hits == "A rule without conditions takes in nothing."
    cheap = collection_rule.typed_condition({"low": "", "high": "20,00"}, "price")
    draft = collection_rule.as_draft(Rule((cheap,)))
    shown = view_of(admin, one, rule=draft, kind="store")
    assert shown.rule.hits == "2 products now" and shown.rule.changed and len(shown.rule.sample) == 2
    assert [line.text for line in shown.rule.conditions] == ["Costs €20.00 or less"]
    assert [option.text for option in shown.rule.choices] == ["Clay"]
    assert view_of(admin, one).rule.none, "another tab sees what is kept"
    act(collections.set_rule, actor=admin, collection_id=one, rule=collections.read_rule(json.loads(draft)))
    kept = view_of(admin, one)
    assert not kept.rule.changed and kept.sub == "By a rule · 2 products" and len(kept.members) == 2
    any_ = view_of(admin, one, rule=collection_rule.as_draft(Rule((cheap, Condition(ConditionKind.SALE)), any=True)))
    assert any_.rule.any and any_.rule.hits == "2 products now"


@pytest.mark.parametrize(
    ("form", "kind", "words"),
    [
        ({"value": "mugs"}, "category", "In Mugs"),
        ({"value": "blue", "name": "colour"}, "attribute", "Colour is Blue"),
        ({"low": "5", "high": "20"}, "price", "Costs €5.00 to €20.00"),
        ({"low": "5"}, "price", "Costs €5.00 or more"),
        ({"value": "left over"}, "sale", "On sale"),
        ({"value": "gift"}, "tag", "Tagged “gift”"),
        ({"value": "mug blue"}, "words", "Has the words “mug blue”"),
        ({"low": "1"}, "newest", "Published in the last day"),
        ({"low": "30"}, "newest", "Published in the last 30 days"),
        ({"value": "45"}, "rating", "Rated 4.5 and up"),
    ],
)
def test_every_condition_is_typed_and_said(shop, form, kind, words):
    made = collection_rule.typed_condition(form, kind)
    assert collection_rule.condition_words(made, {(ConditionKind.CATEGORY, "mugs"): "Mugs"}) == words
    assert act(collections.preview, actor=shop.admin(), rule=Rule((made,))) is not None


@pytest.mark.parametrize(
    ("form", "kind", "field"),
    [({}, "price", "low"), ({"high": "x"}, "price", "high"), ({"low": "0"}, "newest", "low"),
     ({"low": "x"}, "newest", "low"), ({"value": "9"}, "rating", "value"), ({}, "nothing", "kind"),
     ({"value": "nowhere"}, "category", "value"),
     ({"value": "blue"}, "attribute", "name"), ({}, "tag", "value")],
)  # fmt: skip
def test_nonsense_is_said_beside_its_field(shop, form, kind, field):
    with pytest.raises(Invalid) as wrong:
        made = collection_rule.typed_condition(form, kind)
        act(collections.preview, actor=shop.admin(), rule=Rule((made,)))
    assert wrong.value.field == field


def test_products_are_found_picked_and_ordered(shop):
    admin = shop.admin()
    one = act(listing._create, actor=admin, form={"name": "Ours", "kind": "manual"})
    found = view_of(admin, one, find="mug")
    assert {row.name for row in found.found} == {f"Mug {number}" for number in range(4)} and not found.nothing
    for name in ("Mug 2", "Mug 1"):
        act(collections.add_product, actor=admin, collection_id=one, product_id=ident(name))
    shown = view_of(admin, one, find="mug")
    assert [row.name for row in shown.members] == ["Mug 2", "Mug 1"]
    assert {row.name for row in shown.found} == {"Mug 0", "Mug 3"}, "what is in it is not offered again"
    assert shown.members[0].first and shown.members[1].last and shown.members[0].small == "Clay · €30.00"
    assert view_of(admin, one, find="zzqq").nothing
    act(
        page._describe, actor=admin, collection_id=one, form={"name": "Mine", "description": "x", "picture": "nonsense"}
    )
    assert view_of(admin, one).name == "Mine" and view_of(admin, one).picture == ""


def test_the_page_asks_as_often_for_many_as_for_few(shop):
    admin = shop.admin()
    one = act(listing._create, actor=admin, form={"name": "All", "kind": "rule"})
    act(collections.set_rule, actor=admin, collection_id=one, rule=Rule((Condition(ConditionKind.PRICE, high=2000),)))

    def asked(session) -> object:
        return page.load_collection(session, request(admin, one))

    few = queries(asked)
    store = shop.store("More")
    for number in range(8):
        product(shop, store, f"Bowl {number}", price=100 + number)
    act(collections.fill_collection, collection_id=one)
    assert len(view_of(admin, one).members) == 10
    assert queries(asked) == few <= 15


def test_who_sees_and_who_changes(shop):  # F003
    admin = shop.admin()
    one = act(listing._create, actor=admin, form={"name": "Ours", "kind": "manual"})
    owner = shop.owner(shop.store())
    for actor in (ANONYMOUS, owner):
        with pytest.raises((Refused, Unauthenticated)):
            list_of(actor)
        with pytest.raises((Refused, Unauthenticated)):
            view_of(actor, one)
    support = person(shop, PlatformRole.SUPPORT)
    assert not list_of(support).can_edit and not view_of(support, one).can_edit
    with pytest.raises(Refused):
        act(listing._create, actor=support, form={"name": "Ours too", "kind": str(CollectionKind.MANUAL)})
    for nonsense in ("x", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(NotFound):
            read(lambda s, n=nonsense: page.load_collection(
                s, PageRequest(admin, f"{listing.PATH}/{n}", "", {"id": n})))  # fmt: skip
    sections = read(lambda s: shell.load_shell(s, PageRequest(admin, f"{listing.PATH}/{one}"))).groups
    links = {item.href: item.current for group in sections for item in group.links}
    assert links[listing.PATH] and not links["/admin"]
