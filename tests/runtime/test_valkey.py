"""Embedded Valkey: private, adopted, and queued jobs survive."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import pytest
import redis

from emporium.runtime.valkey import EmbeddedValkey


def make(folder: Path, name: str = "valkey") -> EmbeddedValkey:
    return EmbeddedValkey(folder / name, folder / f"{name}.log", f"password-of-{name}")


def test_data_survives_kill_9_and_the_port_stays(tmp_path: Path) -> None:
    server = make(tmp_path)
    port, fresh = server.start(None)
    assert fresh
    redis.Redis.from_url(server.url(port)).rpush("queue", *range(1000))
    pid = server.pid(port)
    assert pid
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    again, fresh = server.start(port)
    try:
        assert (again, fresh) == (port, True)
        assert redis.Redis.from_url(server.url(port)).llen("queue") == 1000
        assert server.start(port) == (port, False)
    finally:
        server.stop(port)
    assert server.pid(port) is None


def test_password_is_needed_and_kept_private(tmp_path: Path) -> None:
    server = make(tmp_path)
    port, _ = server.start(None)
    try:
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(host="127.0.0.1", port=port).ping()
        assert stat.S_IMODE((server.folder / "valkey.conf").stat().st_mode) == 0o600
        assert redis.Redis.from_url(server.url(port)).config_get("bind") == {"bind": "127.0.0.1"}
    finally:
        server.stop(port)


def test_port_taken_by_another_copy_is_not_adopted(tmp_path: Path) -> None:
    first, second = make(tmp_path, "first"), make(tmp_path, "second")
    port, _ = first.start(None)
    other, fresh = second.start(port)
    try:
        assert fresh and other != port
        assert first.pid(port) and second.pid(other)
        assert second.pid(port) is None
    finally:
        first.stop(port)
        second.stop(other)
