"""Letters about sending in time, and about orders that are given up (F083)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from emporium.i18n import _, day
from emporium.money import Money, format_money
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter
from emporium.services.notifications.order_letters import to_store
from emporium.settings import get_settings
from models.orders import Order, Purchase
from models.outbox import OutboxEvent
from models.stores import Store


def _found(session: Session, event: OutboxEvent) -> tuple[Order, Store] | None:
    order = session.get(Order, UUID(str(event.payload["order_id"])))
    return (order, session.get_one(Store, order.store_id)) if order is not None else None


def _to_store(session: Session, event: OutboxEvent, subject: str, heading: str, said: str) -> list[Addressed]:
    found = _found(session, event)
    if found is None:
        return []
    order, store = found
    by = day(order.dispatch_by) if order.dispatch_by else ""
    letter = Letter(
        subject=subject.format(number=order.number),
        heading=heading,
        paragraphs=(said.format(number=order.number, day=by, days=get_settings().give_up_days),),
        action=Action(_("Open the order"), link(f"/vendor/orders/{order.number}")),
        sections=(),
        shop=get_settings().name,
    )
    return to_store(session, store, letter)


def due_soon(session: Session, event: OutboxEvent) -> list[Addressed]:
    """Half of the time is over."""
    return _to_store(
        session, event, _("Please send {number} soon"), _("An order waits to be sent"),
        _("Order {number} is to be sent by {day}. Half of the time is over."),
    )  # fmt: skip


def late(session: Session, event: OutboxEvent) -> list[Addressed]:
    """All of it is over."""
    said = _("Order {number} was to be sent by {day}. Send it now, or tell the shopper.")
    if get_settings().give_up_days:
        said += " " + _("An order that is {days} days late is cancelled and its money given back.")
    return _to_store(session, event, _("{number} is late"), _("An order is late"), said)


def given_up(session: Session, event: OutboxEvent) -> list[Addressed]:
    """It was never sent: the store hears of it; the shopper has the letter of the cancellation."""
    return _to_store(
        session, event, _("{number} was cancelled"), _("An order was given up"),
        _("Order {number} was not sent by {day} nor long after. It was cancelled and the shopper has the money back."),
    )  # fmt: skip


def order_cancelled(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A store's part was cancelled: the shopper hears why and what comes back."""
    found = _found(session, event)
    if found is None:
        return []
    order, store = found
    purchase = session.get_one(Purchase, order.purchase_id)
    back = int(str(event.payload.get("refunded_minor", 0)))
    paragraphs = [
        _("{store} will not send order {number}.").format(store=store.name, number=order.number),
        *([_("The reason: {reason}").format(reason=order.cancel_reason)] if order.cancel_reason else []),
    ]
    if back:
        amount = format_money(Money(back, order.currency))
        paragraphs.append(_("You get {amount} back, in the way you paid.").format(amount=amount))
    letter = Letter(
        subject=_("Order {number} was cancelled").format(number=order.number),
        heading=_("A part of your order was cancelled"),
        paragraphs=tuple(paragraphs),
        action=Action(_("See your order"), link(f"/purchase/{purchase.token}")),
        sections=(),
        shop=get_settings().name,
    )
    return [Addressed(purchase.email, letter, purchase.locale)]
