"""`emporium up` as people meet it: ready, guarded, back after `kill -9` of everything, gone after Ctrl-C."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.runtime.copies import ROOT, emporium, environment


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Copy:
    """A data folder and a port."""

    data: Path
    port: int
    process: subprocess.Popen[str] | None = None
    said: str = ""
    """What the last start printed."""

    def up(self) -> None:
        """Start; returns when it says that it is ready."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "emporium.cli", "up"], cwd=ROOT, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=environment(self.data, EMPORIUM_PORT=str(self.port), EMPORIUM_DEMO="0"),
        )  # fmt: skip
        assert self.process.stdout
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if "Stop: Ctrl-C" in line:
                break
        self.said = "".join(lines)
        assert f"Emporium is ready at http://127.0.0.1:{self.port}" in self.said, self.said

    def known(self) -> dict:
        return json.loads((self.data / "runtime.json").read_text())

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_health", timeout=3) as answer:
                return answer.status == 200
        except OSError:
            return False

    def processes(self) -> list[psutil.Process]:
        """Everything that belongs to this run."""
        assert self.process
        known = self.known()
        roots = [self.process.pid, known["postgres_pid"], known["valkey_pid"]]
        found = []
        for pid in roots:
            root = psutil.Process(pid)
            found += [root, *root.children(recursive=True)]
        return found


@pytest.fixture
def copy(tmp_path: Path):
    made = Copy(tmp_path / "data", free_port())
    yield made
    if made.process and made.process.poll() is None:
        made.process.send_signal(signal.SIGINT)
        made.process.wait(30)


@pytest.mark.timeout(400)
def test_life_of_a_copy(copy: Copy, tmp_path: Path) -> None:
    copy.up()
    assert copy.healthy() and "migrated" in copy.said

    again = emporium(copy.data, "up", EMPORIUM_PORT=str(free_port()))
    assert again.returncode == 1 and "already runs" in again.stderr and "EMPORIUM_DATA_DIR" in again.stderr
    taken = emporium(tmp_path / "other", "up", EMPORIUM_PORT=str(copy.port))
    assert taken.returncode == 1 and f"Port {copy.port}" in taken.stderr and "EMPORIUM_PORT" in taken.stderr

    url = copy.known()["database_url"]
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    secret = (copy.data / "secret.key").read_text()

    everything = copy.processes()
    assert len(everything) > 8
    for process in everything:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    assert copy.process
    copy.process.wait(10)

    copy.up()
    assert copy.healthy() and "up to date" in copy.said and "build reused" in copy.said
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    assert (copy.data / "secret.key").read_text() == secret

    everything = copy.processes()
    copy.process.send_signal(signal.SIGINT)
    assert copy.process.wait(40) == 0
    _, alive = psutil.wait_procs(everything, timeout=10)
    assert not alive


@pytest.mark.timeout(400)
def test_what_falls_over_comes_back(copy: Copy) -> None:
    copy.up()
    known = copy.known()
    before = [one for one in copy.processes() if copy.process and one.pid != copy.process.pid]
    for pid in [*(int(pid) for pid, _ in known["children"]), known["valkey_pid"], known["postgres_pid"]]:
        psutil.Process(pid).kill()
    until = time.monotonic() + 60
    time.sleep(3)
    while not copy.healthy():
        assert time.monotonic() < until
        time.sleep(0.2)
    assert copy.known()["valkey_port"] == known["valkey_port"]
    _, alive = psutil.wait_procs(before, timeout=20)
    assert not alive, "what a killed part had started ends with it"


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = emporium(tmp_path / "file" / "data", "up")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr and "EMPORIUM_DATA_DIR" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"EMPORIUM_PORT": "abc"}, "EMPORIUM_PORT"),
        ({"EMPORIUM_PORT": "70000"}, "PORT"),
        ({"DATABASE_URL": "postgresql://u:hunter2@127.0.0.1:9/x"}, "database does not answer"),
    ],
)
def test_wrong_settings_are_explained(tmp_path: Path, values: dict[str, str], said: str) -> None:
    done = emporium(tmp_path, "migrate", **values)
    assert done.returncode == 1 and said in done.stderr
    assert "Traceback" not in done.stderr and "hunter2" not in done.stderr + done.stdout
