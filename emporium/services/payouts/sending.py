"""Payouts that a provider sends: the payout's own id is the key, so asking again pays nothing twice (F099)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, EmporiumError, Invalid
from emporium.i18n import _
from emporium.providers.payments import PayoutSender, get_provider
from emporium.services.auth import Actor, Permission
from emporium.services.opening import OpenTransaction
from emporium.services.payouts.accounts import BANK_FILE
from emporium.services.payouts.batches import settled
from emporium.services.payouts.returns import locked, returned
from models.enums import PayoutStatus
from models.payouts import Payout, PayoutAccount


def waiting_transfers(session: Session, *, limit: int = 100) -> Sequence[UUID]:
    """Open payouts that a provider has to send, oldest first."""
    return session.exec(
        select(Payout.id)
        .where(Payout.status == PayoutStatus.OPEN, Payout.provider != BANK_FILE)
        .order_by(col(Payout.number))
        .limit(limit)
    ).all()


def send_payout(open_transaction: OpenTransaction, *, actor: Actor, payout_id: UUID) -> PayoutStatus:
    """Ask the provider to pay a store. What it refuses is open again as the store's money, with the reason.

    Raises ProviderUnavailable when it cannot be reached: the payout stays open and the next run asks again.
    """
    actor.require(Permission.MANAGE_MONEY)
    with open_transaction() as session:
        payout = locked(session, payout_id, *PayoutStatus)
        if payout.status != PayoutStatus.OPEN or payout.provider == BANK_FILE or payout.account_id is None:
            return PayoutStatus(payout.status)
        account = session.get_one(PayoutAccount, payout.account_id)
        name, destination = payout.provider, str(account.details.get("destination", ""))
        amount, currency = payout.amount_minor, payout.currency
    provider = get_provider(name)
    if not isinstance(provider, PayoutSender):
        raise Conflict(_("{name} cannot pay stores here. Pay it by bank file.").format(name=name))
    try:
        reference = provider.pay_store(
            key=f"payout:{payout_id}", destination=destination, amount_minor=amount, currency=currency
        )
    except (Conflict, Invalid) as refused:
        return _refused(open_transaction, actor, payout_id, refused)
    with open_transaction() as session:
        return PayoutStatus(settled(session, actor=actor, payout_id=payout_id, reference=reference).status)


def _refused(open_transaction: OpenTransaction, actor: Actor, payout_id: UUID, refused: EmporiumError) -> PayoutStatus:
    with open_transaction() as session:
        return PayoutStatus(returned(session, actor=actor, payout_id=payout_id, reason=refused.message).status)
