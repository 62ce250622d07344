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


@pytest.mark.parametrize("width", [390, 1440])
def test_who_chooses_a_filter_stays_among_the_filters(people, width):  # F034, F137
    person = people("shopper", width=width)
    page = person.page
    person.go("/search")
    if width < 1024:
        page.click(".facets-open > summary")
    folded = page.locator(".facet:not([open]) > summary").first
    name = folded.inner_text()
    folded.click()
    way = page.locator(".facet", has=page.locator("summary", has_text=name)).locator(".facet-way").first
    way.scroll_into_view_if_needed()
    ident, before = way.get_attribute("id"), way.bounding_box()
    way.click()
    page.wait_for_selector(".chip--filter")
    person.live()
    chosen = page.locator(f'[id="{ident}"]')
    expect(chosen).to_be_focused()
    expect(chosen).to_be_in_viewport()
    if width < 1024:
        assert abs(chosen.bounding_box()["y"] - before["y"]) < 4
        left = page.locator("[data-shuts]")
        count = left.inner_text().split()[1]
        left.click()
        expect(left).to_be_hidden()
        expect(page.locator("#goods-list")).to_be_focused()
        expect(page.locator(".product-card")).to_have_count(int(count))
        expect(page.locator(".product-card").first).to_be_in_viewport()
    page.keyboard.press("Shift+Tab")
    page.go_back()
    expect(page.locator(".chip--filter")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_order_is_chosen_in_a_menu_that_gets_out_of_the_way(people, width):  # F034, F038
    person = people("shopper", width=width)
    page = person.page
    person.go("/search?q=mug")
    menu, button = page.locator(".sorting .menu"), page.locator(".sorting > summary")
    expect(button).to_have_text("Sort byBest match")
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    page.click("h1")
    expect(menu).to_be_hidden()
    button.click()
    menu.get_by_text("Price, low to high").click()
    page.wait_for_url("**/search?q=mug&sort=price-up")
    person.live()
    expect(page.locator(".sorting > summary")).to_have_text("Sort byPrice, low to high")
    prices = [float(one.split("€")[1].split()[0]) for one in page.locator(".product-card .price").all_inner_texts()]
    assert len(prices) > 3 and prices == sorted(prices)
    if width < 1024:
        page.locator(".sorting > summary").click()
    page.get_by_role("link", name="Why this order").locator("visible=true").click()
    page.wait_for_url("**/ranking")
    expect(page.locator("h1")).to_have_text("How lists are ordered")


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
    page.fill("#facet-from", "20,50")
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
    panel = page.locator("#suggest")
    expect(panel).to_be_visible()
    expect(panel.locator("mark").first).to_have_text("Harb")
    page.keyboard.press("Tab")
    expect(panel.locator("a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/harbour-mug")
    person.live()
    expect(panel).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_field_is_reached_and_walked_through_with_keys(people, width):  # F032
    person = people("shopper", width=width)
    page = person.page
    person.go("/")
    page.keyboard.press("/")
    field = page.locator("#q")
    expect(field).to_be_focused()
    page.keyboard.type("mug", delay=30)
    options = page.locator('#suggest [role="option"]')
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("Escape")
    expect(page.locator("#suggest")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/**")


def test_the_key_can_be_turned_off(people):  # F137, WCAG 2.2 2.1.4
    person = people("shopper")
    page = person.page
    person.go("/help")
    switch = page.get_by_role("checkbox", name="The key / leads")
    expect(switch).to_be_checked()
    switch.uncheck()
    person.go("/")
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    expect(page.locator(".search__key")).to_be_hidden()
    page.get_by_role("contentinfo").get_by_role("link", name="Help").last.click()
    page.wait_for_url("**/help")
    person.live()
    expect(switch).not_to_be_checked()
    switch.check()
    page.keyboard.press("/")
    person.go("/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def test_what_was_looked_for_stays_in_the_browser_until_it_is_cleared(people):  # F032
    person = people("shopper", width=1440)
    page = person.page
    person.go("/")
    page.fill("#q", "enamel mug")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=enamel**")
    person.go("/")
    page.click("#q")
    recent = page.locator('#recent-searches [role="option"]')
    expect(recent).to_have_text("enamel mug")
    page.click('#recent-searches button:has-text("Clear")')
    person.go("/")
    page.click("#q")
    expect(page.locator("#recent-searches")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_store_is_searched_within_its_own_walls(people, width):  # F037
    person = people("shopper", width=width)
    page = person.page
    person.go("/s/clay-and-kin")
    page.fill("#sq", "teapot")
    page.keyboard.press("Enter")
    page.wait_for_url("**/s/clay-and-kin?q=teapot")
    person.live()
    expect(page.locator(".product-card").first).to_contain_text("Fjord teapot")
    stores = page.locator(".product-card__store").all_inner_texts()
    assert set(stores) == {"Clay & Kin"}
    person.go("/stores")
    page.fill("#stq", "lamps")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stores?q=lamps")
    person.live()
    expect(page.locator(".store-card")).to_have_count(1)


def test_the_front_page_follows_three_clicks_and_forgets(people):  # F116
    person = people("shopper", width=1440)
    page = person.page
    person.go("/")
    expect(page.locator("#picks")).to_have_count(0)
    page.click('form[action="/for-you/on"] button')
    page.wait_for_url("**/#for-you")
    for slug in ("harbour-mug", "hut-lantern", "saari-throw"):
        person.go(f"/p/{slug}")
    person.go("/")
    expect(page.locator("#picks")).to_be_visible()
    expect(page.locator('section[aria-labelledby="recent"] .product-card')).to_have_count(3)
    expect(page.locator('section[aria-labelledby="picks"]')).to_contain_text("Because you looked at")
    page.click('form[action="/for-you/clear"] button')
    page.wait_for_url("**/#for-you")
    expect(page.locator("#picks")).to_have_count(0)


def test_an_operator_answers_a_search_that_found_nothing(people):  # F036
    shopper, admin = people("shopper"), people("admin", width=1440)
    shopper.go("/search?q=goblet")
    expect(shopper.page.locator("h1")).to_have_text("Nothing for “goblet”")
    admin.sign_in("admin@example.com", "/admin/login")
    admin.go("/admin/search?show=nothing")
    row = admin.page.locator('tr:has-text("goblet")')
    row.locator('summary:has-text("Add a synonym")').click()
    row.locator('input[name="same_as"]').fill("mug")
    row.locator('button:has-text("Add")').click()
    expect(admin.page.locator(".alert--success")).to_contain_text("find the same now")
    shopper.go("/search?q=goblet")
    expect(shopper.page.locator(".product-card").first).to_contain_text("mug")
    admin.page.click('button:has-text("Undo")')
    expect(admin.page.locator(".alert--success")).to_have_count(0)
    shopper.go("/search?q=goblet")
    expect(shopper.page.locator("h1")).to_have_text("Nothing for “goblet”")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_collection_is_narrowed_and_stays_so_when_it_is_read_again(people, width):  # F021, F034
    person = people("shopper", width=width)
    page = person.page
    person.go("/collections")
    page.click('a:has-text("Light for long evenings")')
    page.wait_for_url("**/collections/light-for-long-evenings")
    person.live()
    cards = page.locator(".product-card")
    expect(cards.first).to_be_visible()
    everything = cards.count()
    facets = page.locator(".facets")
    if width < 1024:
        page.click(".facets-open > summary")
    way = facets.locator('.facet:has(summary:has-text("Arrives")) .facet-way').first
    count = int(way.locator(".check__count").inner_text().split()[0])
    assert 0 < count < everything
    way.click()
    page.wait_for_url("**by=20*")
    expect(cards).to_have_count(count)
    chip = page.locator(".chip--filter")
    expect(chip).to_contain_text("By ")
    page.reload()
    person.live()
    expect(cards).to_have_count(count)
    chip.click()
    expect(cards).to_have_count(everything)


def test_an_operator_makes_a_rule_and_the_shop_shows_what_it_takes_in(people):  # F021
    admin, shopper = people("admin", width=1440), people("shopper", width=1440)
    admin.sign_in("admin@example.com", "/admin/login")
    admin.go("/admin/collections")
    page = admin.page
    page.fill("#f-name", "Under forty, in sky")
    page.check('#collection-form input[value="rule"]')
    page.click('#collection-form button[type="submit"]')
    page.wait_for_selector("#rule-kind")
    page.select_option("#rule-kind", "price")
    page.fill("#rule-high", "forty")
    page.click('#rule-form button[type="submit"]')
    expect(page.locator("#rule-high-error")).to_contain_text("Give an amount")
    page.fill("#rule-high", "40")
    page.click('#rule-form button[type="submit"]')
    expect(page.locator("#rule-hits")).to_contain_text("products now")
    page.select_option("#rule-kind", "attribute")
    page.fill("#rule-name", "Colour")
    page.fill("#rule-value", "Sky")
    page.click('#rule-form button[type="submit"]')
    expect(page.locator("#rule-hits")).to_have_text("2 products now")
    page.click('button:has-text("Save the rule")')
    expect(page.locator('section[aria-labelledby="inside"] .give-line')).to_have_count(2)
    shopper.go("/collections/under-forty-in-sky")
    expect(shopper.page.locator("h1")).not_to_have_text("Under forty, in sky")
    page.click('button:has-text("Publish")')
    expect(page.locator(".page-head .badge")).to_have_text("Published")
    shopper.go("/collections/under-forty-in-sky")
    expect(shopper.page.locator(".product-card")).to_have_count(2)
    expect(shopper.page.locator(".product-card").first).to_be_visible()
    page.click('button:has-text("Take it off")')
    expect(page.locator(".page-head .badge")).to_have_text("Draft")
    shopper.go("/collections")
    expect(shopper.page.locator(".collection-card")).to_have_count(6)
