"""The outbox relay: nothing lost, nothing twice, quick, and alive after a restart of either server."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from redis import Redis
from rq import Queue
from sqlalchemy import text
from sqlmodel import Session, select

from emporium.db import transaction
from emporium.services import notifications, outbox
from emporium.services.events import DomainEvent
from jobs import relay
from jobs.queues import MAIL
from models.enums import DeliveryStatus
from models.notifications import Delivery
from models.outbox import OutboxEvent


@dataclass(frozen=True, slots=True)
class StockChanged(DomainEvent):
    """An event of the test's own with a live topic."""

    product_id: str

    def topics(self) -> list[str]:
        return [f"product:{self.product_id}", "admin:figures"]


@dataclass(frozen=True, slots=True)
class AccountExists(DomainEvent):
    """An event that calls for a mail, as `services.auth` records it."""

    email: str


@pytest.fixture
def channel(redis: Redis) -> Iterator[object]:
    with redis.pubsub(ignore_subscribe_messages=True) as made:
        made.subscribe(relay.LIVE_CHANNEL)
        made.get_message(timeout=2)
        yield made


def heard(channel, count: int, seconds: float = 5) -> list[dict]:
    found, until = [], time.monotonic() + seconds
    while len(found) < count and time.monotonic() < until:
        message = channel.get_message(timeout=0.1)
        if message:
            found.append(json.loads(message["data"]))
    return found


def waiting() -> int:
    with transaction() as session:
        return session.execute(text("SELECT count(*) FROM outbox_event WHERE dispatched_at IS NULL")).scalar_one()


def test_topics_are_published_once_and_the_event_is_stamped(db_url: str, redis: Redis, channel) -> None:
    with transaction() as session:
        outbox.record(session, StockChanged(product_id="p1"))
    assert relay.relay_batch(redis) == 1
    found = heard(channel, 2)
    assert [item["topic"] for item in found] == ["product:p1", "admin:figures"]
    assert {item["kind"] for item in found} == {"stock_changed"}
    assert relay.relay_batch(redis) == 0 and waiting() == 0


def test_event_of_a_rolled_back_transaction_never_happened(db_url: str, redis: Redis) -> None:
    with pytest.raises(RuntimeError), transaction() as session:
        outbox.record(session, StockChanged(product_id="p1"))
        session.flush()
        raise RuntimeError
    assert relay.relay_batch(redis) == 0


def test_redis_that_is_away_loses_no_event(db_url: str, redis: Redis, channel) -> None:
    with transaction() as session:
        outbox.record(session, StockChanged(product_id="p1"))
    gone = Redis(port=9, socket_connect_timeout=1)
    with pytest.raises(OSError):
        try:
            relay.relay_batch(gone)
        except Exception as error:
            raise OSError from error
    assert waiting() == 1
    assert relay.relay_batch(redis) == 1
    assert len(heard(channel, 2)) == 2


def test_event_relayed_twice_is_one_message(db_url: str, redis: Redis) -> None:
    with transaction() as session:
        outbox.record(session, AccountExists(email="ann@example.com"))
    relay.relay_batch(redis)
    with transaction() as session:
        session.execute(text("UPDATE outbox_event SET dispatched_at = NULL"))
    relay.relay_batch(redis)
    with transaction() as session:
        (delivery,) = session.exec(select(Delivery)).all()
    assert delivery.status == DeliveryStatus.QUEUED and delivery.recipient == "ann@example.com"
    assert Queue(MAIL, connection=redis).count == 1


def test_relays_side_by_side_share_the_work(db_url: str, redis: Redis, channel) -> None:
    with transaction() as session:
        for number in range(600):
            outbox.record(session, StockChanged(product_id=str(number)))
    done: list[int] = []

    def work() -> None:
        while count := relay.relay_batch(redis):
            done.append(count)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(done) == 600 and waiting() == 0
    assert len({item["topic"] for item in heard(channel, 1200)}) == 601


def test_notification_that_cannot_be_written_holds_up_nobody(
    db_url: str, redis: Redis, channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(session: Session, *, event: OutboxEvent) -> list:
        session.execute(text("SELECT 1 / 0"))
        return []

    monkeypatch.setattr(notifications, "prepare", fail)
    with transaction() as session:
        outbox.record(session, AccountExists(email="ann@example.com"))
        outbox.record(session, StockChanged(product_id="p1"))
    assert relay.relay_batch(redis) == 2
    assert len(heard(channel, 2)) == 2 and waiting() == 0


def test_a_running_relay_hears_and_survives_cut_connections(db_url: str, redis: Redis, channel, monkeypatch) -> None:
    monkeypatch.setattr(relay, "database_url", lambda: db_url)
    stopping = threading.Event()
    thread = relay.Relay(stopping)
    thread.start()
    try:
        time.sleep(0.5)
        with transaction() as session:
            outbox.record(session, StockChanged(product_id="quick"))
        assert heard(channel, 2)
        with transaction() as session:
            session.execute(text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ))  # fmt: skip
        with transaction() as session:
            outbox.record(session, StockChanged(product_id="after"))
        until, topics = time.monotonic() + 10, set()
        while "product:after" not in topics and time.monotonic() < until:  # a hint may come twice, never not at all
            topics |= {item["topic"] for item in heard(channel, 1)}
        assert "product:after" in topics
    finally:
        stopping.set()
        thread.join(5)
