"""`make screens`: pictures of every face of the demo marketplace, for docs/screens."""

from __future__ import annotations

import signal
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import FLAGS, find
from tests.e2e.conftest import start

SCREENS = Path(__file__).resolve().parents[1] / "docs" / "screens"
PASSWORD = "emporium-demo"
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}

SHOTS = (
    ("storefront", None, "/", DESKTOP, "light"),
    ("storefront-dark", None, "/", DESKTOP, "dark"),
    ("storefront-phone", None, "/", PHONE, "light"),
    ("search", None, "/search?q=bowl", DESKTOP, "light"),
    ("product", None, "", DESKTOP, "light"),
    ("product-phone", None, "", PHONE, "light"),
    ("vendor", "vendor", "/vendor", DESKTOP, "light"),
    ("vendor-orders", "vendor", "/vendor/orders", DESKTOP, "light"),
    ("admin", "admin", "/admin", DESKTOP, "light"),
    ("admin-orders", "admin", "/admin/orders", DESKTOP, "light"),
    ("admin-outbox", "admin", "/admin/outbox", DESKTOP, "light"),
)
"""Name, who is signed in, page (empty: the first product on the home page), size, colour mode."""


def take(browser: Browser, url: str, shot: tuple[str, str | None, str, dict[str, int], str]) -> None:
    """One picture."""
    name, who, path, size, mode = shot
    context = browser.new_context(viewport=size, color_scheme=mode, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    if who:
        sign_in(page, url, who)
    page.goto(url + (path or first_product(page, url)))
    page.wait_for_selector('[data-hydrated="true"]', state="attached", timeout=20_000)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=SCREENS / f"{name}.png")
    context.close()


def sign_in(page: Page, url: str, who: str) -> None:
    """As a person would."""
    page.goto(f"{url}/{who}/login")
    page.wait_for_selector('[data-hydrated="true"]', state="attached", timeout=20_000)
    page.fill('[name="email"]', f"{who}@example.com")
    page.fill('[name="password"]', PASSWORD)
    page.press('[name="password"]', "Enter")
    page.wait_for_url(lambda address: "/login" not in address)


def first_product(page: Page, url: str) -> str:
    """The first product that the home page shows."""
    page.goto(url)
    return page.locator('a[href^="/p/"]').first.get_attribute("href") or "/"


def main() -> None:
    """Start a demo, take every picture, stop."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="emporium-shots-") as folder, sync_playwright() as playwright:
        shop = start(Path(folder) / "data", EMPORIUM_FRONTEND_DIR=".emporium/frontend")
        try:
            browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
            for shot in SHOTS:
                take(browser, shop.url, shot)
                print(shot[0])
            browser.close()
        finally:
            shop.process.send_signal(signal.SIGINT)
            shop.process.wait(60)


if __name__ == "__main__":
    main()
