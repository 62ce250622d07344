"""Attempts whose answer never came: the provider is asked what became of them (C05, P02).

A process may die, or a line be cut, between asking a provider and writing its answer. The provider knows the charge by
our own key, so nobody loses money and nobody gets goods for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.providers.payments import Outcome, OutcomeStatus, get_provider
from emporium.services import ledger
from emporium.services.payments.outcomes import apply_outcome, settle_surplus
from models.enums import AttemptStatus
from models.payments import PaymentAttempt

OpenTransaction = Callable[[], AbstractContextManager[Session]]
ASK_AFTER = timedelta(seconds=60)
GIVE_UP_AFTER = timedelta(minutes=10)


def unanswered(session: Session, *, now: datetime | None = None, limit: int = 100) -> list[UUID]:
    """Attempts that were opened a while ago and have no answer, oldest first."""
    before = (now or datetime.now(UTC)) - ASK_AFTER
    return list(
        session.exec(
            select(PaymentAttempt.id)
            .where(PaymentAttempt.status == AttemptStatus.CREATED, PaymentAttempt.provider != ledger.STORED_VALUE)
            .where(col(PaymentAttempt.updated_at) < before)
            .order_by(col(PaymentAttempt.id))
            .limit(limit)
        ).all()
    )


def recover_attempt(
    open_transaction: OpenTransaction, *, attempt_id: UUID, now: datetime | None = None
) -> AttemptStatus:
    """Ask the provider about an attempt and apply what it says; one it never heard of is given up after ten minutes.

    Raises ProviderUnavailable when it cannot be reached; the next run asks again.
    """
    with open_transaction() as session:
        attempt = session.get_one(PaymentAttempt, attempt_id)
        if attempt.status != AttemptStatus.CREATED:
            return AttemptStatus(attempt.status)
        provider, reference, made = attempt.provider, attempt.reference, attempt.created_at
    outcome = get_provider(provider).fetch(key=str(attempt_id), reference=reference)
    if outcome is None:
        if (now or datetime.now(UTC)) - made < GIVE_UP_AFTER:
            return AttemptStatus.CREATED
        outcome = Outcome(
            OutcomeStatus.DECLINED,
            "",
            decline_code="no_answer",
            decline_message="Your bank did not answer. Nothing was charged. Please pay again.",
        )
    with open_transaction() as session:
        status = apply_outcome(session, attempt_id=attempt_id, outcome=outcome)
    settle_surplus(open_transaction, attempt_id=attempt_id)
    return status
