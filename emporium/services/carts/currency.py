"""In which currency a basket is: one that every store's prices can be stated and settled in (F006, F130)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.carts.lines import accept_prices, touch
from emporium.services.carts.reading import cart_view, find_cart
from emporium.settings import get_settings
from models.enums import StoreStatus
from models.fx import FxRate
from models.stores import Store


@dataclass(frozen=True, slots=True)
class Repriced:
    """What the goods of a basket came to, and what they come to now. Minor units, each with its currency."""

    was_minor: int
    was_currency: str
    now_minor: int
    now_currency: str


def selling_currencies(session: Session) -> Sequence[str]:
    """Currencies that a shopper can choose, the marketplace's own first. Two queries.

    One is offered when the newest rates turn it into the currency of every store that sells: nothing is ever sold that
    cannot be settled.
    """
    own = get_settings().currency
    stores = set(session.exec(select(Store.currency).where(Store.status == StoreStatus.APPROVED).distinct()).all())
    into: dict[str, set[str]] = {}
    for base, quote in session.exec(select(FxRate.base, FxRate.quote).distinct()).all():
        into.setdefault(base, set()).add(quote)
    others = {one for one in stores | set(into) if stores - {one} <= into.get(one, set())}
    return [own, *sorted(others - {own})]


def change_currency(session: Session, *, actor: Actor, currency: str) -> Repriced | None:
    """State the actor's open basket in another currency; orders that were placed stay as they are.

    Returns what changed, None when nothing lies in the basket or it is in that currency. Raises Invalid.
    """
    actor.require(Permission.SHOP)
    if currency not in selling_currencies(session):
        raise Invalid("currency", _("Choose one of the currencies of the list."))
    cart = find_cart(session, actor=actor, lock=True)
    if cart is None or cart.currency == currency:
        return None
    before = cart_view(session, cart=cart)
    was = cart.currency
    cart.currency = currency
    session.add(cart)
    session.flush()
    accept_prices(session, cart=cart)
    touch(session, cart)
    after = cart_view(session, cart=cart)
    if not before.stores:
        return None
    return Repriced(before.goods_minor, was, after.goods_minor, currency)
