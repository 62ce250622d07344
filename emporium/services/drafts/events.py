"""What happens to orders that staff prepares."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emporium.services.events import DomainEvent


@dataclass(frozen=True, slots=True)
class _DraftEvent(DomainEvent):
    draft_id: UUID
    store_id: UUID

    def topics(self) -> list[str]:
        """The store's list of them."""
        return [f"store:{self.store_id}:drafts"]


@dataclass(frozen=True, slots=True)
class DraftSent(_DraftEvent):
    """The customer may look at it and pay."""


@dataclass(frozen=True, slots=True)
class DraftOrdered(_DraftEvent):
    """Staff placed it: it is paid by transfer or at the door."""

    attempt_id: UUID
