"""Finding and reading carts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.money import Money, format_money
from emporium.services.auth import Actor, Permission
from emporium.services.auth.tokens import digest
from emporium.services.carts.asking import Asked, asked_price, said_about
from emporium.services.carts.destination import shopper_country
from emporium.services.catalogue.limits import least_units, most_units, units_problem
from emporium.services.catalogue.pictures import NO_IMAGE, ImageRef, image_refs
from emporium.services.inventory import Line, Supply, read_supply
from emporium.services.ledger.fx import Prices, prices_in
from emporium.services.pricing import read_prices
from emporium.services.shipping import DeliveryOption, delivery_options, download_option
from emporium.settings import get_settings
from models.accounts import Preference
from models.carts import Cart, CartLine
from models.catalogue import Product, ProductVariant
from models.enums import CartStatus, ProductStatus, StoreStatus
from models.stores import Store


def find_cart(session: Session, *, actor: Actor, lock: bool = False) -> Cart | None:
    """The actor's open cart, or None."""
    statement = select(Cart).where(Cart.status == CartStatus.OPEN)
    if actor.user_id is not None:
        statement = statement.where(Cart.user_id == actor.user_id)
    elif actor.guest_token:
        statement = statement.where(Cart.guest_hash == digest(actor.guest_token))
    else:
        return None
    return session.exec(statement.with_for_update() if lock else statement).first()


def get_or_create_cart(session: Session, *, actor: Actor, country: str = "") -> Cart:
    """The actor's open cart, locked; made when there is none, also when two tabs ask at once.

    A new one goes to `country`, else to where the actor's things went so far.
    """
    actor.require(Permission.SHOP)
    known = find_cart(session, actor=actor, lock=True)
    if known is not None:
        return known
    if actor.user_id is None and not actor.guest_token:
        raise Invalid(
            "cookies", _("Your browser did not keep our cookie, so there is no basket. Allow cookies for this site.")
        )
    settings = get_settings()
    chosen = session.get(Preference, actor.user_id) if actor.user_id else None
    currency = chosen.currency if chosen is not None else settings.currency
    owner = {"user_id": actor.user_id} if actor.user_id else {"guest_hash": digest(str(actor.guest_token))}
    session.execute(
        insert(Cart)
        .values(currency=currency, country=country or shopper_country(session, actor=actor), coupon_codes=[], **owner)
        .on_conflict_do_nothing()
    )
    made = find_cart(session, actor=actor, lock=True)
    assert made is not None
    return made


@dataclass(frozen=True, slots=True)
class CartLineView:
    """One line at today's price. `problem` says in words why it cannot be bought as it is."""

    id: UUID
    variant_id: UUID
    product_id: UUID
    product_name: str
    product_slug: str
    variant_title: str
    sku: str
    image: ImageRef
    quantity: int
    available: int
    max_quantity: int
    unit_price_minor: int
    seen_price_minor: int
    total_minor: int
    currency: str
    weight_grams: int
    tax_class: str
    category_id: UUID | None
    buyable: bool
    problem: str
    promised: date | None = None
    """The day by which it is complete, when it waits for something (F029)."""
    price_note: str = ""
    """Why a unit does not cost what the shelf says, in words."""
    wishes: Mapping[str, str] = field(default_factory=dict)
    """What the buyer said about it, by the fields' labels (F028)."""
    step: int = 1
    """It is sold in packs of so many."""
    is_digital: bool = False
    """It is sent as files (F026)."""


@dataclass(frozen=True, slots=True)
class CartStoreView:
    """One store's part of a cart: its lines, goods total, and how it can be sent."""

    store_id: UUID
    name: str
    slug: str
    awning: str
    initials: str
    country: str
    lines: list[CartLineView]
    goods_minor: int
    weight_grams: int
    options: list[DeliveryOption]
    problem: str = ""
    """What its part is short of to be ordered, in words (F042)."""
    all_files: bool = False
    """Nothing of it is delivered: what can be bought of it is sent as files (F026)."""


@dataclass(frozen=True, slots=True)
class CartView:
    """A whole cart. Lines that cannot be bought are listed and not counted."""

    cart_id: UUID | None = None
    currency: str = "EUR"
    country: str = "BE"
    stores: list[CartStoreView] = field(default_factory=list)
    units: int = 0
    goods_minor: int = 0
    changes: list[str] = field(default_factory=list)


def cart_count(session: Session, *, actor: Actor) -> int:
    """How many units the open cart holds. Two queries at most."""
    cart = find_cart(session, actor=actor)
    if cart is None:
        return 0
    units = session.exec(
        select(func.coalesce(func.sum(CartLine.quantity), 0)).where(
            CartLine.cart_id == cart.id, col(CartLine.saved_for_later).is_(False)
        )
    ).one()
    return int(units)


def _problem(
    line: CartLine, product: Product, variant: ProductVariant, store: Store, available: int, units: int
) -> tuple[bool, str]:
    """Whether a line can be bought as it is, and if not why. `units` are those of the variant in the whole basket."""
    today = datetime.now(UTC).date()
    on_holiday = (
        store.holiday_from is not None
        and store.holiday_from <= today
        and (store.holiday_until is None or today <= store.holiday_until)
    )
    if store.status != StoreStatus.APPROVED or store.selling_restricted:
        return False, _("{name} is not selling at the moment.").format(name=store.name)
    if product.status != ProductStatus.ACTIVE or not variant.active:
        return False, _("This is no longer for sale.")
    if on_holiday:
        return False, _("{name} is on holiday.").format(name=store.name)
    if available <= 0:
        return False, _("Sold out since you added it.")
    if line.quantity > available:
        return False, _("Only {available} left. Lower the quantity to buy it.").format(available=available)
    said = units_problem(product, units)
    return not said, said


def cart_view(
    session: Session,
    *,
    cart: Cart | None,
    country: str | None = None,
    user_id: UUID | None = None,
    adding: bool = False,
) -> CartView:
    """A cart at today's prices, stock and delivery options. Seven queries and the rates', whatever its size.

    Prices are those of its owner, or of `user_id` for whom somebody else fills it (F052, F084). What is `adding` to an
    order that was placed needs no smallest number of units (F081).
    """
    if cart is None:
        settings = get_settings()
        return CartView(currency=settings.currency, country=settings.default_country)
    views: dict[UUID, list[CartLineView]] = {}
    stores: dict[UUID, Store] = {}
    lines, prices = _line_views(session, cart, later=False, user_id=user_id, adding=adding)
    for store, view in lines:
        stores[store.id] = store
        views.setdefault(store.id, []).append(view)
    changes = [_price_change(view) for _, view in lines if view.unit_price_minor != view.seen_price_minor]
    return _assemble(session, cart, views, stores, changes, country or cart.country, prices)


def saved_view(session: Session, *, cart: Cart | None) -> list[CartLineView]:
    """What was set aside, at today's price and stock; it is in no sum. Five queries and the rates'."""
    return [view for _, view in _line_views(session, cart, later=True)[0]] if cart else []


def _line_views(
    session: Session, cart: Cart, *, later: bool, user_id: UUID | None = None, adding: bool = False
) -> tuple[list[tuple[Store, CartLineView]], Prices]:
    """Lines with their stores, as they stand today, and the rates they were reckoned with."""
    rows = session.exec(
        select(CartLine, ProductVariant, Product, Store)
        .join(ProductVariant, col(ProductVariant.id) == col(CartLine.variant_id))
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(CartLine.cart_id == cart.id, col(CartLine.saved_for_later).is_(later))
        .order_by(col(CartLine.id))
    ).all()
    supply = read_supply(session, variant_ids=[variant.id for _more, variant, _else, _rest in rows], cart_id=cart.id)
    wanted = [Line(line.id, variant.id, line.quantity) for line, variant, _other, _more in rows]
    images = image_refs(
        session, media_ids=[variant.image_id or product.cover_id for _else, variant, product, _rest in rows]
    )
    short, promises = _short_lines(supply, wanted), supply.promises(wanted)
    named = {one for line, variant, _other, store in rows for one in (line.currency, variant.currency, store.currency)}
    prices = prices_in(session, currency=cart.currency, of=named)
    book = read_prices(
        session,
        variants=[variant for _more, variant, _else, _rest in rows],
        currency=cart.currency,
        user_id=user_id or cart.user_id,
    )
    units = Counter[UUID]()
    for line, variant, _product, _store in rows:
        units[variant.id] += line.quantity
    views: list[tuple[Store, CartLineView]] = []
    for line, variant, product, store in rows:
        available = supply.of(variant.id)
        whole = max(units[variant.id], least_units(product)) if adding else units[variant.id]
        buyable, problem = _problem(line, product, variant, store, available, whole)
        if buyable and not book.knows(variant.id):
            buyable, problem = (
                False,
                _("It is priced in {currency} and cannot be bought in {currency2} now.").format(
                    currency=variant.currency, currency2=cart.currency
                ),
            )
        if buyable and line.id in short:
            buyable, problem = False, short[line.id]
        wishes = said_about(product, line)
        if buyable and wishes is None:
            buyable, problem = False, _("What can be said about it changed. Take it out and add it again.")
        asked = asked_price(line, variant, units[variant.id], wishes, book, prices)
        view = _line_view(line, variant, product, available, images, buyable, problem, asked, promises.get(line.id))
        views.append((store, view))
    return views, prices


def _short_lines(supply: Supply, lines: Sequence[Line]) -> dict[UUID, str]:
    """Lines that together want more of a thing than there is, bundles and single things alike, in words (P03)."""
    short = supply.short(lines)
    said: dict[UUID, str] = {}
    for line in lines:
        pieces = supply.pieces.get(line.variant_id, {})
        found = next((short[piece] for piece in pieces if piece in short), None)
        if found is None:
            continue
        shared = _("{left} left of {name}, and your basket needs {wanted} of it in all.").format(
            left=found.left, name=found.name, wanted=found.wanted
        )
        said[line.key] = (_("Only") + " " if found.left else "") + shared + " " + _("Lower a quantity to buy it.")
    return said


def _line_view(
    line: CartLine,
    variant: ProductVariant,
    product: Product,
    available: int,
    images: dict[UUID, ImageRef],
    buyable: bool,
    problem: str,
    asked: Asked,
    promised: date | None,
) -> CartLineView:
    image_id = variant.image_id or product.cover_id
    return CartLineView(
        id=line.id,
        variant_id=variant.id,
        product_id=product.id,
        product_name=product.name,
        product_slug=product.slug,
        variant_title=variant.title,
        sku=variant.sku,
        image=images.get(image_id, NO_IMAGE) if image_id else NO_IMAGE,
        quantity=line.quantity,
        available=available,
        max_quantity=most_units(product, available),
        unit_price_minor=asked.unit_minor,
        seen_price_minor=asked.seen_minor,
        total_minor=asked.unit_minor * line.quantity,
        currency=asked.currency,
        weight_grams=variant.weight_grams * line.quantity,
        tax_class=product.tax_class,
        category_id=product.category_id,
        buyable=buyable,
        problem=problem,
        promised=promised,
        price_note=asked.note,
        wishes=asked.wishes,
        step=product.quantity_step,
        is_digital=product.is_digital,
    )


def _price_change(view: CartLineView) -> str:
    was, now = (format_money(Money(v, view.currency)) for v in (view.seen_price_minor, view.unit_price_minor))
    return _("{product_name} now costs {now}. It was {was} when you added it.").format(
        product_name=view.product_name, now=now, was=was
    )


def _assemble(
    session: Session,
    cart: Cart,
    views: dict[UUID, list[CartLineView]],
    stores: dict[UUID, Store],
    changes: Sequence[str],
    country: str,
    prices: Prices,
) -> CartView:
    goods = {store_id: _goods(lines) for store_id, lines in views.items()}
    parcels = {store_id: _goods([line for line in lines if not line.is_digital]) for store_id, lines in views.items()}
    files = {store_id for store_id, lines in views.items() if _all_files(lines)}
    ready = {
        store_id: max((line.promised for line in lines if line.promised), default=None)
        for store_id, lines in views.items()
    }
    options = (
        delivery_options(session, goods=parcels, country=country, currency=cart.currency, ready=ready) if goods else {}
    )
    options |= {one: [download_option(store_id=one, currency=cart.currency)] for one in files}
    parts = [
        CartStoreView(
            store_id=store_id,
            name=stores[store_id].name,
            slug=stores[store_id].slug,
            awning=stores[store_id].awning,
            initials=stores[store_id].initials,
            country=stores[store_id].country,
            lines=lines,
            goods_minor=goods[store_id][0],
            weight_grams=goods[store_id][1],
            options=options.get(store_id, []),
            problem=_too_small(stores[store_id], goods[store_id][0], prices),
            all_files=store_id in files,
        )
        for store_id, lines in views.items()
    ]
    return CartView(
        cart_id=cart.id,
        currency=cart.currency,
        country=country,
        stores=parts,
        units=sum(line.quantity for part in parts for line in part.lines if line.buyable),
        goods_minor=sum(part.goods_minor for part in parts),
        changes=list(changes),
    )


def _goods(lines: Sequence[CartLineView]) -> tuple[int, int]:
    """What can be bought of lines: worth in minor units, weight in grams."""
    bought = [line for line in lines if line.buyable]
    return sum(line.total_minor for line in bought), sum(line.weight_grams for line in bought)


def _all_files(lines: Sequence[CartLineView]) -> bool:
    """Whether nothing of what can be bought needs a parcel; of a part that cannot be bought at all, nothing of it."""
    return all(line.is_digital for line in [line for line in lines if line.buyable] or lines)


def _too_small(store: Store, goods_minor: int, prices: Prices) -> str:
    """Whether goods that can be bought are less than what the store takes orders for."""
    if not goods_minor or not store.min_order_minor or not prices.knows(store.currency):
        return ""
    least = prices.of(store.min_order_minor, store.currency)
    if goods_minor >= least:
        return ""
    said, missing = (format_money(Money(amount, prices.currency)) for amount in (least, least - goods_minor))
    return _("{name} takes orders from {said} on. Add {missing} more.").format(
        name=store.name, said=said, missing=missing
    )
