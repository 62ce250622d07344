"""Where parcels go."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from models.stores import ShippingMethod


def destinations(session: Session, *, store_ids: Iterable[UUID]) -> set[str]:
    """Countries that the methods of these stores name; one that goes everywhere names none. One query."""
    rows = session.exec(
        select(ShippingMethod.countries).where(
            col(ShippingMethod.store_id).in_(list(store_ids)), col(ShippingMethod.active)
        )
    ).all()
    return {str(country) for countries in rows for country in countries}
