"""Bundles: a variant that is made of others and shares their stock (F027)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.services.auth import Actor, Permission
from emporium.services.inventory import refresh_totals
from models.catalogue import BundlePart, Product, ProductVariant
from models.enums import OrderStatus, ReservationStatus
from models.inventory import Reservation, StockLevel
from models.orders import Order, OrderLine

MOST_PARTS = 20
MOST_UNITS = 999
UNSENT = (OrderStatus.AWAITING_PAYMENT, OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED)


@dataclass(frozen=True, slots=True)
class Part:
    """So many units of a variant in one bundle."""

    variant_id: UUID
    name: str
    title: str
    slug: str
    units: int


def set_bundle(
    session: Session, *, actor: Actor, store_id: UUID, variant_id: UUID, parts: Mapping[UUID, int]
) -> dict[UUID, int]:
    """Say what a variant is made of, in units of other variants of the store; no parts make it a plain variant again.

    A bundle has no stock of its own, holds no other bundle and is part of none. While orders with it are still to be
    sent it stays as it was sold. Raises NotFound, Invalid naming the field, Conflict.
    """
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    _own(session, store_id, [variant_id], lock=True)
    _check_parts(session, store_id, variant_id, parts)
    _check_free(session, variant_id)
    session.execute(delete(BundlePart).where(col(BundlePart.bundle_id) == variant_id))
    session.add_all(
        BundlePart(bundle_id=variant_id, part_id=part_id, quantity=units) for part_id, units in sorted(parts.items())
    )
    refresh_totals(session, variant_ids=[variant_id])
    return dict(parts)


def _own(session: Session, store_id: UUID, variant_ids: list[UUID], *, lock: bool = False) -> None:
    statement = (
        select(ProductVariant.id)
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(col(ProductVariant.id).in_(variant_ids), Product.store_id == store_id)
        .order_by(col(ProductVariant.id))
    )
    found = session.exec(statement.with_for_update(of=ProductVariant) if lock else statement).all()
    if len(found) != len(variant_ids):
        raise NotFound("There is no such variant in this store.")


def _check_parts(session: Session, store_id: UUID, variant_id: UUID, parts: Mapping[UUID, int]) -> None:
    if variant_id in parts:
        raise Invalid("parts", "A bundle cannot hold itself.")
    if len(parts) > MOST_PARTS:
        raise Invalid("parts", f"A bundle holds at most {MOST_PARTS} different things.")
    for units in parts.values():
        if isinstance(units, bool) or not isinstance(units, int) or not 1 <= units <= MOST_UNITS:
            raise Invalid("parts", f"Give between 1 and {MOST_UNITS} units of every part.")
    if not parts:
        return
    _own(session, store_id, sorted(parts))
    if session.exec(select(BundlePart.bundle_id).where(col(BundlePart.bundle_id).in_(list(parts)))).first():
        raise Invalid("parts", "A bundle cannot hold another bundle. Give the parts of that one instead.")
    if session.exec(select(BundlePart.bundle_id).where(BundlePart.part_id == variant_id)).first():
        raise Invalid("parts", "This is part of a bundle itself, so it cannot become one.")


def _check_free(session: Session, variant_id: UUID) -> None:
    """Nothing of it lies anywhere, and nothing of it is promised."""
    stocked = session.exec(
        select(StockLevel.variant_id).where(
            StockLevel.variant_id == variant_id, (col(StockLevel.on_hand) > 0) | (col(StockLevel.reserved) > 0)
        )
    ).first()
    if stocked is not None:
        raise Conflict("It has stock of its own. Count that down to zero first: a bundle lives off its parts.")
    unsent = session.exec(
        select(OrderLine.id)
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .where(OrderLine.variant_id == variant_id, col(Order.status).in_(UNSENT))
        .where(OrderLine.quantity > OrderLine.shipped_quantity + OrderLine.cancelled_quantity)
        .limit(1)
    ).first()
    held = session.exec(
        select(Reservation.id)
        .where(Reservation.variant_id == variant_id)
        .where(col(Reservation.status).in_((ReservationStatus.HELD, ReservationStatus.COMMITTED)))
        .limit(1)
    ).first()
    if unsent is not None or held is not None:
        raise Conflict("Orders with it are still to be paid or sent. Change it when they are gone.")


def bundle_parts(session: Session, *, variant_id: UUID) -> list[Part]:
    """What a variant is made of, by name; empty for a plain one. One query."""
    rows = session.exec(
        select(BundlePart, Product.name, ProductVariant.title, Product.slug)
        .join(ProductVariant, col(ProductVariant.id) == col(BundlePart.part_id))
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(BundlePart.bundle_id == variant_id)
        .order_by(col(Product.name), col(BundlePart.part_id))
    ).all()
    return [Part(part.part_id, name, title, slug, part.quantity) for part, name, title, slug in rows]
