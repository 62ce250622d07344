"""From the outbox to the world: live hints, notifications, and the mark that an event was dispatched.

Events stay in the database until this has seen them, so neither a crash here nor a lost Redis loses one. A crash
between hint and commit repeats hints, which are only hints; notifications are unique rows of the same transaction.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping
from uuid import UUID

import psycopg
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import func
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from emporium.db import transaction
from emporium.redis import redis_client
from emporium.runtime.endpoints import database_url
from emporium.runtime.migrations import plain_url
from emporium.services import notifications
from jobs.queues import (
    enqueue_after_parcel,
    enqueue_assessment,
    enqueue_credit_note,
    enqueue_export,
    enqueue_files,
    enqueue_index,
    enqueue_pdf,
    enqueue_refund,
    enqueue_repeats,
    enqueue_send,
    enqueue_stock_count,
    enqueue_webhook,
)
from models.outbox import OutboxEvent

LIVE_CHANNEL = "emporium:live"
BATCH = 200
POLL_SECONDS = 1.0
LONGEST_PAUSE = 10.0

Follower = Callable[..., None]
FOLLOW_UP: Mapping[str, tuple[Follower, str]] = {
    "webhook_received": (enqueue_webhook, "webhook_id"),
    "purchase_paid": (enqueue_repeats, "purchase_id"),
    "refund_requested": (enqueue_refund, "refund_id"),
    "order_placed": (enqueue_assessment, "order_id"),
    "order_held": (enqueue_files, "order_id"),
    "order_shipped": (enqueue_after_parcel, "order_id"),
    "files_ready": (enqueue_after_parcel, "order_id"),
    "refund_sent": (enqueue_credit_note, "refund_id"),
    "document_issued": (enqueue_pdf, "document_id"),
    "export_asked": (enqueue_export, "export_id"),
    "stock_count_handed_in": (enqueue_stock_count, "count_id"),
    "product_changed": (enqueue_index, "product_id"),
}
"""Jobs that an event calls for, and the field that names their subject."""

log = logging.getLogger(__name__)


def relay_batch(redis: Redis) -> int:
    """Dispatch what waits, up to a batch; returns how many events there were.

    Several relays may run: rows locked by one are skipped by the others.
    """
    unsent: list[UUID] = []
    followers: list[tuple[Follower, str]] = []
    with transaction() as session:
        events = session.exec(
            select(OutboxEvent)
            .where(col(OutboxEvent.dispatched_at).is_(None))
            .order_by(col(OutboxEvent.id))
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        publish(redis, list(events))
        for event in events:
            unsent += _notify(session, event)
            if event.kind in FOLLOW_UP:
                follower, field = FOLLOW_UP[event.kind]
                followers.append((follower, str(event.payload[field])))
            event.dispatched_at = func.now()  # type: ignore[assignment]
            session.add(event)
    for delivery_id in unsent:
        enqueue_send(delivery_id, connection=redis)
    for follower, subject in followers:
        follower(subject, connection=redis)
    return len(events)


def publish(redis: Redis, events: list[OutboxEvent]) -> None:
    """Tell every web process which topics changed. The message carries ids, never data."""
    if not any(event.topics for event in events):
        return
    with redis.pipeline(transaction=False) as pipeline:
        for event in events:
            for topic in event.topics:
                pipeline.publish(LIVE_CHANNEL, json.dumps({"topic": topic, "kind": event.kind, "id": event.id}))
        pipeline.execute()


def _notify(session: Session, event: OutboxEvent) -> list[UUID]:
    """Write the event's notifications. One that cannot be written must not hold up all that follow."""
    try:
        with session.begin_nested():
            return notifications.prepare(session, event=event)
    except Exception:
        log.exception("The notifications of event %s (%s) could not be written", event.id, event.kind)
        return []


class Relay(threading.Thread):
    """Relays until told to stop: woken by the database's NOTIFY, at the latest after a second."""

    def __init__(self, stopping: threading.Event) -> None:
        super().__init__(name="relay", daemon=True)
        self.stopping = stopping

    def run(self) -> None:
        """Survives the restart of either server."""
        pause = 0.5
        while not self.stopping.is_set():
            try:
                with psycopg.connect(plain_url(database_url()), autocommit=True, connect_timeout=5) as listener:
                    listener.execute("LISTEN outbox")
                    self._listen(listener)
                    pause = 0.5
            except (psycopg.Error, SQLAlchemyError, RedisError, OSError) as error:
                log.warning("The relay waits %.1f s: %s", pause, type(error).__name__)
                self.stopping.wait(pause)
                pause = min(LONGEST_PAUSE, pause * 2)

    def _listen(self, listener: psycopg.Connection[tuple[object, ...]]) -> None:
        redis = redis_client()
        while not self.stopping.is_set():
            while relay_batch(redis) == BATCH:
                pass
            for _ in listener.notifies(timeout=POLL_SECONDS, stop_after=1):
                break
