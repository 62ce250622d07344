"""How far the steps against a negative balance go: later sales net it, then the store is asked, then it cannot sell.

A store owes when everything it has coming, also what is not free yet, sums below zero. The steps are days of the
platform's settings; each is told once, and paying (or selling) undoes the last of them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.debts.events import DebtAsked, DebtRestricted, DebtSettled
from emporium.settings import get_settings
from models.enums import DebtStage, EarningStatus
from models.ledger import Earning
from models.risk import StoreDebt
from models.stores import Store

UNPAID = (EarningStatus.PENDING, EarningStatus.AVAILABLE, EarningStatus.ON_HOLD)

FURTHEST_FIRST = [(col(StoreDebt.stage) == stage).desc() for stage in (DebtStage.RESTRICTED, DebtStage.ASKED)]


@dataclass(frozen=True, slots=True)
class DebtRow:
    """A debt as pages show it; `next_step` is the day on which it goes on by itself, if it does."""

    id: UUID
    store_id: UUID
    store: str
    slug: str
    owed_minor: int
    currency: str
    stage: DebtStage
    since: datetime
    next_step: datetime | None


def owed_now(session: Session, *, store_id: UUID, currency: str) -> int:
    """What a store owes over everything it has coming, in minor units; 0 when it owes nothing."""
    coming = session.exec(
        select(func.coalesce(func.sum(Earning.amount_minor), 0)).where(
            Earning.store_id == store_id, Earning.currency == currency, col(Earning.status).in_(UNPAID)
        )
    ).one()
    return max(-int(coming), 0)


def review_debts(session: Session, *, now: datetime | None = None) -> int:
    """Find stores that owe, and move every debt along; returns how many debts took a step.

    Two runs at once take turns row by row, so that nobody is told twice.
    """
    moment = now or datetime.now(UTC)
    session.execute(
        insert(StoreDebt)
        .from_select(
            ["store_id", "currency", "owed_minor", "since"],
            select(Earning.store_id, Earning.currency, -func.sum(Earning.amount_minor), func.now())
            .where(col(Earning.status).in_(UNPAID))
            .group_by(col(Earning.store_id), col(Earning.currency))
            .having(func.sum(Earning.amount_minor) < 0),
            include_defaults=True,
        )
        .on_conflict_do_nothing()
    )
    open_ = session.exec(
        select(StoreDebt)
        .where(StoreDebt.stage != DebtStage.SETTLED)
        .order_by(col(StoreDebt.store_id), col(StoreDebt.currency))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    return sum(step(session, debt=debt, now=moment) for debt in open_)


def step(session: Session, *, debt: StoreDebt, now: datetime) -> bool:
    """Move one locked debt along, or settle it; whether anything changed."""
    settings, owed = get_settings(), owed_now(session, store_id=debt.store_id, currency=debt.currency)
    if not owed:
        told = debt.stage != DebtStage.NETTING
        debt.stage, debt.settled_at = DebtStage.SETTLED, now
        session.add(debt)
        restrict_by_debts(session, debt.store_id)
        if told:
            outbox.record(session, DebtSettled(debt.id, debt.store_id, 0, debt.currency))
        return True
    debt.owed_minor = owed
    session.add(debt)
    if owed < settings.debt_minimum_minor:
        return False
    if debt.stage == DebtStage.NETTING and now >= debt.since + timedelta(days=settings.debt_netting_days):
        debt.stage, debt.asked_at = DebtStage.ASKED, now
        outbox.record(session, DebtAsked(debt.id, debt.store_id, owed, debt.currency))
        return True
    if debt.stage == DebtStage.ASKED and now >= (debt.asked_at or now) + timedelta(days=settings.debt_payment_days):
        debt.stage, debt.restricted_at = DebtStage.RESTRICTED, now
        restrict_by_debts(session, debt.store_id)
        outbox.record(session, DebtRestricted(debt.id, debt.store_id, owed, debt.currency))
        return True
    return False


def restrict_by_debts(session: Session, store_id: UUID) -> None:
    """The store sells, or does not, by its debts: kept with the store, so that every basket sees it at once."""
    session.flush()
    session.execute(
        text(
            "UPDATE store SET selling_restricted = EXISTS (SELECT 1 FROM store_debt d "
            "WHERE d.store_id = store.id AND d.stage = 'restricted') WHERE id = :store"
        ),
        {"store": store_id},
    )


def _next_step(debt: StoreDebt) -> datetime | None:
    settings = get_settings()
    if debt.owed_minor < settings.debt_minimum_minor:
        return None
    if debt.stage == DebtStage.NETTING:
        return debt.since + timedelta(days=settings.debt_netting_days)
    if debt.stage == DebtStage.ASKED and debt.asked_at:
        return debt.asked_at + timedelta(days=settings.debt_payment_days)
    return None


def _row(debt: StoreDebt, store: Store) -> DebtRow:
    return DebtRow(
        debt.id, store.id, store.name, store.slug, debt.owed_minor, debt.currency, DebtStage(debt.stage), debt.since,
        _next_step(debt),
    )  # fmt: skip


def debts(session: Session, *, actor: Actor, limit: int = 200) -> Sequence[DebtRow]:
    """Every open debt, the furthest first, then the largest. One query."""
    actor.require(Permission.VIEW_PLATFORM)
    rows = session.exec(
        select(StoreDebt, Store)
        .join(Store, col(Store.id) == col(StoreDebt.store_id))
        .where(StoreDebt.stage != DebtStage.SETTLED)
        .order_by(*FURTHEST_FIRST, col(StoreDebt.owed_minor).desc(), col(StoreDebt.id))
        .limit(limit)
    ).all()
    return [_row(debt, store) for debt, store in rows]


def store_debts(session: Session, *, actor: Actor, store_id: UUID) -> Sequence[DebtRow]:
    """A store's own open debts. One query."""
    actor.require(Permission.VIEW_PAYOUTS, store=store_id)
    rows = session.exec(
        select(StoreDebt, Store)
        .join(Store, col(Store.id) == col(StoreDebt.store_id))
        .where(StoreDebt.store_id == store_id, StoreDebt.stage != DebtStage.SETTLED)
        .order_by(col(StoreDebt.currency))
    ).all()
    return [_row(debt, store) for debt, store in rows]
