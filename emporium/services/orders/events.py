"""What happens to purchases, orders and parcels."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emporium.services.events import DomainEvent

FIGURES = "admin:figures"


@dataclass(frozen=True, slots=True)
class PurchasePaid(DomainEvent):
    """The money for a purchase is there."""

    purchase_id: UUID
    number: str
    total_minor: int
    currency: str

    def topics(self) -> list[str]:
        """The shopper's page and the operator's figures."""
        return [f"purchase:{self.purchase_id}", FIGURES]


@dataclass(frozen=True, slots=True)
class PaymentFailed(DomainEvent):
    """A payment attempt came to nothing."""

    purchase_id: UUID
    attempt_id: UUID
    code: str

    def topics(self) -> list[str]:
        """The shopper's page."""
        return [f"purchase:{self.purchase_id}"]


@dataclass(frozen=True, slots=True)
class SurplusPayment(DomainEvent):
    """Money came that nothing could be sold for; it was sent back (P06)."""

    purchase_id: UUID
    attempt_id: UUID
    amount_minor: int
    currency: str
    reason: str

    def topics(self) -> list[str]:
        """The shopper's page and the operator's."""
        return [f"purchase:{self.purchase_id}", FIGURES]


@dataclass(frozen=True, slots=True)
class PurchaseCancelled(DomainEvent):
    """An unpaid purchase was given up; its stock is free again."""

    purchase_id: UUID

    def topics(self) -> list[str]:
        """The shopper's page."""
        return [f"purchase:{self.purchase_id}"]


@dataclass(frozen=True, slots=True)
class _OrderEvent(DomainEvent):
    order_id: UUID
    purchase_id: UUID
    store_id: UUID
    number: str

    def topics(self) -> list[str]:
        """The order's pages on every face."""
        return [f"order:{self.order_id}", f"purchase:{self.purchase_id}", f"store:{self.store_id}:orders", FIGURES]


@dataclass(frozen=True, slots=True)
class OrderPlaced(_OrderEvent):
    """A store has a paid order."""


@dataclass(frozen=True, slots=True)
class OrderShipped(_OrderEvent):
    """A parcel of an order left."""

    fulfillment_id: UUID


@dataclass(frozen=True, slots=True)
class ParcelMoved(_OrderEvent):
    """A parcel was scanned."""

    fulfillment_id: UUID
    status: str


@dataclass(frozen=True, slots=True)
class OrderCancelled(_OrderEvent):
    """A store's part was cancelled before it left, and its money given back."""

    refunded_minor: int


@dataclass(frozen=True, slots=True)
class DispatchDueSoon(_OrderEvent):
    """Half of the time to send an order is over."""


@dataclass(frozen=True, slots=True)
class DispatchLate(_OrderEvent):
    """The day by which an order was to be sent is over."""


@dataclass(frozen=True, slots=True)
class GivenUp(_OrderEvent):
    """An order was cancelled because its store never sent it."""
