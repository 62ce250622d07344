"""Double entry. Debits are positive, credits negative; the database refuses a transaction that is not zero (I6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.enums import AccountKind, TransactionKind
from models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction


def account(session: Session, *, kind: AccountKind, currency: str, store_id: UUID | None = None) -> UUID:
    """The account's id; made at first use, also when two sales need it at once."""
    where = (
        LedgerAccount.kind == kind,
        LedgerAccount.currency == currency,
        col(LedgerAccount.store_id).is_(None) if store_id is None else LedgerAccount.store_id == store_id,
    )
    found = session.exec(select(LedgerAccount.id).where(*where)).first()
    if found is None:
        session.execute(
            insert(LedgerAccount).values(kind=kind, currency=currency, store_id=store_id).on_conflict_do_nothing()
        )
        found = session.exec(select(LedgerAccount.id).where(*where)).one()
    return found


OF_A_SALE = (
    AccountKind.CASH_WITH_STORES,
    AccountKind.COMMISSION_REVENUE,
    AccountKind.CREDIT_LIABILITY,
    AccountKind.FEE_TAX,
    AccountKind.FIXED_FEE_REVENUE,
    AccountKind.PLATFORM_TAX,
    AccountKind.PROCESSING_REVENUE,
    AccountKind.PROMOTION_EXPENSE,
    AccountKind.PROVIDER_CLEARING,
)


def open_accounts(session: Session, *, currency: str, store_ids: Iterable[UUID]) -> None:
    """Make the accounts that sales of these stores need, when an order is placed and not when it is paid.

    Two first sales at once would make the same account, one waiting for the other while it holds a product's row
    that the other wants next: a deadlock. In a fixed order, in one round trip; it changes nothing when they exist.
    """
    wanted: list[tuple[AccountKind, UUID | None]] = [(kind, None) for kind in OF_A_SALE]
    wanted += [(AccountKind.STORE_PAYABLE, store_id) for store_id in sorted(set(store_ids))]
    session.execute(
        insert(LedgerAccount).on_conflict_do_nothing(),
        [{"kind": kind, "currency": currency, "store_id": store_id} for kind, store_id in wanted],
    )


def post(
    session: Session,
    *,
    kind: TransactionKind,
    cause_id: str,
    entries: Iterable[tuple[AccountKind, UUID | None, int]],
    currency: str,
    order_id: UUID | None = None,
    note: str = "",
    when: datetime | None = None,
) -> LedgerTransaction:
    """Book a transaction in one currency. Entries are (account kind, store or None, amount); zeros are left out.

    The same kind and cause cannot be booked twice (IntegrityError), and the sum must be zero.
    """
    row = LedgerTransaction(kind=kind, cause_id=cause_id, order_id=order_id, note=note)
    if when is not None:
        row.created_at = when
    session.add(row)
    session.flush()
    for account_kind, store_id, amount in entries:
        if amount:
            entry = LedgerEntry(
                transaction_id=row.id,
                account_id=account(session, kind=account_kind, currency=currency, store_id=store_id),
                amount_minor=amount,
                currency=currency,
            )
            if when is not None:
                entry.created_at = when
            session.add(entry)
    session.flush()
    return row


def balance(session: Session, *, kind: AccountKind, currency: str, store_id: UUID | None = None) -> int:
    """Sum of an account's entries; credits are negative."""
    found = account(session, kind=kind, currency=currency, store_id=store_id)
    total = session.exec(
        select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0)).where(LedgerEntry.account_id == found)
    ).one()
    return int(total)


def booked(session: Session, *, kind: TransactionKind, cause_id: str) -> bool:
    """Whether a cause is in the books."""
    return (
        session.exec(
            select(LedgerTransaction.id).where(LedgerTransaction.kind == kind, LedgerTransaction.cause_id == cause_id)
        ).first()
        is not None
    )
