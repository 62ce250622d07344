"""What shoppers do after the sale, by their purchase's link; photos only for those they concern (F079, F080)."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from PIL import Image
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from emporium import gateway
from emporium.db import transaction
from emporium.errors import Conflict, Expired, Invalid, NotFound
from emporium.providers.storage import get_storage
from emporium.services import drafts, orders, returns
from emporium.web import media
from emporium.web.page import PageRequest
from models.aftersale import ReturnPhoto
from models.enums import RestockDecision
from storefront.state import after_sale
from storefront.state.purchase import load_purchase
from tests.factories import Shop, guest, read, relay
from tests.money.test_cancel_requests import wish
from tests.money.test_drafts import pay
from tests.money.test_refunds import Sold
from tests.vendor.test_money_pages import page_of


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1250)
    return made


@pytest.fixture
def sold(shop) -> Sold:
    store = shop.store(shipping=490)
    made = Sold(shop, store, shop.variant(store, price=1777), quantity=3)
    made.ship()
    return made


@pytest.fixture
def client():
    return TestClient(Starlette(routes=[*gateway.routes(), *media.routes()]), follow_redirects=False)


def box(sold: Sold, query: str = ""):
    request = PageRequest(
        actor=guest(), path=f"/purchase/{sold.placed.token}", query_string=query,
        params={"token": sold.placed.token},
    )  # fmt: skip
    return read(lambda s: load_purchase(s, request)).view.parcels[0].after


def act(what, sold: Sold, **more):
    with transaction() as session:
        return what(session, actor=guest(), token=sold.placed.token, **more)


def picture(kind: str = "JPEG", size: tuple[int, int] = (2000, 1000)) -> bytes:
    out = io.BytesIO()
    made = Image.new("RGB", size, "red")
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ana"
    made.save(out, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return out.getvalue()


def back(sold: Sold) -> str:
    (line,) = sold.lines()
    form = {"number": sold.number, f"back-{line.id}": "2", "reason": "damaged", "note": "Broken"}
    act(after_sale._ask_return, sold, form=form)
    return box(sold).cards[0].id


def test_something_is_sent_back_from_the_purchase_s_page(shop, sold):  # F080
    (line,) = sold.lines()
    before = box(sold)
    assert before.can_return and not before.can_cancel and before.lines[0].left == "of 3" and not before.cards
    for form, error in (
        ({"reason": "damaged"}, Invalid),
        ({f"back-{line.id}": "4", "reason": "damaged"}, Invalid),
        ({f"back-{line.id}": "-1", "reason": "damaged"}, Invalid),
        ({f"back-{line.id}": "1", "reason": "nonsense"}, Invalid),
        ({f"back-{line.id}": "1", "reason": "other"}, Invalid),
        ({"back-nonsense": "1", "reason": "damaged"}, NotFound),
    ):
        with pytest.raises(error):
            act(after_sale._ask_return, sold, form={"number": sold.number, **form})
    ident = back(sold)
    (card,) = box(sold).cards
    assert card.title == "2 items go back: it arrived damaged" and card.can_keep and card.can_add
    assert card.badge == "Waiting for the store"
    assert box(sold).lines[0].single, "one is left: it is ticked, not typed"
    act(after_sale._keep, sold, return_id=ident)
    assert box(sold).cards[0].badge == "You kept it" and box(sold).lines[0].left == "of 3"
    with pytest.raises(Conflict):
        act(after_sale._keep, sold, return_id=ident)
    with pytest.raises(NotFound):
        act(after_sale._keep, sold, return_id="nonsense")
    later = datetime.now(UTC) + timedelta(days=31)
    found = read(lambda s: orders.purchase_by_token(s, token=sold.placed.token))
    (shown,) = read(lambda s: after_sale.after_boxes(s, found=found, query={}, now=later)).values()
    assert not shown.can_return
    with pytest.raises(Expired):
        act(
            returns.request_return, sold, number=sold.number, units={line.id: 1}, reason="damaged", now=later
        )  # fmt: skip


def test_the_page_tells_the_answer_in_words(shop, sold):  # F080
    ident = back(sold)
    with transaction() as session:
        returns.decide_return(
            session, actor=sold.owner, store_id=sold.store, return_id=UUID(ident), approve=True, note="Wrap it well",
            address="Kaai 1, Ghent", label_url="https://labels.example/1", tracking_number="RET1",
        )  # fmt: skip
    (card,) = box(sold).cards
    assert card.said == ["The store says: Wrap it well", "Send it to: Kaai 1, Ghent", "Tracking number: RET1"]
    assert card.label_url == "https://labels.example/1" and not card.can_keep


def test_a_wish_to_cancel_and_its_answer_stand_on_the_page(shop):  # F079
    store = shop.store(shipping=490)
    fresh = Sold(shop, store, shop.variant(store, price=1777), quantity=2)
    assert box(fresh).can_cancel and "at once" in box(fresh).cancel_hint
    wish(fresh)
    shown = box(fresh)
    assert shown.wish_open and not shown.can_cancel and shown.wish_title == "You asked to cancel"
    act(after_sale.cancelling.withdraw_cancel, fresh, number=fresh.number)
    assert not box(fresh).wish_title
    (line,) = fresh.lines()
    form = {"number": fresh.number, f"stop-{line.id}": "1", "reason": ""}
    assert act(after_sale._ask_cancel, fresh, form=form) is True
    shown = box(fresh)
    assert shown.wish_title == "Cancelled as you asked" and "€17.77" in shown.wish and shown.can_cancel


def test_photos_are_drawn_anew_and_seen_only_by_those_they_concern(shop, sold, client):  # F080, F150
    ident, token = back(sold), sold.placed.token
    files = [("photos", ("a.jpg", picture(), "image/jpeg")), ("photos", ("b.png", picture("PNG"), "image/png"))]
    answer = client.post(f"/returns/{ident}/photos", data={"token": token}, files=files)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/purchase/{token}")
    photos = box(sold).cards[0].photos
    assert [photo.text for photo in photos] == ["Photo 1", "Photo 2"]
    seen = client.get(photos[0].href)
    assert seen.status_code == 200 and seen.headers["cache-control"] == "private, no-store"
    drawn = Image.open(io.BytesIO(seen.content))
    assert drawn.format == "WEBP" and drawn.size == (1600, 800) and not drawn.getexif()
    assert client.get(photos[0].href.partition("?")[0]).status_code == 404
    assert client.get("/returns/photo/nonsense").status_code == 404
    key = read(lambda s: s.exec(select(ReturnPhoto.storage_key)).first())
    assert get_storage().exists(key) and client.get(f"/media/{key}").status_code == 404
    photo = UUID(photos[0].href.partition("?")[0].rpartition("/")[2])

    def may(actor) -> bool:
        try:
            return bool(read(lambda s: returns.return_photo(s, actor=actor, photo_id=photo, token=None)))
        except NotFound:
            return False

    assert may(sold.owner) and may(shop.admin())
    assert not may(shop.owner(shop.store("Other"))) and not may(guest())


def test_what_is_no_photo_is_refused_in_words(shop, sold, client):  # F080
    ident, token = back(sold), sold.placed.token

    def post(*contents: bytes, as_token: str = token):
        files = [("photos", (f"{n}.jpg", content, "image/jpeg")) for n, content in enumerate(contents)]
        return client.post(f"/returns/{ident}/photos", data={"token": as_token}, files=files)

    for wrong in (b"<svg onload=alert(1)>", picture()[:300], picture("GIF", (10, 10))):
        answer = post(wrong)
        assert answer.status_code == 303 and "JPEG%2C+PNG+or+WebP" in answer.headers["location"]
    shown = box(sold, answer.headers["location"].partition("?")[2]).cards[0]
    assert shown.photo_error == "Photos are JPEG, PNG or WebP pictures." and not shown.photos
    assert post(*[picture(size=(9, 9))] * 5).headers["location"].count("wrong=At+most+4+photos")
    assert post(*[picture(size=(9, 9))] * 6).status_code == 400
    assert post(picture(size=(9, 9)), as_token="x").status_code == 404
    assert post(b"x" * 33_000_000).status_code == 413
    assert "8+MB" in post(b"x" * 8_000_001).headers["location"]
    said = [post(b"no").headers["location"] for _ in range(30)]
    assert "a+lot+of+tries" in said[-1], "uploads are counted, kept or not"
    assert read(lambda s: s.exec(select(ReturnPhoto)).all()) == []


def test_both_sides_have_letters_at_each_step(shop, sold):  # F080
    ident = UUID(back(sold))
    where = {"actor": sold.owner, "store_id": sold.store, "return_id": ident}
    with transaction() as session:
        returns.decide_return(session, approve=True, note="Wrap it well", **where)
    with transaction() as session:
        returns.receive_return(session, **where)
    with transaction() as session:
        decided = {sold.lines()[0].id: returns.Decision(RestockDecision.RESTOCK)}
        returns.inspect_return(session, decisions=decided, **where)
    found = relay("return_changed")
    shopper = [(row.subject, row.body_text) for row in found if row.recipient == "ana@example.com"]
    store = [row.subject for row in found if row.recipient != "ana@example.com"]
    assert [subject.partition(",")[0] for subject, _ in shopper] == [
        "We passed it on", "You can send it back", "Your return has arrived", "Your return is done",
    ]  # fmt: skip
    assert "Wrap it well" in shopper[1][1] and "€35.54" in shopper[3][1]
    assert [subject.partition(",")[0] for subject in store] == ["A return to answer", "A return is done"]


def test_another_size_can_be_had_instead_of_money(shop):  # F080
    store = shop.store(shipping=0)
    sizes = shop.variants(store, prices=(2400, 1777, 3000), stock=10)
    sale = Sold(shop, store, sizes[0], quantity=2)
    sale.ship()
    shown = box(sale)
    assert [option.text.partition("(")[2] for option in shown.swaps] == [
        "", "€6.23 back each)", "€6.00 dearer each; you pay that when the store says yes)",
    ]  # fmt: skip
    (line,) = sale.lines()
    form = {"number": sale.number, f"back-{line.id}": "2", "reason": "too_small", "swap": str(sizes[1])}
    with pytest.raises(Invalid):
        act(after_sale._ask_return, sale, form={**form, "swap": "nonsense"})
    act(after_sale._ask_return, sale, form=form)
    (card,) = box(sale).cards
    assert card.said[-1].startswith("You asked for 2 × Oat mug")
    with transaction() as session:
        returns.decide_return(
            session, actor=sale.owner, store_id=store, return_id=UUID(card.id), approve=True, note="Post it"
        )
    assert box(sale).cards[0].said[-1].endswith("is kept for you.")
    with transaction() as session:
        returns.send_replacement(
            session, actor=sale.owner, store_id=store, return_id=UUID(card.id), carrier="bpost", tracking_number="3232"
        )
    assert box(sale).cards[0].said[-1].endswith("is on its way to you. €12.46 went back to you.")


def test_a_dearer_one_is_paid_from_the_order_s_card(shop):  # F080
    store = shop.store(shipping=0)
    sizes = shop.variants(store, prices=(2400, 3000), stock=10)
    sale = Sold(shop, store, sizes[0])
    sale.ship()
    (line,) = sale.lines()
    form = {"number": sale.number, f"back-{line.id}": "1", "reason": "too_small", "swap": str(sizes[1])}
    act(after_sale._ask_return, sale, form=form)
    (card,) = box(sale).cards
    assert card.pay_url == ""
    with transaction() as session:
        returns.decide_return(
            session, actor=sale.owner, store_id=store, return_id=UUID(card.id), approve=True, note="Post it"
        )
    (card,) = box(sale).cards
    assert "until you pay the difference, €6.00." in card.said[-1]
    pay(card.pay_url.partition("link=")[2])
    (card,) = box(sale).cards
    assert card.pay_url == "" and "is yours as order" in card.said[-1]
    token = card.sold_url.partition("link=")[2]
    link = read(lambda s: drafts.linked(s, token=token))
    assert link.over and link.instead and link.extends == sale.number
    request = PageRequest(actor=guest(), path=f"/purchase/{link.purchase.token}", params={"token": link.purchase.token})
    changes = read(lambda s: load_purchase(s, request)).view.changes
    assert changes.has_instead and not changes.has_of and changes.instead_of[0].text == sale.number
    request = PageRequest(actor=guest(), path="/", params={"token": sale.placed.token})
    assert not read(lambda s: load_purchase(s, request)).view.changes.has_added
    page = page_of(sale.owner, card.sold_as).edits
    assert (page.instead, page.extends) == (sale.number, "")
    assert not page_of(sale.owner, sale.number).edits.has_added
