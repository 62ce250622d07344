"""A refund as it was written, for whoever has to book or show it again."""

from __future__ import annotations

from sqlmodel import Session, col, or_, select

from emporium.services.ledger import Reversal, tender_of
from emporium.services.ledger.sales import FEE_ACCOUNTS
from models.commissions import FeeLine
from models.enums import FeeComponent
from models.payments import PaymentAttempt, PaymentShare, Refund, RefundLine


def recorded(session: Session, *, refund: Refund) -> tuple[Reversal, dict[str, int]]:
    """What a refund undid, and what each kind of tender bore of it. `refund` is the first row of its group."""
    lines = session.exec(select(RefundLine).where(RefundLine.refund_id == refund.id)).all()
    fees = session.exec(select(FeeLine).where(FeeLine.order_id == refund.order_id)).all() if refund.fees_minor else []
    rows = session.exec(
        select(Refund.amount_minor, PaymentAttempt.provider)
        .join(PaymentShare, col(PaymentShare.id) == col(Refund.share_id))
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentShare.attempt_id))
        .where(or_(Refund.id == refund.id, Refund.parent_id == refund.id))
    ).all()
    tenders: dict[str, int] = {}
    for amount, provider in rows:
        name = tender_of(provider)
        tenders[name] = tenders.get(name, 0) + amount
    reversal = Reversal(
        amount_minor=sum(line.amount_minor for line in lines),
        tax_minor=sum(line.tax_minor for line in lines),
        commission_minor=sum(line.commission_minor for line in lines),
        fee_tax_minor=sum(line.fee_tax_minor for line in lines) + refund.fees_tax_minor,
        platform_minor=sum(line.platform_minor for line in lines),
        fees_minor={FEE_ACCOUNTS[FeeComponent(fee.component)]: fee.amount_minor for fee in fees},
    )
    return reversal, tenders
