"""The language somebody reads: every text of every page goes through a catalogue, and a choice is kept (F128)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine

from admin import routes as admin
from emporium.web.page import Page
from storefront import routes as storefront
from tests.e2e.conftest import PASSWORD, Marketplace
from tests.e2e.untranslated import Known, everything_in, untranslated
from vendor import routes as vendor

FACES = {
    "storefront": (
        storefront.PAGES, "shop", "shopper@example.com",
        ["/", "/p/harbour-mug", "/search?q=zzzqqq", "/login/connect?provider=house"],
    ),
    "vendor": (vendor.PAGES, "vendor", "vendor@example.com", ["/vendor"]),
    "admin": (admin.PAGES, "admin", "admin@example.com", ["/admin"]),
}  # fmt: skip
LONG = ("/", "/search", "/p/harbour-mug", "/s/clay-and-kin", "/cart", "/stores", "/login", "/register", "/about")
MOST = 2
"""So many addresses of a page with a parameter are read."""


@pytest.fixture(scope="module")
def known(market: Marketplace) -> Iterator[Known]:
    """What the database says."""
    engine = create_engine(json.loads((market.data_dir / "runtime.json").read_text())["database_url"])
    yield everything_in(engine)
    engine.dispose()


def reader(market: Marketplace, face: str, email: str) -> httpx.Client:
    """Somebody who is signed in and chose the made-up language."""
    client = httpx.Client(base_url=market.url, follow_redirects=True, timeout=30, headers={"origin": market.url})
    client.post("/auth/login", data={"email": email, "password": PASSWORD, "face": face, "next": "/about"})
    client.post("/language", data={"to": "en_XA", "next": "/about"})
    return client


def pages_of(client: httpx.Client, routes: list[Page], begin: list[str]) -> Iterator[tuple[str, str]]:
    """Every page that links lead to, with its document."""
    waiting = [*begin, *(page.route for page in routes if "[" not in page.route)]
    seen: set[str] = set()
    count: dict[str, int] = {}
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        if "text/html" not in answer.headers["content-type"]:
            continue
        yield path, answer.text
        for href in re.findall(r'<a [^>]*href="(/[^"#]*)"', answer.text):
            route = next((page for page in routes if page.params(urlsplit(href).path) is not None), None)
            if route is not None and "[" in route.route and count.get(route.route, 0) < MOST and href not in seen:
                count[route.route] = count.get(route.route, 0) + 1
                waiting.append(href)


@pytest.mark.parametrize("face", list(FACES))
def test_every_text_of_a_page_goes_through_a_catalogue(market, known, face):  # F128
    routes, name, email, begin = FACES[face]
    with closing(reader(market, name, email)) as client:
        found = {path: left for path, html in pages_of(client, routes, begin) if (left := untranslated(html, known))}
        client.post("/language", data={"to": "en_GB", "next": "/about"})
    assert found == {}


def test_a_language_chosen_in_the_footer_stays_in_every_page_and_message(people):  # F128
    """First paint, the live page, what comes over the socket and the next page all speak it; the change is undone."""
    ana = people("ana")
    ana.go("/p/harbour-mug")
    ana.page.select_option("#language", "en_XA")
    ana.page.click("[data-language] button")
    ana.page.wait_for_selector('html[lang="en-XA"]')
    ana.live()
    assert "⟦" in ana.page.inner_text("#add-to-basket")
    ana.page.click("#add-to-basket")
    assert "⟦" in ana.page.locator(".toast").first.inner_text()
    ana.page.locator(".toast .text-btn").first.click()
    expect(ana.page.locator('.masthead__tools a[href="/cart"] .btn__count')).to_have_count(0)
    ana.go("/cart")
    assert "⟦" in ana.page.inner_text("h1")
    ana.page.select_option("#language", "en_GB")
    ana.page.click("[data-language] button")
    ana.page.wait_for_selector('html[lang="en-GB"]')
    ana.live()
    assert ana.page.inner_text("h1") == "Basket"


def test_what_arrives_by_itself_speaks_the_language_of_its_tab(people):  # F128, F144
    """A tab in one language and a tab in another share a basket; each hears of it in its own words."""
    ana = people("ana")
    ana.go("/p/harbour-mug")
    ana.page.click("#add-to-basket")
    expect(ana.page.locator(".toast").first).to_be_visible()
    ana.context.add_cookies([{"name": "em_language", "value": "en_XA", "url": ana.url}])
    other = ana.context.new_page()
    other.goto(ana.url + "/about")
    other.wait_for_selector('body[data-hydrated="true"]')
    basket = other.locator('.masthead__tools a[href="/cart"]')
    expect(basket.locator(".btn__count")).to_have_text("1")
    ana.page.click("#add-to-basket")
    expect(basket.locator(".btn__count")).to_have_text("2", timeout=10_000)
    assert "⟦" in (basket.get_attribute("aria-label") or "")
    own = ana.page.locator('.masthead__tools a[href="/cart"]')
    expect(own).to_have_attribute("aria-label", "Basket, 2 items")


def test_the_language_of_an_account_goes_with_it(people):  # F006, F128
    ana, elsewhere = people("ana"), people("elsewhere")
    ana.sign_in("shopper@example.com")
    ana.go("/account/preferences")
    ana.page.select_option('select[name="locale"]', "en_XA")
    ana.page.click('form:has(select[name="locale"]) button[type="submit"]')
    ana.page.wait_for_selector('html[lang="en-XA"]')
    ana.live()
    assert "⟦" in ana.page.inner_text("h1")
    elsewhere.sign_in("shopper@example.com")
    elsewhere.page.wait_for_selector('html[lang="en-XA"]')
    ana.page.select_option('select[name="locale"]', "en_GB")
    ana.page.click('form:has(select[name="locale"]) button[type="submit"]')
    ana.page.wait_for_selector('html[lang="en-GB"]')


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("locale", ["en_XA", "ar_XB"])
def test_pages_stand_longer_texts_and_the_other_direction(people, width, locale):  # F128
    ana = people("ana", width=width)
    ana.context.add_cookies([{"name": "em_language", "value": locale, "url": ana.url}])
    wrong = []
    for path in LONG:
        ana.go(path)
        way = ana.page.evaluate("getComputedStyle(document.body).direction")
        if way != ("rtl" if locale == "ar_XB" else "ltr"):
            wrong.append(f"{path}: {way}")
        if ana.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{path}: scrolls sideways")
    assert wrong == []
