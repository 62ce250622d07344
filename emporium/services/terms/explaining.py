"""Which rule of commission wins and why, and which can never win (F093)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.money import Money, format_money
from emporium.services import ledger
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.categories import category_lines
from emporium.services.ledger.commissions import active_rules, find_rule
from emporium.services.tax import rate_bp
from emporium.settings import get_settings
from models.catalogue import Product
from models.commissions import CommissionRule
from models.enums import TaxClass

Place = tuple[UUID, frozenset[UUID]]
"""A product's store; its category and those above it."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the products that rules name belong, and every category with itself and those above it."""

    products: Mapping[UUID, Place] = field(default_factory=dict)
    lines: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)


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
        raise NotFound(_("There is no such product."))
    rules = list(active_rules(session))
    above = category_lines(session).get(product.category_id, frozenset()) if product.category_id else frozenset()
    won = find_rule(
        rules, store_id=product.store_id, product_id=product.id, categories=above, net_minor=net_minor,
        currency=currency,
    )  # fmt: skip
    verdicts, decided = [], False
    for rule in rules:
        why = _why_not(rule, product, above, net_minor, currency)
        wins = won is not None and rule.id == won.id
        said = why or ("The first that fits." if wins else "It fits, and an earlier one won." if decided else "")
        verdicts.append(Verdict(rule.id, rule.name, not why, wins, said))
        decided = decided or wins
    fee_tax = rate_bp(country=get_settings().default_country, tax_class=TaxClass.STANDARD)
    terms = ledger.line_fee(won, net_minor=net_minor, fee_tax_bp=fee_tax)
    return Explained(verdicts, terms.commission_minor, terms.fee_tax_minor, terms.rate_bp)


def _why_not(rule: CommissionRule, product: Product, above: Collection[UUID], net: int, currency: str) -> str:
    """The first condition that does not hold, in words."""

    def amount(minor: int) -> str:
        return format_money(Money(minor, currency))

    if rule.store_id not in (None, product.store_id):
        return "It is for another store."
    if rule.product_id not in (None, product.id):
        return "It is for another product."
    if rule.category_id is not None and rule.category_id not in above:
        return "It is for another category."
    if rule.currency not in (None, currency):
        return f"It is for sales in {rule.currency}."
    if rule.from_minor is not None and net < rule.from_minor:
        return f"It begins at {amount(rule.from_minor)}."
    if rule.to_minor is not None and net >= rule.to_minor:
        return f"It ends below {amount(rule.to_minor)}."
    return ""


def shadowing(rules: Sequence[CommissionRule], places: Places) -> dict[UUID, CommissionRule]:
    """Rules that can never win, each with the earlier one that takes everything it could.

    A rule for a product is covered by one for its store, one for a category by one for a category above it.
    """
    found: dict[UUID, CommissionRule] = {}
    for place, later in enumerate(rules):
        cover = next((earlier for earlier in rules[:place] if covers(earlier, later, places)), None)
        if cover is not None:
            found[later.id] = cover
    return found


def covers(earlier: CommissionRule, later: CommissionRule, places: Places) -> bool:
    """Whether everything that the later rule fits is fitted by the earlier one."""
    store, within = later.store_id, frozenset[UUID]()
    if later.category_id is not None:
        within = places.lines.get(later.category_id, frozenset({later.category_id}))
    if later.product_id is not None and later.product_id in places.products:
        own_store, own_categories = places.products[later.product_id]
        store, within = store or own_store, within | own_categories
    return (
        earlier.store_id in (None, store)
        and (earlier.category_id is None or earlier.category_id in within)
        and earlier.product_id in (None, later.product_id)
        and earlier.currency in (None, later.currency)
        and (earlier.from_minor is None or (later.from_minor is not None and earlier.from_minor <= later.from_minor))
        and (earlier.to_minor is None or (later.to_minor is not None and earlier.to_minor >= later.to_minor))
    )


def places_of(session: Session, rules: Sequence[CommissionRule]) -> Places:
    """Where the products and categories that rules name belong. Two queries."""
    wanted = [rule.product_id for rule in rules if rule.product_id is not None]
    rows = session.exec(
        select(Product.id, Product.store_id, Product.category_id).where(col(Product.id).in_(wanted))
    ).all()
    lines = category_lines(session)
    return Places(
        {
            product_id: (store_id, lines.get(category_id, frozenset()) if category_id else frozenset())
            for product_id, store_id, category_id in rows
        },
        lines,
    )
