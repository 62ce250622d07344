"""What the storefront's pages show: one frozen value a page, every text ready to read."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.reviews import ReviewCard
from emporium.ui.values import CollectionCard, Link, Picture, ProductCard, StoreBadge, StoreCard
from emporium.ui.wishes import WishInput
from storefront.account_values import SavedAddress
from storefront.after_values import AfterBox
from storefront.listing_values import ListingPage
from storefront.question_values import QuestionsBox


@dataclass(frozen=True)
class Shell:
    """The frame around every page: categories, basket count, who is signed in."""

    categories: list[Link] = field(default_factory=list)
    basket: str = ""
    basket_label: str = "Basket, no items"
    account_label: str = "Sign in"
    account_href: str = "/login"
    query: str = ""
    cart_id: str = ""
    saved: list[str] = field(default_factory=list)
    """Products on any wishlist, so that every heart knows whether it is full."""
    saved_label: str = "Saved, no items"
    languages: list[Option] = field(default_factory=list)
    """To choose from; empty where there is only one."""
    several: bool = False
    locale: str = ""
    here: str = "/"


@dataclass(frozen=True)
class CategoryTile:
    """A category with a picture."""

    name: str = ""
    href: str = ""
    picture: Picture = Picture()


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
class Country:
    """A country, or another thing, to choose."""

    code: str = ""
    name: str = ""
    chosen: bool = False


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
    limits: str = ""
    """How many may be ordered, where that is not any number (F042)."""
    options: list[OptionGroup] = field(default_factory=list)
    variant_id: str = ""
    sku: str = ""
    stock: str = ""
    stock_tone: str = ""
    buyable: bool = False
    button: str = "Add to basket"
    own_email: str = ""
    tell_error: str = ""
    quantity: int = 1
    step: int = 1
    min_quantity: int = 1
    max_quantity: int = 1
    at_least: bool = True
    at_most: bool = False
    arrives: str = ""
    arrives_note: str = ""
    returns: str = ""
    returns_note: str = ""
    reviews: ReviewsBox = ReviewsBox()
    questions: QuestionsBox = QuestionsBox()
    share: list[Link] = field(default_factory=list)
    share_url: str = ""
    beside: BesideShelves = BesideShelves()


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
    goods: ListingPage = ListingPage()
    id: str = ""
    following: bool = False
    action: str = ""
    """Where the search of this store leads."""
    shipping: str = ""
    returns: str = ""
    said: list[ReviewCard] = field(default_factory=list)
    """What was said last about its goods."""
    has_said: bool = False


@dataclass(frozen=True)
class SumLine:
    """Something that is taken off, or paid with: what, how much, and what takes it out again."""

    label: str = ""
    amount: str = ""
    code: str = ""
    value_id: str = ""
    removable: bool = False


@dataclass(frozen=True)
class BasketLine:
    """A line of the basket."""

    id: str = ""
    name: str = ""
    variant: str = ""
    href: str = ""
    picture: Picture = Picture()
    quantity: int = 1
    at_least: bool = False
    at_most: bool = False
    total: str = ""
    unit: str = ""
    problem: str = ""
    buyable: bool = True
    promise: str = ""
    """For when it is promised, while it is not there (F029)."""
    why: str = ""
    """Why a unit does not cost what the shelf says."""
    wishes: list[Link] = field(default_factory=list)
    """What the buyer said about it; a picture is an address (F028)."""
    step: int = 1
    review: Link = Link()
    """Where its buyer says what it is like, once it has arrived."""


@dataclass(frozen=True)
class BasketParcel:
    """One store's part of the basket."""

    problem: str = ""
    """What it is short of to be ordered (F042)."""

    store: StoreBadge = StoreBadge()
    arrives: str = ""
    delivery: str = ""
    delivery_price: str = ""
    lines: list[BasketLine] = field(default_factory=list)


@dataclass(frozen=True)
class BasketPage:
    """The basket."""

    empty: bool = False
    parcels: list[BasketParcel] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    changed: bool = False
    goods_label: str = ""
    goods: str = ""
    delivery_label: str = ""
    delivery: str = ""
    total: str = ""
    note: str = ""
    count_line: str = ""
    can_check_out: bool = False
    blocked: str = ""
    """Why not, in words."""
    added: str = ""
    discounts: list[SumLine] = field(default_factory=list)
    refusals: list[SumLine] = field(default_factory=list)
    """Codes that take nothing off, and why (F062)."""
    code_error: str = ""
    later: list[BasketLine] = field(default_factory=list)
    """What was set aside."""
    has_later: bool = False


@dataclass(frozen=True)
class DeliveryChoice:
    """A way to send one parcel."""

    method_id: str = ""
    title: str = ""
    detail: str = ""
    price: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class CheckoutParcel:
    """One store's part of the order being placed."""

    store_id: str = ""
    store: StoreBadge = StoreBadge()
    arrives: str = ""
    choices: list[DeliveryChoice] = field(default_factory=list)
    lines: list[BasketLine] = field(default_factory=list)


@dataclass(frozen=True)
class PayChoice:
    """A way to pay."""

    token: str = ""
    label: str = ""
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class CheckoutPage:
    """Everything on one page."""

    checkout_id: str = ""
    version: int = 0
    empty: bool = False
    signed_in: bool = False
    saved: list[SavedAddress] = field(default_factory=list)
    """Entries of the address book, for whoever is signed in."""
    has_saved: bool = False
    address_key: str = ""
    """Another one when the address was taken from the book: the fields show it then."""
    remind: bool = False
    """Whether a letter may come if the basket is left (F045)."""
    email: str = ""
    name: str = ""
    line1: str = ""
    line2: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    countries: list[Country] = field(default_factory=list)
    region: str = ""
    regions: list[Country] = field(default_factory=list)
    """What to choose from where the tax or the address depends on it."""
    gift_message: str = ""
    gift_receipt: bool = False
    gift_open: bool = False
    too_small: str = ""
    """What stores miss before they take the order (F042)."""
    ask_region: bool = False
    tax_id: str = ""
    tax_id_label: str = "VAT number"
    parcels: list[CheckoutParcel] = field(default_factory=list)
    methods: list[PayChoice] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    changed: bool = False
    problem: str = ""
    goods_label: str = ""
    goods: str = ""
    delivery_label: str = ""
    delivery: str = ""
    total: str = ""
    tax: str = ""
    added_tax: list[SumLine] = field(default_factory=list)
    discounts: list[SumLine] = field(default_factory=list)
    tenders: list[SumLine] = field(default_factory=list)
    refusals: list[SumLine] = field(default_factory=list)
    to_charge: str = ""
    """What is left to pay when a gift card or credit covers some of it."""
    test_bank: bool = True
    pay_label: str = "Pay"
    order_label: str = "Order"
    """The same button when the money changes hands at the door."""
    link: str = ""
    """The secret of the link by which it was opened, when a store made it (F084)."""
    link_title: str = ""
    link_text: str = ""
    extends: str = ""
    """The number of the order that this adds to: it goes to that one's address (F081)."""
    gone: str = ""
    """Why the link opens nothing, in words."""


@dataclass(frozen=True)
class Scan:
    """A step of a parcel."""

    title: str = ""
    meta: str = ""
    state: str = "done"


@dataclass(frozen=True)
class OrderParcel:
    """One store's order as its shopper follows it."""

    number: str = ""
    ask_href: str = ""
    """Where its signed-in owner writes to the store (F111)."""
    store: StoreBadge = StoreBadge()
    contents: str = ""
    day: str = ""
    status: str = ""
    step: int = 1
    step_label: str = ""
    first_step: str = "Paid"
    cancelled: bool = False
    lines: list[BasketLine] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)
    carrier: str = ""
    tracking: str = ""
    tracking_url: str = ""
    sent: bool = False
    papers: list[Link] = field(default_factory=list)
    gift: str = ""
    after: AfterBox = AfterBox()
    """Returns and wishes to cancel."""


@dataclass(frozen=True)
class OrderChanges:
    """Changes of an order after it was placed (F081)."""

    some: bool = False
    pay: list[Link] = field(default_factory=list)
    pay_title: str = ""
    pay_text: str = ""
    told: list[Scan] = field(default_factory=list)
    has_told: bool = False
    added: list[Link] = field(default_factory=list)
    has_added: bool = False
    of: list[Link] = field(default_factory=list)
    """The order that this was added to."""
    has_of: bool = False
    instead_of: list[Link] = field(default_factory=list)
    """The order of which something comes back that this replaces."""
    has_instead: bool = False
    listed: bool = False


@dataclass(frozen=True)
class PurchasePage:
    """A purchase: confirmation and live tracking."""

    number: str = ""
    title: str = ""
    line: str = ""
    paid: bool = False
    door: str = ""
    """What is to be paid when it is handed over."""
    waiting: bool = False
    failed: bool = False
    message: str = ""
    action: str = ""
    parcels: list[OrderParcel] = field(default_factory=list)
    goods_label: str = ""
    goods: str = ""
    discount: str = ""
    delivery: str = ""
    refunded: str = ""
    added_tax: str = ""
    added_tax_label: str = ""
    tax_id: str = ""
    total: str = ""
    method: str = ""
    address: list[str] = field(default_factory=list)
    email: str = ""
    guest: bool = False
    asks: bool = False
    """The link is old: names and addresses ask for a second thing that only its shopper knows (F155)."""
    token: str = ""
    asks_error: str = ""
    changes: OrderChanges = OrderChanges()


@dataclass(frozen=True)
class BankPage:
    """The sandbox's bank asks for a confirmation."""

    attempt_id: str = ""
    number: str = ""
    amount: str = ""
    stores: str = ""
    waiting: bool = False
    token: str = ""


@dataclass(frozen=True)
class LeftLine:
    """A thing in a basket that was left."""

    name: str = ""
    href: str = ""
    quantity: str = "1"
    total: str = ""
    problem: str = ""


@dataclass(frozen=True)
class LeftBasketPage:
    """A basket that was left, from its letter."""

    token: str = ""
    href: str = ""
    email: str = ""
    stopping: bool = False
    said: str = ""
    error: str = ""
    over: bool = False
    in_account: bool = False
    lines: list[LeftLine] = field(default_factory=list)


@dataclass(frozen=True)
class FormPage:
    """A page around a form: what was sent back to it."""

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
