"""Into the basket by a plain form, before a script has run or without one (F041)."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from emporium import gateway
from emporium.db import transaction
from emporium.services import catalogue
from emporium.services.auth import SYSTEM
from emporium.services.catalogue import WishField
from emporium.web import cookies
from models.carts import CartLine
from models.catalogue import Product, ProductVariant
from tests.factories import Shop, guest, read

NAME = WishField("Name on it", required=True, longest=12)


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    return made


@pytest.fixture
def client() -> TestClient:
    made = TestClient(Starlette(routes=gateway.routes()), base_url="http://shop.test", follow_redirects=False)
    made.cookies.set(cookies.GUEST, str(guest().guest_token))
    return made


def send(client: TestClient, variant: object, units: object = 1, **said: str):
    answer = client.post(
        "/basket/add", data={"_variant": str(variant), "_units": str(units), "_slug": "mug/../x", **said}
    )
    assert answer.status_code == 303
    return urlsplit(answer.headers["location"])


def lines() -> list[tuple[object, int]]:
    return read(lambda s: [(one.variant_id, one.quantity) for one in s.exec(select(CartLine)).all()])


def test_it_lies_in_the_basket_and_adds_up(shop, client):
    mug = shop.variant(stock=5)
    assert send(client, mug).path == "/cart"
    assert send(client, mug, 2, _now="1").path == "/checkout"
    assert lines() == [(mug, 3)]


def test_what_is_refused_leads_back_with_the_reason(shop, client):
    mug = shop.variant(stock=2)
    for units in (3, 0, -1, "x", 10**9):
        there = send(client, mug, units)
        assert there.path == "/p/mug%2F..%2Fx" and parse_qs(there.query)["wrong.basket"][0]
    assert send(client, uuid4()).path == "/p/mug%2F..%2Fx"
    assert send(client, "no id").path == "/search"
    assert lines() == []


def test_what_has_to_be_said_is_asked_for(shop, client):  # F028
    mug = shop.variant()
    with transaction() as session:
        product = session.get(Product, session.get(ProductVariant, mug).product_id)
        catalogue.set_wish_fields(
            session, actor=SYSTEM, store_id=product.store_id, product_id=product.id, fields=[NAME]
        )  # fmt: skip
    there = send(client, mug, **{NAME.key: ""})
    assert list(parse_qs(there.query)) == [f"wrong.{NAME.key}"]
    assert send(client, mug, **{NAME.key: "Ana"}).path == "/cart"
    assert read(lambda s: s.exec(select(CartLine.personalisation)).one()) == {NAME.key: "Ana"}


def test_a_browser_without_our_cookie_is_told(shop):
    bare = TestClient(Starlette(routes=gateway.routes()), base_url="http://shop.test", follow_redirects=False)
    assert "cookie" in parse_qs(send(bare, shop.variant()).query)["wrong.basket"][0]
    assert lines() == []
