"""The rule of a collection: conditions on products, all of which or any of which hold, and what they are in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import Session, select

from emporium.errors import Invalid
from emporium.i18n import _
from models.catalogue import PRICE_MAX, Category
from models.stores import Store

MOST_CONDITIONS = 10
LONGEST = 80
MOST_DAYS = 3650


class ConditionKind(StrEnum):
    """What a condition asks of a product."""

    CATEGORY = "category"
    """It is in the category of this slug, or below it."""
    ATTRIBUTE = "attribute"
    """One variant that is sold has this value of an option, or the product has it as an attribute."""
    PRICE = "price"
    """What it costs at least lies between `low` and `high`, minor units; either may be left out."""
    SALE = "sale"
    TAG = "tag"
    WORDS = "words"
    """Its own words have all of these."""
    STORE = "store"
    """It is sold by the store of this slug."""
    NEWEST = "newest"
    """It was published in the last `low` days."""
    RATING = "rating"
    """Its average is `low` tenths or more, of at least one review."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition. Which fields mean something depends on the kind."""

    kind: ConditionKind
    value: str = ""
    name: str = ""
    """Of an attribute: what is called so, such as “Colour”."""
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions, all of which hold; or any of which."""

    conditions: tuple[Condition, ...] = ()
    any: bool = False


def read_rule(kept: Mapping[str, Any]) -> Rule:
    """A rule from its JSON; an empty one takes in nothing."""
    return Rule(
        tuple(
            Condition(
                ConditionKind(one["kind"]), str(one.get("value", "")), str(one.get("name", "")),
                one.get("low"), one.get("high"),
            )
            for one in kept.get("conditions", ())
        ),
        bool(kept.get("any", False)),
    )  # fmt: skip


def rule_as_kept(rule: Rule) -> dict[str, Any]:
    """A rule as JSON, without what means nothing."""
    return {
        "any": rule.any,
        "conditions": [
            {
                "kind": str(one.kind),
                **({"value": one.value} if one.value else {}),
                **({"name": one.name} if one.name else {}),
                **({"low": one.low} if one.low is not None else {}),
                **({"high": one.high} if one.high is not None else {}),
            }
            for one in rule.conditions
        ],
    }


def check_rule(session: Session, rule: Rule) -> None:
    """Raises Invalid naming the field: nothing asked, too much, or something that there is not."""
    if not rule.conditions:
        raise Invalid("rule", _("Add a condition: a rule without one takes in nothing."))
    if len(rule.conditions) > MOST_CONDITIONS:
        raise Invalid(
            "rule", _("A rule has at most {most_conditions} conditions.").format(most_conditions=MOST_CONDITIONS)
        )
    for one in rule.conditions:
        check_condition(session, one)


def check_condition(session: Session, one: Condition) -> None:
    """Raises Invalid naming the field."""
    if len(one.value) > LONGEST or len(one.name) > LONGEST:
        raise Invalid("value", _("Give at most {longest} letters.").format(longest=LONGEST))
    if one.kind is ConditionKind.PRICE:
        _check_prices(one)
    elif one.kind is ConditionKind.NEWEST and not 1 <= (one.low or 0) <= MOST_DAYS:
        raise Invalid("low", _("Give a number of days from 1 to {most_days:,}.").format(most_days=MOST_DAYS))
    elif one.kind is ConditionKind.RATING and not 10 <= (one.low or 0) <= 50:
        raise Invalid("low", _("Give a rating from 1.0 to 5.0."))
    elif one.kind in (ConditionKind.TAG, ConditionKind.WORDS, ConditionKind.ATTRIBUTE) and not one.value.strip():
        raise Invalid("value", _("Say what it is to be."))
    elif one.kind is ConditionKind.ATTRIBUTE and not one.name.strip():
        raise Invalid("name", _("Say of which choice, such as Colour."))
    elif one.kind in (ConditionKind.CATEGORY, ConditionKind.STORE):
        _check_place(session, one)


def _check_place(session: Session, one: Condition) -> None:
    kind = Category if one.kind is ConditionKind.CATEGORY else Store
    if session.exec(select(kind.id).where(kind.slug == one.value)).first() is None:
        raise Invalid("value", _("Choose a {kind}.").format(kind=one.kind))


def _check_prices(one: Condition) -> None:
    if one.low is None and one.high is None:
        raise Invalid("low", _("Give a lowest price, a highest, or both."))
    if not all(0 <= price <= PRICE_MAX for price in (one.low, one.high) if price is not None):
        raise Invalid("low", _("That is no price."))
    if one.low is not None and one.high is not None and one.low > one.high:
        raise Invalid("high", _("The highest price is below the lowest."))


def condition_sql(rule: Rule) -> tuple[str, dict[str, Any]]:
    """The rule on a product `p` of a store `s`, and its parameters; one without conditions is never true."""
    parts: list[str] = []
    parameters: dict[str, Any] = {}
    for number, one in enumerate(rule.conditions):
        write, names = _WAYS[one.kind]
        parts.append("(" + write(number, one) + ")")
        parameters |= {f"{name}{number}": _given(one, name) for name in names}
    return (" OR " if rule.any else " AND ").join(parts) or "false", parameters


def _given(one: Condition, name: str) -> Any:
    found = getattr(one, name)
    return found.strip().lower() if isinstance(found, str) else found


Write = Callable[[int, Condition], str]


def _price(number: int, one: Condition) -> str:
    bounds = [
        *([f"p.min_price_minor >= :low{number}"] if one.low is not None else []),
        *([f"p.min_price_minor <= :high{number}"] if one.high is not None else []),
    ]
    return " AND ".join(bounds) or "true"


def _plain(sql: str) -> Write:
    return lambda number, _one: sql.replace("#", str(number))


_WAYS: Mapping[ConditionKind, tuple[Write, tuple[str, ...]]] = {
    ConditionKind.CATEGORY: (
        _plain(
            """p.category_id IN (WITH RECURSIVE down AS (
                SELECT id FROM category WHERE slug = :value#
                UNION ALL SELECT c.id FROM category c JOIN down ON c.parent_id = down.id) SELECT id FROM down)"""
        ),
        ("value",),
    ),
    ConditionKind.ATTRIBUTE: (
        _plain(
            """EXISTS (SELECT 1 FROM product_variant v JOIN variant_option vo ON vo.variant_id = v.id
                JOIN product_option po ON po.id = vo.option_id JOIN option_value ov ON ov.id = vo.value_id
                WHERE v.product_id = p.id AND v.active AND lower(po.name) = :name# AND lower(ov.name) = :value#)
               OR EXISTS (SELECT 1 FROM product_attribute a JOIN attribute_definition d ON d.id = a.attribute_id
                WHERE a.product_id = p.id AND lower(d.name) = :name# AND lower(a.value) = :value#)"""
        ),
        ("name", "value"),
    ),
    ConditionKind.PRICE: (_price, ("low", "high")),
    ConditionKind.SALE: (_plain("p.compare_at_minor IS NOT NULL"), ()),
    ConditionKind.TAG: (
        _plain("EXISTS (SELECT 1 FROM jsonb_array_elements_text(p.tags) AS t (tag) WHERE lower(tag) = :value#)"),
        ("value",),
    ),
    ConditionKind.WORDS: (_plain("p.search @@ websearch_to_tsquery('english', :value#)"), ("value",)),
    ConditionKind.STORE: (_plain("s.slug = :value#"), ("value",)),
    ConditionKind.NEWEST: (_plain("p.published_at >= now() - make_interval(days => :low#)"), ("low",)),
    ConditionKind.RATING: (_plain("p.rating_count > 0 AND p.rating_sum * 10 >= :low# * p.rating_count"), ("low",)),
}
