"""Setting things aside, taking an adding back, putting back what was removed (F041, P25)."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import col, select, update

from emporium.db import transaction
from emporium.errors import Invalid, NotFound, OutOfStock
from emporium.services import books, carts, catalogue
from emporium.services.auth import SYSTEM, Actor
from emporium.services.catalogue import WishField, WishKind
from emporium.web.page import PageRequest
from emporium.web.toasts import UNDO
from models.carts import Cart, CartLine
from models.catalogue import Product, ProductVariant
from models.enums import CartStatus, Face, ProductStatus
from models.inventory import StockLevel
from models.outbox import OutboxEvent
from storefront.state import cart as cart_page
from storefront.state import shell
from tests.factories import Shop, guest, in_parallel, read


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    return made


def do(call, actor: Actor, **more):
    with transaction() as session:
        return call(session, actor=actor, **more)


def page(actor: Actor):
    return read(lambda s: cart_page.load_cart(s, PageRequest(actor, "/cart"))).view


def lines(actor: Actor) -> dict[UUID, tuple[int, bool]]:
    cart = read(lambda s: carts.find_cart(s, actor=actor))
    rows = read(lambda s: s.exec(select(CartLine).where(CartLine.cart_id == cart.id)).all()) if cart else []
    return {row.variant_id: (row.quantity, row.saved_for_later) for row in rows}


def test_what_is_set_aside_is_in_no_sum_and_comes_back(shop):
    ana, mug, bowl = guest(), shop.variant(price=2400), shop.variant(price=1000)
    line = do(carts.add_line, ana, variant_id=mug, quantity=2)
    do(carts.add_line, ana, variant_id=bowl)
    for _ in range(2):
        do(carts.save_for_later, ana, line_id=line)
    view = page(ana)
    assert [item.quantity for item in view.later] == [2] and view.goods == "€10.00"
    assert read(lambda s: carts.cart_count(s, actor=ana)) == 1
    do(carts.back_to_cart, ana, line_id=line)
    assert page(ana).goods == "€58.00" and not page(ana).has_later
    with pytest.raises(NotFound):
        do(carts.save_for_later, guest(), line_id=line)


def test_it_comes_back_only_as_far_as_there_is_some(shop):
    ana, mug = guest(), shop.variant(stock=3)
    line = do(carts.add_line, ana, variant_id=mug, quantity=2)
    do(carts.save_for_later, ana, line_id=line)
    with transaction() as session:
        session.execute(update(StockLevel).values(on_hand=1))
    with pytest.raises(OutOfStock):
        do(carts.back_to_cart, ana, line_id=line)
    product_id = read(lambda s: s.get_one(ProductVariant, mug).product_id)
    with transaction() as session:
        session.execute(update(Product).where(Product.id == product_id).values(status=ProductStatus.DRAFT))
    with pytest.raises(Invalid):
        do(carts.back_to_cart, ana, line_id=line)
    (item,) = page(ana).later
    assert not item.buyable and "no longer for sale" in item.problem


def test_adding_what_was_set_aside_brings_what_is_wanted_now(shop):
    ana, mug = guest(), shop.variant(stock=3)
    line = do(carts.add_line, ana, variant_id=mug, quantity=3)
    do(carts.save_for_later, ana, line_id=line)
    do(carts.add_line, ana, variant_id=mug)
    assert lines(ana) == {mug: (1, False)}, "three and one would be more than there are"


@pytest.mark.parametrize("account", [False, True])
def test_it_waits_in_the_next_basket_after_an_order(shop, account):
    ana = Actor(user_id=shop.user(), face=Face.SHOP) if account else guest()
    mug, bowl = shop.variant(), shop.variant()
    line = do(carts.add_line, ana, variant_id=mug, quantity=2)
    do(carts.save_for_later, ana, line_id=line)
    shop.buy(bowl, actor=ana)
    assert lines(ana) == {mug: (2, True)} and page(ana).empty and page(ana).has_later
    ordered = read(lambda s: s.exec(select(Cart).where(Cart.status == CartStatus.ORDERED)).one())
    assert read(lambda s: s.exec(select(CartLine.variant_id).where(CartLine.cart_id == ordered.id)).all()) == [bowl]
    assert read(books.check_books) == []


def test_an_order_without_anything_set_aside_makes_no_new_basket(shop):
    ana = guest()
    shop.buy(shop.variant(), actor=ana)
    assert read(lambda s: carts.find_cart(s, actor=ana)) is None


@pytest.mark.parametrize("account", [False, True])
def test_other_tabs_hear_of_the_first_basket_of_its_order_and_of_the_next(shop, account):  # F041
    ana = Actor(user_id=shop.user(), face=Face.SHOP) if account else guest()
    topic = carts.topic_of(ana)
    assert topic and topic != carts.topic_of(guest()) and not carts.topic_of(Actor())
    assert shell.shell_topics(shell.Shell(), ana) == [topic]
    do(carts.add_line, ana, variant_id=shop.variant())
    assert heard() == [topic], "there was no basket when the other tab was opened"
    checkout_id, version = shop.ready(ana, {})
    before = len(heard())
    shop.place(ana, checkout_id, version)
    assert heard()[before:] == [topic], "what was ordered lies in no basket any more"
    do(carts.add_line, ana, variant_id=shop.variant())
    assert heard()[-1] == topic and len(heard()) == before + 2


def heard() -> list[str]:
    kind = OutboxEvent.kind == "cart_changed"
    events = read(lambda s: s.exec(select(OutboxEvent).where(kind).order_by(col(OutboxEvent.id))).all())
    return [str(event.payload["owner"]) for event in events]


def test_adding_is_taken_back_once_whoever_presses(shop):
    ana, mug = guest(), shop.variant()
    line = do(carts.add_line, ana, variant_id=mug, quantity=3)
    do(UNDO["take back"], guest(), line_id=line, units=3)
    assert lines(ana) == {mug: (3, False)}, "somebody else's basket"
    assert in_parallel(2, lambda _: do(UNDO["take back"], ana, line_id=line, units=2)) == [None, None]
    assert lines(ana) == {}
    do(UNDO["take back"], ana, line_id=line, units=1)


def test_what_was_removed_is_put_back_with_its_words(shop):
    ana, mug = guest(), shop.variant()
    product_id = read(lambda s: s.get_one(ProductVariant, mug).product_id)
    with transaction() as session:
        product = session.get_one(Product, product_id)
        catalogue.set_wish_fields(
            session, actor=SYSTEM, store_id=product.store_id, product_id=product_id,
            fields=[WishField("Name", WishKind.TEXT, required=True, extra_minor=500)],
        )  # fmt: skip
    (key,) = [field.key for field in read(lambda s: catalogue.wish_fields(s.get_one(Product, product_id)))]
    line = do(carts.add_line, ana, variant_id=mug, quantity=2, wishes={key: "Bo"})
    before = page(ana)
    gone = do(carts.remove_line, ana, line_id=line)
    assert page(ana).empty and gone.name
    do(UNDO["put back"], ana, **gone.again())
    after = page(ana)
    assert after.goods == before.goods and after.parcels[0].lines[0].wishes == before.parcels[0].lines[0].wishes
