"""What stores earned in a year, month by month, straight from the ledger. Months are those of UTC."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

MONTHS = range(1, 13)
_CONVERTED = "t.kind = 'fx' AND t.cause_id NOT LIKE 'cash:%'"
"""Moves what sales and refunds brought into the store's own currency; `cash:` moves what the store kept itself."""
_SINCE = "t.created_at >= :since AND t.created_at < :until"
_MONTH = "extract(month FROM t.created_at AT TIME ZONE 'UTC')::int"
_ACCOUNTS = f"""
    SELECT a.store_id, e.currency, {_MONTH} AS month,
           coalesce(-sum(e.amount_minor) FILTER (WHERE t.kind IN ('sale', 'refund', 'chargeback')), 0) AS credited,
           coalesce(-sum(e.amount_minor) FILTER (WHERE {_CONVERTED}), 0) AS converted,
           coalesce(-sum(e.amount_minor)
               FILTER (WHERE t.kind NOT IN ('sale', 'refund', 'chargeback') AND NOT ({_CONVERTED})), 0) AS settled
    FROM ledger_entry e
    JOIN ledger_account a ON a.id = e.account_id
    JOIN ledger_transaction t ON t.id = e.transaction_id
    WHERE a.kind = 'store_payable' AND (CAST(:store AS uuid) IS NULL OR a.store_id = :store) AND {_SINCE}
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""  # noqa: S608 - constants only
_TAKEN = f"""
    SELECT o.store_id, e.currency, {_MONTH} AS month,
           coalesce(-sum(e.amount_minor) FILTER (WHERE a.kind = 'commission_revenue'), 0) AS commission,
           coalesce(-sum(e.amount_minor)
               FILTER (WHERE a.kind IN ('processing_revenue', 'fixed_fee_revenue')), 0) AS fees,
           coalesce(-sum(e.amount_minor) FILTER (WHERE a.kind IN ('fee_tax', 'platform_tax')), 0) AS taxes,
           coalesce(sum(e.amount_minor) FILTER (WHERE t.kind = 'sale'
               AND a.kind IN ('provider_clearing', 'credit_liability', 'promotion_expense')), 0) AS gross
    FROM ledger_transaction t
    JOIN store_order o ON o.id = t.order_id
    JOIN ledger_entry e ON e.transaction_id = t.id
    JOIN ledger_account a ON a.id = e.account_id
    WHERE (CAST(:store AS uuid) IS NULL OR o.store_id = :store) AND {_SINCE}
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""  # noqa: S608 - constants only
_SALES = f"""
    SELECT o.store_id, coalesce(r.quote, o.currency) AS currency, {_MONTH} AS month, count(*) AS sales
    FROM ledger_transaction t
    JOIN store_order o ON o.id = t.order_id
    LEFT JOIN fx_rate r ON r.id = o.fx_rate_id
    WHERE t.kind = 'sale' AND (CAST(:store AS uuid) IS NULL OR o.store_id = :store) AND {_SINCE}
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""  # noqa: S608 - constants only


@dataclass(frozen=True, slots=True)
class Sums:
    """What moved, in minor units; `sales` are counted.

    `credited` is what sales left to the store after commission, fees and taxes, less what refunds and disputes took
    back; `converted` what exchange moved into (or out of) this currency; `settled` payouts, cash the store kept and
    corrections; `gross` what was paid for its sales, refunds not taken off.
    """

    credited: int = 0
    converted: int = 0
    settled: int = 0
    commission: int = 0
    fees: int = 0
    taxes: int = 0
    gross: int = 0
    sales: int = 0

    @property
    def consideration(self) -> int:
        """What the store was credited in the currency it was credited in, net of what the platform took."""
        return self.credited + self.converted

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Sums)))


@dataclass(frozen=True, slots=True)
class CurrencyYear:
    """A store's year in one currency: twelve months."""

    currency: str
    months: Sequence[Sums]

    def quarter(self, number: int) -> Sums:
        """Sums of a quarter, 1 to 4."""
        return sum(self.months[number * 3 - 3 : number * 3], Sums())

    @property
    def total(self) -> Sums:
        """Sums of the year."""
        return sum(self.months, Sums())


def year_bounds(year: int) -> tuple[datetime, datetime]:
    """The first moment of a year and of the next one, UTC."""
    return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)


def read_year(session: Session, *, year: int, store_id: UUID | None = None) -> Mapping[UUID, Sequence[CurrencyYear]]:
    """Every store's year (or one store's) by currency; stores without a movement are left out. Three queries."""
    since, until = year_bounds(year)
    values = {"since": since, "until": until, "store": store_id}
    found: dict[tuple[UUID, str, int], Sums] = {}
    for sql in (_ACCOUNTS, _TAKEN, _SALES):
        for row in session.execute(text(sql), values).all():
            known = row._asdict()
            key = (known.pop("store_id"), known.pop("currency"), known.pop("month"))
            found[key] = found.get(key, Sums()) + Sums(**{name: int(value) for name, value in known.items()})
    return dict(_by_store(found))


def _by_store(found: Mapping[tuple[UUID, str, int], Sums]) -> Iterator[tuple[UUID, Sequence[CurrencyYear]]]:
    for store in sorted({store for store, _currency, _month in found}):
        currencies = sorted({currency for one, currency, _month in found if one == store})
        years = [
            CurrencyYear(code, tuple(found.get((store, code, month), Sums()) for month in MONTHS))
            for code in currencies
        ]
        yield store, [year for year in years if year.total != Sums()]
