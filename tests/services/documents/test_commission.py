"""The platform's own invoices for its commission and fees (F082)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from emporium.errors import Conflict, Invalid, NotFound
from emporium.services import documents
from emporium.services.auth import ANONYMOUS, SYSTEM
from emporium.services.refunds import RefundAsk
from jobs import tasks
from models.enums import AccountKind, StoreRole
from tests.factories import guest, read
from tests.services.documents.kit import Sold, backdate, commission, numbers, taken


def test_a_commission_invoice_is_the_ledger_to_the_cent(shop, sold):
    now = datetime.now(UTC)
    sold.ship()
    sold.refund(RefundAsk({sold.lines()[1].id: 2}))
    cancelled = Sold(shop, sold.store, shop.variant(sold.store, price=999))
    cancelled.cancel({line.id: line.quantity for line in cancelled.lines()})
    (row,) = commission(sold.store, now)
    content, ledgers = row.content, taken()
    assert (row.issuer, row.number, content["reference"]) == ("platform", 1, "FEE-00001")
    assert content["totals"]["tax_minor"] == ledgers.pop(AccountKind.FEE_TAX) > 0
    assert content["totals"]["net_minor"] == sum(ledgers.values()) > 0
    by_name: dict[str, int] = {}
    for line in content["lines"]:
        by_name[line["name"]] = by_name.get(line["name"], 0) + line["net_minor"]
    assert by_name == {
        "Commission": ledgers[AccountKind.COMMISSION_REVENUE],
        "Payment processing": ledgers[AccountKind.PROCESSING_REVENUE],
        "Fixed fee per order": ledgers[AccountKind.FIXED_FEE_REVENUE],
    }
    assert sum(r["commission_minor"] + r["fees_minor"] for r in content["bookings"]) == content["totals"]["net_minor"]
    assert sum(r["tax_minor"] for r in content["bookings"]) == content["totals"]["tax_minor"]
    assert sorted(r["what"] for r in content["bookings"]) == ["Refund", "Refund", "Sale", "Sale"]
    assert content["tax_rate_bp"] == 2100
    assert commission(sold.store, now)[0].id == row.id and numbers("commission_invoice") == [1]


def test_only_the_stores_own_month_counts(shop, sold):
    other = Sold(shop, shop.store("Other"), shop.variant(price=5000))
    now = datetime.now(UTC)
    last = now.replace(day=1) - timedelta(days=1)
    backdate(last, Sold(shop, sold.store, shop.variant(sold.store, price=800)).id)
    assert other.store != sold.store
    (current,) = commission(sold.store, now)
    (before,) = commission(sold.store, last, later=timedelta(days=20))
    assert [row["order"] for row in current.content["bookings"]] == [sold.number]
    assert len(before.content["bookings"]) == 1
    assert before.content["refers"]["month"] == f"{last:%Y-%m}"
    assert commission(sold.store, now - timedelta(days=400)) == []


def test_a_month_that_is_not_over_is_not_invoiced(shop, sold):
    now = datetime.now(UTC)
    with pytest.raises(Conflict):
        commission(sold.store, now, later=timedelta())
    with pytest.raises(Invalid):
        read(lambda s: documents.commission_invoices(s, actor=SYSTEM, store_id=sold.store, year=2026, month=13))
    stranger = shop.owner(shop.store("Other"))
    staff = shop.owner(sold.store, StoreRole.STAFF)
    for actor in (stranger, staff, guest(), ANONYMOUS):
        with pytest.raises(NotFound):
            commission(sold.store, now, actor=actor)


def test_the_schedule_invoices_the_months_that_are_over_once(shop, sold):
    last = datetime.now(UTC).replace(day=1) - timedelta(days=1)
    assert tasks.invoice_commissions() == 0, "this month is not over"
    backdate(last)
    late = datetime.now(UTC) + timedelta(days=1)
    assert [store for store, _month in read(lambda s: documents.commission_due(s, now=late))] == [sold.store]
    commission(sold.store, last, later=timedelta(days=20))
    assert read(lambda s: documents.commission_due(s, now=late)) == []


def test_a_month_of_refunds_is_money_for_the_store(shop, sold):
    last = datetime.now(UTC).replace(day=1) - timedelta(days=1)
    backdate(last)
    sold.ship()
    sold.refund(RefundAsk({sold.lines()[0].id: 3}))
    (row,) = commission(sold.store, datetime.now(UTC))
    assert row.content["title"] == "Commission credit note" and row.content["totals"]["total_minor"] < 0
