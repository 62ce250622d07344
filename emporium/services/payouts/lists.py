"""What stores and the operator look through: balances, payouts, disputes, what is due, what an order can give back.

Nothing here changes anything. Lists go on where they stopped, and take a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, tuple_
from sqlmodel import Session, col, or_, select

from emporium.services import ledger
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.wishes import in_words
from emporium.services.ledger import StoreBalance
from emporium.services.ledger.earnings import OPEN, UNPAID
from emporium.services.orders.reading import scoped_order
from emporium.services.refunds import PaidOrder
from emporium.services.refunds.making import PAID
from models.enums import AccountKind, DisputeStatus, EarningStatus, PayoutStatus, RefundStatus, TransactionKind
from models.ledger import Earning, LedgerAccount, LedgerEntry, LedgerTransaction
from models.orders import Order, OrderLine
from models.payments import Dispute, PaymentAttempt, PaymentShare, Refund
from models.payouts import Payout, PayoutAccount, PayoutSchedule
from models.stores import Store

UNDECIDED = (DisputeStatus.OPEN, DisputeStatus.EVIDENCE_SENT)
NO_DEADLINE = datetime(9999, 1, 1, tzinfo=UTC)


def store_balances(session: Session, *, actor: Actor, store_id: UUID) -> Sequence[StoreBalance]:
    """A store's balances by currency. Two queries."""
    actor.require(Permission.VIEW_PAYOUTS, store=store_id)
    return ledger.balances(session, store_id=store_id)


def store_terms(session: Session, *, actor: Actor, store_id: UUID, currency: str) -> PayoutSchedule:
    """When and from which amount a store is paid out. One query."""
    actor.require(Permission.VIEW_PAYOUTS, store=store_id)
    return ledger.schedule_of(session, store_id=store_id, currency=currency)


def store_accounts(session: Session, *, actor: Actor, store_id: UUID) -> Sequence[PayoutAccount]:
    """The accounts a store's money goes to, by currency. Their numbers stay encrypted; labels show the last four."""
    actor.require(Permission.VIEW_PAYOUTS, store=store_id)
    return session.exec(
        select(PayoutAccount)
        .where(PayoutAccount.store_id == store_id, col(PayoutAccount.active))
        .order_by(col(PayoutAccount.currency))
    ).all()


def store_payouts(
    session: Session, *, actor: Actor, store_id: UUID, before: UUID | None = None, limit: int = 20
) -> tuple[Sequence[Payout], UUID | None]:
    """A store's payouts, newest first, and where to go on. One query."""
    actor.require(Permission.VIEW_PAYOUTS, store=store_id)
    statement = select(Payout).where(Payout.store_id == store_id).order_by(col(Payout.id).desc()).limit(limit + 1)
    if before is not None:
        statement = statement.where(col(Payout.id) < before)
    rows = session.exec(statement).all()
    return rows[:limit], rows[limit - 1].id if len(rows) > limit else None


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A dispute with its order and store."""

    id: UUID
    number: str
    """The order's."""
    store_id: UUID
    store: str
    awning: str
    provider: str
    reference: str
    reason: str
    amount_minor: int
    fee_minor: int
    currency: str
    status: str
    answer: str
    """What the store wrote to the bank."""
    due_at: datetime | None
    created_at: datetime
    closed_at: datetime | None


def list_disputes(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID | None = None,
    decided: bool = False,
    after: UUID | None = None,
    limit: int = 50,
) -> tuple[list[DisputeRow], UUID | None]:
    """Disputes of a store, or of all for an operator: undecided ones by their deadline, decided ones newest first.

    At most two queries. The second value is where to go on.
    """
    if store_id is None:
        actor.require(Permission.VIEW_PLATFORM)
    else:
        actor.require(Permission.VIEW_PAYOUTS, store=store_id)
    due = func.coalesce(col(Dispute.evidence_due_at), NO_DEADLINE)
    statement = (
        select(Dispute, Order.number, Store)
        .join(Order, col(Order.id) == col(Dispute.order_id))
        .join(Store, col(Store.id) == col(Order.store_id))
        .limit(limit + 1)
    )
    if decided:
        statement = statement.where(col(Dispute.status).not_in(UNDECIDED)).order_by(col(Dispute.id).desc())
    else:
        statement = statement.where(col(Dispute.status).in_(UNDECIDED)).order_by(due, col(Dispute.id))
    if store_id is not None:
        statement = statement.where(Order.store_id == store_id)
    last = session.get(Dispute, after) if after is not None else None
    if last is not None:
        behind = tuple_(due, col(Dispute.id)) > tuple_(last.evidence_due_at or NO_DEADLINE, last.id)
        statement = statement.where(col(Dispute.id) < last.id if decided else behind)
    rows = session.exec(statement).all()
    shown = [
        DisputeRow(
            id=row.id,
            number=number,
            store_id=store.id,
            store=store.name,
            awning=store.awning,
            provider=row.provider,
            reference=row.reference,
            reason=row.reason,
            amount_minor=row.amount_minor,
            fee_minor=row.fee_minor,
            currency=row.currency,
            status=row.status,
            answer=str(row.evidence.get("text", "")),
            due_at=row.evidence_due_at,
            created_at=row.created_at,
            closed_at=row.closed_at,
        )
        for row, number, store in rows[:limit]
    ]
    return shown, shown[-1].id if len(rows) > limit else None


@dataclass(frozen=True, slots=True)
class DueRow:
    """What one store has coming in one currency, in minor units. `due_minor` below zero: it owes."""

    store_id: UUID
    store: str
    initials: str
    awning: str
    status: str
    currency: str
    due_minor: int
    pending_minor: int
    held_minor: int
    account: str
    """Where it would go, by its last four signs; empty when the store named no account."""


def due_to_stores(
    session: Session,
    *,
    actor: Actor,
    after: tuple[UUID, str] | None = None,
    limit: int = 50,
    now: datetime | None = None,
) -> tuple[list[DueRow], tuple[UUID, str] | None]:
    """Every store with money coming, by name and currency; `after` is the last row's store and currency. One query."""
    actor.require(Permission.VIEW_PLATFORM)
    moment = now or datetime.now(UTC)
    is_open = col(Earning.status).in_(OPEN)

    def total(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(Earning.amount_minor).filter(condition), 0)

    statement: Select[tuple[Store, str, str | None, int, int, int]] = (
        select(  # type: ignore[call-overload]
            Store,
            Earning.currency,
            PayoutAccount.label,
            total(and_(is_open, col(Earning.available_at) <= moment)),
            total(and_(is_open, col(Earning.available_at) > moment)),
            total(col(Earning.status) == EarningStatus.ON_HOLD),
        )
        .join(Store, col(Store.id) == col(Earning.store_id))
        .outerjoin(
            PayoutAccount,
            and_(
                col(PayoutAccount.store_id) == col(Earning.store_id),
                col(PayoutAccount.currency) == col(Earning.currency),
                col(PayoutAccount.active),
            ),
        )
        .where(col(Earning.status).in_(UNPAID))
        .group_by(col(Store.id), col(Earning.currency), col(PayoutAccount.label))
        .order_by(col(Store.name), col(Store.id), col(Earning.currency))
        .limit(limit + 1)
    )
    if after is not None:
        name = select(Store.name).where(Store.id == after[0]).scalar_subquery()
        place = tuple_(col(Store.name), col(Store.id), col(Earning.currency))
        statement = statement.where(place > tuple_(name, after[0], after[1]))
    rows = session.execute(statement).all()
    shown = [
        DueRow(
            store.id, store.name, store.initials, store.awning, store.status, currency, int(due), int(pending),
            int(held), label or "",
        )
        for store, currency, label, due, pending, held in rows[:limit]
    ]  # fmt: skip
    return shown, (shown[-1].store_id, shown[-1].currency) if len(rows) > limit else None


@dataclass(frozen=True, slots=True)
class DueTotal:
    """What all stores together have coming in one currency, in minor units."""

    currency: str
    due_minor: int
    """Could be paid now; stores that owe are not counted against the others."""
    pending_minor: int
    held_minor: int


def due_totals(session: Session, *, actor: Actor, now: datetime | None = None) -> list[DueTotal]:
    """What all stores have coming, by currency. One query."""
    actor.require(Permission.VIEW_PLATFORM)
    is_open = col(Earning.status).in_(OPEN)
    clear = col(Earning.available_at) <= (now or datetime.now(UTC))

    def total(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(Earning.amount_minor).filter(condition), 0)

    per_store = (
        select(
            Earning.currency,
            total(and_(is_open, clear)).label("due"),
            total(and_(is_open, ~clear)).label("pending"),
            total(col(Earning.status) == EarningStatus.ON_HOLD).label("held"),
        )
        .where(col(Earning.status).in_(UNPAID))
        .group_by(col(Earning.store_id), col(Earning.currency))
        .subquery()
    )
    columns = per_store.c
    rows = session.execute(
        select(
            columns.currency,
            func.sum(func.greatest(columns.due, 0)),
            func.sum(columns.pending),
            func.sum(columns.held),
        )
        .group_by(columns.currency)
        .order_by(columns.currency)
    ).all()
    return [DueTotal(currency, int(due), int(pending), int(held)) for currency, due, pending, held in rows]


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """A payout with its store and its account's last four signs."""

    id: UUID
    number: str
    store: str
    awning: str
    amount_minor: int
    currency: str
    provider: str
    account: str
    status: str
    failure: str
    reference: str
    created_at: datetime
    sent_at: datetime | None
    closed_at: datetime | None


def list_payouts(
    session: Session,
    *,
    actor: Actor,
    statuses: Collection[PayoutStatus],
    before: UUID | None = None,
    limit: int = 50,
) -> tuple[list[PayoutRow], UUID | None]:
    """Payouts in these states, newest first, and where to go on. One query."""
    actor.require(Permission.VIEW_PLATFORM)
    statement = (
        select(Payout, Store.name, Store.awning, PayoutAccount.label)
        .join(Store, col(Store.id) == col(Payout.store_id))
        .outerjoin(PayoutAccount, col(PayoutAccount.id) == col(Payout.account_id))
        .where(col(Payout.status).in_(list(statuses)))
        .order_by(col(Payout.id).desc())
        .limit(limit + 1)
    )
    if before is not None:
        statement = statement.where(col(Payout.id) < before)
    rows = session.exec(statement).all()
    shown = [
        PayoutRow(
            row.id, row.number, store, awning, row.amount_minor, row.currency, row.provider, label or "", row.status,
            row.failure, row.reference, row.created_at, row.sent_at, row.closed_at,
        )
        for row, store, awning, label in rows[:limit]
    ]  # fmt: skip
    return shown, shown[-1].id if len(rows) > limit else None


def currencies_to_send(session: Session, *, actor: Actor) -> Sequence[str]:
    """Currencies with open payouts that a bank file can carry. One query."""
    actor.require(Permission.VIEW_PLATFORM)
    return session.exec(
        select(Payout.currency)
        .where(Payout.status == PayoutStatus.OPEN, Payout.provider == "bank_file")
        .distinct()
        .order_by(col(Payout.currency))
    ).all()


def store_names(session: Session, *, actor: Actor, store_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Stores by their ids, for the operator. One query."""
    actor.require(Permission.VIEW_PLATFORM)
    rows = session.exec(select(Store.id, Store.name).where(col(Store.id).in_(list(store_ids)))).all()
    return dict(rows)


@dataclass(frozen=True, slots=True)
class RefundRow:
    """Money that was given back for an order, over all tenders."""

    id: UUID
    amount_minor: int
    reason: str
    status: RefundStatus
    failure: str
    released: bool
    """It was only held and has been let go."""
    created_at: datetime
    by_platform: bool = False
    """The platform bears it: what the sale brings the store stays (F073)."""


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line with what can still be given back or cancelled, in units."""

    id: UUID
    name: str
    variant_title: str
    refundable: int
    cancellable: int
    wishes: tuple[str, ...] = ()
    """What its buyer said about it (F028)."""


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """What can still be given back for an order, and what was. Amounts in minor units of `currency`."""

    currency: str
    lines: list[OpenLine]
    left_minor: int
    delivery_left_minor: int
    taken: bool
    """Whether the money was taken, not only held."""
    refunds: list[RefundRow]
    sale_minor: int
    """What the sale brought the store, by the books; zero while nothing is booked."""
    undone_minor: int
    """What refunds and disputes took off it again, by the books: below zero."""


def order_money(session: Session, *, actor: Actor, store_id: UUID, number: str) -> OrderMoney:
    """A store's order with what can be given back and what was. Five queries. Raises NotFound for another store's."""
    actor.require(Permission.VIEW_ORDERS, store=store_id)
    order = scoped_order(session, store_id=store_id, number=number)
    lines = session.exec(
        select(OrderLine).where(OrderLine.order_id == order.id).order_by(col(OrderLine.position))
    ).all()
    shares = session.exec(
        select(PaymentShare, PaymentAttempt)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentShare.attempt_id))
        .where(PaymentShare.order_id == order.id, col(PaymentAttempt.status).in_(PAID))
    ).all()
    paid = PaidOrder(order, lines, list(shares))
    booked = _booked(session, order)
    return OrderMoney(
        currency=order.currency,
        lines=[
            OpenLine(
                line.id,
                line.name,
                line.variant_title,
                line.quantity - line.refunded_quantity,
                min(
                    line.quantity - line.shipped_quantity - line.cancelled_quantity,
                    line.quantity - line.refunded_quantity,
                ),
                tuple(in_words(str(words)) for words in line.personalisation.values()),
            )
            for line in lines
        ],
        left_minor=paid.left_minor,
        delivery_left_minor=order.shipping_minor - order.shipping_discount_minor - order.shipping_refunded_minor,
        taken=bool(shares) and paid.taken,
        refunds=_refunds(session, order.id),
        sale_minor=booked.get(TransactionKind.SALE, 0),
        undone_minor=booked.get(TransactionKind.REFUND, 0) + booked.get(TransactionKind.CHARGEBACK, 0),
    )


def _booked(session: Session, order: Order) -> Mapping[str, int]:
    """What an order moved on its store's account, by kind, in the order's currency."""
    rows = session.exec(
        select(LedgerTransaction.kind, func.sum(LedgerEntry.amount_minor))
        .join(LedgerEntry, col(LedgerEntry.transaction_id) == col(LedgerTransaction.id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerEntry.account_id))
        .where(LedgerTransaction.order_id == order.id, LedgerEntry.currency == order.currency)
        .where(LedgerAccount.kind == AccountKind.STORE_PAYABLE)
        .group_by(col(LedgerTransaction.kind))
    ).all()
    return {str(kind): -int(amount) for kind, amount in rows}


def _refunds(session: Session, order_id: UUID) -> list[RefundRow]:
    rows = session.exec(select(Refund).where(Refund.order_id == order_id).order_by(col(Refund.id))).all()
    groups: dict[UUID, list[Refund]] = {}
    for row in rows:
        groups.setdefault(row.parent_id or row.id, []).append(row)
    made = []
    for first, *others in groups.values():
        parts = [first, *others]
        states = {RefundStatus(part.status) for part in parts}
        status = next((s for s in (RefundStatus.FAILED, RefundStatus.PENDING) if s in states), RefundStatus.SUCCEEDED)
        made.append(
            RefundRow(
                id=first.id,
                amount_minor=sum(part.amount_minor for part in parts),
                reason=first.reason,
                status=status,
                failure=next((part.failure for part in parts if part.failure), ""),
                released=all(part.released for part in parts),
                created_at=first.created_at,
                by_platform=first.by_platform,
            )
        )
    return made[::-1]


@dataclass(frozen=True, slots=True)
class MoneyCounts:
    """How much waits for the operator, by kind."""

    payouts: int
    disputes: int


def waiting_counts(session: Session, *, actor: Actor) -> MoneyCounts:
    """Payouts that were not confirmed and disputes that were not decided. One query."""
    actor.require(Permission.VIEW_PLATFORM)
    payouts = select(func.count()).where(or_(Payout.status == PayoutStatus.OPEN, Payout.status == PayoutStatus.SENT))
    disputes = select(func.count()).where(col(Dispute.status).in_(UNDECIDED))
    row = session.execute(select(payouts.scalar_subquery(), disputes.scalar_subquery())).one()
    return MoneyCounts(int(row[0]), int(row[1]))
