"""Where parcels go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.settings import get_settings
from models.enums import StoreStatus
from models.stores import ShippingMethod, Store


def destinations(session: Session, *, store_ids: Iterable[UUID]) -> set[str]:
    """Countries that the methods of these stores name; one that goes everywhere names none. One query."""
    rows = session.exec(
        select(ShippingMethod.countries).where(
            col(ShippingMethod.store_id).in_(list(store_ids)), col(ShippingMethod.active)
        )
    ).all()
    return {str(country) for countries in rows for country in countries}


@dataclass(frozen=True, slots=True)
class Served:
    """Where the stores that sell deliver, taken together."""

    named: frozenset[str]
    """Countries that a method names, and the platform's own."""
    anywhere: bool
    """Whether a method names none: it goes everywhere."""

    def includes(self, country: str) -> bool:
        """Whether something may go to a country, by its two letters."""
        return country in self.named or (self.anywhere and bool(re.fullmatch(r"[A-Z]{2}", country)))


def served_countries(session: Session) -> Served:
    """Where any selling store delivers. One query."""
    rows = session.exec(
        select(ShippingMethod.countries)
        .join(Store, col(Store.id) == col(ShippingMethod.store_id))
        .where(col(ShippingMethod.active), Store.status == StoreStatus.APPROVED)
        .distinct()
    ).all()
    named = {str(country) for countries in rows for country in countries}
    return Served(frozenset({get_settings().default_country, *named}), any(not countries for countries in rows))
