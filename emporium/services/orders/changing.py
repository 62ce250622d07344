"""What others must know of an order that is being changed, and where an order goes (F081)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from emporium.errors import Conflict
from emporium.i18n import _
from models.drafts import OrderEdit
from models.enums import EditStatus
from models.orders import Order, Purchase


def refuse_while_changing(session: Session, *, order_id: UUID) -> None:
    """Neither sent, refunded nor cancelled while a change waits for its payment: it was promised for that order.

    The order's row is locked by the caller, and by whoever makes a change. Raises Conflict.
    """
    waiting = session.exec(
        select(OrderEdit.id).where(OrderEdit.order_id == order_id, OrderEdit.status == EditStatus.WAITING)
    ).first()
    if waiting is not None:
        raise Conflict(_("A change of this order waits for its payment. Drop the change first, or wait for it."))


def address_of(order: Order, purchase: Purchase) -> dict[str, Any]:
    """Where a store's part goes: the purchase's address, unless it was changed for this part."""
    return order.address or purchase.address
