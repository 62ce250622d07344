"""Letters about wishes to cancel (F079)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from emporium.i18n import _
from emporium.money import Money, format_money
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter
from emporium.services.notifications.order_letters import to_store
from emporium.settings import get_settings
from models.aftersale import CancelRequest
from models.enums import OrderStatus
from models.orders import Order, Purchase
from models.outbox import OutboxEvent
from models.stores import Store


def cancel_request_changed(session: Session, event: OutboxEvent) -> list[Addressed]:
    """The store hears of a wish, the shopper of its answer."""
    wish = session.get(CancelRequest, UUID(str(event.payload["request_id"])))
    if wish is None:
        return []
    order = session.get_one(Order, wish.order_id)
    store, purchase = session.get_one(Store, order.store_id), session.get_one(Purchase, order.purchase_id)
    status = str(event.payload["status"])
    if status == "open":
        letter = _letter(
            _("Please answer: cancel {number}?").format(number=order.number), _("A shopper wants to cancel"),
            (_("Do not send order {number} before you have answered.").format(number=order.number),
             _("In their words: {reason}").format(reason=wish.reason) if wish.reason else ""),
            Action(_("Answer"), link(f"/vendor/orders/{order.number}")),
        )  # fmt: skip
        return to_store(session, store, letter)
    said = _answered(status, wish, order, store)
    if not said:
        return []
    letter = _letter(
        _("Your wish to cancel, order {number}").format(number=order.number), _("About your wish to cancel"), said,
        Action(_("See your order"), link(f"/purchase/{purchase.token}")),
    )  # fmt: skip
    return [Addressed(purchase.email, letter, purchase.locale)]


def _answered(status: str, wish: CancelRequest, order: Order, store: Store) -> tuple[str, ...]:
    if status == "refused":
        return (
            _("{store} cannot cancel it any more. They say: {answer}").format(store=store.name, answer=wish.answer),
            _("You can send it back when it has arrived."),
        )
    if status == "accepted" and order.status != OrderStatus.CANCELLED:
        amount = format_money(Money(wish.refunded_minor, order.currency))
        return (
            _("{store} does not send what you named. {amount} goes back, in the way you paid.").format(
                store=store.name, amount=amount
            ),
        )
    if status == "closed" and order.status == OrderStatus.SHIPPED:
        return (_("{store} had sent it already. You can send it back when it has arrived.").format(store=store.name),)
    return ()


def _letter(subject: str, heading: str, paragraphs: tuple[str, ...], action: Action) -> Letter:
    return Letter(
        subject=subject, heading=heading, paragraphs=tuple(text for text in paragraphs if text), action=action,
        sections=(), shop=get_settings().name,
    )  # fmt: skip
