"""What giving money back does to the books: every part of the sale is reversed by a row of its own (P12, C04, C11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from emporium.providers.payments.offline import CASH
from emporium.services.ledger.earnings import deduct
from emporium.services.ledger.fx import convert, post_conversion
from emporium.services.ledger.posting import post
from emporium.services.ledger.sales import STORED_VALUE, frozen_rate, post_cash
from models.enums import AccountKind, EarningKind, TransactionKind
from models.ledger import Earning, LedgerAccount, LedgerEntry, LedgerTransaction
from models.orders import Order


@dataclass(frozen=True, slots=True)
class Reversal:
    """What goes back with an amount: minor units of the order's currency."""

    amount_minor: int
    tax_minor: int = 0
    commission_minor: int = 0
    fee_tax_minor: int = 0
    """Tax on the commission and on the fees that go back."""
    platform_minor: int = 0
    fees_minor: Mapping[AccountKind, int] | None = None

    @property
    def fees(self) -> int:
        """Fees beside the commission."""
        return sum((self.fees_minor or {}).values())

    def from_store(self, *, tax_by_platform: bool) -> int:
        """What the store bears: the mirror of what it earned with these units."""
        tax = self.tax_minor if tax_by_platform else 0
        given_up = self.commission_minor + self.fees + self.fee_tax_minor + tax
        return self.amount_minor + self.platform_minor - given_up


def post_refund(
    session: Session,
    *,
    order: Order,
    refund_id: UUID,
    reversal: Reversal,
    tenders: Mapping[str, int] | None = None,
    kind: TransactionKind = TransactionKind.REFUND,
    when: datetime | None = None,
    by_platform: bool = False,
) -> None:
    """The shopper gets `reversal.amount_minor` back; commission, fees, tax and funding go back where they came from.

    `by_platform`: all of it is the platform's expense; what the store has coming is not touched (F073).
    """
    paid = dict(tenders) if tenders is not None else {"": reversal.amount_minor}
    to_credit, by_the_store = paid.pop(STORED_VALUE, 0), paid.pop(CASH, 0)
    from_store = reversal.from_store(tax_by_platform=order.tax_by_platform)
    payable = (AccountKind.STORE_PAYABLE, order.store_id, from_store)
    bearer = (AccountKind.CHARGEBACK_LOSS, None, from_store) if by_platform else payable
    post(
        session,
        kind=kind,
        cause_id=str(refund_id),
        order_id=order.id,
        currency=order.currency,
        note=order.number,
        when=when,
        entries=[
            (AccountKind.PROVIDER_CLEARING, None, -sum(paid.values())),
            (AccountKind.CREDIT_LIABILITY, None, -to_credit),
            (AccountKind.CASH_WITH_STORES, None, -by_the_store),
            (AccountKind.PROMOTION_EXPENSE, None, -reversal.platform_minor),
            bearer,
            (AccountKind.COMMISSION_REVENUE, None, reversal.commission_minor),
            *[(account, None, amount) for account, amount in (reversal.fees_minor or {}).items()],
            (AccountKind.FEE_TAX, None, reversal.fee_tax_minor),
            (AccountKind.PLATFORM_TAX, None, reversal.tax_minor if order.tax_by_platform else 0),
        ],
    )
    if by_platform:
        return
    amount, currency = _settle_back(session, order=order, amount_minor=from_store, refund_id=refund_id, when=when)
    earning_kind = EarningKind.DISPUTE if kind == TransactionKind.CHARGEBACK else EarningKind.REFUND
    deduct(
        session, store_id=order.store_id, order_id=order.id, kind=earning_kind, cause_id=str(refund_id),
        amount_minor=amount, currency=currency, when=when,
    )  # fmt: skip
    post_cash(session, order=order, cause_id=f"refund:{refund_id}", amount_minor=-by_the_store, when=when)


def _settle_back(
    session: Session, *, order: Order, amount_minor: int, refund_id: UUID, when: datetime | None
) -> tuple[int, str]:
    """In the store's own currency, by cumulative difference, so that a full refund takes back what the sale gave."""
    rate = frozen_rate(session, order)
    if rate is None:
        return amount_minor, order.currency
    before_charge, before_own = _taken_back(session, order, rate.base, rate.quote)
    total = convert(before_charge + amount_minor, base=rate.base, quote=rate.quote, rate_e9=rate.rate_e9)
    converted = total - before_own
    post_conversion(
        session, cause_id=f"refund:{refund_id}", store_id=order.store_id, order_id=order.id, rate=rate,
        amount_minor=-amount_minor, converted_minor=-converted, when=when,
    )  # fmt: skip
    return converted, rate.quote


def _taken_back(session: Session, order: Order, base: str, quote: str) -> tuple[int, int]:
    """What earlier refunds took from the store, in the charge's currency and in its own."""
    taken = session.exec(
        select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0))
        .join(LedgerTransaction, col(LedgerTransaction.id) == col(LedgerEntry.transaction_id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerEntry.account_id))
        .where(LedgerTransaction.order_id == order.id, LedgerAccount.kind == AccountKind.FX)
        .where(LedgerEntry.currency == base, col(LedgerTransaction.cause_id).startswith("refund:"))
    ).one()
    own = session.exec(
        select(func.coalesce(func.sum(Earning.amount_minor), 0)).where(
            Earning.order_id == order.id,
            col(Earning.kind).in_((EarningKind.REFUND, EarningKind.DISPUTE)),
            Earning.currency == quote,
        )
    ).one()
    return int(taken), -int(own)
