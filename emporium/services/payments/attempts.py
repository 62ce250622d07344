"""Payment attempts: one under way per purchase, with a share for every store (F066)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select, update

from emporium.errors import Conflict, NotFound, OutOfStock
from emporium.i18n import _
from emporium.services import inventory, ledger, outbox, promotions
from emporium.services.credit.paying import let_go, share_out, unpaid_parts
from emporium.services.orders.events import PurchaseCancelled
from models.enums import AttemptStatus, OrderStatus, PurchaseStatus
from models.orders import Order, OrderLine, Purchase
from models.payments import PaymentAttempt

UNDER_WAY = (AttemptStatus.CREATED, AttemptStatus.REQUIRES_ACTION, AttemptStatus.PENDING, AttemptStatus.AUTHORISED)
HOLD = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class AttemptState:
    """What the caller needs to talk to the provider."""

    attempt_id: UUID
    token: str
    status: AttemptStatus
    amount_minor: int
    currency: str
    method: str
    captures_later: bool = False


def _state(session: Session, attempt: PaymentAttempt) -> AttemptState:
    purchase = session.get_one(Purchase, attempt.purchase_id)
    return AttemptState(
        attempt.id,
        purchase.token,
        AttemptStatus(attempt.status),
        attempt.amount_minor,
        attempt.currency,
        attempt.method,
        attempt.captures_later,
    )


def find_attempt(session: Session, *, purchase_id: UUID, submission: str) -> AttemptState | None:
    """The attempt that answers one click, if it was made."""
    found = session.exec(
        select(PaymentAttempt).where(PaymentAttempt.purchase_id == purchase_id, PaymentAttempt.submission == submission)
    ).first()
    return _state(session, found) if found else None


def latest_attempt(session: Session, *, purchase_id: UUID) -> AttemptState:
    """The newest attempt. Raises NotFound."""
    found = session.exec(
        select(PaymentAttempt)
        .where(PaymentAttempt.purchase_id == purchase_id)
        .order_by(col(PaymentAttempt.provider) == ledger.STORED_VALUE, col(PaymentAttempt.id).desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFound(_("Nobody has tried to pay yet."))
    return _state(session, found)


def active_attempt(session: Session, *, purchase_id: UUID) -> PaymentAttempt | None:
    """The attempt that is under way."""
    return session.exec(
        select(PaymentAttempt).where(
            PaymentAttempt.purchase_id == purchase_id,
            col(PaymentAttempt.status).in_(UNDER_WAY),
            PaymentAttempt.provider != ledger.STORED_VALUE,
        )
    ).first()


def give_up_abandoned(session: Session, *, purchase_id: UUID) -> None:
    """A bank's page that was left a quarter of an hour ago stands in nobody's way any more.

    Money that comes of it after all is taken if nothing else paid, and else goes back (P06).
    """
    now = datetime.now(UTC)
    session.exec(
        update(PaymentAttempt)
        .where(col(PaymentAttempt.purchase_id) == purchase_id, col(PaymentAttempt.updated_at) < now - HOLD)
        .where(col(PaymentAttempt.status) == AttemptStatus.REQUIRES_ACTION)
        .values(status=AttemptStatus.CANCELLED, updated_at=now)
    )
    session.flush()


def open_attempt(
    session: Session,
    *,
    purchase: Purchase,
    provider: str,
    method: str,
    submission: str,
    captures_later: bool = False,
) -> AttemptState:
    """A new attempt over what no stored value covers, with one share per store; all shares sum to the total.

    `captures_later` only holds the money; each store's share is taken when its first parcel leaves (F067).
    Raises Conflict while another attempt is under way.
    """
    if active_attempt(session, purchase_id=purchase.id) is not None:
        raise Conflict(_("Your last payment is still under way. Give it a moment before you pay again."))
    parts = unpaid_parts(session, purchase_id=purchase.id)
    attempt = PaymentAttempt(
        purchase_id=purchase.id,
        provider=provider,
        method=method,
        amount_minor=sum(left for _rest, left in parts),
        currency=purchase.currency,
        quote_version=purchase.quote_version,
        submission=submission,
        captures_later=captures_later,
    )
    session.add(attempt)
    session.flush()
    share_out(session, attempt=attempt, parts=parts)
    return _state(session, attempt)


def demand_of(session: Session, *, purchase_id: UUID) -> dict[UUID, int]:
    """Units of each variant in a purchase that were not cancelled."""
    rows = session.exec(
        select(OrderLine.variant_id, OrderLine.quantity, OrderLine.cancelled_quantity)
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .where(Order.purchase_id == purchase_id)
    ).all()
    demand: dict[UUID, int] = {}
    for variant_id, quantity, cancelled in rows:
        if variant_id is not None and quantity > cancelled:
            demand[variant_id] = demand.get(variant_id, 0) + quantity - cancelled
    return demand


def hold_again(session: Session, *, purchase: Purchase) -> bool:
    """Keep a purchase's units for another while; False when the hold lapsed and somebody else has them now.

    A hold that lasts longer already, as of an order that staff sent to be paid, is not cut short.
    """
    until = max(datetime.now(UTC) + HOLD, purchase.hold_until or datetime.now(UTC))
    if not inventory.has_live_holds(session, purchase_id=purchase.id):
        try:
            with session.begin_nested():
                inventory.reserve(
                    session, purchase_id=purchase.id, demand=demand_of(session, purchase_id=purchase.id), until=until,
                    promised=_promised(session, purchase_id=purchase.id),
                )  # fmt: skip
        except OutOfStock:
            return False
    purchase.hold_until = until
    session.add(purchase)
    return True


def _promised(session: Session, *, purchase_id: UUID) -> dict[UUID, date | None]:
    """The days that a purchase's buyer was told, by variant (F029)."""
    rows = session.exec(
        select(OrderLine.variant_id, func.max(OrderLine.promised_date))
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .where(Order.purchase_id == purchase_id, col(OrderLine.variant_id).is_not(None))
        .group_by(col(OrderLine.variant_id))
    ).all()
    return {variant_id: told for variant_id, told in rows if variant_id is not None}


def cancel_unpaid(session: Session, *, purchase: Purchase) -> None:
    """Give up a purchase that was not paid: stock is released, its attempts are closed. Twice changes nothing."""
    if purchase.status != PurchaseStatus.AWAITING_PAYMENT:
        return
    now = datetime.now(UTC)
    inventory.release_purchase(session, purchase_id=purchase.id)
    let_go(session, purchase_id=purchase.id)
    session.flush()
    purchase.status, purchase.cancelled_at, purchase.hold_until = PurchaseStatus.CANCELLED, now, None
    session.add(purchase)
    session.exec(
        update(Order)
        .where(col(Order.purchase_id) == purchase.id)
        .values(status=OrderStatus.CANCELLED, cancelled_at=now, cancel_reason="not paid")
    )
    session.exec(
        update(PaymentAttempt)
        .where(col(PaymentAttempt.purchase_id) == purchase.id, col(PaymentAttempt.status).in_(UNDER_WAY))
        .values(status=AttemptStatus.CANCELLED, updated_at=now)
    )
    session.flush()
    promotions.give_back(session, purchase_id=purchase.id)
    outbox.record(session, PurchaseCancelled(purchase_id=purchase.id))


@dataclass(frozen=True, slots=True)
class AttemptView:
    """What the bank's confirmation page shows."""

    attempt_id: UUID
    purchase_token: str
    number: str
    amount_minor: int
    currency: str
    status: AttemptStatus
    stores: int


def attempt_view(session: Session, *, attempt_id: UUID) -> AttemptView:
    """One attempt for the confirmation step. Raises NotFound."""
    attempt = session.get(PaymentAttempt, attempt_id)
    if attempt is None:
        raise NotFound(_("There is no such payment."))
    purchase = session.get_one(Purchase, attempt.purchase_id)
    stores = len(session.exec(select(Order.id).where(Order.purchase_id == purchase.id)).all())
    return AttemptView(
        attempt.id,
        purchase.token,
        purchase.number,
        attempt.amount_minor,
        attempt.currency,
        AttemptStatus(attempt.status),
        stores,
    )
