"""Invoices over HTTP: the shopper's link, the store's people, nobody else (F082, F150)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from emporium import gateway
from emporium.db import transaction
from emporium.services import documents
from models.orders import Order, Purchase
from storefront.state.purchase import load_purchase
from tests.factories import Shop, guest, read
from tests.money.test_refunds import Sold


@pytest.fixture
def sold(db_url):
    shop = Shop()
    store = shop.store(shipping=490)
    made = Sold(shop, store, shop.variant(store))
    made.ship()
    return made


def test_the_shoppers_link_opens_the_invoice_and_nothing_else_does(sold):
    from emporium.web.page import PageRequest

    order = read(lambda s: s.exec(select(Order.id)).one())
    with transaction() as session:
        paper = documents.invoice(session, actor=sold.owner, order_id=order).id
    token = read(lambda s: s.exec(select(Purchase.token)).one())
    view = read(lambda s: load_purchase(s, PageRequest(guest(), f"/purchase/{token}", params={"token": token}))).view
    (link,) = view.parcels[0].papers
    assert link.href == f"/paper/{paper}?token={token}" and "nvoice" in link.text
    with TestClient(Starlette(routes=gateway.routes())) as client:
        good = client.get(link.href)
        assert good.status_code == 200 and good.content.startswith(b"%PDF")
        assert good.headers["cache-control"] == "private, no-store" and ".pdf" in good.headers["content-disposition"]
        for path in (f"/paper/{paper}", f"/paper/{paper}?token=wrong", f"/paper/{uuid4()}?token={token}", "/paper/x"):
            assert client.get(path).status_code == 404, path
