"""The store's answer to a return, and its arrival (F080)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.returns.asking import NOTE_MAX, tell
from emporium.services.returns.charging import ask_difference, set_due
from emporium.services.returns.swaps import difference, drop, exchange_of, keep_for
from models.enums import ExchangeStatus, RestockDecision, ReturnStatus
from models.orders import Order, OrderLine, Return

LABEL = re.compile(r"https://[^\s\"<>]{4,500}")
TRACKING_MAX = 80


@dataclass(frozen=True, slots=True)
class Decision:
    """What inspection found for one line: sell it again (where? how many? all, unless told), or not."""

    decision: RestockDecision
    location_id: UUID | None = None
    units: int | None = None


def locked_return(session: Session, store_id: UUID, return_id: UUID) -> tuple[Return, Order]:
    """A return of the store with its order, both locked. Raises NotFound."""
    _lock_root(session, store_id, return_id)
    found = session.exec(
        select(Return, Order)
        .join(Order, col(Order.id) == col(Return.order_id))
        .where(Return.id == return_id, Order.store_id == store_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound(_("There is no such return in this store."))
    return found[0], found[1]


def _lock_root(session: Session, store_id: UUID, return_id: UUID) -> None:
    """What an order adds to is locked before it, as whoever changes or pays them does."""
    root = session.exec(
        select(Order.extends_id)
        .join(Return, col(Return.order_id) == col(Order.id))
        .where(Return.id == return_id, Order.store_id == store_id)
    ).first()
    if root is not None:
        session.exec(select(Order.id).where(Order.id == root).with_for_update()).first()


def expect(row: Return, *allowed: ReturnStatus) -> None:
    """Raises Conflict unless the return is at one of these steps."""
    if row.status not in allowed:
        raise Conflict(_("This return is {status} already.").format(status=row.status))


def decide_return(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    return_id: UUID,
    approve: bool,
    note: str = "",
    address: str = "",
    label_url: str = "",
    tracking_number: str = "",
    waive: bool = False,
) -> Return:
    """Let the shopper send it back and say how, or say no with a reason. A yes keeps what is wanted instead.

    What that is dearer by is asked of the shopper by a link, unless the store says `waive`.

    Raises NotFound, Conflict when it was answered before, Invalid for a yes that does not say how, a no without
    words, or a label that is not a safe address, OutOfStock naming a replacement that is not there.
    """
    actor.require(Permission.REFUND_ORDERS, store=store_id)
    row, order = locked_return(session, store_id, return_id)
    expect(row, ReturnStatus.REQUESTED)
    if not approve and len(note.strip()) < 4:
        raise Invalid("note", _("Tell the shopper why not."))
    if approve:
        _say_how(row, address.strip(), label_url.strip(), tracking_number.strip(), note.strip())
        _agree(session, actor, row, order, waive)
    else:
        drop(session, row=row, order=order)
    row.status = ReturnStatus.APPROVED if approve else ReturnStatus.REJECTED
    row.decided_at, row.answer = datetime.now(UTC), note.strip()[:NOTE_MAX]
    session.add(row)
    tell(session, row, order)
    return row


def _agree(session: Session, actor: Actor, row: Return, order: Order, waive: bool) -> None:
    """What is wanted instead is kept for the shopper: given for what came back, or sold for the difference."""
    wanted = exchange_of(session, row=row)
    if wanted is None or wanted.status != ExchangeStatus.WANTED:
        return
    more = difference(session.get_one(OrderLine, wanted.order_line_id), wanted)
    if more > 0 and not waive:
        ask_difference(session, actor=actor, order=order, wanted=wanted, more_minor=more)
    else:
        keep_for(session, wanted=wanted, order=order)


def _say_how(row: Return, address: str, label_url: str, tracking_number: str, note: str) -> None:
    if not (address or label_url or tracking_number or len(note) >= 4):
        raise Invalid("note", _("Tell the shopper how to send it: in words, with an address or with a label."))
    if label_url and not LABEL.fullmatch(label_url):
        raise Invalid("label_url", _("Give the label's address, beginning with https://."))
    if len(tracking_number) > TRACKING_MAX:
        raise Invalid("tracking_number", _("A tracking number has at most 80 characters."))
    row.return_address, row.label_url, row.tracking_number = address[:NOTE_MAX], label_url, tracking_number


def receive_return(session: Session, *, actor: Actor, store_id: UUID, return_id: UUID) -> Return:
    """The parcel is here. Raises NotFound, Conflict."""
    actor.require(Permission.SHIP_ORDERS, store=store_id)
    row, order = locked_return(session, store_id, return_id)
    expect(row, ReturnStatus.APPROVED)
    row.status, row.received_at = ReturnStatus.RECEIVED, datetime.now(UTC)
    set_due(session, row=row, today=row.received_at.date())
    session.add(row)
    tell(session, row, order)
    return row
