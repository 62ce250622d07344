"""A product's page in a browser: its variants' addresses, the keyboard, and words that are too long (F135, F137)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


def test_a_chosen_variant_is_in_the_address(people):  # F135
    person = people("shopper", width=390)
    page = person.page
    person.go("/p/harbour-mug")
    page.locator('label[title="Ink"]').click()
    expect(page).to_have_url(person.url + "/p/harbour-mug?v=CK-MUG-INK-300")
    page.reload()
    person.live()
    expect(page.locator('input[aria-label="Ink"]')).to_be_checked()
    assert page.locator("[data-url]").get_attribute("data-url").endswith("?v=CK-MUG-INK-300")


@pytest.mark.parametrize("start", ["/p/harbour-mug", "/p/harbour-mug?v=CK-MUG-OAT-450"])
def test_one_choice_after_another(people, start):  # F135
    person = people("shopper", width=1440)
    page = person.page
    units = page.locator('#buy-form input[name="_units"]')

    def sees(sku: str, count: str) -> None:
        expect(page).to_have_url(f"{person.url}/p/harbour-mug?v={sku}")
        expect(page.locator("main").get_by_text(sku, exact=True)).to_be_visible()
        expect(units).to_have_value(count)
        assert page.locator("main .skeleton").count() == 0

    person.go(start)
    page.locator('label[title="Moss"]').click()
    if "v=" not in start:
        sees("CK-MUG-MOSS-300", "1")
    page.get_by_role("radio", name="450 ml").click()
    sees("CK-MUG-MOSS-450", "1")
    page.get_by_role("button", name="One more").first.click()
    sees("CK-MUG-MOSS-450", "2")
    page.get_by_role("radio", name="300 ml").click()
    page.locator('label[title="Ink"]').click()
    sees("CK-MUG-INK-300", "2")
    page.locator('main .product-card a[href^="/p/"]').first.click()
    expect(page.locator("h1")).not_to_have_text("Harbour mug")
    page.go_back()
    person.live()
    expect(page.locator("h1")).to_have_text("Harbour mug")
    page.get_by_role("button", name="One fewer").first.click()
    sees("CK-MUG-INK-300", "1")
    page.click("#add-to-basket")
    expect(page.locator(".toast").first).to_be_visible()
    person.go("/cart")
    expect(page.locator(".line-item")).to_contain_text("Ink / 300 ml")


FOLLOW = """(path) => {
  const link = Object.assign(document.createElement('a'), { href: path, textContent: path, id: 'followed' });
  document.querySelector('main h1').after(link);
}"""


def test_a_link_to_a_product_shows_what_the_link_says(people):  # F135
    person = people("shopper", width=1440)
    page = person.page

    def follow(path: str, *, choice: str, units: str) -> None:
        page.evaluate(FOLLOW, path)
        page.locator("#followed").click()
        page.wait_for_url(f"**{path}")
        person.live()
        page.wait_for_timeout(600)  # what is read live after the page was turned to says the same
        expect(page).to_have_url(person.url + path)
        expect(page.get_by_role("radio", name=choice)).to_be_checked()
        expect(page.locator('#buy-form input[name="_units"]')).to_have_value(units)

    person.go("/p/harbour-mug")
    page.locator('label[title="Moss"]').click()
    expect(page).to_have_url(person.url + "/p/harbour-mug?v=CK-MUG-MOSS-300")
    page.get_by_role("button", name="One more").first.click()
    page.click("#add-to-basket")
    expect(page.locator(".toast").first).to_be_visible()
    page.click('a[href="/cart"]')
    page.wait_for_url("**/cart")
    line = page.locator('.line-item a[href="/p/harbour-mug?v=CK-MUG-MOSS-300"]').first
    expect(line).to_be_visible()
    follow("/p/harbour-mug", choice="Oat", units="1")
    page.locator('label[title="Moss"]').click()
    expect(page).to_have_url(person.url + "/p/harbour-mug?v=CK-MUG-MOSS-300")
    page.click('main a[href="/s/clay-and-kin"]')
    page.wait_for_url("**/s/clay-and-kin")
    person.live()
    follow("/p/harbour-mug?v=CK-MUG-INK-300", choice="Ink", units="1")


def test_what_has_the_focus_is_not_beneath_a_bar(people):  # F137, WCAG 2.2 2.4.11
    person = people("shopper", width=390)
    page = person.page
    person.go("/p/harbour-mug")
    page.focus("#add-to-basket")
    hidden = []
    for _ in range(24):
        page.keyboard.press("Tab")
        hidden += page.evaluate(
            """() => {
              const own = document.activeElement, {top, bottom} = own.getBoundingClientRect();
              const up = document.querySelector('.masthead').getBoundingClientRect().bottom;
              const down = document.querySelector('.buybar').getBoundingClientRect().top;
              if (own.closest('.masthead, .buybar') || (bottom > up && top < down)) return [];
              return [own.outerHTML.slice(0, 90)];
            }"""
        )
    assert hidden == []


def test_without_a_script_the_form_puts_it_into_the_basket(market, browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(market.url + "/p/harbour-mug?v=CK-MUG-INK-300")
    page.click("#add-to-basket")
    page.wait_for_url("**/cart")
    expect(page.locator(".line-item")).to_contain_text("Ink / 300 ml")
    page.goto(market.url + "/p/harbour-mug")
    page.click("#buy-now")
    page.wait_for_url("**/checkout")
    context.close()


def test_a_word_that_is_too_long_is_broken(people):
    person = people("shopper", width=320)
    person.go("/p/harbour-mug")
    assert person.page.evaluate(
        """() => {
          document.querySelectorAll('.pdp__buy h1, .pdp__buy p.t-2, .prose p').forEach((one) => {
            one.textContent = 'https://example.com/' + 'a'.repeat(200);
          });
          return document.documentElement.scrollWidth;
        }"""
    ) <= 320
