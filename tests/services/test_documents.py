"""Invoices, credit notes, packing slips, commission invoices: numbers, contents, bytes, and who may see them (F082)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import typst
from rq import Queue, SimpleWorker
from sqlalchemy import text
from sqlmodel import col, func, select, update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from emporium import db
from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound
from emporium.providers.storage import get_storage
from emporium.services import books, documents, ledger, orders, refunds
from emporium.services.auth import ANONYMOUS, SYSTEM, Actor
from emporium.services.documents import rendering
from emporium.services.documents.keeping import storage_key
from emporium.services.documents.kinds import DocumentKind
from emporium.services.documents.numbering import write
from emporium.services.documents.printing import printed
from emporium.services.refunds import RefundAsk
from emporium.settings import get_settings
from emporium.web import media
from jobs import relay, tasks
from jobs.queues import NAMES
from models.catalogue import Product
from models.commissions import FeeRule
from models.enums import AccountKind, Face, FeeComponent, PlatformRole, StoreRole
from models.ledger import LedgerTransaction
from models.orders import Document, Order, OrderLine, Purchase
from models.payments import Refund
from models.stores import Store
from tests.factories import Shop, guest, in_parallel, read

EVIL = '#read("/etc/passwd") [*x*] $y$'


@pytest.fixture
def shop(db_url: str) -> Iterator[Shop]:
    """A marketplace with a commission of 12.5 %, a processing fee and a fixed fee."""
    db.configure(db_url, pool_size=30)
    made = Shop()
    made.commission(1250)
    with transaction() as session:
        session.add(FeeRule(component=FeeComponent.PROCESSING, rate_bp=140))
        session.add(FeeRule(component=FeeComponent.FIXED, fixed_minor=25, currency="EUR"))
    yield made
    assert read(books.check_books) == []


class Sold:
    """A paid order of one store."""

    def __init__(self, shop: Shop, store: UUID, *variants: UUID, quantity: int = 1, actor: Actor | None = None) -> None:
        self.store, self.owner = store, shop.owner(store)
        self.placed = shop.buy(*variants, quantity=quantity, actor=actor)
        purchase = self.placed.purchase_id
        self.id, self.number = read(
            lambda s: s.exec(select(Order.id, Order.number).where(Order.purchase_id == purchase)).one()
        )

    def order(self) -> Order:
        return read(lambda s: s.get_one(Order, self.id))

    def lines(self) -> list[OrderLine]:
        return read(
            lambda s: list(
                s.exec(select(OrderLine).where(OrderLine.order_id == self.id).order_by(col(OrderLine.position))).all()
            )
        )

    def ship(self, lines=None) -> UUID:
        with transaction() as session:
            return orders.ship_order(
                session, actor=self.owner, store_id=self.store, number=self.number, carrier="bpost",
                tracking_number="3232000", lines=lines,
            ).id  # fmt: skip

    def refund(self, ask: RefundAsk, key: str = "k", reason: str = "Broken") -> UUID:
        with transaction() as session:
            return refunds.refund_order(
                session, actor=self.owner, store_id=self.store, number=self.number, ask=ask, key=key, reason=reason
            ).id

    def cancel(self, units: dict[UUID, int]) -> None:
        with transaction() as session:
            refunds.cancel_lines(
                session, actor=self.owner, store_id=self.store, number=self.number, units=units, reason="gone", key="c"
            )

    def invoice(self, actor: Actor = SYSTEM, **more) -> Document:
        return read(lambda s: documents.invoice(s, actor=actor, order_id=self.id, **more))

    def credit(self, refund_id: UUID) -> Document | None:
        return read(lambda s: documents.credit_note(s, actor=SYSTEM, refund_id=refund_id))


@pytest.fixture
def sold(shop: Shop) -> Sold:
    store = shop.store(shipping=490)
    with transaction() as session:
        row = session.get_one(Store, store)
        row.legal_name, row.legal_address, row.tax_id = "Clay & Kin BV", "Kraanlei 41\n9000 Ghent", "BE 0712.345.678"
    return Sold(shop, store, *shop.variants(store, prices=(2400, 1777)), quantity=3)


def numbers(kind: str = "invoice", issuer: str | None = None) -> list[int]:
    statement = select(Document.number).where(Document.kind == kind).order_by(col(Document.number))
    if issuer is not None:
        statement = statement.where(Document.issuer == issuer)
    return read(lambda s: list(s.exec(statement).all()))


def fetch(actor: Actor, document: Document, token: str | None = None) -> tuple[str, bytes]:
    return read(lambda s: documents.document_pdf(s, actor=actor, document_id=document.id, token=token))


def assert_adds_up(content: dict) -> None:
    """Lines, summary and totals tell the same story."""
    for line in content["lines"]:
        assert line["quantity"] * line["unit_minor"] - line["discount_minor"] == line["total_minor"]
    for rows in (content["lines"], content["tax_summary"]):
        assert sum(row["total_minor"] for row in rows) == content["totals"]["total_minor"]
        assert sum(row["tax_minor"] for row in rows) == content["totals"]["tax_minor"]
    assert sum(row["net_minor"] for row in content["tax_summary"]) == content["totals"]["net_minor"]
    assert content["totals"]["net_minor"] + content["totals"]["tax_minor"] == content["totals"]["total_minor"]


# Contents


def test_an_invoice_says_what_the_law_asks_for(sold):
    sold.ship()
    row = sold.invoice()
    content, order = row.content, sold.order()
    assert (row.issuer, row.number, content["reference"], content["title"]) == (
        str(sold.store), 1, "INV-00001", "Invoice",
    )  # fmt: skip
    assert content["issued_on"] == row.created_at.date().isoformat()
    assert content["seller"] == {
        "name": "Clay & Kin BV",
        "trade_name": "Clay & Kin",
        "address": ["Kraanlei 41", "9000 Ghent"],
        "tax_id": "BE 0712.345.678",
    }
    assert content["buyer"]["name"] == "Ana Peeters"
    assert content["buyer"]["address"] == ["Veldstraat 12", "9000 Ghent", "Belgium"]
    assert [fact["label"] for fact in content["facts"]] == ["Order", "Ordered on", "Paid on", "Sent on"]
    first, second, delivery = content["lines"]
    assert (first["quantity"], first["unit_minor"], first["unit_net_minor"], first["total_minor"]) == (
        3, 2400, 1983, 7200,
    )  # fmt: skip
    assert (first["rate_bp"], first["tax_minor"]) == (2100, 1250)
    assert second["total_minor"] == 5331
    assert (delivery["name"], delivery["total_minor"], delivery["rate_bp"]) == ("Delivery", 490, 2100)
    assert content["totals"]["total_minor"] == order.total_minor == 7200 + 5331 + 490
    assert content["totals"]["tax_minor"] == order.tax_minor
    assert_adds_up(content)
    assert not any("remitted" in note for note in content["notes"])


def test_what_was_invoiced_stays_whatever_is_renamed(shop, sold):
    row = sold.invoice()
    before, pdf = json.dumps(row.content, sort_keys=True), fetch(SYSTEM, row)[1]
    with transaction() as session:
        store = session.get_one(Store, sold.store)
        store.name, store.legal_name, store.tax_id = "Other", "Other BV", "BE 1"
        session.exec(update(Product).values(name="Other"))
        session.exec(update(Purchase).values(address={"name": "Other", "country": "FR"}))
    again = sold.invoice()
    assert (again.id, json.dumps(again.content, sort_keys=True)) == (row.id, before)
    assert fetch(SYSTEM, row)[1] == pdf


def test_the_platform_that_owes_the_tax_says_so(shop):
    store = shop.store()
    with transaction() as session:
        session.get_one(Store, store).tax_by_platform = True
    sold = Sold(shop, store, shop.variant(store))
    assert any(note.startswith("Tax is remitted by the platform") for note in sold.invoice().content["notes"])


def test_a_price_with_a_discount_adds_up(sold):
    """A discount on goods and on the delivery, and what was given back before the invoice is not on it."""
    with transaction() as session:
        order = session.get_one(Order, sold.id)
        first = session.exec(select(OrderLine).where(OrderLine.order_id == sold.id, OrderLine.position == 0)).one()
        session.exec(
            update(Order)
            .where(Order.id == order.id)
            .values(discount_minor=1070, shipping_discount_minor=70, total_minor=order.total_minor - 1070)
        )
        session.exec(
            update(OrderLine)
            .where(OrderLine.id == first.id)
            .values(discount_minor=1000, total_minor=first.total_minor - 1000)
        )
        content = documents.invoice(session, actor=SYSTEM, order_id=sold.id).content
        assert_adds_up(content)
        assert [line["discount_minor"] for line in content["lines"]] == [1000, 0, 70]
        assert content["totals"]["total_minor"] == session.get_one(Order, sold.id).total_minor
        assert printed(content)["discounted"] is True
        session.rollback()


def test_an_order_that_is_not_paid_has_no_invoice(shop):
    store = shop.store()
    sold = Sold.__new__(Sold)
    placed = shop.buy(shop.variant(store), method="sandbox_delay")
    sold.id = read(lambda s: s.exec(select(Order.id).where(Order.purchase_id == placed.purchase_id)).one())
    with pytest.raises(Conflict):
        sold.invoice()
    assert numbers() == []


# Credit notes


def test_a_credit_note_reverses_its_part_and_names_the_invoice(sold):
    sold.ship()
    bill = sold.invoice()
    first, _second = sold.lines()
    note = sold.credit(sold.refund(RefundAsk({first.id: 2}, shipping_minor=100, goodwill_minor=50)))
    content = note.content
    assert (note.number, content["reference"], content["title"]) == (1, "CN-00001", "Credit note")
    assert content["refers"]["invoice_id"] == str(bill.id)
    assert {"label": "For invoice", "value": "INV-00001"} in content["facts"]
    assert any("INV-00001" in note for note in content["notes"]) and "Reason: Broken" in content["notes"]
    goods, delivery, goodwill = sorted(content["lines"], key=lambda line: line["total_minor"])
    assert (goods["quantity"], goods["unit_minor"], goods["total_minor"]) == (-2, 2400, -4800)
    assert (delivery["total_minor"], delivery["rate_bp"]) == (-100, 2100)
    assert (goodwill["total_minor"], goodwill["tax_minor"], goodwill["rate_bp"]) == (-50, 0, None)
    assert_adds_up(content)


def test_an_invoice_and_all_its_credit_notes_are_nothing(sold):
    sold.ship()
    first, second = sold.lines()
    made = [sold.invoice()]
    for key, ask in (
        ("1", RefundAsk({first.id: 1}, shipping_minor=111)),
        ("2", RefundAsk({first.id: 1, second.id: 2})),
        ("3", RefundAsk({first.id: 1, second.id: 1}, shipping_minor=379)),
    ):
        made.append(sold.credit(sold.refund(ask, key=key)))
    assert numbers("credit_note") == [1, 2, 3]
    for name in ("net_minor", "tax_minor", "total_minor"):
        assert sum(row.content["totals"][name] for row in made) == 0, name


def test_a_refund_has_one_credit_note(sold):
    sold.ship()
    sold.invoice()
    refund = sold.refund(RefundAsk({sold.lines()[0].id: 1}))
    made = in_parallel(6, lambda _i: sold.credit(refund).id)
    assert len(set(made)) == 1 and numbers("credit_note") == [1]


def test_what_was_given_back_before_the_invoice_is_not_on_it_and_has_no_credit_note(sold):
    first, second = sold.lines()
    sold.cancel({first.id: 1})
    early = sold.refund(RefundAsk({second.id: 3}, shipping_minor=90, goodwill_minor=30), key="early")
    assert sold.credit(early) is None, "nothing was invoiced yet"
    content = sold.invoice().content
    assert [line["quantity"] for line in content["lines"]] == [2, 1, 1]
    assert [line["total_minor"] for line in content["lines"]] == [4800, 400, -30]
    assert_adds_up(content)
    given = read(lambda s: s.exec(select(func.sum(Refund.amount_minor))).one())
    assert content["totals"]["total_minor"] == sold.order().total_minor - given
    assert sold.credit(early) is None, "the invoice left it out"
    assert sold.credit(sold.refund(RefundAsk({first.id: 1}), key="late")).content["totals"]["total_minor"] == -2400


def test_when_everything_was_given_back_there_is_nothing_to_invoice(sold):
    first, second = sold.lines()
    sold.cancel({first.id: 3, second.id: 3})
    with pytest.raises(Conflict):
        sold.invoice()
    assert numbers() == []


# Numbers


def test_twenty_writers_at_once_leave_no_gap_and_no_double(shop):
    store = shop.store()
    variant = shop.variant(store, stock=50)
    sales = [Sold(shop, store, variant) for _ in range(20)]
    made = in_parallel(20, lambda i: sales[i].invoice().number)
    assert sorted(made) == list(range(1, 21)), made
    assert numbers() == list(range(1, 21))


def test_writers_that_fail_leave_no_gap(shop):
    store = shop.store()

    def one(i: int) -> int:
        with transaction() as session:
            row = write(session, issuer=str(store), kind=DocumentKind.PACKING_SLIP, content={"title": str(i)})
            if i % 2:
                raise RuntimeError("given up")
            return row.number

    made = in_parallel(20, one)
    assert sum(isinstance(each, RuntimeError) for each in made) == 10
    assert sorted(each for each in made if isinstance(each, int)) == list(range(1, 11)), made


def test_every_issuer_counts_for_itself_and_every_kind_too(shop):
    one, two = shop.store("One"), shop.store("Two")
    for store in (one, two, one):
        sale = Sold(shop, store, shop.variant(store))
        parcel = sale.ship()
        sale.invoice()
        read(lambda s, parcel=parcel: documents.packing_slip(s, actor=SYSTEM, fulfillment_id=parcel))
    for kind in ("invoice", "packing_slip"):
        assert numbers(kind, str(one)) == [1, 2] and numbers(kind, str(two)) == [1]


def test_the_same_order_asked_at_once_has_one_invoice(sold):
    made = in_parallel(12, lambda _i: sold.invoice().id)
    assert len(set(made)) == 1, made
    assert numbers() == [1]


# Packing slips


def test_a_packing_slip_says_what_is_in_this_parcel_and_no_price(shop, sold):
    first, _second = sold.lines()
    with transaction() as session:
        session.get_one(Order, sold.id).gift_message = "Happy birthday"
    one = sold.ship([orders.ParcelLine(first.id, 2)])
    two = sold.ship()
    slips = [
        read(lambda s, p=p: documents.packing_slip(s, actor=sold.owner, fulfillment_id=p)) for p in (one, two, one)
    ]
    assert slips[0].id == slips[2].id and [slip.number for slip in slips] == [1, 2, 1]
    assert [line["quantity"] for line in slips[0].content["lines"]] == [2]
    assert [line["quantity"] for line in slips[1].content["lines"]] == [1, 3]
    assert slips[0].content["gift_message"] == "Happy birthday"
    assert "minor" not in json.dumps(slips[0].content), "a present may be in it"
    for actor in (guest(), Actor(user_id=uuid4()), shop.owner(shop.store("Other"))):
        with pytest.raises(NotFound):
            read(lambda s, a=actor: documents.packing_slip(s, actor=a, fulfillment_id=one))


# Commission invoices


def month_of(when: datetime) -> tuple[int, int]:
    return when.year, when.month


def taken() -> dict[AccountKind, int]:
    kinds = (
        AccountKind.COMMISSION_REVENUE, AccountKind.PROCESSING_REVENUE, AccountKind.FIXED_FEE_REVENUE,
        AccountKind.FEE_TAX,
    )  # fmt: skip
    return {kind: -read(lambda s, k=kind: ledger.balance(s, kind=k, currency="EUR")) for kind in kinds}


def commission(store: UUID, when: datetime, actor: Actor = SYSTEM, later: timedelta = timedelta(days=40)):
    year, month = month_of(when)
    return read(
        lambda s: documents.commission_invoices(
            s, actor=actor, store_id=store, year=year, month=month, when=when + later
        )
    )


def backdate(when: datetime, order_id: UUID | None = None) -> None:
    """Move bookings in time, which nobody else can: the ledger is append-only."""
    statement = update(LedgerTransaction).values(created_at=when)
    with transaction() as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(statement if order_id is None else statement.where(LedgerTransaction.order_id == order_id))


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


# Bytes

ELSEWHERE = """
import json, sys
from emporium.services.documents import render_pdf
sys.stdout.buffer.write(render_pdf(json.load(sys.stdin)))
"""


def papers(sold: Sold) -> list[Document]:
    parcel = sold.ship()
    bill = sold.invoice(when=datetime(2024, 2, 29, 23, 59, tzinfo=UTC))
    note = sold.credit(sold.refund(RefundAsk({sold.lines()[0].id: 1}, goodwill_minor=5)))
    slip = read(lambda s: documents.packing_slip(s, actor=SYSTEM, fulfillment_id=parcel))
    (fees,) = commission(sold.store, datetime.now(UTC))
    return [bill, note, slip, fees]


def test_a_paper_is_the_same_bytes_in_another_process_and_at_another_time(sold, tmp_path):
    for row in papers(sold):
        here = documents.render_pdf(row.content)
        there = subprocess.run(
            [sys.executable, "-c", ELSEWHERE],
            input=json.dumps(row.content).encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "HOME": str(tmp_path)},
        ).stdout
        assert here[:5] == b"%PDF-" and here == there, row.kind


def test_a_paper_is_dated_by_its_day_and_not_by_the_clock(sold):
    pdf = documents.render_pdf(papers(sold)[0].content)
    assert b"2024-02-29" in pdf or b"D:20240229" in pdf
    assert str(datetime.now(UTC).date()).encode() not in pdf
    assert f"D:{datetime.now(UTC):%Y%m%d}".encode() not in pdf


def test_a_pdf_is_kept_with_its_digest_and_made_again_when_lost(sold):
    row = sold.invoice()
    assert row.digest is None and row.storage_key is None
    digest = tasks.make_pdf(str(row.id))
    kept = read(lambda s: s.get_one(Document, row.id))
    assert (kept.digest, kept.storage_key) == (digest, storage_key(row.id))
    name, pdf = fetch(SYSTEM, row)
    assert name.endswith("-INV-00001.pdf") and pdf == get_storage().read(storage_key(row.id))
    assert tasks.make_pdf(str(row.id)) == digest
    get_storage().put(storage_key(row.id), b"%PDF-damaged", "application/pdf")
    assert fetch(SYSTEM, row)[1] == pdf, "what does not match its digest is not handed out"
    get_storage().delete(storage_key(row.id))
    assert fetch(SYSTEM, row)[1] == pdf
    tasks.make_pdf(str(row.id))
    assert get_storage().read(storage_key(row.id)) == pdf


def test_content_that_was_changed_makes_no_pdf(sold):
    row = sold.invoice()
    tasks.make_pdf(str(row.id))
    pdf = get_storage().read(storage_key(row.id))
    with transaction() as session:
        changed = session.get_one(Document, row.id)
        changed.content = {**changed.content, "totals": {**changed.content["totals"], "total_minor": 1}}
    with pytest.raises(Conflict):
        tasks.make_pdf(str(row.id))
    assert get_storage().read(storage_key(row.id)) == pdf
    get_storage().delete(storage_key(row.id))
    with pytest.raises(Conflict):
        fetch(SYSTEM, row)


def test_the_public_media_route_serves_no_paper(sold):
    row = sold.invoice()
    tasks.make_pdf(str(row.id))
    get_storage().put(f"control/{row.id}.pdf", b"%PDF-public", "application/pdf")
    client = TestClient(Starlette(routes=media.routes()))
    assert client.get(f"/media/control/{row.id}.pdf").status_code == 200, "the route serves PDFs that are public"
    key = storage_key(row.id)
    assert get_storage().exists(key)
    for path in (
        key,
        f"documents/{row.id}.pdf",
        f"{key}/",
        f"{key}?x=.pdf",
        f"{key}%23.pdf",
        f"{key}%00.pdf",
        f"./{key}",
    ):
        assert client.get(f"/media/{path}").status_code == 404, path
    assert [k for k in get_storage().keys("documents/") if str(row.id) in k] == [key]


# Texts are data


def drawn(content: dict) -> str:
    """The elements of a paper's tables as Typst built them, as JSON."""
    folder = rendering.LAYOUTS / f"v{content['layout']}"
    return typst.query(
        str(folder / rendering.FILES[content["kind"]]),
        "table",
        root=str(folder),
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(printed(content))},
    )


def test_names_are_printed_and_never_run(shop):
    store = shop.store("Evil")
    with transaction() as session:
        row = session.get_one(Store, store)
        row.name, row.legal_name, row.legal_address, row.tax_id = EVIL, f"L{EVIL}", f"{EVIL}\n#panic()", '#panic("x")'
    sold = Sold(shop, store, shop.variant(store))
    with transaction() as session:
        session.exec(update(OrderLine).values(name=EVIL, variant_title=f"v{EVIL}", personalisation={"#x": EVIL}))
        session.exec(update(Order).values(gift_message=EVIL, shipping_method=EVIL))
        session.exec(update(Purchase).values(address={"name": EVIL, "line1": "*a*", "city": "$b$", "country": "#c"}))
    for content in [row.content for row in papers(sold)]:
        assert documents.render_pdf(content)[:5] == b"%PDF-"
        elements = drawn(content)
        if content["kind"] != "commission_invoice":
            assert json.dumps(EVIL) in elements, "the name is one text, as it was given"
        assert "root:" not in elements and '"func": "equation"' not in elements and '"func": "strong"' not in elements


def test_the_layout_reads_no_other_file(tmp_path):
    """Were a text ever run, this is what it would meet."""
    program = tmp_path / "x.typ"
    for path in ("/etc/passwd", "../../../../../../../../etc/passwd"):
        program.write_text(f'#read("{path}")')
        with pytest.raises(typst.TypstError):
            typst.compile(str(program), root=str(tmp_path), ignore_system_fonts=True)


# Who may see it


def test_a_paper_is_for_the_store_the_shopper_and_the_operator(shop):
    store, other = shop.store(), shop.store("Other")
    user = shop.user()
    shopper = Actor(user_id=user, face=Face.SHOP, guest_token=guest().guest_token)
    sold = Sold(shop, store, shop.variant(store), actor=shopper)
    bill, _note, slip, fees = papers(sold)
    token = read(lambda s: s.exec(select(Purchase.token)).one())
    support = Actor(user_id=shop.user(), face=Face.ADMIN, platform_roles=frozenset({PlatformRole.SUPPORT}))

    def sees(actor: Actor, paper: Document, link: str | None = None) -> bool:
        try:
            return fetch(actor, paper, link)[1][:5] == b"%PDF-"
        except NotFound:
            return False

    owner, staff, finance = sold.owner, shop.owner(store, StoreRole.STAFF), shop.owner(store, StoreRole.FINANCE)
    strangers = [guest(), ANONYMOUS, Actor(user_id=shop.user()), shop.owner(other)]
    strangers.append(Actor(user_id=owner.user_id, face=Face.SHOP, store_roles=owner.store_roles))
    table = {
        "bill": (bill, [owner, staff, finance, shopper, shop.admin(), support, SYSTEM], strangers),
        "slip": (slip, [owner, staff, shop.admin(), support], [*strangers, shopper]),
        "fees": (fees, [owner, finance, shop.admin()], [*strangers, shopper, staff, support]),
    }
    for name, (paper, welcome, turned_away) in table.items():
        assert [sees(actor, paper) for actor in welcome] == [True] * len(welcome), name
        assert [sees(actor, paper) for actor in turned_away] == [False] * len(turned_away), name
    assert sees(guest(), bill, token) and not sees(guest(), bill, token + "x") and not sees(guest(), bill, "ß")
    assert not sees(guest(), slip, token) and not sees(guest(), fees, token)
    with pytest.raises(NotFound):
        read(lambda s: documents.document_pdf(s, actor=SYSTEM, document_id=uuid4()))


def test_lists_show_what_their_reader_may_see(shop, sold):
    papers(sold)
    token = read(lambda s: s.exec(select(Purchase.token)).one())
    rows = read(lambda s: documents.order_documents(s, actor=sold.owner, order_id=sold.id))
    assert [row.kind for row in rows] == ["invoice", "credit_note", "packing_slip"]
    assert [row.total_minor for row in rows] == [sold.order().total_minor, -2405, None]
    assert not rows[0].ready and tasks.make_pdf(str(rows[0].id))
    rows = read(lambda s: documents.order_documents(s, actor=guest(), order_id=sold.id, token=token))
    assert [(row.kind, row.ready) for row in rows] == [("invoice", True), ("credit_note", False)]
    fees = read(lambda s: documents.fee_documents(s, actor=sold.owner, store_id=sold.store))
    assert [row.reference for row in fees] == ["FEE-00001"]
    other = shop.owner(shop.store("Other"))
    with pytest.raises(NotFound):
        read(lambda s: documents.order_documents(s, actor=other, order_id=sold.id))
    with pytest.raises(NotFound):
        read(lambda s: documents.fee_documents(s, actor=other, store_id=sold.store))


# When


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
