"""Embedded PostgreSQL: durable, adopted, private, side by side."""

from __future__ import annotations

import os
import signal
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from emporium.runtime.postgres import SOCKET_LIMIT, SOCKET_NAME, EmbeddedPostgres


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    made = EmbeddedPostgres(tmp_path / "postgres", tmp_path / "postgres.log")
    made.start()
    yield made
    made.stop()


def kill_all(pid: int) -> None:
    """`kill -9` for the server and every process it made, at once."""
    postmaster = psutil.Process(pid)
    for process in [postmaster, *postmaster.children(recursive=True)]:
        process.send_signal(signal.SIGKILL)


def test_no_committed_row_is_lost_to_kill_9(server: EmbeddedPostgres) -> None:
    """Rows are written by four threads while everything is killed; every acknowledged one must be there."""
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE row (thread int, number int)")
    acknowledged: list[tuple[int, int]] = []

    def write(thread: int) -> None:
        try:
            with psycopg.connect(server.url(), autocommit=True) as connection:
                for number in range(100_000):
                    connection.execute("INSERT INTO row VALUES (%s, %s)", (thread, number))
                    acknowledged.append((thread, number))
        except psycopg.Error:
            return

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    while len(acknowledged) < 500:
        time.sleep(0.01)
    pid = server.pid()
    assert pid
    kill_all(pid)
    for writer in writers:
        writer.join(30)

    assert server.start() is True
    with psycopg.connect(server.url()) as connection:
        found = set(connection.execute("SELECT thread, number FROM row").fetchall())
    assert set(acknowledged) <= found


def test_postmaster_alone_killed_comes_back(server: EmbeddedPostgres) -> None:
    """Its orphaned children hold the shared memory for a moment; starting waits for them."""
    held = psycopg.connect(server.url())
    held.execute("SELECT 1")
    pid = server.pid()
    assert pid
    os.kill(pid, signal.SIGKILL)
    assert server.start() is True
    assert server.answers()
    held.close()


def test_running_server_is_adopted(server: EmbeddedPostgres) -> None:
    pid = server.pid()
    again = EmbeddedPostgres(server.folder, server.log)
    assert again.start() is False
    assert again.pid() == pid


def test_stale_pid_of_another_program_is_no_obstacle(server: EmbeddedPostgres) -> None:
    """After a reboot the recorded pid may belong to anything, here to ourselves."""
    server.stop()
    (server.folder / "postmaster.pid").write_text(f"{os.getpid()}\n{server.folder}\n0\n5432\n\n\n\nready\n")
    assert server.pid() is None
    assert server.start() is True


def test_two_clusters_side_by_side(server: EmbeddedPostgres, tmp_path: Path) -> None:
    other = EmbeddedPostgres(tmp_path / "other", tmp_path / "other.log")
    other.start()
    try:
        assert other.pid() != server.pid()
        assert other.create_database("only_here") is True
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SELECT 1 FROM pg_database WHERE datname = 'only_here'").fetchone() is None
    finally:
        other.stop()


def test_long_folder_gets_a_short_private_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("long-" * 20) / "postgres"
    assert len(os.fsencode(folder / SOCKET_NAME)) > SOCKET_LIMIT
    server = EmbeddedPostgres(folder, tmp_path / "long.log")
    try:
        server.start()
        assert server.answers()
        assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    finally:
        server.stop()
    assert not server.socket_dir.exists()


def test_folder_with_blanks_and_quotes(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "it's a folder", tmp_path / "blank.log")
    try:
        server.start()
        assert server.answers()
    finally:
        server.stop()


def test_settings_that_keep_data_and_secrets_safe(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url()) as connection:
        names = ["fsync", "full_page_writes", "synchronous_commit", "listen_addresses", "max_connections"]
        found = [connection.execute("SELECT current_setting(%s)", (name,)).fetchone() for name in names]
        assert found == [("on",), ("on",), ("on",), ("",), ("200",)]
        assert connection.execute("SELECT lower('ÀÉ')").fetchone() == ("àé",)
        assert connection.info.server_version // 10000 == 18
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700


def test_half_made_cluster_is_made_again(tmp_path: Path) -> None:
    """A first start that was killed in the middle leaves a draft, never a cluster that looks whole."""
    folder = tmp_path / "postgres"
    (folder / "draft").mkdir(parents=True)
    (folder / "draft" / "PG_VERSION").write_text("18\n")
    (folder / "base").mkdir()
    server = EmbeddedPostgres(folder, tmp_path / "half.log")
    try:
        server.start()
        assert server.answers()
    finally:
        server.stop()
