"""Double entry. Debits are positive, credits negative; the database refuses a transaction that is not zero (I6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.enums import AccountKind, EarningStatus, TransactionKind
from models.ledger import Earning, LedgerAccount, LedgerEntry, LedgerTransaction
from models.orders import Order

CLEARANCE_DAYS = 7


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


def post(
    session: Session,
    *,
    kind: TransactionKind,
    cause_id: str,
    entries: Iterable[tuple[UUID, int]],
    currency: str,
    order_id: UUID | None = None,
    note: str = "",
    when: datetime | None = None,
) -> LedgerTransaction:
    """Book a transaction; entries of zero are left out. The same cause cannot be booked twice."""
    row = LedgerTransaction(kind=kind, cause_id=cause_id, order_id=order_id, note=note)
    if when is not None:
        row.created_at = when
    session.add(row)
    session.flush()
    for account_id, amount in entries:
        if amount:
            entry = LedgerEntry(transaction_id=row.id, account_id=account_id, amount_minor=amount, currency=currency)
            if when is not None:
                entry.created_at = when
            session.add(entry)
    session.flush()
    return row


def post_sale(session: Session, *, order: Order, when: datetime | None = None) -> None:
    """A store's order is paid: the provider owes us the total, we owe the store its earning.

    earning = total − commission − tax on the commission; the three parts and nothing else make the total (C03).
    """
    earning = order.total_minor - order.commission_minor - order.fee_tax_minor
    currency = order.currency
    post(
        session,
        kind=TransactionKind.SALE,
        cause_id=str(order.id),
        order_id=order.id,
        currency=currency,
        note=order.number,
        when=when,
        entries=[
            (account(session, kind=AccountKind.PROVIDER_CLEARING, currency=currency), order.total_minor),
            (account(session, kind=AccountKind.STORE_PAYABLE, currency=currency, store_id=order.store_id), -earning),
            (account(session, kind=AccountKind.COMMISSION_REVENUE, currency=currency), -order.commission_minor),
            (account(session, kind=AccountKind.FEE_TAX, currency=currency), -order.fee_tax_minor),
        ],
    )
    session.add(
        Earning(
            store_id=order.store_id,
            order_id=order.id,
            amount_minor=earning,
            currency=currency,
            available_at=(when or datetime.now(UTC)) + timedelta(days=CLEARANCE_DAYS),
        )
    )


def post_refund(
    session: Session,
    *,
    order: Order,
    refund_id: UUID,
    amount_minor: int,
    commission_minor: int,
    fee_tax_minor: int,
    when: datetime | None = None,
) -> None:
    """Money goes back to the shopper; commission and its tax go back to the store with it (P12)."""
    from_store = amount_minor - commission_minor - fee_tax_minor
    currency = order.currency
    post(
        session,
        kind=TransactionKind.REFUND,
        cause_id=str(refund_id),
        order_id=order.id,
        currency=currency,
        note=order.number,
        when=when,
        entries=[
            (account(session, kind=AccountKind.PROVIDER_CLEARING, currency=currency), -amount_minor),
            (account(session, kind=AccountKind.STORE_PAYABLE, currency=currency, store_id=order.store_id), from_store),
            (account(session, kind=AccountKind.COMMISSION_REVENUE, currency=currency), commission_minor),
            (account(session, kind=AccountKind.FEE_TAX, currency=currency), fee_tax_minor),
        ],
    )
    earning = session.exec(select(Earning).where(Earning.order_id == order.id).with_for_update()).first()
    if earning is not None and earning.status in (EarningStatus.PENDING, EarningStatus.AVAILABLE):
        earning.amount_minor -= from_store
        if earning.amount_minor == 0:
            earning.status = EarningStatus.REVERSED
        session.add(earning)


def balance(session: Session, *, kind: AccountKind, currency: str, store_id: UUID | None = None) -> int:
    """Sum of an account's entries; credits are negative."""
    found = account(session, kind=kind, currency=currency, store_id=store_id)
    total = session.exec(
        select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0)).where(LedgerEntry.account_id == found)
    ).one()
    return int(total)


def unbalanced_transactions(session: Session) -> list[tuple[UUID, str, int]]:
    """Transactions whose entries do not sum to zero: always none (I6)."""
    rows = session.execute(
        text(
            "SELECT transaction_id, currency, sum(amount_minor) FROM ledger_entry "
            "GROUP BY transaction_id, currency HAVING sum(amount_minor) <> 0"
        )
    ).all()
    return [(row[0], row[1], int(row[2])) for row in rows]
