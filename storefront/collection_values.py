"""What the pages of collections show."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.values import CollectionCard, Link, Picture
from storefront.listing_values import ListingPage


@dataclass(frozen=True)
class CollectionsPage:
    """The directory of collections."""

    line: str = ""
    trail: list[Link] = field(default_factory=list)
    cards: list[CollectionCard] = field(default_factory=list)
    nothing: bool = False
    older: str = ""
    newest: str = ""


@dataclass(frozen=True)
class CollectionPage:
    """One collection: its banner, and what is in it."""

    name: str = ""
    description: str = ""
    trail: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    pictured: bool = False
    goods: ListingPage = ListingPage()
