"""Which rule of commission wins and why, and which can never win (F093)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import NotFound
from emporium.money import Money, format_money
from emporium.services import ledger
from emporium.services.auth import Actor, Permission
from emporium.services.ledger.commissions import active_rules, find_rule
from emporium.services.tax import rate_bp
from emporium.settings import get_settings
from models.catalogue import Product
from models.commissions import CommissionRule
from models.enums import TaxClass

Place = tuple[UUID, UUID | None]
"""A product's store and category."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says about a sale: whether it fits, and if not why; the first that fits wins."""

    rule_id: UUID
    name: str
    fits: bool
    wins: bool
    why: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A sale's commission: every rule in order with its verdict. Amounts in minor units."""

    verdicts: list[Verdict]
    commission_minor: int
    fee_tax_minor: int
    rate_bp: int


def explain_commission(session: Session, *, actor: Actor, product_id: UUID, net_minor: int, currency: str) -> Explained:
    """What is taken of a product sold for a net amount, by the very rules that placement uses. Raises NotFound."""
    actor.require(Permission.VIEW_PLATFORM)
    product = session.get(Product, product_id)
    if product is None:
        raise NotFound("There is no such product.")
    rules = list(active_rules(session))
    won = find_rule(
        rules, store_id=product.store_id, product_id=product.id, category_id=product.category_id,
        net_minor=net_minor, currency=currency,
    )  # fmt: skip
    verdicts, decided = [], False
    for rule in rules:
        why = _why_not(rule, product, net_minor, currency)
        wins = won is not None and rule.id == won.id
        said = why or ("The first that fits." if wins else "It fits, and an earlier one won." if decided else "")
        verdicts.append(Verdict(rule.id, rule.name, not why, wins, said))
        decided = decided or wins
    fee_tax = rate_bp(country=get_settings().default_country, tax_class=TaxClass.STANDARD)
    terms = ledger.line_fee(won, net_minor=net_minor, fee_tax_bp=fee_tax)
    return Explained(verdicts, terms.commission_minor, terms.fee_tax_minor, terms.rate_bp)


def _why_not(rule: CommissionRule, product: Product, net: int, currency: str) -> str:
    """The first condition that does not hold, in words."""

    def amount(minor: int) -> str:
        return format_money(Money(minor, currency))

    if rule.store_id not in (None, product.store_id):
        return "It is for another store."
    if rule.product_id not in (None, product.id):
        return "It is for another product."
    if rule.category_id not in (None, product.category_id):
        return "It is for another category."
    if rule.currency not in (None, currency):
        return f"It is for sales in {rule.currency}."
    if rule.from_minor is not None and net < rule.from_minor:
        return f"It begins at {amount(rule.from_minor)}."
    if rule.to_minor is not None and net >= rule.to_minor:
        return f"It ends below {amount(rule.to_minor)}."
    return ""


def shadowing(rules: Sequence[CommissionRule], places: Mapping[UUID, Place]) -> dict[UUID, CommissionRule]:
    """Rules that can never win, each with the earlier one that takes everything it could.

    `places` says which store and category a product belongs to: a rule for a product is covered by one for its store.
    """
    found: dict[UUID, CommissionRule] = {}
    for place, later in enumerate(rules):
        cover = next((earlier for earlier in rules[:place] if covers(earlier, later, places)), None)
        if cover is not None:
            found[later.id] = cover
    return found


def covers(earlier: CommissionRule, later: CommissionRule, places: Mapping[UUID, Place]) -> bool:
    """Whether everything that the later rule fits is fitted by the earlier one."""
    store, category = later.store_id, later.category_id
    if later.product_id is not None and later.product_id in places:
        own_store, own_category = places[later.product_id]
        store, category = store or own_store, category or own_category
    return (
        earlier.store_id in (None, store)
        and earlier.category_id in (None, category)
        and earlier.product_id in (None, later.product_id)
        and earlier.currency in (None, later.currency)
        and (earlier.from_minor is None or (later.from_minor is not None and earlier.from_minor <= later.from_minor))
        and (earlier.to_minor is None or (later.to_minor is not None and earlier.to_minor >= later.to_minor))
    )


def places_of(session: Session, rules: Sequence[CommissionRule]) -> dict[UUID, Place]:
    """Store and category of the products that rules name. One query."""
    wanted = [rule.product_id for rule in rules if rule.product_id is not None]
    rows = session.exec(
        select(Product.id, Product.store_id, Product.category_id).where(col(Product.id).in_(wanted))
    ).all()
    return {product_id: (store_id, category_id) for product_id, store_id, category_id in rows}
