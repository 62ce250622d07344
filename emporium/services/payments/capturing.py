"""Taking money that was held: each store's share when its first parcel leaves, never a sibling's (F067, C10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.i18n import N_
from emporium.providers.payments import OutcomeStatus, get_provider
from emporium.services import ledger, refunds
from emporium.services.opening import OpenTransaction
from models.enums import AttemptStatus, OrderStatus
from models.orders import Order
from models.payments import PaymentAttempt, PaymentShare, Refund


@dataclass(frozen=True, slots=True)
class Claim:
    """A share that is about to be taken: enough to ask the provider without a transaction."""

    share_id: UUID
    attempt_id: UUID
    provider: str
    reference: str
    amount_minor: int
    currency: str


def capture_order(open_transaction: OpenTransaction, *, order_id: UUID, cash: bool = False) -> int:
    """Take what is held for one store's order; returns the amount taken now, in minor units.

    The share is claimed in a transaction of its own before the provider is asked, so that two captures at once cannot
    take it twice, and confirmed after. An order that is paid at the door waits for that (`cash`), all of it.
    Asked again after a crash, the provider answers the same key the same.
    Raises ProviderUnavailable when the provider cannot be reached; the claim stays and the job comes back.
    """
    with open_transaction() as session:
        claims = _claim(session, order_id, cash=cash)
    taken = 0
    for claim in claims:
        if claim.provider != ledger.STORED_VALUE:
            outcome = get_provider(claim.provider).capture(
                key=f"capture:{claim.share_id}",
                reference=claim.reference,
                amount_minor=claim.amount_minor,
                currency=claim.currency,
            )
            if outcome.status is not OutcomeStatus.CAPTURED:
                _note(open_transaction, claim, outcome.decline_message or N_("The provider did not give the money."))
                return taken
        taken += claim.amount_minor
    if claims:
        with open_transaction() as session:
            _confirm(session, order_id, {claim.share_id for claim in claims})
    return taken


def _shares(session: Session, order_id: UUID) -> list[tuple[PaymentShare, PaymentAttempt]]:
    session.exec(select(Order.id).where(Order.id == order_id).with_for_update()).one()
    rows = session.exec(
        select(PaymentShare, PaymentAttempt)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentShare.attempt_id))
        .where(PaymentShare.order_id == order_id)
        .where(col(PaymentAttempt.status).in_((AttemptStatus.AUTHORISED, AttemptStatus.CAPTURED)))
        .order_by(col(PaymentShare.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return list(rows)


def _claim(session: Session, order_id: UUID, *, cash: bool) -> list[Claim]:
    claims: list[Claim] = []
    rows = _shares(session, order_id)
    if not cash and any(attempt.provider == ledger.CASH for _, attempt in rows):
        return claims
    for share, attempt in rows:
        due = share.authorised_minor - share.released_minor
        if share.captured_minor or not due:
            continue
        share.claimed_minor = due
        session.add(share)
        claims.append(Claim(share.id, attempt.id, attempt.provider, attempt.reference, due, share.currency))
    return claims


def _confirm(session: Session, order_id: UUID, share_ids: set[UUID]) -> None:
    rows = _shares(session, order_id)
    tenders: dict[str, int] = {}
    fresh = False
    for share, attempt in rows:
        if share.id not in share_ids or share.captured_minor:
            continue
        fresh = True
        share.captured_minor = share.claimed_minor
        attempt.captured_minor += share.captured_minor
        attempt.decline_message, attempt.updated_at = "", datetime.now(UTC)
        session.add_all([share, attempt])
        name = ledger.tender_of(attempt.provider)
        tenders[name] = tenders.get(name, 0) + share.captured_minor + share.released_minor
    if not fresh:
        return
    session.flush()
    for attempt in {attempt.id: attempt for _, attempt in rows}.values():
        _close(session, attempt)
    order = session.get_one(Order, order_id)
    ledger.post_sale(session, order=order, tenders=tenders)
    _book_released(session, order)


def _close(session: Session, attempt: PaymentAttempt) -> None:
    """An attempt of which nothing is held any more is captured."""
    shares = session.exec(select(PaymentShare).where(PaymentShare.attempt_id == attempt.id)).all()
    if all(share.captured_minor or share.released_minor == share.authorised_minor for share in shares):
        attempt.status = AttemptStatus.CAPTURED
        session.add(attempt)


def _book_released(session: Session, order: Order) -> None:
    """What was let go before the capture was sold and taken back: the books show both."""
    released = session.exec(
        select(Refund)
        .where(Refund.order_id == order.id, col(Refund.released), col(Refund.parent_id).is_(None))
        .order_by(col(Refund.id))
    ).all()
    for refund in released:
        reversal, tenders = refunds.recorded(session, refund=refund)
        ledger.post_refund(session, order=order, refund_id=refund.id, reversal=reversal, tenders=tenders)


def _note(open_transaction: OpenTransaction, claim: Claim, message: str) -> None:
    with open_transaction() as session:
        attempt = session.get_one(PaymentAttempt, claim.attempt_id)
        attempt.decline_message = message
        session.add(attempt)


def waiting_captures(session: Session, *, limit: int = 100) -> list[UUID]:
    """Orders with a parcel on its way whose money is still only held: their job was lost, or the provider was away."""
    at_the_door = (
        select(PaymentShare.order_id)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentShare.attempt_id))
        .where(PaymentAttempt.provider == ledger.CASH)
    )
    return list(
        session.exec(
            select(Order.id)
            .join(PaymentShare, col(PaymentShare.order_id) == col(Order.id))
            .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentShare.attempt_id))
            .where(PaymentAttempt.status == AttemptStatus.AUTHORISED, PaymentShare.captured_minor == 0)
            .where(PaymentShare.authorised_minor > PaymentShare.released_minor)
            .where(col(Order.id).not_in(at_the_door))
            .where(col(Order.status).in_((OrderStatus.PARTLY_SHIPPED, OrderStatus.SHIPPED, OrderStatus.DELIVERED)))
            .distinct()
            .limit(limit)
        ).all()
    )


def void_rest(open_transaction: OpenTransaction, *, attempt_id: UUID) -> bool:
    """Everything that was held was given up before anything was taken: tell the provider. Twice changes nothing."""
    with open_transaction() as session:
        attempt = session.exec(select(PaymentAttempt).where(PaymentAttempt.id == attempt_id).with_for_update()).one()
        shares = session.exec(select(PaymentShare).where(PaymentShare.attempt_id == attempt_id)).all()
        empty = all(share.released_minor == share.authorised_minor for share in shares)
        if attempt.status != AttemptStatus.AUTHORISED or not empty or attempt.provider == ledger.STORED_VALUE:
            return False
        provider, reference = attempt.provider, attempt.reference
    get_provider(provider).void(key=f"void:{attempt_id}", reference=reference)
    with open_transaction() as session:
        attempt = session.exec(select(PaymentAttempt).where(PaymentAttempt.id == attempt_id).with_for_update()).one()
        attempt.status, attempt.updated_at = AttemptStatus.CANCELLED, datetime.now(UTC)
        session.add(attempt)
    return True
