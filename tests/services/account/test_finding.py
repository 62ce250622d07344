"""Guests and their orders: the number shows a status, the link the rest, an old link asks for more (F155)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Invalid, NotFound, TooMany
from emporium.services import documents, orders
from emporium.services.auth import SYSTEM, Actor
from emporium.services.auth.link_proofs import make_proof, proves
from emporium.web.page import PageRequest
from models.orders import Order, Purchase
from storefront.purchase_values import PurchasePage
from storefront.state.account_data import load_find
from storefront.state.purchase import load_purchase
from tests.factories import ADDRESS, Shop, guest, read, relay

HERE = Actor(ip="10.4.4.4")


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    return made


def old(shop: Shop, *, days: int = 40):
    placed = shop.buy(shop.variant())
    with transaction() as session:
        session.get_one(Purchase, placed.purchase_id).created_at = datetime.now(UTC) - timedelta(days=days)
    return placed


def page(token: str, *, actor: Actor | None = None, **query: str) -> PurchasePage:
    text = "&".join(f"{name}={value}" for name, value in query.items())
    request = PageRequest(actor=actor or guest(), path=f"/purchase/{token}", query_string=text, params={"token": token})
    return read(lambda s: load_purchase(s, request)).view


def personal(view: PurchasePage) -> str:
    return f"{view.address}{view.email}{[part.papers for part in view.parcels]}{[part.after for part in view.parcels]}"


def test_a_number_alone_shows_where_it_is_and_nothing_of_a_person(shop):
    placed = shop.buy(shop.variant())
    found = read(lambda s: orders.standing(s, actor=HERE, number=f" {placed.number.lower()}-1 "))
    assert (found.number, found.paid, found.parcels, found.sent) == (placed.number, True, 1, 0)
    request = PageRequest(actor=HERE, path="/orders/find", query_string=f"number={placed.number}")
    view = read(lambda s: load_find(s, request)).view
    assert view.status == f"Order {placed.number} is being packed."
    assert "ana@example.com" not in str(view) and placed.token not in str(view)
    with pytest.raises(NotFound):
        read(lambda s: orders.standing(s, actor=HERE, number="E1"))


def test_trying_numbers_has_an_end(shop):
    with pytest.raises(TooMany):
        for number in range(40):
            with pytest.raises(NotFound):
                read(lambda s, number=number: orders.standing(s, actor=HERE, number=f"E{number}"))


def test_the_link_goes_to_the_address_it_was_bought_with_and_to_no_other(shop):
    placed = old(shop)
    for email in ("eve@example.com", "ANA@example.com"):
        with transaction() as session:
            assert orders.ask_link(session, actor=HERE, number=placed.number, email=email) is None
    with transaction() as session:
        assert orders.ask_link(session, actor=HERE, number="E1", email="ana@example.com") is None
    (letter,) = relay("find_order_asked")
    assert letter.recipient == "ana@example.com"
    link = next(word for word in letter.body_text.split() if "/purchase/" in word)
    proof = parse_qs(urlsplit(link).query)["proof"][0]
    assert not page(placed.token, proof=proof).asks


def test_a_young_link_shows_all_and_an_old_one_asks(shop):
    young, late = shop.buy(shop.variant()), old(shop)
    assert "Veldstraat" in personal(page(young.token))
    view = page(late.token)
    assert view.asks and "Veldstraat" not in str(view) and "ana@example.com" not in str(view)
    assert view.parcels, "where it is stays visible"
    for answer in ("9000", " 90 00", "Ana@Example.com"):
        with transaction() as session:
            proof = orders.prove(session, token=late.token, answer=answer)
        assert "Veldstraat" in personal(page(late.token, proof=proof))
    for answer in ("", "9001", "eve@example.com"):
        with pytest.raises(Invalid), transaction() as session:
            orders.prove(session, token=late.token, answer=answer)
    with pytest.raises(NotFound), transaction() as session:
        orders.prove(session, token="nonsense", answer="9000")


def test_guessing_the_postcode_has_an_end(shop):
    late = old(shop)
    with pytest.raises(TooMany):
        for number in range(1000, 1040):
            with pytest.raises(Invalid), transaction() as session:
                orders.prove(session, token=late.token, answer=str(number))


def test_whoever_owns_it_needs_no_proof(shop):
    late, owner = old(shop), shop.user()
    with transaction() as session:
        session.get_one(Purchase, late.purchase_id).user_id = owner
    assert not page(late.token, actor=Actor(user_id=owner)).asks
    assert page(late.token, actor=Actor(user_id=shop.user())).asks


def test_a_proof_is_for_one_order_and_for_a_day(shop, monkeypatch):
    mine, other = uuid4(), uuid4()
    proof = make_proof(mine)
    assert proves(proof, mine) and not proves(proof, other)
    until, _, signature = proof.partition("-")
    assert not proves(f"{int(until) + 1}-{signature}", mine)
    assert not any(proves(text, mine) for text in ("", "-", "x-y", "9" * 40, f"{until}-"))
    monkeypatch.setattr("emporium.services.auth.link_proofs.time.time", lambda: float(until) + 1)
    assert not proves(proof, mine)


def test_papers_of_an_old_link_ask_for_the_proof_too(shop):
    late = old(shop)
    order = read(lambda s: s.exec(select(Order).where(Order.purchase_id == late.purchase_id)).one())
    with transaction() as session:
        order_row = session.get_one(Order, order.id)
        orders.ship_order(
            session, actor=shop.owner(order_row.store_id), store_id=order_row.store_id, number=order_row.number,
            carrier="bpost", tracking_number="BE1234",
        )  # fmt: skip
    with transaction() as session:
        paper = documents.invoice(session, actor=SYSTEM, order_id=order.id)

    def fetch(token: str) -> bytes:
        return read(lambda s: documents.document_pdf(s, actor=guest(), document_id=paper.id, token=token))[1]

    with pytest.raises(NotFound):
        fetch(late.token)
    assert fetch(f"{late.token}~{make_proof(late.purchase_id)}").startswith(b"%PDF")
    with pytest.raises(NotFound):
        fetch(f"{late.token}~{make_proof(uuid4())}")
    assert ADDRESS["line1"] not in str(page(late.token))
