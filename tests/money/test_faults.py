"""Whatever dies, after the restart the books balance and the shopper has either the order or the money (P02, C05)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis
from sqlmodel import select, update

from emporium.db import transaction
from emporium.errors import ProviderUnavailable, TooMany, Unavailable
from emporium.providers.payments import Outcome, OutcomeStatus, get_provider
from emporium.services import inventory, ledger, payments, refunds
from emporium.services.refunds import RefundAsk
from emporium.settings import get_settings
from models.enums import AccountKind, AttemptStatus, OrderStatus, PurchaseStatus, RefundStatus
from models.inventory import StockLevel
from models.orders import Order, Purchase
from models.payments import PaymentAttempt, PaymentShare, Refund
from tests.factories import guest, read
from tests.money.test_refunds import Sold

ROOT = Path(__file__).resolve().parents[2]


def soon() -> datetime:
    """When an answer is asked for."""
    return datetime.now(UTC) + timedelta(minutes=2)


def late() -> datetime:
    """When one is no longer waited for."""
    return datetime.now(UTC) + timedelta(minutes=11)


def kill_at(what: str, url: str, book: Path, **given: object) -> list[dict]:
    """Let another process do something and die right after the provider answered; what the provider did."""
    pairs = [f"{name}={value}" for name, value in given.items()]
    process = subprocess.run(
        [sys.executable, "-m", "tests.money.killed", what, url, str(book), *pairs],
        cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert process.returncode == -signal.SIGKILL, process.stderr
    return [json.loads(line) for line in book.read_text().splitlines()]


@pytest.fixture
def charged(shop, db_url, tmp_path):
    """A purchase whose process was killed with the charge made and nothing written."""
    thing = shop.variant(shop.store(shipping=0), price=2000, stock=1)
    actor = guest()
    checkout_id, version = shop.ready(actor, {thing: 1})
    (done,) = kill_at(
        "charge", db_url, tmp_path / "book", guest=actor.guest_token, checkout=checkout_id, version=version
    )
    attempt = read(lambda s: s.exec(select(PaymentAttempt)).one())
    assert attempt.status == AttemptStatus.CREATED and done["key"] == str(attempt.id)
    return attempt


def the_provider_knows(monkeypatch, attempt: PaymentAttempt) -> None:
    sandbox = get_provider("sandbox")
    known = Outcome(OutcomeStatus.CAPTURED, sandbox.reference(str(attempt.id)), attempt.amount_minor, attempt.currency)
    monkeypatch.setattr(sandbox, "fetch", lambda **asked: known if asked["key"] == str(attempt.id) else None)


def test_killed_between_charge_and_commit_becomes_an_order(charged, monkeypatch):
    the_provider_knows(monkeypatch, charged)
    assert read(lambda s: payments.unanswered(s, now=soon())) == [charged.id]
    for _ in range(2):
        assert payments.recover_attempt(transaction, attempt_id=charged.id, now=soon()) == AttemptStatus.CAPTURED
    assert read(lambda s: s.exec(select(Purchase.status)).one()) == PurchaseStatus.PAID
    assert read(lambda s: ledger.balance(s, kind=AccountKind.PROVIDER_CLEARING, currency="EUR")) == 2000


def test_killed_and_sold_to_somebody_else_meanwhile_the_money_goes_back(shop, charged, monkeypatch):
    the_provider_knows(monkeypatch, charged)
    sent: list[str] = []
    sandbox = get_provider("sandbox")
    real = sandbox.refund
    monkeypatch.setattr(sandbox, "refund", lambda **asked: sent.append(asked["key"]) or real(**asked))
    with transaction() as session:
        session.exec(update(Purchase).values(hold_until=datetime.now(UTC) - timedelta(minutes=1)))
    with transaction() as session:
        assert inventory.release_expired(session) == 1
    thing = read(lambda s: s.exec(select(StockLevel.variant_id)).one())
    assert shop.buy(thing).status == AttemptStatus.CAPTURED
    assert payments.recover_attempt(transaction, attempt_id=charged.id, now=soon()) == AttemptStatus.SURPLUS
    assert sent == [f"surplus:{charged.id}"]
    assert read(payments.waiting_surplus) == []
    assert read(lambda s: s.get(PaymentAttempt, charged.id).surplus_refund)


def test_a_charge_the_provider_never_heard_of_is_given_up(charged):
    assert payments.recover_attempt(transaction, attempt_id=charged.id, now=soon()) == AttemptStatus.CREATED
    assert payments.recover_attempt(transaction, attempt_id=charged.id, now=late()) == AttemptStatus.DECLINED
    assert "Nothing was charged" in read(lambda s: s.get(PaymentAttempt, charged.id).decline_message)


def test_no_answer_after_charging_and_the_same_click_again_charges_once(shop, monkeypatch):
    sandbox, keys = get_provider("sandbox"), []
    real = sandbox.charge

    def slow(**asked):
        keys.append(asked["key"])
        if len(keys) == 1:
            raise ProviderUnavailable("The provider is not answering. Nothing is lost.")
        return real(**asked)

    monkeypatch.setattr(sandbox, "charge", slow)
    actor = guest()
    checkout_id, version = shop.ready(actor, {shop.variant(): 1})
    with pytest.raises(ProviderUnavailable):
        shop.place(actor, checkout_id, version, submission="click")
    placed = shop.place(actor, checkout_id, version, submission="click")
    assert placed.status == AttemptStatus.CAPTURED and len(keys) == 2 and len(set(keys)) == 1


def test_a_refund_job_killed_half_way_sends_once(shop, db_url, tmp_path):
    store = shop.store()
    sold = Sold(shop, store, shop.variant(store))
    sold.refund(RefundAsk({sold.lines()[0].id: 1}))
    refund = read(lambda s: s.exec(select(Refund.id)).one())
    (done,) = kill_at("refund", db_url, tmp_path / "book", refund=refund)
    assert read(lambda s: s.get(Refund, refund).status) == RefundStatus.PENDING
    assert refunds.send_refund(transaction, refund_id=refund) == RefundStatus.SUCCEEDED
    assert done["key"] == f"refund:{refund}" and done["answer"] == read(lambda s: s.get(Refund, refund).reference)


def test_a_capture_killed_half_way_takes_once(shop, db_url, tmp_path, monkeypatch):  # F067
    monkeypatch.setattr(get_settings(), "capture", "on_shipment")
    one, two = shop.store("One", shipping=0), shop.store("Two", shipping=0)
    first = Sold(shop, one, shop.variant(one, price=1000), also=(shop.variant(two, price=2000),))
    assert read(lambda s: s.exec(select(PaymentAttempt.status)).one()) == AttemptStatus.AUTHORISED
    assert first.order().status == OrderStatus.PAID and first.share().captured_minor == 0
    first.ship()
    (done,) = kill_at("capture", db_url, tmp_path / "book", order=first.order().id)
    assert done["key"] == f"capture:{first.share().id}" and first.share().claimed_minor == 1000
    assert read(payments.waiting_captures) == [first.order().id]
    assert payments.capture_order(transaction, order_id=first.order().id) == 1000
    assert payments.capture_order(transaction, order_id=first.order().id) == 0
    shares = read(lambda s: sorted(s.exec(select(PaymentShare.captured_minor)).all()))
    assert shares == [0, 1000], "never a sibling's money (C10)"
    assert read(lambda s: ledger.balance(s, kind=AccountKind.PROVIDER_CLEARING, currency="EUR")) == 1000
    assert read(payments.waiting_captures) == []


def test_held_money_of_a_cancelled_order_is_let_go_and_the_rest_taken(shop, monkeypatch):  # C10
    monkeypatch.setattr(get_settings(), "capture", "on_shipment")
    one, two = shop.store("One", shipping=0), shop.store("Two", shipping=0)
    first = Sold(shop, one, shop.variant(one, price=1000), also=(shop.variant(two, price=2000),))
    first.cancel({first.lines()[0].id: 1})
    assert first.share().released_minor == 1000
    other = read(lambda s: s.exec(select(Order.id).where(Order.store_id == two)).one())
    assert payments.capture_order(transaction, order_id=other) == 2000
    attempt = read(lambda s: s.exec(select(PaymentAttempt)).one())
    assert attempt.status == AttemptStatus.CAPTURED and attempt.captured_minor == 2000
    assert payments.void_rest(transaction, attempt_id=attempt.id) is False


def test_nothing_is_charged_while_redis_is_gone(shop, monkeypatch):
    actor = guest()
    checkout_id, version = shop.ready(actor, {shop.variant(): 1})
    away = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    monkeypatch.setattr("emporium.services.auth.limits.redis_client", lambda: away)
    with pytest.raises(Unavailable, match="Nothing was lost"):
        shop.place(actor, checkout_id, version)
    assert read(lambda s: s.exec(select(Purchase.id)).all()) == []
    monkeypatch.undo()
    assert shop.place(actor, checkout_id, version).status == AttemptStatus.CAPTURED


def test_card_after_card_is_stopped(shop):  # F153, P24
    actor = guest()
    checkout_id, version = shop.ready(actor, {shop.variant(): 1})
    for number in range(8):
        assert shop.place(actor, checkout_id, version, method="sandbox_decline").status == AttemptStatus.DECLINED, (
            number
        )
    with pytest.raises(TooMany):
        shop.place(actor, checkout_id, version)
