"""`make shots`: every page of every face at 390 and 1440 px, light and dark, with what axe and the console say.

Pages come from the site maps. One with a parameter is found by a link that leads to it from a page already seen, or
made before (`tests/preparing.py`); one that was not seen is named at the end. Exit code 1 when anything was found.
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from emporium.web.page import Page as Route
from tests.browser import FLAGS, find
from tests.e2e.conftest import PASSWORD, start
from tests.preparing import BEFORE, NEEDS

ROOT = Path(__file__).resolve().parents[1]
LOOKS = [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")]
FACES = {
    "storefront": ("shopper@example.com", "/login"),
    "vendor": ("vendor@example.com", "/vendor/login"),
    "admin": ("admin@example.com", "/admin/login"),
}


@dataclass
class Visit:
    """One face's pages with an address each, and what was found wrong."""

    face: str
    routes: list[Route]
    url: str
    examples: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def explore(self, context: BrowserContext) -> None:
        """Find an address for every page by following links."""
        page = context.new_page()
        plain = [route.route for route in self.routes if "[" not in route.route]
        self.examples |= {route: route + NEEDS.get(route, "") for route in plain}
        waiting, seen = list(self.examples.values()), set()
        while waiting:
            here = waiting.pop(0)
            seen.add(here)
            page.goto(self.url + here)
            page.wait_for_selector('body[data-hydrated="true"]', timeout=20_000)
            page.wait_for_timeout(300)
            for href in page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)"):
                path = urlsplit(href).path
                if href.startswith(self.url) and (route := self._new(path)) is not None:
                    self.examples[route.route] = path
                    waiting.append(path)
        page.close()

    def _new(self, path: str) -> Route | None:
        fitting = (route for route in self.routes if route.params(path) is not None)
        return next((route for route in fitting if route.route not in self.examples), None)

    def take(self, context: BrowserContext, width: int, mode: str, folder: Path) -> int:
        """A picture of every page at one look."""
        for route, path in sorted(self.examples.items()):
            page = context.new_page()
            page.on("pageerror", lambda error, path=path: self.wrong.append(f"{path}: {error}"))
            said: list[str] = []
            page.on("console", lambda line, said=said: line.type == "error" and said.append(line.text))
            answer = page.goto(self.url + path)
            missing = answer is not None and answer.status == 404  # it needs more of an address, and says so
            page.wait_for_selector('body[data-hydrated="true"]', timeout=20_000)
            page.eval_on_selector_all("img[loading=lazy]", "all => all.forEach(one => { one.loading = 'eager'; })")
            page.wait_for_load_state("networkidle")
            page.evaluate("document.fonts.ready")
            name = re.sub(r"[^a-z0-9]+", "-", route.lower()).strip("-") or "home"
            page.screenshot(path=folder / f"{self.face}-{name}-{width}-{mode}.png", full_page=True)
            for rule in Axe().run(page).response["violations"]:
                if rule["impact"] in ("serious", "critical"):
                    html = rule["nodes"][0]["html"][:120]
                    self.wrong.append(f"{path} at {width} px, {mode}: {rule['id']}: {html}")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self.wrong.append(f"{path} at {width} px: scrolls sideways")
            self.wrong += [f"{path}: console: {line}" for line in said if not (missing and "404" in line)]
            page.close()
        return len(self.examples)


def sign_in(context: BrowserContext, url: str, face: str) -> None:
    """As a person would."""
    email, path = FACES[face]
    page = context.new_page()
    page.goto(url + path)
    page.wait_for_selector('body[data-hydrated="true"]', timeout=20_000)
    page.fill('input[name="email"]', email)
    page.fill('input[name="password"]', PASSWORD)
    page.click('form[action="/auth/login"] button[type="submit"]')
    page.wait_for_url(lambda address: "login" not in address)
    page.close()


def look(browser: Browser, visit: Visit, folder: Path) -> int:
    """Every page of a face at every look; how many pictures there are."""
    pictures = 0
    for width, mode in LOOKS:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=mode, reduced_motion="reduce", has_touch=width < 600,
        )  # type: ignore[arg-type]  # fmt: skip
        sign_in(context, visit.url, visit.face)
        if not visit.examples:
            visit.examples = BEFORE[visit.face](context, visit.url) if visit.face in BEFORE else {}
            visit.explore(context)
        pictures += visit.take(context, width, mode, folder)
        context.close()
    return pictures


def main() -> int:
    """Start a demo, look at everything, stop."""
    from admin import routes as admin
    from storefront import routes as storefront
    from vendor import routes as vendor

    parser = argparse.ArgumentParser(description="Pictures of every page.")
    parser.add_argument("--folder", default=str(ROOT / ".emporium" / "shots"))
    parser.add_argument("--face", choices=list(FACES), action="append")
    options = parser.parse_args()
    folder = Path(options.folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    maps = {"storefront": storefront.PAGES, "vendor": vendor.PAGES, "admin": admin.PAGES}
    bad = 0
    with tempfile.TemporaryDirectory(prefix="emporium-shots-") as data, sync_playwright() as playwright:
        shop = start(Path(data) / "data", EMPORIUM_RATE_LIMITS="false")
        try:
            browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
            for face in options.face or FACES:
                visit = Visit(face, maps[face], shop.url)
                pictures = look(browser, visit, folder)
                unseen = [route.route for route in visit.routes if route.route not in visit.examples]
                print(f"{face}: {len(visit.examples)} pages, {pictures} pictures, {len(visit.wrong)} findings")
                print("".join(f"  {line}\n" for line in dict.fromkeys(visit.wrong)), end="")
                print("".join(f"  no link leads to {route}\n" for route in unseen), end="", flush=True)
                bad += len(visit.wrong)
            browser.close()
        finally:
            shop.process.send_signal(signal.SIGINT)
            shop.process.wait(60)
    print(f"in {folder}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
