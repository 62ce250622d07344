"""Where parcels go."""

from __future__ import annotations

from collections.abc import Iterable
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


def served_countries(session: Session) -> set[str]:
    """Countries that the methods of any selling store name, and the platform's own. One query."""
    rows = session.exec(
        select(ShippingMethod.countries)
        .join(Store, col(Store.id) == col(ShippingMethod.store_id))
        .where(col(ShippingMethod.active), Store.status == StoreStatus.APPROVED)
        .distinct()
    ).all()
    return {get_settings().default_country, *(str(country) for countries in rows for country in countries)}
