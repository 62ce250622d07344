"""An offer: a promotion with its codes and its counters, as values. Built from rows by `loading`, by hand in tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.money import share
from emporium.services.promotions.basket import whole
from emporium.services.promotions.rules import CURRENCY, Rule
from models.enums import PromotionClass, PromotionFunder, PromotionKind

FULL = 10_000
"""A hundred percent, in basis points."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code that opens an offer, in upper case; `used` counts purchases that took it."""

    code: str
    id: str = ""
    usage_limit: int | None = None
    used: int = 0

    @property
    def used_up(self) -> bool:
        """Whether nobody else can take it."""
        return self.usage_limit is not None and self.used >= self.usage_limit


@dataclass(frozen=True, slots=True)
class Offer:
    """A promotion. Amounts and thresholds are minor units per currency, never converted (F055).

    `amounts` is the discount of a fixed offer (for each unit when its class is product, once otherwise) and the most
    a percentage or free delivery may come to. `thresholds` is the least spend before discounts: on the whole basket,
    or on the store's goods for a store's offer (F057). A higher `priority` goes first.
    Raises Invalid when the parts make no sense together.
    """

    id: str
    name: str
    kind: PromotionKind
    klass: PromotionClass = PromotionClass.ORDER
    store_id: str | None = None
    store_name: str = ""
    funder: PromotionFunder = PromotionFunder.PLATFORM
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
    used: int = 0
    customer_used: int = 0
    """Purchases of this very customer that took it."""
    active: bool = True
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    codes: tuple[Code, ...] = ()

    def __post_init__(self) -> None:
        for name, bp in (("percent", self.percent_bp), ("platform_share", self.platform_share_bp)):
            if whole(name, bp) > FULL:
                raise Invalid(name, _("A percentage lies between 0 and 100."))
        for name, table in (("amounts", self.amounts), ("thresholds", self.thresholds)):
            for currency, amount in table.items():
                if not CURRENCY.fullmatch(currency):
                    raise Invalid(name, f"{currency!r} is not a currency.")
                whole(name, amount, least=1)
        self._check_kind()

    def _check_kind(self) -> None:
        tiers = self.rule.tiers
        if self.kind == PromotionKind.PERCENT and not (self.percent_bp or tiers):
            raise Invalid("percent", _("Say how many percent are taken off."))
        if self.kind == PromotionKind.FIXED and not (self.amounts or tiers):
            raise Invalid("amounts", _("Say how much is taken off, for each currency."))
        if self.kind == PromotionKind.BUY_X_GET_Y and not (self.rule.buy and self.rule.get and self.percent_bp):
            raise Invalid(
                "rule.buy", _("Say how many must be bought, how many are given, and at how many percent off.")
            )
        if tiers and self.kind not in (PromotionKind.PERCENT, PromotionKind.FIXED):
            raise Invalid("rule.tiers", _("Steps go with a percentage or an amount."))
        if self.kind == PromotionKind.PERCENT and any(step.value > FULL for row in tiers.values() for step in row):
            raise Invalid("rule.tiers", _("A percentage lies between 0 and 100."))

    @property
    def layer(self) -> PromotionClass:
        """The class it is combined in: free delivery is always about delivery, a gift always about products."""
        if self.kind == PromotionKind.FREE_SHIPPING:
            return PromotionClass.SHIPPING
        return PromotionClass.PRODUCT if self.kind == PromotionKind.BUY_X_GET_Y else PromotionClass(self.klass)

    def platform_part(self, amount: int) -> int:
        """How much of a discount the platform pays, in minor units, rounded half up (F060)."""
        if self.funder == PromotionFunder.SHARED:
            return share(amount, self.platform_share_bp, FULL)
        return amount if self.funder == PromotionFunder.PLATFORM else 0
