"""PayPal's Settlement Report against the books (F072)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Invalid
from emporium.services import books, disputes, refunds
from emporium.services.auth import SYSTEM
from emporium.services.refunds import RefundAsk
from models.enums import BalanceKind
from models.payments import PaymentAttempt, Refund
from tests.factories import read
from tests.money.test_refunds import Sold

COLUMNS = (
    "Transaction ID", "Invoice ID", "PayPal Reference ID", "PayPal Reference ID Type", "Transaction Event Code",
    "Transaction Initiation Date", "Transaction Completion Date", "Transaction Debit or Credit",
    "Gross Transaction Amount", "Gross Transaction Currency", "Fee Debit or Credit", "Fee Amount", "Fee Currency",
    "Custom Field", "Consumer ID", "Payment Tracking ID", "Store ID",
)  # fmt: skip
DAY = "2026/11/24 10:26:29 -0700"


def row(ident: str, code: str, side: str, amount: str, *, currency: str = "EUR", about: str = "", fee: str = "") -> str:
    cells = (
        ident, "", about, "TXN" if about else "", code, DAY, DAY, side, amount, currency, "DR" if fee else "",
        fee, currency if fee else "", "", "", "", "",
    )  # fmt: skip
    return ",".join(["SB", *(f'"{cell}"' for cell in cells)])


def report(*rows: str) -> bytes:
    head = [
        '"RH",2026/11/25 03:00:00 -0700,"A","WKZLQ24NAK6QE",009', '"FH",01',
        '"SH",2026/11/24 00:00:00 -0700,2026/11/24 23:59:59 -0700,"WKZLQ24NAK6QE",""',
        ",".join(['"CH"', *(f'"{name}"' for name in COLUMNS)]),
    ]  # fmt: skip
    foot = ['"SF","EUR","CR",4000,"DR",2000', f'"SC",{len(rows)}', f'"RF",{len(rows)}', '"FF",1']
    return ("\ufeff" + "\r\n".join([*head, *rows, *foot]) + "\r\n").encode()


def test_amounts_come_with_their_side_in_the_smallest_unit():
    lines = books.read_report(
        report(
            row("C1", "T0006", "CR", "4000", fee="171"), row("C2", "T0006", "CR", "1200", currency="JPY"),
            row("C3", "T0006", "CR", "500", currency="HUF"), row("R1", "T1107", "DR", "2000", about="C1"),
            row("D1", "T1201", "DR", "4000", about="C1"), row("P1", "T0001", "DR", "900"),
            row("B1", "T0400", "DR", "5000"), row("H1", "T1110", "DR", "4000"),
        )
    )  # fmt: skip
    assert [(line.kind, line.reference, line.amount_minor, line.currency) for line in lines] == [
        (BalanceKind.CHARGE, "C1", 4000, "EUR"), (BalanceKind.FEE, "C1", -171, "EUR"),
        (BalanceKind.CHARGE, "C2", 1200, "JPY"), (BalanceKind.CHARGE, "C3", 50_000, "HUF"),
        (BalanceKind.REFUND, "R1", -2000, "EUR"), (BalanceKind.DISPUTE, "C1", -4000, "EUR"),
        (BalanceKind.PAYOUT, "P1", -900, "EUR"),
    ]  # fmt: skip
    assert lines[0].happened_at == datetime(2026, 11, 24, 17, 26, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    ("good", "bad"), [('"4000"', '"40.00"'), ('"4000"', '"-4000"'), ('"CR"', '"X"'), ('"EUR"', '"XXQ"'),
                      ("2026/11/24", "24.11.2026"), ('"Transaction ID"', '"Id"')],
)  # fmt: skip
def test_a_report_is_read_whole_or_not_at_all(good, bad):
    content = report(row("C1", "T0006", "CR", "4000")).decode()
    assert good in content
    with pytest.raises(Invalid, match="Line 5"):
        books.read_report(content.replace(good, bad).encode())


def test_the_books_are_compared_with_it(shop):
    sold = Sold(shop, store := shop.store(shipping=0), shop.variant(store, price=2000), quantity=2)
    Sold(shop, store, shop.variant(store, price=900))
    sold.refund(RefundAsk({sold.lines()[0].id: 1}))
    refund = read(lambda s: s.exec(select(Refund.id)).one())
    refunds.send_refund(transaction, refund_id=refund)
    sent = read(lambda s: s.get_one(Refund, refund).reference)
    charges = {a.amount_minor: a for a in read(lambda s: s.exec(select(PaymentAttempt)).all())}
    with transaction() as session:
        disputes.open_dispute(
            session, attempt_id=charges[900].id, provider="sandbox", reference="PP-D-7", amount_minor=900,
            currency="EUR", reason="not received",
        )  # fmt: skip
    lines = books.read_report(
        report(
            row(charges[4000].reference, "T0006", "CR", "4000"), row(charges[900].reference, "T0006", "CR", "900"),
            row(sent, "T1107", "DR", "2000"), row("X1", "T1201", "DR", "900", about=charges[900].reference),
        )
    )  # fmt: skip
    with transaction() as session:
        assert books.take_report(session, actor=SYSTEM, provider="sandbox", lines=lines) == 4
    until = datetime.now(UTC) + timedelta(days=1)
    assert read(lambda s: books.reconcile(s, actor=SYSTEM, provider="sandbox", until=until)) == []
