"""Without a network a page says so, and comes back by itself with it (F146)."""

from __future__ import annotations

from playwright.sync_api import expect


def test_a_page_that_is_opened_without_a_network(market, browser):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(market.url + "/")
    page.wait_for_selector('body[data-hydrated="true"]', timeout=20_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(market.url + "/stores")
    context.set_offline(True)
    page.goto(market.url + "/search?q=mug")
    expect(page.locator("h1")).to_have_text("You are not connected")
    assert page.evaluate("getComputedStyle(document.querySelector('.btn')).borderRadius") != "0px", "it has its looks"
    context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.locator("h1")).not_to_have_text("You are not connected")
    assert "q=mug" in page.url
    context.close()
