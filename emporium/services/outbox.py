"""Recording events. Mails, live pages, search index, webhooks and analytics all live off the outbox."""

from __future__ import annotations

from sqlmodel import Session

from emporium.services.events import DomainEvent
from models.outbox import OutboxEvent


def record(session: Session, event: DomainEvent) -> OutboxEvent:
    """Write an event in the caller's transaction: it happened if, and only if, that commits."""
    row = OutboxEvent(kind=event.kind, payload=event.payload(), topics=event.topics())
    session.add(row)
    return row
