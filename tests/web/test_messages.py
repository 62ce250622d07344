"""Conversations on the pages of both sides (F111)."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from emporium.db import transaction
from emporium.errors import NotFound, Refused
from emporium.services import messages
from emporium.web.messages import answer_time
from emporium.web.page import PageRequest
from models.catalogue import Product
from models.enums import StoreRole
from storefront.state import messages as own
from storefront.state import product as product_state
from storefront.state import purchase as purchase_state
from tests.factories import Shop, guest, read
from tests.reviewing import Buyer, product_of
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
