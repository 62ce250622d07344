"""What happens to stock."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emporium.services.events import DomainEvent


@dataclass(frozen=True, slots=True)
class StockChanged(DomainEvent):
    """What shoppers may buy of a product is different now."""

    product_id: UUID
    store_id: UUID
    available: int

    def topics(self) -> list[str]:
        """The product's page, and the store's own stock list."""
        return [f"product:{self.product_id}", f"store:{self.store_id}:stock"]


@dataclass(frozen=True, slots=True)
class StockRanLow(DomainEvent):
    """A variant crossed its store's low mark."""

    variant_id: UUID
    store_id: UUID
    available: int
