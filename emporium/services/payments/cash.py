"""Paying at the door: where it is offered, and the store saying that it has the money (F074)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid
from emporium.i18n import _, all_of
from emporium.money import Money, format_money
from emporium.services import audit, ledger, outbox
from emporium.services.auth import Actor, Permission
from emporium.services.events import DomainEvent
from emporium.services.opening import OpenTransaction
from emporium.services.orders.reading import scoped_order
from emporium.services.payments.capturing import capture_order
from emporium.settings import get_settings
from models.enums import OrderStatus
from models.orders import Order
from models.payments import PaymentAttempt, PaymentShare
from models.stores import Store

HANDED_OVER = (OrderStatus.SHIPPED, OrderStatus.DELIVERED)


@dataclass(frozen=True, slots=True)
class CashCollected(DomainEvent):
    """A store was paid at the door."""

    order_id: UUID
    purchase_id: UUID
    store_id: UUID

    def topics(self) -> list[str]:
        """The pages that show the order, and the store's money."""
        return [f"order:{self.order_id}", f"purchase:{self.purchase_id}", f"store:{self.store_id}:money"]


def check_cash(session: Session, *, store_ids: Sequence[UUID], total_minor: int, currency: str) -> None:
    """Whether a purchase may be paid at the door. Raises Invalid saying why not. One query."""
    settings = get_settings()
    if not settings.cash_on_delivery:
        raise Invalid("payment", _("Choose how you want to pay."))
    if total_minor > settings.cash_limit_minor:
        most = format_money(Money(settings.cash_limit_minor, currency))
        raise Invalid(
            "payment", _("At the door you can pay up to {most}. Choose another way to pay.").format(most=most)
        )
    names = session.exec(
        select(Store.name)
        .where(col(Store.id).in_(list(store_ids)), col(Store.cash_on_delivery).is_(False))
        .order_by(col(Store.name))
    ).all()
    if names:
        raise Invalid(
            "payment",
            _("{names} cannot be paid at the door. Choose another way to pay.").format(names=all_of(names)),
        )


def takes_cash(session: Session, *, store_ids: Sequence[UUID], total_minor: int, currency: str) -> bool:
    """The same as an answer."""
    try:
        check_cash(session, store_ids=store_ids, total_minor=total_minor, currency=currency)
    except Invalid:
        return False
    return True


def set_cash_on_delivery(session: Session, *, actor: Actor, store_id: UUID, allowed: bool) -> None:
    """Whether shoppers of a store may pay at its door; orders that are placed stay as they are."""
    actor.require(Permission.EDIT_STORE, store=store_id)
    store = session.exec(select(Store).where(Store.id == store_id).with_for_update()).one()
    audit.note(
        session, actor=actor, action="store.cash_on_delivery", subject_kind="store", subject_id=store_id,
        store_id=store_id, before={"allowed": store.cash_on_delivery}, after={"allowed": allowed is True},
    )  # fmt: skip
    store.cash_on_delivery = allowed is True
    session.add(store)


def due_at_the_door(session: Session, *, order_id: UUID) -> int:
    """What is still to be paid at the door for an order, in minor units."""
    rows = session.exec(
        select(PaymentShare)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentShare.attempt_id))
        .where(PaymentShare.order_id == order_id, PaymentAttempt.provider == ledger.CASH)
    ).all()
    return sum(0 if row.captured_minor else row.authorised_minor - row.released_minor for row in rows)


def collect_cash(open_transaction: OpenTransaction, *, actor: Actor, store_id: UUID, number: str) -> int:
    """The store says that it was paid at the door; returns the amount in minor units, 0 when it had said so before.

    The sale is booked now: commission and fees become what the store owes. Raises NotFound, Conflict before anything
    was handed over or when nothing is due at the door.
    """
    actor.require(Permission.SHIP_ORDERS, store=store_id)
    with open_transaction() as session:
        order = scoped_order(session, store_id=store_id, number=number, lock=True)
        order_id, due = order.id, due_at_the_door(session, order_id=order.id)
        if due and order.status not in HANDED_OVER:
            raise Conflict(_("Send the whole order first. The money is due when it is handed over."))
        if order.status == OrderStatus.CANCELLED:
            raise Conflict(_("This order was cancelled. Nothing is due at the door."))
        if not due:
            _check_was_cash(session, order)
            return 0
    capture_order(open_transaction, order_id=order_id, cash=True)
    with open_transaction() as session:
        order = scoped_order(session, store_id=store_id, number=number, lock=True)
        if due_at_the_door(session, order_id=order_id):
            raise Conflict(_("It could not be booked. Try again."))
        outbox.record(session, CashCollected(order_id=order.id, purchase_id=order.purchase_id, store_id=store_id))
    return due


def _check_was_cash(session: Session, order: Order) -> None:
    known = session.exec(
        select(PaymentAttempt.id)
        .join(PaymentShare, col(PaymentShare.attempt_id) == col(PaymentAttempt.id))
        .where(PaymentShare.order_id == order.id, PaymentAttempt.provider == ledger.CASH)
    ).first()
    if known is None:
        raise Conflict(_("This order is not paid at the door."))
