"""The basket as promotions see it: what, how many, from which store, at which price. No database behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from emporium.errors import Invalid
from emporium.i18n import _


def whole(field: str, value: object, *, least: int = 0) -> int:
    """A whole number of at least `least`. Raises Invalid naming the field: no floats, no booleans (C15)."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise Invalid(field, _("Give a whole number of {least} or more.").format(least=least))
    return value


@dataclass(frozen=True, slots=True)
class BasketLine:
    """Some units of one thing. `category_ids` holds its category and every one above; prices are in minor units."""

    key: str
    store_id: str
    product_id: str
    category_ids: frozenset[str]
    quantity: int
    unit_price_minor: int

    def __post_init__(self) -> None:
        whole("quantity", self.quantity, least=1)
        whole("unit_price", self.unit_price_minor)

    @property
    def gross_minor(self) -> int:
        """What the line costs before any discount."""
        return self.quantity * self.unit_price_minor


@dataclass(frozen=True, slots=True)
class BasketStore:
    """One store's part, with the price of its delivery in minor units."""

    store_id: str
    name: str
    lines: tuple[BasketLine, ...]
    shipping_minor: int = 0

    def __post_init__(self) -> None:
        whole("shipping", self.shipping_minor)
        if any(line.store_id != self.store_id for line in self.lines):
            raise Invalid("store", _("A line cannot lie in the part of another store."))

    @property
    def goods_minor(self) -> int:
        """What the store's goods cost before any discount."""
        return sum(line.gross_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class Basket:
    """Everything of one purchase, in one currency. `customer` is a key of `customer_key`, None for a stranger."""

    currency: str
    country: str
    customer: str | None
    stores: tuple[BasketStore, ...]

    def __post_init__(self) -> None:
        unique("line", (line.key for part in self.stores for line in part.lines))
        unique("store", (part.store_id for part in self.stores))

    @property
    def goods_minor(self) -> int:
        """What all goods cost before any discount."""
        return sum(part.goods_minor for part in self.stores)

    @property
    def lines(self) -> list[BasketLine]:
        """Every line, by key: remainders go to the earlier one (C01)."""
        return sorted((line for part in self.stores for line in part.lines), key=lambda line: line.key)


def unique(field: str, keys: Iterable[str]) -> None:
    """Refuse a key that comes twice. Raises Invalid."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise Invalid(field, _("{key} is there twice.").format(key=key))
        seen.add(key)


def customer_key(*, user_id: UUID | None, email: str = "") -> str | None:
    """Whose uses are counted together: the account, else the e-mail address in lower case, else nobody (F059)."""
    if user_id is not None:
        return str(user_id)
    return email.strip().lower() or None
