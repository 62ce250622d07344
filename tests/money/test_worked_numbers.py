"""The worked numbers of the hard cases, through the services and the books (C03, C10, C11, C14, F053, F095)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Invalid, NotFound
from emporium.money import allocate
from emporium.services import credit, disputes, ledger, payments, payouts, refunds
from emporium.services.auth import SYSTEM
from emporium.services.ledger import Reversal
from emporium.services.ledger.commissions import line_fee
from emporium.services.ledger.fx import add_rate, convert
from emporium.services.refunds import RefundAsk
from emporium.services.tax import included_tax
from models.commissions import CommissionRule, FeeLine, FeeRule
from models.enums import AccountKind, EarningStatus, FeeComponent
from models.ledger import Earning, LedgerEntry
from models.orders import Order
from models.payments import Dispute, PaymentAttempt, PaymentShare
from models.promotions import StoredValue
from models.stores import Store
from tests.factories import guest, read
from tests.money.test_refunds import Sold, owed


def balance(kind: AccountKind, currency: str = "EUR") -> int:
    return read(lambda s: ledger.balance(s, kind=kind, currency=currency))


def test_c02_tax_inside_a_gross_is_rounded_once():
    assert [included_tax(g, rate_bp=r) for g, r in ((5330, 2000), (445, 550), (2220, 2000))] == [888, 23, 370]


def test_c03_commission_is_of_the_net_and_three_parts_make_the_payment():
    rule = CommissionRule(name="12.5 %", position=1, rate_bp=1250)
    nets = [(4442, 555, 111), (422, 53, 11), (1850, 231, 46)]
    for net, fee, tax in nets:
        terms = line_fee(rule, net_minor=net, fee_tax_bp=2000)
        assert (terms.commission_minor, terms.fee_tax_minor) == (fee, tax)
    a, b = 5330 + 445 + 490, 2220 + 350
    assert (a - 555 - 53 - 111 - 11, b - 231 - 46) == (5535, 2293)
    assert 5535 + 2293 + (555 + 53 + 231) + (111 + 11 + 46) == a + b == 8835


def test_c10_tenders_draw_down_instead_of_dividing_again(shop):
    stores = [shop.store(f"Store {n}", shipping=0) for n in range(3)]
    things = [shop.variant(store, price=price) for store, price in zip(stores, (3333, 3333, 3334), strict=True)]
    with transaction() as session:
        card = credit.issue_gift_card(session, actor=SYSTEM, amount_minor=2, currency="EUR")
    actor = guest()
    checkout_id, version = shop.ready(actor, dict.fromkeys(things, 1))
    with transaction() as session:
        from emporium.services.checkout.tenders import add_gift_card

        add_gift_card(session, actor=actor, checkout_id=checkout_id, code=card.code.lower())
    placed = shop.place(actor, checkout_id, version)
    rows = read(
        lambda s: s.exec(
            select(PaymentAttempt.provider, Order.number, PaymentShare.authorised_minor)
            .join(PaymentShare, col(PaymentShare.attempt_id) == col(PaymentAttempt.id))
            .join(Order, col(Order.id) == col(PaymentShare.order_id))
            .where(PaymentAttempt.purchase_id == placed.purchase_id)
        ).all()
    )
    by_card = {number: amount for provider, number, amount in rows if provider == "sandbox"}
    by_value = {number: amount for provider, number, amount in rows if provider == "stored_value"}
    assert sum(by_card.values()) == 9998 and sum(by_value.values()) == 2
    totals = {number: by_card.get(number, 0) + by_value.get(number, 0) for number in by_card}
    assert sorted(totals.values()) == [3333, 3333, 3334], "every store gets exactly its own"
    assert allocate(9998, [3333, 3333, 3334]) != list(by_card.values()), "dividing again would have been wrong"
    assert balance(AccountKind.CREDIT_LIABILITY) == 0 and balance(AccountKind.PROMOTION_EXPENSE) == 2
    assert balance(AccountKind.PROVIDER_CLEARING) == 9998


def test_a_refund_gives_money_back_first_and_credit_last(shop):  # C10, F061
    store = shop.store(shipping=0)
    thing = shop.variant(store, price=1000)
    user = shop.user()
    with transaction() as session:
        credit.grant_credit(session, actor=SYSTEM, user_id=user, amount_minor=300, currency="EUR", cause_id="sorry")
        credit.grant_credit(session, actor=SYSTEM, user_id=user, amount_minor=300, currency="EUR", cause_id="sorry")
    from emporium.services.auth import Actor
    from emporium.services.checkout.tenders import use_credit

    actor = Actor(user_id=user, email="ana@example.com")
    checkout_id, version = shop.ready(actor, {thing: 1})
    with transaction() as session:
        use_credit(session, actor=actor, checkout_id=checkout_id)
    placed = shop.place(actor, checkout_id, version)
    assert read(lambda s: s.exec(select(StoredValue.balance_minor)).one()) == 0
    owner = shop.owner(store)
    for amount in (800, 200):
        with transaction() as session:
            refunds.refund_order(
                session, actor=owner, store_id=store, number=f"{placed.number}-1",
                ask=RefundAsk(goodwill_minor=amount), key=str(amount),
            )  # fmt: skip
    from models.payments import Refund

    for refund_id in read(lambda s: s.exec(select(Refund.id).order_by(col(Refund.id))).all()):
        refunds.send_refund(transaction, refund_id=refund_id)
        refunds.send_refund(transaction, refund_id=refund_id)
    assert read(lambda s: s.exec(select(StoredValue.balance_minor)).one()) == 300
    assert balance(AccountKind.PROVIDER_CLEARING) == 0


def test_everything_on_credit_needs_no_provider(shop):  # C15: zero to charge follows the same states
    store = shop.store(shipping=0)
    thing = shop.variant(store, price=1000)
    with transaction() as session:
        card = credit.issue_gift_card(session, actor=SYSTEM, amount_minor=5000, currency="EUR", sold=True)
    from emporium.services.checkout.tenders import add_gift_card

    actor = guest()
    checkout_id, version = shop.ready(actor, {thing: 2})
    with transaction() as session:
        add_gift_card(session, actor=actor, checkout_id=checkout_id, code=card.code)
        with pytest.raises(Invalid, match="cannot be used"):
            add_gift_card(session, actor=actor, checkout_id=checkout_id, code="AAAA-BBBB-CCCC-DDDD")
    placed = shop.place(actor, checkout_id, version)
    assert placed.status == "captured"
    assert read(lambda s: s.exec(select(PaymentAttempt.provider)).all()) == ["stored_value"]
    assert read(lambda s: s.exec(select(StoredValue.balance_minor)).one()) == 3000
    assert shop.place(actor, checkout_id, version).number == placed.number


def test_a_card_that_is_declined_gives_the_credit_back(shop):
    store = shop.store(shipping=0)
    thing = shop.variant(store, price=1000)
    with transaction() as session:
        card = credit.issue_gift_card(session, actor=SYSTEM, amount_minor=400, currency="EUR")
    from emporium.services.checkout.tenders import add_gift_card
    from models.orders import Purchase

    actor = guest()
    checkout_id, version = shop.ready(actor, {thing: 1})
    with transaction() as session:
        add_gift_card(session, actor=actor, checkout_id=checkout_id, code=card.code)
    placed = shop.place(actor, checkout_id, version, method="sandbox_decline")
    assert read(lambda s: s.exec(select(StoredValue.balance_minor)).one()) == 0, "held while another card is tried"
    with transaction() as session:
        payments.cancel_unpaid(session, purchase=session.get_one(Purchase, placed.purchase_id))
    assert read(lambda s: s.exec(select(StoredValue.balance_minor)).one()) == 400


def test_fees_beside_the_commission_are_lines_of_their_own(shop):  # F095
    with transaction() as session:
        session.add(FeeRule(component=FeeComponent.PROCESSING, currency="EUR", rate_bp=140, fixed_minor=25))
        session.add(FeeRule(component=FeeComponent.FIXED, currency="EUR", fixed_minor=10))
    store = shop.store(shipping=490)
    sold = Sold(shop, store, shop.variant(store, price=2000))
    order = sold.order()
    lines = read(lambda s: {f.component: (f.base_minor, f.amount_minor, f.tax_minor) for f in s.exec(select(FeeLine))})
    assert lines == {"processing": (2490, 60, 13), "fixed": (2490, 10, 2)}
    assert order.fees_minor == 70
    assert owed(store) == 2490 - order.commission_minor - 70 - order.fee_tax_minor
    assert balance(AccountKind.PROCESSING_REVENUE) == -60 and balance(AccountKind.FIXED_FEE_REVENUE) == -10
    with transaction() as session:
        refunds.cancel_order(session, actor=sold.owner, store_id=store, number=sold.number, reason="flawed")
    assert owed(store) == 0, "cancelled before dispatch: the fees go back too"
    assert balance(AccountKind.PROCESSING_REVENUE) == 0


def test_a_deemed_supplier_owes_the_tax_itself(shop):  # F053, both branches
    for by_platform in (False, True):
        store = shop.store(f"Store {by_platform}", shipping=490)
        with transaction() as session:
            session.get_one(Store, store).tax_by_platform = by_platform
        sold = Sold(shop, store, shop.variant(store, price=2100))
        order = sold.order()
        assert order.tax_by_platform is by_platform
        remitted = order.tax_minor if by_platform else 0
        assert owed(store) == order.total_minor - order.commission_minor - order.fee_tax_minor - remitted
        assert balance(AccountKind.PLATFORM_TAX) == -remitted
        if by_platform:
            with transaction() as session:
                refunds.cancel_order(session, actor=sold.owner, store_id=store, number=sold.number, reason="flawed")
            assert balance(AccountKind.PLATFORM_TAX) == 0 and owed(store) == 0


def test_c11_a_refund_after_the_payout_is_netted_against_what_comes_next(shop):
    store = shop.store(shipping=0)
    sold = Sold(shop, store, shop.variant(store, price=5000))
    with transaction() as session:
        payouts.set_bank_account(
            session, actor=sold.owner, store_id=store, holder="Clay & Kin", iban="BE68 5390 0754 7034"
        )
    from tests.money.test_payouts import LATER

    (made,) = payouts.run_payouts(transaction, actor=SYSTEM, now=LATER)
    assert made.number
    (line,) = sold.lines()
    sold.refund(RefundAsk({line.id: 1}))
    (state,) = read(lambda s: ledger.balances(s, store_id=store, now=LATER))
    assert state.available == -made.due_minor and owed(store) == -made.due_minor
    (again,) = payouts.run_payouts(transaction, actor=SYSTEM, now=LATER)
    assert again.reason == "the store owes more than it has coming"
    Sold(shop, store, shop.variant(store, price=9000))
    (netted,) = payouts.run_payouts(transaction, actor=SYSTEM, now=LATER)
    assert netted.number and netted.due_minor == owed(store) + netted.due_minor


@pytest.mark.parametrize("fee_to_store", [True, False])
def test_c11_a_lost_dispute_costs_the_store_and_a_won_one_does_not(shop, fee_to_store):  # F070
    store = shop.store(shipping=0)
    sold = Sold(shop, store, shop.variant(store, price=5000))
    before = owed(store)
    attempt = read(lambda s: s.exec(select(PaymentAttempt.id)).one())

    def tell(reference: str, amount: int):
        with transaction() as session:
            return disputes.open_dispute(
                session, provider="sandbox", reference=reference, attempt_id=attempt, amount_minor=amount,
                fee_minor=1500, currency="EUR", reason="fraudulent",
            )[0].id  # fmt: skip

    first = tell("dp_1", 5000)
    assert tell("dp_1", 5000) == first, "told twice"
    held = read(lambda s: s.exec(select(Earning.status)).all())
    assert held == [EarningStatus.ON_HOLD], "frozen the same minute"
    assert balance(AccountKind.DISPUTED_FUNDS) == 6500
    with transaction() as session:
        disputes.won(session, dispute_id=first)
        disputes.won(session, dispute_id=first)
    assert owed(store) == before and balance(AccountKind.DISPUTED_FUNDS) == 0
    assert balance(AccountKind.CHARGEBACK_LOSS) == 1500
    assert read(lambda s: s.exec(select(Earning.status)).all()) == [EarningStatus.PENDING]
    second = tell("dp_2", 5000)
    with transaction() as session:
        disputes.lost(session, dispute_id=second, fee_to_store=fee_to_store)
        disputes.lost(session, dispute_id=second, fee_to_store=fee_to_store)
    assert owed(store) == (-1500 if fee_to_store else 0)
    assert balance(AccountKind.COMMISSION_REVENUE) == 0, "what was not earned is not taken"
    with pytest.raises(Invalid), transaction() as session:
        disputes.open_dispute(
            session, provider="sandbox", reference="dp_3", attempt_id=attempt, amount_minor=5001, currency="EUR"
        )
    with pytest.raises(NotFound), transaction() as session:
        disputes.open_dispute(
            session, provider="sandbox", reference="dp_4", attempt_id=sold.placed.purchase_id, amount_minor=1,
            currency="EUR",
        )  # fmt: skip
    assert read(lambda s: len(s.exec(select(Dispute)).all())) == 2


def test_c14_a_rate_is_frozen_and_a_full_refund_takes_back_exactly_what_was_given(shop):
    store = shop.store(shipping=0)
    with transaction() as session:
        session.get_one(Store, store).currency = "JPY"
        add_rate(session, actor=SYSTEM, base="EUR", quote="JPY", rate=Decimal("160.3333"), source="test")
    sold = Sold(shop, store, shop.variant(store, price=1999), quantity=3)
    earned = ledger.earning_of(sold.order())
    coming = convert(earned, base="EUR", quote="JPY", rate_e9=160_333_300_000)
    assert owed_in(store, "JPY") == coming and owed_in(store, "EUR") == 0
    assert coming == round(Decimal(earned) / 100 * Decimal("160.3333"))
    with transaction() as session:
        add_rate(session, actor=SYSTEM, base="EUR", quote="JPY", rate=Decimal("99"), source="test, later")
    (line,) = sold.lines()
    for number in range(3):
        sold.refund(RefundAsk({line.id: 1}), key=str(number))
    assert owed_in(store, "JPY") == 0 and balance(AccountKind.FX, "JPY") == 0 and balance(AccountKind.FX) == 0


def owed_in(store, currency: str) -> int:
    return -read(lambda s: ledger.balance(s, kind=AccountKind.STORE_PAYABLE, currency=currency, store_id=store))


@pytest.mark.parametrize(
    ("amount", "base", "quote", "rate", "result"),
    [
        (6026, "USD", "JPY", "1.0", 60),
        (8170, "USD", "JPY", "110.25", 9007),
        (100, "JPY", "KWD", "0.0021", 210),
        (1, "KWD", "JPY", "476.19", 0),
        (-5, "EUR", "USD", "1.1", -6),
        (0, "EUR", "USD", "1.1", 0),
    ],
)
def test_c14_conversion_rounds_once_by_both_exponents(amount, base, quote, rate, result):
    assert convert(amount, base=base, quote=quote, rate_e9=int(Decimal(rate) * 10**9)) == result


def test_c14_without_a_rate_nothing_is_sold(shop):
    store = shop.store(shipping=0)
    with transaction() as session:
        session.get_one(Store, store).currency = "USD"
    with pytest.raises(NotFound, match="no exchange rate"):
        shop.buy(shop.variant(store))


def test_the_mirror_of_a_sale_is_its_reversal():
    part = Reversal(amount_minor=1000, tax_minor=174, commission_minor=103, fee_tax_minor=22, platform_minor=50)
    assert part.from_store(tax_by_platform=False) == 1000 + 50 - 103 - 22
    assert part.from_store(tax_by_platform=True) == 1000 + 50 - 103 - 22 - 174


def test_every_entry_is_of_one_currency_and_never_zero(shop):
    sold = Sold(shop, (store := shop.store()), shop.variant(store))
    assert sold.placed
    assert read(lambda s: all(e.amount_minor for e in s.exec(select(LedgerEntry)).all()))


def test_c14_prices_of_another_currency_are_rounded_before_they_are_multiplied(shop):
    shop.currency = "JPY"
    store = shop.store(shipping=500)
    thing = shop.variant(store, price=1234)
    actor = guest()
    from emporium.services import carts

    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=thing, quantity=3)
        view = carts.cart_view(session, cart=carts.find_cart(session, actor=actor))
        assert view.goods_minor == 0 and "cannot be bought in EUR" in view.stores[0].lines[0].problem
        add_rate(session, actor=SYSTEM, base="EUR", quote="JPY", rate=Decimal("160"), source="test")
    checkout_id, version = shop.ready(actor, {})
    placed = shop.place(actor, checkout_id, version)
    order = read(lambda s: s.exec(select(Order)).one())
    assert (order.currency, order.goods_minor, order.shipping_minor) == ("EUR", 3 * 771, 313), placed
    assert (
        owed_in(store, "JPY") == convert(ledger.earning_of(order), base="EUR", quote="JPY", rate_e9=160 * 10**9)
        and owed_in(store, "EUR") == 0
    )


def test_c12_a_suspended_stores_placed_orders_stay_and_its_money_waits(shop):
    from emporium.errors import OutOfStock, QuoteChanged
    from emporium.services import orders
    from models.enums import StoreStatus

    store, other = shop.store("Suspended", shipping=0), shop.store("Other", shipping=0)
    thing, rest = shop.variant(store, price=2000), shop.variant(other, price=1000)
    sold = Sold(shop, store, thing)
    actor = guest()
    checkout_id, version = shop.ready(actor, {thing: 1, rest: 1})
    with transaction() as session:
        session.get_one(Store, store).status = StoreStatus.SUSPENDED
    with pytest.raises((QuoteChanged, OutOfStock, Invalid)):
        shop.place(actor, checkout_id, version)
    from emporium.services import carts, checkout

    with transaction() as session:
        made, cart = checkout.current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
        again = checkout.build_quote(session, checkout=made, cart=cart).version
        assert carts.cart_view(session, cart=cart).goods_minor == 1000
    placed = shop.place(actor, checkout_id, again)
    assert read(lambda s: s.exec(select(Order.store_id).where(Order.purchase_id == placed.purchase_id)).all()) == [
        other
    ]
    sold.ship()
    assert read(lambda s: orders.purchase_by_token(s, token=sold.placed.token)).orders[0].status == "shipped"
    with transaction() as session:
        payouts.set_bank_account(session, actor=sold.owner, store_id=store, holder="Somebody", iban="BE68539007547034")
    from tests.money.test_payouts import LATER

    outcomes = {o.store_id: o.reason for o in payouts.run_payouts(transaction, actor=SYSTEM, now=LATER)}
    assert outcomes[store] == "the store is suspended" and owed(store) > 0


def test_c15_the_dearest_price_times_the_largest_quantity_fits(shop):
    store = shop.store(shipping=0)
    thing = shop.variants(store, prices=(1_000_000_000,), stock=999)[0]
    from models.catalogue import Product

    with transaction() as session:
        for product in session.exec(select(Product)).all():
            product.max_per_order = 999
    placed = shop.buy(thing, quantity=999)
    assert placed.status == "captured"
    assert read(lambda s: s.exec(select(Order.total_minor)).one()) == 999_000_000_000
