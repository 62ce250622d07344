"""Bringing one cart into another: the one function of signing in and of letters about baskets (F005, F045, P25)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, select

from emporium.services.auth import Actor
from emporium.services.carts.lines import touch
from emporium.services.carts.reading import find_cart, get_or_create_cart
from emporium.services.inventory import availability
from emporium.settings import get_settings
from models.carts import MAX_QUANTITY, Cart, CartLine
from models.enums import CartStatus


def merge_guest_cart(session: Session, *, guest_token: str, user_id: UUID) -> UUID | None:
    """Move a guest's lines into a person's cart. Returns the person's cart id, None when there was nothing.

    The same variant sums, capped at what is in stock; distinct lines move; coupon codes are kept once. Doing it again
    changes nothing: the guest's cart is closed.
    """
    guest = find_cart(session, actor=Actor(guest_token=guest_token), lock=True)
    if guest is None:
        return None
    person = Actor(user_id=user_id)
    if not has_lines(session, guest):
        # an empty one may still say where things go
        if guest.country != get_settings().default_country and find_cart(session, actor=person) is None:
            get_or_create_cart(session, actor=person, country=guest.country)
        return None
    mine = get_or_create_cart(session, actor=person, country=guest.country)
    merge_carts(session, source=guest, target=mine)
    return mine.id


def has_lines(session: Session, cart: Cart) -> bool:
    """Whether anything lies in a cart."""
    return session.exec(select(CartLine.id).where(CartLine.cart_id == cart.id)).first() is not None


def merge_carts(session: Session, *, source: Cart, target: Cart) -> None:
    """Move everything from one cart into another; both are locked by the caller. The source is closed."""
    moving = session.exec(select(CartLine).where(CartLine.cart_id == source.id)).all()
    present = {
        (line.variant_id, line.personalisation_hash): line
        for line in session.exec(select(CartLine).where(CartLine.cart_id == target.id)).all()
    }
    stock = availability(session, variant_ids={line.variant_id for line in moving})
    for line in moving:
        own = present.get((line.variant_id, line.personalisation_hash))
        if own is None:
            line.cart_id = target.id
        else:
            most = max(min(stock[line.variant_id], MAX_QUANTITY), own.quantity)
            own.quantity = min(own.quantity + line.quantity, most)
            own.saved_for_later = own.saved_for_later and line.saved_for_later
            session.delete(line)
            session.add(own)
    target.coupon_codes = list(dict.fromkeys([*target.coupon_codes, *source.coupon_codes]))
    source.status = CartStatus.MERGED
    session.add_all([source, target])
    touch(session, target)
