"""Who works out taxes when the built-in table does not: one question for a whole basket, one answer (F048)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TaxLine:
    """An amount to tax, after discounts, in minor units. `kind` is goods or delivery."""

    ref: str
    amount_minor: int
    tax_class: str
    kind: str = "goods"


@dataclass(frozen=True, slots=True)
class TaxQuestion:
    """A basket that goes to one address. `inclusive`: the amounts hold the tax."""

    currency: str
    country: str
    region: str
    postcode: str
    city: str
    line1: str
    inclusive: bool
    lines: Sequence[TaxLine]


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """The tax of one amount."""

    tax_minor: int
    rate_bp: int


class TaxProvider(ABC):
    """A service that knows the taxes of the world."""

    name: str

    @abstractmethod
    def work_out(self, question: TaxQuestion) -> Mapping[str, LineAnswer]:
        """The tax of every line, by its ref. Raises ProviderUnavailable."""
