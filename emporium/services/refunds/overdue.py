"""Giving up orders that were never sent: everything goes back, and everybody is told (F083)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import select

from emporium.errors import Conflict
from emporium.i18n import N_
from emporium.services import outbox
from emporium.services.auth import SYSTEM
from emporium.services.opening import OpenTransaction
from emporium.services.orders.deadlines import never_sent
from emporium.services.orders.events import GivenUp
from emporium.services.refunds.orders import BEFORE_DISPATCH, cancel_order, cancel_parcel
from models.enums import OrderStatus
from models.orders import Order

REASON = N_("The store did not send it in time.")


def give_up_never_sent(open_transaction: OpenTransaction) -> int:
    """Cancel what was not sent long after it was due, each in a transaction of its own; returns how many.

    A store that sends it at the same moment wins or loses as a whole: the order's row decides.
    """
    with open_transaction() as session:
        due = never_sent(session)
    return sum(give_up(open_transaction, order_id=order_id) for order_id in due)


def give_up(open_transaction: OpenTransaction, *, order_id: UUID) -> bool:
    """Cancel one of them; False when it was sent or cancelled meanwhile."""
    with open_transaction() as session:
        order = session.exec(select(Order).where(Order.id == order_id).with_for_update()).one()
        if order.status not in BEFORE_DISPATCH:
            return False
        try:
            if order.status == OrderStatus.PAID:
                cancel_order(session, actor=SYSTEM, store_id=order.store_id, number=order.number, reason=REASON)
            elif not cancel_parcel(session, order=order, reason=REASON):
                return False
        except Conflict:
            return False
        outbox.record(
            session,
            GivenUp(
                order_id=order.id, purchase_id=order.purchase_id, store_id=order.store_id, number=order.number
            ),
        )  # fmt: skip
    return True
