"""What the page of product details shows: which products lack what, and one product's form."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.values import Picture


@dataclass(frozen=True)
class DetailLine:
    """A product and what it does not say yet."""

    id: str = ""
    name: str = ""
    category: str = ""
    picture: Picture = Picture()
    href: str = ""
    said: str = ""
    """How much of what it is asked it says."""
    lacks: str = ""
    tone: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class PickLine:
    """One of a field's choices."""

    name: str = ""
    text: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class DetailField:
    """Something that the product is asked, with what is wrong about the answer."""

    code: str = ""
    name: str = ""
    """In the form."""
    ident: str = ""
    label: str = ""
    kind: str = "text"
    value: str = ""
    unit: str = ""
    note: str = ""
    """Whether it has to be said, and whether lists are narrowed by it."""
    picks: list[PickLine] = field(default_factory=list)
    error: str = ""
    key: str = ""
    """Another one begins with what is kept."""


@dataclass(frozen=True)
class DetailsPage:
    """Products by what they lack; the chosen one's form."""

    sub: str = ""
    store: str = ""
    query: str = ""
    rows: list[DetailLine] = field(default_factory=list)
    empty: bool = False
    foot: str = ""
    older: str = ""
    newest: str = ""
    product_id: str = ""
    product: str = ""
    category: str = ""
    shop_href: str = ""
    chosen: bool = False
    nothing_asked: bool = False
    fields: list[DetailField] = field(default_factory=list)
    truths: list[Option] = field(default_factory=list)
    error: str = ""
    can_edit: bool = False
