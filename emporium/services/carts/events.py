"""What happens to carts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emporium.services.events import DomainEvent


@dataclass(frozen=True, slots=True)
class CartChanged(DomainEvent):
    """A cart holds something else now; the person's other devices follow (F041)."""

    cart_id: UUID

    def topics(self) -> list[str]:
        """The cart's own."""
        return [f"cart:{self.cart_id}"]
