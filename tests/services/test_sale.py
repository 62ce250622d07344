"""A sale from cart to parcel (F039-F044, F075-F078, C02, C03, C05-C08)."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import col, func, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, OutOfStock, QuoteChanged, Refused
from emporium.providers.payments import get_provider
from emporium.services import (
    analytics,
    books,
    carts,
    catalogue,
    checkout,
    inventory,
    ledger,
    orders,
    payments,
    refunds,
    stores,
)
from emporium.services.auth import SYSTEM, Actor
from models.accounts import User
from models.carts import CartLine
from models.catalogue import Product, ProductVariant
from models.enums import AccountKind, AttemptStatus, OrderStatus, ProductStatus, PurchaseStatus, StoreStatus
from models.inventory import Reservation, StockLevel, StockMovement
from models.orders import Order, OrderLine, Purchase
from models.outbox import OutboxEvent
from models.payments import PaymentAttempt, PaymentShare, WebhookEvent
from models.stores import Store
from tests.factories import ADDRESS, Shop, guest, read


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    return made


def level(variant_id: UUID) -> StockLevel:
    return read(lambda s: s.exec(select(StockLevel).where(StockLevel.variant_id == variant_id)).one())


def kinds() -> list[str]:
    return read(lambda s: list(s.exec(select(OutboxEvent.kind).order_by(col(OutboxEvent.id))).all()))


def test_one_payment_makes_one_purchase_with_one_order_per_store(shop):  # F039, F075, F076, F077, P13
    clay, lumen = shop.store("Clay & Kin", shipping=490), shop.store("Lumen Works", shipping=350)
    mug, lamp = shop.variant(clay, price=2400), shop.variant(lumen, price=18900)
    actor = guest()
    checkout_id, version = shop.ready(actor, {mug: 2, lamp: 1})
    placed = shop.place(actor, checkout_id, version)
    assert placed.status is AttemptStatus.CAPTURED
    view = read(lambda s: orders.purchase_by_token(s, token=placed.token))
    assert view.status == PurchaseStatus.PAID
    assert [order.number for order in view.orders] == [f"{view.number}-1", f"{view.number}-2"]
    assert view.total_minor == 2 * 2400 + 490 + 18900 + 350 == sum(order.total_minor for order in view.orders)
    shares = read(lambda s: s.exec(select(PaymentShare)).all())
    assert sum(share.captured_minor for share in shares) == view.total_minor  # I1, F066
    assert kinds().count("order_placed") == 2
    assert kinds().count("purchase_paid") == 1


def test_what_a_checkout_holds_is_not_missing_from_its_own_basket(shop):  # C08, P03
    mug = shop.variant(stock=3)
    actor = guest()
    checkout_id, version = shop.ready(actor, {mug: 2})
    shop.place(actor, checkout_id, version, method="sandbox_decline")
    assert level(mug).reserved == 2
    with transaction() as session:
        cart = carts.find_cart(session, actor=actor)
        line = session.exec(select(CartLine).where(CartLine.cart_id == cart.id)).one()
        carts.set_quantity(session, actor=actor, line_id=line.id, quantity=3)
    with pytest.raises(OutOfStock), transaction() as session:
        carts.set_quantity(session, actor=actor, line_id=line.id, quantity=4)


def test_stock_is_held_then_promised_then_gone(shop):  # F085, F088, C05
    mug = shop.variant(stock=5)
    placed = shop.buy(mug, quantity=2)
    assert (level(mug).on_hand, level(mug).reserved) == (5, 2)
    order = read(lambda s: s.exec(select(Order).where(Order.purchase_id == placed.purchase_id)).one())
    with transaction() as session:
        orders.ship_order(
            session,
            actor=shop.owner(order.store_id),
            store_id=order.store_id,
            number=order.number,
            carrier="bpost",
            tracking_number="3232 1000 1",
        )
    assert (level(mug).on_hand, level(mug).reserved) == (3, 0)
    moved = read(lambda s: s.exec(select(func.sum(StockMovement.quantity))).one())
    assert moved == 3  # I4: the movements rebuild the level
    product = read(lambda s: s.exec(select(Product)).one())
    assert (product.available_total, product.sold_count) == (3, 2)


def test_worked_numbers_of_commission_and_tax(shop):  # C02, C03 without discount
    store = shop.store(shipping=490)
    a, b = shop.variants(store, prices=(1999, 500), stock=9)
    actor = guest()
    checkout_id, version = shop.ready(actor, {a: 3, b: 1})
    shop.place(actor, checkout_id, version)
    first, second = read(lambda s: s.exec(select(OrderLine).order_by(col(OrderLine.position))).all())
    # Belgian VAT of 21 % inside: 5997 * 21/121 = 1040.8 -> 1041; 500 -> 86.8 -> 87
    assert (first.total_minor, first.tax_minor, second.tax_minor) == (5997, 1041, 87)
    # 12.5 % of the net: 4956 -> 619.5 -> 620; 413 -> 51.6 -> 52; and 21 % on the fee
    assert (first.commission_minor, first.fee_tax_minor) == (620, 130)
    assert (second.commission_minor, second.fee_tax_minor) == (52, 11)
    order = read(lambda s: s.exec(select(Order)).one())
    earning = read(
        lambda s: -ledger.balance(s, kind=AccountKind.STORE_PAYABLE, currency="EUR", store_id=order.store_id)
    )
    assert earning == order.total_minor - 672 - 141
    assert read(books.unbalanced) == []  # I6
    assert read(lambda s: ledger.balance(s, kind=AccountKind.PROVIDER_CLEARING, currency="EUR")) == order.total_minor


def test_books_refuse_what_does_not_sum_to_zero(shop):  # F097, I6
    from sqlalchemy.exc import IntegrityError

    from models.enums import TransactionKind

    with pytest.raises(IntegrityError, match="is off by"), transaction() as session:
        entries = [(AccountKind.PROVIDER_CLEARING, None, 5)]
        ledger.post(session, kind=TransactionKind.ADJUSTMENT, cause_id="x", entries=entries, currency="EUR")


def test_a_decline_charges_nothing_and_another_method_completes(shop):  # F065
    mug = shop.variant(stock=1)
    actor = guest()
    checkout_id, version = shop.ready(actor, {mug: 1})
    declined = shop.place(actor, checkout_id, version, method="sandbox_decline")
    assert declined.status is AttemptStatus.DECLINED
    assert "Nothing was charged" in declined.message
    assert level(mug).reserved == 1, "the unit is still held"
    again = shop.place(actor, checkout_id, version)
    assert again.status is AttemptStatus.CAPTURED
    assert again.purchase_id == declined.purchase_id
    assert read(lambda s: s.exec(select(func.count()).select_from(Purchase)).one()) == 1


def test_the_same_click_gets_the_same_answer(shop):  # C06
    mug = shop.variant()
    actor = guest()
    checkout_id, version = shop.ready(actor, {mug: 1})
    first = shop.place(actor, checkout_id, version, method="sandbox_decline", submission="click-1")
    second = shop.place(actor, checkout_id, version, method="sandbox_decline", submission="click-1")
    assert first == second
    assert read(lambda s: s.exec(select(func.count()).select_from(PaymentAttempt)).one()) == 1


def test_paying_again_after_success_is_the_same_purchase(shop):
    mug = shop.variant()
    actor = guest()
    checkout_id, version = shop.ready(actor, {mug: 1})
    first = shop.place(actor, checkout_id, version)
    second = shop.place(actor, checkout_id, version)
    assert first == second
    assert level(mug).reserved == 1


@pytest.mark.parametrize("approved", [True, False])
def test_three_d_secure_goes_through_the_bank(shop, approved):  # F065
    mug = shop.variant()
    placed = shop.buy(mug, method="sandbox_3ds")
    assert placed.status is AttemptStatus.REQUIRES_ACTION
    attempt_id = UUID(placed.action_url.removeprefix("/pay/"))
    token = payments.sandbox_decision(transaction, attempt_id=attempt_id, approved=approved)
    view = read(lambda s: orders.purchase_by_token(s, token=token))
    assert view.status == (PurchaseStatus.PAID if approved else PurchaseStatus.AWAITING_PAYMENT)
    assert view.payment_status == (AttemptStatus.CAPTURED if approved else AttemptStatus.DECLINED)


def test_a_delayed_payment_is_finished_by_its_webhook_once(shop):  # F069, C07
    mug = shop.variant()
    placed = shop.buy(mug, method="sandbox_delay")
    assert placed.status is AttemptStatus.PENDING
    attempt = read(lambda s: s.exec(select(PaymentAttempt)).one())
    body, headers = get_provider().webhook(
        key=str(attempt.id), approved=True, amount_minor=attempt.amount_minor, currency="EUR"
    )
    for repetition in range(3):
        with transaction() as session:
            webhook_id = payments.receive_webhook(session, provider="sandbox", body=body, headers=headers)
        assert (webhook_id is not None) == (repetition == 0)
        if webhook_id:
            with transaction() as session:
                payments.apply_webhook(session, webhook_id=webhook_id)
    assert read(lambda s: s.exec(select(func.count()).select_from(WebhookEvent)).one()) == 1
    assert read(lambda s: orders.purchase_by_token(s, token=placed.token)).status == PurchaseStatus.PAID
    assert kinds().count("order_placed") == 1


def test_a_forged_webhook_is_refused(shop):  # C07
    body = b'{"id": "evt_1", "type": "charge.captured"}'
    with pytest.raises(Refused), transaction() as session:
        payments.receive_webhook(session, provider="sandbox", body=body, headers={"x-sandbox-signature": "0" * 64})
    with pytest.raises(NotFound), transaction() as session:
        payments.receive_webhook(session, provider="nobody", body=body, headers={})


def test_a_charge_of_another_amount_never_completes(shop):  # F044, P07
    from emporium.providers.payments import Outcome, OutcomeStatus

    mug = shop.variant()
    shop.buy(mug, method="sandbox_delay")
    attempt = read(lambda s: s.exec(select(PaymentAttempt)).one())
    for amount, currency in ((attempt.amount_minor - 1, "EUR"), (attempt.amount_minor, "USD")):
        with pytest.raises(Conflict), transaction() as session:
            payments.apply_outcome(
                session,
                attempt_id=attempt.id,
                outcome=Outcome(OutcomeStatus.CAPTURED, attempt.reference, amount, currency),
            )
    assert read(lambda s: s.exec(select(Purchase.status)).one()) == PurchaseStatus.AWAITING_PAYMENT


def test_a_changed_price_is_told_and_asked(shop):  # F042, C08
    store = shop.store()
    mug = shop.variant(store, price=2400)
    actor = guest()
    checkout_id, version = shop.ready(actor, {mug: 1})
    with transaction() as session:
        catalogue.set_price(session, actor=SYSTEM, store_id=store, variant_id=mug, price_minor=2900)
    with pytest.raises(QuoteChanged) as changed:
        shop.place(actor, checkout_id, version)
    assert any("now costs €29.00 instead of €24.00" in line for line in changed.value.changes)
    assert read(lambda s: s.exec(select(func.count()).select_from(Purchase)).one()) == 0
    with transaction() as session:
        made, cart = checkout.current_checkout(session, actor=actor, checkout_id=checkout_id)
        quote = checkout.build_quote(session, checkout=made, cart=cart)
    assert quote.version == version + 1
    placed = shop.place(actor, checkout_id, quote.version)
    assert read(lambda s: orders.purchase_by_token(s, token=placed.token)).total_minor == 2900 + 490


def test_a_price_that_fell_is_charged_without_asking(shop):  # C08
    mug = shop.variant(price=2400)
    actor = guest()
    checkout_id, version = shop.ready(actor, {mug: 1})
    with transaction() as session:
        session.get_one(ProductVariant, mug).price_minor = 2300
    placed = shop.place(actor, checkout_id, version)
    assert placed.status is AttemptStatus.CAPTURED
    assert read(lambda s: s.exec(select(Order.goods_minor)).one()) == 2300
    assert read(lambda s: s.exec(select(PaymentAttempt.amount_minor)).one()) == 2300 + 490


def test_a_withdrawn_product_leaves_the_sum_and_is_named(shop):
    store = shop.store()
    mug, bowl = shop.variant(store), shop.variant(store, price=5600)
    actor = guest()
    checkout_id, version = shop.ready(actor, {mug: 1, bowl: 1})
    with transaction() as session:
        product = session.exec(
            select(Product)
            .join(ProductVariant, col(ProductVariant.product_id) == col(Product.id))
            .where(ProductVariant.id == bowl)
        ).one()
        catalogue.set_status(
            session, actor=SYSTEM, store_id=store, product_id=product.id, status=ProductStatus.ARCHIVED
        )
    view = read(lambda s: carts.cart_view(s, cart=carts.find_cart(s, actor=actor)))
    assert [line.buyable for line in view.stores[0].lines] == [True, False]
    assert view.goods_minor == 2400
    with pytest.raises(QuoteChanged) as changed:
        shop.place(actor, checkout_id, version)
    assert "no longer available" in changed.value.changes[0]


def test_a_suspended_store_does_not_sell(shop):  # C12
    store = shop.store()
    mug = shop.variant(store)
    actor = guest()
    checkout_id, version = shop.ready(actor, {mug: 1})
    with transaction() as session:
        session.get_one(Store, store).status = StoreStatus.SUSPENDED
    with pytest.raises((Invalid, QuoteChanged)):
        shop.place(actor, checkout_id, version)
    with pytest.raises(NotFound):
        read(lambda s: stores.store_page(s, slug=s.get_one(Store, store).slug))


@pytest.mark.parametrize("quantity", [0, -1, 10**9, "abc", "", None, 1.5, True, "1e3"])
def test_nonsense_quantities_are_refused_by_name(shop, quantity):  # C15
    mug = shop.variant()
    with pytest.raises(Invalid) as refused, transaction() as session:
        carts.add_line(session, actor=guest(), variant_id=mug, quantity=quantity)
    assert refused.value.field == "quantity"
    assert read(lambda s: s.exec(select(func.count()).select_from(Reservation)).one()) == 0


def test_the_cart_holds_no_more_than_there_is(shop):
    mug = shop.variant(stock=3)
    actor = guest()
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=mug, quantity=2)
    with pytest.raises(OutOfStock) as refused, transaction() as session:
        carts.add_line(session, actor=actor, variant_id=mug, quantity=2)
    assert "Only 3 left" in refused.value.message
    view = read(lambda s: carts.cart_view(s, cart=carts.find_cart(s, actor=actor)))
    assert view.units == 2


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("email", {"email": "nope"}),
        ("name", {"name": " "}),
        ("postcode", {"postcode": "90"}),
        ("country", {"country": "Belgium"}),
        ("line1", {"line1": ""}),
        ("city", {"city": ""}),
    ],
)
def test_a_wrong_address_names_the_field(shop, field, change):
    actor = guest()
    checkout_id, _ = shop.ready(actor, {shop.variant(): 1})
    given = {"email": "ana@example.com", **ADDRESS, **change}
    with pytest.raises(Invalid) as refused, transaction() as session:
        checkout.set_address(session, actor=actor, checkout_id=checkout_id, email=given.pop("email"), address=given)
    assert refused.value.field == field


def test_another_persons_checkout_does_not_exist(shop):  # C15
    checkout_id, version = shop.ready(guest(), {shop.variant(): 1})
    with pytest.raises(NotFound):
        shop.place(guest(), checkout_id, version)


def test_a_store_that_does_not_deliver_there_is_named(shop):  # F040
    from models.stores import ShippingMethod

    store = shop.store("Lumen Works")
    actor = guest()
    with transaction() as session:
        session.exec(select(ShippingMethod).where(ShippingMethod.store_id == store)).one().countries = ["NL"]
    with pytest.raises(Invalid, match="Lumen Works"):
        shop.place(actor, *shop.ready(actor, {shop.variant(store): 1}))


def test_free_delivery_counts_only_the_stores_own_goods(shop):  # F050
    clay, lumen = shop.store(shipping=490, free_over=5000), shop.store(shipping=350)
    mug, lamp = shop.variant(clay, price=2400), shop.variant(lumen, price=18900)
    actor = guest()
    checkout_id, _ = shop.ready(actor, {mug: 1, lamp: 1})

    def shipping() -> dict[str, int]:
        with transaction() as session:
            made, cart = checkout.current_checkout(session, actor=actor, checkout_id=checkout_id)
            quote = checkout.build_quote(session, checkout=made, cart=cart)
            return {parcel.store_id: parcel.shipping_minor for parcel in quote.parcels}

    assert shipping()[str(clay)] == 490
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=mug, quantity=2)
    assert shipping()[str(clay)] == 0


def test_another_stores_method_is_not_taken(shop):  # F040
    from models.stores import ShippingMethod

    clay, lumen = shop.store(shipping=490), shop.store(shipping=1)
    actor = guest()
    checkout_id, _ = shop.ready(actor, {shop.variant(clay): 1})
    cheap = read(lambda s: s.exec(select(ShippingMethod.id).where(ShippingMethod.store_id == lumen)).one())
    with transaction() as session:
        checkout.choose_delivery(session, actor=actor, checkout_id=checkout_id, store_id=clay, method_id=cheap)
        made, cart = checkout.current_checkout(session, actor=actor, checkout_id=checkout_id)
        assert checkout.build_quote(session, checkout=made, cart=cart).parcels[0].shipping_minor == 490


def test_an_expired_hold_is_taken_again_or_the_money_goes_back(shop):  # C05, P02
    from datetime import UTC, datetime, timedelta

    mug = shop.variant(stock=1)
    slow = shop.buy(mug, method="sandbox_delay")
    with transaction() as session:
        session.get_one(Purchase, slow.purchase_id).hold_until = datetime.now(UTC) - timedelta(minutes=1)
    with transaction() as session:
        assert inventory.release_expired(session) == 1
    assert level(mug).reserved == 0
    quick = shop.buy(mug)
    assert quick.status is AttemptStatus.CAPTURED
    attempt = read(lambda s: s.exec(select(PaymentAttempt).where(PaymentAttempt.purchase_id == slow.purchase_id)).one())
    body, headers = get_provider().webhook(
        key=str(attempt.id), approved=True, amount_minor=attempt.amount_minor, currency="EUR"
    )
    with transaction() as session:
        webhook = payments.receive_webhook(session, provider="sandbox", body=body, headers=headers)
    with transaction() as session:
        payments.apply_webhook(session, webhook_id=webhook)
    view = read(lambda s: orders.purchase_by_token(s, token=slow.token))
    assert view.status == PurchaseStatus.AWAITING_PAYMENT
    assert "sent your money back" in view.payment_message
    assert "surplus_payment" in kinds()
    assert level(mug).reserved == 1


def test_unpaid_purchases_are_given_up_and_revived_by_late_money(shop):
    from datetime import UTC, datetime, timedelta

    mug = shop.variant(stock=1)
    slow = shop.buy(mug, method="sandbox_delay")
    with transaction() as session:
        session.get_one(Purchase, slow.purchase_id).hold_until = datetime.now(UTC) - timedelta(hours=3)
    with transaction() as session:
        assert checkout.expire_unpaid(session) == 1
    assert level(mug).reserved == 0
    attempt = read(lambda s: s.exec(select(PaymentAttempt)).one())
    assert attempt.status == AttemptStatus.CANCELLED
    body, headers = get_provider().webhook(
        key=str(attempt.id), approved=True, amount_minor=attempt.amount_minor, currency="EUR"
    )
    with transaction() as session:
        webhook = payments.receive_webhook(session, provider="sandbox", body=body, headers=headers)
    with transaction() as session:
        payments.apply_webhook(session, webhook_id=webhook)
    view = read(lambda s: orders.purchase_by_token(s, token=slow.token))
    assert (view.status, view.orders[0].status) == (PurchaseStatus.PAID, OrderStatus.PAID)


def test_partial_parcels_and_scans_derive_the_status(shop):  # F078
    store = shop.store()
    a, b = shop.variants(store, prices=(2400, 2600))
    placed = shop.buy(a, b, quantity=2)
    owner = shop.owner(store)
    number = f"{placed.number}-1"
    first, second = read(lambda s: orders.store_order(s, actor=owner, store_id=store, number=number)).lines

    def ship(*lines: orders.ParcelLine) -> UUID:
        with transaction() as session:
            return orders.ship_order(
                session, actor=owner, store_id=store, number=number, carrier="DHL", lines=lines or None
            ).id

    def view() -> orders.OrderView:
        return read(lambda s: orders.store_order(s, actor=owner, store_id=store, number=number))

    parcel = ship(orders.ParcelLine(first.id, 2), orders.ParcelLine(second.id, 1))
    assert view().status == OrderStatus.PARTLY_SHIPPED
    with pytest.raises(Invalid), transaction() as session:
        orders.ship_order(
            session,
            actor=owner,
            store_id=store,
            number=number,
            carrier="DHL",
            lines=[orders.ParcelLine(second.id, 2)],
        )
    rest = ship()
    assert view().status == OrderStatus.SHIPPED
    with pytest.raises(Conflict):
        ship()
    for parcel_id in (parcel, rest):
        with transaction() as session:
            orders.mark_delivered(session, actor=owner, store_id=store, number=number, parcel_id=parcel_id)
    assert view().status == OrderStatus.DELIVERED
    with pytest.raises(Conflict), transaction() as session:
        orders.mark_delivered(session, actor=owner, store_id=store, number=number, parcel_id=rest)


def test_a_store_cannot_touch_anothers_order(shop):  # F150
    mine, theirs = shop.store("Mine"), shop.store("Theirs")
    placed = shop.buy(shop.variant(theirs))
    number = f"{placed.number}-1"
    me = shop.owner(mine)
    calls = [
        lambda s, store: orders.store_order(s, actor=me, store_id=store, number=number),
        lambda s, store: orders.ship_order(s, actor=me, store_id=store, number=number, carrier="DHL"),
        lambda s, store: refunds.cancel_order(s, actor=me, store_id=store, number=number, reason="x"),
        lambda s, store: orders.store_orders(s, actor=me, store_id=theirs),
        lambda s, store: analytics.store_figures(s, actor=me, store_id=theirs),
    ]
    for call in calls:
        for store in (mine, theirs):
            with pytest.raises(NotFound), transaction() as session:
                call(session, store)
    assert read(lambda s: s.exec(select(Order.status)).one()) == OrderStatus.PAID


def test_cancelling_gives_back_money_stock_and_commission(shop):  # F079, P12
    clay, lumen = shop.store("Clay"), shop.store("Lumen")
    mug, lamp = shop.variant(clay), shop.variant(lumen, price=18900)
    placed = shop.buy(mug, lamp)
    owner = shop.owner(clay)
    with transaction() as session:
        refunded = refunds.cancel_order(
            session, actor=owner, store_id=clay, number=f"{placed.number}-1", reason="broken in the kiln"
        )
    assert refunded == 2400 + 490
    view = read(lambda s: orders.purchase_by_token(s, token=placed.token))
    assert [order.status for order in view.orders] == [OrderStatus.CANCELLED, OrderStatus.PAID]
    assert (level(mug).reserved, level(lamp).reserved) == (0, 1)
    assert read(lambda s: ledger.balance(s, kind=AccountKind.STORE_PAYABLE, currency="EUR", store_id=clay)) == 0
    assert read(books.unbalanced) == []
    with pytest.raises(Conflict), transaction() as session:
        refunds.cancel_order(session, actor=owner, store_id=clay, number=f"{placed.number}-1", reason="again")


def test_guest_and_account_carts_merge_once(shop):  # F005, P25
    mug, bowl = shop.variant(stock=3), shop.variant()
    user_id = shop.user()
    person, visitor = Actor(user_id=user_id), guest()
    with transaction() as session:
        carts.add_line(session, actor=person, variant_id=mug, quantity=2)
        carts.add_line(session, actor=visitor, variant_id=mug, quantity=2)
        carts.add_line(session, actor=visitor, variant_id=bowl, quantity=1)
    for _ in range(2):
        with transaction() as session:
            carts.merge_guest_cart(session, guest_token=visitor.guest_token, user_id=user_id)
    view = read(lambda s: carts.cart_view(s, cart=carts.find_cart(s, actor=person)))
    units = {line.variant_id: line.quantity for store in view.stores for line in store.lines}
    assert units == {mug: 3, bowl: 1}, "summed, capped at stock, moved"
    assert read(lambda s: carts.cart_count(s, actor=visitor)) == 0


def test_operator_figures_agree_with_the_books(shop):  # F122
    shop.buy(shop.variant())
    shop.buy(shop.variant(), method="sandbox_decline")
    figures = read(lambda s: analytics.admin_figures(s, actor=shop.admin()))
    assert (figures.orders, figures.purchases, figures.sales) == (1, 1, 2400 + 490)
    assert figures.ledger_off == 0
    assert figures.sales_today == sum(point.sales_minor for point in figures.days[-1:])
    commission = read(lambda s: s.exec(select(Order.commission_minor).where(Order.status == "paid")).one())
    assert figures.take == commission


def test_guests_purchase_is_nobodys_account(shop):
    placed = shop.buy(shop.variant())
    purchase = read(lambda s: s.get_one(Purchase, placed.purchase_id))
    assert purchase.user_id is None
    assert len(purchase.token) >= 40
    assert read(lambda s: s.exec(select(func.count()).select_from(User).where(User.email == purchase.email)).one()) == 0
