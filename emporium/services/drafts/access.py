"""Who may work on a prepared order, and whose basket it is.

A draft is an ordinary cart with an ordinary checkout, so every rule of prices, taxes, stock and payment is the
checkout's own (F084). Its cart belongs to the draft's link, as a guest's cart belongs to the guest's cookie.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, NotFound
from emporium.i18n import _
from emporium.services import payments
from emporium.services.auth import Actor, Permission
from models.carts import Cart, Checkout
from models.drafts import Draft
from models.enums import CheckoutStatus, PurchaseStatus
from models.orders import Purchase

LIFE = timedelta(days=30)
"""So long a draft is kept after its last change."""


@dataclass(frozen=True, slots=True)
class Found:
    """A draft with its checkout and cart, and the actor that its basket belongs to."""

    draft: Draft
    checkout: Checkout
    cart: Cart
    basket: Actor


def require_desk(actor: Actor, store_id: UUID, permission: Permission = Permission.TAKE_ORDERS) -> None:
    """The store's own people, or an operator. Raises as `Actor.require`."""
    if not actor.can(Permission.MANAGE_STORES):
        actor.require(permission, store=store_id)


def basket_of(token: str, *, ip: str | None = None) -> Actor:
    """The owner of a draft's cart. A colon is in no guest's cookie: nobody becomes it by setting one."""
    return Actor(guest_token=f"draft:{token}", ip=ip)


def scoped_draft(session: Session, *, store_id: UUID, number: str, lock: bool = False, extends: bool = False) -> Found:
    """A draft of one store by its number; with `extends` one that adds to an order (F081). Raises NotFound."""
    statement = (
        select(Draft, Checkout, Cart)
        .join(Checkout, col(Checkout.id) == col(Draft.checkout_id))
        .join(Cart, col(Cart.id) == col(Checkout.cart_id))
        .where(Draft.number == number, Checkout.store_id == store_id)
        .where(col(Checkout.extends_id).is_not(None) if extends else col(Checkout.extends_id).is_(None))
    )
    if lock:
        statement = statement.with_for_update(of=(Checkout, Draft)).execution_options(populate_existing=True)
    row = session.exec(statement).first()
    if row is None:
        raise NotFound(_("There is no such draft in this store."))
    return Found(*row, basket_of(row[0].token))


def opened(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    number: str,
    permission: Permission = Permission.TAKE_ORDERS,
) -> Found:
    """A draft that is about to be changed, locked: a link that was sent is taken back, one that is over lives again.

    Raises NotFound, Conflict for one that was ordered or thrown away, or while its customer is paying.
    """
    require_desk(actor, store_id, permission)
    found = scoped_draft(session, store_id=store_id, number=number, lock=True)
    if found.draft.discarded_at is not None:
        raise Conflict(_("This draft was thrown away. Make a new one."))
    take_back(session, found)
    found.checkout.status, found.checkout.expires_at = CheckoutStatus.OPEN, datetime.now(UTC) + LIFE
    session.add(found.checkout)
    session.flush()
    return found


def take_back(session: Session, found: Found) -> None:
    """Nobody can pay it any more and its stock is free. Raises Conflict when it is paid, or being paid."""
    purchase = purchase_of(session, checkout_id=found.checkout.id, lock=True)
    if found.checkout.status == CheckoutStatus.PLACED or (purchase and purchase.status == PurchaseStatus.PAID):
        raise Conflict(_("This was ordered already. Change the order instead."))
    if purchase is not None:
        refuse_while_paid(session, purchase)
        payments.cancel_unpaid(session, purchase=purchase)
        purchase.checkout_id = None
        session.add(purchase)
    found.draft.sent_at, found.draft.sent_version = None, 0
    session.add(found.draft)
    session.flush()


def refuse_while_paid(session: Session, purchase: Purchase) -> None:
    """Raises Conflict while somebody is paying; what was begun and left is no payment."""
    payments.give_up_abandoned(session, purchase_id=purchase.id)
    if payments.active_attempt(session, purchase_id=purchase.id) is not None:
        raise Conflict(_("It is being paid at this moment. Look again in a while."))


def close_link(session: Session, *, checkout_id: UUID, purchase: Purchase | None) -> None:
    """Nobody pays by it any more, and what it held is free. The checkout and the purchase are locked."""
    if purchase is not None:
        payments.cancel_unpaid(session, purchase=purchase)
    checkout = session.get_one(Checkout, checkout_id)
    checkout.status = CheckoutStatus.EXPIRED
    draft = session.exec(select(Draft).where(Draft.checkout_id == checkout_id)).one()
    draft.discarded_at = datetime.now(UTC)
    session.add_all([checkout, draft])


def purchase_of(session: Session, *, checkout_id: UUID, lock: bool = False) -> Purchase | None:
    """The purchase that a draft became, paid or not."""
    statement = select(Purchase).where(Purchase.checkout_id == checkout_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.exec(statement).first()
