"""Uses of promotions under many hands (C09, F059, P15, I5)."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, col, select

from emporium.db import transaction
from emporium.errors import NotFound
from emporium.services.promotions import (
    Applied,
    Basket,
    BasketLine,
    BasketStore,
    UsedUp,
    give_back,
    miscounted,
    quote_discounts,
    take_again,
    take_uses,
)
from models.enums import OrderStatus, PromotionKind, PurchaseStatus, UseStatus
from models.orders import Order, Purchase
from models.promotions import Coupon, Promotion, PromotionUse
from tests.factories import Shop, guest, in_parallel, read

BASKET = Basket(
    "EUR",
    "BE",
    None,
    (
        BasketStore(
            "0198c0de-0000-7000-8000-00000000000a",
            "Clay & Kin",
            (BasketLine("A1", "0198c0de-0000-7000-8000-00000000000a", "p", frozenset(), 1, 5000),),
        ),
    ),
)


def promote(code: str = "SPRING", *, code_limit: int | None = None, **values) -> UUID:
    with transaction() as session:
        promotion = Promotion(name="Spring", kind=PromotionKind.PERCENT, **{"percent_bp": 1000, **values})
        session.add(promotion)
        session.flush()
        session.add(Coupon(promotion_id=promotion.id, code=code, usage_limit=code_limit))
        return promotion.id


def buy(session: Session, **values) -> UUID:
    purchase = Purchase(
        number=f"E{uuid4().hex[:12]}",
        token=uuid4().hex,
        email="ana@example.com",
        currency="EUR",
        total_minor=4500,
        **values,
    )
    session.add(purchase)
    session.flush()
    return purchase.id


def quote(customer: str, *codes: str) -> Applied:
    return read(lambda s: quote_discounts(s, basket=BASKET, codes=codes or ("SPRING",), customer=customer))


def place(customer: str, applied: Applied) -> UUID:
    """A placement: the purchase and its uses in one transaction."""
    with transaction() as session:
        purchase_id = buy(session)
        take_uses(session, purchase_id=purchase_id, applied=applied, customer=customer)
        return purchase_id


def cancel(purchase_id: UUID) -> int:
    with transaction() as session:
        purchase = session.get_one(Purchase, purchase_id)
        purchase.status, purchase.cancelled_at = PurchaseStatus.CANCELLED, datetime.now(UTC)
        session.add(purchase)
        return give_back(session, purchase_id=purchase_id)


def counters(promotion_id: UUID) -> tuple[int, int, int]:
    """Of the promotion, of its code, and the uses there are."""

    def ask(session: Session) -> tuple[int, int, int]:
        codes = session.exec(select(Coupon.used).where(Coupon.promotion_id == promotion_id)).all()
        uses = session.exec(
            select(PromotionUse).where(
                PromotionUse.promotion_id == promotion_id, PromotionUse.status == UseStatus.TAKEN
            )
        ).all()
        return session.get_one(Promotion, promotion_id).used, sum(codes), len(uses)

    return read(ask)


@pytest.mark.concurrency
@pytest.mark.parametrize("where", ["promotion", "code"])
def test_two_hundred_takers_of_ten_uses(db_url, where):  # C09, F059, P15
    limits = {"usage_limit": 10} if where == "promotion" else {"code_limit": 10}
    promotion_id = promote(**limits)
    applied = quote("ana@example.com")
    answers = in_parallel(200, lambda number: place(f"user{number}@example.com", applied))
    refused = [answer for answer in answers if isinstance(answer, UsedUp)]
    assert len([answer for answer in answers if isinstance(answer, UUID)]) == 10
    assert len(refused) == 190
    assert refused[0].details["coupon"] == "SPRING"
    assert "SPRING has just been used up. Nothing was charged." in refused[0].message
    assert counters(promotion_id) == (10, 10, 10)
    assert len(read(lambda s: s.exec(select(Purchase.id)).all())) == 10, "a refused placement leaves nothing"
    assert read(miscounted) == []


@pytest.mark.concurrency
def test_each_customer_has_so_many_slots(db_url):  # F059
    promotion_id = promote(per_customer_limit=2)
    applied = quote("ana@example.com")
    answers = in_parallel(24, lambda number: place(f"user{number % 3}@example.com", applied))
    assert len([answer for answer in answers if isinstance(answer, UUID)]) == 6
    assert {error.details["reason"] for error in answers if isinstance(error, UsedUp)} == {"customer_used"}
    slots = read(lambda s: s.exec(select(PromotionUse.customer, PromotionUse.slot)).all())
    assert sorted(slots) == [(f"user{number}@example.com", slot) for number in range(3) for slot in (1, 2)]
    assert counters(promotion_id) == (6, 6, 6)


@pytest.mark.concurrency
def test_the_same_purchase_counts_once(db_url):  # C09: saleor#15849
    promotion_id = promote(usage_limit=1, per_customer_limit=1)
    applied = quote("ana@example.com")
    with transaction() as session:
        purchase_id = buy(session)

    def take(_: int) -> int:
        with transaction() as session:
            return take_uses(session, purchase_id=purchase_id, applied=applied, customer="ana@example.com")

    assert sorted(in_parallel(8, take)) == [0] * 7 + [1]
    assert counters(promotion_id) == (1, 1, 1)


@pytest.mark.concurrency
def test_giving_back_twice_gives_back_once(db_url):  # C09
    promotion_id = promote(usage_limit=5)
    applied = quote("ana@example.com")
    kept, gone = place("eva@example.com", applied), place("ana@example.com", applied)
    with transaction() as session:
        session.get_one(Purchase, gone).status = PurchaseStatus.CANCELLED
    together = Barrier(6)

    def give(_: int) -> int:
        with transaction() as session:
            session.connection()
            together.wait(timeout=30)
            return give_back(session, purchase_id=gone)

    assert sorted(in_parallel(6, give)) == [0] * 5 + [1]
    assert counters(promotion_id) == (1, 1, 1)
    assert kept in read(
        lambda s: s.exec(select(PromotionUse.purchase_id).where(PromotionUse.status == UseStatus.TAKEN)).all()
    )
    assert read(miscounted) == []


@pytest.mark.concurrency
def test_takers_and_givers_of_several_promotions_never_block_each_other(db_url):
    ids = [promote(name, klass=klass) for name, klass in (("ORDERS", "order"), ("GOODS", "product"))]
    applied = [quote("x", "ORDERS", "GOODS"), quote("x", "GOODS", "ORDERS")]
    assert len(applied[0].taken) == 2
    standing = [place("ana@example.com", applied[0]) for _ in range(12)]

    def move(number: int) -> object:
        if number % 2:
            return cancel(standing[number // 2])
        return place("ana@example.com", applied[number % 4 // 2])

    answers = in_parallel(24, move)
    assert [answer for answer in answers if isinstance(answer, BaseException)] == []
    assert [counters(promotion_id) for promotion_id in ids] == [(12, 12, 12)] * 2
    assert read(miscounted) == []


def test_a_use_given_back_can_be_taken_again(db_url):  # C09
    promotion_id = promote(usage_limit=1, per_customer_limit=1)
    applied = quote("ana@example.com")
    first = place("ana@example.com", applied)
    with pytest.raises(UsedUp):
        place("eva@example.com", applied)
    assert quote("eva@example.com").refusal("SPRING").reason == "used_up"
    assert quote("ana@example.com").refusal("SPRING").reason == "customer_used"
    assert cancel(first) == 1
    assert quote("eva@example.com").discount_minor == 500
    place("eva@example.com", applied)
    assert counters(promotion_id) == (1, 1, 1)


def test_a_purchase_that_comes_back_to_life_takes_its_use_again(db_url):
    promotion_id = promote(usage_limit=1)
    applied = quote("ana@example.com")
    purchase_id = place("ana@example.com", applied)
    cancel(purchase_id)
    with transaction() as session:
        assert take_uses(session, purchase_id=purchase_id, applied=applied, customer="ana@example.com") == 1
    assert counters(promotion_id) == (1, 1, 1)
    assert cancel(purchase_id) == 1
    assert counters(promotion_id) == (0, 0, 0)


def test_late_money_takes_the_uses_of_its_purchase_again(db_url):  # C09
    promotion_id = promote(usage_limit=1, code_limit=1, per_customer_limit=1)
    applied = quote("ana@example.com")
    late = place("ana@example.com", applied)
    cancel(late)
    together = Barrier(4)

    def again(_: int) -> int:
        with transaction() as session:
            session.connection()
            together.wait(timeout=30)
            return take_again(session, purchase_id=late)

    assert sorted(in_parallel(4, again)) == [0, 0, 0, 1]
    assert counters(promotion_id) == (1, 1, 1)
    cancel(late)
    place("eva@example.com", applied)
    with pytest.raises(UsedUp) as refused, transaction() as session:
        take_again(session, purchase_id=late)
    assert refused.value.details["coupon"] == "SPRING"
    assert counters(promotion_id) == (1, 1, 1)
    with pytest.raises(NotFound), transaction() as session:
        take_again(session, purchase_id=uuid4())
    assert read(miscounted) == []


def test_the_unpaid_purchase_of_a_checkout_does_not_use_up_its_own_code(db_url):  # C09: saleor#15849
    promote(usage_limit=1, per_customer_limit=1, code_limit=1)
    shop, actor = Shop(), guest()
    checkout_id, _ = shop.ready(actor, {shop.variant(): 1})
    with transaction() as session:
        held = buy(session, checkout_id=checkout_id)
        applied = quote_discounts(session, basket=BASKET, codes=["SPRING"], customer="ana@example.com")
        take_uses(session, purchase_id=held, applied=applied, customer="ana@example.com")

    def again(checkout: UUID | None) -> Applied:
        return read(
            lambda s: quote_discounts(
                s, basket=BASKET, codes=["SPRING"], customer="ana@example.com", checkout_id=checkout
            )
        )

    assert again(checkout_id).discount_minor == 500
    assert again(None).discount_minor == 0
    assert again(uuid4()).discount_minor == 0
    with transaction() as session:
        paid = session.get_one(Purchase, held)
        paid.status, paid.paid_at = PurchaseStatus.PAID, datetime.now(UTC)
        session.add(paid)
    assert again(checkout_id).discount_minor == 0


def test_a_sibling_that_lives_keeps_the_use(db_url):  # C09, C10: a use is one purchase, not one order
    promotion_id = promote(usage_limit=1)
    shop = Shop()
    applied = quote("ana@example.com")
    placed = shop.buy(shop.variant(shop.store()), shop.variant(shop.store()))
    with transaction() as session:
        take_uses(session, purchase_id=placed.purchase_id, applied=applied, customer="ana@example.com")
    orders = read(lambda s: s.exec(select(Order.id).where(Order.purchase_id == placed.purchase_id)).all())
    assert len(orders) == 2
    assert counters(promotion_id) == (1, 1, 1)

    def end(order_id: UUID, status: OrderStatus) -> int:
        with transaction() as session:
            order = session.get_one(Order, order_id)
            order.status = status
            session.add(order)
            return give_back(session, purchase_id=placed.purchase_id)

    assert end(orders[0], OrderStatus.CANCELLED) == 0
    assert end(orders[1], OrderStatus.SHIPPED) == 0
    assert end(orders[1], OrderStatus.REFUNDED) == 0, "it was sent before"
    assert end(orders[1], OrderStatus.CANCELLED) == 1
    assert counters(promotion_id) == (0, 0, 0)


@pytest.mark.concurrency
def test_two_stores_that_cancel_at_once_give_the_use_back(db_url):  # C09, C10
    promotion_id = promote(usage_limit=1)
    shop = Shop()
    placed = shop.buy(shop.variant(shop.store()), shop.variant(shop.store()))
    applied = quote("ana@example.com")
    with transaction() as session:
        take_uses(session, purchase_id=placed.purchase_id, applied=applied, customer="ana@example.com")
    orders = read(lambda s: s.exec(select(Order.id).where(Order.purchase_id == placed.purchase_id)).all())

    together = Barrier(2)

    def end(number: int) -> int:
        with transaction() as session:
            session.get_one(Order, orders[number]).status = OrderStatus.CANCELLED
            session.flush()
            together.wait(timeout=30)
            return give_back(session, purchase_id=placed.purchase_id)

    assert sorted(in_parallel(2, end)) == [0, 1]
    assert counters(promotion_id) == (0, 0, 0)


def test_an_unpaid_purchase_is_not_given_back_while_it_may_be_paid(db_url):
    promotion_id = promote()
    purchase_id = place("ana@example.com", quote("ana@example.com"))
    with transaction() as session:
        assert give_back(session, purchase_id=purchase_id) == 0
        assert give_back(session, purchase_id=uuid4()) == 0
    assert counters(promotion_id) == (1, 1, 1)


def test_a_free_slot_below_a_taken_one_is_used_again(db_url):
    promote(per_customer_limit=3)
    applied = quote("ana@example.com")
    first, _, _ = (place("ana@example.com", applied) for _ in range(3))
    cancel(first)
    again = place("ana@example.com", applied)
    assert read(lambda s: s.exec(select(PromotionUse.slot).where(PromotionUse.purchase_id == again)).one()) == 1
    with pytest.raises(UsedUp):
        place("ana@example.com", applied)


def test_a_lower_limit_counts_what_was_used_before(db_url):
    promotion_id = promote(per_customer_limit=3)
    applied = quote("ana@example.com")
    first, _, _ = (place("ana@example.com", applied) for _ in range(3))
    cancel(first)
    with transaction() as session:
        session.get_one(Promotion, promotion_id).per_customer_limit = 2
    with pytest.raises(UsedUp, match="another of your orders"):
        place("ana@example.com", applied)


def test_uses_belong_to_a_purchase_and_codes_to_their_promotion(db_url):
    promotion_id = promote(code_limit=1)
    other = promote("OTHER")
    applied = quote("ana@example.com")
    with pytest.raises(NotFound), transaction() as session:
        take_uses(session, purchase_id=uuid4(), applied=applied, customer="ana@example.com")
    with transaction() as session:
        session.exec(select(Coupon).where(Coupon.code == "SPRING")).one().promotion_id = other
    with pytest.raises(UsedUp):
        place("ana@example.com", applied)
    assert counters(promotion_id)[0] == 0


def test_a_wrong_counter_is_found(db_url):  # I5
    promotion_id = promote()
    assert read(miscounted) == []
    with transaction() as session:
        session.exec(select(Coupon).where(col(Coupon.promotion_id) == promotion_id)).one().used = 1
    assert read(miscounted) == [promotion_id]
    with transaction() as session:
        session.exec(select(Coupon).where(col(Coupon.promotion_id) == promotion_id)).one().used = 0
        session.get_one(Promotion, promotion_id).used = 2
    assert read(miscounted) == [promotion_id]
