"""Saying where things go, on a phone and without a script, and every page follows (F050)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


def test_another_country_from_the_product_and_other_tabs_follow(people):
    ana = people("ana", width=390)
    ana.go("/p/harbour-mug")
    page, other = ana.page, ana.context.new_page()
    other.goto(ana.url + "/p/lua-globe")
    other.wait_for_selector('body[data-hydrated="true"]')
    facts = page.locator(".fact", has_text="Arrives")
    expect(facts).to_contain_text("To Belgium")
    page.select_option("#deliver-to", label="Germany")
    expect(facts).to_contain_text("To Germany")
    expect(other.locator(".fact", has_text="Arrives")).to_contain_text("To Germany")
    page.click("#add-to-basket")
    page.wait_for_selector(".toast")
    ana.go("/cart")
    expect(page.locator("#deliver-to")).to_have_value("DE")
    ana.go("/checkout")
    expect(page.locator("#f-country")).to_have_value("DE")


@pytest.mark.parametrize("width", [390, 1440])
def test_it_works_before_any_script_has_run(market, browser, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(market.url + "/p/harbour-mug")
    page.get_by_role("link", name="Deliver to Belgium").last.click()
    page.select_option("#f-country", "NL")
    page.get_by_role("button", name="Deliver there").click()
    expect(page.get_by_role("link", name="Deliver to Netherlands").last).to_be_attached()
    assert page.url == market.url + "/p/harbour-mug"
    context.close()


def test_the_row_of_an_account_shows_where_one_is(people):
    ana = people("ana", width=390)
    ana.sign_in("shopper@example.com")
    for path in ("/account/data", "/account/security"):
        ana.go(path)
        here = ana.page.locator('.account__nav [aria-current="page"]')
        expect(here).to_be_in_viewport(ratio=1)
    ana.page.locator(".account__nav a").first.evaluate("(link) => link.click()")
    expect(ana.page.get_by_role("heading", level=1)).to_be_focused()
    expect(ana.page.locator('.account__nav [aria-current="page"]')).to_be_in_viewport(ratio=1)
