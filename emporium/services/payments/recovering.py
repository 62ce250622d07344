"""Attempts whose answer never came: the provider is asked what became of them (C05, P02).

A process may die, or a line be cut, between asking a provider and writing its answer. The provider knows the charge by
our own key, so nobody loses money and nobody gets goods for nothing.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, NotFound, ProviderUnavailable
from emporium.i18n import N_, _
from emporium.providers.payments import ONLINE, Outcome, OutcomeStatus, get_provider
from emporium.services import ledger
from emporium.services.opening import OpenTransaction
from emporium.services.payments.outcomes import apply_outcome, settle_surplus
from models.enums import AttemptStatus, PurchaseStatus
from models.orders import Purchase
from models.payments import PaymentAttempt

log = logging.getLogger(__name__)
ASK_AFTER = timedelta(seconds=60)
GIVE_UP_AFTER = timedelta(minutes=10)
WAITING = (AttemptStatus.CREATED, AttemptStatus.REQUIRES_ACTION, AttemptStatus.PENDING)
ON_A_PAGE = (AttemptStatus.REQUIRES_ACTION, AttemptStatus.PENDING)


def unanswered(session: Session, *, now: datetime | None = None, limit: int = 100) -> list[UUID]:
    """Attempts that were opened a while ago and have no answer, or whose page reports late, oldest first."""
    before = (now or datetime.now(UTC)) - ASK_AFTER
    waits = col(PaymentAttempt.provider).in_(ONLINE) & col(PaymentAttempt.status).in_(ON_A_PAGE)
    return list(
        session.exec(
            select(PaymentAttempt.id)
            .where((col(PaymentAttempt.status) == AttemptStatus.CREATED) | waits)
            .where(PaymentAttempt.provider != ledger.STORED_VALUE)
            .where(col(PaymentAttempt.updated_at) < before)
            .order_by(col(PaymentAttempt.id))
            .limit(limit)
        ).all()
    )


def still_wanted(session: Session, attempt: PaymentAttempt) -> bool:
    """Whether the money of an attempt is still awaited: a basket that changed has another one."""
    purchase = session.get_one(Purchase, attempt.purchase_id)
    return attempt.status in WAITING and purchase.status == PurchaseStatus.AWAITING_PAYMENT


def recover_attempt(
    open_transaction: OpenTransaction, *, attempt_id: UUID, now: datetime | None = None
) -> AttemptStatus:
    """Ask the provider about an attempt and apply what it says; one it never heard of is given up after ten minutes.

    Raises ProviderUnavailable when it cannot be reached; the next run asks again.
    """
    with open_transaction() as session:
        attempt = session.get_one(PaymentAttempt, attempt_id)
        status = AttemptStatus(attempt.status)
        if status != AttemptStatus.CREATED and not (attempt.provider in ONLINE and status in ON_A_PAGE):
            return status
        provider, reference, made = attempt.provider, attempt.reference, attempt.created_at
        wanted = still_wanted(session, attempt)
    outcome = get_provider(provider).fetch(key=str(attempt_id), reference=reference, wanted=wanted)
    if outcome is None:
        if status != AttemptStatus.CREATED:
            return status
        if (now or datetime.now(UTC)) - made < GIVE_UP_AFTER:
            return AttemptStatus.CREATED
        outcome = Outcome(
            OutcomeStatus.DECLINED,
            "",
            decline_code="no_answer",
            decline_message=N_("Your bank did not answer. Nothing was charged. Please pay again."),
        )
    with open_transaction() as session:
        status = apply_outcome(session, attempt_id=attempt_id, outcome=outcome)
    settle_surplus(open_transaction, attempt_id=attempt_id)
    return status


def shopper_is_back(open_transaction: OpenTransaction, *, token: str) -> None:
    """The shopper returned from the provider's page: it is asked at once, whoever else reports at the same moment.

    A provider that cannot be reached is asked again by a job. Raises NotFound for an unknown purchase.
    """
    with open_transaction() as session:
        purchase_id = session.exec(select(Purchase.id).where(Purchase.token == token)).first()
        if purchase_id is None:
            raise NotFound(_("There is no such order."))
        attempt_id = session.exec(
            select(PaymentAttempt.id)
            .where(PaymentAttempt.purchase_id == purchase_id, col(PaymentAttempt.provider).in_(ONLINE))
            .where(col(PaymentAttempt.status).in_(ON_A_PAGE))
            .order_by(col(PaymentAttempt.id).desc())
            .limit(1)
        ).first()
    if attempt_id is None:
        return
    try:
        recover_attempt(open_transaction, attempt_id=attempt_id)
    except (ProviderUnavailable, Conflict) as error:
        log.info("Asking after the shopper was back: %s", error.message)
