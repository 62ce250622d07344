"""A checkout that goes wrong says so where one looks, and forgets nothing (F042, F128, F137)."""

from __future__ import annotations

from playwright.sync_api import expect

TYPED = {"email": "ana@example.com", "name": "Ana Peeters", "line1": "Veldstraat 12", "postcode": "9000"}


def at_the_checkout(people, width: int = 390):
    person = people("shopper", width=width)
    person.go("/p/harbour-mug")
    person.page.click("#add-to-basket")
    person.page.wait_for_selector(".toast")
    person.go("/checkout")
    return person


def test_all_mistakes_are_said_at_once_and_the_first_one_is_reached(people):
    page = at_the_checkout(people).page
    page.click("#pay")
    expect(page.locator(".field__error")).to_have_count(5)
    expect(page.locator("#f-email")).to_be_focused()
    expect(page.locator("#f-email")).to_be_in_viewport()
    page.fill("#f-email", "ana@example.com")
    page.click("#pay")
    expect(page.locator("#f-name")).to_be_focused()
    expect(page.locator("#f-name")).to_be_in_viewport()


def test_a_field_is_looked_at_when_it_is_left(people):
    page = at_the_checkout(people).page
    for name, wrong, says, right in (
        ("postcode", "90000", "Belgian postcodes have four digits, like 9000.", "9000"),
        ("email", "ana@", "does not look like an e-mail address", "ana@example.com"),
    ):
        page.fill(f"#f-{name}", wrong)
        page.keyboard.press("Tab")
        error = page.locator(f"#f-{name}-error")
        expect(error).to_contain_text(says)
        expect(page.locator(f"#f-{name}")).to_have_attribute("aria-invalid", "true")
        page.fill(f"#f-{name}", right)
        page.keyboard.press("Tab")
        expect(error).to_have_count(0)


def test_what_was_typed_is_there_after_a_reload_and_gone_after_the_order(people):
    person = at_the_checkout(people)
    page = person.page
    for name, value in TYPED.items():
        page.fill(f"#f-{name}", value)
    page.reload()
    person.live()
    for name, value in TYPED.items():
        expect(page.locator(f"#f-{name}")).to_have_value(value)
    page.fill("#f-city", "Ghent")
    page.click("#pay")
    page.wait_for_url("**/purchase/*")
    person.live()
    assert page.evaluate("Object.values(sessionStorage).some(kept => kept.includes('Veldstraat'))") is False


def test_a_declined_card_is_told_beside_the_ways_to_pay(people):
    page = at_the_checkout(people).page
    for name, value in {**TYPED, "city": "Ghent"}.items():
        page.fill(f"#f-{name}", value)
    card = page.locator('input[value="sandbox_decline"]')
    card.click()
    expect(card).to_be_checked()
    page.click("#pay")
    told = page.get_by_role("alert").filter(has_text="Nothing was charged")
    expect(told).to_be_in_viewport()
    expect(told).to_be_focused()


def test_days_and_prices_follow_the_country_before_there_is_an_address(people):
    person = people("shopper", width=390)
    page = person.page
    person.go("/p/harbour-mug")
    page.select_option("#deliver-to", "DE")
    expect(page.locator(".facts")).to_contain_text("To Germany, by")
    page.click("#add-to-basket")
    page.wait_for_selector(".toast")
    person.go("/cart")
    expect(page.locator("#deliver-to")).to_have_value("DE")
    page.select_option("#deliver-to", "FR")
    expect(page.locator("#deliver-to")).to_have_value("FR")
    person.go("/checkout")
    expect(page.locator("#f-country")).to_have_value("FR")
    expect(page.locator("#checkout-form")).to_contain_text("Like 33380")
