"""A case on all three faces: opened by the link, answered by the store, decided by the platform (F073)."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from PIL import Image
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.state import cases as admin_cases
from emporium import gateway
from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound
from emporium.services import books, cases
from emporium.web.page import PageRequest
from models.enums import StoreRole
from models.orders import Order
from tests.factories import Shop, guest, read, relay
from tests.money.test_cases import WHY, WORDS, opened
from tests.money.test_refunds import Sold
from tests.vendor.test_money_pages import page_of
from tests.web.test_after_sale import box
from vendor.state import order_after


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1250)
    yield made
    assert read(books.check_books) == []


@pytest.fixture
def sold(shop) -> Sold:
    store = shop.store(shipping=490)
    made = Sold(shop, store, shop.variant(store, price=1777), quantity=3)
    made.ship()
    with transaction() as session:
        order = session.exec(select(Order).where(Order.number == made.number)).one()
        order.deliver_from = order.deliver_to = datetime.now(UTC).date() - timedelta(days=2)
        session.add(order)
    return made


def listed(actor):
    return read(lambda s: admin_cases.load_cases(s, PageRequest(actor=actor, path=admin_cases.PATH))).view


def decide(actor, **form) -> int:
    with transaction() as session:
        return admin_cases._decide(session, actor=actor, form={"currency": "EUR", **form})


def test_a_case_is_seen_answered_and_decided(shop, sold):  # F073
    before, admin = box(sold), shop.admin()
    assert before.can_case and len(before.case_kinds) == 3 and listed(admin).empty
    case = str(opened(sold))
    shown = box(sold)
    assert not shown.can_case and shown.case.is_open and shown.case.said[0].body == WORDS
    (row,) = listed(admin).rows
    assert not row.can_decide and row.waits.startswith("The store has until")
    with pytest.raises(Conflict):
        decide(admin, id=case, outcome="full", payer="store", words=WHY)
    assert not page_of(shop.owner(sold.store, StoreRole.STAFF), sold.number).after.can_say
    after = page_of(sold.owner, sold.number).after
    assert after.can_say and after.case.badge == "With the store"
    with pytest.raises(Invalid), transaction() as session:
        order_after._answer_case(session, actor=sold.owner, slug="", form={"id": case, "words": "no"})
    with transaction() as session:
        order_after._answer_case(session, actor=sold.owner, slug="", form={"id": case, "words": WORDS})
    (row,) = listed(admin).rows
    assert row.can_decide and [said.who for said in row.case.said] == ["The shopper", "The store"]
    with pytest.raises(Invalid) as wrong:
        decide(admin, id=case, outcome="partial", payer="store", amount="999", words=WHY)
    assert wrong.value.field == "amount"
    with pytest.raises(NotFound):
        decide(admin, id="nonsense", outcome="nothing", words=WHY)
    assert decide(admin, id=case, outcome="partial", payer="platform", amount="10.00", words=WHY) == 1000
    assert listed(admin).rows[0].case.outcome == "€10.00 is given back. We pay."
    assert box(sold).case.outcome == "€10.00 is given back."
    assert page_of(sold.owner, sold.number).after.case.badge == "Decided"


def test_both_sides_have_letters_at_each_step_of_a_case(shop, sold):  # F073
    case = opened(sold)
    assert read(lambda s: cases.escalate_overdue(s, now=datetime.now(UTC) + timedelta(days=4))) == 1
    decide(shop.admin(), id=str(case), outcome="nothing", words=WHY)
    found = relay("case_changed")
    shopper = [row.body_text for row in found if row.recipient == "ana@example.com"]
    assert len(shopper) == len(found) - len(shopper) == 3
    assert "did not answer in time" in shopper[1] and "Nothing is given back" in shopper[2]


def test_photos_of_a_case_are_seen_only_by_those_it_concerns(shop, sold):  # F073, F150
    case, token = opened(sold), sold.placed.token
    client = TestClient(Starlette(routes=gateway.routes()), follow_redirects=False)
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "PNG")
    files = [("photos", ("a.png", out.getvalue(), "image/png"))]
    sent = {"token": token, "next": f"/purchase/{token}"}
    answer = client.post(f"/cases/{case}/photos", data=sent, files=files)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/purchase/{token}")
    assert client.post(f"/cases/{case}/photos", data={"token": "x"}, files=files).status_code == 404
    refused = client.post(f"/cases/{case}/photos", data=sent, files=[("photos", ("a", b"no"))])
    assert refused.status_code == 303 and refused.headers["location"].startswith(f"/purchase/{token}?photos={case}&")
    told = box(sold, refused.headers["location"].partition("?")[2]).case
    assert told.photo_error == "Photos are JPEG, PNG or WebP pictures." and len(told.photos) == 1
    assert not box(sold).case.photo_error
    many = {"data": sent, "files": files * 6}
    assert client.post(f"/cases/{case}/photos", **many).status_code == 400
    came = {"referer": f"http://testserver/vendor/orders/{sold.number}?store=main&wrong=old"}
    back = client.post(f"/cases/{case}/photos", **many, headers=came).headers["location"]
    assert back.startswith(f"/vendor/orders/{sold.number}?store=main&photos={case}&wrong=At+most+4+photos")
    stranger = {"referer": "http://evil.example/"}
    assert client.post(f"/cases/{case}/photos", **many, headers=stranger).status_code == 400
    elsewhere = client.post(f"/cases/{case}/photos", data={**sent, "next": "https://evil.example"}, files=files)
    assert elsewhere.headers["location"] == "/"
    with transaction() as session:
        assert cases.add_case_photos(session, actor=sold.owner, case_id=case, token=None, files=[out.getvalue()])
    photos = box(sold).case.photos
    assert [photo.text for photo in photos] == [
        "Photo 1, the shopper", "Photo 2, the shopper", "Photo 3, the store",
    ]  # fmt: skip
    assert client.get(photos[0].href).headers["content-type"] == "image/webp"
    assert client.get(photos[0].href.partition("?")[0]).status_code == 404
    ident = UUID(photos[0].href.partition("?")[0].rpartition("/")[2])
    assert read(lambda s: cases.case_photo(s, actor=shop.admin(), photo_id=ident, token=None))
    for stranger in (guest(), shop.owner(shop.store("Other"))):
        with pytest.raises(NotFound):
            read(lambda s, who=stranger: cases.case_photo(s, actor=who, photo_id=ident, token=None))
