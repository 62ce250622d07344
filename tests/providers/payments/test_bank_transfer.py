"""Money by bank transfer: awaited with its stock held, seen by a person, sent back by a person (F074)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, Refused
from emporium.services import checkout, payments, refunds
from emporium.services.auth import SYSTEM
from emporium.services.refunds import RefundAsk
from models.enums import AttemptStatus, PurchaseStatus, RefundStatus
from models.inventory import StockLevel
from models.orders import Order, Purchase
from models.payments import PaymentAttempt, Refund
from tests.factories import Shop, guest, read
from tests.providers.payments.marketplace import taking_money_by


@pytest.fixture
def shop(db_url, monkeypatch) -> Iterator[Shop]:
    """A marketplace with a bank account."""
    yield from taking_money_by(
        monkeypatch, EMPORIUM_BANK_HOLDER="Operator", EMPORIUM_BANK_IBAN="DE89370400440532013000"
    )


@pytest.fixture
def waiting(shop):
    actor = guest()
    checkout_id, version = shop.ready(actor, {shop.variant(shop.store(shipping=0), price=2000): 1})
    placed = shop.place(actor, checkout_id, version, method="bank_transfer")
    assert placed.status == AttemptStatus.PENDING
    return read(lambda s: s.exec(select(PaymentAttempt)).one())


def test_stock_is_held_for_days_and_the_sale_is_made_when_the_money_is_here(shop, waiting):
    purchase = read(lambda s: s.exec(select(Purchase)).one())
    assert purchase.hold_until > datetime.now(UTC) + timedelta(days=6)
    with pytest.raises(Refused):
        payments.transfer_arrived(transaction, actor=shop.owner(shop.store()), attempt_id=waiting.id, amount_minor=2000)
    with pytest.raises(Conflict):
        payments.transfer_arrived(transaction, actor=SYSTEM, attempt_id=waiting.id, amount_minor=1999)
    for _ in range(2):
        assert (
            payments.transfer_arrived(transaction, actor=SYSTEM, attempt_id=waiting.id, amount_minor=2000)
            == AttemptStatus.CAPTURED
        )
    assert read(lambda s: s.exec(select(Purchase.status)).one()) == PurchaseStatus.PAID


def test_what_is_not_paid_in_time_is_released(shop, waiting):
    with transaction() as session:
        session.exec(select(Purchase)).one().hold_until = datetime.now(UTC) - timedelta(days=1)
    with transaction() as session:
        checkout.expire_unpaid(session)
    assert read(lambda s: s.exec(select(StockLevel.reserved)).one()) == 0
    assert read(lambda s: s.exec(select(Purchase.status)).one()) == PurchaseStatus.CANCELLED


def test_a_refund_is_sent_by_hand_and_noted(shop, waiting):
    payments.transfer_arrived(transaction, actor=SYSTEM, attempt_id=waiting.id, amount_minor=2000)
    order = read(lambda s: s.exec(select(Order)).one())
    with transaction() as session:
        refunds.refund_order(
            session, actor=shop.owner(order.store_id), store_id=order.store_id, number=order.number,
            ask=RefundAsk(goodwill_minor=500), key="k",
        )  # fmt: skip
    refund = read(lambda s: s.exec(select(Refund.id)).one())
    assert refunds.send_refund(transaction, refund_id=refund) == RefundStatus.PENDING
    assert "bank transfer" in read(lambda s: s.get(Refund, refund).failure)
    with pytest.raises(Invalid), transaction() as session:
        refunds.mark_sent(session, actor=SYSTEM, refund_id=refund, reference=" ")
    with transaction() as session:
        refunds.mark_sent(session, actor=SYSTEM, refund_id=refund, reference="bank 4711")
    with pytest.raises(Conflict), transaction() as session:
        refunds.mark_sent(session, actor=SYSTEM, refund_id=refund, reference="bank 4712")
    assert read(lambda s: s.get(Refund, refund).status) == RefundStatus.SUCCEEDED
