"""Reviews over HTTP and on the three faces: a plain form, photos, the product's page, the two desks (F108, F110)."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.state import reviews as admin_reviews
from emporium import gateway
from emporium.db import transaction
from emporium.errors import Invalid, NotFound, Refused
from emporium.services import reviews
from emporium.services.auth import sessions
from emporium.services.auth.sessions import Client
from emporium.web import cookies
from emporium.web.page import PageRequest
from models.accounts import User
from models.catalogue import Product
from models.enums import Face, ReviewStatus, StoreRole
from models.stores import Store
from storefront.pages import product as product_page
from storefront.state import product as product_state
from storefront.state import purchase as purchase_state
from storefront.state import reviews as own_state
from storefront.state import store as store_state
from tests.factories import Shop, guest, read
from tests.reviewing import Buyer, picture, product_of
from vendor.state import reviews as vendor_reviews


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    return made


@pytest.fixture
def variant(shop):
    return shop.variant(shop.store(), stock=50)


@pytest.fixture
def ana(shop, variant) -> Buyer:
    made = Buyer(shop)
    made.line = made.buys(variant)
    return made


def browser(buyer: Buyer | None = None) -> TestClient:
    """A browser on the gateway, signed in or not."""
    client = TestClient(Starlette(routes=gateway.routes()), follow_redirects=False)
    if buyer is not None:
        with transaction() as session:
            user = session.get_one(User, buyer.actor.user_id)
            issued = sessions.start_session(session, user=user, face=Face.SHOP, client=Client("192.0.2.1", "tests"))
        client.cookies.set(cookies.access_name(Face.SHOP), issued.access)
    return client


def files(*contents: bytes):
    return [("photos", (f"{number}.png", content, "image/png")) for number, content in enumerate(contents)]


def test_the_form_is_posted_by_the_browser_itself(ana):
    client = browser(ana)
    path = f"/reviews/write/{ana.line}"
    words = {"rating": "4", "title": "Good", "body": "Two\r\nlines"}
    answer = client.post(path, data=words, files=files(picture()))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/account/reviews?kept={ana.line}")
    (mine,), _ = read(lambda s: reviews.own_reviews(s, actor=ana.actor))
    assert (mine.rating, mine.body, len(mine.photos)) == (4, "Two\nlines", 1)
    refused = client.post(path, data={**words, "rating": "5"}, files=files(b"no picture"))
    where = urlsplit(refused.headers["location"])
    assert where.path == f"/review/{ana.line}"
    assert parse_qs(where.query) == {"field": ["photos"], "wrong": ["Photos are JPEG, PNG or WebP pictures."]}
    form = read(
        lambda s: own_state.load_review_form(
            s, PageRequest(ana.actor, where.path, where.query, {"line": str(ana.line)})
        )
    ).view  # fmt: skip
    assert (form.wrong, form.error) == ("photos", "Photos are JPEG, PNG or WebP pictures.")
    assert [star.value for star in form.stars if star.chosen] == ["5"], "the words are kept all the same"
    drop = {f"drop-{mine.photos[0]}": "on"}
    assert client.post(path, data={**words, **drop}, files=files(b"")).status_code == 303
    assert read(lambda s: reviews.own_reviews(s, actor=ana.actor))[0][0].photos == []
    assert "field=rating" in client.post(path, data={"rating": ""}, files=files(b"")).headers["location"]


def test_the_form_is_nobody_elses(shop, ana):
    words = {"rating": "4"}
    path = f"/reviews/write/{ana.line}"
    assert browser(Buyer(shop, "Ben")).post(path, data=words, files=files(b"")).status_code == 404
    assert browser(ana).post("/reviews/write/nonsense", data=words, files=files(b"")).status_code == 404
    sent = browser().post(path, data=words, files=files(b""))
    assert sent.headers["location"] == f"/login?next=%2Freview%2F{ana.line}"
    with pytest.raises(NotFound):
        read(
            lambda s: own_state.load_review_form(
                s, PageRequest(Buyer(shop, "Cleo").actor, "", params={"line": str(ana.line)})
            )
        )  # fmt: skip


def test_photos_answer_as_long_as_they_may_be_seen(shop, ana):
    review = ana.says(ana.line)
    ana.shows(ana.line, picture(size=(900, 600)))
    (photo,) = read(lambda s: reviews.own_reviews(s, actor=ana.actor))[0][0].photos
    path, anybody = f"/reviews/photo/{photo}", browser()
    large, small = anybody.get(path), anybody.get(path + "?small=1")
    assert large.headers["content-type"] == small.headers["content-type"] == "image/webp"
    assert len(small.content) < len(large.content) and large.headers["cache-control"] == "public, max-age=3600"
    with transaction() as session:
        reviews.remove_review(session, actor=shop.admin(), review_id=review.id, reason="private")
    assert anybody.get(path).status_code == 404
    own = browser(ana).get(path)
    assert own.status_code == 200 and own.headers["cache-control"] == "private, no-store"
    assert anybody.get("/reviews/photo/nonsense").status_code == 404


def seen(variant, query: str = "", actor=None, **extra):
    slug = read(lambda s: s.get_one(Product, product_of(variant)).slug)
    request = PageRequest(
        actor or guest(), f"/p/{slug}", query, {"slug": slug}, "http://shop.test", {k: str(v) for k, v in extra.items()}
    )
    return read(lambda s: product_state.load_product(s, request))


def test_the_products_page_narrows_pages_and_tells_search_engines(shop, variant):
    for number in range(8):
        buyer = Buyer(shop, f"Buyer {number}")
        line = buyer.buys(variant)
        buyer.says(line, 5 if number % 2 else 3, f"Review {number}")
        if number == 7:
            buyer.shows(line, picture())
    loaded = seen(variant)
    box = loaded.view.reviews
    assert (box.title, box.rating, len(box.cards), box.more) == ("8 reviews", "4.0", 6, "2 more reviews")
    product = loaded.seo.jsonld[0]
    assert product["aggregateRating"]["reviewCount"] == 8 and product["aggregateRating"]["ratingValue"] == "4.0"
    assert [row["reviewRating"]["ratingValue"] for row in product["review"]] == [int(c.rating) for c in box.cards]
    assert json.dumps(loaded.seo.jsonld)
    five = next(bar for bar in box.bars if bar.label == "5 star")
    assert five.href == f"{urlsplit(five.href).path}?stars=5#reviews" and five.count == "4"
    narrowed = seen(variant, "stars=5&sort=newest&v=SKU").view.reviews
    assert narrowed.narrowed == "4 reviews with 5 stars" and [c.rating for c in narrowed.cards] == ["5"] * 4
    assert next(bar for bar in narrowed.bars if bar.chosen).href.endswith("?v=SKU&sort=newest#reviews")
    assert seen(variant, "stars=5").seo.jsonld[0]["aggregateRating"]["reviewCount"] == 8
    assert [card.title for card in seen(variant, "photos=1").view.reviews.cards] == ["Review 7"]
    assert len(seen(variant, shown=18).view.reviews.cards) == 8
    rest = seen(variant, urlsplit(box.more_href).query).view.reviews
    assert {c.id for c in rest.cards} | {c.id for c in box.cards} == {
        str(row.id) for row in read(lambda s: reviews.product_reviews(s, product_id=product_of(variant), limit=9)).rows
    }


def test_a_stores_page_shows_what_was_said_last(shop, variant, ana):
    store = read(lambda s: s.get_one(Store, ana.order.store_id))
    request = PageRequest(guest(), f"/s/{store.slug}", params={"slug": store.slug})
    page = lambda: read(lambda s: store_state.load_store(s, request)).view  # noqa: E731
    assert not page().has_said
    review = ana.says(ana.line, 3, "Fine")
    view = page()
    assert [(card.title, card.product_href.partition("#")[2]) for card in view.said] == [("Fine", "reviews")]
    assert (view.rating, view.reviews) == ("3.0", "1")
    with transaction() as session:
        reviews.remove_review(session, actor=shop.admin(), review_id=review.id, reason="other")
    assert not page().has_said and page().rating == ""


def test_without_a_script_the_first_reviews_stand_in_the_page(ana, variant):
    from emporium.web.ssr import draw

    ana.says(ana.line, 4, "Holds tea", "And coffee, too.")
    view = seen(variant).view
    html = draw(lambda: product_page.product_page(view))
    assert "Holds tea" in html and "Verified purchase" in html and "?stars=4#reviews" in html


def test_a_purchase_leads_its_owner_to_the_form(shop, ana):
    def links(actor):
        request = PageRequest(actor, f"/purchase/{ana.token}", params={"token": ana.token})
        view = read(lambda s: purchase_state.load_purchase(s, request)).view
        return [line.review.text for part in view.parcels for line in part.lines]

    assert links(ana.actor) == ["Write a review"]
    ana.says(ana.line)
    assert links(ana.actor) == ["Change your review"]
    assert links(guest()) == links(Buyer(shop, "Ben").actor) == [""]


def test_ones_own_page_says_what_became_of_each(shop, ana, variant):
    def mine(query: str = ""):
        return read(lambda s: own_state.load_own_reviews(s, PageRequest(ana.actor, own_state.PATH, query))).view

    assert [row.href for row in mine().waiting] == [f"/review/{ana.line}"] and not mine().rows
    review = ana.says(ana.line)
    page = mine(f"kept={ana.line}")
    assert page.kept == "Thank you. Your review is published." and page.rows[0].badge == "Published"
    with transaction() as session:
        reviews.remove_review(session, actor=shop.admin(), review_id=review.id, reason="off_topic")
    (row,) = mine().rows
    assert (row.badge, row.can_edit) == ("Removed", False) and "It is not about the product." in row.said
    assert read(
        lambda s: own_state.load_review_form(s, PageRequest(ana.actor, "", params={"line": str(ana.line)}))
    ).redirect == own_state.PATH  # fmt: skip


def test_a_store_answers_its_own_and_only_these(shop, ana):
    review = ana.says(ana.line, 2)
    page = lambda actor, query="": read(  # noqa: E731
        lambda s: vendor_reviews.load_reviews(s, PageRequest(actor, vendor_reviews.PATH, query))
    ).view  # fmt: skip
    view = page(ana.owner)
    assert view.can_reply and view.sub == "2.0 from 1 review, 1 without an answer"
    assert [(tab.text, tab.count) for tab in view.tabs[:3]] == [
        ("All", "1"), ("Without an answer", "1"), ("5 stars", "0")
    ]  # fmt: skip
    form = {"id": str(review.id), "words": "We are sorry."}

    def reply(actor, **more):
        with transaction() as session:
            vendor_reviews._reply(session, actor=actor, slug="", form={**form, **more})

    with pytest.raises(Invalid):
        reply(ana.owner, words=" ")
    with pytest.raises(NotFound):
        reply(shop.owner(shop.store("Another")))
    finance = shop.owner(ana.order.store_id, StoreRole.FINANCE)
    assert not page(finance).can_reply
    with pytest.raises(Refused):
        reply(finance)
    reply(ana.owner)
    assert page(ana.owner, "tab=unanswered").empty and page(ana.owner, "tab=2").rows[0].card.reply == "We are sorry."
    assert seen(shop_variant(ana)).view.reviews.cards[0].reply == "We are sorry."


def shop_variant(buyer: Buyer) -> UUID:
    return buyer.lines()[0].variant_id


def test_a_moderator_decides_in_the_queue(shop, ana):
    review, admin = ana.says(ana.line, 1), shop.admin()

    def queue(tab: str):
        return read(
            lambda s: admin_reviews.load_reviews(s, PageRequest(admin, admin_reviews.PATH, f"tab={tab}"))
        ).view  # fmt: skip

    assert queue("held").empty
    with transaction() as session:
        reviews.report_review(
            session, actor=Buyer(shop, "Ben").actor, review_id=review.id, reason="advert", details="A link"
        )  # fmt: skip
    view = queue("reported")
    assert view.sub == "1 review waits for a decision" and view.rows[0].why[0].startswith("Advertising: A link")

    def remove(reason: str):
        with transaction() as session:
            admin_reviews._remove(session, actor=admin, form={"id": str(review.id), "reason": reason})

    with pytest.raises(Invalid):
        remove("")
    remove("advert")
    assert queue("reported").empty and queue("removed").rows[0].why == ["It advertises something."]
    with pytest.raises(Refused):
        admin_reviews.load_reviews(None, PageRequest(ana.owner, admin_reviews.PATH))
    assert read(lambda s: reviews.own_reviews(s, actor=ana.actor))[0][0].status == ReviewStatus.REMOVED
