"""What the platform took of a store in a month, booking by booking, straight from the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

_TAKEN = "('commission_revenue', 'processing_revenue', 'fixed_fee_revenue', 'fee_tax')"
_BOOKINGS = f"""
    SELECT t.created_at, t.kind, o.number, e.currency,
           coalesce(-sum(e.amount_minor) FILTER (WHERE a.kind = 'commission_revenue'), 0) AS commission,
           coalesce(-sum(e.amount_minor) FILTER (WHERE a.kind = 'processing_revenue'), 0) AS processing,
           coalesce(-sum(e.amount_minor) FILTER (WHERE a.kind = 'fixed_fee_revenue'), 0) AS fixed,
           coalesce(-sum(e.amount_minor) FILTER (WHERE a.kind = 'fee_tax'), 0) AS tax
    FROM ledger_transaction t
    JOIN store_order o ON o.id = t.order_id
    JOIN ledger_entry e ON e.transaction_id = t.id
    JOIN ledger_account a ON a.id = e.account_id
    WHERE o.store_id = :store AND t.created_at >= :since AND t.created_at < :until AND a.kind IN {_TAKEN}
    GROUP BY t.id, o.number, e.currency ORDER BY t.created_at, t.id
"""  # noqa: S608 - constants only
_STORES = f"""
    SELECT DISTINCT o.store_id FROM ledger_transaction t
    JOIN store_order o ON o.id = t.order_id
    JOIN ledger_entry e ON e.transaction_id = t.id
    JOIN ledger_account a ON a.id = e.account_id
    WHERE t.created_at >= :since AND t.created_at < :until AND a.kind IN {_TAKEN} ORDER BY o.store_id
"""  # noqa: S608 - constants only


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar, in UTC."""

    year: int
    month: int

    @property
    def since(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.month, 1, tzinfo=UTC)

    @property
    def until(self) -> datetime:
        """The first moment of the next one."""
        return datetime(self.year + self.month // 12, self.month % 12 + 1, 1, tzinfo=UTC)

    @property
    def key(self) -> str:
        """2026-03."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    def before(self) -> Month:
        """The month that came before."""
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)


@dataclass(frozen=True, slots=True)
class Booking:
    """What one transaction of the ledger took (or, below zero, gave back), in minor units."""

    when: datetime
    kind: str
    order: str
    commission_minor: int
    processing_minor: int
    fixed_minor: int
    tax_minor: int

    @property
    def net_minor(self) -> int:
        """Commission and fees without their tax."""
        return self.commission_minor + self.processing_minor + self.fixed_minor


def bookings(session: Session, *, store_id: UUID, month: Month) -> Mapping[str, Sequence[Booking]]:
    """A store's bookings of a month by currency, in order. One query."""
    values = {"store": store_id, "since": month.since, "until": month.until}
    found: dict[str, list[Booking]] = {}
    for row in session.execute(text(_BOOKINGS), values).all():
        found.setdefault(row.currency, []).append(
            Booking(
                row.created_at, row.kind, row.number, int(row.commission), int(row.processing), int(row.fixed),
                int(row.tax),
            )
        )  # fmt: skip
    return found


def stores_with_fees(session: Session, *, month: Month) -> Sequence[UUID]:
    """Stores of which the platform took or gave back something in a month. One query."""
    rows = session.execute(text(_STORES), {"since": month.since, "until": month.until}).all()
    return [row.store_id for row in rows]
