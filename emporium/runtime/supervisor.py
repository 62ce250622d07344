"""`emporium up`: everything that makes the marketplace run, in order, in the foreground."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import Future, ThreadPoolExecutor
from types import FrameType

from emporium.runtime import children, endpoints, first_run, frontend, migrations, servers, web
from emporium.runtime.children import Child
from emporium.runtime.console import complain, say, step
from emporium.runtime.locks import Busy, FileLock
from emporium.runtime.paths import log_file, prepare_data_dir
from emporium.settings import get_settings

HEALTH_TIMEOUT = 90.0


class CannotStart(RuntimeError):
    """Something outside keeps Emporium from starting; the message says what to change."""


class Supervisor:
    """Owns the run: children, the stop signal and the order of things."""

    def __init__(self, *, dev: bool = False) -> None:
        self.dev = dev
        self.stopping = threading.Event()
        self.children: list[Child] = []

    def run(self) -> int:
        """Start everything, watch it, stop everything. Returns the exit code."""
        folder = prepare_data_dir()
        lock = FileLock(folder / "up.lock")
        try:
            lock.acquire()
        except Busy:
            raise CannotStart(
                f"Emporium already runs from {folder} ({lock.note()}). "
                "Stop it there with Ctrl-C, or set EMPORIUM_DATA_DIR and EMPORIUM_PORT for a second copy."
            ) from None
        try:
            settings = get_settings()
            lock.write(f"pid {os.getpid()}, port {settings.port}")
            children.end_orphans(endpoints.recorded().get("children", []))
            check_port(settings.host, settings.port)
            self._catch_signals()
            return self._run()
        finally:
            lock.release()

    def _run(self) -> int:
        begin = time.monotonic()
        say(f"Emporium starts from {prepare_data_dir()}")
        endpoints.secret_key()
        with servers_for_run(), ThreadPoolExecutor(1) as background:
            try:
                build = None if self.dev else background.submit(frontend.ensure)
                self._prepare_database()
                if build is not None:
                    self._wait_for_build(build)
                code = "" if self.stopping.is_set() else first_run.setup_code_if_needed()
                if not self.stopping.is_set():
                    self._start_children(None if build is None else build.result())
                    self._announce(begin, code)
                self._watch()
            finally:
                self._stop_children()
        say("Emporium has stopped.")
        return 0

    def _prepare_database(self) -> None:
        url = endpoints.database_url()
        with step("Schema") as current:
            current.result = "migrated" if migrations.upgrade(url) else "up to date"
        if get_settings().demo and not first_run.seeded():
            with step("Demo marketplace") as current:
                current.result = "seeded" if first_run.seed() else "was there"

    def _wait_for_build(self, build: Future[frontend.Build]) -> None:
        with step("Front end") as current:
            while not build.done() and not self.stopping.wait(0.05):
                pass
            if build.done():
                current.result = "unchanged, build reused" if build.result().reused else "built"

    def _start_children(self, build: frontend.Build | None) -> None:
        if build is None:
            pages = Child("web", web.dev_command(), web.dev_environment, loud=True)
        else:
            folder = build.web_dir
            pages = Child("web", web.command(), lambda: web.environment(folder))
        worker = Child("worker", [sys.executable, "-m", "emporium.cli", "worker"], lambda: dict(os.environ))
        self.children = [pages, worker]
        with step("Web and worker") as current:
            for child in self.children:
                child.start()
            self._record_children()
            self._wait_for_health(pages)
            current.result = "answer"

    def _wait_for_health(self, pages: Child) -> None:
        deadline = time.monotonic() + (HEALTH_TIMEOUT if not self.dev else 600)
        while not self.stopping.is_set():
            if healthy():
                return
            if pages.process is not None and pages.process.poll() is not None:
                raise CannotStart(f"The web process ended while starting.\n{log_end('web')}")
            if time.monotonic() > deadline:
                raise CannotStart(f"The web process does not answer /_health.\n{log_end('web')}")
            time.sleep(0.05)

    def _announce(self, begin: float, code: str) -> None:
        if self.stopping.is_set():
            return
        say(f"\nEmporium is ready at {base_url()}  ({time.monotonic() - begin:.1f} s)")
        if get_settings().demo:
            say("\n  Demo log-ins, password emporium-demo:")
            say(f"    shopper@example.com   {base_url()}/login")
            say(f"    vendor@example.com    {base_url()}/vendor/login")
            say(f"    admin@example.com     {base_url()}/admin/login")
        elif code:
            say(f"\n  Make the first admin at {base_url()}/setup with the one-time code {code}")
        say(f"\n  Logs: {log_file('web').parent}    Stop: Ctrl-C\n")

    def _watch(self) -> None:
        """Bring back what falls over, the embedded servers included."""
        looked = time.monotonic()
        while not self.stopping.wait(0.2):
            for child in self.children:
                if child.crashed():
                    pause = child.plan_restart()
                    again = f"{child.name} ended unexpectedly; it starts again in {pause:.0f} s."
                    complain(f"{again} {log_end(child.name)}")
                elif child.due():
                    child.start()
                    self._record_children()
            if time.monotonic() - looked > 2:
                self._revive_servers()
                looked = time.monotonic()

    def _revive_servers(self) -> None:
        for name, alive, ensure in zip(
            ("PostgreSQL", "Valkey"), servers.running(), (servers.ensure_postgres, servers.ensure_redis), strict=True
        ):
            if not alive:
                try:
                    if ensure() == "started":
                        complain(f"{name} had ended unexpectedly and runs again.")
                except RuntimeError as error:
                    complain(f"{name} cannot be started again: {error}")

    def _stop_children(self) -> None:
        running = [child for child in self.children if child.identity()]
        if running:
            with step("Stopping"):
                for child in running:
                    child.stop()
        endpoints.record(children=None)

    def _record_children(self) -> None:
        endpoints.record(children=[known for child in self.children if (known := child.identity())])

    def _catch_signals(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self.stopping.set()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)


def servers_for_run() -> _Servers:
    """The servers for the length of a run, with a line for each."""
    return _Servers()


class _Servers:
    def __enter__(self) -> None:
        self._users = servers.Use()
        with step("PostgreSQL") as current:
            current.result = self._users.postgres()
        with step("Valkey") as current:
            current.result = self._users.redis()

    def __exit__(self, *_: object) -> None:
        with step("Servers") as current:
            current.result = "stopped" if self._users.leave() else "left to their other users"


def base_url() -> str:
    """Where people on this machine find the shop."""
    settings = get_settings()
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def healthy() -> bool:
    """Whether the web process says that it can serve."""
    try:
        with urllib.request.urlopen(f"{base_url()}/_health", timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def check_port(host: str, port: int) -> None:
    """Raise CannotStart when the port is taken or may not be used."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = "is in use" if error.errno in (48, 98) else f"cannot be used ({error.strerror})"
            raise CannotStart(
                f"Port {port} on {host} {why}. Stop the other program, or set EMPORIUM_PORT "
                f"to another port, for example EMPORIUM_PORT={port + 1 if port < 65535 else 8001}."
            ) from None


def log_end(name: str, lines: int = 12) -> str:
    """The last lines of a child's log, with its path."""
    path = log_file(name)
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    return f"Its log is {path}; it ends with:\n" + "\n".join(text.splitlines()[-lines:])
