"""Whether a report is what the ledger says: counted another way than the report counts (F102)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.i18n import _
from emporium.services.seller_tax.figures import year_bounds
from emporium.services.seller_tax.reports import SellerYear

_BALANCE = """
    SELECT e.currency, coalesce(-sum(e.amount_minor) FILTER (WHERE t.created_at < :since), 0) AS opening,
           coalesce(-sum(e.amount_minor), 0) AS closing
    FROM ledger_entry e
    JOIN ledger_account a ON a.id = e.account_id
    JOIN ledger_transaction t ON t.id = e.transaction_id
    WHERE a.kind = 'store_payable' AND a.store_id = :store AND t.created_at < :until GROUP BY e.currency
"""
_OTHER_SIDE = """
    SELECT e.currency, coalesce(sum(e.amount_minor) FILTER (WHERE a.kind NOT IN
             ('store_payable', 'commission_revenue', 'processing_revenue', 'fixed_fee_revenue', 'fee_tax',
              'platform_tax')), 0) AS paid
    FROM ledger_entry e
    JOIN ledger_account a ON a.id = e.account_id
    JOIN ledger_transaction t ON t.id = e.transaction_id
    JOIN store_order o ON o.id = t.order_id
    WHERE o.store_id = :store AND t.kind IN ('sale', 'refund', 'chargeback')
      AND t.created_at >= :since AND t.created_at < :until GROUP BY e.currency
"""


def differences(session: Session, *, report: SellerYear) -> Sequence[str]:
    """Where a report and the ledger disagree, in words: always nowhere. Two queries.

    The balance before the year with everything the report says moved is the balance after it; and what shoppers and
    the platform paid for the store's sales, less what went back, is what the report says was credited to the store and
    taken by the platform together.
    """
    since, until = year_bounds(report.year)
    values: dict[str, UUID | object] = {"store": report.store_id, "since": since, "until": until}
    balances = {row.currency: row for row in session.execute(text(_BALANCE), values).all()}
    paid = {row.currency: int(row.paid) for row in session.execute(text(_OTHER_SIDE), values).all()}
    totals = {one.currency: one.total for one in report.currencies}
    wrong = []
    for currency in sorted({*balances, *paid, *totals}):
        total, balance = totals.get(currency), balances.get(currency)
        moved = total.consideration + total.settled if total else 0
        expected = int(balance.closing) - int(balance.opening) if balance else 0
        if moved != expected:
            wrong.append(
                _("{store}, {currency}: the balance moved by {expected}, the report says {said}").format(
                    store=report.store, currency=currency, expected=expected, said=moved
                )
            )
        shared = total.credited + total.commission + total.fees + total.taxes if total else 0
        if shared != paid.get(currency, 0):
            wrong.append(
                _("{store}, {currency}: {paid} was paid, the report says {said}").format(
                    store=report.store, currency=currency, paid=paid.get(currency, 0), said=shared
                )
            )
    return wrong
