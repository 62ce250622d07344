"""A rule as it is made in the browser: conditions typed one by one, in words, with what they take in now (F021)."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from admin.collection_values import ConditionLine, PickLine, RuleForm
from emporium.errors import Invalid
from emporium.i18n import N_, _, ngettext, number
from emporium.services import catalogue, stores
from emporium.services.auth import Actor
from emporium.services.catalogue import CategoryNode, ProductRow, collections
from emporium.services.catalogue.collections import MOST_CONDITIONS, CollectionView, Condition, ConditionKind, Rule
from emporium.settings import get_settings
from emporium.ui.desk_typed import amount_minor, text_of, whole_number
from emporium.ui.desk_values import Option
from emporium.web.page import PageRequest
from emporium.web.shown import image, money

_K = ConditionKind
KINDS: Mapping[ConditionKind, str] = {
    _K.CATEGORY: N_("Category"),
    _K.ATTRIBUTE: N_("Option or attribute"),
    _K.PRICE: N_("Price"),
    _K.SALE: N_("On sale"),
    _K.TAG: N_("Tag"),
    _K.WORDS: N_("Words"),
    _K.STORE: N_("Store"),
    _K.NEWEST: N_("New"),
    _K.RATING: N_("Rating"),
}
RATINGS = (45, 40, 35)
MOST_STORES = 500


def draft_of(request: PageRequest, found: CollectionView) -> Rule:
    """The rule as this tab has changed it, else as it is kept."""
    given = request.extra.get("rule", "")
    return collections.read_rule(json.loads(given)) if given else found.rule


def as_draft(rule: Rule) -> str:
    """A rule as a tab remembers it."""
    return json.dumps(collections.rule_as_kept(rule))


def typed_condition(form: Mapping[str, Any], kind: str) -> Condition:
    """What somebody typed, by what it is about. Raises Invalid naming the field."""
    if kind not in tuple(_K):
        raise Invalid("kind", _("Choose what it is about."))
    known, currency = _K(kind), get_settings().currency
    value, name = text_of(form, "value", 80), text_of(form, "name", 80)
    if known is _K.PRICE:
        low, high = text_of(form, "low"), text_of(form, "high")
        return Condition(
            known,
            low=amount_minor(low, currency, "low") if low else None,
            high=amount_minor(high, currency, "high") if high else None,
        )
    if known is _K.NEWEST:
        return Condition(known, low=whole_number(text_of(form, "low"), "low", least=1))
    if known is _K.RATING:
        return Condition(known, low=whole_number(value, "value", least=10, most=50))
    return Condition(known, "" if known is _K.SALE else value, name if known is _K.ATTRIBUTE else "")


def rule_form(session: Session, request: PageRequest, found: CollectionView) -> RuleForm:
    """The builder with the draft, and what it takes in. Six queries at most."""
    rule, kind = draft_of(request, found), request.extra.get("kind", str(_K.CATEGORY))
    tree = _flat(catalogue.category_tree(session))
    homes = stores.directory(session, limit=MOST_STORES, pictures=0)
    names = {(_K.CATEGORY, slug): name for slug, name in tree} | {(_K.STORE, one.slug): one.name for one in homes}
    hits, sample = _hits(session, request.actor, rule)
    return RuleForm(
        any=rule.any,
        conditions=[ConditionLine(number, condition_words(one, names)) for number, one in enumerate(rule.conditions)],
        none=not rule.conditions,
        full=len(rule.conditions) >= MOST_CONDITIONS,
        changed=rule != found.rule,
        hits=hits,
        sample=sample,
        kind=kind,
        kinds=[Option(str(one), _(text)) for one, text in KINDS.items()],
        choices=_choices(kind, tree, [(one.slug, one.name) for one in homes]),
        symbol=money(0, get_settings().currency)[0],
    )


def _hits(session: Session, actor: Actor, rule: Rule) -> tuple[str, list[PickLine]]:
    if not rule.conditions:
        return _("A rule without conditions takes in nothing."), []
    try:
        shown = collections.preview(session, actor=actor, rule=rule)
    except Invalid as wrong:
        return wrong.message, []
    said = ngettext("{count} product now", "{count} products now", shown.count).format(count=number(shown.count))
    return said, [pick_line(row) for row in shown.rows]


def pick_line(row: ProductRow) -> PickLine:
    """A product with its store and price."""
    return PickLine(
        id=str(row.id),
        name=row.name,
        small=f"{row.store_name} · {money(row.price_minor, row.currency)}",
        href=f"/p/{row.slug}",
        picture=dataclasses.replace(image(row.image), alt=""),
    )


def _flat(nodes: Sequence[CategoryNode], above: str = "") -> list[tuple[str, str]]:
    """Slug and name of every category, with what is above it."""
    found = []
    for node in nodes:
        name = f"{above} › {node.name}" if above else node.name
        found += [(node.slug, name), *_flat(node.children, name)]
    return found


def _choices(kind: str, tree: Sequence[tuple[str, str]], homes: Sequence[tuple[str, str]]) -> list[Option]:
    if kind == _K.CATEGORY:
        return [Option(slug, name) for slug, name in tree]
    if kind == _K.STORE:
        return [Option(slug, name) for slug, name in homes]
    if kind == _K.RATING:
        return [Option(str(one), _("{stars} and up").format(stars=_stars(one))) for one in RATINGS]
    return []


def _stars(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"


Say = Callable[[Condition], str]
_WORDS: Mapping[ConditionKind, Say] = {
    _K.ATTRIBUTE: lambda one: _("{name} is {value}").format(name=one.name.capitalize(), value=one.value.capitalize()),
    _K.SALE: lambda one: _("On sale"),
    _K.TAG: lambda one: _("Tagged “{tag}”").format(tag=one.value),
    _K.WORDS: lambda one: _("Has the words “{words}”").format(words=one.value),
    _K.NEWEST: lambda one: ngettext(
        "Published in the last day", "Published in the last {count} days", one.low or 0
    ).format(count=number(one.low)),
    _K.RATING: lambda one: _("Rated {stars} and up").format(stars=_stars(one.low or 0)),
}


def condition_words(one: Condition, names: Mapping[tuple[ConditionKind, str], str]) -> str:
    """A condition as a person says it."""
    if one.kind in _WORDS:
        return _WORDS[one.kind](one)
    if one.kind is _K.PRICE:
        return _price_words(one)
    name = names.get((one.kind, one.value), one.value)
    said = _("In {name}") if one.kind is _K.CATEGORY else _("Sold by {name}")
    return said.format(name=name)


def _price_words(one: Condition) -> str:
    currency = get_settings().currency
    low, high = money(one.low or 0, currency), money(one.high or 0, currency)
    if one.low is None:
        return _("Costs {high} or less").format(high=high)
    if one.high is None:
        return _("Costs {low} or more").format(low=low)
    return _("Costs {low} to {high}").format(low=low, high=high)
