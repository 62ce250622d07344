"""Signing in and out, and what a hostile browser may try (F001, F002, F009, F145)."""

from __future__ import annotations

import re
import time
import uuid

import httpx
import pytest
from playwright.sync_api import expect
from simple_websocket import Client, ConnectionError


def test_register_confirm_and_sign_in_with_the_mail_from_the_outbox(people):  # F001, F107
    person, admin = people("new"), people("admin")
    email = f"new-{uuid.uuid4().hex[:8]}@example.com"
    person.go("/register")
    person.page.fill('input[name="name"]', "Noor El Amrani")
    person.page.fill('input[name="email"]', email)
    person.page.fill('input[name="password"]', "copper kettle noon")
    person.page.click('button[type="submit"]:has-text("Create account")')
    person.page.wait_for_url("**/login*")
    expect(person.page.get_by_role("status").filter(has_text="We sent a link")).to_be_visible()

    admin.sign_in("admin@example.com", "/admin/login")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        admin.go("/admin/outbox")
        if admin.page.get_by_text(email).count():
            break
        time.sleep(0.5)
    admin.page.locator(f'[data-mail="{email}"]').first.click()
    letter = admin.page.locator(".mail a[href^='/verify']")
    expect(letter).to_be_visible()
    link = letter.get_attribute("href")
    person.go(link)
    person.page.click('button:has-text("Confirm address")')
    expect(person.page.get_by_role("status").filter(has_text="confirmed")).to_be_visible()
    person.go(link)
    person.page.click('button:has-text("Confirm address")')
    expect(person.page.get_by_role("status").filter(has_text="confirmed before")).to_be_visible()
    person.go("/verify?token=cut-short")
    person.page.click('button:has-text("Confirm address")')
    expect(person.page.get_by_role("alert")).to_contain_text("not one of ours")


def test_tokens_are_out_of_reach_of_scripts(people):
    shopper = people("shopper")
    shopper.sign_in("shopper@example.com")
    shopper.go("/account")
    assert shopper.page.evaluate("document.cookie") == ""
    stored = shopper.page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})")
    assert "eyJ" not in stored, "no JWT in web storage"
    names = {cookie["name"] for cookie in shopper.context.cookies()}
    assert {"em_shop", "em_shop_refresh"} <= names
    assert all(cookie["httpOnly"] for cookie in shopper.context.cookies())


def test_wrong_password_and_unknown_address_read_the_same(people):  # F001
    person = people("person")
    texts = []
    for email in ("shopper@example.com", "nobody@example.com"):
        person.go("/login")
        person.page.fill('input[name="email"]', email)
        person.page.fill('input[name="password"]', "wrong password")
        person.page.click('form[action="/auth/login"] button[type="submit"]')
        texts.append(person.page.get_by_role("alert").inner_text())
    assert texts[0] == texts[1]


def test_signing_out_everywhere_cuts_open_pages(people):  # F009
    here, there = people("here"), people("there")
    for person in (here, there):
        person.sign_in("shopper@example.com")
        person.go("/account")
    here.page.click("#sign-out-everywhere")
    there.page.wait_for_url("**/login*")  # by itself: nobody touches it (5 s at most on an idle machine)
    there.page.goto(f"{there.url}/account")
    assert "/login" in there.page.url


def test_one_faces_token_does_not_open_another(people):  # F002
    person = people("person")
    person.sign_in("vendor@example.com", "/vendor/login")
    person.page.goto(f"{person.url}/admin")
    assert "/admin/login" in person.page.url
    person.page.goto(f"{person.url}/account")
    assert "/login" in person.page.url
    person.page.fill('input[name="email"]', "vendor@example.com")


def test_a_shopper_cannot_enter_the_dashboards(market):
    with httpx.Client(base_url=market.url) as client:
        for path in ("/vendor", "/vendor/orders", "/vendor/orders/E10321-1", "/admin", "/admin/users",
                     "/admin/outbox"):  # fmt: skip
            answer = client.get(path)
            assert answer.status_code == 303 and "/login" in answer.headers["location"], path
        reply = client.post(
            "/auth/login", data={"email": "shopper@example.com", "password": "emporium-demo", "face": "admin"}
        )
        assert "/admin/login" in reply.headers["location"] and "em_admin" not in client.cookies


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_after_signing_in(market, to):
    with httpx.Client(base_url=market.url) as client:
        answer = client.post(
            "/auth/login",
            data={"email": "shopper@example.com", "password": "emporium-demo", "face": "shop", "next": to},
        )
        way = [answer.headers["location"]]
        while way[-1] != "/" and len(way) < 4:
            assert way[-1].startswith("/language/mine?"), way
            way.append(client.get(way[-1]).headers["location"])
        assert way[-1] == "/", way
        assert client.get("/language/mine", params={"next": to}).headers["location"] == "/"


def test_any_client_may_emit_any_event_and_gets_nothing(people):
    """Events written by hand into the page's own socket: of states that the person has no part in."""
    person = people("hostile")
    frames: list[str] = []
    person.page.on("websocket", lambda socket: socket.on("framereceived", lambda payload: frames.append(str(payload))))
    person.page.add_init_script(
        "const Real = WebSocket; window.__sockets = [];"
        "window.WebSocket = class extends Real { constructor(...a) { super(...a); window.__sockets.push(this); } };"
    )
    names = [
        "reflex___state____state.admin___state___overview____admin_overview_state.load",
        "reflex___state____state.vendor___state___orders____vendor_orders_state.load",
        "reflex___state____state.vendor___state___stock____vendor_stock_state.save",
        "reflex___state____state.emporium___web___guards____tab_owner.setvar",
        "reflex___state____state.hydrate",
    ]
    from reflex_base.registry import RegistrationContext

    from emporium.emporium import app

    assert app
    known = RegistrationContext.get().event_handlers
    assert all(name in known for name in names), "a name that exists nowhere would prove nothing"
    for name in names:
        person.go("/")
        frames.clear()
        person.page.evaluate(
            """name => window.__sockets.at(-1).send('42/_event,["event",' + JSON.stringify({name, payload: {},
               router_data: {pathname: '/admin', asPath: '/admin', query: {}}, token: 'x'}) + ']')""",
            name,
        )
        time.sleep(0.6)
        text = "".join(frames)
        assert "Commission" not in text and "E10" not in text, name
        expect(person.page.locator("h1")).to_have_text(re.compile("Many shops|Your store|Emporium admin"))
    person.go("/")  # whatever the tab did to itself ends with the next page


def test_sockets_from_another_origin_are_refused(market):
    def connect(origin: str | None) -> str:
        url = market.url.replace("http", "ws") + "/_event/?EIO=4&transport=websocket&token=x"
        try:
            socket = Client.connect(url, headers={"Origin": origin} if origin else {})
        except ConnectionError as refused:
            return type(refused).__name__
        try:
            socket.send("40/_event,")  # the greeting may lie unread beside the handshake until something is said
            return str(socket.receive(timeout=5))
        finally:
            socket.close()

    assert connect("https://evil.example") == connect(None) == "ConnectionError"
    assert connect("http://127.0.0.1").startswith("0"), "the host that this client names is let in"


def test_a_lost_socket_comes_back_with_todays_truth(people):  # F146
    watcher, buyer = people("watcher"), people("buyer")
    watcher.go("/p/quay-car")
    stock = watcher.page.locator(".stock").first
    expect(stock).to_contain_text(re.compile(r"\d"))
    before = int(re.search(r"\d+", stock.inner_text()).group())
    watcher.loses_network = True
    watcher.context.set_offline(True)
    buyer.go("/p/quay-car")
    buyer.page.click("#add-to-basket")
    expect(buyer.page.locator(".toast").first).to_be_visible()
    buyer.go("/checkout")
    for name, value in {"email": "b@example.com", "name": "B", "line1": "Kaai 1", "postcode": "9000",
                        "city": "Ghent"}.items():  # fmt: skip
        buyer.page.fill(f"#f-{name}", value)
    buyer.page.click("#pay")
    buyer.page.wait_for_url("**/purchase/*")
    watcher.context.set_offline(False)
    watcher.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(stock).to_contain_text(str(before - 1), timeout=15_000)
