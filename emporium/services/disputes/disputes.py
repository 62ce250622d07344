"""A dispute from the bank's letter to its decision. Told twice, the result is the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.money import allocate, share
from emporium.services import ledger, outbox
from emporium.services.auth import Actor, Permission
from emporium.services.events import DomainEvent
from emporium.services.ledger import Reversal
from models.enums import AccountKind, DisputeStatus, TransactionKind
from models.orders import Order
from models.payments import Dispute, PaymentAttempt, PaymentShare

OPEN = (DisputeStatus.OPEN, DisputeStatus.EVIDENCE_SENT)


@dataclass(frozen=True, slots=True)
class DisputeChanged(DomainEvent):
    """A dispute was opened, answered or decided."""

    dispute_id: UUID
    order_id: UUID
    store_id: UUID
    status: str

    def topics(self) -> list[str]:
        """The store's pages and the operator's."""
        return [f"order:{self.order_id}", f"store:{self.store_id}:money", "admin:money", "admin:figures"]


def open_dispute(
    session: Session,
    *,
    provider: str,
    reference: str,
    attempt_id: UUID,
    amount_minor: int,
    fee_minor: int = 0,
    currency: str,
    reason: str = "",
    due_at: datetime | None = None,
) -> list[Dispute]:
    """A bank takes money back. One row for each store whose share it hits; what they have coming is frozen at once.

    The provider has taken the money already, so the books show it as disputed funds. A dispute over the whole payment
    hits every store by what its share still holds. Told again it changes nothing. Raises NotFound, Invalid.
    """
    attempt = session.exec(select(PaymentAttempt).where(PaymentAttempt.id == attempt_id).with_for_update()).first()
    if attempt is None:
        raise NotFound(_("There is no such payment."))
    known = session.exec(
        select(Dispute).where(
            Dispute.provider == provider,
            (col(Dispute.reference) == reference) | col(Dispute.reference).startswith(f"{reference}#", autoescape=True),
        )
    ).all()
    if known:
        return list(known)
    if currency != attempt.currency or not 0 < amount_minor <= attempt.captured_minor:
        raise Invalid("amount", _("A dispute is about money that was taken, in its own currency."))
    shares = session.exec(
        select(PaymentShare)
        .where(PaymentShare.attempt_id == attempt.id, PaymentShare.captured_minor > 0)
        .order_by(col(PaymentShare.id))
        .with_for_update()
    ).all()
    parts = allocate(amount_minor, [row.captured_minor for row in shares])
    fees = allocate(fee_minor, [row.captured_minor for row in shares])
    made = []
    for number, (row, part, fee) in enumerate(zip(shares, parts, fees, strict=True)):
        if part:
            own = reference if len(shares) == 1 else f"{reference}#{number}"
            made.append(_open_one(session, attempt, row, own, part, fee, provider, reason, due_at))
    return made


def _open_one(
    session: Session,
    attempt: PaymentAttempt,
    row: PaymentShare,
    reference: str,
    amount: int,
    fee: int,
    provider: str,
    reason: str,
    due_at: datetime | None,
) -> Dispute:
    dispute = Dispute(
        attempt_id=attempt.id,
        order_id=row.order_id,
        provider=provider,
        reference=reference,
        reason=reason[:200],
        amount_minor=amount,
        fee_minor=fee,
        currency=attempt.currency,
        evidence_due_at=due_at,
    )
    session.add(dispute)
    session.flush()
    ledger.hold(session, order_id=row.order_id, reason=f"dispute {reference}")
    _book_open(session, dispute, sign=1, cause="open")
    _tell(session, dispute)
    return dispute


def _book_open(session: Session, dispute: Dispute, *, sign: int, cause: str) -> None:
    """The provider's debit, or its return: money with the provider against money in dispute."""
    amount = sign * (dispute.amount_minor + dispute.fee_minor)
    ledger.post(
        session,
        kind=TransactionKind.CHARGEBACK,
        cause_id=f"{dispute.id}:{cause}",
        order_id=dispute.order_id,
        currency=dispute.currency,
        note=dispute.reference,
        entries=[(AccountKind.DISPUTED_FUNDS, None, amount), (AccountKind.PROVIDER_CLEARING, None, -amount)],
    )


def _locked(session: Session, dispute_id: UUID) -> Dispute:
    found = session.exec(
        select(Dispute).where(Dispute.id == dispute_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound(_("There is no such dispute."))
    return found


def send_evidence(
    session: Session, *, actor: Actor, store_id: UUID, dispute_id: UUID, evidence: dict[str, Any]
) -> Dispute:
    """The store's answer to the bank. Raises NotFound for another store's dispute, Conflict after the decision."""
    actor.require(Permission.REFUND_ORDERS, store=store_id)
    dispute = _locked(session, dispute_id)
    if dispute.order_id is None or session.get_one(Order, dispute.order_id).store_id != store_id:
        raise NotFound(_("There is no such dispute."))
    if dispute.status not in OPEN:
        raise Conflict(_("This dispute was decided already."))
    dispute.evidence, dispute.status = {**dispute.evidence, **evidence}, DisputeStatus.EVIDENCE_SENT
    session.add(dispute)
    _tell(session, dispute)
    return dispute


def won(session: Session, *, dispute_id: UUID) -> Dispute:
    """The bank gave the money back: what was frozen is free again. The fee stays with the platform as a loss."""
    dispute = _locked(session, dispute_id)
    if dispute.status not in OPEN:
        return dispute
    _close(session, dispute, DisputeStatus.WON)
    ledger.post(
        session,
        kind=TransactionKind.CHARGEBACK,
        cause_id=f"{dispute.id}:won",
        order_id=dispute.order_id,
        currency=dispute.currency,
        note=dispute.reference,
        entries=[
            (AccountKind.PROVIDER_CLEARING, None, dispute.amount_minor),
            (AccountKind.CHARGEBACK_LOSS, None, dispute.fee_minor),
            (AccountKind.DISPUTED_FUNDS, None, -dispute.amount_minor - dispute.fee_minor),
        ],
    )
    _free(session, dispute)
    return dispute


def lost(session: Session, *, dispute_id: UUID, fee_to_store: bool = True) -> Dispute:
    """The money is gone: the store's earning goes back as with a refund, commission with it, and by policy the fee.

    If the earning was paid out already the store owes it, and its next earnings are netted (C11).
    """
    dispute = _locked(session, dispute_id)
    if dispute.status not in OPEN or dispute.order_id is None:
        return dispute
    order = session.exec(select(Order).where(Order.id == dispute.order_id).with_for_update()).one()
    _close(session, dispute, DisputeStatus.LOST)
    _free(session, dispute)
    _book_open(session, dispute, sign=-1, cause="decided")
    part = _reversal(order, dispute)
    ledger.post_refund(session, order=order, refund_id=dispute.id, reversal=part, kind=TransactionKind.CHARGEBACK)
    if dispute.fee_minor:
        _book_fee(session, dispute, order, fee_to_store=fee_to_store)
    return dispute


def _reversal(order: Order, dispute: Dispute) -> Reversal:
    """The order's parts by the disputed part of its total, each rounded half up."""

    def part(amount: int) -> int:
        return share(amount, dispute.amount_minor, order.total_minor)

    return Reversal(
        amount_minor=dispute.amount_minor,
        tax_minor=part(order.tax_minor),
        commission_minor=part(order.commission_minor),
        fee_tax_minor=part(order.fee_tax_minor),
        platform_minor=part(order.platform_discount_minor),
    )


def _book_fee(session: Session, dispute: Dispute, order: Order, *, fee_to_store: bool) -> None:
    from models.enums import EarningKind

    bearer = (
        (AccountKind.STORE_PAYABLE, order.store_id, dispute.fee_minor)
        if fee_to_store
        else (AccountKind.CHARGEBACK_LOSS, None, dispute.fee_minor)
    )
    ledger.post(
        session,
        kind=TransactionKind.CHARGEBACK,
        cause_id=f"{dispute.id}:fee",
        order_id=order.id,
        currency=dispute.currency,
        note=dispute.reference,
        entries=[bearer, (AccountKind.PROVIDER_CLEARING, None, -dispute.fee_minor)],
    )
    if fee_to_store:
        ledger.deduct(
            session, store_id=order.store_id, order_id=order.id, kind=EarningKind.DISPUTE,
            cause_id=f"{dispute.id}:fee", amount_minor=dispute.fee_minor, currency=dispute.currency,
        )  # fmt: skip


def _close(session: Session, dispute: Dispute, status: DisputeStatus) -> None:
    dispute.status, dispute.closed_at = status, datetime.now(UTC)
    session.add(dispute)
    _tell(session, dispute)


def _free(session: Session, dispute: Dispute) -> None:
    """What was frozen for this dispute waits for its payout again, unless another dispute is open."""
    other = session.exec(
        select(Dispute.id).where(
            Dispute.order_id == dispute.order_id, Dispute.id != dispute.id, col(Dispute.status).in_(OPEN)
        )
    ).first()
    if other is None and dispute.order_id is not None:
        ledger.release(session, order_id=dispute.order_id)


def _tell(session: Session, dispute: Dispute) -> None:
    assert dispute.order_id is not None
    order = session.get_one(Order, dispute.order_id)
    outbox.record(
        session,
        DisputeChanged(dispute_id=dispute.id, order_id=order.id, store_id=order.store_id, status=str(dispute.status)),
    )


def list_disputes(session: Session, *, actor: Actor, limit: int = 100) -> Sequence[Dispute]:
    """Every dispute, the open ones with the nearest deadline first."""
    actor.require(Permission.VIEW_PLATFORM)
    return session.exec(
        select(Dispute)
        .order_by(col(Dispute.status).in_(OPEN).desc(), col(Dispute.evidence_due_at), col(Dispute.id).desc())
        .limit(limit)
    ).all()
