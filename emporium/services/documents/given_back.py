"""What was given back of an order before it was invoiced: its invoice does not ask for that again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from models.enums import RefundBucket
from models.payments import Refund, RefundLine


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Sums of the refunds of an order so far, in minor units."""

    refunds: Sequence[str]
    line_tax: Mapping[UUID, int]
    shipping_minor: int
    shipping_tax_minor: int
    goodwill_minor: int


def given_back(session: Session, *, order_id: UUID) -> GivenBack:
    """Everything booked until now; the order is locked, so that nothing is added meanwhile. Two queries."""
    roots = session.exec(
        select(Refund.id).where(Refund.order_id == order_id, col(Refund.parent_id).is_(None)).order_by(col(Refund.id))
    ).all()
    parts = session.exec(select(RefundLine).where(col(RefundLine.refund_id).in_(roots))).all()
    line_tax: dict[UUID, int] = {}
    for part in parts:
        if part.order_line_id is not None:
            line_tax[part.order_line_id] = line_tax.get(part.order_line_id, 0) + part.tax_minor
    shipping = [part for part in parts if part.bucket == RefundBucket.SHIPPING]
    return GivenBack(
        refunds=[str(root) for root in roots],
        line_tax=line_tax,
        shipping_minor=sum(part.amount_minor for part in shipping),
        shipping_tax_minor=sum(part.tax_minor for part in shipping),
        goodwill_minor=sum(part.amount_minor for part in parts if part.bucket == RefundBucket.GOODWILL),
    )
