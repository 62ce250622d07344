"""What has to have happened before every page of the demo can be looked at."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page

NEEDS = {
    "/account/ask": "?product=harbour-mug",
    "/account/email": "?token=x",
    "/account/erase": "?token=x",
    "/deliver-to": "?next=/cart",
    "/login/connect": "?provider=house&email=a@example.com",
    "/reset": "?token=x",
    "/verify": "?token=x",
}
"""What an address without parameters in its path needs behind it."""


def open_page(context: BrowserContext, address: str) -> Page:
    """A page that answers."""
    page = context.new_page()
    page.goto(address)
    live(page)
    return page


def live(page: Page) -> None:
    """Wait until the page answers to clicks."""
    page.wait_for_selector('body[data-hydrated="true"]', timeout=20_000)


def shop(context: BrowserContext, url: str) -> dict[str, str]:
    """A basket, a conversation, a list that was shared, and a bank that asks; addresses that no link leads to."""
    page = open_page(context, f"{url}/account/ask?product=fjord-teapot")
    page.fill("#f-body", "Does it keep tea warm for an hour?")
    page.click('#talk-form button[type="submit"]')
    page.wait_for_url("**/account/messages/*")
    page.goto(f"{url}/saved")
    live(page)
    page.click("#share")
    page.wait_for_selector("#shared-link")
    page.close()
    found = {"/pay/[attempt]": at_the_bank(context, url)}
    fill_basket(context, url)
    return found


def fill_basket(context: BrowserContext, url: str) -> None:
    """Something to see in the basket and at the checkout."""
    for slug in ("harbour-mug", "house-coffee"):
        page = open_page(context, f"{url}/p/{slug}")
        page.click("#add-to-basket")
        page.wait_for_selector(".toast")
        page.close()


def at_the_bank(context: BrowserContext, url: str) -> str:
    """The path of a payment that waits for its payer, who is somebody else."""
    other = context.browser.new_context()  # type: ignore[union-attr]
    fill_basket(other, url)
    page = open_page(other, f"{url}/checkout")
    typed = {"email": "ana@example.com", "name": "Ana Peeters", "line1": "Kaai 1", "postcode": "9000", "city": "Ghent"}
    for name, value in typed.items():
        page.fill(f"#f-{name}", value)
    page.click('input[value="sandbox_3ds"]')
    page.wait_for_selector('input[value="sandbox_3ds"]:checked')
    page.click("#pay")
    page.wait_for_url("**/pay/*")
    path = page.url.removeprefix(url)
    other.close()
    return path


def desk(context: BrowserContext, url: str) -> dict[str, str]:
    """An order that a store is writing for somebody."""
    page = open_page(context, f"{url}/vendor/drafts")
    page.get_by_role("button", name="New draft").click()
    page.wait_for_url("**/vendor/drafts/D*")
    path = page.url.removeprefix(url)
    page.close()
    return {"/vendor/drafts/[number]": path}


BEFORE = {"storefront": shop, "vendor": desk}
