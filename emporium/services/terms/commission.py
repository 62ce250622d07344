"""The rules of commission, in the operator's order. What was sold keeps the rule it was sold with (F093, F094)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services import audit
from emporium.services.auth import Actor, Permission
from emporium.services.terms.explaining import covers, places_of, shadowing
from models.catalogue import Category, Product
from models.commissions import CommissionRule
from models.stores import Store

FULL = 10_000


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule as somebody wants it. Empty conditions fit everything; amounts are minor units of `currency`."""

    name: str
    rate_bp: int = 0
    store_id: UUID | None = None
    category_id: UUID | None = None
    product_id: UUID | None = None
    from_minor: int | None = None
    to_minor: int | None = None
    currency: str | None = None
    fixed_minor: int = 0
    min_minor: int | None = None
    max_minor: int | None = None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in its place, with the names of what it is for, and the rule that never lets it win."""

    rule: CommissionRule
    store: str
    category: str
    product: str
    shadowed_by: str


def commission_rules(session: Session, *, actor: Actor) -> list[RuleRow]:
    """Every rule in force, in order. Two queries."""
    actor.require(Permission.VIEW_PLATFORM)
    rows = session.exec(
        select(CommissionRule, Store.name, Category.name, Product.name)
        .outerjoin(Store, col(Store.id) == col(CommissionRule.store_id))
        .outerjoin(Category, col(Category.id) == col(CommissionRule.category_id))
        .outerjoin(Product, col(Product.id) == col(CommissionRule.product_id))
        .where(col(CommissionRule.active))
        .order_by(col(CommissionRule.position))
    ).all()
    rules = [row[0] for row in rows]
    hidden = shadowing(rules, places_of(session, rules))
    return [
        RuleRow(rule, store or "", category or "", product or "", hidden[rule.id].name if rule.id in hidden else "")
        for rule, store, category, product in rows
    ]


def _locked(session: Session) -> Sequence[CommissionRule]:
    """Every rule in order. Whoever changes the order waits for the one before, and then sees what that one did."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('commission rules', 7))"))
    return session.exec(
        select(CommissionRule)
        .where(col(CommissionRule.active))
        .order_by(col(CommissionRule.position))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def add_rule(session: Session, *, actor: Actor, rule: NewRule) -> CommissionRule:
    """A new rule, put before the first one that would never let it win; else last. Raises Invalid naming the field."""
    actor.require(Permission.MANAGE_MONEY)
    _check(session, rule)
    rules = list(_locked(session))
    made = CommissionRule(
        position=0, active=True, name=rule.name.strip(), rate_bp=rule.rate_bp, store_id=rule.store_id,
        category_id=rule.category_id, product_id=rule.product_id, from_minor=rule.from_minor, to_minor=rule.to_minor,
        currency=rule.currency, fixed_minor=rule.fixed_minor, min_minor=rule.min_minor, max_minor=rule.max_minor,
    )  # fmt: skip
    places = places_of(session, [*rules, made])
    place = next((i for i, known in enumerate(rules) if covers(known, made, places)), len(rules))
    session.add(made)
    _place(session, [*rules[:place], made, *rules[place:]])
    _note(session, actor, made, "commission_rule.made")
    return made


def move_rule(session: Session, *, actor: Actor, seen: Sequence[UUID], rule_id: UUID, up: bool) -> None:
    """Swap a rule with its neighbour, if the order is still what the person saw. Raises Conflict, NotFound."""
    actor.require(Permission.MANAGE_MONEY)
    rules = list(_locked(session))
    if [rule.id for rule in rules] != list(seen):
        raise Conflict(_("Somebody changed the order while you looked. Look at it and move the rule again."))
    place = next((i for i, rule in enumerate(rules) if rule.id == rule_id), None)
    if place is None:
        raise NotFound(_("There is no such rule."))
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rules):
        return
    rules[place], rules[other] = rules[other], rules[place]
    _place(session, rules)
    _note(session, actor, rules[other], "commission_rule.moved")


def switch_off_rule(session: Session, *, actor: Actor, rule_id: UUID) -> CommissionRule:
    """A rule fits nothing from now on; what was sold with it stays as it was. Raises NotFound."""
    actor.require(Permission.MANAGE_MONEY)
    rules = list(_locked(session))
    found = next((rule for rule in rules if rule.id == rule_id), None)
    if found is None:
        raise NotFound(_("There is no such rule."))
    found.active = False
    session.add(found)
    session.flush()
    _place(session, [rule for rule in rules if rule.id != rule_id])
    _note(session, actor, found, "commission_rule.switched_off")
    return found


def _place(session: Session, rules: Sequence[CommissionRule]) -> None:
    """Number the rules anew; first out of each other's way, since no two may have one place."""
    for shift in (-len(rules) - 1_000_000, 1):
        for place, rule in enumerate(rules):
            rule.position = place + shift
            session.add(rule)
        session.flush()


def _check(session: Session, rule: NewRule) -> None:
    if not 2 <= len(rule.name.strip()) <= 80:
        raise Invalid("name", _("Give the rule a name of 2 to 80 letters."))
    if isinstance(rule.rate_bp, bool) or not 0 <= rule.rate_bp <= FULL:
        raise Invalid("rate", _("Give a rate between 0 and 100 %."))
    amounts = (rule.from_minor, rule.to_minor, rule.min_minor, rule.max_minor, rule.fixed_minor or None)
    if any(amount is not None for amount in amounts) and not rule.currency:
        raise Invalid("currency", _("Amounts need a currency."))
    if any(amount is not None and amount < 0 for amount in amounts):
        raise Invalid("amount", _("Amounts cannot be below zero."))
    if rule.from_minor is not None and rule.to_minor is not None and rule.from_minor >= rule.to_minor:
        raise Invalid("to", _("The band has to end above where it begins."))
    if rule.min_minor is not None and rule.max_minor is not None and rule.min_minor > rule.max_minor:
        raise Invalid("max", _("The most has to be at least the least."))
    for field, model, ident in (("store", Store, rule.store_id), ("category", Category, rule.category_id),
                                ("product", Product, rule.product_id)):  # fmt: skip
        if ident is not None and session.get(model, ident) is None:
            raise Invalid(field, _("There is no such {field}.").format(field=field))


def _note(session: Session, actor: Actor, rule: CommissionRule, action: str) -> None:
    audit.note(
        session, actor=actor, action=action, subject_kind="commission_rule", subject_id=rule.id,
        after={"name": rule.name, "rate_bp": rule.rate_bp, "position": rule.position},
    )  # fmt: skip
