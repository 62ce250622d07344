"""A shopper and a store talk, each in a browser of their own, and see each other's words at once (F111)."""

from __future__ import annotations

import re

from playwright.sync_api import expect

LIVE = 15_000


def test_a_question_and_its_answer_are_live_on_both_sides(people):  # F111
    shopper, vendor = people("shopper", width=390), people("vendor")
    vendor.sign_in("vendor@example.com", "/vendor/login")
    vendor.go("/vendor/messages")
    shopper.sign_in("shopper@example.com")
    shopper.go("/p/harbour-mug")
    shopper.page.get_by_role("link", name="Ask the store").click()
    shopper.page.wait_for_url("**/account/ask*")
    shopper.live()
    shopper.page.click('#talk-form button[type="submit"]')
    expect(shopper.page.locator("#f-body-error")).to_be_visible()
    shopper.page.fill("#f-body", "Does it go into an oven? Call me on 0470 12 34 56.")
    shopper.page.click('#talk-form button[type="submit"]')
    shopper.page.wait_for_url("**/account/messages/*")
    expect(shopper.page.locator(".msg__body")).to_have_text("Does it go into an oven? Call me on [hidden].")

    row = vendor.page.locator(".queue-item", has_text="Does it go into an oven")
    expect(row).to_contain_text("New", timeout=LIVE)
    expect(vendor.page.locator(".nav-item", has_text="Messages").first).to_contain_text(re.compile(r"\d"))
    row.click()
    vendor.page.wait_for_url("**/vendor/messages/*")
    vendor.live()
    vendor.page.fill("#f-body", "It does, up to 200 degrees.")
    vendor.page.click('#talk-form button[type="submit"]')
    expect(vendor.page.locator(".msg--me")).to_contain_text("200 degrees")
    expect(vendor.page.locator("#f-body")).to_have_value("")

    answer = shopper.page.locator(".msg", has_text="200 degrees")
    expect(answer).to_be_visible(timeout=LIVE)
    shopper.go("/account/messages")
    expect(shopper.page.locator(".queue-item").first).not_to_contain_text("New")
    shopper.go("/account/ask?product=harbour-mug")
    shopper.page.wait_for_url("**/account/messages/*")
