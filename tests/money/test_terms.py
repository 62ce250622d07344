"""Commission by ordered rules, what wins and why, what never can; when stores are paid (F093, F094, F095, F098)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.services import terms
from emporium.services.terms import NewRule
from models.catalogue import ProductVariant
from models.commissions import CommissionRule
from models.ledger import Earning
from models.orders import OrderLine
from models.payouts import PayoutSchedule
from tests.factories import Shop, in_parallel, read


def add(shop: Shop, **values) -> CommissionRule:
    with transaction() as session:
        return terms.add_rule(session, actor=shop.admin(), rule=NewRule(**values))


def order(shop: Shop) -> list[str]:
    return [row.rule.name for row in read(lambda s: terms.commission_rules(s, actor=shop.admin()))]


def product_of(variant_id):
    return read(lambda s: s.get_one(ProductVariant, variant_id).product_id)


def explain(shop: Shop, variant_id, net: int = 2000):
    return read(
        lambda s: terms.explain_commission(
            s, actor=shop.admin(), product_id=product_of(variant_id), net_minor=net, currency="EUR"
        )
    )


def sold(shop: Shop, variant_id) -> OrderLine:
    placed = shop.buy(variant_id)
    from models.orders import Order

    return read(
        lambda s: s.exec(
            select(OrderLine).join(Order, col(Order.id) == col(OrderLine.order_id))
            .where(Order.purchase_id == placed.purchase_id)
        ).one()
    )  # fmt: skip


def test_a_new_rule_stands_where_it_can_win(shop):  # the fixture made "Everything"
    store = shop.store()
    mug = shop.variant(store, price=2420)
    add(shop, name="This store", rate_bp=500, store_id=store)
    add(shop, name="Dear things", rate_bp=300, from_minor=10_000, currency="EUR")
    add(shop, name="This mug", rate_bp=100, product_id=product_of(mug))
    assert order(shop) == ["This mug", "This store", "Dear things", "Everything"]
    said = explain(shop, mug)
    assert [(one.name, one.fits, one.wins) for one in said.verdicts] == [
        ("This mug", True, True), ("This store", True, False), ("Dear things", False, False),
        ("Everything", True, False),
    ]  # fmt: skip
    assert said.verdicts[2].why == "It begins at €100.00." and said.commission_minor == 20
    line = sold(shop, mug)
    assert (line.commission_rate_bp, line.commission_minor) == (100, 20), "placement takes the one that was explained"


def test_a_rule_that_never_wins_is_flagged_with_the_one_before_it(shop):
    store = shop.store()
    mug = product_of(shop.variant(store))
    first = add(shop, name="This store", rate_bp=500, store_id=store)
    add(shop, name="This mug", rate_bp=100, product_id=mug)
    seen = [row.rule.id for row in read(lambda s: terms.commission_rules(s, actor=shop.admin()))]
    with transaction() as session:
        terms.move_rule(session, actor=shop.admin(), seen=seen, rule_id=first.id, up=True)
    rows = read(lambda s: terms.commission_rules(s, actor=shop.admin()))
    assert [(row.rule.name, row.shadowed_by) for row in rows] == [
        ("This store", ""), ("This mug", "This store"), ("Everything", ""),
    ]  # fmt: skip
    with pytest.raises(Conflict), transaction() as session:
        terms.move_rule(session, actor=shop.admin(), seen=seen, rule_id=first.id, up=False)


def test_a_rule_for_a_category_holds_for_everything_below_it(shop):  # F093
    from models.catalogue import Category, Product

    store = shop.store()
    lamp, mug = shop.variant(store, price=2420), shop.variant(store, price=2420)
    with transaction() as session:
        tops = [Category(name=name, slug=name.lower()) for name in ("Home", "Desk")]
        session.add_all(tops)
        session.flush()
        under = Category(name="Lighting", slug="lighting", parent_id=tops[0].id)
        session.add(under)
        session.flush()
        deep = Category(name="Lamps", slug="lamps", parent_id=under.id)
        session.add(deep)
        session.flush()
        session.get_one(Product, product_of(lamp)).category_id = deep.id
        session.get_one(Product, product_of(mug)).category_id = tops[1].id
        home, lighting = tops[0].id, under.id
    add(shop, name="Home", rate_bp=500, category_id=home)
    add(shop, name="Lighting", rate_bp=300, category_id=lighting)
    assert order(shop) == ["Lighting", "Home", "Everything"], "one that lies within another stands before it"
    assert (sold(shop, lamp).commission_rate_bp, sold(shop, mug).commission_rate_bp) == (300, 1250)
    said = {row.name: row.why for row in explain(shop, lamp).verdicts}
    assert said == {
        "Lighting": "The first that fits.", "Home": "It fits, and an earlier one won.",
        "Everything": "It fits, and an earlier one won.",
    }  # fmt: skip
    assert explain(shop, mug).verdicts[0].why == "It is for another category."
    ids = [row.rule.id for row in read(lambda s: terms.commission_rules(s, actor=shop.admin()))]
    with transaction() as session:
        terms.move_rule(session, actor=shop.admin(), seen=ids, rule_id=ids[0], up=False)
    rows = read(lambda s: terms.commission_rules(s, actor=shop.admin()))
    assert [(row.rule.name, row.shadowed_by) for row in rows[:2]] == [("Home", ""), ("Lighting", "Home")]


def test_bands_cover_only_what_lies_inside_them(shop):
    add(shop, name="Up to 100", rate_bp=900, to_minor=10_000, currency="EUR")
    add(shop, name="Up to 50", rate_bp=800, to_minor=5_000, currency="EUR")
    assert order(shop) == ["Up to 50", "Up to 100", "Everything"], "the narrower one is put first"


def test_what_was_sold_keeps_its_rate(shop):  # F094
    mug = shop.variant(price=2420)
    before = sold(shop, mug)
    add(shop, name="Dearer now", rate_bp=5000)
    with transaction() as session:
        first = session.exec(select(CommissionRule).where(CommissionRule.name == "Everything")).one()
        terms.switch_off_rule(session, actor=shop.admin(), rule_id=first.id)
    again = read(lambda s: s.get_one(OrderLine, before.id))
    assert (again.commission_rate_bp, again.commission_minor) == (1250, before.commission_minor)
    assert sold(shop, mug).commission_rate_bp == 5000


def test_many_hands_at_once_leave_one_order(shop):
    for number in range(4):
        add(shop, name=f"Rule {number}", rate_bp=100 + number, from_minor=1000 * (number + 1), currency="EUR")
    rows = read(lambda s: terms.commission_rules(s, actor=shop.admin()))
    seen, last = [row.rule.id for row in rows], rows[-2].rule.id
    admin = shop.admin()

    def move(_number: int):
        with transaction() as session:
            terms.move_rule(session, actor=admin, seen=seen, rule_id=last, up=True)

    outcomes = in_parallel(5, move)
    assert sum(one is None for one in outcomes) == 1
    assert all(one is None or isinstance(one, Conflict) for one in outcomes)
    places = read(lambda s: s.exec(select(CommissionRule.position).where(col(CommissionRule.active))).all())
    assert sorted(places) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "x"}, "name"),
        ({"name": "Fine", "rate_bp": 10_001}, "rate"),
        ({"name": "Fine", "fixed_minor": 5}, "currency"),
        ({"name": "Fine", "from_minor": 9, "to_minor": 9, "currency": "EUR"}, "to"),
        ({"name": "Fine", "min_minor": 9, "max_minor": 8, "currency": "EUR"}, "max"),
        ({"name": "Fine", "store_id": "0198c0de-0000-7000-8000-00000000000a"}, "store"),
    ],
)
def test_a_wrong_rule_names_its_field(shop, values, field):
    with pytest.raises(Invalid) as wrong:
        add(shop, **values)
    assert wrong.value.field == field and order(shop) == ["Everything"]


TERMS = {"interval_days": 14, "minimum_minor": 2500, "clearance_days": 3, "reserve_bp": 1000, "reserve_days": 30}


def set_terms(shop: Shop, store=None, **other) -> PayoutSchedule:
    with transaction() as session:
        return terms.set_payout_terms(
            session, actor=shop.admin(), store_id=store, currency="EUR", **{**TERMS, **other}
        )  # fmt: skip


def test_earnings_follow_the_terms_of_their_day(shop):  # F098
    store = shop.store(shipping=0)
    mug = shop.variant(store, price=10_000)
    shop.buy(mug)
    set_terms(shop, store)
    shop.buy(mug)
    rows = read(lambda s: s.exec(select(Earning).order_by(col(Earning.id))).all())
    now = datetime.now(UTC)
    days = [round((row.available_at - now) / timedelta(days=1)) for row in rows]
    assert [row.kind for row in rows] == ["sale", "sale", "reserve"] and days == [7, 3, 33]
    assert rows[2].amount_minor * 9 == pytest.approx(rows[1].amount_minor, abs=9)


def test_a_store_has_its_own_terms_or_the_platforms(shop):
    store, admin = shop.store(), shop.admin()
    (built_in,) = read(lambda s: terms.payout_terms(s, actor=admin, currency="EUR"))
    assert not built_in.stored and built_in.terms.clearance_days == 7
    set_terms(shop)
    set_terms(shop, store, clearance_days=20)
    rows = read(lambda s: terms.payout_terms(s, actor=admin, currency="EUR"))
    assert [(row.store, row.terms.clearance_days) for row in rows] == [("", 3), ("Clay & Kin", 20)]
    with transaction() as session:
        terms.drop_payout_terms(session, actor=admin, store_id=store, currency="EUR")
    with pytest.raises(NotFound), transaction() as session:
        terms.drop_payout_terms(session, actor=admin, store_id=store, currency="EUR")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("interval_days", 0),
        ("minimum_minor", -1),
        ("clearance_days", 91),
        ("reserve_bp", 10_001),
        ("reserve_days", True),
    ],
)
def test_wrong_terms_name_their_field(shop, name, value):
    with pytest.raises(Invalid) as wrong:
        set_terms(shop, **{name: value})
    assert wrong.value.field == name


def test_terms_are_the_operators(shop):  # F003
    owner = shop.owner(shop.store())
    calls = [
        lambda s: terms.add_rule(s, actor=owner, rule=NewRule("Mine", 0)),
        lambda s: terms.commission_rules(s, actor=owner),
        lambda s: terms.set_payout_terms(s, actor=owner, store_id=None, currency="EUR", **TERMS),
        lambda s: terms.payout_terms(s, actor=owner, currency="EUR"),
    ]
    for call in calls:
        with pytest.raises(Refused):
            read(call)
