"""Every page at both widths in both colours: live, quiet in the console, no jump, nothing serious for axe (F137)."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.in_pieces import slow_line

OPEN = ["/", "/stores", "/search", "/search?q=zzzqqq", "/c/table-and-kitchen",
        "/collections", "/collections/light-for-long-evenings", "/p/harbour-mug", "/s/clay-and-kin",
        "/cart", "/deliver-to?next=/cart", "/checkout", "/checkout?link=nonsense", "/about",
        "/login", "/register", "/forgot", "/reset?token=x", "/verify?token=x", "/login/step",
        "/login/connect?provider=house&email=a@example.com",
        "/confirm", "/account/email?token=x", "/account/erase?token=x", "/orders/find",
        "/vendor/login", "/admin/login", "/nope"]  # fmt: skip
OWN = ["/account", "/account/reviews", "/account/messages", "/account/ask?product=harbour-mug", "/saved",
       "/account/addresses", "/account/preferences", "/account/security", "/account/data"]  # fmt: skip
FACES = {
    "shopper@example.com": ("/login", OWN),
    "vendor@example.com": (
        "/vendor/login",
        [
            "/vendor",
            "/vendor/orders",
            "/vendor/drafts",
            "/vendor/returns",
            "/vendor/stock",
            "/vendor/stock/places",
            "/vendor/stock/count",
            "/vendor/stock/bundles",
            "/vendor/stock/files",
            "/vendor/details",
            "/vendor/prices",
            "/vendor/prices/lists",
            "/vendor/prices/rules",
            "/vendor/money",
            "/vendor/money/tax",
            "/vendor/offers",
            "/vendor/messages",
            "/vendor/questions",
            "/vendor/reviews",
        ],
    ),
    "admin@example.com": (
        "/admin/login",
        [
            "/admin",
            "/admin/stores",
            "/admin/orders",
            "/admin/users",
            "/admin/outbox",
            "/admin/money",
            "/admin/money?tab=books",
            "/admin/tax-report",
            "/admin/offers",
            "/admin/attributes",
            "/admin/collections",
            "/admin/search",
            "/admin/cases",
            "/admin/reviews",
            "/admin/questions",
            "/admin/conversations",
        ],
    ),
}
LOOKS = [(390, False), (1440, False), (390, True), (1440, True)]
BEHIND = [
    *(("shopper@example.com", *look) for look in LOOKS),
    # each width and each colour of the desks once here, all four by `make shots`
    *((email, *look) for email in ("vendor@example.com", "admin@example.com") for look in ((390, True), (1440, False))),
]
CLS = """
window.__cls = 0;
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.__cls += e.value; })
  .observe({type: 'layout-shift', buffered: true});
"""


def inspect(person, path: str) -> list[str]:
    """What is wrong with a page."""
    person.go(path)
    person.page.wait_for_timeout(150)
    wrong = []
    found = Axe().run(person.page).response["violations"]
    wrong += [
        f"{path}: axe {rule['id']} ({rule['impact']}): {rule['nodes'][0]['html'][:160]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]
    if person.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append(f"{path}: scrolls sideways")
    if person.page.locator("h1").count() != 1:
        wrong.append(f"{path}: {person.page.locator('h1').count()} h1")
    shift = person.page.evaluate("window.__cls")
    if shift > 0.05:
        wrong.append(f"{path}: layout shift {shift:.3f}")
    return wrong


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_open_pages(people, width, dark):
    person = people("anybody", width=width, dark=dark)
    person.context.add_init_script(CLS)
    wrong = [line for path in OPEN for line in inspect(person, path)]
    person.go("/p/harbour-mug")
    person.page.click("#add-to-basket")
    person.page.wait_for_selector(".toast")
    wrong += [line for path in ("/cart", "/checkout") for line in inspect(person, path)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("email", "width", "dark"), BEHIND)
def test_pages_behind_a_sign_in(people, email, width, dark):
    login, paths = FACES[email]
    person = people("somebody", width=width, dark=dark)
    person.context.add_init_script(CLS)
    person.sign_in(email, login)
    wrong = [line for path in paths for line in inspect(person, path)]
    assert not wrong, "\n".join(wrong)


IN_PIECES = ["/", "/stores", "/search?q=mug", "/search?q=zzqq", "/c/table-and-kitchen", "/collections",
             "/collections/light-for-long-evenings", "/p/harbour-mug", "/s/clay-and-kin", "/cart",
             "/deliver-to?next=/cart", "/about", "/login", "/orders/find", "/nope"]  # fmt: skip


@pytest.mark.parametrize("width", [390, 1440])
def test_a_page_that_comes_in_pieces_does_not_jump(people, market, width):  # F136
    """What is drawn first stays where it is while the rest of the document is on its way."""
    person = people("far away", width=width)
    person.context.add_init_script(CLS)
    person.page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    jumps = {}
    with slow_line(market.url) as far:
        person.page.goto(far)  # styles and fonts are there from now on
        for path in IN_PIECES:
            person.page.goto(far + path)
            person.page.wait_for_timeout(150)
            jumps[path] = person.page.evaluate("window.__cls")
    assert {path: jump for path, jump in jumps.items() if jump > 0.05} == {}


def test_the_way_to_pay_by_keyboard_alone(people):  # F137
    """Search, product, basket, checkout: Tab, Enter, Space and letters only."""
    person = people("keyboard")
    page = person.page

    def reach(selector: str, steps: int = 120) -> None:
        for _ in range(steps):
            if page.evaluate("s => !!document.activeElement && document.activeElement.matches(s)", selector):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"{selector} cannot be reached with Tab on {page.url}")

    person.go("/")
    reach("#q")
    page.keyboard.type("harbour mug")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    person.live()
    reach('a[href="/p/harbour-mug"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/harbour-mug")
    page.wait_for_selector("#add-to-basket")
    reach("#add-to-basket")
    page.keyboard.press("Space")
    page.wait_for_selector(".toast")
    person.go("/cart")
    reach("#check-out")
    page.keyboard.press("Enter")
    page.wait_for_url("**/checkout")
    page.wait_for_selector("#f-email")
    person.live()
    for name, value in {"email": "kay@example.com", "name": "Kay", "line1": "Kaai 1", "postcode": "9000",
                        "city": "Ghent"}.items():  # fmt: skip
        reach(f"#f-{name}")
        page.keyboard.type(value)
    reach("#pay")
    page.keyboard.press("Enter")
    page.wait_for_url("**/purchase/*")
