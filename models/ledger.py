"""The books: double entry. Every transaction sums to zero per currency, kept so by a constraint trigger (I6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from models.base import Base, currency_check, enum_field, id_field, now_field, one_of, time_field
from models.enums import AccountKind, EarningKind, EarningStatus, TransactionKind


class LedgerAccount(Base, table=True):
    """An account: of the platform, or of one store. One per kind, store and currency."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        currency_check(),
        one_of("kind", AccountKind),
        CheckConstraint("(kind = 'store_payable') = (store_id IS NOT NULL)", name="store_accounts_name_theirs"),
        Index("uq_ledger_account_platform", "kind", "currency", unique=True, postgresql_where=text("store_id IS NULL")),
        Index(
            "uq_ledger_account_store",
            "kind",
            "store_id",
            "currency",
            unique=True,
            postgresql_where=text("store_id IS NOT NULL"),
        ),
        Index("ix_ledger_account_owner", "store_id"),
    )

    id: UUID = id_field()
    kind: AccountKind = enum_field()
    store_id: UUID | None = Field(default=None, foreign_key="store.id", ondelete="RESTRICT")
    currency: str


class LedgerTransaction(Base, table=True):
    """Something that moved money. Append-only; each cause is booked once."""

    __tablename__ = "ledger_transaction"
    __table_args__ = (
        UniqueConstraint("kind", "cause_id"),
        one_of("kind", TransactionKind),
        Index("ix_ledger_transaction_time", "created_at"),
    )

    id: UUID = id_field()
    kind: TransactionKind = enum_field()
    cause_id: str
    order_id: UUID | None = Field(default=None, foreign_key="store_order.id", ondelete="RESTRICT", index=True)
    note: str = ""
    created_at: datetime = now_field()


class LedgerEntry(Base, table=True):
    """One side of a transaction. Positive debits, negative credits, in minor units. Append-only."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("amount_minor <> 0", name="amount_moves"),
        currency_check(),
        Index("ix_ledger_entry_account", "account_id", "id"),
    )

    id: UUID = id_field()
    transaction_id: UUID = Field(foreign_key="ledger_transaction.id", ondelete="RESTRICT", index=True)
    account_id: UUID = Field(foreign_key="ledger_account.id", ondelete="RESTRICT")
    amount_minor: int
    currency: str
    created_at: datetime = now_field()


class Earning(Base, table=True):
    """What a store has coming (or owes, when negative), waiting for its clearance and its payout (F096).

    Rows are never re-written: a refund, a lost dispute or a returned payout is a row of its own.
    """

    __tablename__ = "earning"
    __table_args__ = (
        UniqueConstraint("kind", "cause_id"),
        currency_check(),
        one_of("kind", EarningKind),
        one_of("status", EarningStatus),
        CheckConstraint("amount_minor <> 0", name="amount_moves"),
        CheckConstraint("kind NOT IN ('sale', 'reserve') OR amount_minor > 0", name="sales_are_positive"),
        CheckConstraint("(status IN ('claimed', 'paid')) = (payout_id IS NOT NULL)", name="claim_names_payout"),
        Index(
            "ix_earning_due",
            "store_id",
            "currency",
            "available_at",
            postgresql_where=text("status IN ('pending', 'available')"),
        ),
    )

    id: UUID = id_field()
    store_id: UUID = Field(foreign_key="store.id", ondelete="RESTRICT", index=True)
    order_id: UUID | None = Field(default=None, foreign_key="store_order.id", ondelete="RESTRICT", index=True)
    kind: EarningKind = enum_field(EarningKind.SALE)
    cause_id: str
    payout_id: UUID | None = Field(default=None, foreign_key="payout.id", ondelete="RESTRICT", index=True)
    amount_minor: int
    currency: str
    status: EarningStatus = enum_field(EarningStatus.PENDING)
    available_at: datetime | None = time_field()
    hold_reason: str = ""
    created_at: datetime = now_field()
