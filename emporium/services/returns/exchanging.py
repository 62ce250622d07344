"""Sending the replacement, or giving the exchange up (F080). The price difference is settled with the parcel."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from emporium.errors import Conflict, Invalid
from emporium.i18n import N_, _
from emporium.services import refunds
from emporium.services.auth import Actor, Permission
from emporium.services.orders.replacement import send_replacement_parcel
from emporium.services.refunds import RefundAsk
from emporium.services.returns.asking import NOTE_MAX, tell
from emporium.services.returns.charging import cancel_sold, give_up, lock_link
from emporium.services.returns.deciding import expect, locked_return
from emporium.services.returns.giving import refund_units
from emporium.services.returns.swaps import difference, drop, exchange_of, note_dropped, units_instead
from models.aftersale import Exchange
from models.enums import ExchangeStatus, ReturnStatus
from models.orders import Order, Return

AGREED = (ReturnStatus.APPROVED, ReturnStatus.RECEIVED, ReturnStatus.INSPECTED)


def send_replacement(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    return_id: UUID,
    carrier: str,
    tracking_number: str,
) -> int:
    """Send what is kept for the shopper, in a parcel of the order; a cheaper one gives its difference back.

    A dearer one costs the shopper nothing more here: the store waived that when it said yes. One whose difference was
    paid is an order of its own and is sent as that. Returns the difference in
    minor units. Raises NotFound, Conflict without a kept replacement, Invalid for carrier or number.
    """
    actor.require(Permission.SHIP_ORDERS, store=store_id)
    row, order = locked_return(session, store_id, return_id)
    expect(row, *AGREED)
    wanted = exchange_of(session, row=row)
    if wanted is not None and wanted.status in (ExchangeStatus.TO_PAY, ExchangeStatus.SOLD):
        raise Conflict(_("The replacement is an order of its own. Send that one, as soon as it is paid."))
    if wanted is None or wanted.status != ExchangeStatus.RESERVED:
        raise Conflict(_("There is no replacement to send."))
    parcel = send_replacement_parcel(
        session, actor=actor, order=order, carrier=carrier, tracking_number=tracking_number,
        demand={wanted.variant_id: wanted.quantity},
    )  # fmt: skip
    wanted.status, wanted.fulfillment_id = ExchangeStatus.SENT, parcel.id
    wanted.refunded_minor = _settle(session, actor, order, wanted)
    session.add(wanted)
    session.flush()
    tell(session, row, order, step="replaced")
    return wanted.refunded_minor


def _settle(session: Session, actor: Actor, order: Order, wanted: Exchange) -> int:
    """Give back what the replacement is cheaper by, as far as the order's payment still holds it."""
    locked = refunds.lock_paid(session, order=order)
    line = next(line for line in locked.lines if line.id == wanted.order_line_id)
    back = min(max(-difference(line, wanted), 0), locked.left_minor)
    if not back:
        return 0
    made = refunds.plan_for(session, paid=locked, ask=RefundAsk(goodwill_minor=back))
    refunds.give_back(
        session, paid=locked, made=made, key=f"exchange:{wanted.id}", reason=N_("The replacement costs less."),
        made_by=actor.user_id,
    )  # fmt: skip
    return back


def cancel_exchange(session: Session, *, actor: Actor, store_id: UUID, return_id: UUID, note: str) -> int:
    """No replacement after all: its units may be sold again and the money goes back, now if it was inspected already.

    Returns what was given back in minor units. Raises NotFound, Conflict when it was sent, Invalid without words.
    """
    actor.require(Permission.REFUND_ORDERS, store=store_id)
    lock_link(session, return_id=return_id)
    row, order = locked_return(session, store_id, return_id)
    expect(row, *AGREED)
    if len(note.strip()) < 4:
        raise Invalid("swap", _("Tell the shopper why there is no replacement."))
    units = _dropped(session, actor, row, order, note)
    row.answer = note.strip()[:NOTE_MAX]
    if row.status == ReturnStatus.INSPECTED:
        row.refunded_minor += refund_units(session, actor=actor, row=row, order=order, units=units, step=":instead")
    session.add(row)
    tell(session, row, order, step="no_replacement")
    return row.refunded_minor


def _dropped(session: Session, actor: Actor, row: Return, order: Order, note: str) -> int:
    """Units of the replacement that were to be sent until now."""
    wanted = exchange_of(session, row=row)
    units = units_instead(session, wanted)
    if wanted is not None and wanted.status == ExchangeStatus.TO_PAY:
        give_up(session, wanted=wanted)
    elif wanted is not None and wanted.status == ExchangeStatus.SOLD:
        units = wanted.quantity - wanted.dropped_quantity
        cancel_sold(session, actor=actor, wanted=wanted, reason=note.strip())
        note_dropped(session, row=row)
    elif not drop(session, row=row, order=order):
        raise Conflict(_("There is no replacement to cancel."))
    return units
