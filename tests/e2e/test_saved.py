"""What is kept, set aside and taken back, in browsers (F030, F041)."""

from __future__ import annotations

from playwright.sync_api import expect


def add(person, slug: str) -> None:
    person.go(f"/p/{slug}")
    person.page.click("#add-to-basket")
    expect(person.page.locator(".toast", has_text="in your basket").first).to_be_visible()


def test_a_heart_a_list_a_link_and_an_account(people):  # F030
    guest, friend = people("guest", width=390), people("friend")
    page = guest.page
    guest.go("/search?q=mug")
    card = page.locator(".product-card").first
    name = card.locator("h3").inner_text()
    card.locator(".save").click()
    expect(card.locator(".save")).to_have_attribute("aria-pressed", "true")
    guest.go("/saved")
    expect(page.locator(".saved-thing h3")).to_have_text(name)
    page.fill("#new-list", "Gifts")
    page.get_by_role("button", name="Make a list").click()
    expect(page.locator("h2", has_text="Gifts")).to_be_visible()
    guest.go("/saved")
    page.locator(".saved-thing select").select_option(label="Gifts")
    expect(page.locator(".saved-thing")).to_have_count(0)
    page.locator(".chips a", has_text="Gifts").click()
    expect(page.locator(".saved-thing h3")).to_have_text(name)
    page.click("#share")
    link = page.locator("#shared-link")
    expect(link).to_be_visible()
    friend.go(link.get_attribute("href"))
    expect(friend.page.locator(".product-card h3")).to_have_text(name)

    guest.go("/search?q=bowl&stock=1")
    page.click("#keep-search")
    expect(page.locator(".toast", has_text="Search kept")).to_be_visible()
    guest.go("/s/clay-and-kin")
    page.click("#follow")
    expect(page.locator("#follow")).to_have_attribute("aria-pressed", "true")
    guest.go("/saved")
    expect(page.locator('section[aria-labelledby="searches"]')).to_contain_text("“bowl”, in stock")
    expect(page.locator('section[aria-labelledby="followed"]')).to_contain_text("Clay & Kin")
    guest.sign_in("shopper@example.com", "/login?next=/saved")
    expect(page.locator(".chips a", has_text="Gifts")).to_be_visible()
    friend.page.reload()
    expect(friend.page.get_by_role("heading", name="cannot find")).to_be_visible()
    page.locator(".chips a", has_text="Gifts").click()
    page.get_by_text("Rename or delete").click()
    page.click("#delete-list")
    expect(page.locator(".chips a", has_text="Gifts")).to_have_count(0)


def test_aside_back_out_and_undone(people):  # F041
    person = people("shopper")
    page = person.page
    add(person, "house-coffee")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    person.go("/cart")
    expect(page.get_by_text("Your basket is empty")).to_be_visible()
    add(person, "house-coffee")
    person.go("/cart")
    page.get_by_role("button", name="Save for later House coffee").click()
    later = page.locator('section[aria-labelledby="later"]')
    expect(later).to_contain_text("House coffee")
    expect(page.get_by_text("Your basket is empty")).to_be_visible()
    later.get_by_role("button", name="Move to basket House coffee").click()
    expect(page.locator("#check-out")).to_be_visible()
    page.get_by_role("button", name="Remove House coffee").click()
    expect(page.get_by_text("Your basket is empty")).to_be_visible()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#check-out")).to_be_visible()
    page.fill("#f-code", "NOBODYKNOWS")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#f-code-error")).to_contain_text("no discount")
    person.go("/p/harbour-mug")
    page.click("#buy-now")
    page.wait_for_url("**/checkout")
    expect(page.locator("main")).to_contain_text("Harbour mug")
