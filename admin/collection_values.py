"""What the operator's pages of collections show."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.values import Picture


@dataclass(frozen=True)
class CollectionLine:
    """A collection in the list."""

    id: str = ""
    name: str = ""
    href: str = ""
    address: str = ""
    filled: str = ""
    products: str = ""
    state: str = ""
    tone: str = ""
    picture: Picture = Picture()
    first: bool = False
    last: bool = False


@dataclass(frozen=True)
class CollectionsPage:
    """Every collection, and a form for another."""

    sub: str = ""
    lines: list[CollectionLine] = field(default_factory=list)
    empty: bool = False
    foot: str = ""
    older: str = ""
    newest: str = ""
    can_edit: bool = False
    error: str = ""
    wrong: str = ""
    fresh: str = ""


@dataclass(frozen=True)
class PickLine:
    """A product that is in the collection, or could be."""

    id: str = ""
    name: str = ""
    small: str = ""
    href: str = ""
    picture: Picture = Picture()
    unseen: bool = False
    first: bool = False
    last: bool = False


@dataclass(frozen=True)
class ConditionLine:
    """One condition of the rule, in words."""

    number: int = 0
    text: str = ""


@dataclass(frozen=True)
class RuleForm:
    """The rule as it is being made: kept only when it is saved."""

    any: bool = False
    conditions: list[ConditionLine] = field(default_factory=list)
    none: bool = True
    full: bool = False
    changed: bool = False
    hits: str = ""
    """How many products it takes in now."""
    sample: list[PickLine] = field(default_factory=list)
    kind: str = ""
    """What the next condition is about."""
    kinds: list[Option] = field(default_factory=list)
    choices: list[Option] = field(default_factory=list)
    """What it can be chosen from, where it is a choice."""
    symbol: str = "€"


@dataclass(frozen=True)
class CollectionPage:
    """One collection."""

    id: str = ""
    name: str = ""
    description: str = ""
    sub: str = ""
    address: str = ""
    published: bool = False
    state: str = ""
    tone: str = ""
    by_hand: bool = False
    pictures: list[Option] = field(default_factory=list)
    picture: str = ""
    members: list[PickLine] = field(default_factory=list)
    no_members: bool = True
    foot: str = ""
    older: str = ""
    newest: str = ""
    query: str = ""
    found: list[PickLine] = field(default_factory=list)
    nothing: bool = False
    rule: RuleForm = RuleForm()
    can_edit: bool = False
    error: str = ""
    wrong: str = ""
    fresh: str = ""
