"""What pages say where there is nothing yet, at both widths: in words, with a way on (F135, F137)."""

from __future__ import annotations

import secrets

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.conftest import PASSWORD, Person

WAY_ON = "main a[href], main button, main input"
OPEN = {
    "/cart": "Your basket is empty",
    "/checkout": "Your basket is empty",
    "/search?q=zzzqqq": "Nothing for “zzzqqq”",
    "/stores?q=zzzqqq": "No store is like that",
    "/s/clay-and-kin?q=zzzqqq": "Nothing",
    "/saved": "Nothing kept here yet",
    "/p/nobody-sells-this": "We cannot find that page",
    "/s/no-such-store": "We cannot find that page",
    "/collections/no-such-collection": "We cannot find that page",
    "/list/nonsense": "We cannot find that page",
    "/purchase/nonsense": "We cannot find that page",
    **dict.fromkeys(("/verify", "/reset", "/account/email", "/account/erase"), "open the link in the letter"),
}
OWN = {
    "/account": "Your orders will be here",
    "/account/messages": "No messages yet",
    "/account/reviews": "Nothing to review yet",
    "/account/addresses": "Add an address",
    "/account/ask": "We cannot find that page",
}


def wrong_with(person: Person, pages: dict[str, str]) -> list[str]:
    """Pages that do not say what they should, have no way on, or are not fit to be read."""
    wrong = []
    for path, words in pages.items():
        person.go(path)
        said = person.page.inner_text("main")
        if words not in said:
            wrong.append(f"{path}: says {said[:160]!r}")
        if not person.page.locator(WAY_ON).count():
            wrong.append(f"{path}: no way on")
        if person.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{path}: scrolls sideways")
        found = Axe().run(person.page).response["violations"]
        wrong += [f"{path}: {rule['id']}" for rule in found if rule["impact"] in ("serious", "critical")]
    return wrong


@pytest.mark.parametrize("width", [390, 1440])
def test_where_there_is_nothing_a_page_says_so_and_leads_on(people, width):
    assert wrong_with(people("ana", width=width), OPEN) == []


@pytest.mark.parametrize("width", [390, 1440])
def test_a_new_account_is_told_what_will_stand_there(people, width):
    ana = people("ana", width=width)
    email = f"new-{secrets.token_hex(4)}@example.com"
    ana.go("/register")
    ana.page.fill('input[name="name"]', "Ana New")
    ana.page.fill('input[name="email"]', email)
    ana.page.fill('input[name="password"]', PASSWORD)
    ana.page.click('form[action="/auth/register"] button[type="submit"]')
    ana.page.wait_for_url("**/login**")
    ana.sign_in(email)
    assert wrong_with(ana, OWN) == []
