"""Orders walk through random legal and illegal operations; after every step the books must be right (I1-I6)."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text
from sqlmodel import Session, col, select

from emporium.db import transaction
from emporium.errors import EmporiumError
from emporium.services import (
    books,
    catalogue,
    checkout,
    credit,
    disputes,
    inventory,
    ledger,
    orders,
    payments,
    payouts,
    pricing,
    promotions,
    refunds,
)
from emporium.services.auth import SYSTEM
from emporium.services.ledger.fx import add_rate
from emporium.services.refunds import RefundAsk
from emporium.settings import get_settings
from models import metadata
from models.catalogue import ProductVariant
from models.enums import FulfillmentStatus, PromotionFunder, PromotionKind, PurchaseStatus
from models.orders import Fulfillment, Order, OrderLine, Purchase
from models.payments import Dispute, PaymentAttempt, Refund
from models.payouts import Payout
from models.promotions import Coupon, Promotion
from models.stores import Store
from tests.factories import Shop, guest, read

REFUSED: Counter[str] = Counter()
FAR = datetime.now(UTC) + timedelta(days=300)
METHODS = ["sandbox_success", "sandbox_success", "sandbox_success", "sandbox_decline", "sandbox_3ds", "sandbox_delay"]
SMALL = st.integers(-1, 3)


def _empty_database() -> None:
    """Every walk begins with nothing, so that a failing one can be walked again and made shorter."""
    tables = ", ".join(f'"{name}"' for name in metadata.tables)
    with transaction() as session:
        session.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


class Market(RuleBasedStateMachine):
    """One marketplace in one currency; stores may settle in another."""

    currency = "EUR"

    @initialize(later=st.booleans(), reserve=st.sampled_from([0, 1000]))
    def open(self, later: bool, reserve: int) -> None:
        from models.payouts import PayoutSchedule

        _empty_database()
        self.later, self.dice = later, random.Random(7)
        self.shop = Shop(currency=self.currency)
        self.shop.commission(1250)
        self.stores = [self.shop.store(f"S{n}", shipping=ship, free_over=None) for n, ship in enumerate((490, 0, 333))]
        self.owners = {store: self.shop.owner(store) for store in self.stores}
        self.things = [
            thing
            for store, prices in zip(self.stores, ((1999, 1), (2500, 777), (3333, 100_000)), strict=True)
            for thing in self.shop.variants(store, prices=prices, stock=25)
        ]
        with transaction() as session:
            session.get_one(Store, self.stores[1]).tax_by_platform = True
            other = session.get_one(Store, self.stores[2])
            other.currency = "JPY" if self.currency != "JPY" else "KWD"
            add_rate(session, actor=SYSTEM, base=self.currency, quote=other.currency, rate=RATES[self.currency],
                     source="test")  # fmt: skip
            for store in self.stores:
                for currency in {self.currency, other.currency}:
                    payouts.set_bank_account(
                        session, actor=self.owners[store], store_id=store, holder="Somebody",
                        iban="BE68 5390 0754 7034", currency=currency,
                    )  # fmt: skip
            if session.exec(select(PayoutSchedule)).first() is None:
                session.add(PayoutSchedule(currency=self.currency, reserve_bp=reserve))
            card = credit.issue_gift_card(session, actor=SYSTEM, amount_minor=4000, currency=self.currency)
            self.card, self.codes = card.code, self._offers(session)
        self.owner_of = {str(store): owner for store, owner in self.owners.items()}
        for number in range(3):
            self._buy({number: 2, number + 3: 1}, "sandbox_success", number, number == 0)

    def _offers(self, session: Session) -> list[str]:
        made = []
        for funder, share, kind, percent, amounts in (
            (PromotionFunder.PLATFORM, 10_000, PromotionKind.PERCENT, 1500, {}),
            (PromotionFunder.SHARED, 5000, PromotionKind.FIXED, 0, {self.currency: 700}),
            (PromotionFunder.PLATFORM, 10_000, PromotionKind.FREE_SHIPPING, 0, {}),
        ):
            offer = Promotion(
                name=f"{kind} {uuid4().hex[:6]}", kind=kind, funder=funder, platform_share_bp=share,
                percent_bp=percent, amounts=amounts, usage_limit=3,
                klass="shipping" if kind == PromotionKind.FREE_SHIPPING else "order",
            )  # fmt: skip
            session.add(offer)
            session.flush()
            code = f"C{uuid4().hex[:10].upper()}"
            session.add(Coupon(promotion_id=offer.id, code=code, usage_limit=2))
            made.append(code)
        return made

    def _try(self, call) -> object:
        """Legal or not: a refusal is a typed error, never anything else."""
        try:
            return call()
        except EmporiumError as refusal:
            REFUSED[f"{type(refusal).__name__}: {refusal.message[:60]}"] += 1
            return refusal

    def _some(self, what, *where):
        """Any row, the same on every replay."""
        rows = read(lambda s: s.exec(select(what).where(*where).order_by(what.id)).all())
        mine = [row for row in rows if self._mine(row)]
        return self.dice.choice(mine) if mine else None

    def _mine(self, row) -> bool:
        store = getattr(row, "store_id", None)
        return store is None or store in self.stores

    def _order(self) -> Order | None:
        open_ = self._some(Order, col(Order.status).in_(["paid", "partly_shipped", "shipped"]))
        return open_ if open_ is not None and self.dice.random() < 0.8 else self._some(Order)

    def _lines(self, order: Order) -> list[OrderLine]:
        return read(
            lambda s: s.exec(
                select(OrderLine).where(OrderLine.order_id == order.id).order_by(col(OrderLine.position))
            ).all()
        )

    @rule(
        wanted=st.dictionaries(st.integers(0, 5), st.integers(1, 3), min_size=1, max_size=4),
        method=st.sampled_from(METHODS),
        code=st.integers(0, 3),
        card=st.booleans(),
    )
    def buy(self, wanted: dict[int, int], method: str, code: int, card: bool) -> None:
        self._buy(wanted, method, code, card)

    def _buy(self, wanted: dict[int, int], method: str, code: int, card: bool) -> None:
        def go() -> None:
            actor = guest()
            codes = self.codes[code : code + 1]
            checkout_id, _ = self.shop.ready(actor, {self.things[i]: n for i, n in wanted.items()})
            with transaction() as session:
                made, cart = checkout.current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
                cart.coupon_codes = codes
                if card:
                    from emporium.services.checkout.tenders import add_gift_card

                    add_gift_card(session, actor=actor, checkout_id=checkout_id, code=self.card)
                version = checkout.build_quote(session, checkout=made, cart=cart).version
            get_settings().capture = "on_shipment" if self.later else "at_once"
            try:
                self.shop.place(actor, checkout_id, version, method=method)
            finally:
                get_settings().capture = "at_once"

        self._try(go)

    @rule(thing=st.integers(0, 5), percent=st.integers(0, 120))
    def sale(self, thing: int, percent: int) -> None:
        """A lower price now, or the end of one (F051)."""
        variant_id, store = self.things[thing], self.stores[thing // 2]

        def go() -> None:
            with transaction() as session:
                known = catalogue.sales_of(session, actor=SYSTEM, store_id=store, variant_id=variant_id)
                running = [one.id for one in known if one.running]
                if running:
                    catalogue.end_sale(session, actor=SYSTEM, store_id=store, sale_id=running[0])
                else:
                    price = session.get_one(ProductVariant, variant_id).price_minor * percent // 100
                    catalogue.plan_sale(
                        session, actor=SYSTEM, store_id=store, variant_id=variant_id, price_minor=price
                    )

        self._try(go)

    @rule(thing=st.integers(0, 5), units=st.integers(1, 3), percent=st.integers(50, 99))
    def list_price(self, thing: int, units: int, percent: int) -> None:
        """More units cost less each (F052)."""
        variant_id, store = self.things[thing], self.stores[thing // 2]

        def go() -> None:
            with transaction() as session:
                variant = session.get_one(ProductVariant, variant_id)
                listed = pricing.ListPrice(variant.sku, units, variant.price_minor * percent // 100)
                made = pricing.create_price_list(
                    session, actor=SYSTEM, store_id=store, name=f"L{uuid4().hex[:8]}", currency=self.currency
                )
                pricing.set_list_prices(session, actor=SYSTEM, store_id=store, list_id=made.id, prices=[listed])
                pricing.switch_price_list(session, actor=SYSTEM, store_id=store, list_id=made.id, active=True)

        self._try(go)

    @rule(approved=st.booleans())
    def bank_decides(self, approved: bool) -> None:
        attempt = self._some(PaymentAttempt, col(PaymentAttempt.status).in_(["requires_action", "pending"]))
        if attempt:
            self._try(lambda: payments.sandbox_decision(transaction, attempt_id=attempt.id, approved=approved))

    @rule()
    def give_up_unpaid(self) -> None:
        purchase = self._some(Purchase, Purchase.status == PurchaseStatus.AWAITING_PAYMENT)
        if purchase:
            with transaction() as session:
                payments.cancel_unpaid(session, purchase=session.get_one(Purchase, purchase.id))

    @rule()
    def holds_run_out(self) -> None:
        with transaction() as session:
            for purchase in session.exec(select(Purchase).where(Purchase.status == "awaiting_payment")).all():
                purchase.hold_until = datetime.now(UTC) - timedelta(minutes=1)
            inventory.release_expired(session)

    @rule(units=SMALL)
    def ship(self, units: int) -> None:
        order = self._order()
        if order is None:
            return

        def go() -> None:
            with transaction() as session:
                parts = [orders.ParcelLine(line.id, units) for line in self._lines(order)] if units < 3 else None
                orders.ship_order(
                    session, actor=self.owner_of[str(order.store_id)], store_id=order.store_id, number=order.number,
                    carrier="bpost", tracking_number="323200", lines=parts,
                )  # fmt: skip
            payments.capture_order(transaction, order_id=order.id)

        self._try(go)

    @rule()
    def deliver(self) -> None:
        parcel = self._some(Fulfillment)
        order = read(lambda s: s.get(Order, parcel.order_id)) if parcel else None
        if order is None or order.store_id not in self.stores:
            return

        def go() -> None:
            with transaction() as session:
                orders.record_scan(
                    session, actor=self.owner_of[str(order.store_id)], store_id=order.store_id, number=order.number,
                    parcel_id=parcel.id, status=FulfillmentStatus.DELIVERED,
                )  # fmt: skip

        self._try(go)

    @rule(units=SMALL, whole=st.booleans())
    def cancel(self, units: int, whole: bool) -> None:
        order = self._order()
        if order is None:
            return
        owner = self.owner_of[str(order.store_id)]

        def go() -> None:
            with transaction() as session:
                if whole:
                    refunds.cancel_order(
                        session, actor=owner, store_id=order.store_id, number=order.number, reason="random"
                    )
                else:
                    refunds.cancel_lines(
                        session, actor=owner, store_id=order.store_id, number=order.number,
                        units={self._lines(order)[0].id: units}, reason="random", key=uuid4().hex,
                    )  # fmt: skip

        self._try(go)
        self._void(order)

    def _void(self, order: Order) -> None:
        attempts = read(
            lambda s: s.exec(select(PaymentAttempt.id).where(PaymentAttempt.purchase_id == order.purchase_id)).all()
        )
        for attempt_id in attempts:
            payments.void_rest(transaction, attempt_id=attempt_id)

    @rule(units=SMALL, shipping=st.sampled_from([0, 0, 100, 333, 490]), goodwill=st.sampled_from([0, 0, 1, 250]))
    def refund(self, units: int, shipping: int, goodwill: int) -> None:
        order = self._order()
        if order is None:
            return
        ask = RefundAsk({self._lines(order)[-1].id: units}, shipping_minor=shipping, goodwill_minor=goodwill)

        def go() -> None:
            with transaction() as session:
                refunds.refund_order(
                    session, actor=self.owner_of[str(order.store_id)], store_id=order.store_id, number=order.number,
                    ask=ask, key=uuid4().hex,
                )  # fmt: skip

        self._try(go)

    @rule()
    def send_refunds(self) -> None:
        for refund_id in read(lambda s: s.exec(select(Refund.id).where(Refund.status == "pending")).all()):
            refunds.send_refund(transaction, refund_id=refund_id)

    @rule(part=st.sampled_from([1, 2, 3]), fee=st.sampled_from([0, 1500]))
    def dispute(self, part: int, fee: int) -> None:
        attempt = self._some(PaymentAttempt, PaymentAttempt.captured_minor > 0, PaymentAttempt.provider == "sandbox")
        if attempt is None:
            return

        def go() -> None:
            with transaction() as session:
                disputes.open_dispute(
                    session, provider="sandbox", reference=uuid4().hex, attempt_id=attempt.id,
                    amount_minor=attempt.captured_minor // part, fee_minor=fee, currency=attempt.currency,
                )  # fmt: skip

        self._try(go)

    @rule(win=st.booleans())
    def decide(self, win: bool) -> None:
        dispute = self._some(Dispute)
        if dispute:
            with transaction() as session:
                (disputes.won if win else disputes.lost)(session, dispute_id=dispute.id)

    @rule()
    def pay_stores(self) -> None:
        payouts.run_payouts(transaction, actor=SYSTEM, now=FAR)

    @rule(back=st.booleans())
    def bank_answers(self, back: bool) -> None:
        payout = self._some(Payout)
        if payout is None:
            return

        def go() -> None:
            with transaction() as session:
                if back:
                    payouts.returned(session, actor=SYSTEM, payout_id=payout.id, reason="random")
                else:
                    payouts.settled(session, actor=SYSTEM, payout_id=payout.id)

        self._try(go)

    @precondition(lambda self: hasattr(self, "shop"))
    @invariant()
    def the_books_are_right(self) -> None:
        assert read(books.check_books) == []
        assert read(promotions.miscounted) == []
        assert read(
            lambda s: all(
                ledger.earning_of(order) == order.total_minor + order.platform_discount_minor
                - order.commission_minor - order.fees_minor - order.fee_tax_minor
                - (order.tax_minor if order.tax_by_platform else 0)
                for order in s.exec(select(Order)).all()
            )
        )  # fmt: skip


from decimal import Decimal  # noqa: E402

RATES = {"EUR": Decimal("160.4321"), "JPY": Decimal("0.00204"), "KWD": Decimal("488.25")}


HAPPENED = {
    "paid": "SELECT count(*) FROM purchase WHERE status = 'paid'",
    "held": "SELECT count(*) FROM payment_attempt WHERE captures_later",
    "discounts": "SELECT count(*) FROM discount_line",
    "stored value": "SELECT count(*) FROM payment_attempt WHERE provider = 'stored_value'",
    "sales": "SELECT count(*) FROM sale_price",
    "price lists": "SELECT count(*) FROM price_list",
    "lower prices": "SELECT count(*) FROM order_line l JOIN product_variant v ON v.id = l.variant_id"
    " WHERE l.unit_price_minor < v.price_minor",
    "parcels": "SELECT count(*) FROM fulfillment",
    "refunds": "SELECT count(*) FROM refund WHERE NOT released",
    "released": "SELECT count(*) FROM refund WHERE released",
    "cancelled": "SELECT count(*) FROM store_order WHERE status = 'cancelled' AND paid_at IS NOT NULL",
    "disputes": "SELECT count(*) FROM dispute WHERE status = 'lost'",
    "payouts": "SELECT count(*) FROM payout",
    "returned payouts": "SELECT count(*) FROM payout WHERE status = 'returned'",
    "conversions": "SELECT count(*) FROM ledger_transaction WHERE kind = 'fx'",
}
"""What the random walk must have come by, or it proves little."""


@pytest.fixture
def market_in(db_url, monkeypatch):
    """A market class of one currency."""

    def of(currency: str) -> type[Market]:
        monkeypatch.setenv("EMPORIUM_CURRENCY", currency)
        get_settings.cache_clear()
        return type(f"Market{currency}", (Market,), {"currency": currency})

    yield of
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_books_are_right_after_every_step(market_in, currency):
    run_state_machine_as_test(
        market_in(currency),
        settings=settings(
            max_examples=6, stateful_step_count=25, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),
    )  # fmt: skip


@pytest.mark.timeout(600)
@pytest.mark.parametrize("later", [False, True])
def test_books_are_right_on_a_long_walk(market_in, later):
    """Three hundred steps in one market, so that everything meets everything."""
    market, dice = market_in("EUR")(), random.Random(20261124 + later)
    market.open(later, 1000)
    steps = {
        market.buy: lambda: {
            "wanted": {dice.randrange(6): dice.randint(1, 3) for _ in range(dice.randint(1, 4))},
            "method": dice.choice(METHODS), "code": dice.randrange(4), "card": dice.random() < 0.3,
        },
        market.sale: lambda: {"thing": dice.randrange(6), "percent": dice.randint(0, 120)},
        market.list_price: lambda: {
            "thing": dice.randrange(6), "units": dice.randint(1, 3), "percent": dice.randint(50, 99),
        },
        market.bank_decides: lambda: {"approved": dice.random() < 0.7},
        market.give_up_unpaid: dict,
        market.holds_run_out: dict,
        market.ship: lambda: {"units": dice.randint(-1, 3)},
        market.deliver: dict,
        market.cancel: lambda: {"units": dice.randint(-1, 3), "whole": dice.random() < 0.3},
        market.refund: lambda: {
            "units": dice.randint(-1, 3), "shipping": dice.choice([0, 0, 100, 333, 490]),
            "goodwill": dice.choice([0, 0, 1, 250]),
        },
        market.send_refunds: dict,
        market.dispute: lambda: {"part": dice.randint(1, 3), "fee": dice.choice([0, 1500])},
        market.decide: lambda: {"win": dice.random() < 0.5},
        market.pay_stores: dict,
        market.bank_answers: lambda: {"back": dice.random() < 0.4},
    }  # fmt: skip
    often = [market.buy] * 3 + [market.ship] * 3 + [market.refund] * 3 + [market.cancel] * 2
    for number in range(300):
        step = dice.choice([*steps, *often])
        given = steps[step]()
        step(**given)
        found = read(books.check_books)
        assert found == [], f"step {number}, {step.__name__}{given}: {found}"
    market.the_books_are_right()
    seen = {name: read(lambda s, q=sql: s.execute(text(q)).scalar_one()) for name, sql in HAPPENED.items()}
    missed = [name for name, count in seen.items() if not count and (later or name not in ("held", "released"))]
    assert not missed, f"the walk came by none of {missed}: {seen}; refused: {REFUSED.most_common(12)}"
