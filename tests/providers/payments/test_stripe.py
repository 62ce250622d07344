"""Stripe's real client over real HTTP against a stub of its API (F063, F067-F070, C06, C07)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, ProviderUnavailable, Refused
from emporium.providers.payments import DisputeState, OutcomeStatus, factory
from emporium.providers.payments.stripe_amounts import from_stripe, to_stripe
from emporium.providers.payments.stripe_provider import StripeProvider
from emporium.services import payments, payouts, refunds
from emporium.services.auth import SYSTEM
from emporium.services.refunds import RefundAsk
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
from models.payments import Dispute, PaymentAttempt, Refund, WebhookEvent
from models.payouts import Payout
from tests.factories import Shop, guest, read
from tests.providers.payments.marketplace import taking_money_by
from tests.providers.payments.stripe_stub import SECRET, WEBHOOK_SECRET, StripeStub, signed


@pytest.fixture
def stub() -> Iterator[StripeStub]:
    made = StripeStub()
    made.base = made.start()  # type: ignore[attr-defined]
    yield made
    made.stop()


@pytest.fixture
def provider(stub) -> StripeProvider:
    return StripeProvider(secret=SECRET, webhook_secret=WEBHOOK_SECRET, api_base=stub.base, shop="Emporium")


def charge(provider: StripeProvider, key: str = "key-1", amount: int = 5000, currency: str = "EUR", **more):
    return provider.charge(
        key=key, amount_minor=amount, currency=currency, method="stripe", return_url="https://shop.example/x", **more
    )


def test_the_same_key_opens_one_page(provider, stub):  # C06
    first, again = charge(provider), charge(provider)
    assert first == again and len(stub.sessions) == 1
    assert first.status is OutcomeStatus.REQUIRES_ACTION and first.action_url.startswith("https://")
    with pytest.raises((Conflict, ProviderUnavailable)):
        charge(provider, amount=1)


def test_the_card_is_known_by_its_fingerprint(provider, stub):  # F109
    page = charge(provider)
    assert page.instrument == ""
    stub.pay(page.reference)
    for reference in (page.reference, ""):
        assert provider.fetch(key="key-1", reference=reference).instrument == "Xt5EWLLDS7FJjR1c"


def test_paid_fetched_and_refunded_once(provider, stub):
    page = charge(provider)
    stub.pay(page.reference)
    for reference in (page.reference, ""):
        known = provider.fetch(key="key-1", reference=reference)
        assert (known.status, known.amount_minor, known.currency) == (OutcomeStatus.CAPTURED, 5000, "EUR")
    assert provider.fetch(key="never heard of", reference="") is None
    given = [provider.refund(key="r1", reference=page.reference, amount_minor=2000, currency="EUR") for _ in range(2)]
    assert len(set(given)) == len(stub.refunds) == 1
    with pytest.raises(Conflict, match="greater than"):
        provider.refund(key="r2", reference=page.reference, amount_minor=3001, currency="EUR")


def test_held_taken_in_part_or_let_go(provider, stub):  # F067
    page = charge(provider, capture=False)
    stub.pay(page.reference)
    assert provider.fetch(key="key-1", reference=page.reference).status is OutcomeStatus.AUTHORISED
    done = provider.capture(key="c1", reference=page.reference, amount_minor=3000, currency="EUR")
    assert (done.status, done.amount_minor) == (OutcomeStatus.CAPTURED, 3000)
    assert provider.capture(key="c1", reference=page.reference, amount_minor=3000, currency="EUR") == done
    with pytest.raises(Conflict):
        provider.capture(key="c2", reference=page.reference, amount_minor=1, currency="EUR")
    other = charge(provider, key="key-2", capture=False)
    stub.pay(other.reference)
    provider.void(key="v", reference=other.reference)
    assert provider.fetch(key="key-2", reference=other.reference).status is OutcomeStatus.DECLINED
    unused = charge(provider, key="key-3")
    provider.void(key="v3", reference=unused.reference)
    assert provider.fetch(key="key-3", reference=unused.reference).decline_code == "expired"


def test_a_lost_answer_is_found_again_and_no_key_is_told(provider, stub):
    stub.silent_after = True
    with pytest.raises(ProviderUnavailable) as lost:
        charge(provider)
    assert SECRET not in str(lost.value)
    stub.silent_after = False
    (session_id,) = stub.sessions
    assert charge(provider).reference == session_id, "asking again finds the same page"
    stub.pay(session_id)
    assert provider.fetch(key="key-1", reference="").status is OutcomeStatus.CAPTURED
    wrong = StripeProvider(secret="sk_wrong", webhook_secret="", api_base=stub.base, shop="x")
    with pytest.raises(ProviderUnavailable) as refused:
        charge(wrong)
    assert "sk_wrong" not in str(refused.value)


def test_a_store_is_paid_once(provider, stub):  # F099
    paid = [
        provider.pay_store(key="payout-1", destination="acct_1", amount_minor=900, currency="EUR") for _ in range(2)
    ]
    assert len(set(paid)) == len(stub.transfers) == 1


@pytest.mark.parametrize(
    ("minor", "currency", "counted"),
    [(1234, "EUR", 1234), (1200, "JPY", 1200), (1230, "KWD", 1230), (500, "ISK", 50_000), (100, "UGX", 10_000)],
)
def test_amounts_as_stripe_counts_them(minor, currency, counted):
    assert to_stripe(minor, currency) == counted and from_stripe(counted, currency) == minor


def test_the_last_digit_of_three_must_be_zero():
    with pytest.raises(Invalid):
        to_stripe(1234, "KWD")


def test_forged_and_old_reports_are_refused(provider):  # C07
    event = {"id": "evt_1", "type": "ping", "data": {"object": {}}}
    body, headers = signed(event)
    provider.verify(body=body, headers=headers)
    with pytest.raises(Refused):
        provider.verify(body=body + b" ", headers=headers)
    with pytest.raises(Refused):
        provider.verify(body=body, headers=signed(event, secret="whsec_other")[1])
    with pytest.raises(Refused):
        provider.verify(body=body, headers=signed(event, at=time.time() - 600)[1])
    with pytest.raises(Refused):
        provider.verify(body=body, headers={})
    assert provider.read_event(body=body).outcome is None


@pytest.fixture
def shop(db_url, stub, monkeypatch) -> Iterator[Shop]:
    """A marketplace that takes money by Stripe."""
    yield from taking_money_by(
        monkeypatch,
        EMPORIUM_STRIPE_SECRET_KEY=SECRET,
        EMPORIUM_STRIPE_WEBHOOK_SECRET=WEBHOOK_SECRET,
        EMPORIUM_STRIPE_API_BASE=stub.base,
    )


def report(event: dict) -> WebhookStatus:
    """The event arrives and is applied by its job."""
    body, headers = signed(event)
    with transaction() as session:
        found = payments.receive_webhook(session, provider="stripe", body=body, headers=headers)
    if found is None:
        return WebhookStatus.DONE
    with transaction() as session:
        payments.apply_webhook(session, webhook_id=found)
    return read(lambda s: s.get(WebhookEvent, found).status)


def test_a_sale_by_stripe_from_page_to_dispute(shop, stub):
    assert [method.token for method in factory.all_methods()] == ["stripe"], "with real keys there is no sandbox"
    store = shop.store(shipping=0)
    actor = guest()
    checkout_id, version = shop.ready(actor, {shop.variant(store, price=5000): 1})
    placed = shop.place(actor, checkout_id, version, method="stripe")
    assert placed.status == AttemptStatus.REQUIRES_ACTION and placed.action_url.startswith("https://checkout")
    (session_id,) = stub.sessions
    event = stub.pay(session_id)
    for _ in range(3):
        assert report(event) == WebhookStatus.DONE
    assert read(lambda s: s.exec(select(Purchase.status)).one()) == PurchaseStatus.PAID
    attempt = read(lambda s: s.exec(select(PaymentAttempt)).one())
    assert (attempt.reference, attempt.charge, attempt.instrument) == (session_id, "pi_1", "")
    assert report(stub.charged("pi_1")) == WebhookStatus.DONE
    assert read(lambda s: s.get(PaymentAttempt, attempt.id).instrument) == "Xt5EWLLDS7FJjR1c"  # F109
    stranger = {**stub.charged("pi_1"), "id": "evt_other"}
    stranger["data"]["object"]["metadata"] = {}
    assert report(stranger) == WebhookStatus.DONE, "a charge of something else on the same account"
    order, line = read(lambda s: (s.exec(select(Order)).one(), s.exec(select(OrderLine)).one()))
    dispute = {
        "id": "evt_d", "type": "charge.dispute.created",
        "data": {"object": {
            "id": "dp_1", "charge": "ch_1", "payment_intent": "pi_1", "amount": 5000, "currency": "eur",
            "status": "needs_response", "reason": "fraudulent", "balance_transactions": [{"fee": 1500}],
            "evidence_details": {"due_by": int(datetime(2026, 12, 24, tzinfo=UTC).timestamp())},
        }},
    }  # fmt: skip
    assert report(dispute) == report(dispute) == WebhookStatus.DONE
    opened = read(lambda s: s.exec(select(Dispute)).one())
    assert (opened.status, opened.amount_minor, opened.fee_minor) == (DisputeStatus.OPEN, 5000, 1500)
    assert opened.evidence_due_at.day == 24
    assert read(lambda s: s.exec(select(Earning.status)).one()) == EarningStatus.ON_HOLD
    closed = {**dispute, "id": "evt_e", "type": "charge.dispute.closed"}
    closed["data"] = {"object": {**dispute["data"]["object"], "status": "won"}}
    assert report(closed) == WebhookStatus.DONE
    assert read(lambda s: s.exec(select(Dispute.status)).one()) == DisputeStatus.WON
    with transaction() as session:
        refunds.refund_order(
            session, actor=shop.owner(store), store_id=store, number=order.number, ask=RefundAsk({line.id: 1}),
            key="k",
        )  # fmt: skip
    refund = read(lambda s: s.exec(select(Refund.id)).one())
    assert refunds.send_refund(transaction, refund_id=refund) == RefundStatus.SUCCEEDED
    assert len(stub.refunds) == 1


def test_the_report_comes_before_the_shopper_and_another_amount_never_completes(shop, stub):  # C07, P07
    actor = guest()
    checkout_id, version = shop.ready(actor, {shop.variant(price=5000): 1})
    shop.place(actor, checkout_id, version, method="stripe")
    (session_id,) = stub.sessions
    stub.sessions[session_id]["amount"] -= 1
    assert report(stub.pay(session_id)) == WebhookStatus.FAILED
    assert read(lambda s: s.exec(select(Purchase.status)).one()) == PurchaseStatus.AWAITING_PAYMENT


def test_a_killed_process_is_recovered_by_the_key(shop, stub, monkeypatch):  # P02
    actor = guest()
    checkout_id, version = shop.ready(actor, {shop.variant(): 1})
    stub.silent_after = True
    with pytest.raises(ProviderUnavailable):
        shop.place(actor, checkout_id, version, method="stripe")
    stub.silent_after = False
    (session_id,) = stub.sessions
    stub.pay(session_id)
    attempt = read(lambda s: s.exec(select(PaymentAttempt)).one())
    assert attempt.status == AttemptStatus.CREATED and attempt.reference == ""
    assert payments.recover_attempt(transaction, attempt_id=attempt.id) == AttemptStatus.CAPTURED


def test_states_of_disputes_are_known(provider):
    for said, state in (("needs_response", DisputeState.OPEN), ("lost", DisputeState.LOST), ("won", DisputeState.WON)):
        thing = {"id": "dp", "charge": "ch", "amount": 1, "currency": "eur", "status": said}
        event = {"id": "e", "type": "charge.dispute.updated", "data": {"object": thing}}
        assert provider.read_event(body=signed(event)[0]).dispute.state is state


def test_a_store_is_paid_by_transfer_once_and_a_refusal_opens_the_debt_again(shop, stub):  # F099
    store = shop.store(shipping=0)
    actor = guest()
    checkout_id, version = shop.ready(actor, {shop.variant(store, price=5000): 1})
    shop.place(actor, checkout_id, version, method="stripe")
    report(stub.pay(next(iter(stub.sessions))))
    owner = shop.owner(store)

    def pay() -> tuple[UUID, PayoutStatus]:
        (made,) = payouts.run_payouts(transaction, actor=SYSTEM, now=datetime.now(UTC) + timedelta(days=30))
        found = read(lambda s: s.exec(select(Payout.id).where(Payout.number == made.number)).one())
        assert read(payouts.waiting_transfers) == [found]
        return found, payouts.send_payout(transaction, actor=SYSTEM, payout_id=found)

    with transaction() as session:
        payouts.set_provider_account(session, actor=owner, store_id=store, provider="stripe", destination="acct_none")
    stub.refuse_transfers = True
    _, status = pay()
    assert status == PayoutStatus.RETURNED and not stub.transfers
    stub.refuse_transfers = False
    found, status = pay()
    assert status == PayoutStatus.PAID == payouts.send_payout(transaction, actor=SYSTEM, payout_id=found)
    assert len(stub.transfers) == 1 and read(payouts.waiting_transfers) == []
