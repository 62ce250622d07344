"""The webhook inbox: verify, keep raw, once per event id, apply by a job (F069, C07)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from emporium.errors import Conflict, EmporiumError, NotFound
from emporium.i18n import _
from emporium.providers.payments import (
    DisputeNotice,
    DisputeState,
    Outcome,
    PayoutNotice,
    SandboxProvider,
    get_provider,
)
from emporium.services import disputes, outbox, payouts
from emporium.services.auth import SYSTEM
from emporium.services.events import DomainEvent
from emporium.services.opening import OpenTransaction
from emporium.services.payments.outcomes import apply_outcome, note_instrument
from emporium.services.payments.recovering import still_wanted
from models.enums import AttemptStatus, WebhookStatus
from models.orders import Purchase
from models.payments import PaymentAttempt, WebhookEvent


@dataclass(frozen=True, slots=True)
class WebhookReceived(DomainEvent):
    """A provider's event is in the inbox and wants to be applied."""

    webhook_id: UUID


def receive_webhook(session: Session, *, provider: str, body: bytes, headers: Mapping[str, str]) -> UUID | None:
    """Check the signature and put the event into the inbox. None when it is known already.

    Raises Refused for a signature that does not fit, NotFound for an unknown provider.
    """
    event = get_provider(provider).parse_webhook(body=body, headers=headers)
    kept = {name.lower(): value for name, value in headers.items() if "signature" in name.lower()}
    webhook_id = session.execute(
        insert(WebhookEvent)
        .values(provider=provider, event_id=event.event_id, kind=event.kind, body=body, headers=kept, error="")
        .on_conflict_do_nothing(index_elements=["provider", "event_id"])
        .returning(col(WebhookEvent.id))
    ).scalar_one_or_none()
    if webhook_id is None:
        return None
    outbox.record(session, WebhookReceived(webhook_id=webhook_id))
    return UUID(str(webhook_id))


def process_webhook(open_transaction: OpenTransaction, *, webhook_id: UUID) -> UUID | None:
    """What a job does with an event: ask the provider where the event tells to, outside any transaction, then apply.

    Returns the attempt; None when it was done before. Raises ProviderUnavailable: the event stays for the next run.
    """
    with open_transaction() as session:
        row = session.get_one(WebhookEvent, webhook_id)
        event = get_provider(row.provider).read_event(body=row.body)
        name, wanted = row.provider, event.ask and row.status != WebhookStatus.DONE
        attempt = _attempt(session, name, event.attempt_key) if wanted else None
        reference = attempt.reference if attempt else ""
        open_ = attempt is not None and still_wanted(session, attempt)
    try:
        outcome = (
            get_provider(name).fetch(key=event.attempt_key, reference=reference, wanted=open_) if attempt else None
        )
    except Conflict as refused:
        with open_transaction() as session:
            row = session.exec(select(WebhookEvent).where(WebhookEvent.id == webhook_id).with_for_update()).one()
            row.status, row.error = WebhookStatus.FAILED, refused.message
            session.add(row)
        return None
    with open_transaction() as session:
        return apply_webhook(session, webhook_id=webhook_id, answer=outcome)


def _attempt(session: Session, provider: str, key: str) -> PaymentAttempt | None:
    try:
        found = session.get(PaymentAttempt, UUID(key))
    except ValueError:
        return None
    return found if found is not None and found.provider == provider else None


def apply_webhook(session: Session, *, webhook_id: UUID, answer: Outcome | None = None) -> UUID | None:
    """Apply an event and mark it done, in the same transaction. Returns the attempt, None when nothing was applied.

    `answer` is what the provider said when it was asked because of the event. One that cannot be applied, like a report
    of somebody else's payment on the same account, is kept as failed with the reason.
    """
    row = session.exec(select(WebhookEvent).where(WebhookEvent.id == webhook_id).with_for_update()).first()
    if row is None or row.status == WebhookStatus.DONE:
        return None
    event = get_provider(row.provider).read_event(body=row.body)
    attempt_id: UUID | None = None
    outcome = event.outcome or answer
    try:
        with session.begin_nested():
            if event.attempt_key and outcome is not None:
                attempt_id = _ours(event.attempt_key, "payment")
                apply_outcome(session, attempt_id=attempt_id, outcome=outcome)
            if event.instrument and event.attempt_key:
                attempt_id = _ours(event.attempt_key, "payment")
                note_instrument(session, attempt_id=attempt_id, instrument=event.instrument)
            if event.dispute is not None:
                _apply_dispute(session, row.provider, event.dispute)
            if event.payout is not None:
                _apply_payout(session, event.payout)
        row.status, row.done_at, row.error = WebhookStatus.DONE, datetime.now(UTC), ""
    except EmporiumError as error:
        row.status, row.error, attempt_id = WebhookStatus.FAILED, error.message, None
    session.add(row)
    return attempt_id


def _ours(key: str, what: str) -> UUID:
    """The id in a key that we gave a provider. Raises NotFound for a key that is not from here."""
    try:
        return UUID(key)
    except ValueError as error:
        raise NotFound(f"No {what} of ours has this key.") from error


def _apply_payout(session: Session, notice: PayoutNotice) -> None:
    """A payout that came back is the store's money again; that one arrived is noted by its reference already (F099)."""
    kind, _rest, ident = notice.key.partition(":")
    if kind != "payout":
        raise NotFound(_("No payout of ours has this key."))
    if not notice.paid:
        payouts.returned(session, actor=SYSTEM, payout_id=_ours(ident, "payout"), reason=notice.reason)


def _apply_dispute(session: Session, provider: str, notice: DisputeNotice) -> None:
    """Open it when it is new, decide it when it is decided. Raises NotFound for a charge that is not ours."""
    attempt_id = session.exec(
        select(PaymentAttempt.id).where(
            PaymentAttempt.provider == provider,
            (col(PaymentAttempt.reference) == notice.charge) | (col(PaymentAttempt.charge) == notice.charge),
        )
    ).first()
    if attempt_id is None and (known := _attempt(session, provider, notice.attempt_key)) is not None:
        attempt_id = known.id
    if attempt_id is None:
        raise NotFound(_("No payment of ours has this charge."))
    opened = disputes.open_dispute(
        session,
        provider=provider,
        reference=notice.reference,
        attempt_id=attempt_id,
        amount_minor=notice.amount_minor,
        fee_minor=notice.fee_minor,
        currency=notice.currency,
        reason=notice.reason,
        due_at=notice.due_at,
    )
    for dispute in opened:
        if notice.state is DisputeState.WON:
            disputes.won(session, dispute_id=dispute.id)
        elif notice.state is DisputeState.LOST:
            disputes.lost(session, dispute_id=dispute.id)


def waiting_webhooks(session: Session, *, limit: int = 100) -> list[UUID]:
    """Events that were received and not applied, oldest first: for the job that looks after lost ones."""
    return list(
        session.exec(
            select(WebhookEvent.id)
            .where(WebhookEvent.status == WebhookStatus.RECEIVED)
            .order_by(col(WebhookEvent.received_at))
            .limit(limit)
        ).all()
    )


def sandbox_decision(open_transaction: OpenTransaction, *, attempt_id: UUID, approved: bool) -> str:
    """What the shopper told the sandbox's bank, as the webhook it sends. Returns the purchase's token.

    Raises NotFound, Conflict when the payment is no longer waiting.
    """
    from emporium.services.payments.outcomes import settle_surplus

    sandbox = get_provider("sandbox")
    assert isinstance(sandbox, SandboxProvider)
    with open_transaction() as session:
        attempt = session.get(PaymentAttempt, attempt_id)
        if attempt is None or attempt.provider != sandbox.name:
            raise NotFound(_("There is no such payment."))
        token = session.get_one(Purchase, attempt.purchase_id).token
        if attempt.status not in (AttemptStatus.REQUIRES_ACTION, AttemptStatus.PENDING):
            if attempt.status == AttemptStatus.CAPTURED:
                return token
            raise Conflict(_("This payment is no longer waiting for your bank."))
        body, headers = sandbox.webhook(
            key=str(attempt_id), approved=approved, amount_minor=attempt.amount_minor, currency=attempt.currency
        )
        webhook_id = receive_webhook(session, provider=sandbox.name, body=body, headers=headers)
    if webhook_id is not None:
        with open_transaction() as session:
            apply_webhook(session, webhook_id=webhook_id)
        settle_surplus(open_transaction, attempt_id=attempt_id)
    return token
