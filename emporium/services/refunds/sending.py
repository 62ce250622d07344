"""Asking the provider to send money back. The refund's own id is the key, so asking again sends nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, EmporiumError, Invalid, NotFound
from emporium.i18n import _
from emporium.providers.payments import get_provider
from emporium.services import credit, ledger, outbox
from emporium.services.auth import Actor, Permission
from emporium.services.events import DomainEvent
from emporium.services.opening import OpenTransaction
from models.enums import RefundStatus
from models.orders import Order
from models.payments import PaymentAttempt, PaymentShare, Refund

TRIES = 8
STALE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class RefundSent(DomainEvent):
    """The provider has a refund in hand."""

    refund_id: UUID
    order_id: UUID
    purchase_id: UUID
    store_id: UUID
    amount_minor: int

    def topics(self) -> list[str]:
        """The pages that show the order."""
        return [f"order:{self.order_id}", f"purchase:{self.purchase_id}"]


def send_refund(open_transaction: OpenTransaction, *, refund_id: UUID) -> RefundStatus:
    """Ask the provider, outside any transaction; credit is given back at once. Returns the refund's status.

    A provider that cannot be reached leaves the refund waiting; one that refuses eight times leaves it failed, for the
    operator to look at. The books say all the while that the money is owed.
    """
    with open_transaction() as session:
        refund, attempt = _found(session, refund_id)
        if refund.status != RefundStatus.PENDING:
            return RefundStatus(refund.status)
        refund.tries += 1
        session.add(refund)
        if attempt.provider == ledger.STORED_VALUE:
            credit.put_back(session, attempt=attempt, cause_id=f"refund:{refund.id}", amount_minor=refund.amount_minor)
            _done(session, refund, attempt, reference=str(refund.id))
            return RefundStatus.SUCCEEDED
        name, charge, amount, currency = attempt.provider, attempt.reference, refund.amount_minor, refund.currency
        tries = refund.tries
    try:
        reference = get_provider(name).refund(
            key=f"refund:{refund_id}", reference=charge, amount_minor=amount, currency=currency
        )
    except EmporiumError as error:
        return _not_sent(open_transaction, refund_id, error, final=tries >= TRIES)
    with open_transaction() as session:
        refund, attempt = _found(session, refund_id)
        if refund.status == RefundStatus.PENDING:
            _done(session, refund, attempt, reference=reference)
        return RefundStatus(refund.status)


def _found(session: Session, refund_id: UUID) -> tuple[Refund, PaymentAttempt]:
    row = session.exec(
        select(Refund, PaymentAttempt)
        .join(PaymentShare, col(PaymentShare.id) == col(Refund.share_id))
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentShare.attempt_id))
        .where(Refund.id == refund_id)
        .with_for_update(of=Refund)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound(_("There is no such refund."))
    return row[0], row[1]


def _done(session: Session, refund: Refund, attempt: PaymentAttempt, *, reference: str) -> None:
    refund.status, refund.reference, refund.failure = RefundStatus.SUCCEEDED, reference, ""
    refund.done_at = datetime.now(UTC)
    session.add(refund)
    order = session.get_one(Order, refund.order_id)
    outbox.record(
        session,
        RefundSent(
            refund_id=refund.id, order_id=order.id, purchase_id=attempt.purchase_id, store_id=order.store_id,
            amount_minor=refund.amount_minor,
        ),
    )  # fmt: skip


def _not_sent(open_transaction: OpenTransaction, refund_id: UUID, error: EmporiumError, *, final: bool) -> RefundStatus:
    with open_transaction() as session:
        refund, _ = _found(session, refund_id)
        if refund.status == RefundStatus.PENDING:
            refund.failure = error.message
            refund.status = RefundStatus.FAILED if final else RefundStatus.PENDING
            session.add(refund)
        return RefundStatus(refund.status)


def mark_sent(session: Session, *, actor: Actor, refund_id: UUID, reference: str) -> None:
    """An operator sent the money back by hand. Raises NotFound, Conflict for one that was sent, Invalid."""
    actor.require(Permission.MANAGE_MONEY)
    if len(reference.strip()) < 3:
        raise Invalid("reference", _("Give the bank's reference of the transfer."))
    refund, attempt = _found(session, refund_id)
    if refund.status == RefundStatus.SUCCEEDED:
        raise Conflict(_("This refund was sent already."))
    _done(session, refund, attempt, reference=reference.strip()[:100])


def waiting_refunds(session: Session, *, limit: int = 100) -> list[UUID]:
    """Refunds that nobody is sending, oldest first: their job was lost, or the provider was out of reach."""
    before = datetime.now(UTC) - STALE
    return list(
        session.exec(
            select(Refund.id)
            .where(Refund.status == RefundStatus.PENDING, col(Refund.created_at) < before)
            .order_by(col(Refund.id))
            .limit(limit)
        ).all()
    )


def try_again(session: Session, *, actor: Actor, refund_id: UUID) -> None:
    """The operator lets a failed refund be sent once more. Raises NotFound, Conflict."""
    from emporium.services.refunds.making import RefundRequested

    actor.require(Permission.MANAGE_MONEY)
    refund, attempt = _found(session, refund_id)
    if refund.status != RefundStatus.FAILED:
        raise Conflict(_("Only a refund that failed can be tried again."))
    refund.status, refund.tries = RefundStatus.PENDING, 0
    session.add(refund)
    order = session.get_one(Order, refund.order_id)
    outbox.record(
        session,
        RefundRequested(
            refund_id=refund.id, order_id=order.id, store_id=order.store_id, purchase_id=attempt.purchase_id
        ),
    )
