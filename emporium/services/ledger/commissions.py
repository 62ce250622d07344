"""What the platform takes: rules in the operator's order, the first that fits wins (F093, C03)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.money import share
from models.commissions import CommissionRule


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """The rule and rate that were in force when a line was sold; frozen on the line."""

    rule_id: UUID | None
    rate_bp: int
    commission_minor: int
    fee_tax_minor: int


def active_rules(session: Session) -> Sequence[CommissionRule]:
    """Every rule in force, in order."""
    return session.exec(
        select(CommissionRule).where(col(CommissionRule.active)).order_by(col(CommissionRule.position))
    ).all()


def find_rule(
    rules: Sequence[CommissionRule],
    *,
    store_id: UUID,
    product_id: UUID,
    categories: Collection[UUID],
    net_minor: int,
    currency: str,
) -> CommissionRule | None:
    """The first rule whose every condition holds. `categories` are the product's own and every one above it."""
    for rule in rules:
        if rule.store_id not in (None, store_id) or rule.product_id not in (None, product_id):
            continue
        if rule.category_id is not None and rule.category_id not in categories:
            continue
        if rule.currency not in (None, currency):
            continue
        if rule.from_minor is not None and net_minor < rule.from_minor:
            continue
        if rule.to_minor is not None and net_minor >= rule.to_minor:
            continue
        return rule
    return None


def line_fee(rule: CommissionRule | None, *, net_minor: int, fee_tax_bp: int) -> FeeTerms:
    """Commission on a line's net amount, rounded half up, within the rule's bounds; and the tax on it."""
    if rule is None:
        return FeeTerms(None, 0, 0, 0)
    fee = share(net_minor, rule.rate_bp, 10_000) + rule.fixed_minor
    if rule.min_minor is not None:
        fee = max(fee, rule.min_minor)
    if rule.max_minor is not None:
        fee = min(fee, rule.max_minor)
    fee = max(0, min(fee, net_minor))
    return FeeTerms(rule.id, rule.rate_bp, fee, share(fee, fee_tax_bp, 10_000))
