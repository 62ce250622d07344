"""An order that staff makes, and its customer's way through the link (F084)."""

from __future__ import annotations

from playwright.sync_api import expect

LIVE = 5_000


def test_staff_makes_an_order_and_the_customer_pays_by_the_link(people):  # F084
    vendor, customer = people("vendor"), people("customer", width=390, height=844)
    vendor.sign_in("vendor@example.com", "/vendor/login")
    vendor.go("/vendor/orders")
    vendor.page.get_by_role("link", name="Drafts").click()
    vendor.page.wait_for_url("**/vendor/drafts*")
    vendor.live()
    vendor.page.click("#new-draft")
    vendor.page.wait_for_url("**/vendor/drafts/D*")
    vendor.live()
    vendor.page.fill("#find", "harbour mug")
    vendor.page.keyboard.press("Enter")
    vendor.page.wait_for_url("**q=*")
    vendor.live()
    vendor.page.locator(".give-line button").first.click()
    expect(vendor.page.locator(".pack-line")).to_have_count(1)
    vendor.page.fill("#c-email", "ana@example.com")
    vendor.page.get_by_role("button", name="Save the customer").click()
    expect(vendor.page.locator(".toast", has_text="The customer is saved")).to_be_visible()
    vendor.page.fill("#o-percent", "10")
    vendor.page.fill("#o-reason", "A chip in the glaze")
    vendor.page.get_by_role("button", name="Take it off").click()
    expect(vendor.page.locator("dl", has_text="A chip in the glaze")).to_be_visible()
    vendor.page.click("#send-link")
    link = vendor.page.locator("#pay-link")
    expect(link).to_be_visible()
    total = vendor.page.locator(".kv__total").last.inner_text()

    customer.page.goto(link.input_value())
    customer.live()
    expect(customer.page.get_by_text("made this order for you")).to_be_visible()
    expect(customer.page.locator("#pay")).to_have_text(f"Pay {total}")
    for name, value in {"name": "Ana Peeters", "line1": "Veldstraat 12", "postcode": "9000", "city": "Ghent"}.items():
        customer.page.fill(f"#f-{name}", value)
    customer.page.click("#pay")
    customer.page.wait_for_url("**/purchase/*")
    expect(customer.page.locator("h1")).to_contain_text("Thank you")
    expect(vendor.page.get_by_role("link", name="Open order")).to_be_visible(timeout=LIVE)

    customer.page.goto(customer.url + "/checkout?link=nonsense")
    customer.live()
    expect(customer.page.get_by_role("heading", name="Nothing to pay here")).to_be_visible()
