"""What is asked of a search and what it answers, whatever engine stands behind it (F031, F034)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from emporium.services.catalogue.lists import PAGE, CardPage, Sort
from emporium.services.opening import OpenTransaction
from models.enums import AttributeKind


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search: words (or none for everything), where, and what it is narrowed to.

    `categories`, `store_id` and `collection_id` are the page's own bounds; the others are chosen by the shopper and may
    each be taken off. Values of one choice are alternatives; choices hold together, those of `options` on one variant,
    those of `attributes` and `ranges` on the product. A product that says nothing of an attribute does not hold.
    Prices are in minor units, `rating_tenths` is the least average of at least one review. Without an order: the best
    match first, or what sells where there are no words; a collection `by_hand` has an order of its own.

    `arrives_by` is the last day on which something ordered now arrives in `country`, as its card promises; without a
    country it is the platform's own.
    """

    words: str = ""
    categories: tuple[UUID, ...] = ()
    store_id: UUID | None = None
    collection_id: UUID | None = None
    by_hand: bool = False
    country: str = ""
    within: tuple[str, ...] = ()
    """Slugs of categories."""
    stores: tuple[str, ...] = ()
    """Slugs of stores."""
    price_from: int | None = None
    price_to: int | None = None
    rating_tenths: int | None = None
    in_stock: bool = False
    on_sale: bool = False
    arrives_by: date | None = None
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By an option's name, its values; small letters."""
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By a choice's or a truth's code, its values; small letters."""
    ranges: Mapping[str, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    """By a number's code, from and up to which it holds; either may be open."""
    sort: Sort | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """One way to narrow a list, and how many products that leaves."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class OptionFacet:
    """An option such as colour, with its values, most products first."""

    key: str
    label: str
    values: Sequence[Count]


@dataclass(frozen=True, slots=True)
class AttributeFacet:
    """A filterable attribute: a choice or a truth has values, a number has the least and the most there is."""

    code: str
    name: str
    kind: AttributeKind
    unit: str = ""
    count: int = 0
    """How many answers the products of the list give."""
    values: Sequence[Count] = ()
    """Keys in small letters; those of a truth are `true` and `false`."""
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Facets:
    """What a list can be narrowed to. Counts of a choice are those without this choice itself."""

    categories: Sequence[Count] = ()
    stores: Sequence[Count] = ()
    options: Sequence[OptionFacet] = ()
    attributes: Sequence[AttributeFacet] = ()
    """Those that most products of the list say, at most eight, and those that are chosen."""
    ratings: Sequence[Count] = ()
    """By tenths: 45 and up, 40 and up."""
    in_stock: int = 0
    on_sale: int = 0
    arrivals: Sequence[tuple[date, int]] = ()
    """Days on which something arrives, the soonest first, and how many products arrive on each."""
    lowest_minor: int = 0
    highest_minor: int = 0
    bars: Sequence[int] = ()
    """Products by price, from the lowest to the highest in steps of one size."""


@dataclass(frozen=True, slots=True)
class Results:
    """A page of products, best first, and what it can be narrowed to."""

    page: CardPage
    facets: Facets


class SearchEngine(Protocol):
    """An engine that finds products. `tests/services/search_kit.py` asks everything of it that pages rely on.

    It answers from what was indexed, but never shows what shoppers may not see, and counts only what it would show.
    """

    def find(self, session: Session, *, wanted: Wanted, cursor: str | None = None, limit: int = PAGE) -> Results:
        """A page and its facets."""

    def more(
        self, session: Session, *, wanted: Wanted, cursor: str | None, limit: int = PAGE, typing: bool = False
    ) -> CardPage:  # fmt: skip
        """The page after one, uncounted. While somebody types, the last word may be unfinished."""

    def index(self, session: Session, *, product_ids: Sequence[UUID]) -> int:
        """Take these products in as they are now; returns how many. Doing it twice changes nothing."""

    def waiting(self, session: Session) -> list[UUID]:
        """Products that changed and were not taken in yet."""

    def reindex(self, begin: OpenTransaction) -> int:
        """Take everything in anew while the old index answers; returns how many products there are."""
