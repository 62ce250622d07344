"""What stores have coming: rows that are never re-written (F096, F098, C11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, or_, select, update

from emporium.money import share
from models.enums import EarningKind, EarningStatus
from models.ledger import Earning
from models.payouts import PayoutSchedule

OPEN = (EarningStatus.PENDING, EarningStatus.AVAILABLE)
UNPAID = (*OPEN, EarningStatus.ON_HOLD)
DEFAULT_CLEARANCE_DAYS = 7


def schedule_of(session: Session, *, store_id: UUID, currency: str) -> PayoutSchedule:
    """The store's own terms, else the platform's, else the built-in ones (not stored)."""
    rows = session.exec(
        select(PayoutSchedule)
        .where(PayoutSchedule.currency == currency)
        .where(or_(PayoutSchedule.store_id == store_id, col(PayoutSchedule.store_id).is_(None)))
    ).all()
    own = next((row for row in rows if row.store_id == store_id), None)
    return own or next(iter(rows), None) or PayoutSchedule(currency=currency, clearance_days=DEFAULT_CLEARANCE_DAYS)


def earn(
    session: Session, *, store_id: UUID, order_id: UUID, amount_minor: int, currency: str, when: datetime | None = None
) -> None:
    """A sale's earning, available after the clearance days; the reserved part waits longer in a row of its own.

    A sale that leaves the store in debt (fees above the total) is an adjustment that nets at once.
    """
    terms = schedule_of(session, store_id=store_id, currency=currency)
    clear = (when or datetime.now(UTC)) + timedelta(days=terms.clearance_days)
    kept = share(amount_minor, terms.reserve_bp, 10_000) if amount_minor > 0 else 0
    parts = (
        (EarningKind.SALE if amount_minor > 0 else EarningKind.ADJUSTMENT, amount_minor - kept, clear),
        (EarningKind.RESERVE, kept, clear + timedelta(days=terms.reserve_days)),
    )
    for kind, amount, available in parts:
        if amount:
            session.add(
                Earning(
                    store_id=store_id, order_id=order_id, kind=kind, cause_id=str(order_id), amount_minor=amount,
                    currency=currency, available_at=available,
                )
            )  # fmt: skip
    session.flush()


def deduct(
    session: Session,
    *,
    store_id: UUID,
    order_id: UUID | None,
    kind: EarningKind,
    cause_id: str,
    amount_minor: int,
    currency: str,
    when: datetime | None = None,
) -> None:
    """The store owes something back: a row that nets against what it has coming.

    It waits as long as the sale it belongs to, so that a pending sale and its refund meet in one payout; when the
    sale is paid out already it nets against the next earnings at once.
    """
    if not amount_minor:
        return
    now = when or datetime.now(UTC)
    waiting = session.exec(
        select(Earning).where(
            Earning.order_id == order_id, Earning.kind == EarningKind.SALE, col(Earning.status).in_(UNPAID)
        )
    ).first()
    status = EarningStatus.PENDING
    if waiting is not None and waiting.status == EarningStatus.ON_HOLD:
        status = EarningStatus.ON_HOLD
    session.add(
        Earning(
            store_id=store_id, order_id=order_id, kind=kind, cause_id=cause_id, amount_minor=-amount_minor,
            currency=currency, status=status,
            hold_reason=waiting.hold_reason if waiting is not None and status == EarningStatus.ON_HOLD else "",
            available_at=waiting.available_at if waiting is not None and waiting.available_at else now,
        )
    )  # fmt: skip
    session.flush()


def hold(session: Session, *, order_id: UUID, reason: str) -> int:
    """Freeze what an order has coming; returns the amount frozen."""
    rows = session.exec(
        select(Earning)
        .where(Earning.order_id == order_id, col(Earning.status).in_(OPEN))
        .order_by(col(Earning.id))
        .with_for_update()
    ).all()
    for row in rows:
        row.status, row.hold_reason = EarningStatus.ON_HOLD, reason
        session.add(row)
    session.flush()
    return sum(row.amount_minor for row in rows)


def release(session: Session, *, order_id: UUID) -> None:
    """What was frozen waits for its payout again."""
    session.exec(
        update(Earning)
        .where(col(Earning.order_id) == order_id, col(Earning.status) == EarningStatus.ON_HOLD)
        .values(status=EarningStatus.PENDING, hold_reason="")
    )


@dataclass(frozen=True, slots=True)
class StoreBalance:
    """What a store has coming in one currency, in minor units. `available` may be below zero: then it owes."""

    currency: str
    available: int
    pending: int
    on_hold: int
    next_release: datetime | None


def balances(session: Session, *, store_id: UUID, now: datetime | None = None) -> Sequence[StoreBalance]:
    """A store's balances by currency. Two queries."""
    moment = now or datetime.now(UTC)
    due = col(Earning.status).in_(OPEN) & (col(Earning.available_at) <= moment)
    later = col(Earning.status).in_(OPEN) & (col(Earning.available_at) > moment)
    held = col(Earning.status) == EarningStatus.ON_HOLD
    rows = session.exec(
        select(
            Earning.currency,
            func.coalesce(func.sum(Earning.amount_minor).filter(due), 0),
            func.coalesce(func.sum(Earning.amount_minor).filter(later), 0),
            func.coalesce(func.sum(Earning.amount_minor).filter(held), 0),
        )
        .where(Earning.store_id == store_id, col(Earning.status).in_(UNPAID))
        .group_by(col(Earning.currency))
        .order_by(col(Earning.currency))
    ).all()
    releases = dict(
        session.exec(
            select(Earning.currency, func.min(Earning.available_at))
            .where(Earning.store_id == store_id, later)
            .group_by(col(Earning.currency))
        ).all()
    )
    return [
        StoreBalance(currency, int(now_due), int(pending), int(frozen), releases.get(currency))
        for currency, now_due, pending, frozen in rows
    ]
