"""What the operator's pages of rules show: taxes, commission and payout terms, and what is held."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option


@dataclass(frozen=True)
class TaxPlace:
    """A place and its rules, as words."""

    country: str = ""
    region: str = ""
    place: str = ""
    name: str = ""
    standard: str = ""
    reduced: str = ""
    way: str = ""
    delivery: str = ""
    usual: bool = False


@dataclass(frozen=True)
class TaxForm:
    """The form's fields; `fresh` changes when they are filled anew."""

    country: str = ""
    region: str = ""
    regions: list[Option] = field(default_factory=list)
    name: str = ""
    standard: str = ""
    reduced: str = ""
    inside: bool = True
    delivery: bool = True
    fresh: str = ""


@dataclass(frozen=True)
class TaxesPage:
    """Taxes by place."""

    sub: str = ""
    who: str = ""
    meaning: str = ""
    zones: list[TaxPlace] = field(default_factory=list)
    built_in: list[TaxPlace] = field(default_factory=list)
    built_in_label: str = ""
    none_yet: bool = True
    can_edit: bool = False
    countries: list[Option] = field(default_factory=list)
    form: TaxForm = TaxForm()
    error: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class HoldLine:
    """Something to look at."""

    id: str = ""
    title: str = ""
    sub: str = ""
    reasons: list[str] = field(default_factory=list)
    since: str = ""
    error: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class DebtLine:
    """A store that owes."""

    id: str = ""
    store: str = ""
    owed: str = ""
    currency: str = "EUR"
    since: str = ""
    status: str = ""
    tone: str = ""
    icon: str = "clock"
    next_step: str = ""
    key: str = ""
    error: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class HoldsPage:
    """Holds and debts."""

    sub: str = ""
    holds: list[HoldLine] = field(default_factory=list)
    quiet: bool = True
    foot: str = ""
    older: str = ""
    newest: str = ""
    debts: list[DebtLine] = field(default_factory=list)
    nobody: bool = True
    can_edit: bool = False
    error: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class RuleLine:
    """A rule of commission in its place."""

    id: str = ""
    place: str = ""
    name: str = ""
    about: str = ""
    takes: str = ""
    shadowed: str = ""
    first: bool = False
    last: bool = False


@dataclass(frozen=True)
class VerdictLine:
    """What a rule says of a sale."""

    name: str = ""
    why: str = ""
    wins: bool = False
    fits: bool = False


@dataclass(frozen=True)
class TermsLine:
    """When a store is paid."""

    store_id: str = ""
    store: str = ""
    every: str = ""
    least: str = ""
    wait: str = ""
    kept: str = ""
    own: bool = False


@dataclass(frozen=True)
class TermsPage:
    """Commission and payouts."""

    sub: str = ""
    currency: str = "EUR"
    rules: list[RuleLine] = field(default_factory=list)
    none_yet: bool = True
    verdicts: list[VerdictLine] = field(default_factory=list)
    explained: str = ""
    ask_error: str = ""
    terms: list[TermsLine] = field(default_factory=list)
    stores: list[Option] = field(default_factory=list)
    categories: list[Option] = field(default_factory=list)
    can_edit: bool = False
    error: str = ""
    wrong: str = ""
    terms_error: str = ""
    terms_wrong: str = ""
    fresh: str = ""
