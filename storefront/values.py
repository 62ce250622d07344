"""What the storefront's pages show: one frozen value a page, every text ready to read."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.reviews import ReviewCard
from emporium.ui.values import CollectionCard, Link, Picture, ProductCard, StoreBadge, StoreCard
from storefront.listing_values import ListingPage
from storefront.product_values import Spec


@dataclass(frozen=True)
class Shell:
    """The frame around every page: categories, basket count, who is signed in."""

    categories: list[Link] = field(default_factory=list)
    basket: str = ""
    basket_label: str = ""
    account_label: str = ""
    account_href: str = "/login"
    orders_href: str = "/orders/find"
    tab: str = ""
    """Which of the ways around on a phone one is on: home, browse, saved, orders or you."""
    query: str = ""
    place: str = ""
    """The page, as far as what is typed into the search field belongs to it."""
    saved: list[str] = field(default_factory=list)
    """Products on any wishlist, so that every heart knows whether it is full."""
    saved_label: str = ""
    languages: list[Option] = field(default_factory=list)
    """To choose from; empty where there is only one."""
    several: bool = False
    locale: str = ""
    here: str = "/"
    country: str = ""
    """Where things go, as far as is known."""
    deliver_href: str = "/deliver-to"


@dataclass(frozen=True)
class DeliverToPage:
    """The countries there are, and the one that is chosen."""

    countries: list[Option] = field(default_factory=list)
    country: str = ""
    next: str = "/"
    error: str = ""


@dataclass(frozen=True)
class CategoryTile:
    """A category with a picture."""

    name: str = ""
    href: str = ""
    picture: Picture = Picture()


@dataclass(frozen=True)
class Shelf:
    """A row of products with what it is."""

    title: str = ""
    line: str = ""
    cards: list[ProductCard] = field(default_factory=list)
    own: bool = False
    """It holds what the shopper kept."""


@dataclass(frozen=True)
class ForYouShelf:
    """What somebody looked at, and what was picked for it; empty for who did not agree to it."""

    agreed: bool = False
    seen: bool = False
    recent: list[ProductCard] = field(default_factory=list)
    picks: list[ProductCard] = field(default_factory=list)
    stores: list[StoreCard] = field(default_factory=list)


@dataclass(frozen=True)
class HomePage:
    """The front page."""

    you: ForYouShelf = ForYouShelf()

    stores_line: str = ""
    windows: list[StoreCard] = field(default_factory=list)
    categories: list[CategoryTile] = field(default_factory=list)
    selling: list[ProductCard] = field(default_factory=list)
    newest: list[ProductCard] = field(default_factory=list)
    stores: list[StoreCard] = field(default_factory=list)
    low: list[ProductCard] = field(default_factory=list)
    collections: list[CollectionCard] = field(default_factory=list)
    has_collections: bool = False
    all_products: str = ""


@dataclass(frozen=True)
class StoresPage:
    """The directory."""

    line: str = ""
    stores: list[StoreCard] = field(default_factory=list)
    query: str = ""
    category: str = ""
    categories: list[Link] = field(default_factory=list)
    nothing: bool = False
    older: str = ""
    newest: str = ""


@dataclass(frozen=True)
class StorePage:
    """A store's page."""

    store: StoreBadge = StoreBadge()
    story: list[str] = field(default_factory=list)
    rating: str = ""
    reviews: str = ""
    facts: list[Spec] = field(default_factory=list)
    notice: str = ""
    notice_title: str = ""
    cover: Picture = Picture()
    beside: list[Picture] = field(default_factory=list)
    """What stands in the window beside the cover."""
    pictures: int = 1
    """How many stand in it, so that the first does not fill it until the others come."""
    goods: ListingPage = ListingPage()
    id: str = ""
    following: bool = False
    action: str = ""
    """Where the search of this store leads."""
    shipping: str = ""
    returns: str = ""
    ask_href: str = ""
    """Where one writes to it."""
    seller: list[str] = field(default_factory=list)
    """Who one buys from, with the address (Regulation (EU) 2022/2065, Article 30)."""
    seller_tax: str = ""
    said: list[ReviewCard] = field(default_factory=list)
    """What was said last about its goods."""
    has_said: bool = False
    share: list[Link] = field(default_factory=list)
    share_url: str = ""


@dataclass(frozen=True)
class FormPage:
    """A page around a form: what was sent back to it."""

    ways: list[Link] = field(default_factory=list)
    """Providers that say who somebody is."""
    has_ways: bool = False
    next: str = ""
    email: str = ""
    name: str = ""
    token: str = ""
    error: str = ""
    field: str = ""
    notice: str = ""
    done: str = ""


@dataclass(frozen=True)
class TextSection:
    """A titled paragraph or two."""

    title: str = ""
    paragraphs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class TextPage:
    """A page of text."""

    title: str = ""
    lead: str = ""
    sections: list[TextSection] = field(default_factory=list)


@dataclass(frozen=True)
class AlertPage:
    """A request to hear when something is back."""

    token: str = ""
    name: str = ""
    href: str = ""
    email: str = ""
    asking: bool = False
    confirmed: bool = False
    said: str = ""
