"""What the product's page shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.reviews import ReviewCard
from emporium.ui.values import Link, Picture, ProductCard, StoreBadge
from emporium.ui.wishes import WishInput
from storefront.question_values import QuestionsBox


@dataclass(frozen=True)
class BesideShelves:
    """What stands beside a product."""

    together: list[ProductCard] = field(default_factory=list)
    related: list[ProductCard] = field(default_factory=list)


@dataclass(frozen=True)
class OptionChoice:
    """One value of an option."""

    id: str = ""
    name: str = ""
    chosen: bool = False
    sold_out: bool = False
    picture: Picture = Picture()


@dataclass(frozen=True)
class OptionGroup:
    """An option with its values."""

    id: str = ""
    name: str = ""
    chosen: str = ""
    pictured: bool = False
    choices: list[OptionChoice] = field(default_factory=list)


@dataclass(frozen=True)
class Bar:
    """A line of the histogram; it leads to the reviews with so many stars."""

    label: str = ""
    width: str = "0%"
    count: str = ""
    href: str = ""
    chosen: bool = False
    said: str = ""


@dataclass(frozen=True)
class ReviewsBox:
    """The reviews of a product."""

    title: str = ""
    rating: str = ""
    line: str = ""
    bars: list[Bar] = field(default_factory=list)
    sorts: list[Link] = field(default_factory=list)
    photos: Link = Link()
    has_photos: bool = False
    narrowed: str = ""
    """What is looked for, in words."""
    clear: str = ""
    cards: list[ReviewCard] = field(default_factory=list)
    shown: int = 0
    more: str = ""
    more_shown: int = 0
    full: bool = False
    """Whether the page holds as many as it may; the next ones have a page of their own."""
    more_href: str = ""
    reasons: list[Option] = field(default_factory=list)


@dataclass(frozen=True)
class Spec:
    """A fact of a product."""

    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class GalleryItem:
    """A picture or a film of the gallery, and what leads to it."""

    ident: str = ""
    href: str = ""
    """The place in the page."""
    label: str = ""
    count: str = ""
    picture: Picture = Picture()
    loading: str = "lazy"
    full: str = ""
    """The picture as large as it is."""
    film: str = ""
    """The address of a film."""


@dataclass(frozen=True)
class ProductPage:
    """A product."""

    id: str = ""
    name: str = ""
    slug: str = ""
    summary: str = ""
    paragraphs: list[str] = field(default_factory=list)
    specs: list[Spec] = field(default_factory=list)
    trail: list[Link] = field(default_factory=list)
    store: StoreBadge = StoreBadge()
    store_since: str = ""
    store_rating: str = ""
    store_sends: str = ""
    store_returns: str = ""
    store_answers: str = ""
    """How soon it answers, where that is known (F111)."""
    ask_href: str = ""
    gallery: list[GalleryItem] = field(default_factory=list)
    gallery_key: str = ""
    """Another one begins at its first picture again."""
    several: bool = False
    no_picture: bool = False
    price: str = ""
    was: str = ""
    prior: str = ""
    """What the struck-out price is, in words (F051)."""
    why: str = ""
    """Why it does not cost what the shelf says."""
    price_note: str = ""
    steps: list[Spec] = field(default_factory=list)
    """From how many on one costs less (F052)."""
    wishes: list[WishInput] = field(default_factory=list)
    has_wishes: bool = False
    refused: str = ""
    """Why it is not in the basket, where the browser sent the form itself."""
    limits: str = ""
    """How many may be ordered, where that is not any number (F042)."""
    options: list[OptionGroup] = field(default_factory=list)
    variant_id: str = ""
    sku: str = ""
    stock: str = ""
    stock_tone: str = ""
    buyable: bool = False
    button: str = ""
    own_email: str = ""
    tell_error: str = ""
    quantity: int = 1
    step: int = 1
    min_quantity: int = 1
    max_quantity: int = 1
    at_least: bool = True
    at_most: bool = False
    files: bool = False
    """It is sent as files (F026)."""
    arrives: str = ""
    arrives_note: str = ""
    returns: str = ""
    returns_note: str = ""
    reviews: ReviewsBox = ReviewsBox()
    questions: QuestionsBox = QuestionsBox()
    share: list[Link] = field(default_factory=list)
    country: str = ""
    countries: list[Option] = field(default_factory=list)
    """Where it goes, and where else it could."""
    share_url: str = ""
    picked: str = ""
    """The SKU that was chosen on purpose: the address names it."""
    beside: BesideShelves = BesideShelves()
