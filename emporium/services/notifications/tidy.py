"""Forgetting old messages: their links are dead and their content is personal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, exists
from sqlmodel import Session, col

from models.enums import DeliveryStatus
from models.notifications import Delivery, InboxItem
from models.outbox import OutboxEvent

KEEP = timedelta(days=90)
KEEP_EVENTS = timedelta(days=30)


def prune(session: Session) -> int:
    """Delete messages older than 90 days that are done with, and dispatched events nobody refers to; how many."""
    now = datetime.now(UTC)
    done = (DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.DEAD)
    old = delete(Delivery).where(col(Delivery.created_at) < now - KEEP, col(Delivery.status).in_(done))
    count = int(session.exec(old).rowcount)
    events = delete(OutboxEvent).where(
        col(OutboxEvent.dispatched_at).is_not(None),
        col(OutboxEvent.created_at) < now - KEEP_EVENTS,
        ~exists().where(col(Delivery.event_id) == col(OutboxEvent.id)),
        ~exists().where(col(InboxItem.event_id) == col(OutboxEvent.id)),
    )
    return count + int(session.exec(events).rowcount)
