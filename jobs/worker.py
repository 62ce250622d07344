"""`emporium worker`: relay and schedule in this process, RQ workers as its children."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from types import FrameType

from emporium.runtime.children import Child
from emporium.settings import get_settings

log = logging.getLogger(__name__)


def run_worker() -> int:
    """Run until SIGTERM or Ctrl-C; a crashed RQ worker is started again."""
    _log_to_stderr()
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    command = [sys.executable, "-m", "jobs.worker", str(os.getpid())]
    workers = [
        Child(f"rq-{number}", command, lambda: dict(os.environ)) for number in range(1, get_settings().job_workers + 1)
    ]
    threads: list[threading.Thread] = []
    try:
        for worker in workers:  # they load everything while this process does
            worker.start()
        from jobs.relay import Relay
        from jobs.schedule import Schedule

        threads += [Relay(stopping), Schedule(stopping)]
        for thread in threads:
            thread.start()
        _watch(workers, stopping)
    finally:
        stopping.set()
        for worker in workers:
            worker.stop()
        for thread in threads:
            thread.join(timeout=5)
    return 0


def _watch(workers: list[Child], stopping: threading.Event) -> None:
    parent = os.getppid()
    while not stopping.wait(0.5):
        if os.getppid() != parent:  # whoever started us was killed: nobody would stop us any more
            return
        for worker in workers:
            if worker.crashed():
                log.warning("%s ended; it starts again in %.0f s", worker.name, worker.plan_restart())
            elif worker.due():
                worker.start()


def run_rq(parent: int) -> None:
    """One RQ worker. Jobs run in this process: a fork for each would connect and compile every statement anew, and
    the schedule alone makes dozens a minute. When a job ends the process, its parent starts it again; what the job left
    undone is found by the schedule.
    """
    from redis.backoff import ExponentialBackoff
    from redis.exceptions import ConnectionError as RedisConnectionError
    from redis.retry import Retry
    from rq import SimpleWorker

    import jobs.tasks  # noqa: F401 - loaded before the first job comes
    from emporium.redis import redis_client
    from jobs.queues import NAMES, queue

    _log_to_stderr()
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
    connection = redis_client()
    connection.set_retry(Retry(ExponentialBackoff(cap=5, base=0.1), 20, (RedisConnectionError,)))
    worker = SimpleWorker([queue(name, connection) for name in NAMES], connection=connection, log_job_description=False)
    worker.work(logging_level="WARNING")


def _end_with_parent(parent: int) -> None:
    """When `emporium worker` was killed, finish the job in hand and end: nobody else would stop this process."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _log_to_stderr() -> None:
    level = get_settings().log_level.upper()
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    for chatty in ("rq.worker", "rq.cron"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


if __name__ == "__main__":
    run_rq(int(sys.argv[1]))
