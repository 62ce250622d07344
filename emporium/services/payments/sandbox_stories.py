"""What the sandbox provider does by itself after a while, as a real one would from outside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.providers.payments import SandboxProvider, get_provider
from emporium.services.payments.webhooks import receive_webhook
from models.enums import AttemptStatus
from models.payments import PaymentAttempt

SANDBOX = "sandbox"
DELAY = timedelta(seconds=3)
REPETITIONS = 3


def slow_payments(session: Session) -> list[UUID]:
    """Attempts that wait for the sandbox's slow transfer long enough to be confirmed."""
    return list(
        session.exec(
            select(PaymentAttempt.id).where(
                PaymentAttempt.provider == SANDBOX, PaymentAttempt.status == AttemptStatus.PENDING,
                PaymentAttempt.method == "sandbox_delay", col(PaymentAttempt.created_at) < datetime.now(UTC) - DELAY,
            )
        ).all()
    )  # fmt: skip


def repeat_reports(session: Session, *, purchase_id: UUID) -> int:
    """Send the webhook of the card 'that reports twice' several times; returns how many were new to us."""
    sandbox = get_provider(SANDBOX)
    assert isinstance(sandbox, SandboxProvider)
    attempts = session.exec(
        select(PaymentAttempt).where(
            PaymentAttempt.purchase_id == purchase_id, PaymentAttempt.provider == SANDBOX,
            PaymentAttempt.method == "sandbox_duplicate",
        )
    ).all()  # fmt: skip
    new = 0
    for attempt in attempts:
        body, headers = sandbox.webhook(
            key=str(attempt.id), approved=True, amount_minor=attempt.amount_minor, currency=attempt.currency
        )
        new += sum(
            receive_webhook(session, provider=SANDBOX, body=body, headers=headers) is not None
            for _ in range(REPETITIONS)
        )
    return new
