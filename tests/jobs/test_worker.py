"""`emporium worker` as a process: it relays, works, keeps the schedule, survives Redis, and ends when told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest
from redis import Redis
from rq import Queue
from sqlmodel import select

from emporium.db import transaction
from jobs import schedule
from jobs.queues import NAMES
from models.enums import DeliveryStatus
from models.notifications import Delivery
from models.outbox import OutboxEvent
from tests.runtime.copies import ROOT


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def worker(db_url: str, redis: Redis) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"DATABASE_URL": db_url}
    process = subprocess.Popen([sys.executable, "-m", "emporium.cli", "worker"], cwd=ROOT, env=environment)
    yield process
    process.terminate()
    process.wait(30)


def runs(process: psutil.Process) -> bool:
    """Whether it does anything: what has ended stays a zombie where the machine's first process collects none."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def sent() -> int:
    with transaction() as session:
        return len(session.exec(select(Delivery).where(Delivery.status == DeliveryStatus.SENT)).all())


def register(address: str) -> None:
    with transaction() as session:
        session.add(OutboxEvent(kind="account_exists", payload={"email": address}))


def test_worker_sends_mail_also_after_its_parts_were_killed(worker: subprocess.Popen[bytes], redis: Redis) -> None:
    register("first@example.com")
    assert wait_for(lambda: sent() == 1)
    (rq,) = [child for child in psutil.Process(worker.pid).children() if "jobs.worker" in child.cmdline()]
    rq.kill()
    redis.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    register("second@example.com")
    assert wait_for(lambda: sent() == 2)


def test_children_end_with_a_killed_worker(worker: subprocess.Popen[bytes]) -> None:
    assert wait_for(lambda: bool(psutil.Process(worker.pid).children()))
    children = psutil.Process(worker.pid).children()
    worker.send_signal(signal.SIGKILL)
    assert wait_for(lambda: not any(runs(child) for child in children), seconds=20)


def test_schedule_has_one_leader_and_piles_nothing_up(redis: Redis) -> None:
    import threading

    stopping = threading.Event()
    first, second = schedule.Schedule(stopping), schedule.Schedule(stopping)
    second.identity = b"another machine"
    first.start()
    second.start()
    try:
        count = lambda: sum(Queue(name, connection=redis).count for name in NAMES)  # noqa: E731
        assert wait_for(lambda: count() == len(schedule.EVERY))
        time.sleep(2)
        assert count() == len(schedule.EVERY)
    finally:
        stopping.set()
        first.join()
        second.join()
    assert redis.get(schedule.LEADER_KEY) is None
