"""What stands under the search field while somebody types."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.values import Picture


@dataclass(frozen=True)
class Hint:
    """Something that is called as was typed: the part that was typed stands apart."""

    before: str = ""
    hit: str = ""
    after: str = ""
    sub: str = ""
    end: str = ""
    href: str = ""
    picture: Picture = Picture()


@dataclass(frozen=True)
class Suggest:
    """Products, categories, collections and stores for the letters so far."""

    open: bool = False
    said: str = ""
    products: list[Hint] = field(default_factory=list)
    categories: list[Hint] = field(default_factory=list)
    collections: list[Hint] = field(default_factory=list)
    stores: list[Hint] = field(default_factory=list)
    words: str = ""
    all_href: str = ""
