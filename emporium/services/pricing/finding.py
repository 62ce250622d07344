"""What a unit costs for somebody, now, in a currency, when so many are bought: and why (F051, F052).

The order in which prices are considered, written once and read by basket, checkout, product page and the desks:

1. A price that is *stated* in the buyer's currency goes before one that must be converted.
2. Of those left the lowest wins: the product's own price, a running sale, a price list for everybody, a price list for
   a group that the buyer is in. A list's price counts from its number of units on; units of one variant are counted
   over all lines of the basket.
3. Of equal ones the first in that order is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from emporium.i18n import _, day
from emporium.services.ledger.fx import Prices, prices_in
from models.catalogue import ProductVariant, SalePrice
from models.prices import CustomerGroup, CustomerGroupMember, PriceList, PriceListPrice


class PriceKind(StrEnum):
    """Where a price comes from, in the order of naming."""

    OWN = "own"
    SALE = "sale"
    LIST = "list"
    GROUP = "group"


ORDER = tuple(PriceKind)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A price that was considered. Amounts are minor units; `amount_minor` is in the buyer's currency."""

    kind: PriceKind
    label: str
    amount_minor: int
    stated: bool
    """Whether it is said in the buyer's currency, not converted into it."""
    min_quantity: int = 1
    verdict: str = ""
    """Why it is the one, or why not, in words."""
    wins: bool = False

    @property
    def place(self) -> tuple[bool, int, int]:
        """The smallest is taken."""
        return not self.stated, self.amount_minor, ORDER.index(self.kind)


@dataclass(frozen=True, slots=True)
class FoundPrice:
    """A unit's price in the buyer's currency, and in words why it is not the shelf's own; else empty."""

    amount_minor: int
    kind: PriceKind
    note: str
    own_minor: int
    """The variant's own price in that currency."""


@dataclass(frozen=True, slots=True)
class _Listed:
    price_minor: int
    min_quantity: int
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class _OnSale:
    price_minor: int
    currency: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class PriceBook:
    """Every price that some variants may have for one buyer at one moment."""

    prices: Prices
    own: Mapping[UUID, tuple[int, str]]
    sales: Mapping[UUID, Sequence[_OnSale]] = field(default_factory=dict)
    lists: Mapping[UUID, Sequence[_Listed]] = field(default_factory=dict)

    def knows(self, variant_id: UUID) -> bool:
        """Whether there is a price in the buyer's currency, said or converted."""
        return bool(self._all(variant_id))

    def of(self, variant_id: UUID, units: int = 1) -> FoundPrice:
        """What one of so many costs. Raises KeyError when it cannot be said in the buyer's currency."""
        fitting = [one for one in self._all(variant_id) if one.min_quantity <= units]
        if not fitting:
            raise KeyError(variant_id)
        best = min(fitting, key=lambda one: one.place)
        own = next((one.amount_minor for one in fitting if one.kind is PriceKind.OWN), best.amount_minor)
        return FoundPrice(best.amount_minor, best.kind, "" if best.kind is PriceKind.OWN else best.label, own)

    def why(self, variant_id: UUID, units: int = 1) -> list[Candidate]:
        """Every price that was looked at, the one that is taken first, each with the reason."""
        every = sorted(self._all(variant_id), key=lambda one: (one.min_quantity > units, *one.place))
        said: list[Candidate] = []
        for number, one in enumerate(every):
            first = every[0]
            if one.min_quantity > units:
                words = _("Counts from {min_quantity} units on.").format(min_quantity=one.min_quantity)
            elif number == 0:
                words = _("The lowest that counts.") if len(every) > 1 else _("There is no other.")
            elif first.stated and not one.stated:
                words = _("Converted; a price said in the buyer's own currency goes before it.")
            elif one.amount_minor == first.amount_minor:
                words = _("The same amount, named later.")
            else:
                words = _("There is a lower one.")
            wins = number == 0 and one.min_quantity <= units
            said.append(
                Candidate(one.kind, one.label, one.amount_minor, one.stated, one.min_quantity, words, wins)
            )  # fmt: skip
        return said

    def steps(self, variant_id: UUID) -> list[tuple[int, int]]:
        """From how many units on which lower price holds for this buyer, the smallest number first."""
        numbers = sorted({row.min_quantity for row in self.lists.get(variant_id, ()) if row.min_quantity > 1})
        made: list[tuple[int, int]] = []
        least = self.of(variant_id).amount_minor if self.knows(variant_id) else 0
        for number in numbers:
            price = self.of(variant_id, number).amount_minor
            if price < least:
                made.append((number, price))
                least = price
        return made

    def _all(self, variant_id: UUID) -> list[Candidate]:
        currency, (own_minor, own_currency) = self.prices.currency, self.own[variant_id]
        made: list[Candidate] = []
        if self.prices.knows(own_currency):
            amount = self.prices.of(own_minor, own_currency)
            made.append(Candidate(PriceKind.OWN, _("Its own price"), amount, own_currency == currency))
        for sale in self.sales.get(variant_id, ()):
            if self.prices.knows(sale.currency):
                amount = self.prices.of(sale.price_minor, sale.currency)
                label = _("Sale price until {until}").format(until=day(sale.until)) if sale.until else _("Sale price")
                made.append(Candidate(PriceKind.SALE, label, amount, sale.currency == currency))
        for row in self.lists.get(variant_id, ()):
            kind = PriceKind.GROUP if row.group else PriceKind.LIST
            made.append(Candidate(kind, _listed_words(row), row.price_minor, True, row.min_quantity))
        return made


def _listed_words(row: _Listed) -> str:
    words = _("{name}, for {group}").format(name=row.name, group=row.group) if row.group else row.name
    return (
        _("{words}, from {min_quantity} units").format(words=words, min_quantity=row.min_quantity)
        if row.min_quantity > 1
        else words
    )


def read_prices(
    session: Session,
    *,
    variants: Sequence[ProductVariant],
    currency: str,
    user_id: UUID | None = None,
    group_id: UUID | None = None,
    now: datetime | None = None,
) -> PriceBook:
    """Everything that some variants may cost for a buyer. Three queries at most, whatever their number.

    `group_id` asks as somebody of that group would, without naming a person.
    """
    when, ids = now or datetime.now(UTC), {variant.id for variant in variants}
    sales: dict[UUID, list[_OnSale]] = defaultdict(list)
    if not ids:
        return PriceBook(Prices(currency, {}, {}), {})
    for sale in session.exec(
        select(SalePrice).where(col(SalePrice.variant_id).in_(ids), col(SalePrice.period).contains(when))
    ).all():
        sales[sale.variant_id].append(_OnSale(sale.price_minor, sale.currency, sale.period.upper))
    of = {variant.currency for variant in variants} | {sale.currency for rows in sales.values() for sale in rows}
    return PriceBook(
        prices=prices_in(session, currency=currency, of=of),
        own={variant.id: (variant.price_minor, variant.currency) for variant in variants},
        sales=sales,
        lists=_listed(session, ids, currency, user_id, group_id, when),
    )


def _listed(
    session: Session, ids: set[UUID], currency: str, user_id: UUID | None, group_id: UUID | None, when: datetime
) -> dict[UUID, list[_Listed]]:
    """The prices of lists that are open to the buyer now."""
    mine = select(CustomerGroupMember.group_id).where(CustomerGroupMember.user_id == user_id)
    open_to: list[ColumnElement[bool]] = [col(PriceList.group_id).is_(None)]
    if group_id is not None:
        open_to.append(col(PriceList.group_id) == group_id)
    elif user_id is not None:
        open_to.append(col(PriceList.group_id).in_(mine))
    rows = session.exec(
        select(PriceListPrice, PriceList.name, func.coalesce(CustomerGroup.name, ""))
        .join(PriceList, col(PriceList.id) == col(PriceListPrice.list_id))
        .join(CustomerGroup, col(CustomerGroup.id) == col(PriceList.group_id), isouter=True)
        .where(
            col(PriceListPrice.variant_id).in_(ids),
            col(PriceList.active),
            PriceList.currency == currency,
            or_(col(PriceList.starts_at).is_(None), col(PriceList.starts_at) <= when),
            or_(col(PriceList.ends_at).is_(None), col(PriceList.ends_at) > when),
            or_(*open_to),
        )
        .order_by(col(PriceList.id), col(PriceListPrice.min_quantity))
    ).all()
    made: dict[UUID, list[_Listed]] = defaultdict(list)
    for row, name, group in rows:
        made[row.variant_id].append(_Listed(row.price_minor, row.min_quantity, name, str(group)))
    return made
