"""A store's statement: opening + movements = closing, straight from the ledger (F102)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.services.auth import Actor, Permission


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A movement on the store's account. Positive amounts are the store's."""

    when: datetime
    kind: str
    note: str
    amount_minor: int
    balance_minor: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A period of one store's account in one currency, in minor units."""

    currency: str
    opening_minor: int
    closing_minor: int
    lines: Sequence[StatementLine]


def statement(
    session: Session, *, actor: Actor, store_id: UUID, currency: str, since: datetime, until: datetime
) -> Statement:
    """What the platform owed the store when a period began, what moved, and what it owed when it ended. Two queries."""
    actor.require(Permission.VIEW_PAYOUTS, store=store_id)
    return read_statement(session, store_id=store_id, currency=currency, since=since, until=until)


def read_statement(session: Session, *, store_id: UUID, currency: str, since: datetime, until: datetime) -> Statement:
    """The same for callers that asked who is there themselves."""
    values = {"store": store_id, "currency": currency, "since": since, "until": until}
    opening = int(
        session.execute(
            text(
                "SELECT coalesce(-sum(e.amount_minor), 0) FROM ledger_entry e "
                "JOIN ledger_account a ON a.id = e.account_id "
                "JOIN ledger_transaction t ON t.id = e.transaction_id "
                "WHERE a.kind = 'store_payable' AND a.store_id = :store AND a.currency = :currency "
                "AND t.created_at < :since"
            ),
            values,
        ).scalar_one()
    )
    rows = session.execute(
        text(
            "SELECT t.created_at, t.kind, t.note, -sum(e.amount_minor) AS amount FROM ledger_entry e "
            "JOIN ledger_account a ON a.id = e.account_id JOIN ledger_transaction t ON t.id = e.transaction_id "
            "WHERE a.kind = 'store_payable' AND a.store_id = :store AND a.currency = :currency "
            "AND t.created_at >= :since AND t.created_at < :until GROUP BY t.id ORDER BY t.created_at, t.id"
        ),
        values,
    ).all()
    lines, balance = [], opening
    for row in rows:
        balance += int(row.amount)
        lines.append(StatementLine(row.created_at, row.kind, row.note, int(row.amount), balance))
    return Statement(currency, opening, balance, lines)
