"""An order that cannot go elsewhere as it was sold: the same goods as a draft for that address (F081, F084)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import EmporiumError
from emporium.i18n import _
from emporium.services import carts
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue import WishField
from emporium.services.drafts.access import require_desk, scoped_draft
from emporium.services.drafts.making import create_draft, set_customer, set_note
from emporium.services.orders.reading import scoped_order
from models.drafts import Draft
from models.orders import OrderLine, Purchase


def draft_elsewhere(
    session: Session, *, actor: Actor, store_id: UUID, number: str, address: Mapping[str, str]
) -> Draft:
    """A draft of what is left to send of an order, at today's prices, for another address; the order stays as it is.

    What is not sold any more is left out, and the note says so. Raises NotFound, Invalid for the address.
    """
    require_desk(actor, store_id, Permission.EDIT_ORDERS)
    order = scoped_order(session, store_id=store_id, number=number)
    purchase = session.get_one(Purchase, order.purchase_id)
    made = create_draft(session, actor=actor, store_id=store_id)
    set_customer(session, actor=actor, store_id=store_id, number=made.number, email=purchase.email, address=address)
    basket = scoped_draft(session, store_id=store_id, number=made.number, lock=True).basket
    lines = session.exec(
        select(OrderLine).where(OrderLine.order_id == order.id).order_by(col(OrderLine.position))
    ).all()
    left_out: list[str] = []
    for line in lines:
        units = line.quantity - line.shipped_quantity - line.cancelled_quantity
        if units <= 0:
            continue
        try:
            if line.variant_id is None:
                raise EmporiumError(line.name)
            with session.begin_nested():
                said = {WishField(label).key: words for label, words in line.personalisation.items()}
                carts.add_line(session, actor=basket, variant_id=line.variant_id, quantity=units, wishes=said)
        except EmporiumError:
            left_out.append(f"{units} × {line.name}")
    note = _("In place of {number}, which goes elsewhere. Cancel {number} when this is paid.").format(number=number)
    if left_out:
        note += " " + _("Left out, as it is not there: {join}.").format(join=", ".join(left_out))
    set_note(session, actor=actor, store_id=store_id, number=made.number, note=note)
    return made
