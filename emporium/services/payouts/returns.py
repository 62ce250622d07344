"""A payout that came back, or was never accepted: the debt is open again (F099)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, select

from emporium.errors import Conflict, NotFound
from emporium.i18n import _
from emporium.services import audit, ledger, outbox
from emporium.services.auth import Actor, Permission
from emporium.services.events import DomainEvent
from models.enums import AccountKind, EarningKind, EarningStatus, PayoutStatus, TransactionKind
from models.ledger import Earning
from models.payouts import Payout


@dataclass(frozen=True, slots=True)
class PayoutReturned(DomainEvent):
    """Money that was sent to a store is back."""

    payout_id: UUID
    store_id: UUID
    number: str
    amount_minor: int
    currency: str
    reason: str

    def topics(self) -> list[str]:
        """The store's money page and the operator's."""
        return [f"store:{self.store_id}:money", "admin:money"]


def locked(session: Session, payout_id: UUID, *allowed: PayoutStatus) -> Payout:
    """A payout under its row lock. Raises NotFound, Conflict when its state is another."""
    payout = session.exec(
        select(Payout).where(Payout.id == payout_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if payout is None:
        raise NotFound(_("There is no such payout."))
    if payout.status not in allowed:
        raise Conflict(_("Payout {number} is {status} already.").format(number=payout.number, status=payout.status))
    return payout


def returned(session: Session, *, actor: Actor, payout_id: UUID, reason: str) -> Payout:
    """The bank sent it back. The payout keeps its earnings and never changes; the store has the amount coming anew.

    Twice changes nothing. Raises NotFound.
    """
    actor.require(Permission.MANAGE_MONEY)
    payout = locked(session, payout_id, *PayoutStatus)
    if payout.status == PayoutStatus.RETURNED:
        return payout
    was_settled = payout.status == PayoutStatus.PAID
    payout.status, payout.failure, payout.closed_at = PayoutStatus.RETURNED, reason[:300], datetime.now(UTC)
    session.add(payout)
    for row in session.exec(select(Earning).where(Earning.payout_id == payout.id).with_for_update()).all():
        row.status = EarningStatus.PAID
        session.add(row)
    came_from = AccountKind.PROVIDER_CLEARING if was_settled else AccountKind.PAYOUT_CLEARING
    ledger.post(
        session,
        kind=TransactionKind.PAYOUT_RETURN,
        cause_id=str(payout.id),
        currency=payout.currency,
        note=payout.number,
        entries=[
            (came_from, None, payout.amount_minor),
            (AccountKind.STORE_PAYABLE, payout.store_id, -payout.amount_minor),
        ],
    )
    session.add(
        Earning(
            store_id=payout.store_id,
            kind=EarningKind.PAYOUT_RETURN,
            cause_id=str(payout.id),
            amount_minor=payout.amount_minor,
            currency=payout.currency,
            available_at=datetime.now(UTC),
        )
    )
    outbox.record(
        session,
        PayoutReturned(
            payout_id=payout.id, store_id=payout.store_id, number=payout.number, amount_minor=payout.amount_minor,
            currency=payout.currency, reason=reason,
        ),
    )  # fmt: skip
    audit.note(
        session, actor=actor, action="payout.returned", subject_kind="payout", subject_id=payout.id,
        store_id=payout.store_id, after={"reason": reason},
    )  # fmt: skip
    return payout
