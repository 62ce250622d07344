"""What happens to products."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emporium.services.events import DomainEvent


@dataclass(frozen=True, slots=True)
class ProductChanged(DomainEvent):
    """A product's texts, prices or status are different now."""

    product_id: UUID
    store_id: UUID

    def topics(self) -> list[str]:
        """The product's own page."""
        return [f"product:{self.product_id}"]
