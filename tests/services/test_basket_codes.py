"""Codes in the basket say what they take off, and why not, as the checkout will (F062)."""

from __future__ import annotations

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Invalid
from emporium.services import carts, checkout, promotions
from emporium.services.auth import SYSTEM, Actor
from emporium.services.promotions import PromotionDraft
from emporium.web.page import PageRequest
from models.carts import Cart
from models.enums import Face, PromotionKind
from storefront.state import cart as cart_page
from tests.factories import Shop, guest, in_parallel, read


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    return made


def offer(code: str, **more) -> None:
    with transaction() as session:
        promotion = promotions.create_promotion(
            session, actor=SYSTEM,
            draft=PromotionDraft(name=code, kind=PromotionKind.PERCENT, percent_bp=1000, **more),
        )  # fmt: skip
        promotions.add_code(session, actor=SYSTEM, promotion_id=promotion.id, code=code)


def do(call, actor: Actor, **more):
    with transaction() as session:
        return call(session, actor=actor, **more)


def page(actor: Actor):
    return read(lambda s: cart_page.load_cart(s, PageRequest(actor, "/cart"))).view


def test_a_code_takes_off_what_the_checkout_takes_off(shop):
    offer("TENOFF")
    ana, mug = guest(), shop.variant(price=2400)
    do(carts.add_line, ana, variant_id=mug, quantity=2)
    for _ in range(2):
        do(checkout.add_basket_code, ana, code=" tenoff ")
    view = page(ana)
    assert [(row.amount, row.code) for row in view.discounts] == [("−€4.80", "TENOFF")] and view.refusals == []
    checkout_id, _version = shop.ready(ana, {})
    quote = read(lambda s: _quote(s, ana, checkout_id))
    assert sum(one.amount_minor for one in quote.applied.taken) == 480
    do(checkout.drop_basket_code, ana, code="TENOFF")
    assert page(ana).discounts == [] and read(lambda s: s.exec(select(Cart.coupon_codes)).all()) == [[]]


def _quote(session, actor: Actor, checkout_id):
    made, cart = checkout.current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    return checkout.build_quote(session, checkout=made, cart=cart)


def test_why_a_code_takes_nothing_off_stands_there(shop):
    offer("BIG", thresholds={"EUR": 3640})
    ana, mug = guest(), shop.variant(price=2400)
    do(carts.add_line, ana, variant_id=mug)
    do(checkout.add_basket_code, ana, code="BIG")
    view = page(ana)
    assert view.discounts == [] and len(view.refusals) == 1
    assert "€12.40 more" in view.refusals[0].label and view.refusals[0].code == "BIG"


def test_unknown_codes_and_too_many(shop):
    ana = guest()
    with pytest.raises(Invalid, match="no discount"):
        do(checkout.add_basket_code, ana, code="NOBODY")
    with pytest.raises(Invalid):
        do(checkout.add_basket_code, ana, code="")
    for number in range(11):
        offer(f"CODE{number}")
    for number in range(10):
        do(checkout.add_basket_code, ana, code=f"CODE{number}")
    with pytest.raises(Invalid, match="At most 10"):
        do(checkout.add_basket_code, ana, code="CODE10")
    do(checkout.drop_basket_code, guest(), code="CODE1")
    assert len(read(lambda s: carts.find_cart(s, actor=ana)).coupon_codes) == 10


def test_an_account_that_used_it_up_is_told(shop):
    offer("ONCE", per_customer_limit=1)
    ana = Actor(user_id=shop.user(), face=Face.SHOP)
    mug = shop.variant()
    do(carts.add_line, ana, variant_id=mug)
    do(checkout.add_basket_code, ana, code="ONCE")
    assert page(ana).discounts
    checkout_id, version = shop.ready(ana, {})
    shop.place(ana, checkout_id, version)
    do(carts.add_line, ana, variant_id=mug)
    do(checkout.add_basket_code, ana, code="ONCE")
    view = page(ana)
    assert view.discounts == [] and view.refusals


def test_two_tabs_keep_both_codes(shop):
    offer("FIRST")
    offer("SECOND")
    ana = guest()
    do(carts.add_line, ana, variant_id=shop.variant())
    codes = ("FIRST", "SECOND")
    assert in_parallel(2, lambda n: do(checkout.add_basket_code, ana, code=codes[n])) == [None, None]
    assert sorted(read(lambda s: carts.find_cart(s, actor=ana)).coupon_codes) == ["FIRST", "SECOND"]
