"""The queues and how jobs get into them."""

from __future__ import annotations

from uuid import UUID

from redis import Redis
from rq import Queue

from emporium.redis import redis_client

MAIL = "mail"
DEFAULT = "default"
NAMES = (MAIL, DEFAULT)
"""In the order in which a worker looks: people wait for mail, nobody waits for tidying."""

KEEP_RESULT_SECONDS = 60 * 60
KEEP_FAILURE_SECONDS = 7 * 24 * 60 * 60


def queue(name: str, connection: Redis | None = None) -> Queue:
    """One of the queues."""
    return Queue(name, connection=connection or redis_client())


def enqueue_send(delivery_id: UUID, *, connection: Redis | None = None) -> None:
    """Send one message soon. Losing the job loses nothing: the schedule finds unsent deliveries in the database."""
    queue(MAIL, connection).enqueue(
        "jobs.tasks.send_delivery", str(delivery_id), description=f"send delivery {delivery_id}",
        job_timeout=60, result_ttl=KEEP_RESULT_SECONDS, failure_ttl=KEEP_FAILURE_SECONDS,
    )  # fmt: skip
