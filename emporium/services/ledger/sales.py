"""What a sale does to the books: the money is cut into what store, platform and state get (C03)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from emporium.providers.payments.offline import CASH
from emporium.services.ledger.earnings import deduct, earn
from emporium.services.ledger.fx import convert, post_conversion
from emporium.services.ledger.posting import post
from models.commissions import FeeLine
from models.enums import AccountKind, EarningKind, FeeComponent, TransactionKind
from models.fx import FxRate
from models.orders import Order

STORED_VALUE = "stored_value"
FEE_ACCOUNTS = {
    FeeComponent.PROCESSING: AccountKind.PROCESSING_REVENUE,
    FeeComponent.FIXED: AccountKind.FIXED_FEE_REVENUE,
}


def platform_tax(order: Order) -> int:
    """The tax of an order that the platform owes to the state; zero when the store does (F053)."""
    return order.tax_minor if order.tax_by_platform else 0


def earning_of(order: Order) -> int:
    """What the store has coming for an order, in the order's currency.

    earning = total + the platform's part of the discount − commission − other fees − tax on both − tax the platform
    remits. It may be negative when fees exceed a tiny sale.
    """
    return (
        order.total_minor
        + order.platform_discount_minor
        - order.commission_minor
        - order.fees_minor
        - order.fee_tax_minor
        - platform_tax(order)
    )


def post_sale(
    session: Session, *, order: Order, tenders: Mapping[str, int] | None = None, when: datetime | None = None
) -> None:
    """A store's order is paid. `tenders` says how much of it each provider brought; default: one provider, all of it.

    Credit and gift cards are a debt of ours that is paid off, not money that came in (F061).
    """
    paid = dict(tenders) if tenders is not None else {"": order.total_minor}
    from_credit, at_the_door = paid.pop(STORED_VALUE, 0), paid.pop(CASH, 0)
    earning = earning_of(order)
    fees = session.exec(select(FeeLine).where(FeeLine.order_id == order.id)).all()
    post(
        session,
        kind=TransactionKind.SALE,
        cause_id=str(order.id),
        order_id=order.id,
        currency=order.currency,
        note=order.number,
        when=when,
        entries=[
            (AccountKind.PROVIDER_CLEARING, None, sum(paid.values())),
            (AccountKind.CREDIT_LIABILITY, None, from_credit),
            (AccountKind.CASH_WITH_STORES, None, at_the_door),
            (AccountKind.PROMOTION_EXPENSE, None, order.platform_discount_minor),
            (AccountKind.STORE_PAYABLE, order.store_id, -earning),
            (AccountKind.COMMISSION_REVENUE, None, -order.commission_minor),
            *[(FEE_ACCOUNTS[FeeComponent(fee.component)], None, -fee.amount_minor) for fee in fees],
            (AccountKind.FEE_TAX, None, -order.fee_tax_minor),
            (AccountKind.PLATFORM_TAX, None, -platform_tax(order)),
        ],
    )
    amount, currency = settle_in(session, order=order, amount_minor=earning, cause_id=f"sale:{order.id}", when=when)
    earn(session, store_id=order.store_id, order_id=order.id, amount_minor=amount, currency=currency, when=when)
    post_cash(session, order=order, cause_id=f"sale:{order.id}", amount_minor=at_the_door, when=when)


def tender_of(provider: str) -> str:
    """Under which name a provider's part of a sale is booked: money that came to us has none."""
    return provider if provider in (STORED_VALUE, CASH) else ""


def post_cash(
    session: Session, *, order: Order, cause_id: str, amount_minor: int, when: datetime | None = None
) -> None:
    """The store keeps what it was paid at the door, against what it has coming: commission becomes its debt (F074).

    Below zero: the store gave some of it back to the shopper itself.
    """
    if not amount_minor:
        return
    post(
        session,
        kind=TransactionKind.CASH,
        cause_id=cause_id,
        order_id=order.id,
        currency=order.currency,
        note=order.number,
        when=when,
        entries=[
            (AccountKind.CASH_WITH_STORES, None, -amount_minor),
            (AccountKind.STORE_PAYABLE, order.store_id, amount_minor),
        ],
    )
    amount, currency = settle_in(
        session, order=order, amount_minor=-amount_minor, cause_id=f"cash:{cause_id}", when=when
    )
    deduct(
        session, store_id=order.store_id, order_id=order.id, kind=EarningKind.CASH, cause_id=cause_id,
        amount_minor=-amount, currency=currency, when=when,
    )  # fmt: skip


def settle_in(
    session: Session, *, order: Order, amount_minor: int, cause_id: str, when: datetime | None = None
) -> tuple[int, str]:
    """The amount in the store's own currency at the order's frozen rate, booked; unchanged when they are the same."""
    rate = frozen_rate(session, order)
    if rate is None or not amount_minor:
        return amount_minor, order.currency if rate is None else rate.quote
    converted = convert(amount_minor, base=rate.base, quote=rate.quote, rate_e9=rate.rate_e9)
    post_conversion(
        session, cause_id=cause_id, store_id=order.store_id, order_id=order.id, rate=rate, amount_minor=amount_minor,
        converted_minor=converted, when=when,
    )  # fmt: skip
    return converted, rate.quote


def frozen_rate(session: Session, order: Order) -> FxRate | None:
    """The rate that was in force when the order was placed."""
    rate_id: UUID | None = order.fx_rate_id
    return session.get_one(FxRate, rate_id) if rate_id is not None else None
