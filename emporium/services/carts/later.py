"""Things set aside for later: they stay with the basket, are not counted, and outlive an order (F041)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor
from emporium.services.carts.lines import _beside, _own_line, _see, _sellable, touch
from emporium.services.carts.reading import find_cart, get_or_create_cart
from emporium.services.carts.sharing import check_stock
from models.carts import Cart, CartLine
from models.enums import CartStatus


def save_for_later(session: Session, *, actor: Actor, line_id: UUID) -> None:
    """Set a line aside. Twice changes nothing. Raises NotFound."""
    cart = get_or_create_cart(session, actor=actor)
    line = _own_line(session, cart, line_id)
    line.saved_for_later = True
    session.add(line)
    _see(session, cart, line.variant_id)
    touch(session, cart)


def back_to_cart(session: Session, *, actor: Actor, line_id: UUID) -> None:
    """Put a line that was set aside back into the basket, at today's price.

    Raises NotFound, Invalid for what is not sold any more, OutOfStock when there is less than the line wants.
    """
    cart = get_or_create_cart(session, actor=actor)
    line = _own_line(session, cart, line_id)
    if not line.saved_for_later:
        return
    variant, product = _sellable(session, line.variant_id)
    check_stock(session, cart=cart, variant=variant, product=product, wanted=line.quantity + _beside(session, line))
    line.saved_for_later = False
    session.add(line)
    _see(session, cart, line.variant_id)
    touch(session, cart)


def take_back(session: Session, *, actor: Actor, line_id: UUID, units: int) -> None:
    """Undo an adding: so many units of a line go out again, the line with its last. Gone already is fine."""
    cart = find_cart(session, actor=actor, lock=True)
    line = cart and session.exec(select(CartLine).where(CartLine.id == line_id, CartLine.cart_id == cart.id)).first()
    if not cart or not line:
        return
    if line.quantity <= units:
        session.delete(line)
    else:
        line.quantity -= units
        session.add(line)
    _see(session, cart, line.variant_id)
    touch(session, cart)


def carry_saved(session: Session, *, cart: Cart) -> None:
    """A basket was ordered: what was set aside waits in its owner's next one. The ordered one is closed already."""
    waiting = session.exec(select(CartLine).where(CartLine.cart_id == cart.id, col(CartLine.saved_for_later))).all()
    if not waiting:
        return
    session.flush()
    owner = {"user_id": cart.user_id} if cart.user_id else {"guest_hash": cart.guest_hash}
    session.execute(
        insert(Cart)
        .values(currency=cart.currency, country=cart.country, coupon_codes=[], **owner)
        .on_conflict_do_nothing()
    )
    mine = Cart.user_id == cart.user_id if cart.user_id else Cart.guest_hash == cart.guest_hash
    following = session.exec(select(Cart).where(mine, Cart.status == CartStatus.OPEN).with_for_update()).first()
    if following is None:
        raise NotFound(_("There is no basket to carry things into."))
    there = {
        (line.variant_id, line.personalisation_hash)
        for line in session.exec(select(CartLine).where(CartLine.cart_id == following.id)).all()
    }
    for line in waiting:
        if (line.variant_id, line.personalisation_hash) in there:
            session.delete(line)
        else:
            line.cart_id = following.id
            session.add(line)
