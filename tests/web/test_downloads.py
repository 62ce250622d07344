"""Files over HTTP: fetched by their buyer with a link, handed in by their store (F026)."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from emporium import gateway
from emporium.db import transaction
from emporium.gateway import downloads as route
from emporium.services import refunds
from emporium.services.auth import Actor
from emporium.services.downloads import fetching
from emporium.services.refunds import RefundAsk
from emporium.web import media
from emporium.web.page import PageRequest
from models.downloads import ProductFile
from storefront.state.purchase import load_purchase
from tests.factories import Shop, guest, read
from tests.services.downloads.kit import PDF, PDF_2, Bought, Files


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    return made


@pytest.fixture
def bought(shop) -> Bought:
    return Files.sold_by(shop, limit=2).buy()


@pytest.fixture
def client():
    return TestClient(Starlette(routes=[*gateway.routes(), *media.routes()]), follow_redirects=False)


def begin(client, bought: Bought, token: str | None = None):
    shown = bought.placed.token if token is None else token
    return client.get(f"/download/{bought.rights()[0].id}?token={shown}")


def test_a_guest_downloads_by_the_order_s_own_link(client, bought):  # F026
    first = begin(client, bought)
    assert first.status_code == 303 and first.headers["location"].startswith("/download/file/")
    got = client.get(first.headers["location"])
    assert (got.status_code, got.content) == (200, PDF)
    said = got.headers
    assert said["content-disposition"] == "attachment; filename=\"pattern.pdf\"; filename*=UTF-8''pattern.pdf"
    assert said["content-type"] == "application/pdf" and said["x-content-type-options"] == "nosniff"
    assert "no-store" in said["cache-control"] and "/media/" not in str(said)
    assert bought.rights()[0].used == 1


def test_a_broken_download_goes_on_where_it_was(client, bought):  # F026
    link = begin(client, bought).headers["location"]
    head = client.head(link)
    assert head.headers["content-length"] == str(len(PDF)) and bought.rights()[0].used == 0
    tag = head.headers["etag"]
    part = client.get(link, headers={"range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, PDF[:10])
    rest = client.get(link, headers={"range": "bytes=10-", "if-range": tag})
    assert (rest.status_code, rest.content) == (206, PDF[10:])
    assert rest.headers["content-range"] == f"bytes 10-{len(PDF) - 1}/{len(PDF)}"
    assert client.get(link, headers={"range": "bytes=-5"}).content == PDF[-5:]
    assert client.get(link, headers={"range": "bytes=10-", "if-range": '"older"'}).content == PDF
    assert client.get(link, headers={"range": f"bytes={len(PDF)}-"}).status_code == 416
    assert client.get(link, headers={"range": "lines=1-2"}).content == PDF
    assert bought.rights()[0].used == 1


def test_strangers_and_forgers_get_nothing(client, shop, bought):  # F026, F150
    other = bought.files.buy()
    for token in (other.placed.token, "", "x" * 43):
        assert begin(client, bought, token).status_code == 404
    assert client.get(f"/download/{uuid4()}?token={bought.placed.token}").status_code == 404
    assert client.get(f"/download/nonsense?token={bought.placed.token}").status_code == 404
    link = begin(client, bought).headers["location"]
    for forged in (link[:-1] + ("0" if link[-1] != "0" else "1"), link.replace(".", ",", 1), "/download/file/x"):
        assert client.get(forged).status_code == 404
    (file,) = bought.files.files()
    assert client.get(f"/media/{file.storage_key}").status_code == 404
    assert bought.rights()[0].used == 0


def test_an_old_link_is_over(client, bought, monkeypatch):  # F026
    link = begin(client, bought).headers["location"]
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + fetching.LINK_SECONDS + 1)
    got = client.get(link)
    assert got.status_code == 410 and "order's page" in got.text


def test_what_stops_it_is_said_on_the_order_s_page(client, shop, bought):  # F026
    for _ in range(2):
        assert client.get(begin(client, bought).headers["location"]).status_code == 200
    back = urlsplit(begin(client, bought).headers["location"])
    assert back.path == f"/purchase/{bought.placed.token}" and "as often" in parse_qs(back.query)["download"][0]
    (shown,) = page(bought, back.query).parcels[0].downloads
    assert not shown.href and "as often" in shown.problem
    with transaction() as session:
        refunds.refund_order(
            session, actor=shop.owner(bought.files.store), store_id=bought.files.store, number=bought.order().number,
            ask=RefundAsk(lines={bought.line().id: 1}), key="r",
        )  # fmt: skip
    back = urlsplit(begin(client, bought).headers["location"])
    assert "money" in parse_qs(back.query)["download"][0]
    assert page(bought, back.query).download_error == parse_qs(back.query)["download"][0]


def page(bought: Bought, query: str = ""):
    request = PageRequest(
        actor=guest(), path=f"/purchase/{bought.placed.token}", query_string=query,
        params={"token": bought.placed.token},
    )  # fmt: skip
    return read(lambda s: load_purchase(s, request)).view


def test_the_order_s_page_lists_what_can_be_downloaded(client, bought):  # F026
    (shown,) = page(bought).parcels[0].downloads
    assert (shown.name, shown.left) == ("The pattern", "2 of 2 downloads left") and "Until" in shown.until
    assert client.get(shown.href).status_code == 303
    client.get(client.get(shown.href).headers["location"])
    (shown,) = page(bought).parcels[0].downloads
    assert shown.left == "1 of 2 downloads left"


@pytest.fixture
def owner(shop, bought, monkeypatch) -> Actor:
    """Whoever asks on the stores' face is the owner of the store."""
    made = shop.owner(bought.files.store)

    async def who(_request, *_faces):
        return [made]

    monkeypatch.setattr(route, "who", who)
    return made


def test_a_store_hands_in_and_replaces_a_file(client, bought, owner):  # F026
    product, (first,) = bought.files.product, bought.files.files()
    url = f"/download/of/{product}?store=mine"
    done = client.post(url, data={"name": "All sizes"}, files={"file": ("sizes.pdf", PDF_2)})
    assert done.headers["location"] == f"/vendor/stock/files?store=mine&product={product}#files"
    done = client.post(f"/download/of/{product}/{first.id}", files={"file": ("new.pdf", PDF_2)})
    assert done.status_code == 303
    kept = read(lambda s: s.exec(select(ProductFile).order_by(col(ProductFile.position))).all())
    assert [(row.name, row.version, row.size_bytes) for row in kept] == [
        ("The pattern", 2, len(PDF_2)), ("All sizes", 1, len(PDF_2)),
    ]  # fmt: skip
    for path, files in (
        (url, {"file": ("sizes.exe", b"MZ")}), (url, {}),
        (f"/download/of/{product}/{uuid4()}", {"file": ("a.pdf", PDF)}),
    ):  # fmt: skip
        wrong = urlsplit(client.post(path, files=files or None, data={"name": "x"}).headers["location"])
        assert parse_qs(wrong.query)["wrong"][0]


def test_nobody_else_hands_anything_in(client, shop, bought):  # F026, F150
    url = f"/download/of/{bought.files.product}"
    assert client.post(url, files={"file": ("a.pdf", PDF)}).status_code == 401
    assert client.post(f"/download/of/{uuid4()}", files={"file": ("a.pdf", PDF)}).status_code == 404
    assert client.post("/download/of/nonsense", files={"file": ("a.pdf", PDF)}).status_code == 404
    assert len(bought.files.files()) == 1


def test_too_much_is_not_read(client, bought, owner):  # F026
    said = {"content-length": str(10**12), "content-type": "multipart/form-data; boundary=x"}
    got = client.post(f"/download/of/{bought.files.product}", content=b"", headers=said)
    assert "too large" in parse_qs(urlsplit(got.headers["location"]).query)["wrong"][0]
