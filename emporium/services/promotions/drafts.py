"""What somebody who makes a promotion has written down, checked and turned into columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Invalid, Refused
from emporium.i18n import _
from emporium.services.promotions.basket import whole
from emporium.services.promotions.offers import FULL, Offer
from emporium.services.promotions.rules import Rule
from models.catalogue import Category, Product
from models.enums import PromotionClass, PromotionFunder, PromotionKind

MOST = 2_147_483_647
"""Counters and priorities are 32 bits wide."""


@dataclass(frozen=True, slots=True)
class PromotionDraft:
    """A promotion as it is written down. Fields mean what they mean in `Offer`; ids in the rule are texts.

    Without a `funder` the owner pays: the store for its own offers, the platform for its own.
    """

    name: str
    kind: PromotionKind
    klass: PromotionClass = PromotionClass.ORDER
    funder: PromotionFunder | None = None
    platform_share_bp: int = FULL
    percent_bp: int = 0
    amounts: Mapping[str, int] = field(default_factory=dict)
    thresholds: Mapping[str, int] = field(default_factory=dict)
    rule: Rule = field(default_factory=Rule)
    priority: int = 0
    exclusive: bool = False
    needs_code: bool = True
    usage_limit: int | None = None
    per_customer_limit: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def columns(session: Session, draft: PromotionDraft, *, store_id: UUID | None, by_store: bool) -> dict[str, Any]:
    """The draft as column values. Raises Invalid naming the field; Refused when a store lets the platform pay."""
    name = draft.name.strip()
    if not 1 <= len(name) <= 120:
        raise Invalid("name", _("Give the promotion a name of up to 120 characters. Shoppers see it."))
    for field_name, limit in (("usage_limit", draft.usage_limit), ("per_customer_limit", draft.per_customer_limit)):
        if limit is not None and whole(field_name, limit, least=1) > MOST:
            raise Invalid(field_name, _("That is more than can be counted. Leave it empty for no limit."))
    if whole("priority", draft.priority, least=-1000) > 1000:
        raise Invalid("priority", _("Give a priority between -1000 and 1000."))
    _check_period(draft)
    funder = _funder(draft, store_id, by_store)
    share_bp = {PromotionFunder.PLATFORM: FULL, PromotionFunder.STORE: 0}.get(funder, draft.platform_share_bp)
    rule = Rule.read(draft.rule.stored())
    _check_ids(session, rule, store_id)
    offer = Offer(
        id="draft",
        name=name,
        kind=PromotionKind(draft.kind),
        klass=PromotionClass(draft.klass),
        funder=funder,
        platform_share_bp=share_bp,
        percent_bp=draft.percent_bp,
        amounts=draft.amounts,
        thresholds=draft.thresholds,
        rule=rule,
    )
    return {
        "name": name,
        "kind": offer.kind,
        "klass": offer.layer,
        "funder": funder,
        "platform_share_bp": share_bp,
        "percent_bp": draft.percent_bp,
        "amounts": dict(draft.amounts),
        "thresholds": dict(draft.thresholds),
        "rule": rule.stored(),
        "priority": draft.priority,
        "exclusive": draft.exclusive,
        "needs_code": draft.needs_code,
        "usage_limit": draft.usage_limit,
        "per_customer_limit": draft.per_customer_limit,
        "starts_at": draft.starts_at,
        "ends_at": draft.ends_at,
    }


def _check_period(draft: PromotionDraft) -> None:
    for field_name, moment in (("starts_at", draft.starts_at), ("ends_at", draft.ends_at)):
        if moment is not None and moment.tzinfo is None:
            raise Invalid(field_name, _("Say in which time zone that is."))
    if draft.starts_at is not None and draft.ends_at is not None and draft.ends_at <= draft.starts_at:
        raise Invalid("ends_at", _("The end must be after the start."))


def _funder(draft: PromotionDraft, store_id: UUID | None, by_store: bool) -> PromotionFunder:
    owner = PromotionFunder.PLATFORM if store_id is None else PromotionFunder.STORE
    if by_store and draft.funder not in (None, PromotionFunder.STORE):
        raise Refused(_("A store pays for its own offers. Ask the platform if it wants to share."))
    return PromotionFunder(draft.funder or owner)


def _check_ids(session: Session, rule: Rule, store_id: UUID | None) -> None:
    """Named products and categories must exist; a store names only its own products (F056)."""
    products = _uuids("rule.products", rule.scope.products | rule.gift.products)
    statement = select(Product.id).where(col(Product.id).in_(products))
    if store_id is not None:
        statement = statement.where(Product.store_id == store_id)
    if products and set(session.exec(statement).all()) != products:
        raise Invalid("rule.products", _("One of these products does not exist, or belongs to another store."))
    categories = _uuids("rule.categories", rule.scope.categories | rule.gift.categories)
    if categories:
        known = session.exec(select(Category.id).where(col(Category.id).in_(categories))).all()
        if set(known) != categories:
            raise Invalid("rule.categories", _("One of these categories does not exist."))


def _uuids(field_name: str, values: frozenset[str]) -> set[UUID]:
    try:
        return {UUID(value) for value in values}
    except ValueError:
        raise Invalid(field_name, _("Choose from the list.")) from None
