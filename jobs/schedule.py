"""What happens again and again. RQ's own cron makes the jobs; one leader at a time asks it to."""

from __future__ import annotations

import logging
import os
import socket
import threading

from redis import Redis
from redis.exceptions import RedisError
from rq.cron import CronScheduler

from emporium.redis import redis_client
from jobs import tasks
from jobs.queues import DEFAULT, MAIL, PAYMENTS

LEADER_KEY = "emporium:schedule:leader"
LEADER_SECONDS = 15
TICK_SECONDS = 1.0

EVERY = (
    (tasks.confirm_slow_payments, PAYMENTS, 3),
    (tasks.retry_webhooks, PAYMENTS, 30),
    (tasks.look_after_money, PAYMENTS, 60),
    (tasks.release_expired, DEFAULT, 15),
    (tasks.turn_sales, DEFAULT, 15),
    (tasks.look_after_files, DEFAULT, 30),
    (tasks.expire_edits, DEFAULT, 30),
    (tasks.look_after_exchanges, DEFAULT, 30),
    (tasks.expire_checkouts, DEFAULT, 60),
    (tasks.retry_mail, MAIL, 30),
    (tasks.look_after_documents, DEFAULT, 5 * 60),
    (tasks.look_after_dispatch, DEFAULT, 15 * 60),
    (tasks.pass_cases_on, DEFAULT, 15 * 60),
    (tasks.review_debts, DEFAULT, 60 * 60),
    (tasks.close_backorders, DEFAULT, 60 * 60),
    (tasks.remind_of_carts, MAIL, 10 * 60),
    (tasks.tell_news, MAIL, 10 * 60),
    (tasks.look_after_counts, DEFAULT, 5 * 60),
    (tasks.look_after_exports, DEFAULT, 5 * 60),
    (tasks.look_after_search, DEFAULT, 60),
    (tasks.fill_collections, DEFAULT, 60),
    (tasks.refine_pictures, DEFAULT, 30),
    (tasks.prune, DEFAULT, 60 * 60),
    (tasks.reindex_search, DEFAULT, 24 * 60 * 60),
    (tasks.recommend, DEFAULT, 24 * 60 * 60),
    (tasks.check_books, DEFAULT, 24 * 60 * 60),
    (tasks.invoice_commissions, DEFAULT, 24 * 60 * 60),
    (tasks.pay_stores, PAYMENTS, 24 * 60 * 60),
)
"""Task, queue, seconds between runs."""

log = logging.getLogger(__name__)


def scheduler(connection: Redis) -> CronScheduler:
    """The schedule. A run that did not begin before the next is due is dropped, so that nothing piles up."""
    made = CronScheduler(connection=connection, logging_level=logging.WARNING)
    for task, queue_name, seconds in EVERY:
        made.register(task, queue_name, interval=seconds, ttl=seconds, job_timeout=max(60, seconds), result_ttl=seconds)
    return made


class Schedule(threading.Thread):
    """Enqueues due tasks while this process is the leader; another takes over 15 s after a leader died."""

    def __init__(self, stopping: threading.Event) -> None:
        super().__init__(name="schedule", daemon=True)
        self.stopping = stopping
        self.identity = f"{socket.gethostname()}:{os.getpid()}".encode()

    def run(self) -> None:
        """Survives the restart of Redis."""
        connection = redis_client()
        cron = scheduler(connection)
        while not self.stopping.wait(TICK_SECONDS):
            try:
                if self._leads(connection):
                    cron.enqueue_jobs()
            except (RedisError, OSError) as error:
                log.warning("The schedule waits: %s", type(error).__name__)
        self._resign(connection)

    def _leads(self, connection: Redis) -> bool:
        if connection.set(LEADER_KEY, self.identity, nx=True, ex=LEADER_SECONDS):
            return True
        if connection.get(LEADER_KEY) != self.identity:
            return False
        connection.expire(LEADER_KEY, LEADER_SECONDS)
        return True

    def _resign(self, connection: Redis) -> None:
        try:
            if connection.get(LEADER_KEY) == self.identity:
                connection.delete(LEADER_KEY)
        except (RedisError, OSError):
            log.debug("Redis is gone already")
