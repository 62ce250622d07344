"""The account in a real browser: addresses, preferences, second step, passkeys, data, and a guest's way back."""

from __future__ import annotations

import email
import email.policy
import re
import time
import uuid
import zipfile
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import expect

PASSWORD = "copper kettle noon"


@pytest.fixture
def newcomer(people) -> Callable[..., tuple]:
    """Somebody with an account of their own, signed in."""

    def made(*, host: str = "127.0.0.1", **looks):
        person = people("newcomer", **looks)
        person.url = person.url.replace("127.0.0.1", host)
        address = f"newcomer-{uuid.uuid4().hex[:8]}@example.com"
        person.go("/register")
        for name, value in {"name": "Noor El Amrani", "email": address, "password": PASSWORD}.items():
            person.page.fill(f'input[name="{name}"]', value)
        person.page.click('form[action="/auth/register"] button[type="submit"]')
        person.page.wait_for_url("**/login*")
        sign_in(person, address)
        person.page.wait_for_url(lambda url: "login" not in url)
        person.live()
        return person, address

    return made


def sign_in(person, address: str) -> None:
    person.go("/login")
    person.page.fill('form[action="/auth/login"] input[name="email"]', address)
    person.page.fill('form[action="/auth/login"] input[name="password"]', PASSWORD)
    person.page.click('form[action="/auth/login"] button[type="submit"]')


def sign_out(person) -> None:
    person.go("/account")
    person.page.click("#sign-out")
    person.page.wait_for_url(lambda url: not url.endswith("/account"))


def mailed(market, address: str, path: str) -> str:
    """The newest link to a path in a letter to an address."""
    until = time.monotonic() + 25
    while time.monotonic() < until:
        for file in sorted((market.data_dir / "outbox").glob("*.eml"), reverse=True):
            letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            if address not in str(letter["to"]):
                continue
            body = letter.get_body(("plain",))
            found = re.search(rf"https?://\S+?({re.escape(path)}\S+)", body.get_content() if body else "")
            if found:
                return found.group(1)
        time.sleep(0.3)
    pytest.fail(f"no letter to {address} with a link to {path}")


def test_an_address_of_the_book_fills_the_checkout_and_an_order_is_bought_again(newcomer):  # F006
    person, _ = newcomer(width=390)
    page = person.page
    person.go("/account/addresses")
    for name, value in {"line1": "Kaai 1", "postcode": "90", "city": "Ghent"}.items():
        page.fill(f"#f-{name}", value)
    page.click("#keep-address")
    expect(page.locator("#f-postcode-error")).to_contain_text("four digits")
    add_in_another_tab(person, count="1")
    expect(page.locator("#f-postcode-error")).to_contain_text("four digits")  # and so do errors and what is typed
    expect(page.locator("#f-line1")).to_have_value("Kaai 1")
    person.go("/cart")
    page.get_by_role("button", name=re.compile("^Remove")).click()
    person.go("/account/addresses")
    page.fill("#f-line1", "Kaai 1")
    page.fill("#f-city", "Ghent")
    page.fill("#f-postcode", "9000")
    page.click("#keep-address")
    expect(page.locator(".account__cards li")).to_have_count(1)
    person.go("/p/harbour-mug")
    page.click("#add-to-basket")
    page.wait_for_selector(".toast")
    person.go("/checkout")
    expect(page.locator("#f-line1")).to_have_value("Kaai 1")
    page.fill("#f-line1", "Elsewhere 2")
    page.click(".book__entry")
    page.fill("#f-city", "Gent")
    page.click("#pay")
    page.wait_for_url("**/purchase/*")
    person.go("/account")
    page.get_by_role("button", name=re.compile("^Buy again")).first.click()
    told = page.get_by_role("status").filter(has_text="in your basket")
    expect(told).to_be_visible()
    add_in_another_tab(person, count="2")
    expect(told).to_be_visible()  # what was told outlives what comes live
    person.go("/cart")
    expect(page.get_by_text("Harbour mug").first).to_be_visible()


def add_in_another_tab(person, *, count: str) -> None:
    """Something comes into the basket elsewhere, and the tab that is open hears of it."""
    other = person.context.new_page()
    other.goto(person.url + "/p/lua-globe")
    other.wait_for_selector('body[data-hydrated="true"]')
    other.click("#add-to-basket")
    expect(person.page.locator("header .btn__count").first).to_have_text(count)
    other.close()


def test_preferences_are_kept(newcomer):  # F006
    person, _ = newcomer()
    page = person.page
    person.go("/account/preferences")
    page.check('input[name="colour_mode"][value="dark"]')
    page.select_option("#f-quiet_from", "22")
    page.click("#keep-looks")
    expect(page.locator("#f-quiet_until-error")).to_contain_text("beginning and an end")
    page.select_option("#f-quiet_until", "7")
    page.click("#keep-looks")
    expect(page.locator("html")).to_have_class(re.compile("dark"))
    page.uncheck('input[name="parcels-email"]')
    page.check('input[name="parcels-push"]')
    page.click("#keep-messages")
    page.click("#want-letters")
    expect(page.get_by_text("You agreed on")).to_be_visible()
    person.go("/account/preferences")
    expect(page.locator("#f-quiet_from")).to_have_value("22")
    expect(page.locator('input[name="parcels-email"]')).not_to_be_checked()
    expect(page.locator('input[name="parcels-push"]')).to_be_checked()
    expect(page.locator('input[name="stock-sms"]')).to_have_count(0)
    person.go("/account/data")
    expect(page.get_by_text("Yes: Write to me")).to_be_visible()


def test_a_second_step_with_an_app_and_a_code_on_paper(newcomer):  # F007
    person, address = newcomer()
    page = person.page
    person.go("/account/security")
    page.fill("#f-app_password", PASSWORD)
    page.click("#begin-app")
    add_in_another_tab(person, count="1")
    app = pyotp.TOTP(page.locator("#app-key").inner_text().replace(" ", ""))  # a live event takes no open step away
    page.fill("#f-code", app.at(time.time() - 30))
    page.click("#confirm-app")
    expect(page.locator("#codes li")).to_have_count(10)
    paper = page.locator("#codes li").first.inner_text()
    person.go("/account/security")
    expect(page.locator("#codes")).to_have_count(0)
    sign_out(person)
    sign_in(person, address)
    page.wait_for_url("**/login/step*")
    page.fill('input[name="code"]', "000000")
    page.click('form[action="/auth/step"] button')
    expect(page.locator(".field__error").filter(has_text="wrong")).to_be_visible()
    code = app.now()
    page.fill('input[name="code"]', code)
    page.click('form[action="/auth/step"] button')
    page.wait_for_url(lambda url: "login" not in url)
    person.go("/confirm?next=/account")
    page.fill('input[name="code"]', code)
    page.click('form[action="/auth/confirm"] button')
    expect(page.locator(".field__error").filter(has_text="was used")).to_be_visible()
    page.fill('input[name="code"]', paper)
    page.click('form[action="/auth/confirm"] button')
    page.wait_for_url("**/account")


def test_a_passkey_signs_in_without_a_password(newcomer):  # F007
    person, _ = newcomer(host="localhost")  # passkeys belong to names, not to numbers
    page = person.page
    device = person.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                     "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )  # fmt: skip
    person.go("/account/security")
    page.click('summary:has-text("Add a passkey")')
    page.fill('input[name="passkey_name"]', "This laptop")
    page.fill('input[name="passkey_password"]', "not the password")
    page.click('[data-passkey="new"]')
    expect(page.locator("#passkey-new-said")).to_contain_text("not your present password")
    person.complaints.clear()  # the browser reports the refusal by itself
    page.fill('input[name="passkey_password"]', PASSWORD)
    page.click('[data-passkey="new"]')
    page.wait_for_url("**/account/security?done=passkey")
    person.live()
    expect(page.get_by_text("This laptop", exact=True).first).to_be_visible()
    sign_out(person)
    person.go("/login?next=/account/security")
    page.click('[data-passkey="check"]')
    page.wait_for_url("**/account/security")
    person.live()
    expect(page.get_by_text("last used")).to_be_visible()


def test_sessions_end_from_afar(newcomer, people):  # F009
    here, address = newcomer()
    there = people("there")
    sign_in(there, address)
    there.page.wait_for_url(lambda url: "login" not in url)
    there.go("/account")
    here.go("/account/security")
    expect(here.page.locator("#session-list li")).to_have_count(2)
    here.page.click("#end-others")
    there.page.wait_for_url("**/login*")
    expect(here.page.locator("#session-list li")).to_have_count(1)


def test_a_copy_of_ones_data_and_the_end_of_an_account(newcomer, market):  # F154
    person, address = newcomer()
    page = person.page
    person.go(mailed(market, address, "/verify"))
    page.click('button:has-text("Confirm address")')
    person.go("/account/data")
    page.click("#make-copy")
    with page.expect_download() as started:
        page.get_by_role("link", name="Fetch it").click(timeout=30_000)
    with zipfile.ZipFile(started.value.path()) as archive:
        assert address in archive.read("app_user.json").decode()
    page.click('summary:has-text("Erase my account")')
    page.fill("#f-present", PASSWORD)
    page.click("#ask-erase")
    expect(page.get_by_role("status").filter(has_text="We sent you a link")).to_be_visible()
    person.go(mailed(market, address, "/account/erase"))
    page.click("#erase")
    expect(page.get_by_role("status").filter(has_text="is erased")).to_be_visible()
    person.go("/account")
    assert "/login" in page.url
    sign_in(person, address)
    expect(page.get_by_role("alert").filter(has_text="do not match")).to_be_visible()


def test_a_guest_finds_an_order_by_its_number(people, market):  # F155
    person = people("guest")
    page = person.page
    person.go("/p/harbour-mug")
    page.click("#add-to-basket")
    page.wait_for_selector(".toast")
    person.go("/checkout")
    address = f"guest-{uuid.uuid4().hex[:8]}@example.com"
    typed = {"email": address, "name": "Kay", "line1": "Kaai 1", "postcode": "9000", "city": "Ghent"}
    for name, value in typed.items():
        page.fill(f"#f-{name}", value)
    page.click("#pay")
    page.wait_for_url("**/purchase/*")
    number = re.search(r"E\d+", page.get_by_text(re.compile(r"Order E\d+")).first.inner_text()).group()
    stranger = people("stranger")
    stranger.go("/orders/find")
    stranger.page.fill("#f-number", number)
    stranger.page.click("#where")
    expect(stranger.page.get_by_role("status").filter(has_text=f"Order {number} is being packed")).to_be_visible()
    stranger.page.fill("#link-number", number)
    stranger.page.fill("#f-email", address)
    stranger.page.click("#send-link")
    expect(stranger.page.get_by_role("status").filter(has_text="If the number")).to_be_visible()
    stranger.go(mailed(market, address, "/purchase/"))
    expect(stranger.page.get_by_text("Kaai 1")).to_be_visible()


def test_a_password_can_be_looked_at_and_says_how_good_it_is(people):
    person = people("careful")
    person.go("/register")
    page = person.page
    field, eye = page.locator('input[name="password"]'), page.locator(".reveal")
    said = page.locator(".strength [role=status]")
    for typed, words in (("sea", "Too short"), ("aaaaaaaaaaaa", "Too short"), ("lantern wool", "Good"),
                         ("Lantern-wool 7", "Strong"), ("copper kettle noon", "Strong")):  # fmt: skip
        field.fill(typed)
        expect(said).to_have_text(words)
    field.fill("")
    expect(page.locator(".strength")).to_be_hidden()
    field.fill(PASSWORD)
    eye.click()
    expect(field).to_have_attribute("type", "text")
    expect(eye).to_have_attribute("aria-pressed", "true")
    expect(field).to_be_focused()
    kinds: list[str] = []
    page.expose_function("sent", lambda kind: kinds.append(kind))
    page.evaluate(
        "() => document.querySelector('form[action=\"/auth/register\"]').addEventListener('submit', (event) => {"
        " event.preventDefault(); window.sent(event.target.querySelector('[name=password]').type); })"
    )
    page.fill('input[name="name"]', "Noor")
    page.fill('input[name="email"]', "noor@example.com")
    field.press("Enter")
    page.wait_for_timeout(200)
    assert kinds == ["password"], "what is sent is a password again"
    expect(eye).to_have_attribute("aria-pressed", "false")
