"""When papers are written, and how lost ones are found again (F082)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rq import Queue, SimpleWorker
from sqlmodel import col, select, update

from emporium.db import transaction
from emporium.providers.storage import get_storage
from emporium.services import documents, orders
from emporium.services.refunds import RefundAsk
from emporium.settings import get_settings
from jobs import relay, tasks
from jobs.queues import NAMES
from models.orders import Document
from tests.factories import read
from tests.services.documents.kit import commission, numbers


def work_off(redis) -> None:
    for _ in range(4):
        while relay.relay_batch(redis):
            pass
        SimpleWorker([Queue(name, connection=redis) for name in NAMES], connection=redis).work(burst=True)


def test_a_parcel_writes_the_invoice_and_a_sent_refund_its_credit_note(sold, redis):
    work_off(redis)
    assert numbers() == [], "nothing left yet"
    first, _second = sold.lines()
    sold.ship([orders.ParcelLine(first.id, 1)])
    work_off(redis)
    assert numbers() == [1]
    sold.ship()
    work_off(redis)
    assert numbers() == [1], "only the first parcel"
    sold.refund(RefundAsk({first.id: 1}))
    work_off(redis)
    made = read(lambda s: list(s.exec(select(Document).order_by(col(Document.id))).all()))
    assert [row.kind for row in made] == ["invoice", "credit_note"]
    assert all(row.digest and get_storage().exists(row.storage_key) for row in made)


def test_papers_whose_job_was_lost_are_found_again(sold, redis):
    sold.ship()
    soon = datetime.now(UTC) + timedelta(minutes=6)

    def waiting(when: datetime):
        return read(lambda s: documents.waiting_documents(s, now=when))

    assert waiting(datetime.now(UTC)).orders == [], "its job may still come"
    assert waiting(soon + timedelta(days=8)).orders == [], "old orders are invoiced when somebody asks"
    assert waiting(soon).orders == [sold.id]
    assert tasks.write_invoice(str(sold.id)) == "INV-00001"
    refund = sold.refund(RefundAsk({sold.lines()[0].id: 1}))
    tasks.send_refund(str(refund))
    found = waiting(soon)
    assert (found.orders, found.refunds, len(found.documents)) == ([], [refund], 1)
    assert tasks.write_credit_note(str(refund)) == "CN-00001"
    for document_id in waiting(soon).documents:
        tasks.make_pdf(str(document_id))
    assert waiting(soon) == documents.WaitingDocuments([], [], [])
    with transaction() as session:
        session.exec(update(Document).values(digest=None, created_at=datetime.now(UTC) - timedelta(hours=1)))
    assert tasks.look_after_documents() == 2
    work_off(redis)
    assert waiting(soon).documents == []


def test_a_refund_that_the_invoice_left_out_waits_for_nothing(sold):
    first, _second = sold.lines()
    refund = sold.refund(RefundAsk({first.id: 1}))
    tasks.send_refund(str(refund))
    sold.ship()
    sold.invoice()
    soon = datetime.now(UTC) + timedelta(minutes=6)
    assert read(lambda s: documents.waiting_documents(s, now=soon)).refunds == []
    assert tasks.write_credit_note(str(refund)) == ""


def test_an_order_of_which_nothing_is_left_asks_for_no_invoice(shop, sold):
    first, second = sold.lines()
    sold.refund(RefundAsk({first.id: 3, second.id: 3}, shipping_minor=490))
    sold.ship()
    assert tasks.write_invoice(str(sold.id)) == ""
    soon = datetime.now(UTC) + timedelta(minutes=6)
    assert read(lambda s: documents.waiting_documents(s, now=soon)).orders == []


def test_the_platform_is_named_by_its_settings(sold, monkeypatch):
    monkeypatch.setenv("EMPORIUM_LEGAL_NAME", "Emporium NV")
    monkeypatch.setenv("EMPORIUM_LEGAL_ADDRESS", "Marktplein 1\n1000 Brussels")
    monkeypatch.setenv("EMPORIUM_TAX_ID", "BE 0999.999.999")
    get_settings.cache_clear()
    (row,) = commission(sold.store, datetime.now(UTC))
    get_settings.cache_clear()
    assert row.content["seller"] == {
        "name": "Emporium NV",
        "trade_name": "Emporium",
        "address": ["Marktplein 1", "1000 Brussels"],
        "tax_id": "BE 0999.999.999",
    }
    assert row.content["buyer"]["name"] == "Clay & Kin BV"
