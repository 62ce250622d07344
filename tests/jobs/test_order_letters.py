"""Letters about purchases, orders and parcels."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from emporium.services import notifications
from models.enums import OrderStatus, PurchaseStatus
from models.notifications import Delivery
from models.orders import Fulfillment, FulfillmentLine, Order, OrderLine, Purchase
from models.outbox import OutboxEvent
from models.stores import Store


def add(session: Session, row):
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def purchase(session: Session) -> Purchase:
    """One purchase in two stores: two bowls and a plate from one, a poster from the other."""
    made = add(session, Purchase(
        number="E10482", token="tok-1", email="ann@example.com", currency="EUR", total_minor=14290,
        status=PurchaseStatus.PAID, paid_at=datetime.now(UTC),
        address={"name": "Ann Peeters", "line1": "Korenmarkt 1", "postcode": "9000", "city": "Gent"},
    ))  # fmt: skip
    for number, (name, goods, lines) in enumerate([
        ("Klei & Vuur", 9000, [("Raku bowl", "Smoke", 2, 3400), ("Plate <large>", "", 1, 2200)]),
        ("Papier", 4300, [("Poster", "A2", 1, 4300)]),
    ], start=1):  # fmt: skip
        store = add(session, Store(slug=f"store-{number}", name=name, email=f"store{number}@example.com"))
        shipping = 495
        order = add(session, Order(
            purchase_id=made.id, store_id=store.id, number=f"E10482-{number}", status=OrderStatus.PAID, currency="EUR",
            goods_minor=goods, shipping_minor=shipping, total_minor=goods + shipping, shipping_method="Bpost",
        ))  # fmt: skip
        for position, (title, variant, quantity, price) in enumerate(lines):
            add(session, OrderLine(
                order_id=order.id, position=position, name=title, variant_title=variant, quantity=quantity,
                unit_price_minor=price, subtotal_minor=price * quantity, total_minor=price * quantity,
            ))  # fmt: skip
    return made


def letters(session: Session, kind: str, **payload: object) -> list[Delivery]:
    event = add(session, OutboxEvent(kind=kind, payload={name: str(value) for name, value in payload.items()}))
    made = notifications.prepare(session, event=event)
    return [session.get_one(Delivery, delivery_id) for delivery_id in made]


def test_one_confirmation_per_purchase_with_every_store(session: Session, purchase: Purchase) -> None:
    (letter,) = letters(session, "purchase_paid", purchase_id=purchase.id)
    assert letter.recipient == "ann@example.com" and letter.subject == "Your order E10482"
    for part in ("€142.90", "Klei & Vuur, order E10482-1", "2 × Raku bowl, Smoke", "€68.00", "Papier, order E10482-2",
                 "2 parcels", "/purchase/tok-1", "Korenmarkt 1, 9000, Gent"):  # fmt: skip
        assert part in letter.body_text.replace("\n", " "), part
    assert "Plate &lt;large&gt;" in letter.body_html and "<large>" not in letter.body_html


def test_each_store_hears_of_its_own_part_only(session: Session, purchase: Purchase) -> None:
    order = session.exec(select(Order).where(Order.number == "E10482-2")).one()
    (letter,) = letters(session, "order_placed", order_id=order.id, store_id=order.store_id)
    assert letter.recipient == "store2@example.com" and letter.subject == "New order E10482-2, €47.95"
    assert "Poster" in letter.body_text and "Raku" not in letter.body_text and "Ann" not in letter.body_text
    assert "/vendor/orders/E10482-2" in letter.body_text


def test_parcel_letter_names_carrier_and_contents(session: Session, purchase: Purchase) -> None:
    order = session.exec(select(Order).where(Order.number == "E10482-1")).one()
    line = session.exec(select(OrderLine).where(OrderLine.name == "Raku bowl")).one()
    parcel = add(session, Fulfillment(order_id=order.id, number=1, carrier="Bpost", tracking_number="3232 1"))
    add(session, FulfillmentLine(fulfillment_id=parcel.id, order_line_id=line.id, quantity=1))
    (letter,) = letters(session, "order_shipped", fulfillment_id=parcel.id, order_id=order.id)
    assert letter.recipient == "ann@example.com" and letter.subject == "Your parcel from Klei & Vuur is on its way"
    assert "Bpost, number 3232 1" in letter.body_text and "1 of 2" in letter.body_text


def test_event_about_nothing_sends_nothing(session: Session) -> None:
    assert letters(session, "purchase_paid", purchase_id="0198c0de-0000-7000-8000-000000000000") == []
