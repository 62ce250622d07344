"""What happens to files that were sold."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emporium.services.events import DomainEvent


@dataclass(frozen=True, slots=True)
class _OfOrder(DomainEvent):
    order_id: UUID
    purchase_id: UUID
    store_id: UUID

    def topics(self) -> list[str]:
        """The pages that show the order."""
        return [f"order:{self.order_id}", f"purchase:{self.purchase_id}", f"store:{self.store_id}:orders"]


@dataclass(frozen=True, slots=True)
class FilesReady(_OfOrder):
    """The files of an order can be fetched: for what follows a parcel, they are one."""

    fulfillment_id: UUID


@dataclass(frozen=True, slots=True)
class DownloadsChanged(_OfOrder):
    """A file was fetched, or its store gave its buyer more time."""
