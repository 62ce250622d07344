"""What a letter's links do: show the basket, put it back, stop the letters. The link is the permission (F045)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, NotFound
from emporium.i18n import _
from emporium.services import carts
from emporium.services.auth import Actor, Permission
from emporium.services.carts import CartView
from emporium.services.reminders.consent import refuse, refused
from models.carts import Cart
from models.enums import CartStatus
from models.reminders import CartReminder


@dataclass(frozen=True, slots=True)
class LeftBasket:
    """A basket as its letter's page shows it."""

    email: str
    view: CartView
    over: bool
    """It was bought, merged or given up meanwhile."""
    here: bool
    """It is the very basket of this browser."""
    in_account: bool
    """It lies in an account: it is there after signing in."""
    stopped: bool


def _by_token(session: Session, token: str) -> CartReminder:
    found = session.exec(select(CartReminder).where(CartReminder.token == token)).first() if token else None
    if found is None:
        raise NotFound(_("This link is not kept any more."))
    return found


def left_basket(session: Session, *, actor: Actor, token: str) -> LeftBasket:
    """The basket of a letter. Nothing is decided by looking. Raises NotFound."""
    actor.require(Permission.SHOP)
    reminder = _by_token(session, token)
    cart = session.get_one(Cart, reminder.cart_id)
    present = carts.find_cart(session, actor=actor)
    in_account = cart.user_id is not None and cart.user_id != actor.user_id
    over = cart.status != CartStatus.OPEN or not carts.has_lines(session, cart)
    return LeftBasket(
        email=reminder.email,
        view=carts.cart_view(session, cart=None if over or in_account else cart),
        over=over,
        here=present is not None and present.id == cart.id,
        in_account=in_account,
        stopped=refused(session, email=reminder.email),
    )


def restore_basket(session: Session, *, actor: Actor, token: str) -> UUID:
    """Put a letter's basket into the one of this browser or account; returns that one's id.

    What lies there already stays and is added to. Twice changes nothing. Raises NotFound, and Conflict when the basket
    lies in somebody's account or is gone.
    """
    actor.require(Permission.SHOP)
    reminder = _by_token(session, token)
    present = carts.find_cart(session, actor=actor)
    wanted = {reminder.cart_id, *([present.id] if present is not None else [])}
    locked = {
        cart.id: cart
        for cart in session.exec(
            select(Cart)
            .where(col(Cart.id).in_(wanted))
            .order_by(col(Cart.id))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
    }
    session.refresh(reminder, with_for_update=True)
    cart = locked[reminder.cart_id]
    if present is not None and reminder.restored_cart_id == present.id:
        return present.id
    if cart.user_id is not None and cart.user_id != actor.user_id:
        raise Conflict(_("This basket lies in an account. Sign in to find it."))
    if cart.status != CartStatus.OPEN:
        raise Conflict(_("This basket is not kept any more: it was bought, or put into another one."))
    target = carts.get_or_create_cart(session, actor=actor)
    if target.id != cart.id:
        carts.merge_carts(session, source=cart, target=target)
        reminder.restored_cart_id = target.id
    reminder.restored_at = reminder.restored_at or datetime.now(UTC)
    session.add(reminder)
    return target.id


def stop_reminders(session: Session, *, actor: Actor, token: str) -> None:
    """No letters about baskets to the letter's address any more, from any basket. Twice changes nothing."""
    actor.require(Permission.SHOP)
    refuse(session, email=_by_token(session, token).email)
