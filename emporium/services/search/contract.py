"""What is asked of a search and what it answers, whatever engine stands behind it (F031, F034)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from emporium.services.catalogue.lists import CardPage, Sort


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search: words (or none for everything), where, and what it is narrowed to.

    `categories` and `store_id` are the page's own bounds; the others are chosen by the shopper and may each be taken
    off. Values of one choice are alternatives; choices hold together, those of `options` on one variant. Prices are in
    minor units, `rating_tenths` is the least average of at least one review. Without an order: the best match first,
    or what sells where there are no words.
    """

    words: str = ""
    categories: tuple[UUID, ...] = ()
    store_id: UUID | None = None
    within: tuple[str, ...] = ()
    """Slugs of categories."""
    stores: tuple[str, ...] = ()
    """Slugs of stores."""
    price_from: int | None = None
    price_to: int | None = None
    rating_tenths: int | None = None
    in_stock: bool = False
    on_sale: bool = False
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By an option's name, its values; small letters."""
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
class Facets:
    """What a list can be narrowed to. Counts of a choice are those without this choice itself."""

    categories: Sequence[Count] = ()
    stores: Sequence[Count] = ()
    options: Sequence[OptionFacet] = ()
    ratings: Sequence[Count] = ()
    """By tenths: 45 and up, 40 and up."""
    in_stock: int = 0
    on_sale: int = 0
    lowest_minor: int = 0
    highest_minor: int = 0
    bars: Sequence[int] = ()
    """Products by price, from the lowest to the highest in steps of one size."""


@dataclass(frozen=True, slots=True)
class Results:
    """A page of products, best first, and what it can be narrowed to."""

    page: CardPage
    facets: Facets
