"""The operator's page of terms: rules in order, which wins and why, when stores are paid (F093, F098)."""

from __future__ import annotations

import pytest

from admin.state import terms
from emporium.db import transaction
from emporium.errors import Invalid, Refused
from emporium.web.page import PageRequest
from models.catalogue import Category, Product, ProductVariant
from models.enums import PlatformRole
from tests.admin.test_money_pages import person
from tests.factories import Shop, read


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1250)
    return made


def view_of(actor):
    return read(lambda s: terms.load_terms(s, PageRequest(actor=actor, path=terms.PATH, query_string=""))).view


def test_rules_are_made_explained_and_flagged(shop):
    admin, store = shop.admin(), shop.store("Clay & Kin")
    name = read(lambda s: s.get_one(Product, s.get_one(ProductVariant, shop.variant(store)).product_id).name)
    with transaction() as session:
        terms._add(session, actor=admin, form={"name": "Kin", "rate": "5", "store": str(store), "from": "10"})
        terms._add(session, actor=admin, form={"name": "Small", "rate": "20", "to": "5.00", "max": "0.50"})
    rows = view_of(admin).rules
    assert [(row.name, row.about, row.takes) for row in rows] == [
        ("Kin", "Clay & Kin, from €10.00, in EUR", "5%"),
        ("Small", "below €5.00, in EUR", "20% at most €0.50"),
        ("Everything", "Everything", "12.5%"),
    ]  # fmt: skip
    said = read(lambda s: terms._explain(s, actor=admin, form={"what": name, "price": "20"}))
    assert said["explained"] == "€1.00 of €20.00, and €0.21 tax on it"
    assert [row.name for row in said["verdicts"] if row.wins] == ["Kin"] and len(said["verdicts"]) == 3


def test_a_rule_for_a_category_is_chosen_from_all_of_them(shop):
    admin = shop.admin()
    with transaction() as session:
        top = Category(name="Home", slug="home")
        session.add(top)
        session.flush()
        under = Category(name="Lighting", slug="lighting", parent_id=top.id)
        session.add(under)
        session.flush()
        ids = [str(top.id), str(under.id)]
    offered = view_of(admin).categories
    assert [(row.code, row.text) for row in offered[1:]] == [(ids[0], "Home"), (ids[1], "Home › Lighting")]
    with transaction() as session:
        terms._add(session, actor=admin, form={"name": "Lamps", "rate": "7", "category": ids[1]})
    assert [(row.name, row.about) for row in view_of(admin).rules] == [
        ("Lamps", "Lighting"), ("Everything", "Everything"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "field"),
    [({"name": "", "rate": "5"}, "name"), ({"name": "Fine", "rate": "x"}, "rate"),
     ({"name": "Fine", "product": "no such thing"}, "product"), ({"name": "Fine", "from": "9", "to": "3"}, "to")],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field(shop, form, field):
    with pytest.raises(Invalid) as wrong, transaction() as session:
        terms._add(session, actor=shop.admin(), form=form)
    assert wrong.value.field == field and field in terms.RULE_FIELDS


def test_payout_terms_are_set_and_shown(shop):
    admin, store = shop.admin(), shop.store("Clay & Kin")
    assert view_of(admin).terms[0].store == "Every store (built in)"
    form = {"store": str(store), "every": "14", "least": "25.00", "wait": "3", "kept": "10", "kept_days": "30"}
    with transaction() as session:
        terms._set_terms(session, actor=admin, form=form)
    row = view_of(admin).terms[1]
    assert (row.store, row.every, row.least, row.wait, row.kept, row.own) == (
        "Clay & Kin", "14 days", "€25.00", "3 days", "10% for 30 more days", True,
    )  # fmt: skip
    with pytest.raises(Invalid) as wrong, transaction() as session:
        terms._set_terms(session, actor=admin, form={**form, "wait": "91"})
    assert terms.TERM_FIELDS[wrong.value.field] == "wait"


def test_who_sees_and_who_sets(shop):  # F003
    support = person(shop, PlatformRole.SUPPORT)
    assert not view_of(support).can_edit
    with pytest.raises(Refused), transaction() as session:
        terms._add(session, actor=support, form={"name": "Mine"})
