"""Putting things into a cart and taking them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, func, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor
from emporium.services.carts.asking import asked_price, said_about
from emporium.services.carts.events import changed
from emporium.services.carts.reading import get_or_create_cart
from emporium.services.carts.sharing import check_stock
from emporium.services.catalogue.wish_files import check_wish_files
from emporium.services.catalogue.wishes import read_wishes
from emporium.services.ledger.fx import prices_in
from emporium.services.pricing import read_prices
from models.carts import MAX_QUANTITY, Cart, CartLine
from models.catalogue import Product, ProductVariant
from models.enums import ProductStatus, StoreStatus
from models.stores import Store

MAX_LINES = 100


def check_quantity(value: Any) -> int:
    """A whole number of units from 1 to 999, from anything a browser may send. Raises Invalid (C15)."""
    try:
        number = int(value) if not isinstance(value, float) or value.is_integer() else None
    except (ValueError, TypeError, OverflowError):
        number = None
    if number is None or isinstance(value, bool):
        raise Invalid("quantity", _("Give the quantity as a whole number, like 2."))
    if not 1 <= number <= MAX_QUANTITY:
        raise Invalid("quantity", _("Choose between 1 and {max_quantity}.").format(max_quantity=MAX_QUANTITY))
    return number


def _sellable(session: Session, variant_id: UUID) -> tuple[ProductVariant, Product]:
    found = session.exec(
        select(ProductVariant, Product, Store)
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(ProductVariant.id == variant_id)
    ).first()
    if found is None:
        raise NotFound(_("There is no such product."))
    variant, product, store = found
    if store.status != StoreStatus.APPROVED or product.status != ProductStatus.ACTIVE or not variant.active:
        raise Invalid("variant", _("This is no longer for sale."))
    if store.selling_restricted:
        raise Invalid("variant", _("{name} is not selling at the moment.").format(name=store.name))
    return variant, product


def touch(session: Session, cart: Cart) -> None:
    """The basket changed: its other tabs read it again."""
    cart.updated_at = datetime.now(UTC)
    session.add(cart)
    outbox.record(session, changed(cart))


def add_line(
    session: Session, *, actor: Actor, variant_id: UUID, quantity: Any = 1, wishes: Mapping[str, Any] | None = None
) -> UUID:
    """Add units of a variant to the actor's cart; the same variant adds up. Returns the cart line's id.

    `wishes` are what the buyer says about it, by field (F028): other words are another line, on one stock.
    Raises Invalid, NotFound, OutOfStock with what is left.
    """
    units = check_quantity(quantity)
    cart = get_or_create_cart(session, actor=actor)
    variant, product = _sellable(session, variant_id)
    said = read_wishes(product, wishes or {})
    check_wish_files(session, product=product, given=said.given.values())
    lines = session.exec(select(CartLine).where(CartLine.cart_id == cart.id)).all()
    if len(lines) >= MAX_LINES:
        raise Invalid("cart", _("A basket holds at most {max_lines} different things.").format(max_lines=MAX_LINES))
    present = sum(line.quantity for line in lines if line.variant_id == variant_id and not line.saved_for_later)
    check_stock(session, cart=cart, variant=variant, product=product, wanted=present + units)
    line_id = session.execute(
        insert(CartLine)
        .values(
            cart_id=cart.id,
            variant_id=variant_id,
            quantity=units,
            seen_price_minor=variant.price_minor,
            currency=variant.currency,
            personalisation=said.given,
            personalisation_hash=said.digest,
            saved_for_later=False,
        )
        .on_conflict_do_update(
            index_elements=["cart_id", "variant_id", "personalisation_hash"],
            set_={
                # what was set aside comes back as what is wanted now
                "quantity": case((col(CartLine.saved_for_later), units), else_=CartLine.quantity + units),
                "saved_for_later": False,
            },
        )
        .returning(col(CartLine.id))
    ).scalar_one()
    _see(session, cart, variant_id)
    touch(session, cart)
    return UUID(str(line_id))


def _own_line(session: Session, cart: Cart, line_id: UUID) -> CartLine:
    line = session.exec(select(CartLine).where(CartLine.id == line_id, CartLine.cart_id == cart.id)).first()
    if line is None:
        raise NotFound(_("That is no longer in your basket."))
    return line


def set_quantity(session: Session, *, actor: Actor, line_id: UUID, quantity: Any) -> None:
    """Change how many. Raises Invalid, NotFound, OutOfStock."""
    units = check_quantity(quantity)
    cart = get_or_create_cart(session, actor=actor)
    line = _own_line(session, cart, line_id)
    if units > line.quantity:
        variant, product = _sellable(session, line.variant_id)
        check_stock(session, cart=cart, variant=variant, product=product, wanted=units + _beside(session, line))
    line.quantity = units
    session.add(line)
    _see(session, cart, line.variant_id)
    touch(session, cart)


def _beside(session: Session, line: CartLine) -> int:
    """Units of the same variant in other lines of the basket, about which something else was said."""
    others = session.exec(
        select(func.coalesce(func.sum(CartLine.quantity), 0)).where(
            CartLine.cart_id == line.cart_id,
            CartLine.variant_id == line.variant_id,
            CartLine.id != line.id,
            col(CartLine.saved_for_later).is_(False),
        )
    ).one()
    return int(others)


@dataclass(frozen=True, slots=True)
class Removed:
    """What went out of a basket, so that it can be put back."""

    name: str
    variant_id: UUID
    quantity: int
    wishes: Mapping[str, Any]

    def again(self) -> dict[str, Any]:
        """What `add_line` needs to put it back."""
        return {"variant_id": self.variant_id, "quantity": self.quantity, "wishes": self.wishes}


def remove_line(session: Session, *, actor: Actor, line_id: UUID) -> Removed:
    """Take a line out. Raises NotFound."""
    cart = get_or_create_cart(session, actor=actor)
    line = _own_line(session, cart, line_id)
    name = session.exec(
        select(Product.name)
        .join(ProductVariant, col(ProductVariant.product_id) == col(Product.id))
        .where(ProductVariant.id == line.variant_id)
    ).one()
    gone = Removed(name, line.variant_id, line.quantity, dict(line.personalisation))
    session.delete(line)
    _see(session, cart, gone.variant_id)
    touch(session, cart)
    return gone


def accept_prices(session: Session, *, cart: Cart) -> None:
    """The shopper has seen today's prices and goes on with them."""
    _see(session, cart)


def _see(session: Session, cart: Cart, variant_id: UUID | None = None) -> None:
    """Take today's price as what the shopper knows: of a whole basket, or of a variant whose number they changed.

    More units may cost less each (F052); that is no news to whoever asked for them.
    """
    session.flush()
    of = [col(CartLine.saved_for_later).is_(False)] if variant_id is None else [CartLine.variant_id == variant_id]
    rows = session.exec(
        select(CartLine, ProductVariant, Product)
        .join(ProductVariant, col(ProductVariant.id) == col(CartLine.variant_id))
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(CartLine.cart_id == cart.id, *of)
    ).all()
    named = {line.currency for line, _, _ in rows} | {variant.currency for _, variant, _ in rows}
    prices = prices_in(session, currency=cart.currency, of=named)
    variants = [variant for _, variant, _ in rows]
    book = read_prices(session, variants=variants, currency=cart.currency, user_id=cart.user_id)
    units = Counter[UUID]()
    for line, variant, _rest in rows:
        units[variant.id] += line.quantity
    for line, variant, product in rows:
        asked = asked_price(line, variant, units[variant.id], said_about(product, line), book, prices)
        line.seen_price_minor, line.currency = asked.unit_minor, asked.currency
        session.add(line)
