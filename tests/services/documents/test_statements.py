"""The statement of a month as a paper: opening + movements = closing, byte by byte the same (F102)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.services import documents
from emporium.services.refunds import RefundAsk
from jobs import tasks
from models.enums import StoreRole
from models.orders import Document
from models.outbox import OutboxEvent
from tests.factories import read
from tests.services.documents.kit import Sold, backdate, fetch
from vendor.state import money

LATER = datetime.now(UTC) + timedelta(days=40)


def statement(sold: Sold, actor=None, when: datetime = LATER, **other) -> Document:
    today = datetime.now(UTC)
    values = {"year": today.year, "month": today.month, "currency": "EUR", **other}
    return read(
        lambda s: documents.statement_paper(s, actor=actor or sold.owner, store_id=sold.store, when=when, **values)
    )


def test_opening_and_movements_make_the_closing(sold, shop):  # F102
    before = Sold(shop, sold.store, shop.variant(sold.store))
    backdate(datetime.now(UTC).replace(day=1) - timedelta(days=3), before.id)
    sold.refund(RefundAsk({sold.lines()[0].id: 1}))
    (table,) = statement(sold).content["tables"]
    opening, *moved, closing = table["rows"]
    assert opening[-1] > 0 and opening[-1] + sum(row[-2] for row in moved) == closing[-1] == moved[-1][-1]
    assert [row[1] for row in moved] == ["Sale", "Refund"]


def test_a_month_has_one_statement_and_it_is_always_the_same_bytes(sold):
    first = statement(sold)
    assert statement(sold).id == first.id and first.content["reference"] == "ST-00001"
    kinds = read(lambda s: [e.payload["what"] for e in s.exec(
        select(OutboxEvent).where(OutboxEvent.kind == "document_issued")).all()])  # fmt: skip
    assert kinds == ["statement"], "the job is told to draw it"
    digest = tasks.make_pdf(str(first.id))
    assert tasks.make_pdf(str(first.id)) == digest
    assert fetch(sold.owner, first)[1] == documents.render_pdf(first.content)


def test_only_months_that_are_over_and_only_ones_own(sold, shop):
    with pytest.raises(Conflict):
        statement(sold, when=datetime.now(UTC))
    with pytest.raises(Invalid):
        statement(sold, month=13)
    for actor in (shop.owner(shop.store("Other")), shop.owner(sold.store, StoreRole.STAFF)):
        with pytest.raises(NotFound):
            statement(sold, actor)
    paper = statement(sold)
    with pytest.raises(NotFound):
        fetch(shop.owner(sold.store, StoreRole.STAFF), paper)
    with pytest.raises(Conflict):
        read(lambda s: money._statement_paper(s, actor=sold.owner, slug="", month="", currency="EUR"))
    last = (datetime.now(UTC).replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    made = read(lambda s: money._statement_paper(s, actor=sold.owner, slug="", month=last, currency="EUR"))
    assert read(lambda s: s.get_one(Document, made)).content["refers"]["month"] == last
