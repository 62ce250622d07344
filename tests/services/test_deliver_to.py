"""Saying where things go before an address is typed (F050)."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from emporium import gateway
from emporium.db import transaction
from emporium.errors import Invalid
from emporium.services import carts, checkout, shipping
from emporium.services.auth import Actor
from emporium.services.shipping import Served
from emporium.web import cookies
from emporium.web.page import PageRequest
from models.carts import Checkout
from models.catalogue import Product, ProductVariant
from models.enums import Face
from models.stores import ShippingMethod
from storefront.state import deliver_to, product
from storefront.state import shell as shell_state
from tests.factories import Shop, guest, in_parallel, read


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    return made


def sends(store: UUID, *countries: str) -> None:
    with transaction() as session:
        for method in session.exec(select(ShippingMethod).where(ShippingMethod.store_id == store)).all():
            method.countries = list(countries)
            session.add(method)


def choose(actor: Actor, country: str) -> None:
    with transaction() as session:
        checkout.choose_country(session, actor=actor, country=country)


def country_of(actor: Actor) -> str:
    return read(lambda s: carts.shopper_country(s, actor=actor))


@pytest.fixture
def store(shop) -> UUID:
    made = shop.store("Oske")
    sends(made, "BE", "DE", "FR")
    return made


def test_a_guest_says_where_things_go_and_every_page_follows(shop, store):
    ana, mug = guest(), shop.variant(store)
    slug = read(lambda s: s.get(Product, s.get(ProductVariant, mug).product_id).slug)
    assert country_of(ana) == "BE"
    choose(ana, "DE")
    assert country_of(ana) == "DE"
    request = PageRequest(ana, f"/p/{slug}", params={"slug": slug})
    assert "To Germany" in read(lambda s: product.load_product(s, request)).view.arrives_note
    assert read(lambda s: shell_state.load_shell(s, request)).country == "Germany"
    shop.ready(ana, {mug: 1})
    assert read(lambda s: carts.find_cart(s, actor=ana)).country == "BE", "the address that was typed counts"


def test_only_where_some_store_delivers(shop, store):
    assert read(shipping.served_countries) == Served(frozenset({"BE", "DE", "FR"}), anywhere=False)
    for wrong in ("JP", "", "de", "<script>"):
        with pytest.raises(Invalid) as refused:
            choose(guest(), wrong)
        assert refused.value.field == "country"
    view = read(lambda s: deliver_to.load_deliver_to(s, PageRequest(guest(), "/deliver-to", "next=%2Fcart"))).view
    assert [one.code for one in view.countries] == ["BE", "DE", "FR"] and (view.country, view.next) == ("BE", "/cart")
    sends(shop.store("Everywhere"))
    choose(guest(), "JP")
    everywhere = read(lambda s: deliver_to.load_deliver_to(s, PageRequest(guest(), "/deliver-to"))).view
    assert len(everywhere.countries) > 200 and everywhere.countries[0].code == "BE"
    with pytest.raises(Invalid):
        choose(guest(), "<script>")
    away = PageRequest(guest(), "/deliver-to", "next=%2F%2Fevil.example")
    assert read(lambda s: deliver_to.load_deliver_to(s, away)).view.next == "/"


def test_an_open_checkout_follows(shop, store):
    ana, mug = guest(), shop.variant(store)
    with transaction() as session:
        carts.add_line(session, actor=ana, variant_id=mug)
        made = checkout.start_checkout(session, actor=ana).id
    choose(ana, "FR")
    assert read(lambda s: s.get(Checkout, made)).address["country"] == "FR"
    shop.ready(ana, {})
    choose(ana, "DE")
    kept = read(lambda s: s.get(Checkout, made)).address
    assert kept["country"] == "DE" and kept["line1"], "what was typed is not lost"


def test_the_next_basket_and_the_account_remember(shop, store):
    ana, user = guest(), shop.user()
    choose(ana, "DE")
    with transaction() as session:
        carts.merge_guest_cart(session, guest_token=ana.guest_token, user_id=user)
    person = Actor(user_id=user, face=Face.SHOP)
    assert country_of(person) == "DE", "what was said before signing in holds after it"
    shop.buy(shop.variant(store), actor=person)
    choose(person, "FR")
    mug = shop.variant(store)
    shop.buy(mug, actor=person)
    assert read(lambda s: carts.find_cart(s, actor=person)) is None
    with transaction() as session:
        carts.add_line(session, actor=person, variant_id=mug)
    assert read(lambda s: carts.find_cart(s, actor=person)).country == country_of(person)


def test_many_tabs_at_once_make_one_basket(shop, store):
    ana = guest()
    done = in_parallel(6, lambda number: choose(ana, ("DE", "FR")[number % 2]))
    assert done == [None] * 6 and country_of(ana) in ("DE", "FR")


def test_the_form_leads_back_and_only_within_the_shop(shop, store):
    client = TestClient(Starlette(routes=gateway.routes()), base_url="http://shop.test", follow_redirects=False)
    client.cookies.set(cookies.GUEST, str(guest().guest_token))
    answer = client.post("/country", data={"country": "DE", "next": "/p/mug"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/p/mug")
    wrong = client.post("/country", data={"country": "JP", "next": "//evil.example"})
    assert wrong.headers["location"].startswith("/deliver-to?next=%2F&error=No+store")
