"""Invoices, credit notes, packing slips: what they say, and their numbers (F082)."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from sqlmodel import func, select, update

from emporium.db import transaction
from emporium.errors import Conflict, NotFound
from emporium.services import documents, orders
from emporium.services.auth import SYSTEM, Actor
from emporium.services.documents.kinds import DocumentKind
from emporium.services.documents.numbering import write
from emporium.services.documents.printing import printed
from emporium.services.refunds import RefundAsk
from models.catalogue import Product
from models.orders import Order, OrderLine, Purchase
from models.payments import Refund
from models.stores import Store
from tests.factories import guest, in_parallel, read
from tests.services.documents.kit import Sold, assert_adds_up, fetch, numbers


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
