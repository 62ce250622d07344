"""What happens to stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
    """A variant crossed its store's low mark at a place."""

    variant_id: UUID
    store_id: UUID
    available: int
    location_id: UUID

    def topics(self) -> list[str]:
        """The store's own stock list."""
        return [f"store:{self.store_id}:stock"]


@dataclass(frozen=True, slots=True)
class BackInStock(DomainEvent):
    """A variant that people wait for can be bought again. Those who are told were marked at `moment`."""

    variant_id: UUID
    product_id: UUID
    store_id: UUID
    moment: datetime


@dataclass(frozen=True, slots=True)
class StockAlertAsked(DomainEvent):
    """Somebody without an account wants to hear when a variant is back: prove the address first."""

    alert_id: UUID


@dataclass(frozen=True, slots=True)
class StockCountHandedIn(DomainEvent):
    """A long counted list waits to be set."""

    count_id: UUID
    store_id: UUID


@dataclass(frozen=True, slots=True)
class StockCountDone(DomainEvent):
    """A counted list was set, row by row."""

    count_id: UUID
    store_id: UUID

    def topics(self) -> list[str]:
        """The store's own stock list."""
        return [f"store:{self.store_id}:stock"]
