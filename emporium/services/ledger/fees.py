"""What the platform takes of an order beside its commission: each component is a line of its own (F095)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, or_, select

from emporium.money import share
from models.commissions import FeeLine, FeeRule
from models.enums import FeeComponent
from models.orders import Order


def order_fees(session: Session, *, order: Order, fee_tax_bp: int) -> list[FeeLine]:
    """The order's fee lines, frozen with rule, rate and base; not stored yet. One query.

    Per component the store's own rule wins over the platform's. The base is the order's total; amounts are rounded
    half up, and together they never exceed the total.
    """
    rules = session.exec(
        select(FeeRule)
        .where(col(FeeRule.active), or_(FeeRule.store_id == order.store_id, col(FeeRule.store_id).is_(None)))
        .where(or_(FeeRule.currency == order.currency, col(FeeRule.currency).is_(None)))
        .order_by(col(FeeRule.store_id).is_(None), col(FeeRule.id))
    ).all()
    chosen: dict[FeeComponent, FeeRule] = {}
    for rule in rules:
        chosen.setdefault(FeeComponent(rule.component), rule)
    left, made = order.total_minor, []
    for component in sorted(chosen):
        rule = chosen[component]
        amount = min(share(order.total_minor, rule.rate_bp, 10_000) + rule.fixed_minor, left)
        if amount:
            left -= amount
            made.append(_line(order.id, component, rule, order.total_minor, amount, fee_tax_bp))
    return made


def _line(order_id: UUID, component: FeeComponent, rule: FeeRule, base: int, amount: int, tax_bp: int) -> FeeLine:
    return FeeLine(
        order_id=order_id,
        component=component,
        rule_id=rule.id,
        rate_bp=rule.rate_bp,
        base_minor=base,
        amount_minor=amount,
        tax_minor=share(amount, tax_bp, 10_000),
    )
