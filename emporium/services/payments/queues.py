"""What waits for the operator in payments: surplus payments, refunds that failed, the webhook inbox.

Lists change nothing, go on where they stopped and take one query. Actions need `MANAGE_MONEY`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services import audit, disputes
from emporium.services.auth import Actor, Permission
from emporium.services.opening import OpenTransaction
from emporium.services.payments.outcomes import settle_surplus
from emporium.services.payments.webhooks import process_webhook
from models.enums import AttemptStatus, RefundStatus, WebhookStatus
from models.orders import Order, Purchase
from models.payments import Dispute, PaymentAttempt, Refund, WebhookEvent
from models.stores import Store


@dataclass(frozen=True, slots=True)
class SurplusRow:
    """A payment that nothing was sold for."""

    id: UUID
    number: str
    """The purchase's."""
    email: str
    provider: str
    reference: str
    amount_minor: int
    currency: str
    reason: str
    created_at: datetime
    settled_at: datetime | None
    refund_reference: str


def surplus_payments(
    session: Session, *, actor: Actor, settled: bool = False, before: UUID | None = None, limit: int = 50
) -> tuple[list[SurplusRow], UUID | None]:
    """Surplus payments that wait to be sent back, or were; newest first, and where to go on."""
    actor.require(Permission.VIEW_PLATFORM)
    done = col(PaymentAttempt.surplus_settled_at)
    statement = (
        select(PaymentAttempt, Purchase.number, Purchase.email)
        .join(Purchase, col(Purchase.id) == col(PaymentAttempt.purchase_id))
        .where(PaymentAttempt.status == AttemptStatus.SURPLUS, done.is_not(None) if settled else done.is_(None))
        .order_by(col(PaymentAttempt.id).desc())
        .limit(limit + 1)
    )
    if before is not None:
        statement = statement.where(col(PaymentAttempt.id) < before)
    rows = session.exec(statement).all()
    shown = [
        SurplusRow(
            row.id, number, email, row.provider, row.reference, row.amount_minor, row.currency, row.decline_code,
            row.created_at, row.surplus_settled_at, row.surplus_refund,
        )
        for row, number, email in rows[:limit]
    ]  # fmt: skip
    return shown, shown[-1].id if len(rows) > limit else None


def send_surplus_back(open_transaction: OpenTransaction, *, actor: Actor, attempt_id: UUID) -> None:
    """Ask the provider to send a surplus payment back now; once, however often it is asked.

    Raises NotFound, Conflict when it is no surplus, and what the provider says when it refuses.
    """
    actor.require(Permission.MANAGE_MONEY)
    with open_transaction() as session:
        attempt = session.get(PaymentAttempt, attempt_id)
        if attempt is None:
            raise NotFound(_("There is no such payment."))
        if attempt.status != AttemptStatus.SURPLUS:
            raise Conflict(_("This payment is no surplus."))
        audit.note(session, actor=actor, action="surplus.sent_back", subject_kind="payment", subject_id=attempt_id)
    settle_surplus(open_transaction, attempt_id=attempt_id)


@dataclass(frozen=True, slots=True)
class FailedRefundRow:
    """A refund that a provider refused to the end."""

    id: UUID
    number: str
    """The order's."""
    store: str
    awning: str
    amount_minor: int
    currency: str
    reason: str
    failure: str
    tries: int
    created_at: datetime


def failed_refunds(
    session: Session, *, actor: Actor, before: UUID | None = None, limit: int = 50
) -> tuple[list[FailedRefundRow], UUID | None]:
    """Refunds that failed, newest first, and where to go on."""
    actor.require(Permission.VIEW_PLATFORM)
    statement = (
        select(Refund, Order.number, Store.name, Store.awning)
        .join(Order, col(Order.id) == col(Refund.order_id))
        .join(Store, col(Store.id) == col(Order.store_id))
        .where(Refund.status == RefundStatus.FAILED)
        .order_by(col(Refund.id).desc())
        .limit(limit + 1)
    )
    if before is not None:
        statement = statement.where(col(Refund.id) < before)
    rows = session.exec(statement).all()
    shown = [
        FailedRefundRow(
            row.id, number, store, awning, row.amount_minor, row.currency, row.reason, row.failure, row.tries,
            row.created_at,
        )
        for row, number, store, awning in rows[:limit]
    ]  # fmt: skip
    return shown, shown[-1].id if len(rows) > limit else None


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A provider's event as the inbox holds it; the raw body stays there."""

    id: UUID
    provider: str
    event_id: str
    kind: str
    status: WebhookStatus
    error: str
    received_at: datetime
    done_at: datetime | None


def webhook_inbox(
    session: Session,
    *,
    actor: Actor,
    status: WebhookStatus | None = None,
    before: UUID | None = None,
    limit: int = 50,
) -> tuple[list[WebhookRow], UUID | None]:
    """Events of providers, all or those in one state; newest first, and where to go on."""
    actor.require(Permission.VIEW_PLATFORM)
    statement = (
        select(
            WebhookEvent.id,
            WebhookEvent.provider,
            WebhookEvent.event_id,
            WebhookEvent.kind,
            WebhookEvent.status,
            WebhookEvent.error,
            WebhookEvent.received_at,
            WebhookEvent.done_at,
        )  # type: ignore[call-overload]
        .order_by(col(WebhookEvent.id).desc())
        .limit(limit + 1)
    )
    if status is not None:
        statement = statement.where(WebhookEvent.status == status)
    if before is not None:
        statement = statement.where(col(WebhookEvent.id) < before)
    rows = session.exec(statement).all()
    shown = [
        WebhookRow(ident, provider, event_id, kind, WebhookStatus(state), error, received_at, done_at)
        for ident, provider, event_id, kind, state, error, received_at, done_at in rows[:limit]
    ]
    return shown, shown[-1].id if len(rows) > limit else None


def replay_webhook(open_transaction: OpenTransaction, *, actor: Actor, webhook_id: UUID) -> WebhookStatus:
    """Apply an event once more that failed or was never applied; returns what became of it.

    Events are applied once, so a replay of one that worked is refused. Raises NotFound, Conflict, Refused for a
    signature that is no longer accepted, Invalid for an event that names no payment of ours.
    """
    actor.require(Permission.MANAGE_MONEY)
    with open_transaction() as session:
        event = session.get(WebhookEvent, webhook_id)
        if event is None:
            raise NotFound(_("There is no such event."))
        if event.status == WebhookStatus.DONE:
            raise Conflict(_("This event was applied already. Nothing has to be done."))
        audit.note(
            session, actor=actor, action="webhook.replayed", subject_kind="webhook", subject_id=webhook_id,
            after={"provider": event.provider, "event": event.event_id},
        )  # fmt: skip
    try:
        attempt_id = process_webhook(open_transaction, webhook_id=webhook_id)
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid("event", _("This event names no payment of ours. It cannot be applied.")) from error
    with open_transaction() as session:
        status = WebhookStatus(session.get_one(WebhookEvent, webhook_id).status)
    if attempt_id is not None and status == WebhookStatus.DONE:
        settle_surplus(open_transaction, attempt_id=attempt_id)
    return status


def decide_dispute(session: Session, *, actor: Actor, dispute_id: UUID, won: bool) -> Dispute:
    """Write down what the bank decided, where no event of the provider says it. Twice changes nothing.

    Raises NotFound, and Conflict when it was decided the other way.
    """
    actor.require(Permission.MANAGE_MONEY)
    decide = disputes.won if won else disputes.lost
    decided = decide(session, dispute_id=dispute_id)
    if str(decided.status) != ("won" if won else "lost"):
        raise Conflict(_("This dispute is {status} already.").format(status=decided.status))
    audit.note(
        session, actor=actor, action="dispute.decided", subject_kind="dispute", subject_id=dispute_id,
        after={"status": str(decided.status)},
    )  # fmt: skip
    return decided


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How much waits in each queue."""

    surplus: int
    refunds: int
    webhooks: int


def queue_counts(session: Session, *, actor: Actor) -> QueueCounts:
    """Surplus payments not sent back, refunds that failed, events that failed. One query."""
    actor.require(Permission.VIEW_PLATFORM)
    surplus = select(func.count()).where(
        PaymentAttempt.status == AttemptStatus.SURPLUS, col(PaymentAttempt.surplus_settled_at).is_(None)
    )
    failed = select(func.count()).where(Refund.status == RefundStatus.FAILED)
    events = select(func.count()).where(WebhookEvent.status == WebhookStatus.FAILED)
    row = session.execute(select(surplus.scalar_subquery(), failed.scalar_subquery(), events.scalar_subquery())).one()
    return QueueCounts(int(row[0]), int(row[1]), int(row[2]))
