"""Mail is sent exactly once, tried again when it can help, and kept for the outbox page."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from redis import Redis
from rq import Queue, SimpleWorker
from sqlmodel import Session, col, select, update

from emporium.db import transaction
from emporium.errors import Conflict, Unauthenticated
from emporium.providers.mail import Mailer, MailError, Message, MessageRefused
from emporium.services import notifications
from emporium.services.auth import ANONYMOUS, SYSTEM
from emporium.services.notifications.delivery import TRIES
from jobs import relay, tasks
from jobs.queues import NAMES
from models.enums import DeliveryStatus
from models.notifications import Delivery
from models.outbox import OutboxEvent


class Recorder(Mailer):
    """Counts what it sends; can be slow or broken."""

    def __init__(self, error: MailError | None = None, seconds: float = 0) -> None:
        self.sent: list[Message] = []
        self.error, self.seconds = error, seconds

    def send(self, message: Message) -> None:
        time.sleep(self.seconds)
        if self.error:
            raise self.error
        self.sent.append(message)

    def check(self) -> str:
        return "recorder"


REGISTERED = {"user_id": "0", "email": "ann@example.com", "name": "Ann & Bo", "token": "a/b+c"}


def event(session: Session, kind: str = "user_registered", payload: dict | None = None) -> OutboxEvent:
    row = OutboxEvent(kind=kind, payload=payload or REGISTERED)
    session.add(row)
    session.flush()
    return row


def prepared(session: Session) -> UUID:
    (made,) = notifications.prepare(session, event=event(session))
    return made


def test_letter_says_it_in_text_and_html(session: Session) -> None:
    shown = notifications.get_delivery(session, actor=SYSTEM, delivery_id=prepared(session))
    assert shown.recipient == "ann@example.com" and shown.subject == "Confirm your e-mail address"
    assert "Welcome, Ann & Bo" in shown.text and "/verify?token=a/b%2Bc" in shown.text
    assert "Welcome, Ann &amp; Bo" in shown.html and 'href="http://' in shown.html


@pytest.mark.parametrize(
    ("kind", "subject"),
    [("account_exists", "You already have an account"), ("password_reset_requested", "Choose a new password"),
     ("password_changed", "Your password was changed")],
)  # fmt: skip
def test_account_letters(session: Session, kind: str, subject: str) -> None:
    (made,) = notifications.prepare(session, event=event(session, kind))
    assert notifications.get_delivery(session, actor=SYSTEM, delivery_id=made).subject == subject


def test_other_events_send_nothing(session: Session) -> None:
    assert notifications.prepare(session, event=event(session, "email_verified")) == []


def test_twenty_jobs_at_once_send_one_message(db_url: str) -> None:
    with transaction() as session:
        delivery = prepared(session)
    mailer = Recorder(seconds=0.1)

    def job() -> None:
        with transaction() as session:
            notifications.send(session, delivery_id=delivery, mailer=mailer)

    threads = [threading.Thread(target=job) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(mailer.sent) == 1
    with transaction() as session:
        found = session.get_one(Delivery, delivery)
    assert found.status == DeliveryStatus.SENT and found.sent_at and found.attempts == 1


def test_server_that_is_away_is_tried_again_later_and_given_up_in_the_end(session: Session) -> None:
    delivery, mailer = prepared(session), Recorder(MailError("away"))
    pauses = []
    for _ in range(TRIES):
        status = notifications.send(session, delivery_id=delivery, mailer=mailer)
        row = session.get_one(Delivery, delivery)
        pauses.append((row.next_try_at - datetime.now(UTC)).total_seconds())
    assert status == DeliveryStatus.DEAD and row.last_error == "away"
    assert pauses[0] == pytest.approx(60, abs=5) and pauses[2] == pytest.approx(240, abs=5)
    with pytest.raises(Conflict):
        sent = prepared(session)
        notifications.send(session, delivery_id=sent, mailer=Recorder())
        notifications.resend(session, actor=SYSTEM, delivery_id=sent)
    assert notifications.resend(session, actor=SYSTEM, delivery_id=delivery).status == DeliveryStatus.QUEUED


def test_refused_address_is_not_tried_again(session: Session) -> None:
    delivery = prepared(session)
    mailer = Recorder(MessageRefused("no such user"))
    assert notifications.send(session, delivery_id=delivery, mailer=mailer) == DeliveryStatus.FAILED
    assert notifications.send(session, delivery_id=delivery, mailer=Recorder()) == DeliveryStatus.FAILED


def test_lost_job_is_found_in_the_database(db_url: str, redis: Redis) -> None:
    with transaction() as session:
        prepared(session)
    assert tasks.retry_mail() == 0, "the job that was made with it has 20 seconds"
    with transaction() as session:
        session.execute(update(Delivery).values(next_try_at=datetime.now(UTC)))
    assert tasks.retry_mail() == 1


def test_from_event_to_file_through_a_real_worker(db_url: str, redis: Redis) -> None:
    from emporium.settings import get_settings

    with transaction() as session:
        event(session)
    relay.relay_batch(redis)
    SimpleWorker([Queue(name, connection=redis) for name in NAMES], connection=redis).work(burst=True)
    with transaction() as session:
        (found,) = session.exec(select(Delivery)).all()
    assert found.status == DeliveryStatus.SENT
    assert "Confirm your e-mail address" in (get_settings().data_dir / "outbox" / f"{found.id}.eml").read_text()


def test_outbox_page_lists_and_searches(session: Session) -> None:
    for number in range(3):
        notifications.prepare(session, event=event(session, payload=REGISTERED | {"email": f"p{number}_x@example.com"}))

    def found(**wanted: Any) -> list[str]:
        return [row.recipient for row in notifications.list_deliveries(session, actor=SYSTEM, **wanted).rows]

    page = notifications.list_deliveries(session, actor=SYSTEM, limit=2)
    assert [row.recipient for row in page.rows] == ["p2_x@example.com", "p1_x@example.com"]
    assert page.rows[0].text == ""
    assert found(before=page.next_before) == ["p0_x@example.com"]
    assert found(search="P1_") == ["p1_x@example.com"]
    assert found(search="%") == found(status=DeliveryStatus.SENT) == []
    with pytest.raises(Unauthenticated):
        notifications.list_deliveries(session, actor=ANONYMOUS)


def test_prune_forgets_only_what_is_old_and_done(session: Session) -> None:
    kept, gone = prepared(session), prepared(session)
    notifications.send(session, delivery_id=gone, mailer=Recorder())
    old = datetime.now(UTC) - timedelta(days=100)
    session.execute(update(Delivery).values(created_at=old))
    session.execute(update(OutboxEvent).values(created_at=old, dispatched_at=old))
    assert notifications.prune(session) == 2
    assert session.exec(select(Delivery.id)).all() == [kept]
    assert len(session.exec(select(col(OutboxEvent.id))).all()) == 1
