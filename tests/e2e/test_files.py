"""Buying a file in a browser, by somebody without an account: consent, no delivery, the bytes, the limit (F026)."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from emporium.demo.files import planner
from tests.e2e.test_first_sale import LIVE, add, fill_address, pay

SENT = 60_000
"""Milliseconds until a worker that just started has sent the files: it looks at the order first."""


def test_a_guest_buys_a_file_and_downloads_it(people):  # F026
    shopper = people("shopper", width=390, height=844)
    page = shopper.page
    shopper.go("/p/week-planner-to-print")
    expect(page.locator(".pdp__buy")).to_contain_text("Download right after payment")
    add(shopper, "week-planner-to-print")
    shopper.go("/cart")
    expect(page.locator(".parcel")).to_contain_text("Nothing to deliver")
    shopper.go("/checkout")
    expect(page.locator(".delivery-part")).to_have_count(0)
    tick = page.locator("#f-digital_consent")
    expect(tick).not_to_be_checked()
    fill_address(page)
    pay(shopper)
    expect(page.locator("#f-digital_consent-error")).to_contain_text("Tick the box")
    tick.check()
    pay(shopper)
    page.wait_for_url("**/purchase/*")
    file = page.locator("#downloads li", has_text="Planner, A4")
    expect(file).to_contain_text("10 of 10 downloads left", timeout=SENT)
    with page.expect_download() as fetched:
        file.get_by_role("link", name=re.compile("Download")).click()
    assert fetched.value.suggested_filename == "week-planner-a4.pdf"
    assert Path(fetched.value.path()).read_bytes() == planner("a4")
    expect(file).to_contain_text("9 of 10 downloads left", timeout=LIVE)
    expect(page.locator("h1")).to_contain_text("Your files are ready")


def test_what_was_ordered_as_a_parcel_stays_one(people):  # F026
    vendor = people("vendor")
    vendor.sign_in("vendor@example.com", "/vendor/login")
    page = vendor.page
    vendor.go("/vendor/stock/files")
    page.locator("tr", has_text="Fjord teapot").get_by_role("link", name=re.compile("Change")).click()
    expect(page.locator("#files")).to_contain_text("It is delivered in a parcel")
    page.click("#make-files")
    expect(page.locator("#files [role=alert]")).to_contain_text("ordered already", timeout=LIVE)
