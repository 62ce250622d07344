"""What somebody types before the page is live is still there afterwards."""

from __future__ import annotations

import secrets

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


# the page's own reading is told later than what somebody does on the page, as where a server has much to do
READ_LATE = """{ const send = WebSocket.prototype.send; let held = [];
  WebSocket.prototype.send = function (data) {
    if (window.__late && String(data).includes('on_load_internal')) { held.push([this, data]); return; }
    send.call(this, data);
    if (!String(data).includes(window.__late)) return;
    window.__late = null;
    for (const [socket, one] of held) send.call(socket, one);
  }; }"""


def test_a_choice_made_before_the_page_is_read_live_stays(people):
    admin = people("admin", width=1440)
    admin.page.add_init_script(READ_LATE)
    admin.sign_in("admin@example.com", "/admin/login")
    admin.go("/admin/collections")
    page, name = admin.page, f"Chosen early {secrets.token_hex(4)}"
    page.fill("#f-name", name)
    page.check('#collection-form input[value="rule"]')
    page.evaluate("() => { window.__late = 'choose_kind'; }")
    page.click('#collection-form button[type="submit"]')
    page.select_option("#rule-kind", "price")
    page.wait_for_function("() => window.__late === null")
    expect(page.locator("#rule-high")).to_be_visible()
    page.fill("#rule-high", "40")
    page.click('#rule-form button[type="submit"]')
    expect(page.locator("#rule-hits")).to_contain_text("products now")
    expect(page.locator("#rule-kind")).to_have_value("price")
    # the first thing done can need what the page is about
    admin.go("/admin/collections")
    page.evaluate("() => { window.__late = 'describe'; }")
    page.locator(f'main a:has-text("{name}")').first.click()
    expect(page.locator("h1")).to_have_text(name)
    page.fill("#f-name", "Named early")
    page.press("#f-name", "Enter")
    expect(page.locator("h1")).to_have_text("Named early")
    assert page.evaluate("window.__late") is None
    page.click('summary:has-text("Delete the collection")')
    page.click('button:has-text("Delete it")')
    admin.page.wait_for_url("**/admin/collections")
