"""Asking a store not to send something (F079)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from emporium.errors import Conflict, Invalid
from emporium.i18n import N_, _
from emporium.services import refunds
from emporium.services.auth import SYSTEM, Actor, Permission
from emporium.services.orders.cancel_requests import open_wish, say_wish
from emporium.services.orders.fulfilment import DOWNLOAD
from emporium.services.orders.reading import linked_order
from emporium.settings import get_settings
from models.aftersale import CancelRequest, CancelRequestLine
from models.enums import CancelStatus, OrderStatus
from models.orders import Fulfillment, Order, OrderLine

BEFORE_DISPATCH = (OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED)
REASON_MAX = 300


def request_cancel(
    session: Session,
    *,
    actor: Actor,
    token: str,
    number: str,
    units: Mapping[UUID, int],
    reason: str = "",
    now: datetime | None = None,
) -> CancelRequest:
    """The shopper does not want units of a store's order; nothing chosen is everything that has not left.

    Nothing packed and younger than `EMPORIUM_CANCEL_MINUTES`: it is cancelled at once. Otherwise the store answers.
    Other stores' orders are not touched. Raises NotFound, Invalid for units that left or were cancelled, Conflict when
    there is an open wish already or nothing is left to cancel.
    """
    actor.require(Permission.SHOP)
    order = linked_order(session, token=token, number=number)
    if order.status not in BEFORE_DISPATCH:
        raise Conflict(_("Only what is paid and not sent can be cancelled. What was sent can be sent back."))
    if open_wish(session, order=order) is not None:
        raise Conflict(_("You have asked already. The store answers soon."))
    wanted = _chosen(session, order, units)
    wish = CancelRequest(order_id=order.id, reason=reason.strip()[:REASON_MAX])
    session.add(wish)
    session.flush()
    session.add_all(
        CancelRequestLine(request_id=wish.id, order_line_id=line_id, quantity=count)
        for line_id, count in wanted.items()
    )
    session.flush()
    if _early(session, order, now or datetime.now(UTC)):
        accept(session, actor=SYSTEM, order=order, wish=wish, units=wanted)
    say_wish(session, wish, order)
    return wish


def _chosen(session: Session, order: Order, units: Mapping[UUID, int]) -> dict[UUID, int]:
    left = cancellable(session, order_id=order.id)
    wanted = {line_id: count for line_id, count in units.items() if count} or {k: n for k, n in left.items() if n}
    for line_id, count in wanted.items():
        if isinstance(count, bool) or not isinstance(count, int) or not 0 < count <= left.get(line_id, 0):
            raise Invalid("quantity", _("{get} of it can still be cancelled.").format(get=left.get(line_id, 0)))
    if not wanted:
        raise Conflict(_("Nothing of this order is left to cancel."))
    return wanted


def cancellable(session: Session, *, order_id: UUID) -> dict[UUID, int]:
    """Units of each line that have not left and were not cancelled."""
    lines = session.exec(
        select(OrderLine).where(OrderLine.order_id == order_id).execution_options(populate_existing=True)
    ).all()
    return {line.id: line.quantity - line.shipped_quantity - line.cancelled_quantity for line in lines}


def _early(session: Session, order: Order, now: datetime) -> bool:
    packed = session.exec(
        select(Fulfillment.id).where(Fulfillment.order_id == order.id, Fulfillment.carrier != DOWNLOAD).limit(1)
    ).first()
    begun = order.paid_at or order.created_at
    return packed is None and now - begun < timedelta(minutes=get_settings().cancel_minutes)


def accept(
    session: Session, *, actor: Actor, order: Order, wish: CancelRequest, units: Mapping[UUID, int], answer: str = ""
) -> None:
    """Cancel the units and note what went back. The wish is decided first, so that the order does not close it."""
    wish.status, wish.decided_at, wish.answer = CancelStatus.ACCEPTED, datetime.now(UTC), answer
    session.add(wish)
    session.flush()
    wish.refunded_minor = refunds.cancel_lines(
        session, actor=actor, store_id=order.store_id, number=order.number, units=units,
        reason=wish.reason or N_("The shopper asked to cancel."), key=f"wish:{wish.id}",
    )  # fmt: skip
    session.add(wish)


def withdraw_cancel(session: Session, *, actor: Actor, token: str, number: str) -> None:
    """The shopper wants it after all. Raises NotFound, Conflict when there is no open wish."""
    actor.require(Permission.SHOP)
    order = linked_order(session, token=token, number=number)
    wish = open_wish(session, order=order)
    if wish is None:
        raise Conflict(_("The store has answered already."))
    wish.status, wish.decided_at = CancelStatus.CLOSED, datetime.now(UTC)
    session.add(wish)
    say_wish(session, wish, order)
