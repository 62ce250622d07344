"""What stores and operators hear of a debt."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emporium.services.events import DomainEvent


@dataclass(frozen=True, slots=True)
class _DebtEvent(DomainEvent):
    debt_id: UUID
    store_id: UUID
    owed_minor: int
    currency: str

    def topics(self) -> list[str]:
        """The store's money page and the operator's."""
        return [f"store:{self.store_id}:money", "admin:money"]


@dataclass(frozen=True, slots=True)
class DebtAsked(_DebtEvent):
    """The store is asked to pay."""


@dataclass(frozen=True, slots=True)
class DebtRestricted(_DebtEvent):
    """The store cannot sell until it has paid."""


@dataclass(frozen=True, slots=True)
class DebtSettled(_DebtEvent):
    """Nothing is owed any more."""
