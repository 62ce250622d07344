"""What a promotion's `rule` column may say, read strictly: a typing error is refused, never ignored.

{"products": [ids], "categories": [ids],   which lines it is about; neither: all of them
 "countries": ["BE"],                      where the basket goes; absent: anywhere
 "customers": [keys],                      for whom; absent: everybody
 "tiers": {"EUR": [[5000, 500], ...]},     from that spend in minor units, that percentage (basis points) or amount
 "buy": 2, "get": 1, "max_sets": 3,        buy-x-get-y in units
 "gift": {"products": [], "categories": []}}   what y is; absent: the cheapest of what was bought
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services.promotions.basket import BasketLine, whole

CURRENCY = re.compile(r"[A-Z]{3}")
COUNTRY = re.compile(r"[A-Z]{2}")
KNOWN = frozenset({"products", "categories", "countries", "customers", "tiers", "buy", "get", "max_sets", "gift"})


@dataclass(frozen=True, slots=True)
class Selection:
    """Products and categories; empty means everything."""

    products: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.products or self.categories)

    def holds(self, line: BasketLine) -> bool:
        """Whether a line is meant."""
        return not self or line.product_id in self.products or bool(self.categories & line.category_ids)


@dataclass(frozen=True, slots=True)
class Step:
    """From a spend in minor units on, a value: basis points of a percentage, or minor units."""

    from_minor: int
    value: int


@dataclass(frozen=True, slots=True)
class Rule:
    """The parts of a promotion that have no column."""

    scope: Selection = Selection()
    countries: frozenset[str] = frozenset()
    customers: frozenset[str] = frozenset()
    tiers: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    buy: int = 0
    get: int = 0
    max_sets: int | None = None
    gift: Selection = Selection()

    @classmethod
    def read(cls, data: object) -> Rule:
        """A rule from its JSON. Raises Invalid naming the key that is wrong."""
        if not isinstance(data, Mapping):
            raise Invalid("rule", _("The rule must be a set of named values."))
        for key in data:
            if key not in KNOWN:
                raise Invalid(f"rule.{key}", _("There is no rule called {key}.").format(key=key))
        countries = texts(data, "countries")
        if any(not COUNTRY.fullmatch(country) for country in countries):
            raise Invalid("rule.countries", _("Name countries by their two letters, for example BE."))
        gift = data.get("gift", {})
        if not isinstance(gift, Mapping) or set(gift) - {"products", "categories"}:
            raise Invalid("rule.gift", _("Name the products or categories that are given."))
        sets = data.get("max_sets")
        return cls(
            scope=Selection(texts(data, "products"), texts(data, "categories")),
            countries=countries,
            customers=texts(data, "customers"),
            tiers=_tiers(data.get("tiers", {})),
            buy=whole("rule.buy", data.get("buy", 0)),
            get=whole("rule.get", data.get("get", 0)),
            max_sets=None if sets is None else whole("rule.max_sets", sets, least=1),
            gift=Selection(texts(gift, "products"), texts(gift, "categories")),
        )

    def stored(self) -> dict[str, Any]:
        """The JSON that `read` understands; what is empty is left out."""
        lists = {
            "products": self.scope.products,
            "categories": self.scope.categories,
            "countries": self.countries,
            "customers": self.customers,
        }
        made: dict[str, Any] = {key: sorted(values) for key, values in lists.items() if values}
        if self.tiers:
            made["tiers"] = {
                currency: [[step.from_minor, step.value] for step in steps]
                for currency, steps in sorted(self.tiers.items())
            }
        made |= {key: value for key, value in (("buy", self.buy), ("get", self.get)) if value}
        if self.max_sets is not None:
            made["max_sets"] = self.max_sets
        if self.gift:
            made["gift"] = {"products": sorted(self.gift.products), "categories": sorted(self.gift.categories)}
        return made


def texts(data: Mapping[str, Any], key: str) -> frozenset[str]:
    """A list of texts under a key, as a set. Raises Invalid."""
    values = data.get(key) or []
    if not isinstance(values, (list, tuple, set, frozenset)) or any(not isinstance(v, str) or not v for v in values):
        raise Invalid(f"rule.{key}", _("{key} must be a list of names.").format(key=key))
    return frozenset(values)


def _tiers(data: object) -> dict[str, tuple[Step, ...]]:
    if not isinstance(data, Mapping):
        raise Invalid("rule.tiers", _("State the steps for each currency."))
    made: dict[str, tuple[Step, ...]] = {}
    for currency, rows in data.items():
        if not isinstance(currency, str) or not CURRENCY.fullmatch(currency):
            raise Invalid("rule.tiers", f"{currency!r} is not a currency.")
        if not isinstance(rows, (list, tuple)) or any(
            not isinstance(row, (list, tuple)) or len(row) != 2 for row in rows
        ):
            raise Invalid("rule.tiers", _("A step is a spend and what it gives."))
        steps = tuple(Step(whole("rule.tiers", a), whole("rule.tiers", b, least=1)) for a, b in rows)
        starts = [step.from_minor for step in steps]
        if not steps or starts != sorted(set(starts)):
            raise Invalid("rule.tiers", _("List the steps from the lowest spend to the highest, each once."))
        made[currency] = steps
    return made
