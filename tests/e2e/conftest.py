"""The whole app for the browser tests: own data folder, own port, demo marketplace, real browsers.

One worker process of the test run has all of these tests and starts one copy for them, on the finished front-end build.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser import FLAGS, find
from tests.conftest import PREFIX
from tests.oidc_provider import House, little_provider

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 420
EXPECTED_CONSOLE = re.compile(
    r"Failed to load resource: the server responded with a status of 404|Disconnect websocket"
)
PASSWORD = "emporium-demo"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Marketplace:
    """A running Emporium."""

    url: str
    data_dir: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    def command(self, *arguments: str) -> str:
        """Run an `emporium` command against this copy."""
        return subprocess.run(
            [sys.executable, "-m", "emporium.cli", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        ).stdout


def start(data_dir: Path, **extra: str) -> Marketplace:
    """`emporium up` in a folder of its own, ready to serve."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")},
        "EMPORIUM_DATA_DIR": str(data_dir),
        "EMPORIUM_PORT": str(port),
        "EMPORIUM_BCRYPT_COST": "6",
        "REFLEX_USE_SYSTEM_BUN": "true",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        **extra,
    }
    data_dir.mkdir(parents=True, exist_ok=True)
    log = (data_dir / "up.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "emporium.cli", "up"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_end_with_parent,
    )
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"emporium up ended: {(data_dir / 'up.log').read_text()[-4000:]}")
        try:
            healthy = httpx.get(f"{url}/_health", timeout=2).status_code == 200
            if healthy and "Emporium is ready" in (data_dir / "up.log").read_text():
                return Marketplace(url, data_dir, process, environment)
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    process.terminate()
    pytest.fail(f"not ready in {READY_SECONDS} s: {(data_dir / 'up.log').read_text()[-4000:]}")


def _end_with_parent() -> None:
    """On Linux: a test process that is killed takes its marketplace with it (prctl, PR_SET_PDEATHSIG)."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(1, signal.SIGTERM)


def stop(market: Marketplace) -> None:
    """Ctrl-C, as a person would."""
    market.process.send_signal(signal.SIGINT)
    try:
        market.process.wait(30)
    except subprocess.TimeoutExpired:
        market.process.kill()
        market.process.wait(10)


def fallen_over(data_dir: Path) -> list[str]:
    """Errors that nobody expected, from the logs: the end of each, once."""
    logs = "\n".join(path.read_text(errors="replace") for path in sorted((data_dir / "logs").glob("*.log")))
    ends = re.findall(r"^Traceback .*\n(?:[ \t].*\n|\n)+(.+)", logs, re.MULTILINE)
    return list(dict.fromkeys(ends))


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The provider of OpenID Connect that the demo marketplace offers."""
    with little_provider() as running:
        yield running


@pytest.fixture(scope="session")
def market(house: House) -> Iterator[Marketplace]:
    """The demo marketplace, running with two web processes.

    Not below pytest's own folder: every run of pytest closes that to other users, and PostgreSQL runs as one.
    """
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    running = start(
        folder,
        EMPORIUM_RATE_LIMITS="false",
        EMPORIUM_WEB_WORKERS="2",
        EMPORIUM_PSEUDO_LOCALES="true",
        EMPORIUM_OIDC_PROVIDERS=house.written(),
        EMPORIUM_PUSH_SERVICES="http://127.0.0.1:*",
    )
    yield running
    stop(running)
    fallen = fallen_over(folder)
    shutil.rmtree(folder, ignore_errors=True)
    assert not fallen, "something fell over that no page told of:\n" + "\n\n".join(fallen)


@pytest.fixture(scope="session")
def playwright_() -> Iterator[Playwright]:
    """One Playwright per test process."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright_: Playwright) -> Iterator[Browser]:
    """One Chromium per test process."""
    launched = playwright_.chromium.launch(executable_path=find(), args=FLAGS)
    yield launched
    launched.close()


@dataclass
class Person:
    """Somebody with a browser of their own."""

    name: str
    context: BrowserContext
    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)
    loses_network: bool = False
    """Set by a test that takes the network away: the browser then reports lost connections by itself."""

    def go(self, path: str) -> None:
        """Open an address and wait until it is live."""
        self.page.goto(self.url + path)
        self.live()

    def live(self) -> None:
        """Wait until the page answers to clicks."""
        self.page.wait_for_selector('body[data-hydrated="true"]', timeout=20_000)

    def sign_in(self, email: str, path: str = "/login") -> None:
        """Through the form, as anybody."""
        self.go(path)
        self.page.fill('input[name="email"]', email)
        self.page.fill('input[name="password"]', PASSWORD)
        self.page.click('form[action="/auth/login"] button[type="submit"]')
        self.page.wait_for_url(lambda url: "login" not in url)
        self.live()


@pytest.fixture
def people(market: Marketplace, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Person]]:
    """Makes people; a failing test leaves a picture of what each of them saw, and no console error goes unseen."""
    made: list[Person] = []

    def person(name: str, *, width: int = 1280, height: int = 900, dark: bool = False) -> Person:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            has_touch=width < 600,
            reduced_motion="reduce",
            service_workers="block",
        )
        page = context.new_page()
        someone = Person(name, context, page, market.url)
        page.on("pageerror", lambda error: someone.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _complain(someone, message.type, message.text))
        made.append(someone)
        return someone

    yield person
    report = getattr(request.node, "report_call", None)
    if report is None or report.failed:
        folder = ROOT / "tests" / "failures"
        folder.mkdir(exist_ok=True)
        for someone in made:
            someone.page.screenshot(path=folder / f"{request.node.name}-{someone.name}.png", full_page=True)
    for someone in made:
        someone.context.close()
    complaints = [line for someone in made for line in someone.complaints]
    assert not complaints, "the browser console complained:\n" + "\n".join(complaints)


def _complain(someone: Person, kind: str, text: str) -> None:
    if someone.loses_network and "net::ERR_INTERNET_DISCONNECTED" in text:
        return
    if kind == "error" and not EXPECTED_CONSOLE.search(text):
        someone.complaints.append(f"{someone.page.url}: {text}")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let fixtures know how the test went."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when == "call":
        item.report_call = report  # type: ignore[attr-defined]


@pytest.hookimpl(tryfirst=True)  # xdist reads the marks in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests share one running marketplace, so one worker process runs them."""
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.xdist_group("e2e"))
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(READY_SECONDS + 180))  # any of them may be the one that starts it
