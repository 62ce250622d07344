"""A picture for a thing made for somebody: from the product's page to the store's order (F028)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from emporium import gateway
from emporium.db import transaction
from emporium.errors import Invalid
from emporium.providers.storage import get_storage
from emporium.services import carts, catalogue, documents, orders
from emporium.services.auth import SYSTEM
from emporium.services.catalogue import WishField, WishKind
from emporium.web import media
from emporium.web.page import PageRequest
from models.catalogue import Product, ProductVariant, WishFile
from models.orders import Fulfillment, Order, OrderLine
from storefront.state import cart as cart_page
from storefront.state import product as product_page
from tests.factories import Shop, guest, read
from tests.vendor.test_money_pages import ask
from tests.web.test_after_sale import picture
from vendor.state import order as vendor_order

PHOTO = WishField("Photo", WishKind.FILE, required=True, extra_minor=500)


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1250)
    return made


@pytest.fixture
def client():
    return TestClient(Starlette(routes=[*gateway.routes(), *media.routes()]), follow_redirects=False)


class Maker:
    """A store that prints a picture on a mug."""

    def __init__(self, shop: Shop, client: TestClient) -> None:
        self.shop, self.client, self.store = shop, client, shop.store(shipping=0)
        self.mug = shop.variant(self.store, price=2000)
        with transaction() as session:
            product = session.get_one(Product, session.get_one(ProductVariant, self.mug).product_id)
            self.id, self.slug = product.id, product.slug
            catalogue.set_wish_fields(
                session, actor=SYSTEM, store_id=self.store, product_id=product.id, fields=[PHOTO]
            )  # fmt: skip

    def hand_in(self, content: bytes, product=None):
        return self.client.post(
            f"/wish/for/{product or self.id}", data={"field": "photo", "slug": self.slug, "sku": "A B"},
            files=[("photos", ("me.jpg", content, "image/jpeg"))],
        )  # fmt: skip

    def page(self, query: str):
        request = PageRequest(actor=guest(), path=f"/p/{self.slug}", query_string=query, params={"slug": self.slug})
        return read(lambda s: product_page.load_product(s, request)).view.wishes[0]


@pytest.fixture
def maker(shop, client) -> Maker:
    return Maker(shop, client)


def test_a_picture_goes_from_the_page_to_the_store(maker):  # F028
    assert (maker.page("").is_file, maker.page("").picture, maker.page("").hint) == (True, "", "+ €5.00")
    answer = maker.hand_in(picture())
    where = urlsplit(answer.headers["location"])
    assert (answer.status_code, where.path, where.fragment) == (303, f"/p/{maker.slug}", "buy-form")
    said = dict(parse_qsl(where.query))
    shown = maker.page(where.query)
    assert said["v"] == "A B" and shown.value == said["wish.photo"]
    seen = maker.client.get(shown.picture)
    assert seen.headers["content-type"] == "image/webp" and b"Camera" not in seen.content
    assert "no-store" in seen.headers["cache-control"]
    actor = guest()
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=maker.mug, wishes={"photo": shown.value})
    (line,) = read(lambda s: cart_page.load_cart(s, ask(actor))).view.parcels[0].lines
    assert [(one.text, one.href) for one in line.wishes] == [("Photo: a picture", shown.picture)]
    assert line.total == "€25.00"
    maker.shop.place(actor, *maker.shop.ready(actor, {}))
    order = read(lambda s: s.exec(select(Order)).one())
    owner = maker.shop.owner(maker.store)
    view = read(lambda s: vendor_order.load_order(s, ask(owner, number=order.number))).view
    assert view.lines[0].wishes[0].href == shown.picture
    with transaction() as session:
        orders.ship_order(session, actor=owner, store_id=maker.store, number=order.number, carrier="bpost")
        parcel = session.exec(select(Fulfillment.id)).one()
        slip = documents.packing_slip(session, actor=SYSTEM, fulfillment_id=parcel)
    assert slip.content["lines"][0]["wishes"] == "Photo: a picture", "no address on paper"


def test_what_is_no_picture_is_said_at_its_field(maker):  # F028, F150
    for content, words in ((b"<svg/>", "Photos are JPEG"), (b"", "Photos are JPEG")):
        where = urlsplit(maker.hand_in(content).headers["location"])
        assert maker.page(where.query).error.startswith(words)
    assert maker.client.post(f"/wish/for/{maker.id}", content=b"x" * 33_000_000).status_code == 413
    assert maker.hand_in(picture(), product=uuid4()).status_code == 404
    other = maker.shop.variant()
    plain = read(lambda s: s.get_one(ProductVariant, other).product_id)
    assert maker.hand_in(picture(), product=plain).status_code == 404, "it asks for none"
    assert read(lambda s: s.exec(select(WishFile)).all()) == []


@pytest.mark.parametrize("value", ["picture:unknown", "just words", "", "/etc/passwd"])
def test_only_a_picture_that_was_handed_in_counts(maker, value):  # F028
    with pytest.raises(Invalid), transaction() as session:
        carts.add_line(session, actor=guest(), variant_id=maker.mug, wishes={"photo": value})


def test_a_picture_of_another_product_does_not_count(maker):  # F028
    other = Maker(maker.shop, maker.client)
    kept = dict(parse_qsl(urlsplit(other.hand_in(picture()).headers["location"]).query))["wish.photo"]
    with pytest.raises(Invalid), transaction() as session:
        carts.add_line(session, actor=guest(), variant_id=maker.mug, wishes={"photo": kept})


def test_nobody_sees_it_without_its_secret(maker):  # F028
    maker.hand_in(picture())
    key = read(lambda s: s.exec(select(WishFile.storage_key)).one())
    assert maker.client.get(f"/media/{key}").status_code == 404
    assert maker.client.get("/wish/guess").status_code == 404


def test_pictures_that_nobody_ordered_with_are_forgotten(maker):  # F028
    kept = [
        dict(parse_qsl(urlsplit(maker.hand_in(picture()).headers["location"]).query))["wish.photo"] for _ in range(2)
    ]
    actor = guest()
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=maker.mug, wishes={"photo": kept[0]})
    maker.shop.place(actor, *maker.shop.ready(actor, {}))
    assert read(lambda s: s.exec(select(OrderLine)).one()).personalisation == {"Photo": kept[0]}
    files = read(lambda s: {row.secret: row.storage_key for row in s.exec(select(WishFile)).all()})
    with transaction() as session:
        assert catalogue.forget_wish_files(session) == 0
    with transaction() as session:
        assert catalogue.forget_wish_files(session, now=datetime.now(UTC) + timedelta(days=31)) == 1
    (left,) = read(lambda s: s.exec(select(WishFile.secret)).all())
    assert kept[0].endswith(left)
    gone = next(key for secret, key in files.items() if secret != left)
    assert get_storage().read(files[left])
    with pytest.raises(FileNotFoundError):
        get_storage().read(gone)
