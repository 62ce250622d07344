"""What is running out in one store."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.services.auth import Actor, Permission
from emporium.services.inventory.levels import StockRow, sellable
from models.catalogue import Product, ProductVariant
from models.enums import ProductStatus
from models.inventory import Location, StockLevel


def running_low(session: Session, *, actor: Actor, store_id: UUID, limit: int = 5) -> Sequence[StockRow]:
    """Variants of live products at or under their low mark, the scarcest first. One query."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    found = session.exec(
        select(StockLevel, ProductVariant, Product, Location.name, sellable())
        .join(ProductVariant, col(ProductVariant.id) == col(StockLevel.variant_id))
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .join(Location, col(Location.id) == col(StockLevel.location_id))
        .where(ProductVariant.store_id == store_id, col(ProductVariant.active))
        .where(Product.status == ProductStatus.ACTIVE, sellable() <= col(StockLevel.low_stock_at))
        .order_by(sellable(), col(ProductVariant.sku))
        .limit(limit)
    ).all()
    return [
        StockRow(
            variant_id=variant.id,
            location_id=level.location_id,
            product_name=product.name,
            product_slug=product.slug,
            variant_title=variant.title,
            sku=variant.sku,
            image_id=variant.image_id or product.cover_id,
            location=place,
            on_hand=level.on_hand,
            reserved=level.reserved,
            available=int(units),
            low_stock_at=level.low_stock_at,
        )
        for level, variant, product, place, units in found
    ]
