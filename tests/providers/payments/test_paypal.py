"""PayPal's client over real HTTP against a stub of its API (F064, F067-F070, F099, C06, C07, C10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, ProviderUnavailable, Refused
from emporium.providers.payments import OutcomeStatus, factory
from emporium.providers.payments.paypal_amounts import from_paypal, to_paypal
from emporium.providers.payments.paypal_provider import PayPalProvider
from emporium.services import carts, checkout, orders, payments, payouts, refunds
from emporium.services.auth import SYSTEM
from emporium.services.refunds import RefundAsk
from emporium.settings import get_settings
from models.enums import (
    AttemptStatus,
    DisputeStatus,
    EarningStatus,
    PayoutStatus,
    PurchaseStatus,
    RefundStatus,
    WebhookStatus,
)
from models.ledger import Earning
from models.orders import Order, OrderLine, Purchase
from models.payments import Dispute, PaymentAttempt, PaymentShare, Refund, WebhookEvent
from models.payouts import Payout
from tests.factories import Shop, guest, in_parallel, read
from tests.providers.payments.marketplace import taking_money_by
from tests.providers.payments.paypal_stub import CLIENT, SECRET, WEBHOOK, PayPalStub, event


@pytest.fixture
def stub() -> Iterator[PayPalStub]:
    made = PayPalStub()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def provider(stub) -> PayPalProvider:
    return PayPalProvider(
        client_id=CLIENT, secret=SECRET, webhook_id=WEBHOOK, api_base=stub.base, shop="Emporium"
    )  # fmt: skip


def charge(provider, key: str = "key-1", amount: int = 5000, currency: str = "EUR", **more):
    return provider.charge(
        key=key, amount_minor=amount, currency=currency, method="paypal", return_url="https://shop.example/x", **more
    )


def test_the_order_says_what_is_paid_and_for_whom(provider, stub):
    page = charge(provider)
    (order,) = stub.orders.values()
    assert page.action_url.startswith("https://www.paypal.com/") and page.reference == order["id"]
    assert order["intent"] == "CAPTURE"
    assert order["purchase_units"][0]["amount"] == {"currency_code": "EUR", "value": "50.00"}
    assert order["purchase_units"][0]["custom_id"] == "key-1"


def test_it_is_taken_when_the_shopper_agreed_and_once(provider, stub):  # C06
    page = charge(provider)
    assert provider.fetch(key="key-1", reference=page.reference).status is OutcomeStatus.REQUIRES_ACTION
    stub.approve(page.reference)
    for _ in range(3):
        known = provider.fetch(key="key-1", reference=page.reference)
        assert (known.status, known.amount_minor, known.currency) == (OutcomeStatus.CAPTURED, 5000, "EUR")
    assert len(stub.captures(page.reference)) == 1
    assert known.instrument == "QYR5Z8XDVJNXQ", "the account that paid is known again (F109)"
    assert provider.fetch(key="key-1", reference="") is None


def test_what_paypal_declines_is_said_in_words(provider, stub):
    page = charge(provider)
    stub.declines = True
    stub.approve(page.reference)
    said = provider.fetch(key="key-1", reference=page.reference)
    assert said.status is OutcomeStatus.DECLINED and "Nothing was charged" in said.decline_message
    assert provider.fetch(key="key-1", reference="5O1FORGOTTEN").status is OutcomeStatus.DECLINED


def test_a_payment_that_pends_is_not_paid(provider, stub):
    page = charge(provider)
    stub.pends = True
    stub.approve(page.reference)
    assert provider.fetch(key="key-1", reference=page.reference).status is OutcomeStatus.PENDING
    stub.captures(page.reference)[0]["status"] = "COMPLETED"
    assert provider.fetch(key="key-1", reference=page.reference).status is OutcomeStatus.CAPTURED


def test_a_refund_over_several_captures_is_sent_once(provider, stub):  # F068
    page = charge(provider, capture=False)
    stub.approve(page.reference)
    assert provider.fetch(key="key-1", reference=page.reference).status is OutcomeStatus.AUTHORISED
    for key, amount in (("c1", 2000), ("c2", 3000)):
        provider.capture(key=key, reference=page.reference, amount_minor=amount, currency="EUR")
    stub.silent_after = f"{stub.captures(page.reference)[1]['id']}/refund"
    with pytest.raises(ProviderUnavailable):
        provider.refund(key="r1", reference=page.reference, amount_minor=2500, currency="EUR")
    stub.silent_after = ""
    first = provider.refund(key="r1", reference=page.reference, amount_minor=2500, currency="EUR")
    assert provider.refund(key="r1", reference=page.reference, amount_minor=2500, currency="EUR") == first
    given = stub.orders[page.reference]["purchase_units"][0]["payments"]["refunds"]
    assert [row["amount"]["value"] for row in given] == ["20.00", "5.00"]
    with pytest.raises(Conflict):
        provider.refund(key="r2", reference=page.reference, amount_minor=2501, currency="EUR")


def test_a_lost_answer_and_a_lost_token(provider, stub):
    stub.silent_after = "/orders"
    with pytest.raises(ProviderUnavailable) as lost:
        charge(provider)
    assert SECRET not in str(lost.value)
    stub.silent_after = ""
    assert charge(provider).reference == next(iter(stub.orders)), "asking again finds the same order"
    stub.forget_tokens = True
    assert provider.fetch(key="key-1", reference=next(iter(stub.orders))) is not None
    wrong = PayPalProvider(client_id=CLIENT, secret="no", webhook_id="", api_base=stub.base, shop="x")
    with pytest.raises(ProviderUnavailable):
        charge(wrong)


@pytest.mark.parametrize(
    ("minor", "currency", "value"),
    [(1234, "EUR", "12.34"), (1200, "JPY", "1200"), (5, "USD", "0.05"), (70000, "HUF", "700")],
)  # fmt: skip
def test_amounts_as_paypal_says_them(minor, currency, value):  # F046
    said = to_paypal(minor, currency)
    assert said == {"currency_code": currency, "value": value} and from_paypal(said) == (minor, currency)


def test_what_paypal_cannot_take_is_refused_before_it_is_asked():
    for amount, currency in ((1234, "KWD"), (70050, "HUF")):
        with pytest.raises(Invalid):
            to_paypal(amount, currency)
    for text in ("1e3", "NaN", "12.345", ""):
        with pytest.raises(ValueError):
            from_paypal({"currency_code": "EUR", "value": text})


def test_forged_old_and_foreign_reports_are_refused(provider, stub):  # C07
    said = event("CHECKOUT.ORDER.APPROVED", {"id": "x"})
    body, headers = stub.signed(said)
    provider.verify(body=body, headers=headers)
    bad = [
        (body + b" ", headers),
        stub.signed(said, webhook="WH-OTHER"),
        stub.signed(said, sent=(datetime.now(UTC) - timedelta(days=5)).strftime("%Y-%m-%dT%H:%M:%SZ")),
        (body, {**headers, "PAYPAL-CERT-URL": "https://api.paypal.com.evil.example/cert"}),
        (body, {**headers, "PAYPAL-CERT-URL": f"{stub.base}/v1/notifications/certs/ended"}),
        (body, {**headers, "PAYPAL-AUTH-ALGO": "none"}),
        (body, {**headers, "PAYPAL-TRANSMISSION-SIG": "AAAA"}),
        (body, {}),
    ]
    for wrong_body, wrong_headers in bad:
        with pytest.raises(Refused):
            provider.verify(body=wrong_body, headers=wrong_headers)


@pytest.fixture
def shop(db_url, stub, monkeypatch) -> Iterator[Shop]:
    """A marketplace that takes money by PayPal."""
    yield from taking_money_by(
        monkeypatch,
        EMPORIUM_PAYPAL_CLIENT_ID=CLIENT,
        EMPORIUM_PAYPAL_SECRET=SECRET,
        EMPORIUM_PAYPAL_WEBHOOK_ID=WEBHOOK,
        EMPORIUM_PAYPAL_API_BASE=stub.base,
    )


def receive(stub: PayPalStub, said: dict):
    body, headers = stub.signed(said)
    with transaction() as session:
        return payments.receive_webhook(session, provider="paypal", body=body, headers=headers)


def report(stub: PayPalStub, said: dict) -> WebhookStatus:
    """The event arrives and is applied by its job."""
    found = receive(stub, said)
    if found is None:
        return WebhookStatus.DONE
    payments.process_webhook(transaction, webhook_id=found)
    return read(lambda s: s.get(WebhookEvent, found).status)


def ordered(shop: Shop, *prices: int, units: int = 1):
    actor = guest()
    lines = {shop.variant(shop.store(f"Store {n}", shipping=0), price=price): units for n, price in enumerate(prices)}
    checkout_id, version = shop.ready(actor, lines)
    return actor, checkout_id, shop.place(actor, checkout_id, version, method="paypal")


def attempt() -> PaymentAttempt:
    return read(lambda s: s.exec(select(PaymentAttempt).order_by(col(PaymentAttempt.id).desc())).first())


def test_a_sale_by_paypal_from_page_to_dispute(shop, stub):
    assert [method.token for method in factory.all_methods()] == ["paypal"], "with real keys there is no sandbox"
    _, _, placed = ordered(shop, 5000)
    assert placed.status == AttemptStatus.REQUIRES_ACTION
    (ident,) = stub.orders
    said = stub.approve(ident)
    for _ in range(3):
        assert report(stub, said) == WebhookStatus.DONE
    assert read(lambda s: s.exec(select(Purchase.status)).one()) == PurchaseStatus.PAID
    assert (attempt().reference, attempt().charge) == (ident, stub.captures(ident)[0]["id"])
    taken = stub.captures(ident)[0]
    case = {
        "dispute_id": "PP-D-1", "status": "WAITING_FOR_SELLER_RESPONSE",
        "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED", "seller_response_due_date": "2026-12-24T00:00:00Z",
        "dispute_amount": {"currency_code": "EUR", "value": "50.00"},
        "disputed_transactions": [{"seller_transaction_id": taken["id"], "custom": str(attempt().id)}],
    }  # fmt: skip
    assert report(stub, event("CUSTOMER.DISPUTE.CREATED", case)) == WebhookStatus.DONE
    assert read(lambda s: s.exec(select(Earning.status)).one()) == EarningStatus.ON_HOLD  # F070
    lost = {**case, "status": "RESOLVED", "dispute_outcome": {"outcome_code": "RESOLVED_BUYER_FAVOUR"}}
    assert report(stub, event("CUSTOMER.DISPUTE.RESOLVED", lost)) == WebhookStatus.DONE
    assert read(lambda s: s.exec(select(Dispute.status)).one()) == DisputeStatus.LOST


def test_somebody_elses_payment_on_the_same_account_is_none_of_ours(shop, stub):
    for key in ("invoice-77", ""):
        said = event("PAYMENT.CAPTURE.COMPLETED", {"id": f"CAP{key}", "custom_id": key})
        assert report(stub, said) == WebhookStatus.DONE
    foreign = {
        "payout_item_id": "PI-9", "transaction_status": "RETURNED", "payout_item": {"sender_item_id": "payout:march"},
    }  # fmt: skip
    assert report(stub, event("PAYMENT.PAYOUTS-ITEM.RETURNED", foreign)) == WebhookStatus.FAILED
    assert "No payout of ours" in read(lambda s: s.exec(select(WebhookEvent.error).order_by(
        col(WebhookEvent.id).desc())).first())  # fmt: skip


def test_the_shopper_the_report_and_the_job_at_once_take_it_once(shop, stub):  # C07, P04
    _, _, placed = ordered(shop, 5000)
    (ident,) = stub.orders
    report_id = receive(stub, stub.approve(ident))

    def act(number: int):
        if number % 3 == 0:
            return payments.shopper_is_back(transaction, token=placed.token)
        if number % 3 == 1:
            return payments.process_webhook(transaction, webhook_id=report_id)
        return payments.recover_attempt(transaction, attempt_id=attempt().id)

    outcomes = in_parallel(9, act)
    assert not [one for one in outcomes if isinstance(one, BaseException)]
    assert len(stub.captures(ident)) == 1
    assert read(lambda s: s.exec(select(Purchase.status)).one()) == PurchaseStatus.PAID


def test_without_any_report_the_job_finds_the_payment(shop, stub):  # C05, P02
    _, _, placed = ordered(shop, 5000)
    stub.approve(next(iter(stub.orders)))
    with transaction() as session:
        session.execute(update(PaymentAttempt).values(updated_at=datetime.now(UTC) - timedelta(minutes=2)))
    (found,) = read(payments.unanswered)
    payments.recover_attempt(transaction, attempt_id=found)
    assert read(lambda s: s.exec(select(Purchase.status)).one()) == PurchaseStatus.PAID and placed.token


def test_the_line_is_cut_after_paypal_took_the_money(shop, stub):  # C05
    _, _, placed = ordered(shop, 5000)
    (ident,) = stub.orders
    stub.approve(ident)
    stub.silent_after = "/capture"
    payments.shopper_is_back(transaction, token=placed.token)
    assert read(lambda s: s.exec(select(Purchase.status)).one()) == PurchaseStatus.AWAITING_PAYMENT
    stub.silent_after = ""
    payments.shopper_is_back(transaction, token=placed.token)
    assert read(lambda s: s.exec(select(Purchase.status)).one()) == PurchaseStatus.PAID
    assert len(stub.captures(ident)) == 1


def test_a_changed_basket_is_another_order_and_the_old_amount_never_completes(shop, stub):  # F064, C08, P07
    actor, checkout_id, _ = ordered(shop, 5000)
    (first,) = stub.orders
    with transaction() as session:
        row = session.exec(select(PaymentAttempt)).one()
        session.exec(select(Purchase)).one().hold_until = datetime.now(UTC) - timedelta(minutes=1)
        payments.apply_outcome(
            session, attempt_id=row.id, outcome=payments_declined(row.reference)
        )  # the shopper gave up on PayPal's page
        (line,) = (one for part in carts.cart_view(session, cart=carts.find_cart(session, actor=actor)).stores
                   for one in part.lines)  # fmt: skip
        carts.set_quantity(session, actor=actor, line_id=line.id, quantity=2)
    with transaction() as session:
        made, cart = checkout.current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
        version = checkout.build_quote(session, checkout=made, cart=cart).version
    shop.place(actor, checkout_id, version, method="paypal")
    second = next(ident for ident in stub.orders if ident != first)
    assert stub.orders[second]["purchase_units"][0]["amount"]["value"] == "100.00"
    report(stub, stub.approve(second))
    late = stub.approve(first)
    report(stub, late)
    paid = read(lambda s: s.exec(select(PaymentAttempt).where(PaymentAttempt.status == AttemptStatus.CAPTURED)).all())
    assert [row.amount_minor for row in paid] == [10000]
    assert stub.captures(first) == [], "what the shopper agreed to before is not taken"


def payments_declined(reference: str):
    from emporium.providers.payments import Outcome

    return Outcome(OutcomeStatus.DECLINED, reference, decline_code="left", decline_message="You left PayPal's page.")


def test_each_store_takes_its_part_when_it_ships(shop, stub, monkeypatch):  # F066, F067, C10
    monkeypatch.setenv("EMPORIUM_CAPTURE", "on_shipment")
    get_settings.cache_clear()
    _, _, placed = ordered(shop, 3000, 5000)
    (ident,) = stub.orders
    report(stub, stub.approve(ident))
    assert attempt().status == AttemptStatus.AUTHORISED and stub.captures(ident) == []
    first = read(lambda s: s.exec(select(Order).order_by(col(Order.number))).first())
    with transaction() as session:
        orders.ship_order(
            session, actor=shop.owner(first.store_id), store_id=first.store_id, number=first.number, carrier="bpost"
        )
    for _ in range(2):
        payments.capture_order(transaction, order_id=first.id)
    assert [row["amount"]["value"] for row in stub.captures(ident)] == ["30.00"]
    shares = read(lambda s: s.exec(select(PaymentShare.captured_minor).order_by(col(PaymentShare.id))).all())
    assert sorted(shares) == [0, 3000], "the sibling's money is still held"
    line = read(lambda s: s.exec(select(OrderLine).where(OrderLine.order_id == first.id)).one())
    with transaction() as session:
        made = refunds.refund_order(
            session, actor=shop.owner(first.store_id), store_id=first.store_id, number=first.number,
            ask=RefundAsk({line.id: 1}), key="r",
        )  # fmt: skip
    assert refunds.send_refund(transaction, refund_id=made.id) == RefundStatus.SUCCEEDED
    assert read(lambda s: s.exec(select(Refund.reference)).one()) and placed.token


def test_a_store_is_paid_once_and_what_comes_back_is_owed_again(shop, stub):  # F099
    _, _, _ = ordered(shop, 5000)
    report(stub, stub.approve(next(iter(stub.orders))))
    order = read(lambda s: s.exec(select(Order)).one())
    with transaction() as session:
        payouts.set_provider_account(
            session, actor=shop.owner(order.store_id), store_id=order.store_id, provider="paypal",
            destination="store@example.com",
        )  # fmt: skip
        session.execute(update(Earning).values(available_at=datetime.now(UTC) - timedelta(days=1)))
    payouts.run_payouts(transaction, actor=SYSTEM)
    payout = read(lambda s: s.exec(select(Payout)).one())
    stub.silent_after = "/payouts"
    with pytest.raises(ProviderUnavailable):
        payouts.send_payout(transaction, actor=SYSTEM, payout_id=payout.id)
    stub.silent_after = ""
    for _ in range(2):
        assert payouts.send_payout(transaction, actor=SYSTEM, payout_id=payout.id) == PayoutStatus.PAID
    assert list(stub.batches) == [f"payout:{payout.id}"]
    item = {
        "payout_item_id": "PI-1", "payout_batch_id": "B1", "transaction_status": "RETURNED",
        "payout_item": {"sender_item_id": f"payout:{payout.id}", "receiver": "store@example.com"},
        "errors": {"message": "Receiver is unregistered."},
    }  # fmt: skip
    said = event("PAYMENT.PAYOUTS-ITEM.RETURNED", item)
    for _ in range(2):
        assert report(stub, said) == WebhookStatus.DONE
    back = read(lambda s: s.exec(select(Payout)).one())
    assert back.status == PayoutStatus.RETURNED and back.failure == "Receiver is unregistered."


def test_a_payout_that_paypal_refuses_is_the_stores_money_again(shop, stub):  # F099
    ordered(shop, 5000)
    report(stub, stub.approve(next(iter(stub.orders))))
    order = read(lambda s: s.exec(select(Order)).one())
    with transaction() as session:
        payouts.set_provider_account(
            session, actor=shop.owner(order.store_id), store_id=order.store_id, provider="paypal",
            destination="store@example.com",
        )  # fmt: skip
        session.execute(update(Earning).values(available_at=datetime.now(UTC) - timedelta(days=1)))
    payouts.run_payouts(transaction, actor=SYSTEM)
    stub.refuse_payouts = True
    payout = read(lambda s: s.exec(select(Payout)).one())
    assert payouts.send_payout(transaction, actor=SYSTEM, payout_id=payout.id) == PayoutStatus.RETURNED
