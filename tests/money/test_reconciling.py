"""The books against the provider's report: nothing unmatched stays unseen (F072)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Invalid, Refused
from emporium.services import books, refunds
from emporium.services.auth import SYSTEM
from emporium.services.books import BalanceLine
from emporium.services.refunds import RefundAsk
from models.enums import BalanceKind
from models.payments import PaymentAttempt, Refund
from tests.factories import read
from tests.money.test_refunds import Sold

NOW = datetime.now(UTC)


def take(*lines: BalanceLine) -> int:
    with transaction() as session:
        return books.take_report(session, actor=SYSTEM, provider="sandbox", lines=lines)


def unmatched() -> list[tuple[str, int, int]]:
    found = read(lambda s: books.reconcile(s, actor=SYSTEM, provider="sandbox", until=NOW + timedelta(days=1)))
    return [(row.kind, row.booked_minor, row.reported_minor) for row in found]


def test_every_unmatched_cent_is_named(shop):
    store = shop.store(shipping=0)
    sold = Sold(shop, store, shop.variant(store, price=2000), quantity=2)
    sold.refund(RefundAsk({sold.lines()[0].id: 1}))
    refund = read(lambda s: s.exec(select(Refund.id)).one())
    refunds.send_refund(transaction, refund_id=refund)
    charge = read(lambda s: s.exec(select(PaymentAttempt.reference)).one())
    sent = read(lambda s: s.get(Refund, refund).reference)
    assert unmatched() == [("charge", 4000, 0), ("refund", -2000, 0)]
    right = [
        BalanceLine(BalanceKind.CHARGE, charge, 4000, "EUR", NOW),
        BalanceLine(BalanceKind.REFUND, sent, -2000, "EUR", NOW),
        BalanceLine(BalanceKind.FEE, "fee of the provider", -42, "EUR", NOW),
    ]
    assert take(*right) == 3 and take(*right) == 0
    assert unmatched() == []
    assert take(BalanceLine(BalanceKind.CHARGE, "nobody knows", 1, "EUR", NOW)) == 1
    assert unmatched() == [("charge", 0, 1)]


def test_a_cent_too_little_is_seen(shop):
    shop.buy(shop.variant(shop.store(shipping=0), price=2000))
    charge = read(lambda s: s.exec(select(PaymentAttempt.reference)).one())
    take(BalanceLine(BalanceKind.CHARGE, charge, 1999, "EUR", NOW))
    assert unmatched() == [("charge", 2000, 1999)]


def test_a_report_is_read_whole_or_not_at_all():
    good = "kind,reference,amount,currency,time\ncharge,ch_1,40.00,EUR,2026-11-24T10:00:00+00:00\n"
    assert books.read_report(good.encode())[0].amount_minor == 4000
    assert books.read_report(good.replace("40.00,EUR", "1200,JPY").encode())[0].amount_minor == 1200
    for wrong in ("40.001,EUR", "x,EUR", "40.00,XXQ", "40.00,"):
        with pytest.raises(Invalid, match="Line 2"):
            books.read_report(good.replace("40.00,EUR", wrong).encode())
    with pytest.raises(Invalid):
        books.read_report(b"kind,reference\ncharge,x\n")


def test_reports_are_the_operators(shop):
    owner = shop.owner(shop.store())
    with pytest.raises(Refused), transaction() as session:
        books.take_report(session, actor=owner, provider="sandbox", lines=[])
    with pytest.raises(Refused):
        read(lambda s: books.reconcile(s, actor=owner, provider="sandbox", until=NOW))
