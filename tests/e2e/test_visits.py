"""From page to page without a new document: complete at its first paint, with title, focus, place and way back."""

from __future__ import annotations

import json
import re

import httpx
import pytest
from playwright.sync_api import expect

MUG = "/p/harbour-mug"
# what every painted frame showed: the address, and whether the page was only a sketch of itself
FRAMES = """
window.__document = Math.random();
window.__frames = [];
const look = () => {
  const sketch = !!document.querySelector('main .skeleton');
  window.__frames.push([location.pathname, sketch, document.querySelector('h1')?.textContent]);
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


@pytest.fixture
def shopper(people):
    someone = people("shopper", width=1440)
    someone.go("/")
    someone.page.evaluate(FRAMES)
    return someone


def document(person) -> float | None:
    return person.page.evaluate("window.__document ?? null")


def click(person, link: str, path: str) -> None:
    person.page.locator(link).first.click()
    person.page.wait_for_url(lambda url: url.removeprefix(person.url) == path)


def test_links_keep_the_document_and_paint_complete(shopper):  # F136
    before = document(shopper)
    for link, path, title in (
        (f'main a[href="{MUG}"]', MUG, "Harbour mug"),
        ('main a[href="/s/clay-and-kin"]', "/s/clay-and-kin", "Clay & Kin"),
        ('a[href="/search"]', "/search", "All products"),
        ('a[href="/cart"]', "/cart", "Basket"),
    ):
        shopper.page.evaluate("scrollTo(0, 400)")
        click(shopper, link, path)
        expect(shopper.page.locator("h1")).to_be_focused()
        assert title in shopper.page.title() and title in shopper.page.locator("h1").inner_text()
        assert shopper.page.evaluate("scrollY") == 0
        seen = [frame for frame in shopper.page.evaluate("window.__frames") if frame[0] == path]
        assert seen and not any(sketch for _path, sketch, _title in seen), seen
        shopper.live()
    assert document(shopper) == before is not None


def test_links_keep_the_document_however_late_their_script_comes(people):
    person = people("shopper")
    person.go("/")  # everything is there from now on, so that the app begins at once
    person.page.route("**/visit.js", lambda route: (person.page.wait_for_timeout(700), route.continue_()))
    person.go("/")
    person.page.evaluate(FRAMES)
    before = document(person)
    click(person, f'main a[href="{MUG}"]', MUG)
    expect(person.page.locator("h1")).to_be_focused()
    assert document(person) == before is not None


def test_another_page_of_the_same_kind_is_a_new_one(shopper):
    shopper.go(MUG)
    shopper.page.evaluate(FRAMES)
    before = document(shopper)
    shopper.page.get_by_role("button", name="One more").first.click()
    other = shopper.page.locator('main .product-card a[href^="/p/"]').first
    path = other.get_attribute("href")
    other.click()
    shopper.page.wait_for_url(f"**{path}")
    expect(shopper.page.locator("h1")).not_to_have_text("Harbour mug")
    assert document(shopper) == before is not None
    shopper.live()
    assert not any(sketch for at, sketch, _title in shopper.page.evaluate("window.__frames") if at == path)
    shopper.page.go_back()
    expect(shopper.page.locator("h1")).to_have_text("Harbour mug")


# what the server says is heard only when the test lets it be, one after the other
HEARD_LATE = """{ const own = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage'); window.__held = [];
  Object.defineProperty(WebSocket.prototype, 'onmessage', { ...own, set(hear) {
    own.set.call(this, (told) => {
      const waits = window.__late && String(told.data).includes('page_key');
      if (waits) window.__held.push(() => hear(told)); else hear(told);
    });
  } }); }"""


def test_an_answer_that_comes_after_its_page_was_left_is_left_out(people):
    someone = people("shopper", width=1440)
    someone.page.add_init_script(HEARD_LATE)
    someone.go(MUG)
    someone.page.evaluate(FRAMES)
    someone.page.evaluate("() => { window.__late = true; }")
    someone.page.get_by_role("button", name="One more").first.click()
    someone.page.wait_for_function("() => window.__held.length === 1")
    other = someone.page.locator('main .product-card a[href^="/p/"]').first
    path = other.get_attribute("href")
    click(someone, f'main .product-card a[href="{path}"]', path)
    name = someone.page.locator("h1").inner_text()
    someone.page.wait_for_function("() => window.__held.length === 2")
    someone.page.evaluate("""async () => {
      window.__held.shift()();
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    }""")
    seen = [frame for frame in someone.page.evaluate("window.__frames") if frame[0] == path]
    assert seen and all(frame == [path, False, name] for frame in seen), seen
    someone.page.evaluate("() => { window.__late = false; window.__held.shift()(); }")
    # from here on it is this page that is told of
    someone.page.get_by_role("button", name="One more").first.click()
    expect(someone.page.locator('input[name="_units"]')).to_have_value("2")
    expect(someone.page.locator("h1")).to_have_text(name)


def test_back_comes_to_the_same_place_and_what_is_live_stays_live(shopper, people):  # F144
    click(shopper, 'a[href="/search"]', "/search")
    shopper.live()
    card = shopper.page.locator('main a[href^="/p/"]').nth(14)
    card.scroll_into_view_if_needed()
    shopper.page.wait_for_timeout(200)
    place, path = shopper.page.evaluate("scrollY"), card.get_attribute("href")
    assert place > 200
    card.click()
    shopper.page.wait_for_url(f"**{path}")
    shopper.live()
    shopper.page.go_back()
    shopper.page.wait_for_url("**/search")
    shopper.live()
    expect(shopper.page.locator("h1")).to_have_text("All products")
    shopper.page.wait_for_function(f"() => Math.abs(scrollY - {place}) < 3")
    shopper.page.go_forward()
    shopper.page.wait_for_url(f"**{path}")
    shopper.live()
    shopper.page.locator("#add-to-basket").click()
    expect(shopper.page.locator(".toast").first).to_be_visible()
    click(shopper, 'a[href="/cart"]', "/cart")
    shopper.live()
    second = shopper.context.new_page()
    second.goto(shopper.url + MUG)
    second.wait_for_selector('body[data-hydrated="true"]')
    second.click("#add-to-basket")
    expect(shopper.page.locator("main").get_by_text("Harbour mug").first).to_be_visible()


def test_searching_and_filters_keep_the_document(shopper):
    before = document(shopper)
    shopper.page.fill("#q", "mug")
    shopper.page.keyboard.press("Enter")
    shopper.page.wait_for_url("**/search?q=mug*")
    shopper.live()
    assert document(shopper) == before is not None
    expect(shopper.page.locator("h1")).to_contain_text("mug")


def test_the_browser_goes_its_own_way_where_a_document_is_needed(shopper):
    shopper.page.locator(f'main a[href="{MUG}"]').first.click(modifiers=["Control"])
    shopper.page.wait_for_timeout(300)
    assert document(shopper) is not None and shopper.page.url.rstrip("/") == shopper.url
    shopper.page.locator('a[href^="/login"]').first.click()
    shopper.page.wait_for_url("**/login*")
    shopper.live()
    assert document(shopper) is None


def test_who_signed_in_elsewhere_gets_a_document_of_their_own(shopper):
    other = shopper.context.new_page()
    other.goto(shopper.url + "/login")
    other.wait_for_selector('body[data-hydrated="true"]')
    other.fill('input[name="email"]', "shopper@example.com")
    other.fill('input[name="password"]', "emporium-demo")
    other.click('form[action="/auth/login"] button[type="submit"]')
    other.wait_for_url(lambda url: "login" not in url)
    click(shopper, f'main a[href="{MUG}"]', MUG)
    shopper.live()
    assert document(shopper) is None
    click(shopper, 'a[href="/account"]', "/account")
    shopper.live()


def test_an_answer_that_never_comes_is_asked_for_by_the_browser(shopper):
    def lose(route):
        return route.fulfill(status=204) if "x-visit" in route.request.headers else route.continue_()

    shopper.page.route(re.compile(MUG), lose)
    click(shopper, f'main a[href="{MUG}"]', MUG)
    shopper.live()
    assert document(shopper) is None
    expect(shopper.page.locator("h1")).to_have_text("Harbour mug")


def test_what_is_sent_for_a_visit(market):
    visit = {"x-visit": "1"}
    with httpx.Client(base_url=market.url) as client:
        text = client.get(MUG).text
        boot = json.loads(re.search(r'<script id="boot-state"[^>]*>(.*?)</script>', text)[1])
        told = client.get(MUG, headers=visit)
        assert told.headers["content-type"] == "application/json" and told.headers["cache-control"] == "no-store"
        assert told.json()[""] == boot[""] and set(told.json()) == set(boot)
        assert client.get(MUG, headers={"x-visit": "early"}).json()[""] == boot[""], "before anybody goes there"
        assert str(client.cookies["em_guest"]) not in json.dumps(boot[""])
        for path in ("/p/no-such-thing", "/login", "/checkout"):
            answer = client.get(path, headers=visit)
            assert (answer.status_code, answer.content) == (204, b""), path
        assert client.get("/account", headers=visit).status_code == 303
        assert client.get("/vendor/orders", headers=visit).status_code == 303
    with httpx.Client(base_url=market.url) as somebody_else:
        somebody_else.get("/")
        assert somebody_else.get(MUG, headers=visit).json()[""]["who"] != boot[""]["who"]


# the next thing the server says on the socket waits until it is let through
HELD = """
const Real = WebSocket;
window.__held = null;
window.WebSocket = class extends Real {
  set onmessage(take) {
    super.onmessage = (event) => (window.__held ? window.__held.push(() => take(event)) : take(event));
  }
  addEventListener(kind, take, ...rest) {
    super.addEventListener(kind, kind !== 'message' ? take
      : (event) => (window.__held ? window.__held.push(() => take(event)) : take(event)), ...rest);
  }
};
window.hold = () => { window.__held = []; };
window.release = () => { const all = window.__held; window.__held = null; all.forEach((one) => one()); };
"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(
    ("first", "second", "title"),
    [
        (MUG, "/p/lua-globe", "Harbour mug"),
        ("/search?q=mug", "/search?q=lamp", "mug"),
        ("/s/clay-and-kin", "/s/lumen-works", "Clay & Kin"),
    ],
)
def test_a_page_that_is_waited_for_shows_its_outline_without_jumping(people, width, first, second, title):
    person = people("patient", width=width)
    person.page.add_init_script(HELD)
    person.go(first)
    person.page.evaluate(
        "to => { const a = document.createElement('a'); a.href = to; document.body.append(a); a.click(); }", second
    )
    person.page.wait_for_url(f"**{second}")
    person.live()
    person.page.evaluate("hold()")
    person.page.go_back()
    expect(person.page.locator("main .loading .skeleton").first).to_be_visible()
    expect(person.page.locator("main .loading [role=status]")).to_have_text("Loading")
    assert not person.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    person.page.evaluate("release()")
    expect(person.page.locator("h1")).to_contain_text(title)
    person.live()
    expect(person.page.locator("main .loading")).to_have_count(0)


def test_a_pointer_at_rest_brings_the_page_and_elsewhere_its_code(shopper):
    asked: list[tuple[str, str]] = []
    shopper.page.on("request", lambda request: asked.append((request.url, request.headers.get("x-visit", ""))))
    link = shopper.page.locator('a[href="/help"]').first
    link.hover()
    shopper.page.wait_for_timeout(600)
    assert any("/assets/_help_" in url for url, _how in asked) and not any(how for _url, how in asked)
    shopper.page.mouse.down()
    shopper.page.wait_for_timeout(600)
    assert [one for one in asked if one[1]] == [(shopper.url + "/help", "1")]
    shopper.page.mouse.up()
    shopper.page.wait_for_url("**/help")
    expect(shopper.page.locator("h1")).to_be_focused()
    assert len([url for url, how in asked if how]) == 1, "what was asked for is used"
    shopper.live()
    asked.clear()
    shopper.page.locator('a[href="/stores"]').first.hover()
    shopper.page.wait_for_timeout(600)
    assert [one for one in asked if one[1]] == [(shopper.url + "/stores", "early")], "reading it counts nothing"
    shopper.page.mouse.down()
    shopper.page.mouse.up()
    shopper.page.wait_for_url("**/stores")
    assert len([url for url, how in asked if how]) == 1, "what was asked for is used"
    shopper.live()
    asked.clear()
    shopper.page.locator('main a[href^="/s/"]').first.hover()
    shopper.page.wait_for_timeout(20)
    shopper.page.mouse.move(1, 1)
    shopper.page.wait_for_timeout(400)
    assert not [one for one in asked if one[1]], "who only passes over a link asks for nothing"


def test_what_lies_below_the_first_screen_comes_right_after_it(shopper):
    drawn = """() => { window.__drawn = []; const seen = new MutationObserver(() => {
      const at = document.querySelector('main h1')?.textContent;
      if (at !== 'Harbour mug') return;
      const high = document.documentElement.scrollHeight;
      window.__drawn.push([!!document.querySelector('#reviews'), high >= innerHeight * 2]);
    }); seen.observe(document.body, { subtree: true, childList: true }); }"""
    shopper.page.evaluate(drawn)
    click(shopper, f'main a[href="{MUG}"]', MUG)
    expect(shopper.page.locator("#reviews")).to_be_attached()
    expect(shopper.page.locator(".later")).to_have_count(0)
    first = shopper.page.evaluate("window.__drawn")[0]
    assert first == [False, True], "the first screen alone, with room below it so that nothing jumps"
    shopper.go(MUG)
    assert shopper.page.locator("#reviews").count() == 1


def test_a_link_to_a_place_on_the_page_goes_there_and_back_again(shopper):
    shopper.go(MUG)
    shopper.page.evaluate(FRAMES)
    before = document(shopper)
    shopper.page.locator('a[href="#reviews"]').first.click()
    shopper.page.wait_for_url(f"**{MUG}#reviews")
    expect(shopper.page.locator("#reviews")).to_be_focused()
    expect(shopper.page.locator("#reviews")).to_be_in_viewport()
    assert shopper.page.evaluate("scrollY") > 300
    shopper.page.go_back()
    shopper.page.wait_for_url(f"**{MUG}")
    shopper.page.wait_for_function("() => scrollY === 0")
    assert document(shopper) == before is not None
    shopper.page.go_forward()
    shopper.page.wait_for_function("() => scrollY > 300")
    click(shopper, 'a[href="/cart"]', "/cart")
    assert document(shopper) == before


def test_the_frame_of_the_shop_stays_and_what_was_typed_goes(shopper):
    frame = "[...document.querySelectorAll('.masthead, .footer, .tabbar')]"
    shopper.page.evaluate(f"{frame}.forEach((one) => {{ one.mine = 1; }})")
    kept = f"{frame}.map((one) => one.mine)"
    shopper.page.fill("#q", "half a word")
    click(shopper, f'main a[href="{MUG}"]', MUG)
    expect(shopper.page.locator("main h1")).to_have_text("Harbour mug")
    assert shopper.page.evaluate(kept) == [1, 1, 1]
    expect(shopper.page.locator("#q")).to_have_value("")
    shopper.page.go_back()
    expect(shopper.page.locator("main h1")).not_to_have_text("Harbour mug")
    assert shopper.page.evaluate(kept) == [1, 1, 1]
    # signing in has a frame of its own, and an address that nobody knows the shop's
    shopper.go("/login")
    expect(shopper.page.locator(".masthead")).to_have_count(0)
    expect(shopper.page.locator("main")).to_have_count(1)
    shopper.page.goto(shopper.url + "/nothing/here")
    shopper.page.wait_for_selector('body[data-hydrated="true"]')
    expect(shopper.page.locator(".masthead")).to_have_count(1)
    expect(shopper.page.locator("main h1")).to_have_text("We cannot find that page")


@pytest.mark.parametrize("path", ["/", MUG, "/nothing/here", "/login", "/vendor/login", "/admin/login"])
def test_a_document_has_one_frame(market, path):
    html = httpx.get(market.url + path).text
    assert html.count("<main") == 1
    assert html.count('class="masthead"') == (0 if "login" in path else 1)


def test_reading_live_waits_until_the_page_is_on_the_screen(people):
    someone = people("shopper", width=1440)
    someone.page.add_init_script("""{ const send = WebSocket.prototype.send; window.__sent = [];
      WebSocket.prototype.send = function (data) {
        window.__sent.push([location.pathname, document.documentElement.hasAttribute('data-turning')]);
        send.call(this, data);
      }; }""")
    someone.go("/")
    click(someone, f'main a[href="{MUG}"]', MUG)
    someone.page.wait_for_function("(path) => window.__sent.some((one) => one[0] === path)", arg=MUG)
    assert not any(turning for _, turning in someone.page.evaluate("window.__sent"))
    expect(someone.page.locator("html")).not_to_have_attribute("data-turning", "")
    # what somebody does meanwhile does not wait: it takes along what did
    someone.page.evaluate("""() => { window.__sent = []; const seen = new MutationObserver(() => {
      seen.disconnect();
      dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' }));
      window.__freed = !document.documentElement.hasAttribute('data-turning');
    }); seen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-turning'] }); }""")
    someone.page.go_back()
    click(someone, 'a[href="/stores"]', "/stores")
    someone.page.wait_for_function("() => window.__freed")
