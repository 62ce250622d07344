"""A shopper's open wish to cancel ends with the order: sent, or cancelled by somebody else (F079)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, select

from emporium.services import outbox
from emporium.services.events import DomainEvent
from models.aftersale import CancelRequest
from models.enums import CancelStatus
from models.orders import Order


@dataclass(frozen=True, slots=True)
class CancelRequestChanged(DomainEvent):
    """A shopper asked to cancel, or the wish was answered or ended."""

    request_id: UUID
    order_id: UUID
    purchase_id: UUID
    store_id: UUID
    status: str

    def topics(self) -> list[str]:
        """The pages that show the order."""
        return [f"order:{self.order_id}", f"purchase:{self.purchase_id}", f"store:{self.store_id}:orders"]


def open_wish(session: Session, *, order: Order) -> CancelRequest | None:
    """The open wish about an order that is locked already."""
    return session.exec(
        select(CancelRequest)
        .where(CancelRequest.order_id == order.id, CancelRequest.status == CancelStatus.OPEN)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def say_wish(session: Session, wish: CancelRequest, order: Order) -> None:
    """Record what became of a wish."""
    outbox.record(
        session,
        CancelRequestChanged(
            request_id=wish.id, order_id=order.id, purchase_id=order.purchase_id, store_id=order.store_id,
            status=str(wish.status),
        ),
    )  # fmt: skip


def close_wish(session: Session, *, order: Order) -> None:
    """The order was sent or cancelled: there is nothing left to wish for. Nothing happens without an open wish."""
    wish = open_wish(session, order=order)
    if wish is None:
        return
    wish.status, wish.decided_at = CancelStatus.CLOSED, datetime.now(UTC)
    session.add(wish)
    say_wish(session, wish, order)
