"""Promotions in the database: made, found, quoted and simulated (F055-F057, F059, F062, P17)."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, func, select

from emporium.db import engine, transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused, Unauthenticated
from emporium.services import checkout
from emporium.services.auth import ANONYMOUS, SYSTEM
from emporium.services.promotions import (
    Basket,
    BasketLine,
    BasketStore,
    PromotionDraft,
    Reason,
    Rule,
    Selection,
    Step,
    add_code,
    create_promotion,
    deactivate_promotion,
    generate_codes,
    list_codes,
    list_promotions,
    load_offers,
    quote_discounts,
    reactivate_promotion,
    simulate,
    try_basket,
    update_promotion,
)
from emporium.services.promotions.codes import ALPHABET, random_code
from models.audit import AuditEvent
from models.catalogue import Category, Product, ProductVariant
from models.enums import Face, PlatformRole, PromotionClass, PromotionFunder, PromotionKind, StoreRole
from models.promotions import Coupon, Promotion
from tests.factories import Shop, guest, read

TENTH = PromotionDraft(name="A tenth off", kind=PromotionKind.PERCENT, percent_bp=1000)
FIVE = PromotionDraft(name="Five off", kind=PromotionKind.FIXED, amounts={"EUR": 500})


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


def make(actor, draft=TENTH, *codes: str, store_id: UUID | None = None) -> UUID:
    with transaction() as session:
        return create_promotion(session, actor=actor, draft=draft, store_id=store_id, codes=codes).id


def basket_of(*variants: UUID, quantity: int = 1) -> Basket:
    return read(lambda s: try_basket(s, wanted=dict.fromkeys(variants, quantity), country="BE"))


def quote(basket: Basket, *codes: str, customer: str | None = "ana@example.com"):
    return read(lambda s: quote_discounts(s, basket=basket, codes=codes, customer=customer))


def test_a_stores_code_works_on_its_goods_only(shop):  # F056
    clay, lumen = shop.store("Clay & Kin"), shop.store("Lumen Works")
    mug, lamp = shop.variant(clay, price=2400), shop.variant(lumen, price=10000)
    promotion_id = make(shop.owner(clay), TENTH, "clay10", store_id=clay)
    applied = quote(basket_of(mug, lamp), "CLAY10")
    assert {part.store_id: part.discount_minor for part in applied.lines} == {str(clay): 240, str(lumen): 0}
    assert applied.platform_minor == 0, "a store pays for its own offers"
    assert [taken.promotion_id for taken in applied.taken] == [str(promotion_id)]
    refusal = quote(basket_of(lamp), "CLAY10").refusal("CLAY10")
    assert refusal.sentence == "Nothing in your basket from Clay & Kin matches CLAY10."


def test_the_shopper_hears_how_much_is_missing_from_which_store(shop):  # F062
    store = shop.store("Lumen Works")
    make(shop.owner(store), replace(FIVE, thresholds={"EUR": 3640}), "LUMEN5", store_id=store)
    refusal = quote(basket_of(shop.variant(store, price=2400)), "lumen5").refusal("LUMEN5")
    assert refusal.sentence == "LUMEN5 needs €12.40 more from Lumen Works."
    assert (refusal.amount_minor, refusal.currency, refusal.store_id) == (1240, "EUR", str(store))


def test_a_category_means_everything_below_it(shop):  # F055
    with transaction() as session:
        top = Category(slug="home", name="Home")
        session.add(top)
        session.flush()
        middle = Category(slug="kitchen", name="Kitchen", parent_id=top.id)
        session.add(middle)
        session.flush()
        deep, other = Category(slug="mugs", name="Mugs", parent_id=middle.id), Category(slug="light", name="Light")
        session.add_all([deep, other])
        session.flush()
        ids = top.id, deep.id, other.id
    mug, lamp = shop.variant(price=2000), shop.variant(price=3000)
    with transaction() as session:
        for variant_id, category_id in ((mug, ids[1]), (lamp, ids[2])):
            product_id = session.get_one(ProductVariant, variant_id).product_id
            session.get_one(Product, product_id).category_id = category_id
    for category_id, expected in ((ids[0], 200), (ids[2], 300)):
        rule = Rule(scope=Selection(categories=frozenset({str(category_id)})))
        promotion_id = make(shop.admin(), replace(TENTH, rule=rule, needs_code=False))
        applied = quote(basket_of(mug, lamp))
        assert applied.discount_minor == expected
        with transaction() as session:
            deactivate_promotion(session, actor=shop.admin(), promotion_id=promotion_id)


def test_automatic_offers_of_other_stores_and_of_the_past_are_not_even_loaded(shop):
    clay, lumen = shop.store(), shop.store()
    mine = make(shop.owner(clay), replace(TENTH, needs_code=False), store_id=clay)
    make(shop.owner(lumen), replace(TENTH, needs_code=False), store_id=lumen)
    past = datetime.now(UTC) - timedelta(days=1)
    make(shop.admin(), replace(TENTH, needs_code=False, ends_at=past))
    make(shop.admin(), replace(TENTH, needs_code=True))
    coming = make(shop.admin(), replace(TENTH, needs_code=False, starts_at=datetime.now(UTC) + timedelta(days=1)))
    found = read(lambda s: load_offers(s, store_ids=[clay], codes=[], customer=None))
    assert {offer.id for offer in found} == {str(mine), str(coming)}


def test_a_code_that_is_over_or_switched_off_still_says_so(shop):
    past = datetime.now(UTC) - timedelta(days=1)
    make(shop.admin(), replace(TENTH, ends_at=past), "WINTER")
    off = make(shop.admin(), TENTH, "SPRING")
    with transaction() as session:
        deactivate_promotion(session, actor=shop.admin(), promotion_id=off)
    basket = basket_of(shop.variant())
    applied = quote(basket, "WINTER", "SPRING", "NOSUCH")
    assert [(r.code, r.reason) for r in applied.refusals] == [
        ("NOSUCH", Reason.UNKNOWN),
        ("SPRING", Reason.ENDED),
        ("WINTER", Reason.ENDED),
    ]
    with transaction() as session:
        reactivate_promotion(session, actor=shop.admin(), promotion_id=off)
    assert quote(basket, "SPRING").discount_minor == 240


def test_hostile_codes_are_unknown(shop):  # C15
    basket = basket_of(shop.variant())
    for codes in (
        [],
        ["' OR 1=1 --"],
        ["\N{LATIN SMALL LETTER SHARP S}" * 50],
        [" ", "\n"],
        ["A\x00B", "\ud800", "x" * 10_000],
        ["{amount}"],
    ):
        applied = quote(basket, *codes)
        assert applied.discount_minor == 0
        assert {refusal.reason for refusal in applied.refusals} <= {Reason.UNKNOWN}
        assert len(applied.refusals) == len([code for code in codes if code.strip()])


def test_the_number_of_queries_does_not_grow(shop):
    clay, lumen = shop.store(), shop.store()
    small = basket_of(shop.variant(clay))
    large = basket_of(*(shop.variant(store) for store in (clay, lumen) for _ in range(3)))
    make(shop.admin(), TENTH, "FIRST")
    for number in range(6):
        make(shop.admin(), replace(TENTH, needs_code=False), f"MORE{number}")
    assert queries(small, "FIRST") == queries(large, "FIRST", *(f"MORE{number}" for number in range(6))) == 4


def queries(basket: Basket, *codes: str) -> int:
    seen: list[str] = []

    def count(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(engine(), "before_cursor_execute", count)
    try:
        quote(basket, *codes)
    finally:
        event.remove(engine(), "before_cursor_execute", count)
    return len(seen)


def test_a_rule_that_cannot_be_read_does_not_stop_the_shop(shop, caplog):
    broken, good = make(shop.admin(), TENTH, "BROKEN"), make(shop.admin(), TENTH, "GOOD")
    with transaction() as session:
        session.get_one(Promotion, broken).rule = {"produkts": []}
    with caplog.at_level(logging.ERROR):
        applied = quote(basket_of(shop.variant()), "BROKEN", "GOOD")
    assert [taken.promotion_id for taken in applied.taken] == [str(good)]
    assert applied.refusal("BROKEN").reason is Reason.UNKNOWN
    assert str(broken) in caplog.text


def test_the_simulator_gives_the_numbers_of_the_quote(shop):  # F062
    clay, lumen = shop.store(shipping=490), shop.store(shipping=350)
    mugs = shop.variants(clay, prices=(1999, 500))
    lamp = shop.variant(lumen, price=1249)
    make(shop.admin(), replace(FIVE, amounts={"EUR": 1000}, per_customer_limit=1), "TEN")
    make(shop.owner(clay), PromotionDraft("Free", PromotionKind.FREE_SHIPPING, needs_code=False), store_id=clay)
    basket = read(lambda s: try_basket(s, wanted={mugs[0]: 3, mugs[1]: 1, lamp: 2}, country="BE"))
    tried = read(lambda s: simulate(s, actor=shop.admin(), basket=basket, codes=["TEN"], customer="ana@example.com"))
    assert tried.applied == quote(basket, "TEN")
    assert sorted(part.discount_minor for part in tried.applied.lines) == [55, 278, 667]  # C01
    assert tried.applied.delivery(str(clay)).discount_minor == 490
    assert tried.applied.total_minor == 8995 - 1000 + 350
    stranger = read(lambda s: simulate(s, actor=shop.admin(), basket=basket, codes=["TEN"]))
    assert stranger.applied.refusal("TEN").reason is Reason.SIGN_IN_FIRST
    later = datetime.now(UTC) + timedelta(days=400)
    with transaction() as session:
        promotion = session.exec(select(Promotion).where(Promotion.name == "Five off")).one()
        promotion.ends_at = later - timedelta(days=1)
    over = read(lambda s: simulate(s, actor=shop.admin(), basket=basket, codes=["TEN"], customer="a@b.co", at=later))
    assert over.applied.refusal("TEN").reason is Reason.ENDED


def test_the_simulator_gives_the_numbers_of_the_checkout(shop):  # F062
    clay, lumen = shop.store(shipping=490), shop.store(shipping=350)
    wanted = {shop.variant(store, price=price): 1 for store, price in ((lumen, 999), (clay, 999), (lumen, 999))}
    make(shop.admin(), replace(FIVE, amounts={"EUR": 1000}), "TEN")  # 334 + 333 + 333: the odd cent has one place
    actor = guest()
    checkout_id, _ = shop.ready(actor, wanted)
    with transaction() as session:
        made, cart = checkout.current_checkout(session, actor=actor, checkout_id=checkout_id)
        cart.coupon_codes = ["TEN"]
        quoted = checkout.build_quote(session, checkout=made, cart=cart)
        basket = try_basket(session, wanted=wanted, country="BE")
        tried = simulate(session, actor=shop.admin(), basket=basket, codes=["TEN"], customer=made.email).applied
    assert quoted.discount_minor == tried.discount_minor == 1000
    assert quoted.total_minor == tried.total_minor
    charged = {line.variant_id: line.discount_minor for parcel in quoted.parcels for line in parcel.lines}
    assert charged == {part.key.partition("-")[2]: part.discount_minor for part in tried.lines}


def test_only_operators_simulate_and_only_with_things_there_are(shop):
    basket = basket_of(shop.variant())
    for actor, error in ((guest(), Unauthenticated), (shop.owner(shop.store()), Refused)):
        with pytest.raises(error):
            read(lambda s, actor=actor: simulate(s, actor=actor, basket=basket))
    with pytest.raises(NotFound):
        basket_of(uuid4())
    with pytest.raises(Invalid):
        basket_of()
    with pytest.raises(Invalid) as refused:
        basket_of(shop.variant(), quantity=-1)
    assert refused.value.field == "quantity"


def test_a_basket_to_try_can_have_its_own_delivery_prices(shop):
    store = shop.store(shipping=490)
    variant = shop.variant(store)
    basket = read(lambda s: try_basket(s, wanted={variant: 1}, country="BE", shipping={store: 0}))
    assert [part.shipping_minor for part in basket.stores] == [0]
    assert basket_of(variant).stores[0].shipping_minor == 490


# Who may make them


def test_nobody_touches_another_stores_promotions(shop):  # P17, C15
    clay, lumen = shop.store(), shop.store()
    theirs = make(shop.owner(lumen), TENTH, "LUMEN", store_id=lumen)
    platforms = make(shop.admin(), TENTH, "ALL")
    owner = shop.owner(clay)
    calls = [
        lambda s, i: update_promotion(s, actor=owner, promotion_id=i, draft=FIVE, store_id=clay),
        lambda s, i: deactivate_promotion(s, actor=owner, promotion_id=i, store_id=clay),
        lambda s, i: reactivate_promotion(s, actor=owner, promotion_id=i, store_id=clay),
        lambda s, i: add_code(s, actor=owner, promotion_id=i, code="MINE", store_id=clay),
        lambda s, i: generate_codes(s, actor=owner, promotion_id=i, count=1, store_id=clay),
        lambda s, i: list_codes(s, actor=owner, promotion_id=i, store_id=clay),
    ]
    for call in calls:
        for promotion_id in (theirs, platforms, uuid4()):
            with pytest.raises(NotFound), transaction() as session:
                call(session, promotion_id)
    with pytest.raises(NotFound), transaction() as session:
        deactivate_promotion(session, actor=owner, promotion_id=theirs, store_id=lumen)
    with pytest.raises(Refused), transaction() as session:
        deactivate_promotion(session, actor=owner, promotion_id=theirs)
    assert read(lambda s: s.get_one(Promotion, theirs).active)


def test_staff_and_bookkeepers_make_no_offers(shop):
    store = shop.store()
    for role in (StoreRole.STAFF, StoreRole.FINANCE):
        with pytest.raises(Refused):
            make(shop.owner(store, role), store_id=store)


def test_the_platforms_offers_are_made_by_administrators(shop):
    for actor, error in (
        (ANONYMOUS, Unauthenticated),
        (shop.owner(shop.store()), Refused),
        (replace(shop.admin(), platform_roles=frozenset({PlatformRole.SUPPORT})), Refused),
        (replace(shop.admin(), face=Face.SHOP), Refused),
    ):
        with pytest.raises(error):
            make(actor)
    assert read(lambda s: s.exec(select(func.count()).select_from(Promotion)).one()) == 0


def test_a_store_cannot_let_the_platform_pay(shop):  # F060
    store = shop.store()
    for funder in (PromotionFunder.PLATFORM, PromotionFunder.SHARED):
        with pytest.raises(Refused):
            make(shop.owner(store), replace(TENTH, funder=funder), store_id=store)
    promotion_id = make(shop.owner(store), TENTH, store_id=store)
    shared = replace(TENTH, funder=PromotionFunder.SHARED, platform_share_bp=4000)
    with transaction() as session:
        update_promotion(session, actor=shop.admin(), promotion_id=promotion_id, draft=shared)
    found = read(lambda s: s.get_one(Promotion, promotion_id))
    assert (found.store_id, found.funder, found.platform_share_bp) == (store, "shared", 4000)


def test_a_store_names_only_its_own_products(shop):  # F056
    clay, lumen = shop.store(), shop.store()
    mug, lamp = shop.variant(clay), shop.variant(lumen)
    products = [read(lambda s, v=v: str(s.get_one(ProductVariant, v).product_id)) for v in (mug, lamp)]
    own = Rule(scope=Selection(frozenset({products[0]})))
    make(shop.owner(clay), replace(TENTH, rule=own), store_id=clay)
    for rule, field in (
        (Rule(scope=Selection(frozenset(products))), "rule.products"),
        (Rule(scope=Selection(frozenset({str(uuid4())}))), "rule.products"),
        (Rule(scope=Selection(frozenset({"mug"}))), "rule.products"),
        (Rule(scope=Selection(categories=frozenset({str(uuid4())}))), "rule.categories"),
    ):
        with pytest.raises(Invalid) as refused:
            make(shop.owner(clay), replace(TENTH, rule=rule), store_id=clay)
        assert refused.value.field == field
    gift = Rule(buy=1, get=1, gift=Selection(frozenset({products[1]})))
    with pytest.raises(Invalid):
        make(shop.owner(clay), replace(TENTH, kind=PromotionKind.BUY_X_GET_Y, rule=gift), store_id=clay)
    make(shop.admin(), replace(TENTH, kind=PromotionKind.BUY_X_GET_Y, rule=gift))


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "x" * 121}),
        ("percent", {"percent_bp": 10001}),
        ("percent", {"percent_bp": -1}),
        ("usage_limit", {"usage_limit": 0}),
        ("usage_limit", {"usage_limit": 2**31}),
        ("per_customer_limit", {"per_customer_limit": True}),
        ("priority", {"priority": 1001}),
        ("priority", {"priority": 1.5}),
        ("starts_at", {"starts_at": datetime(2026, 1, 1)}),
        ("ends_at", {"starts_at": datetime(2026, 1, 2, tzinfo=UTC), "ends_at": datetime(2026, 1, 1, tzinfo=UTC)}),
        ("amounts", {"kind": PromotionKind.FIXED, "amounts": {"EUR": -500}}),
        ("rule.tiers", {"rule": Rule(tiers={"EUR": (Step(9, 1), Step(1, 1))})}),
    ],
)
def test_nonsense_is_refused_by_field(session, field, values):  # C15
    with pytest.raises(Invalid) as refused:
        create_promotion(session, actor=SYSTEM, draft=replace(TENTH, **values))
    assert refused.value.field == field


def test_a_change_keeps_the_uses_and_is_on_the_record(shop):
    promotion_id = make(shop.admin(), replace(TENTH, usage_limit=10), "SPRING")
    with transaction() as session:
        session.get_one(Promotion, promotion_id).used = 4
    with pytest.raises(Invalid, match="4 times") as refused, transaction() as session:
        update_promotion(session, actor=SYSTEM, promotion_id=promotion_id, draft=replace(FIVE, usage_limit=3))
    assert refused.value.field == "usage_limit"
    with transaction() as session:
        update_promotion(session, actor=SYSTEM, promotion_id=promotion_id, draft=replace(FIVE, usage_limit=4))
        deactivate_promotion(session, actor=SYSTEM, promotion_id=promotion_id)
        deactivate_promotion(session, actor=SYSTEM, promotion_id=promotion_id)
    found = read(lambda s: s.get_one(Promotion, promotion_id))
    assert (found.name, found.kind, found.amounts, found.used, found.active) == (
        "Five off", "fixed", {"EUR": 500}, 4, False
    )  # fmt: skip
    record = read(lambda s: s.exec(select(AuditEvent).order_by(col(AuditEvent.id))).all())
    record = [entry for entry in record if entry.subject_kind == "promotion"]
    assert [entry.action for entry in record] == [
        "promotion.created",
        "promotion.changed",
        "promotion.switched_off",
    ]
    assert record[1].before["percent_bp"] == 1000
    assert record[1].after["amounts"] == {"EUR": 500}
    assert record[2].after == {"active": False}


def test_free_delivery_and_gifts_are_kept_in_the_class_they_act_in(shop):
    for kind, rule, klass in (
        (PromotionKind.FREE_SHIPPING, Rule(), PromotionClass.SHIPPING),
        (PromotionKind.BUY_X_GET_Y, Rule(buy=2, get=1), PromotionClass.PRODUCT),
    ):
        promotion_id = make(shop.admin(), replace(TENTH, kind=kind, rule=rule))
        assert read(lambda s, i=promotion_id: s.get_one(Promotion, i).klass) == klass


# Codes


def test_a_hundred_thousand_codes(shop):  # F055
    promotion_id = make(shop.admin())
    with transaction() as session:
        made = generate_codes(session, actor=shop.admin(), promotion_id=promotion_id, count=100_000, prefix="mum-")
    assert made == 100_000
    codes = read(lambda s: s.exec(select(Coupon.code, Coupon.usage_limit)).all())
    assert len({code for code, _ in codes}) == 100_000
    assert {limit for _, limit in codes} == {1}
    assert all(code.startswith("MUM-") and len(code) == 14 and set(code[4:]) <= set(ALPHABET) for code, _ in codes)
    used = dict.fromkeys(ALPHABET, 0)
    for code, _ in codes:
        for sign in code[4:]:
            used[sign] += 1
    assert all(abs(count - 31_250) < 1500 for count in used.values()), "every sign is as likely as any other"
    assert quote(basket_of(shop.variant()), codes[0][0].lower()).discount_minor == 240


def test_a_random_code_that_exists_is_made_anew(shop, monkeypatch):
    promotion_id = make(shop.admin(), TENTH, "AAAAAAAA")
    answers = iter(["AAAAAAAA", "BBBBBBBB", "BBBBBBBB", "CCCCCCCC"])
    monkeypatch.setattr("emporium.services.promotions.codes.random_code", lambda *_: next(answers))
    with transaction() as session:
        assert generate_codes(session, actor=shop.admin(), promotion_id=promotion_id, count=2, length=8) == 2
        found = list_codes(session, actor=shop.admin(), promotion_id=promotion_id)
        assert [coupon.code for coupon in found] == ["AAAAAAAA", "BBBBBBBB", "CCCCCCCC"]
        later = list_codes(session, actor=shop.admin(), promotion_id=promotion_id, after="AAAAAAAA", limit=1)
        assert [coupon.code for coupon in later] == ["BBBBBBBB"]


def test_random_codes_hold_nothing_that_is_mistaken_for_another():
    assert len(set(ALPHABET)) == 32
    assert not set(ALPHABET) & set("IO01")
    assert len(random_code(10)) == 10
    assert random_code(10) != random_code(10)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("count", {"count": 0}),
        ("count", {"count": 10**9}),
        ("count", {"count": True}),
        ("length", {"length": 4}),
        ("length", {"length": 99}),
        ("prefix", {"prefix": "a b"}),
        ("prefix", {"prefix": "x" * 17}),
        ("usage_limit", {"usage_limit": 0}),
    ],
)
def test_nonsense_batches_are_refused_by_field(session, field, values):  # C15
    made = create_promotion(session, actor=SYSTEM, draft=TENTH)
    with pytest.raises(Invalid) as refused:
        generate_codes(session, actor=SYSTEM, promotion_id=made.id, **{"count": 1, **values})
    assert refused.value.field == field


@pytest.mark.parametrize("code", ["", "ab", "x" * 41, "a b c", "<b>", "-ABC"])
def test_a_code_has_a_shape(session, code):
    with pytest.raises(Invalid) as refused:
        create_promotion(session, actor=SYSTEM, draft=TENTH, codes=[code])
    assert refused.value.field == "code"


def test_a_code_exists_once_on_the_whole_platform(shop):
    store = shop.store()
    make(shop.admin(), TENTH, "SPRING")
    with pytest.raises(Conflict, match="SPRING exists already"):
        make(shop.owner(store), TENTH, " spring ", store_id=store)
    assert read(lambda s: s.exec(select(func.count()).select_from(Promotion)).one()) == 1


def test_lists_show_a_store_its_own_and_an_operator_all(shop):
    clay, lumen = shop.store("Clay & Kin"), shop.store()
    first = make(shop.owner(clay), TENTH, "ONE", "TWO", store_id=clay)
    make(shop.owner(lumen), TENTH, store_id=lumen)
    last = make(shop.admin(), FIVE)

    def rows(actor, **more):
        return read(lambda s: list_promotions(s, actor=actor, **more))

    own = rows(shop.owner(clay, StoreRole.STAFF), store_id=clay)
    assert [(row.promotion.id, row.store_name, row.codes, row.example) for row in own] == [
        (first, "Clay & Kin", 2, "ONE")
    ]
    everything = rows(shop.admin())
    assert [row.promotion.id for row in everything][::2] == [last, first]
    assert (everything[0].store_name, everything[0].codes) == ("", 0)
    assert [row.promotion.id for row in rows(shop.admin(), before=last, limit=1)] == [everything[1].promotion.id]
    for actor, more, error in (
        (shop.owner(clay), {"store_id": lumen}, NotFound),
        (shop.owner(clay), {}, Refused),
        (guest(), {}, Unauthenticated),
    ):
        with pytest.raises(error):
            rows(actor, **more)


def test_an_offer_of_the_database_is_that_of_the_engine(shop):
    store = shop.store("Clay & Kin")
    draft = PromotionDraft(
        name="Everything", kind=PromotionKind.PERCENT, klass=PromotionClass.PRODUCT, percent_bp=700,
        amounts={"EUR": 900}, thresholds={"EUR": 100}, rule=Rule(countries=frozenset({"BE"})), priority=-3,
        exclusive=True, usage_limit=9, per_customer_limit=2, starts_at=datetime(2026, 1, 1, tzinfo=UTC),
        ends_at=datetime(2096, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    promotion_id = make(shop.owner(store), draft, "ALL", store_id=store)

    def load(session: Session):
        return load_offers(session, store_ids=[], codes=["all"], customer="ana@example.com")

    (offer,) = read(load)
    for name in ("name", "kind", "klass", "percent_bp", "amounts", "thresholds", "rule", "priority", "exclusive"):
        assert getattr(offer, name) == getattr(draft, name), name
    for name in ("usage_limit", "per_customer_limit", "starts_at", "ends_at", "needs_code"):
        assert getattr(offer, name) == getattr(draft, name), name
    assert (offer.id, offer.store_id, offer.store_name) == (str(promotion_id), str(store), "Clay & Kin")
    assert (offer.funder, offer.platform_share_bp, offer.active, offer.used) == ("store", 0, True, 0)
    assert [code.code for code in offer.codes] == ["ALL"]
    line = BasketLine("A1", str(store), str(uuid4()), frozenset(), 1, 1000)
    basket = Basket("EUR", "BE", None, (BasketStore(str(store), "Clay & Kin", (line,)),))
    assert quote(basket, "ALL").discount_minor == 70
    assert quote(replace(basket, country="NL"), "ALL").refusal("ALL").reason is Reason.WRONG_COUNTRY
    assert quote(replace(basket, currency="USD"), "ALL").refusal("ALL").reason is Reason.WRONG_CURRENCY
