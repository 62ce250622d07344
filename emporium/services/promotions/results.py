"""What discounts come to: shares of every line and of every delivery, frozen, with who pays for them (F060)."""

from __future__ import annotations

from dataclasses import dataclass

from emporium.services.promotions.reasons import Refusal


@dataclass(frozen=True, slots=True)
class Share:
    """One promotion's part of one line's or one delivery's discount, in minor units."""

    promotion_id: str
    label: str
    amount_minor: int
    platform_minor: int
    """How much of the amount the platform pays; the store pays the rest."""


@dataclass(frozen=True, slots=True)
class Discounted:
    """A line (its key) or a store's delivery (the store's id), with everything that is taken off it."""

    key: str
    store_id: str
    gross_minor: int
    shares: tuple[Share, ...] = ()

    @property
    def discount_minor(self) -> int:
        """Taken off, never more than the gross."""
        return sum(share.amount_minor for share in self.shares)

    @property
    def platform_minor(self) -> int:
        """Taken off and paid by the platform."""
        return sum(share.platform_minor for share in self.shares)

    @property
    def total_minor(self) -> int:
        """Left to pay; zero or more."""
        return self.gross_minor - self.discount_minor


@dataclass(frozen=True, slots=True)
class Taken:
    """An offer that took something off. A placement takes one use of it, whatever the number of stores (F059)."""

    promotion_id: str
    label: str
    amount_minor: int
    platform_minor: int
    code: str | None = None
    coupon_id: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The whole answer. Lines are ordered by key, deliveries by store; both list what has no discount too."""

    currency: str
    lines: tuple[Discounted, ...]
    shipping: tuple[Discounted, ...]
    taken: tuple[Taken, ...]
    refusals: tuple[Refusal, ...]

    @property
    def discount_minor(self) -> int:
        """All that is taken off."""
        return sum(part.discount_minor for part in (*self.lines, *self.shipping))

    @property
    def platform_minor(self) -> int:
        """All that is taken off and paid by the platform."""
        return sum(part.platform_minor for part in (*self.lines, *self.shipping))

    @property
    def total_minor(self) -> int:
        """Goods and delivery after discounts; zero or more."""
        return sum(part.total_minor for part in (*self.lines, *self.shipping))

    def line(self, key: str) -> Discounted:
        """One line's part. Raises KeyError."""
        return _one(self.lines, key)

    def delivery(self, store_id: str) -> Discounted:
        """One store's delivery. Raises KeyError."""
        return _one(self.shipping, store_id)

    def refusal(self, code: str) -> Refusal | None:
        """Why a code did not apply; None when it did."""
        wanted = code.strip().upper()
        return next((refusal for refusal in self.refusals if refusal.code == wanted), None)


def _one(parts: tuple[Discounted, ...], key: str) -> Discounted:
    for part in parts:
        if part.key == key:
            return part
    raise KeyError(key)
