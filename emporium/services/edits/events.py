"""What happens to changes of placed orders."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emporium.services.events import DomainEvent


@dataclass(frozen=True, slots=True)
class _EditEvent(DomainEvent):
    edit_id: UUID
    order_id: UUID
    purchase_id: UUID
    store_id: UUID

    def topics(self) -> list[str]:
        """The order's pages on every face."""
        return [f"order:{self.order_id}", f"purchase:{self.purchase_id}", f"store:{self.store_id}:orders"]


@dataclass(frozen=True, slots=True)
class EditWaiting(_EditEvent):
    """A change adds goods; it is made when they are paid."""


@dataclass(frozen=True, slots=True)
class OrderEdited(_EditEvent):
    """A change was made."""


@dataclass(frozen=True, slots=True)
class EditDropped(_EditEvent):
    """A change that waited for its payment will not be made."""
