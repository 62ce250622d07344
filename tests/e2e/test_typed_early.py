"""What somebody types before the page is live is still there afterwards."""

from __future__ import annotations

from playwright.sync_api import expect


def test_letters_and_focus_survive_going_live(people):
    person = people("quick")
    page = person.page
    held, gate = [], []
    page.route("**/assets/*.js", lambda route: route.continue_() if gate else held.append(route))
    page.goto(person.url + "/register", wait_until="commit")
    page.locator("#first-paint").wait_for(state="attached")
    page.fill("#f-name", "Zoe Quillfeather")
    page.fill("#f-email", "zoe@example.com")
    assert held and page.locator("body").get_attribute("data-hydrated") != "true", "no script has run yet"
    gate.append(True)
    for route in held:
        route.continue_()
    person.live()
    expect(page.locator("#f-name")).to_have_value("Zoe Quillfeather")
    expect(page.locator("#f-email")).to_have_value("zoe@example.com")
    expect(page.locator("#f-email")).to_be_focused()
