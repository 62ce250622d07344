"""What must hold of every discount, whatever the basket, the offers and the codes (F055-F062, C15, P14, P16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emporium.errors import Invalid
from emporium.services.promotions import (
    Applied,
    Basket,
    BasketLine,
    BasketStore,
    Code,
    Offer,
    Reason,
    Rule,
    Selection,
    Step,
    customer_key,
    evaluate,
)
from models.enums import PromotionClass, PromotionFunder, PromotionKind

NOW = datetime(2026, 3, 19, 12, tzinfo=UTC)
STORES, PRODUCTS, CATEGORIES = ("A", "B", "C"), ("mug", "lamp", "vase"), ("kitchen", "light")
counts = settings(max_examples=120, deadline=None)


@st.composite
def baskets(draw) -> Basket:
    parts = []
    for store_id in draw(st.lists(st.sampled_from(STORES), min_size=1, max_size=3, unique=True)):
        lines = tuple(
            BasketLine(
                key=f"{store_id}{number}",
                store_id=store_id,
                product_id=draw(st.sampled_from(PRODUCTS)),
                category_ids=draw(st.frozensets(st.sampled_from(CATEGORIES))),
                quantity=draw(st.integers(1, 5)),
                unit_price_minor=draw(st.integers(0, 4000)),
            )
            for number in range(draw(st.integers(1, 3)))
        )
        parts.append(BasketStore(store_id, f"Store {store_id}", lines, draw(st.sampled_from((0, 350, 490)))))
    return Basket("EUR", "BE", "ana@example.com", tuple(parts))


selections = st.builds(
    Selection,
    st.frozensets(st.sampled_from(PRODUCTS), max_size=2),
    st.frozensets(st.sampled_from(CATEGORIES), max_size=1),
)


@st.composite
def offers(draw, *, scoped: bool = True, owned: bool = True, exclusive=None, ranks: int = 2) -> Offer:
    kind = draw(st.sampled_from(PromotionKind))
    gift = kind == PromotionKind.BUY_X_GET_Y
    tiers = {}
    if kind in (PromotionKind.PERCENT, PromotionKind.FIXED) and draw(st.booleans()):
        tiers = {"EUR": (Step(0, draw(st.integers(1, 3000))), Step(5000, draw(st.integers(1, 3000))))}
    capped = draw(st.dictionaries(st.sampled_from(("EUR", "USD")), st.integers(1, 3000), max_size=2))
    return Offer(
        id="",
        name="",
        kind=kind,
        klass=draw(st.sampled_from(PromotionClass)),
        store_id=draw(st.sampled_from((None, *STORES))) if owned else None,
        funder=draw(st.sampled_from(PromotionFunder)),
        platform_share_bp=draw(st.integers(0, 10_000)),
        percent_bp=draw(st.integers(1, 10_000)),
        amounts=capped or ({"EUR": 700} if kind == PromotionKind.FIXED else {}),
        thresholds=draw(st.sampled_from(({}, {"EUR": 3000}, {"USD": 3000}))),
        rule=Rule(
            scope=draw(selections) if scoped else Selection(),
            tiers=tiers,
            buy=draw(st.integers(1, 3)) if gift else 0,
            get=draw(st.integers(1, 2)) if gift else 0,
            max_sets=draw(st.sampled_from((None, 1))) if gift else None,
            gift=draw(selections) if gift and scoped else Selection(),
        ),
        priority=draw(st.integers(1, ranks)),
        exclusive=draw(st.booleans()) if exclusive is None else exclusive,
        needs_code=draw(st.booleans()),
        usage_limit=draw(st.sampled_from((None, None, 5))),
        used=draw(st.integers(0, 5)),
    )


def numbered(made: list[Offer]) -> list[Offer]:
    return [
        replace(offer, id=f"p{number}", name=f"Offer {number}", codes=(Code(f"CODE{number}"), Code(f"SPARE{number}")))
        for number, offer in enumerate(made)
    ]


many = st.lists(offers(), min_size=1, max_size=6).map(numbered)
ALL_CODES = [f"{word}{number}" for number in range(7) for word in ("CODE", "SPARE")]


def check_sums(basket: Basket, made: list[Offer], applied: Applied) -> None:
    for part in (*applied.lines, *applied.shipping):
        assert 0 <= part.discount_minor <= part.gross_minor
        assert all(share.amount_minor > 0 for share in part.shares)
        assert all(0 <= share.platform_minor <= share.amount_minor for share in part.shares)
    assert applied.total_minor >= 0
    shares = [share for part in (*applied.lines, *applied.shipping) for share in part.shares]
    for taken in applied.taken:
        own = [share for share in shares if share.promotion_id == taken.promotion_id]
        offer = next(offer for offer in made if offer.id == taken.promotion_id)
        assert sum(share.amount_minor for share in own) == taken.amount_minor > 0
        assert sum(share.platform_minor for share in own) == taken.platform_minor
        assert taken.platform_minor == offer.platform_part(taken.amount_minor)
    assert sum(taken.amount_minor for taken in applied.taken) == applied.discount_minor
    gross = basket.goods_minor + sum(part.shipping_minor for part in basket.stores)
    assert applied.total_minor == gross - applied.discount_minor


@counts
@given(basket=baskets(), made=many, codes=st.lists(st.sampled_from(ALL_CODES), max_size=6), data=st.data())
def test_the_order_of_offers_and_codes_changes_nothing(basket, made, codes, data):  # F058
    applied = evaluate(basket, made, codes, NOW)
    shuffled = data.draw(st.permutations(made))
    assert evaluate(basket, shuffled, data.draw(st.permutations(codes)), NOW) == applied
    again = [code.lower() + " " for code in codes] + codes
    assert evaluate(basket, shuffled, again, NOW) == applied
    turned = replace(basket, stores=tuple(reversed(basket.stores)))
    assert evaluate(turned, made, codes, NOW) == applied


@counts
@given(basket=baskets(), made=many, codes=st.lists(st.sampled_from(ALL_CODES), max_size=6))
def test_shares_add_up_and_never_exceed_what_they_are_off(basket, made, codes):  # C01, C15, F060
    check_sums(basket, made, evaluate(basket, made, codes, NOW))


@counts
@given(basket=baskets(), made=many, codes=st.lists(st.sampled_from(ALL_CODES), max_size=6))
def test_a_stores_offer_never_touches_another_store(basket, made, codes):  # F056, P14
    owner = {offer.id: offer.store_id for offer in made}
    applied = evaluate(basket, made, codes, NOW)
    for part in (*applied.lines, *applied.shipping):
        assert all(owner[share.promotion_id] in (None, part.store_id) for share in part.shares)


@counts
@given(basket=baskets(), made=many, codes=st.lists(st.sampled_from(ALL_CODES), max_size=6, unique=True))
def test_every_code_and_every_automatic_offer_applies_or_says_why(basket, made, codes):  # F062
    applied = evaluate(basket, made, codes, NOW)
    done = {taken.code for taken in applied.taken} | {refusal.code for refusal in applied.refusals}
    assert done >= set(codes)
    assert not {taken.code for taken in applied.taken if taken.code} & {refusal.code for refusal in applied.refusals}
    answered = {taken.promotion_id for taken in applied.taken} | {r.promotion_id for r in applied.refusals}
    assert answered >= {offer.id for offer in made if not offer.needs_code}
    for refusal in applied.refusals:
        assert refusal.sentence.endswith(".")
        assert "{" not in refusal.sentence
        if refusal.reason is Reason.CANNOT_COMBINE:
            other = next(taken for taken in applied.taken if taken.promotion_id == refusal.other_id)
            assert refusal.other in (other.code, other.label)


@counts
@given(basket=baskets(), made=many, codes=st.lists(st.sampled_from(ALL_CODES), max_size=6))
def test_an_exclusive_offer_stands_alone(basket, made, codes):  # F058
    by_id = {offer.id: offer for offer in made}
    applied = [by_id[taken.promotion_id] for taken in evaluate(basket, made, codes, NOW).taken]
    for offer in applied:
        if offer.exclusive and offer.store_id is None:
            assert applied == [offer]
        elif offer.exclusive:
            assert [other for other in applied if other.store_id == offer.store_id] == [offer]


@counts
@given(basket=baskets(), made=many)
def test_at_most_one_offer_of_a_class_on_each_thing(basket, made):  # F058, P16
    by_id = {offer.id: offer for offer in made}
    for part in (applied := evaluate(basket, made, ALL_CODES, NOW)).lines:
        layers = [by_id[share.promotion_id].layer for share in part.shares]
        assert layers.count(PromotionClass.PRODUCT) <= 1
        owners = [
            by_id[s.promotion_id].store_id for s in part.shares if by_id[s.promotion_id].layer == PromotionClass.ORDER
        ]
        assert len(owners) == len(set(owners))
    assert all(len(part.shares) <= 1 for part in applied.shipping)


plain = offers(scoped=False, owned=False, ranks=1)


@counts
@given(basket=baskets(), made=st.lists(plain, min_size=1, max_size=6).map(numbered), extra=st.integers(0, 5))
def test_one_more_offer_of_the_same_priority_never_costs_the_shopper(basket, made, extra):  # F058
    """True of the platform's offers for all goods. Priorities may be set against the shopper, on purpose; and of
    offers for different goods the best one here may leave less to the next one there."""
    kept = [offer for offer in made if offer.id != f"p{extra}"]
    fewer = evaluate(basket, kept, ALL_CODES, NOW)
    assert evaluate(basket, made, ALL_CODES, NOW).discount_minor >= fewer.discount_minor


@counts
@given(
    basket=baskets(),
    made=st.lists(offers(ranks=1, exclusive=False).map(lambda o: replace(o, store_id=None)), max_size=5),
    more=offers(ranks=1, exclusive=True),
)
def test_one_more_exclusive_offer_of_the_same_priority_never_costs_the_shopper(basket, made, more):  # F058
    rest = numbered([*made, replace(more, store_id=None)])
    fewer = evaluate(basket, rest[:-1], ALL_CODES, NOW)
    assert evaluate(basket, rest, ALL_CODES, NOW).discount_minor >= fewer.discount_minor


@counts
@given(basket=baskets(), buy=st.integers(1, 3), get=st.integers(1, 3), scope=selections, gift=selections)
def test_given_units_are_as_many_as_a_search_finds(basket, buy, get, scope, gift):  # F057
    """Against the slow way: try every number of units that are bought and given."""
    rule = Rule(scope=scope, buy=buy, get=get, gift=gift)
    offer = Offer(
        "p", "Gift", PromotionKind.BUY_X_GET_Y, PromotionClass.PRODUCT, percent_bp=10_000, needs_code=False, rule=rule
    )
    even = replace(
        basket,
        stores=tuple(replace(p, lines=tuple(replace(x, unit_price_minor=100) for x in p.lines)) for p in basket.stores),
    )
    applied = evaluate(even, [offer], [], NOW)
    only_buy, only_gift, both = 0, 0, 0
    for line in even.lines:
        bought, given_ = scope.holds(line), gift.holds(line) if gift else scope.holds(line)
        only_buy += line.quantity * (bought and not given_)
        only_gift += line.quantity * (given_ and not bought)
        both += line.quantity * (given_ and bought)
    best = 0
    for as_bought in range(both + 1):
        sets = (only_buy + as_bought) // buy
        units = min(sets * get, only_gift + both - as_bought)
        if not gift:  # whole sets only
            units = min(sets, (both - as_bought) // get) * get
        best = max(best, units)
    assert applied.discount_minor == 100 * best
    missing = [r.units for r in applied.refusals if r.reason is Reason.NEEDS_UNITS]
    assert bool(missing) == (best == 0 and only_buy + both > 0)
    assert all(units > 0 for units in missing)


def line(key="A1", price=1000, quantity=1, product="mug", store="A") -> BasketLine:
    return BasketLine(key, store, product, frozenset(), quantity, price)


def basket(*lines: BasketLine, **more) -> Basket:
    return Basket("EUR", "BE", more.get("customer", "ana@example.com"), (BasketStore("A", "Clay & Kin", lines, 490),))


@pytest.mark.parametrize("quantity", [0, -1, 1.5, True, "1", None])
def test_nonsense_quantities_never_reach_a_discount(quantity):  # C15
    with pytest.raises(Invalid) as refused:
        line(quantity=quantity)
    assert refused.value.field == "quantity"


@pytest.mark.parametrize("price", [-1, 0.5, False])
def test_nonsense_prices_never_reach_a_discount(price):  # C15
    with pytest.raises(Invalid):
        line(price=price)


def test_a_basket_has_no_line_twice_and_none_of_another_store():
    with pytest.raises(Invalid, match="twice"):
        basket(line("A1"), line("A1"))
    with pytest.raises(Invalid, match="another store"):
        basket(line("B1", store="B"))


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("percent", {"percent_bp": 10_001}),
        ("percent", {"percent_bp": -1}),
        ("percent", {"percent_bp": 0}),
        ("platform_share", {"percent_bp": 1, "platform_share_bp": 20_000}),
        ("amounts", {"kind": PromotionKind.FIXED}),
        ("amounts", {"kind": PromotionKind.FIXED, "amounts": {"EUR": -5}}),
        ("amounts", {"kind": PromotionKind.FIXED, "amounts": {"EUR": 1.5}}),
        ("amounts", {"kind": PromotionKind.FIXED, "amounts": {"euro": 5}}),
        ("thresholds", {"percent_bp": 1, "thresholds": {"EUR": 0}}),
        ("rule.buy", {"kind": PromotionKind.BUY_X_GET_Y, "percent_bp": 1, "rule": Rule(buy=2)}),
        ("rule.tiers", {"percent_bp": 1, "rule": Rule(tiers={"EUR": (Step(0, 10_001),)})}),
        ("rule.tiers", {"kind": PromotionKind.FREE_SHIPPING, "rule": Rule(tiers={"EUR": (Step(0, 1),)})}),
    ],
)
def test_an_offer_that_makes_no_sense_is_refused_by_field(field, values):  # C15
    with pytest.raises(Invalid) as refused:
        Offer(**{"id": "p", "name": "Offer", "kind": PromotionKind.PERCENT, **values})
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("rule", []),
        ("rule.produts", {"produts": ["a"]}),
        ("rule.products", {"products": "a"}),
        ("rule.products", {"products": [1]}),
        ("rule.countries", {"countries": ["Belgium"]}),
        ("rule.buy", {"buy": -1}),
        ("rule.buy", {"buy": 1.5}),
        ("rule.max_sets", {"max_sets": 0}),
        ("rule.gift", {"gift": {"product": ["a"]}}),
        ("rule.tiers", {"tiers": []}),
        ("rule.tiers", {"tiers": {"euro": [[1, 1]]}}),
        ("rule.tiers", {"tiers": {"EUR": [[1]]}}),
        ("rule.tiers", {"tiers": {"EUR": []}}),
        ("rule.tiers", {"tiers": {"EUR": [[2, 1], [1, 1]]}}),
        ("rule.tiers", {"tiers": {"EUR": [[1, 1], [1, 2]]}}),
        ("rule.tiers", {"tiers": {"EUR": [[1, -1]]}}),
    ],
)
def test_a_wrong_rule_is_refused_by_key(field, data):
    with pytest.raises(Invalid) as refused:
        Rule.read(data)
    assert refused.value.field == field


def test_a_rule_survives_its_storage():
    rule = Rule(
        scope=Selection(frozenset({"a", "b"}), frozenset({"c"})),
        countries=frozenset({"BE"}),
        customers=frozenset({"ana@example.com"}),
        tiers={"EUR": (Step(0, 500), Step(5000, 1000))},
        buy=2,
        get=1,
        max_sets=3,
        gift=Selection(frozenset({"d"})),
    )
    assert Rule.read(rule.stored()) == rule
    assert Rule().stored() == {}


def test_offers_and_codes_have_one_owner():
    twice = Offer("p", "Offer", PromotionKind.PERCENT, percent_bp=100, codes=(Code("TEN"),))
    with pytest.raises(Invalid, match="twice"):
        evaluate(basket(line()), [twice, twice], [], NOW)
    with pytest.raises(Invalid, match="twice"):
        evaluate(basket(line()), [twice, replace(twice, id="q")], [], NOW)


def test_the_first_and_the_last_moment_of_a_period():
    offer = Offer(
        "p", "Spring", PromotionKind.PERCENT, percent_bp=1000, needs_code=False,
        starts_at=NOW, ends_at=NOW + timedelta(hours=1),
    )  # fmt: skip

    def reasons(moment: datetime) -> list[Reason]:
        return [refusal.reason for refusal in evaluate(basket(line()), [offer], [], moment).refusals]

    assert reasons(NOW - timedelta(seconds=1)) == [Reason.NOT_STARTED]
    assert reasons(NOW) == []
    assert reasons(NOW + timedelta(minutes=59)) == []
    assert reasons(NOW + timedelta(hours=1)) == [Reason.ENDED]


def test_a_code_that_was_switched_off_is_over():
    offer = Offer("p", "Spring", PromotionKind.PERCENT, percent_bp=1000, active=False, codes=(Code("SPRING"),))
    refusal = evaluate(basket(line()), [offer], ["spring"], NOW).refusal("Spring")
    assert refusal is not None
    assert (refusal.reason, refusal.sentence) == (Reason.ENDED, "SPRING is over.")


def test_two_codes_of_one_offer_count_once_and_a_spare_one_steps_in():
    offer = Offer(
        "p", "Spring", PromotionKind.PERCENT, percent_bp=1000,
        codes=(Code("AAA", "1", usage_limit=1, used=1), Code("BBB", "2"), Code("CCC", "3")),
    )  # fmt: skip
    applied = evaluate(basket(line()), [offer], ["CCC", "BBB", "AAA"], NOW)
    assert [(taken.code, taken.coupon_id) for taken in applied.taken] == [("BBB", "2")]
    assert applied.refusal("AAA").reason is Reason.USED_UP
    assert applied.refusal("CCC").sentence == "CCC cannot be combined with BBB."


def test_an_amount_of_the_product_class_is_for_each_unit():
    offer = Offer(
        "p", "Two off", PromotionKind.FIXED, PromotionClass.PRODUCT, amounts={"EUR": 200}, needs_code=False
    )  # fmt: skip
    applied = evaluate(basket(line("A1", 1000, 3), line("A2", 150, 2)), [offer], [], NOW)
    assert [part.discount_minor for part in applied.lines] == [600, 300]


def test_a_customer_is_the_account_or_the_address_in_lower_case():
    known = UUID("0198c0de-0000-7000-8000-000000000001")
    assert customer_key(user_id=known, email="Ana@Example.com") == str(known)
    assert customer_key(user_id=None, email=" Ana@Example.com ") == "ana@example.com"
    assert customer_key(user_id=None, email=" ") is None
