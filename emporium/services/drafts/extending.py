"""What is added to an order that was placed: a draft of its own that goes where the order goes (F080, F081)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from emporium.services import carts
from emporium.services.auth import SYSTEM, Actor
from emporium.services.drafts.access import Found, scoped_draft
from emporium.services.drafts.making import create_draft
from models.orders import Order, Purchase


def acting(actor: Actor) -> Actor:
    """Whoever may change an order does everything that belongs to it, under their own name."""
    return replace(SYSTEM, user_id=actor.user_id, name=actor.name, ip=actor.ip)


def basket_added(
    session: Session,
    *,
    actor: Actor,
    order: Order,
    purchase: Purchase,
    address: Mapping[str, str],
    add: Mapping[UUID, int],
) -> Found:
    """The basket of units of variants that are added to an order, for its buyer, on its terms of tax and delivery.

    The caller has locked the order and checked who may change it. Raises Invalid and OutOfStock as a cart does.
    """
    root = order.extends_id or order.id
    draft = create_draft(session, actor=acting(actor), store_id=order.store_id, extends_id=root)
    found = scoped_draft(session, store_id=order.store_id, number=draft.number, extends=True)
    found.checkout.email, found.checkout.user_id, found.checkout.address = (
        purchase.email, purchase.user_id, dict(address),
    )  # fmt: skip
    found.checkout.tax_id, found.checkout.tax_proof = purchase.tax_id, dict(purchase.tax_proof)
    if order.shipping_method_id is not None:
        found.checkout.shipping = {str(order.store_id): str(order.shipping_method_id)}
    found.cart.currency, found.cart.country = order.currency, str(address.get("country", found.cart.country))
    session.add_all([found.checkout, found.cart])
    session.flush()
    for variant_id, units in sorted(add.items()):
        carts.add_line(session, actor=found.basket, variant_id=variant_id, quantity=units)
    return found
