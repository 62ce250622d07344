"""Goods that are files never run out, and use the same stock as everything else (F026).

Every place of the store holds as many as a level can: they are kept for a checkout and let go when they were sent, so
that nothing else has to know of another kind of stock. Without a file there is nothing to sell, and the level is empty.
"""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from emporium.services.auth import Actor
from emporium.services.inventory.levels import ON_HAND_MAX, new_level, refresh_totals, set_on_hand
from emporium.services.inventory.reservations import locked
from models.catalogue import Product, ProductVariant
from models.inventory import Location

NEVER_LOW = -1
USUAL_MARK = 5


def stock_as_files(session: Session, *, actor: Actor, product_id: UUID, there: bool) -> None:
    """Fill or empty the levels of a product's variants at every place of its store. The product's row is locked."""
    product = session.get_one(Product, product_id)
    variants = session.exec(
        select(ProductVariant.id).where(ProductVariant.product_id == product_id).order_by(col(ProductVariant.id))
    ).all()
    places = session.exec(
        select(Location.id).where(Location.store_id == product.store_id).order_by(col(Location.id))
    ).all()
    levels = {
        (level.variant_id, level.location_id): level for rows in locked(session, variants).values() for level in rows
    }
    for variant_id in variants:
        for place_id in places:
            level = levels.get((variant_id, place_id))
            if level is None:
                level = new_level(session, variant_id=variant_id, location_id=place_id)
                session.add(level)
                session.flush()
            level.low_stock_at = NEVER_LOW if product.is_digital else USUAL_MARK
            level.backorder_limit, level.backorder_date = 0, None
            level.damaged = level.safety = level.incoming = 0
            session.add(level)
            wanted = ON_HAND_MAX if there else 0
            set_on_hand(session, level=level, seen=level.on_hand, new=wanted, actor=actor)
            session.flush()
    refresh_totals(session, variant_ids=variants)
