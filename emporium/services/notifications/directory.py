"""Every message that was written, for the admin's outbox page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from emporium.errors import Conflict, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from models.enums import Channel, DeliveryStatus
from models.notifications import Delivery


@dataclass(frozen=True)
class DeliveryView:
    """One message as the outbox shows it. Lists leave the bodies empty."""

    id: UUID
    kind: str
    recipient: str
    subject: str
    status: DeliveryStatus
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    last_error: str
    text: str = ""
    html: str = ""
    channel: Channel = Channel.EMAIL
    phone: str = ""
    """The number a text goes to."""


@dataclass(frozen=True)
class DeliveryPage:
    """A page of messages, newest first; `next_before` continues it."""

    rows: list[DeliveryView]
    next_before: UUID | None


def list_deliveries(
    session: Session, *, actor: Actor, status: DeliveryStatus | None = None, search: str = "",
    before: UUID | None = None, limit: int = 25,
) -> DeliveryPage:  # fmt: skip
    """Messages by status and by part of address, number or subject, by keyset on the time-ordered id. One query."""
    actor.require(Permission.VIEW_MAIL)
    bodies = (Delivery.body_text, Delivery.body_html)
    query = select(Delivery).options(*[defer(body) for body in bodies])  # type: ignore[arg-type]
    if status is not None:
        query = query.where(Delivery.status == status)
    if search.strip():
        words = search.strip()
        query = query.where(
            col(Delivery.recipient).icontains(words, autoescape=True)
            | col(Delivery.subject).icontains(words, autoescape=True)
            | col(Delivery.phone).icontains(words, autoescape=True)
        )
    if before is not None:
        query = query.where(col(Delivery.id) < before)
    found = session.exec(query.order_by(col(Delivery.id).desc()).limit(limit + 1)).all()
    rows = [_view(row) for row in found[:limit]]
    return DeliveryPage(rows, rows[-1].id if len(found) > limit else None)


def get_delivery(session: Session, *, actor: Actor, delivery_id: UUID) -> DeliveryView:
    """One message with its bodies. Raises NotFound."""
    actor.require(Permission.VIEW_MAIL)
    return _view(_found(session, delivery_id), bodies=True)


def resend(session: Session, *, actor: Actor, delivery_id: UUID) -> DeliveryView:
    """Try a message again that was given up. Raises NotFound, Conflict for one that was sent."""
    actor.require(Permission.MANAGE_PLATFORM)
    row = _found(session, delivery_id)
    if row.status == DeliveryStatus.SENT:
        raise Conflict(_("This message was sent already."))
    row.status, row.attempts, row.next_try_at = DeliveryStatus.QUEUED, 0, datetime.now(UTC)
    session.add(row)
    return _view(row)


def _found(session: Session, delivery_id: UUID) -> Delivery:
    row = session.get(Delivery, delivery_id)
    if row is None:
        raise NotFound(_("There is no such message."))
    return row


def _view(row: Delivery, *, bodies: bool = False) -> DeliveryView:
    return DeliveryView(
        id=row.id, kind=row.kind, recipient=row.recipient, subject=row.subject, status=DeliveryStatus(row.status),
        attempts=row.attempts, created_at=row.created_at, sent_at=row.sent_at, last_error=row.last_error or "",
        text=_text(row) if bodies else "", html=row.body_html if bodies else "", channel=Channel(row.channel),
        phone=row.phone,
    )  # fmt: skip


def _text(row: Delivery) -> str:
    """What it says; of a push message, also where it leads."""
    leads = row.channel == Channel.PUSH and row.url
    return f"{row.body_text}\n\n{row.url}" if leads else row.body_text
