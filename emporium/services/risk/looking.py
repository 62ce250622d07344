"""Stopping for a look: an order that is not sent, a store that is not paid. Refunds are never stopped (F126)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from emporium.i18n import N_, _
from emporium.services import ledger, outbox
from emporium.services.events import DomainEvent
from emporium.services.risk.signals import saw_words, signals
from models.enums import OrderStatus, RiskStatus, RiskSubject
from models.orders import Order, Purchase
from models.risk import RiskHold

WATCHED = (OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED)
EARNING_REASON = "held for a look"
UNSAID = N_("an operator looks at it")


@dataclass(frozen=True, slots=True)
class OrderHeld(DomainEvent):
    """An order waits for a person's look, or goes on after it."""

    order_id: UUID
    purchase_id: UUID
    store_id: UUID

    def topics(self) -> list[str]:
        """The store's pages and the operator's queue."""
        return [f"order:{self.order_id}", f"store:{self.store_id}:orders", "admin:holds"]


def assess_order(session: Session, *, order_id: UUID) -> UUID | None:
    """Look at a paid order; the hold's id when there is something to look at. Once for each order."""
    order = session.exec(select(Order).where(Order.id == order_id).with_for_update()).first()
    if order is None or order.status not in WATCHED:
        return None
    found = signals(session, order=order, purchase=session.get_one(Purchase, order.purchase_id))
    if not found:
        return None
    return place(session, order=order, seen=[signal.kept() for signal in found])


def place(session: Session, *, order: Order, seen: list[list[Any]], note: str = "") -> UUID | None:
    """Hold a locked order and what its store has coming for it; None when it was held before."""
    held = session.execute(
        insert(RiskHold)
        .values(subject=RiskSubject.ORDER, store_id=order.store_id, order_id=order.id, signals=seen, note=note)
        .on_conflict_do_nothing()
        .returning(col(RiskHold.id))
    ).scalar_one_or_none()
    if held is None:
        return None
    ledger.hold(session, order_id=order.id, reason=EARNING_REASON)
    outbox.record(session, OrderHeld(order_id=order.id, purchase_id=order.purchase_id, store_id=order.store_id))
    return UUID(str(held))


def held_reason(session: Session, *, order_id: UUID) -> str:
    """Why an order is held now, in words; empty when it is not."""
    row = session.exec(
        select(RiskHold).where(RiskHold.order_id == order_id, RiskHold.status == RiskStatus.OPEN)
    ).first()
    if row is None:
        return ""
    return row.note or " ".join(saw_words(saw) for _code, saw in row.signals) or _(UNSAID)


def payouts_held(session: Session, *, store_id: UUID) -> str:
    """Why a store is not paid now, in words; empty when it is."""
    row = session.exec(
        select(RiskHold).where(
            RiskHold.store_id == store_id, RiskHold.subject == RiskSubject.PAYOUT, RiskHold.status == RiskStatus.OPEN
        )
    ).first()
    return "" if row is None else row.note or _(UNSAID)
