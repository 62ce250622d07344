"""Conversations on the pages of both sides (F111)."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from emporium import gateway
from emporium.db import transaction
from emporium.errors import NotFound, Refused
from emporium.services import messages
from emporium.services.auth import Actor, sessions
from emporium.services.auth.sessions import Client
from emporium.web import cookies
from emporium.web.messages import answer_time
from emporium.web.page import PageRequest
from models.accounts import User
from models.catalogue import Product
from models.enums import Face, StoreRole
from models.stores import Store
from storefront.state import messages as own
from storefront.state import product as product_state
from storefront.state import purchase as purchase_state
from storefront.state import store as store_state
from tests.factories import Shop, guest, read
from tests.reviewing import Buyer, joins, picture, product_of
from vendor.state import messages as desk
from vendor.state import shell


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    return made


@pytest.fixture
def ana(shop) -> Buyer:
    made = Buyer(shop)
    variant = shop.variant(shop.store())
    made.buys(variant, arrives=False)
    made.slug = read(lambda s: s.get_one(Product, product_of(variant)).slug)
    return made


def loaded(load, actor, path: str, query: str = "", **params):
    return read(lambda s: load(s, PageRequest(actor, path, query, params, "http://shop.test")))


def test_from_the_products_page_to_the_answer(shop, ana):
    page = loaded(product_state.load_product, ana.actor, f"/p/{ana.slug}", slug=ana.slug).view
    where = urlsplit(page.ask_href)
    assert (where.path, page.store_answers) == ("/account/ask", "")
    ask = loaded(own.load_ask, ana.actor, where.path, where.query).view
    assert ask.heading.startswith("Ask ") and not ask.said
    with transaction() as session:
        talk = str(messages.ask_store(session, actor=ana.actor, body="Is it blue?", product=ana.slug))
    assert loaded(own.load_ask, ana.actor, where.path, where.query).redirect == f"/account/messages/{talk}"
    listed = loaded(desk.load_messages, ana.owner, desk.PATH).view
    assert listed.tabs[1].count == "1" and listed.talks.rows[0].unread
    assert listed.talks.rows[0].href == f"/vendor/messages/{talk}"
    menu = loaded(shell.load_shell, ana.owner, desk.PATH).groups[0].links
    assert next(item.count for item in menu if item.text == "Messages") == "1"
    with transaction() as session:
        desk._write(session, actor=ana.owner, slug="", ident=talk, body="It is.")
    seen = loaded(own.load_message, ana.actor, f"{own.PATH}/{talk}", id=talk)
    assert [(said.who, said.body, said.mine) for said in seen.view.said] == [
        ("You", "Is it blue?", True), (seen.view.heading, "It is.", False)
    ]  # fmt: skip
    assert seen.view.subject_href == f"/p/{ana.slug}" and seen.topics == [f"user:{ana.actor.user_id}:messages"]
    assert loaded(own.load_messages, ana.actor, own.PATH).view.rows[0].unread
    assert loaded(desk.load_message, ana.owner, "", id=talk).view.heading == "Ana P."


def test_from_the_order_to_the_store(shop, ana):
    def ways(actor):
        request = f"/purchase/{ana.token}"
        return [p.ask_href for p in loaded(purchase_state.load_purchase, actor, request, token=ana.token).view.parcels]

    assert ways(ana.actor) == [f"/account/ask?order={ana.order.number}"]
    assert ways(guest()) == ways(Buyer(shop, "Ben").actor) == [""]
    with transaction() as session:
        talk = str(messages.ask_store(session, actor=ana.actor, body="Where is it?", order=ana.order.number))
    shown = loaded(desk.load_message, ana.owner, "", id=talk).view
    assert shown.subject_href == f"/vendor/orders/{ana.order.number}"


def test_pages_are_of_the_two_parties_only(shop, ana):
    with transaction() as session:
        talk = str(messages.ask_store(session, actor=ana.actor, body="Is it blue?", product=ana.slug))
    for ident in (talk, "nonsense"):
        with pytest.raises(NotFound):
            loaded(own.load_message, Buyer(shop, "Ben").actor, "", id=ident)
    another = shop.owner(shop.store("Another"))
    with pytest.raises(NotFound):
        loaded(desk.load_message, another, "", id=talk)
    with pytest.raises(NotFound), transaction() as session:
        desk._mark(session, actor=another, slug="", ident=talk)
    finance = shop.owner(ana.order.store_id, StoreRole.FINANCE)
    with pytest.raises(Refused):
        loaded(desk.load_messages, finance, "")
    assert "Messages" not in [item.text for item in loaded(shell.load_shell, finance, "/vendor").groups[0].links]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(None, ""), (12, "an hour"), (61, "2 hours"), (1440, "24 hours"), (1500, "2 days")],
)
def test_how_soon_a_store_answers_in_words(minutes, said):
    assert answer_time(minutes) == (f"Usually answers within {said}" if said else "")


def browser(actor=None, face: Face = Face.SHOP) -> TestClient:
    """A browser on the gateway, signed in or not."""
    client = TestClient(Starlette(routes=gateway.routes()), follow_redirects=False)
    if actor is not None:
        with transaction() as session:
            user = session.get_one(User, actor.user_id)
            issued = sessions.start_session(session, user=user, face=face, client=Client("192.0.2.1", "tests"))
        client.cookies.set(cookies.access_name(face), issued.access)
    return client


def files(*contents: bytes):
    return [("photos", (f"{number}.png", content, "image/png")) for number, content in enumerate(contents)]


def test_a_message_with_pictures_is_a_form_of_the_browser(shop, ana):  # F111
    client, ask = browser(ana.actor), f"/account/ask?product={ana.slug}"
    form = {"body": "Is this\r\nyours?", "next": ask}
    answer = client.post("/messages/ask", data=form, files=files(picture(size=(900, 600))))
    assert answer.status_code == 303 and answer.headers["location"].startswith("/account/messages/")
    talk = answer.headers["location"].rsplit("/", 1)[1]
    write, page = f"/messages/write/{talk}", f"/account/messages/{talk}"
    seen = loaded(own.load_message, ana.actor, page, id=talk).view
    assert (seen.action, seen.said[0].body, len(seen.said[0].photos)) == (write, "Is this\nyours?", 1)
    refused = client.post(write, data={"body": "Look", "next": page}, files=files(b"no picture"))
    where = urlsplit(refused.headers["location"])
    told = loaded(own.load_message, ana.actor, page, where.query, id=talk).view
    assert (where.path, told.wrong, told.error) == (page, "photos", "Photos are JPEG, PNG or WebP pictures.")
    script = {"accept": "application/json"}
    said = client.post(write, data={"body": "Look"}, files=files(b"no picture"), headers=script)
    assert (said.status_code, said.json()["field"]) == (422, "photos")
    said = client.post(write, data={"body": "", "next": page}, files=files(picture()), headers=script)
    assert said.json() == {"href": page}
    many = client.post(write, data={"body": "Look"}, files=files(*[picture()] * 6), headers=script)
    assert (many.status_code, many.json()["message"]) == (400, "At most 4 photos at once.")
    assert client.post(write, data={"body": " "}, files=files(b"")).headers["location"].startswith("/account/messages?")
    assert client.post("/messages/write/nonsense", data={"body": "x"}, files=files(b"")).status_code == 404
    guest_answer = browser().post(write, data={"body": "Hi", "next": page}, files=files(b""))
    assert guest_answer.headers["location"].startswith("/login?next=")


def test_a_stores_people_write_and_nobody_else_does(shop, ana):
    with transaction() as session:
        talk = str(messages.ask_store(session, actor=ana.actor, body="Is it blue?", product=ana.slug))
    store, write = str(ana.order.store_id), f"/messages/write/{talk}"
    joins(ana.order.store_id, ana.owner.user_id, "owner")
    desk_page = loaded(desk.load_message, ana.owner, f"/vendor/messages/{talk}", id=talk).view
    assert (desk_page.store, desk_page.here) == (store, f"/vendor/messages/{talk}")
    client = browser(ana.owner, Face.VENDOR)
    form = {"body": "See", "store": store, "next": desk_page.here}
    assert client.post(write, data=form, files=files(picture())).headers["location"] == desk_page.here
    (photo,) = loaded(own.load_message, ana.actor, "", id=talk).view.said[1].photos
    large, small = browser(ana.actor).get(photo.href), client.get(photo.src)
    assert large.headers["content-type"] == small.headers["content-type"] == "image/webp"
    assert large.headers["cache-control"] == "private, no-store"
    ben = Buyer(shop, "Ben")
    for stranger in (browser(), browser(ben.actor)):
        assert stranger.get(photo.href).status_code == 404
    assert browser(ben.actor).post(write, data={"body": "Hi"}, files=files(b"")).status_code == 404
    assert browser(ben.actor).post(write, data=form, files=files(b"")).headers["location"].startswith("/vendor/login")
    assert client.get("/messages/photo/nonsense").status_code == 404


def test_a_report_and_what_both_pages_say_afterwards(shop, ana):  # F124
    with transaction() as session:
        talk = messages.ask_store(session, actor=ana.actor, body="Pay in cash?", product=ana.slug)
    page = loaded(desk.load_message, ana.owner, "", id=str(talk)).view
    assert [option.code for option in page.about] == ["", page.said[0].id]
    form = {"about": page.said[0].id, "reason": "outside", "details": ""}
    with transaction() as session:
        assert desk._report(session, actor=ana.owner, slug="", ident=str(talk), form=form)
    with transaction() as session:
        admin = shop.admin()
        messages.hide_message(
            session, actor=admin, conversation_id=talk, message_id=UUID(page.said[0].id), reason="outside"
        )  # fmt: skip
        messages.close_talk(session, actor=admin, conversation_id=talk, reason="outside")
    for load, actor in ((own.load_message, ana.actor), (desk.load_message, ana.owner)):
        view = loaded(load, actor, "", id=str(talk)).view
        assert view.closed == "It asks to deal outside of here, where nobody is protected."
        assert view.said[0].hidden.startswith("We have hidden this message.") and view.said[0].body == ""
    row = loaded(own.load_messages, ana.actor, own.PATH).view.rows[0]
    assert (row.last, row.closed) == ("You: Hidden by us", True)


def test_a_store_page_says_who_sells_and_leads_to_a_talk_with_them(shop):  # F111
    store = shop.store("Clay & Kin")
    with transaction() as session:
        row = session.get_one(Store, store)
        row.legal_name, row.legal_address, row.tax_id = "Clay & Kin bv", "Kouter 1\n9000 Ghent", "BE0700100200"
        slug = row.slug
    view = loaded(store_state.load_store, guest(), f"/s/{slug}", slug=slug).view
    assert view.seller == ["Clay & Kin bv", "Kouter 1", "9000 Ghent"] and "BE0700100200" in view.seller_tax
    person = Actor(user_id=shop.user(), face=Face.SHOP)
    assert view.ask_href == f"/account/ask?store={slug}"
    asked = loaded(own.load_ask, person, "/account/ask", query=f"store={slug}").view
    assert asked.subject == "Clay & Kin" and asked.heading == "Ask Clay & Kin"
    with transaction() as session:
        talk = messages.ask_store(session, actor=person, body="Do you wrap gifts?", store=slug)
    page = loaded(own.load_message, person, f"/account/messages/{talk}", id=str(talk)).view
    assert (page.subject, page.subject_href) == ("Clay & Kin", f"/s/{slug}")
