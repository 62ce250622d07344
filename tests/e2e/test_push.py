"""Push messages and numbers in a real browser (F103)."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.test_first_sale import add, fill_address, number_of, pay
from tests.little_servers import Receiver, Recorder, recording

SUBSCRIBE = """([endpoint, keys]) => {
  const fake = {
    endpoint,
    toJSON: () => ({ endpoint, keys }),
    unsubscribe: async () => { localStorage.removeItem("subscribed"); return true; },
  };
  PushManager.prototype.subscribe = async function ({ userVisibleOnly, applicationServerKey }) {
    if (!userVisibleOnly || applicationServerKey.length !== 65) throw new Error("not as a browser wants it");
    localStorage.setItem("subscribed", "1");
    return fake;
  };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem("subscribed") ? fake : null);
}"""
"""Chromium asks Google for an address, which tests cannot. Everything else is the browser's own."""


@pytest.fixture
def service() -> Iterator[Recorder]:
    with recording() as seen:
        yield seen


@pytest.fixture
def context(browser) -> Iterator[BrowserContext]:
    made = browser.new_context(
        viewport={"width": 390, "height": 844}, reduced_motion="reduce", permissions=["notifications"]
    )
    yield made
    made.close()


def preferences(market, page: Page, email: str) -> None:
    page.goto(market.url + "/login?next=/account/preferences")
    page.fill('input[name="email"]', email)
    page.fill('input[name="password"]', "emporium-demo")
    page.click('form[action="/auth/login"] button[type="submit"]')
    page.wait_for_url("**/account/preferences")
    page.wait_for_selector('body[data-hydrated="true"]')


def shown(page: Page) -> list[list[str]]:
    """The notifications of the service worker, when they have been the same for a second: one takes another's place."""
    same, last = 0, None
    for _look in range(200):
        now = page.evaluate(
            "navigator.serviceWorker.ready.then((worker) => worker.getNotifications())"
            ".then((all) => all.map((one) => [one.title, one.data.url]))"
        )
        same, last = (same + 1 if now == last else 0), now
        if last and same >= 10:
            break
        page.wait_for_timeout(100)
    return last


def test_a_store_hears_of_an_order_on_the_phone(market, context, people, service):  # F103
    receiver = Receiver()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(f"({SUBSCRIBE})({json.dumps([f'{service.url}/phone', receiver.keys])})")
    preferences(market, page, "vendor@example.com")
    page.click("#push-on")
    expect(page.locator("#push-off")).to_be_visible()
    expect(page.locator("#devices li")).to_contain_text("This device")
    expect(page.locator('input[name="sales-push"]')).to_be_checked()

    shopper = people("shopper")
    add(shopper, "harbour-mug")
    shopper.go("/checkout")
    fill_address(shopper.page)
    pay(shopper)
    shopper.page.wait_for_url("**/purchase/*")
    number = number_of(shopper)
    until = time.monotonic() + 20
    while not service.asked and time.monotonic() < until:
        page.wait_for_timeout(100)
    said = json.loads(receiver.read(service.asked[0].body))
    assert said["title"].startswith(f"New order {number}-1") and said["url"] == f"/vendor/orders/{number}-1"

    tool, seen = context.new_cdp_session(page), []
    tool.on("ServiceWorker.workerRegistrationUpdated", lambda event: seen.extend(event["registrations"]))
    tool.send("ServiceWorker.enable")
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    (worker,) = {one["registrationId"] for one in seen if one["scopeURL"] == market.url + "/"}
    for _twice in range(2):
        tool.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": market.url, "registrationId": worker, "data": json.dumps(said)},
        )
    page.wait_for_function(
        "navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((all) => all.length > 0)"
    )
    assert shown(page) == [[said["title"], said["url"]]], "the same message twice is shown once"
    assert opened(context) == [f"{market.url}/vendor/orders/{number}-1"]

    moved(context, f"{service.url}/phone", f"{service.url}/elsewhere", receiver.keys)
    page.reload()
    mark = hashlib.sha256(f"{service.url}/elsewhere".encode()).hexdigest()
    expect(page.locator("[data-push-key]")).to_have_attribute("data-push-known", mark)
    expect(page.locator("#devices li")).to_have_count(1)

    page.get_by_role("button", name=re.compile("^Remove")).click()
    expect(page.locator("#push-on")).to_be_visible()
    assert complaints == []


def opened(context: BrowserContext) -> list[str]:
    """Where a click on the notification leads: no tab shows it, so one is opened."""
    (worker,) = context.service_workers
    return worker.evaluate(
        """async () => {
          const seen = [];
          Object.defineProperty(self.clients, "openWindow", { value: async (url) => seen.push(url) });
          const [notification] = await self.registration.getNotifications();
          const click = new NotificationEvent("notificationclick", { notification });
          const done = new Promise((resolve) => { click.waitUntil = resolve; });
          self.dispatchEvent(click);
          await done.then((work) => work);
          return seen;
        }"""
    )


def moved(context: BrowserContext, old: str, new: str, keys: dict[str, str]) -> None:
    """The push service gave the browser another address."""
    (worker,) = context.service_workers
    worker.evaluate(
        """async ([old, endpoint, keys]) => {
          const change = new ExtendableEvent("pushsubscriptionchange");
          change.oldSubscription = { endpoint: old };
          change.newSubscription = { endpoint, toJSON: () => ({ endpoint, keys }) };
          const done = new Promise((resolve) => { change.waitUntil = resolve; });
          self.dispatchEvent(change);
          await done.then((work) => work);
        }""",
        [old, new, keys],
    )


def test_a_blocked_browser_says_what_to_do_and_a_number_is_proven(market, browser):  # F103
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    preferences(market, page, "shopper@example.com")
    expect(page.locator(".notify__blocked")).to_be_visible()
    expect(page.locator("#push-on")).to_be_hidden()
    page.fill("#f-phone", "02 555 12 12")
    page.click("#ask-code")
    expect(page.locator("#f-phone-error")).to_contain_text("mobile numbers only")
    page.fill("#f-phone", "0470 12 34 56")
    page.click("#ask-code")
    expect(page.locator("#f-code")).to_be_visible()
    page.fill("#f-code", "12")
    page.click("#confirm-number")
    expect(page.locator("#f-code-error")).to_contain_text("4 tries are left")
    page.fill("#f-code", texted(market.data_dir / "outbox"))
    page.click("#confirm-number")
    expect(page.locator("#my-number")).to_have_text("+32 470 12 34 56")
    expect(page.locator('input[name="parcels-sms"]')).to_be_checked()
    page.click("#drop-number")
    expect(page.locator("#my-number")).to_have_count(0)
    context.close()


def texted(folder: Path) -> str:
    """The six digits of the text that is kept because there is no provider."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for file in folder.glob("*.txt"):
            found = re.search(r"\b\d{6}\b", file.read_text().split("\n\n", 1)[1])
            if found:
                return found.group()
        time.sleep(0.2)
    pytest.fail("no text with a code")
