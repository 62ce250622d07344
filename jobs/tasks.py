"""What RQ runs. Every task may run twice and may be lost: the database decides what is left to do."""

from __future__ import annotations

from uuid import UUID

from emporium.db import transaction
from emporium.providers.mail import get_mailer
from emporium.services import notifications
from jobs.queues import enqueue_send


def send_delivery(delivery_id: str) -> str:
    """Send one message; returns its status."""
    with transaction() as session:
        return str(notifications.send(session, delivery_id=UUID(delivery_id), mailer=get_mailer()))


def retry_mail() -> int:
    """Find messages whose time has come again, or whose job was lost."""
    with transaction() as session:
        due = notifications.due(session)
    for delivery_id in due:
        enqueue_send(delivery_id)
    return len(due)


def release_expired() -> int:
    """Give back stock that is held for checkouts whose time is over."""
    from emporium.services import inventory

    with transaction() as session:
        return int(inventory.release_expired(session))


def expire_checkouts() -> int:
    """Close purchases that were not paid in time."""
    from emporium.services import checkout

    with transaction() as session:
        return int(checkout.expire_unpaid(session))


def prune() -> int:
    """Forget dispatched events and old messages."""
    with transaction() as session:
        return notifications.prune(session)
