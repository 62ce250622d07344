"""The store's answer to a wish to cancel (F079)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, select

from emporium.errors import Conflict, Invalid
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.cancelling.wishing import REASON_MAX, accept, cancellable
from emporium.services.orders.cancel_requests import open_wish, say_wish
from emporium.services.orders.reading import scoped_order
from models.aftersale import CancelRequest, CancelRequestLine
from models.enums import CancelStatus


def decide_cancel(
    session: Session, *, actor: Actor, store_id: UUID, number: str, agree: bool, note: str = ""
) -> CancelRequest:
    """Cancel what the shopper asked for, as far as it has not left; or say no in words.

    Raises NotFound, Conflict without an open wish or when all of it left, Invalid for a no without words.
    """
    actor.require(Permission.CANCEL_ORDERS, store=store_id)
    order = scoped_order(session, store_id=store_id, number=number, lock=True)
    session.refresh(order)
    wish = open_wish(session, order=order)
    if wish is None:
        raise Conflict(_("There is no open wish to cancel. The shopper may have changed their mind."))
    words = note.strip()[:REASON_MAX]
    if agree:
        left = cancellable(session, order_id=order.id)
        asked = session.exec(select(CancelRequestLine).where(CancelRequestLine.request_id == wish.id)).all()
        units = {part.order_line_id: min(part.quantity, left[part.order_line_id]) for part in asked}
        if not any(units.values()):
            raise Conflict(_("All of it has left or was cancelled. Say no, and that it can be sent back."))
        accept(session, actor=actor, order=order, wish=wish, units=units, answer=words)
    else:
        if len(words) < 4:
            raise Invalid("note", _("Tell the shopper why not."))
        wish.status, wish.decided_at, wish.answer = CancelStatus.REFUSED, datetime.now(UTC), words
        session.add(wish)
    say_wish(session, wish, order)
    return wish
