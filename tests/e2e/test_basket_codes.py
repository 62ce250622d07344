"""Codes in the basket: why one takes nothing off, what another takes off, the same in every tab (F041, F062)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.test_first_sale import LIVE, add


@pytest.mark.parametrize("width", [390, 1440])
def test_a_code_is_refused_with_its_reason_taken_and_left_out(people, width):
    shopper = people("shopper", width=width)
    add(shopper, "harbour-mug")
    shopper.go("/cart")
    page, summary = shopper.page, shopper.page.locator(".summary")
    total = summary.locator("dd", has_text="€").last
    expect(total).to_have_text("€29.90")
    second = shopper.context.new_page()
    second.goto(shopper.url + "/cart")
    second.wait_for_selector('body[data-hydrated="true"]')

    code = page.get_by_label("Discount code")
    code.fill("NOTHING")
    code.press("Enter")
    expect(summary.locator(".field__error")).to_contain_text("no discount that we know")
    expect(total).to_have_text("€29.90")

    code.fill("kiln5")
    code.press("Enter")
    expect(summary.locator(".code-refused")).to_contain_text("needs €26.00 more from Clay & Kin")
    expect(summary.locator(".field__error")).to_have_count(0)
    for units in ("2", "3"):
        page.get_by_role("button", name="One more").first.click()
        expect(summary).to_contain_text(f"Goods, {units} items")
    row = summary.locator("dt", has_text="Five euros off from the kiln")
    expect(row).to_be_visible()
    expect(summary.locator(".code-refused")).to_have_count(0)
    expect(total).to_have_text("€67.00")
    expect(second.locator(".summary dd").last).to_have_text("€67.00", timeout=LIVE)

    row.get_by_role("button", name="Remove").click()
    expect(total).to_have_text("€72.00")
    expect(second.locator(".summary dd").last).to_have_text("€72.00", timeout=LIVE)
