"""Starting, adopting and leaving the embedded servers from several processes."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

from tests.runtime.copies import ROOT, emporium, environment, python

REPORT = """
import json
from emporium.runtime import endpoints, servers
with servers.in_use() as found:
    print(json.dumps([found.postgres, found.redis, endpoints.recorded()["postgres_pid"]]))
    {then}
"""


def test_last_user_stops_the_servers(tmp_path: Path) -> None:
    waiting = REPORT.format(then="import sys; sys.stdout.flush(); input()")
    first = subprocess.Popen(
        [sys.executable, "-c", waiting], env=environment(tmp_path), cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert first.stdout
    started = json.loads(first.stdout.readline())
    assert started[:2] == ["started", "started"]

    second = python(tmp_path, REPORT.format(then=""))
    assert json.loads(second.stdout) == ["adopted", "adopted", started[2]], second.stderr
    refused = emporium(tmp_path, "stop")
    assert refused.returncode == 1 and "in use" in refused.stderr
    running = "from emporium.runtime import servers; print(servers.running())"
    assert python(tmp_path, running).stdout.strip() == "(True, True)"

    first.communicate("\n", timeout=60)
    assert python(tmp_path, running).stdout.strip() == "(False, False)"


def test_servers_left_by_a_killed_process_are_adopted(tmp_path: Path) -> None:
    killed = python(tmp_path, REPORT.format(then="import os, sys; sys.stdout.flush(); os.kill(os.getpid(), 9)"))
    assert killed.returncode == -9
    pid = json.loads(killed.stdout)[2]
    again = python(tmp_path, REPORT.format(then=""))
    assert json.loads(again.stdout) == ["adopted", "adopted", pid], again.stderr


def test_two_copies_know_nothing_of_each_other(tmp_path: Path) -> None:
    code = """
from emporium.runtime import endpoints, servers
with servers.in_use():
    print(endpoints.database_url(), endpoints.redis_url(), endpoints.secret_key())
"""
    one, two = python(tmp_path / "one", code).stdout.split(), python(tmp_path / "two", code).stdout.split()
    assert len(one) == len(two) == 3
    assert not set(one) & set(two)


def test_secrets_are_made_once_and_private(tmp_path: Path) -> None:
    code = "from emporium.runtime import endpoints; print(endpoints.secret_key())"
    several = [
        subprocess.Popen([sys.executable, "-c", code], env=environment(tmp_path), cwd=ROOT, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    answers = {process.communicate(timeout=60)[0] for process in several}
    assert len(answers) == 1 and len(answers.pop().strip()) >= 43
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    given = python(tmp_path, code, EMPORIUM_SECRET_KEY="given " * 8)
    assert given.stdout.strip() == ("given " * 8).strip()


def test_external_servers_leave_nothing_embedded(tmp_path: Path) -> None:
    code = """
from emporium.runtime import endpoints, servers
with servers.in_use() as found:
    print(found.postgres, found.redis, endpoints.database_url(), endpoints.redis_url())
"""
    outside = {"DATABASE_URL": "postgresql://db.example/x", "REDIS_URL": "redis://redis.example/0"}
    done = python(tmp_path, code, **outside)
    assert done.stdout.split() == ["external", "external", *outside.values()], done.stderr
    assert not (tmp_path / "postgres").exists() or not any((tmp_path / "postgres").iterdir())


def test_stop_command_stops_what_nobody_uses(tmp_path: Path) -> None:
    python(tmp_path, REPORT.format(then="import os, sys; sys.stdout.flush(); os.kill(os.getpid(), 9)"))
    done = emporium(tmp_path, "stop")
    assert done.returncode == 0, done.stderr
    assert python(tmp_path, "from emporium.runtime import servers; print(servers.running())").stdout.strip() == (
        "(False, False)"
    )
