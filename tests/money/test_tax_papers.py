"""What invoices and credit notes say of tax on top of a price, and of tax that the buyer accounts for (F049, F082)."""

from __future__ import annotations

import pytest

from emporium.db import transaction
from emporium.services import documents, refunds, tax
from emporium.services.auth import SYSTEM
from emporium.services.documents import render_pdf
from emporium.services.refunds import RefundAsk
from tests.factories import ADDRESS
from tests.money.test_taxes import BERLIN, GERMAN_ID, NEW_YORK, SALES_TAX, bought, filled


@pytest.fixture
def new_york(shop) -> None:
    with transaction() as session:
        tax.set_zone(session, actor=shop.admin(), zone=SALES_TAX)


def sold(shop, address, *, price: int, units: int = 1, tax_id: str = "", shipping: int = 490):
    mug = shop.variant(shop.store(shipping=shipping), price=price)
    actor, checkout_id, quote = filled(shop, {mug: units}, address, tax_id)
    return bought(shop, actor, checkout_id, quote.version)


def content_of(order) -> dict:
    with transaction() as session:
        return documents.invoice(session, actor=SYSTEM, order_id=order.id).content


def give(shop, order, ask: RefundAsk, key: str) -> dict:
    """Refund some of it; the credit note's content."""
    with transaction() as session:
        made = refunds.refund_order(
            session, actor=shop.owner(order.store_id), store_id=order.store_id, number=order.number, ask=ask, key=key
        )
        note = documents.credit_note(session, actor=SYSTEM, refund_id=made.id)
        assert note is not None
        return note.content


def assert_adds_up(content: dict) -> None:
    for line in content["lines"]:
        assert line["discount_minor"] == 0
        assert line["total_minor"] == line["quantity"] * line["unit_minor"] + line["tax_minor"]
    assert sum(line["total_minor"] for line in content["lines"]) == content["totals"]["total_minor"]
    assert sum(row["tax_minor"] for row in content["tax_summary"]) == content["totals"]["tax_minor"]


def test_an_invoice_with_tax_on_top_states_the_price_without_it(shop, new_york):
    order, _, _ = sold(shop, NEW_YORK, price=2405, units=2)
    content = content_of(order)
    goods, delivery = content["lines"]
    assert (goods["unit_minor"], goods["unit_net_minor"], goods["tax_minor"], goods["total_minor"]) == (
        2405, 2405, 385, 5195,
    )  # fmt: skip
    assert (delivery["unit_minor"], delivery["tax_minor"], delivery["rate_bp"]) == (490, 39, 800)
    assert content["totals"] == {"net_minor": 4810 + 490, "tax_minor": 424, "total_minor": order.total_minor}
    assert not any("Exempt" in note for note in content["notes"])
    assert_adds_up(content)
    assert render_pdf(content).startswith(b"%PDF")


def test_credit_notes_take_back_the_tax_on_top_to_the_cent(shop, new_york):  # C04
    order, line, _ = sold(shop, NEW_YORK, price=2400, units=3)
    bill = content_of(order)
    made = [give(shop, order, RefundAsk({line.id: 1}), str(unit)) for unit in range(3)]
    made.append(give(shop, order, RefundAsk(shipping_minor=order.shipping_minor), "delivery"))
    for content in made:
        assert_adds_up(content)
    for figure in ("net_minor", "tax_minor", "total_minor"):
        assert bill["totals"][figure] + sum(content["totals"][figure] for content in made) == 0


def test_what_was_given_back_before_is_not_on_an_invoice_with_tax_on_top(shop, new_york):
    order, line, _ = sold(shop, NEW_YORK, price=2400, units=3, shipping=0)
    with transaction() as session:
        refunds.refund_order(
            session, actor=shop.owner(order.store_id), store_id=order.store_id, number=order.number,
            ask=RefundAsk({line.id: 2}), key="two",
        )  # fmt: skip
    content = content_of(order)
    assert content["lines"][0]["quantity"] == 1
    assert content["totals"] == {"net_minor": 2400, "tax_minor": 192, "total_minor": 2592}


def test_reverse_charge_names_both_numbers_and_says_why(shop):  # F049
    order, line, _ = sold(shop, BERLIN, price=2400, tax_id=GERMAN_ID)
    content = content_of(order)
    assert content["buyer"]["tax_id"] == GERMAN_ID
    assert any(GERMAN_ID in note and note.startswith("Reverse charge") for note in content["notes"])
    goods, delivery = content["lines"]
    # The shelf price and the price without the tax that the buyer accounts for.
    assert (goods["unit_minor"], goods["unit_net_minor"], goods["total_minor"]) == (2400, 2400 - 383, 2400 - 383)
    assert (delivery["unit_minor"], delivery["unit_net_minor"], delivery["total_minor"]) == (490, 412, 412)
    assert content["totals"] == {"net_minor": order.total_minor, "tax_minor": 0, "total_minor": order.total_minor}
    note = give(shop, order, RefundAsk({line.id: 1}, shipping_minor=412), "all")
    assert note["totals"]["total_minor"] == -order.total_minor
    assert any(said.startswith("Reverse charge") for said in note["notes"])
    assert render_pdf(note).startswith(b"%PDF")


def test_a_company_at_home_is_named_with_its_number_and_pays_the_tax(shop):  # F049
    order, _, _ = sold(shop, ADDRESS, price=2400, tax_id="BE0428759497")
    content = content_of(order)
    assert content["buyer"]["tax_id"] == "BE0428759497"
    assert content["totals"]["tax_minor"] == order.tax_minor > 0
    assert not any("Reverse charge" in note for note in content["notes"])
