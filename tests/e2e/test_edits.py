"""A placed order is changed: the store looks, the shopper pays, everybody sees it (F081)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.test_first_sale import add, fill_address, number_of, pay
from tests.e2e.test_pages import CLS, LOOKS, inspect

LIVE = 5_000


def test_a_change_is_looked_at_paid_and_made(people):  # F081
    shopper, vendor = people("shopper"), people("vendor")
    add(shopper, "harbour-mug")
    shopper.go("/checkout")
    fill_address(shopper.page)
    pay(shopper)
    shopper.page.wait_for_url("**/purchase/*")
    shopper.live()
    number = number_of(shopper) + "-1"

    vendor.sign_in("vendor@example.com", "/vendor/login")
    vendor.go(f"/vendor/orders/{number}")
    vendor.page.click("#edit-order")
    vendor.page.wait_for_url("**/edit*")
    vendor.live()
    vendor.page.fill("#add-words", "vase")
    vendor.page.click("#find-form button")
    vendor.page.locator(".give-line button:not([disabled])").first.click()
    expect(vendor.page.locator('input[name^="add-"]')).to_have_count(1)
    vendor.page.click("#look")
    expect(vendor.page.locator("#f-reason-error")).to_be_visible()
    vendor.page.fill("#f-reason", "You asked for it by telephone")
    vendor.page.click("#look")
    label = vendor.page.locator("#make-change").inner_text()
    vendor.page.click("#make-change")
    expect(vendor.page.locator("#pay-link")).to_be_visible()

    waiting = shopper.page.locator("#pay-change")
    expect(waiting).to_be_visible(timeout=LIVE)
    assert re.search(r"€[\d.]+", label).group() in waiting.inner_text()
    waiting.click()
    shopper.page.wait_for_url("**/checkout?link=*")
    shopper.live()
    expect(shopper.page.locator("#f-line1")).to_have_count(0)
    shopper.page.click("#pay")
    shopper.page.wait_for_url("**/purchase/*")
    shopper.live()
    expect(shopper.page.get_by_text("This was added to another order")).to_be_visible()
    expect(vendor.page.locator("#edit-form")).to_be_visible(timeout=LIVE)
    vendor.go(f"/vendor/orders/{number}")
    expect(vendor.page.get_by_text("More goes in this parcel")).to_be_visible()

    vendor.page.click("#edit-order")
    vendor.page.wait_for_url("**/edit*")
    vendor.live()
    vendor.page.fill("#a-line1", "Kouter 1")
    vendor.page.fill("#f-reason", "You moved house")
    vendor.page.click("#look")
    vendor.page.click("#make-change")
    vendor.page.wait_for_url(f"**/{number}*")
    expect(vendor.page.locator("address")).to_contain_text("Kouter 1")


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_pages_of_drafts_and_changes(people, width, dark):  # F137
    vendor = people("vendor", width=width, dark=dark)
    vendor.context.add_init_script(CLS)
    vendor.sign_in("vendor@example.com", "/vendor/login")
    vendor.go("/vendor/drafts")
    vendor.page.click("#new-draft")
    vendor.page.wait_for_url("**/vendor/drafts/D*")
    path = urlsplit(vendor.page.url).path
    wrong = inspect(vendor, f"{path}?q=mug")
    vendor.page.locator(".give-line button:not([disabled])").first.click()
    expect(vendor.page.locator(".pack-line")).to_have_count(1)
    wrong += inspect(vendor, path)
    vendor.go("/vendor/orders?tab=to-send")
    number = vendor.page.locator("[data-order]").first.get_attribute("data-order")
    wrong += inspect(vendor, f"/vendor/orders/{number}/edit")
    assert not wrong, "\n".join(wrong)
