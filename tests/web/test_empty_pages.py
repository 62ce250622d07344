"""Where there is nothing, there are ways on: the empty basket, an account without orders, an unknown address."""

from __future__ import annotations

import pytest

from emporium.db import transaction
from emporium.services import favourites, orders, returns
from emporium.web import documents, ssr
from emporium.web.page import Loaded, PageRequest
from models.catalogue import Category, ProductVariant
from models.stores import Store
from storefront.components import frame
from storefront.routes import PAGES
from storefront.state.account import load_account
from storefront.state.cart import load_cart
from storefront.state.shell import load_shell, tab_of
from tests.factories import Shop, guest, read
from tests.reviewing import Buyer


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


def product_of(variant):
    return read(lambda s: s.get_one(ProductVariant, variant).product_id)


def test_an_empty_basket_shows_what_was_kept_else_what_others_buy(shop):  # F041
    store = shop.store()
    sold, kept, gone = shop.variant(store), shop.variant(store), shop.variant(store, stock=0)
    ana = guest()
    basket = lambda: read(lambda s: load_cart(s, PageRequest(ana, "/cart"))).view  # noqa: E731
    others = basket().shelf
    assert not others.own and {card.id for card in others.cards} == {str(product_of(one)) for one in (sold, kept)}
    with transaction() as session:
        for one in (kept, gone):
            favourites.save_product(session, actor=ana, product_id=product_of(one))
    mine = basket().shelf
    assert mine.own and [card.id for card in mine.cards] == [str(product_of(kept))], "what can be had now"
    assert mine.line == "1 thing you saved can be had now."


def test_the_account_parts_what_comes_from_what_came(shop):  # F076, F080, F109
    store = shop.store()
    ana = Buyer(shop)
    first = ana.buys(shop.variant(store))
    came, token = ana.order, ana.token
    ana.buys(shop.variant(store), arrives=False)
    show = lambda: read(lambda s: load_account(s, PageRequest(ana.actor, "/account"))).view  # noqa: E731
    view = show()
    (still,), (done,) = view.open, view.done
    assert not still.review and still.back == "" and still.badge == "0 of 1 sent"
    assert done.title.startswith("Delivered ") and done.review and done.back.startswith("Return until ")
    name = read(lambda s: s.get_one(Store, store).name)
    assert [one.name for one in done.stores] == [name]
    with transaction() as session:
        returns.request_return(
            session, actor=ana.actor, token=token, number=came.number,
            units={first: 1}, reason="too_small",
        )  # fmt: skip
    assert show().done[0].back == "", "it is on its way back already"
    assert read(lambda s: len(orders.my_purchases(s, actor=ana.actor))) == 2


def test_an_unknown_address_leads_to_the_categories_and_to_a_search(shop):
    with transaction() as session:
        session.add(Category(slug="mugs", name="Mugs"))
    request = PageRequest(guest(), "/nowhere")
    drawn = documents.Drawn(Loaded(status=404), read(lambda s: load_shell(s, request)))
    page = next(one for one in PAGES if one.frame.not_found is frame.not_found)
    html = ssr.draw(lambda: documents.content(page, drawn))
    assert 'href="/c/mugs"' in html and 'action="/search"' in html and html.count("<h1") == 1


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("/", "home"), ("/search", "browse"), ("/p/mug", "browse"), ("/s/clay", "browse"), ("/saved", "saved"),
        ("/orders/find", "orders"), ("/purchase/abc", "orders"), ("/account", "you"), ("/account/data", "you"),
        ("/login", "you"), ("/about", ""), ("/cart", ""),
    ],
)  # fmt: skip
def test_a_phone_s_tabs_know_where_one_is(path, tab):
    assert tab_of(path) == tab
