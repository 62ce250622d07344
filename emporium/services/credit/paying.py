"""Paying with stored value: held with the purchase, taken with its payment, put back when that does not come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict
from emporium.i18n import _
from emporium.money import allocate
from emporium.services.ledger import STORED_VALUE
from models.enums import AttemptStatus
from models.orders import Order, Purchase
from models.payments import PaymentAttempt, PaymentShare
from models.promotions import StoredValue, StoredValueEntry

HELD = (AttemptStatus.AUTHORISED, AttemptStatus.CAPTURED)


def unpaid_parts(session: Session, *, purchase_id: UUID) -> list[tuple[Order, int]]:
    """Each store's order with what no tender covers yet, by order number."""
    orders = session.exec(select(Order).where(Order.purchase_id == purchase_id).order_by(col(Order.number))).all()
    shares = session.exec(
        select(PaymentShare)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentShare.attempt_id))
        .where(PaymentAttempt.purchase_id == purchase_id, PaymentAttempt.provider == STORED_VALUE)
        .where(col(PaymentAttempt.status).in_(HELD))
    ).all()
    covered: dict[UUID, int] = {}
    for share in shares:
        covered[share.order_id] = covered.get(share.order_id, 0) + share.authorised_minor
    return [(order, order.total_minor - covered.get(order.id, 0)) for order in orders]


def share_out(session: Session, *, attempt: PaymentAttempt, parts: Sequence[tuple[Order, int]]) -> None:
    """A tender's part of each order: by what each still needs, so that the last tender draws exactly the rest (C10)."""
    amounts = allocate(attempt.amount_minor, [left for _, left in parts]) if parts else []
    for (order, _), amount in zip(parts, amounts, strict=True):
        if amount:
            session.add(
                PaymentShare(
                    attempt_id=attempt.id, order_id=order.id, authorised_minor=amount, currency=attempt.currency
                )
            )
    session.flush()


def hold_tenders(session: Session, *, purchase: Purchase, value_ids: Sequence[UUID]) -> int:
    """Set stored value aside for a purchase, under row locks; returns what is left to be charged otherwise.

    A value that is used up, over or of another currency covers nothing. The balance cannot go below zero: the rows
    are locked in id order, and the database refuses it besides.
    """
    left = purchase.total_minor
    values = session.exec(
        select(StoredValue)
        .where(col(StoredValue.id).in_(list(value_ids)))
        .order_by(col(StoredValue.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    now = datetime.now(UTC)
    for value in values:
        if value.currency != purchase.currency or (value.expires_at is not None and value.expires_at <= now):
            continue
        amount = min(value.balance_minor, left)
        if not amount:
            continue
        parts = unpaid_parts(session, purchase_id=purchase.id)
        value.balance_minor -= amount
        left -= amount
        attempt = PaymentAttempt(
            purchase_id=purchase.id,
            provider=STORED_VALUE,
            method=value.kind,
            reference=f"{value.id}:{purchase.id}",
            status=AttemptStatus.AUTHORISED,
            amount_minor=amount,
            currency=purchase.currency,
            quote_version=purchase.quote_version,
        )
        session.add_all([value, attempt])
        session.flush()
        session.add(StoredValueEntry(value_id=value.id, amount_minor=-amount, cause_id=f"held:{attempt.id}"))
        share_out(session, attempt=attempt, parts=parts)
    return left


def held_values(session: Session, *, purchase_id: UUID) -> set[str]:
    """Ids of the stored value that is set aside for a purchase, as a checkout names them. One query."""
    rows = session.exec(
        select(PaymentAttempt.reference)
        .where(PaymentAttempt.purchase_id == purchase_id, PaymentAttempt.provider == STORED_VALUE)
        .where(PaymentAttempt.status == AttemptStatus.AUTHORISED)
    ).all()
    return {reference.split(":")[0] for reference in rows}


def take(session: Session, *, purchase_id: UUID) -> None:
    """The purchase is paid: what was held is taken."""
    for attempt in _held(session, purchase_id):
        attempt.status, attempt.captured_minor = AttemptStatus.CAPTURED, attempt.amount_minor
        attempt.updated_at = datetime.now(UTC)
        session.add(attempt)


def let_go(session: Session, *, purchase_id: UUID) -> None:
    """The purchase was not paid: what was held is there again. Twice changes nothing."""
    for attempt in _held(session, purchase_id):
        attempt.status, attempt.updated_at = AttemptStatus.CANCELLED, datetime.now(UTC)
        session.add(attempt)
        put_back(session, attempt=attempt, cause_id=f"let-go:{attempt.id}", amount_minor=attempt.amount_minor)


def hold_again(session: Session, *, purchase_id: UUID) -> None:
    """Set aside once more what a purchase held before it was given up. Raises Conflict when it is not all there."""
    given_up = session.exec(
        select(PaymentAttempt)
        .where(PaymentAttempt.purchase_id == purchase_id, PaymentAttempt.provider == STORED_VALUE)
        .where(PaymentAttempt.status == AttemptStatus.CANCELLED)
        .order_by(col(PaymentAttempt.id))
        .with_for_update()
    ).all()
    for attempt in given_up:
        value_id = UUID(attempt.reference.split(":")[0])
        value = session.exec(select(StoredValue).where(StoredValue.id == value_id).with_for_update()).one()
        if value.balance_minor < attempt.amount_minor:
            raise Conflict(_("The gift card or credit was used elsewhere meanwhile."))
        value.balance_minor -= attempt.amount_minor
        attempt.status, attempt.updated_at = AttemptStatus.AUTHORISED, datetime.now(UTC)
        session.add_all(
            [
                value,
                attempt,
                StoredValueEntry(
                    value_id=value_id, amount_minor=-attempt.amount_minor, cause_id=f"held-again:{attempt.id}"
                ),
            ]
        )
        session.flush()


def _held(session: Session, purchase_id: UUID) -> Sequence[PaymentAttempt]:
    return session.exec(
        select(PaymentAttempt)
        .where(PaymentAttempt.purchase_id == purchase_id, PaymentAttempt.provider == STORED_VALUE)
        .where(PaymentAttempt.status == AttemptStatus.AUTHORISED)
        .order_by(col(PaymentAttempt.id))
        .with_for_update()
    ).all()


def put_back(session: Session, *, attempt: PaymentAttempt, cause_id: str, amount_minor: int) -> None:
    """Stored value returns to where it came from, once per cause. Raises Conflict for another provider's attempt."""
    if attempt.provider != STORED_VALUE:
        raise Conflict(_("This was not paid with stored value."))
    value_id = UUID(attempt.reference.split(":")[0])
    value = session.exec(select(StoredValue).where(StoredValue.id == value_id).with_for_update()).one()
    known = session.exec(
        select(StoredValueEntry.id).where(StoredValueEntry.value_id == value_id, StoredValueEntry.cause_id == cause_id)
    ).first()
    if known is None:
        value.balance_minor += amount_minor
        session.add_all([value, StoredValueEntry(value_id=value_id, amount_minor=amount_minor, cause_id=cause_id)])
        session.flush()
