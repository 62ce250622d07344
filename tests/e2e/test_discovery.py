"""Narrowing a list in a browser: at once, in the address, and as it was when somebody comes back (F034)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("width", [390, 1440])
def test_a_list_is_narrowed_shared_and_widened_again(people, width):  # F034
    person = people("shopper", width=width)
    page = person.page
    person.go("/search")
    cards = page.locator(".product-card")
    everything = page.locator('p[role="status"]', has_text="products from").inner_text()
    facets = page.locator(".facets")
    if width < 1024:
        page.click(".facets-open > summary")
        facets = page.locator(".facets-open")
    way = facets.locator(".facet-way").first
    count = int(way.locator(".check__count").inner_text().split()[0])
    way.click()
    chip = page.locator(".chip--filter")
    expect(chip).to_have_count(1)
    expect(cards).to_have_count(count)
    friend = people("friend", width=width)
    friend.go(page.url.removeprefix(person.url))
    expect(friend.page.locator(".product-card")).to_have_count(count)
    chip.click()
    expect(page.locator('p[role="status"]', has_text=everything)).to_be_visible()


def test_who_comes_back_finds_as_much_open_as_before(people):
    person = people("shopper")
    page = person.page
    person.go("/search")
    cards = page.locator(".product-card")
    expect(cards).to_have_count(24)
    page.click('button:has-text("Show 24 more")')
    expect(cards.nth(24)).to_be_visible()
    opened = cards.count()
    cards.nth(opened - 1).locator("a").first.click()
    page.wait_for_url("**/p/**")
    person.live()
    page.go_back()
    expect(cards).to_have_count(opened)


def test_prices_are_bounded_by_the_form(people):
    person = people("shopper", width=1440)
    page = person.page
    person.go("/search?q=mug")
    page.fill("#d-from", "20,50")
    page.click('.facets form button[type="submit"]')
    page.wait_for_url("**from=20%2C50**")
    person.live()
    expect(page.locator(".chip--filter")).to_have_text("Remove filter: From €20.50")
    assert "q=mug" in page.url


@pytest.mark.parametrize("width", [390, 1440])
def test_suggestions_lead_on_and_go_when_one_is_chosen(people, width):  # F032
    person = people("shopper", width=width)
    page = person.page
    person.go("/")
    page.click("#q")
    page.keyboard.type("harb", delay=30)
    panel = page.locator(".suggest")
    expect(panel).to_be_visible()
    expect(panel.locator("mark").first).to_have_text("Harb")
    page.keyboard.press("Tab")
    expect(panel.locator("a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/harbour-mug")
    person.live()
    expect(panel).to_have_count(0)
