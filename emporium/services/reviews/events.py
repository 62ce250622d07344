"""What happens to reviews."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emporium.services.events import DomainEvent

QUEUE = "admin:reviews"


@dataclass(frozen=True, slots=True)
class ReviewChanged(DomainEvent):
    """A review came, or became another. `step`: written, edited, published, removed, replied, reported, dismissed."""

    review_id: UUID
    product_id: UUID
    store_id: UUID
    step: str
    author_id: UUID | None = None

    def topics(self) -> list[str]:
        """The product's page, the store's list, the operator's queue, and the author's own list."""
        own = [f"user:{self.author_id}:reviews"] if self.author_id else []
        return [f"product:{self.product_id}", f"store:{self.store_id}:reviews", QUEUE, *own]
