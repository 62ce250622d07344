"""Bundles: variants that are made of others of the same store and share their stock (F027)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.inventory.levels import refresh_totals
from emporium.services.inventory.supply import pieces_of, read_supply
from models.catalogue import BundlePart, Product, ProductVariant, full_name
from models.inventory import PurchasePart, StockLevel

MOST_PARTS = 20
MOST_OF_ONE = 999


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a bundle: how many of it are in one."""

    variant_id: UUID
    name: str
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class BundleView:
    """A bundle, what is in it, and how many can be made of what is there."""

    variant_id: UUID
    name: str
    sku: str
    parts: Sequence[PartView]
    available: int


def sold_pieces(session: Session, *, purchase_id: UUID, variant_ids: Collection[UUID]) -> dict[UUID, dict[UUID, int]]:
    """What a purchase's bundles were made of when it bought them; nothing for single things. One query."""
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for row in session.exec(
        select(PurchasePart).where(
            PurchasePart.purchase_id == purchase_id, col(PurchasePart.bundle_id).in_(variant_ids)
        )
    ).all():
        found[row.bundle_id][row.part_id] = row.quantity
    return dict(found)


def write_pieces(
    session: Session, *, purchase_id: UUID, variant_ids: Collection[UUID]
) -> dict[UUID, Mapping[UUID, int]]:
    """What one unit of each variant is made of for a purchase; written down the first time it is asked."""
    pieces: dict[UUID, Mapping[UUID, int]] = dict(pieces_of(session, variant_ids=variant_ids))
    rows = [
        {"purchase_id": purchase_id, "bundle_id": variant_id, "part_id": part_id, "quantity": quantity}
        for variant_id, parts in pieces.items()
        for part_id, quantity in parts.items()
        if part_id != variant_id
    ]
    known = sold_pieces(session, purchase_id=purchase_id, variant_ids=variant_ids) if rows else {}
    fresh = [row for row in rows if row["bundle_id"] not in known]
    if fresh:
        session.execute(insert(PurchasePart).values(fresh).on_conflict_do_nothing())
    pieces.update(known)
    return pieces


def bundle_parts(session: Session, *, actor: Actor, store_id: UUID, variant_id: UUID) -> Sequence[PartView]:
    """What a store's variant is made of, by SKU; nothing for a single thing. Raises NotFound."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    _own(session, store_id, [variant_id])
    return _parts(session, [variant_id]).get(variant_id, [])


def list_bundles(session: Session, *, actor: Actor, store_id: UUID) -> Sequence[BundleView]:
    """Every bundle of a store by SKU, with its parts and how many can be made. Four queries."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    rows = session.exec(
        select(ProductVariant, Product)
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(ProductVariant.store_id == store_id, col(ProductVariant.id).in_(select(BundlePart.bundle_id)))
        .order_by(col(ProductVariant.sku))
    ).all()
    ids = [variant.id for variant, _ in rows]
    parts, supply = _parts(session, ids), read_supply(session, variant_ids=ids)
    return [
        BundleView(one.id, full_name(product.name, one.title), one.sku, parts[one.id], supply.of(one.id))
        for one, product in rows
    ]


def _parts(session: Session, bundle_ids: Collection[UUID]) -> Mapping[UUID, Sequence[PartView]]:
    """What bundles are made of, by SKU. One query."""
    found: dict[UUID, list[PartView]] = defaultdict(list)
    for row, part, product in session.exec(
        select(BundlePart, ProductVariant, Product)
        .join(ProductVariant, col(ProductVariant.id) == col(BundlePart.part_id))
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(col(BundlePart.bundle_id).in_(bundle_ids))
        .order_by(col(ProductVariant.sku))
    ).all():
        name = full_name(product.name, part.title)
        found[row.bundle_id].append(PartView(part.id, name, part.sku, row.quantity))
    return found


def variant_by_sku(session: Session, *, actor: Actor, store_id: UUID, sku: str) -> UUID:
    """A store's variant by its SKU. Raises Invalid."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    found = session.exec(
        select(ProductVariant.id).where(ProductVariant.store_id == store_id, ProductVariant.sku == sku)
    ).first()
    if found is None:
        raise Invalid("sku", _("Your store has no SKU {sku}.").format(sku=sku) if sku else _("Give the SKU."))
    return found


def _refuse_files(session: Session, *, variant_ids: Collection[UUID]) -> None:
    """Raises Invalid: what is sent as files has no stock to share (F026)."""
    name = session.exec(
        select(Product.name)
        .join(ProductVariant, col(ProductVariant.product_id) == col(Product.id))
        .where(col(ProductVariant.id).in_(variant_ids), col(Product.is_digital))
        .limit(1)
    ).first()
    if name is not None:
        raise Invalid("parts", _("{name} is sent as files and cannot be in a bundle.").format(name=name))


def set_bundle(
    session: Session, *, actor: Actor, store_id: UUID, variant_id: UUID, parts: Mapping[str, int]
) -> Sequence[PartView]:
    """Say what a variant is made of: SKU of the store to how many. Nothing makes it a single thing again.

    Orders that bought it keep the parts they were promised. Raises NotFound, Invalid naming the part: an unknown SKU,
    itself, another bundle, a wrong number; Conflict while it has stock of its own.
    """
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    if len(parts) > MOST_PARTS:
        raise Invalid("parts", _("A bundle has at most {most_parts} different parts.").format(most_parts=MOST_PARTS))
    found = {
        row.sku: row
        for row in session.exec(
            select(ProductVariant).where(ProductVariant.store_id == store_id, col(ProductVariant.sku).in_(list(parts)))
        ).all()
    }
    _refuse_files(session, variant_ids=[variant_id, *(row.id for row in found.values())] if parts else [])
    for sku, quantity in parts.items():
        if sku not in found:
            raise Invalid(
                "parts", _("Your store has no SKU {sku}. A bundle is made of your own things.").format(sku=sku)
            )
        if isinstance(quantity, bool) or not isinstance(quantity, int) or not 1 <= quantity <= MOST_OF_ONE:
            raise Invalid(
                "parts",
                _("{sku}: give a whole number from 1 to {most_of_one}.").format(sku=sku, most_of_one=MOST_OF_ONE),
            )
    ids = {row.id for row in found.values()}
    _own(session, store_id, [variant_id, *ids])
    if variant_id in ids:
        raise Invalid("parts", _("A bundle cannot be part of itself."))
    if parts:
        _refuse_nesting(session, variant_id, ids)
        _refuse_own_stock(session, variant_id)
    session.execute(delete(BundlePart).where(col(BundlePart.bundle_id) == variant_id))
    session.add_all(
        BundlePart(bundle_id=variant_id, part_id=found[sku].id, quantity=quantity) for sku, quantity in parts.items()
    )
    session.flush()
    refresh_totals(session, variant_ids=[variant_id])
    return bundle_parts(session, actor=actor, store_id=store_id, variant_id=variant_id)


def _own(session: Session, store_id: UUID, variant_ids: Collection[UUID]) -> None:
    """Lock a store's variants in order: two bundles made at once must not come to lie in each other."""
    rows = session.exec(
        select(ProductVariant.id)
        .where(col(ProductVariant.id).in_(variant_ids), ProductVariant.store_id == store_id)
        .order_by(col(ProductVariant.id))
        .with_for_update(key_share=True)
    ).all()
    if set(rows) != set(variant_ids):
        raise NotFound(_("There is no such variant in this store."))


def _refuse_nesting(session: Session, variant_id: UUID, part_ids: Collection[UUID]) -> None:
    nested = session.exec(
        select(ProductVariant.sku)
        .join(BundlePart, col(BundlePart.bundle_id) == col(ProductVariant.id))
        .where(col(BundlePart.bundle_id).in_(part_ids))
        .limit(1)
    ).first()
    if nested is not None:
        raise Invalid("parts", _("{nested} is a bundle itself. Put its parts in instead.").format(nested=nested))
    if session.exec(select(BundlePart.bundle_id).where(BundlePart.part_id == variant_id).limit(1)).first():
        raise Invalid("parts", _("This is part of a bundle already, and a bundle cannot be in a bundle."))


def _refuse_own_stock(session: Session, variant_id: UUID) -> None:
    for level in session.exec(
        select(StockLevel)
        .where(StockLevel.variant_id == variant_id)
        .order_by(col(StockLevel.location_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all():
        if level.reserved:
            raise Conflict(
                _("{reserved} of it are promised to buyers. Send or cancel those orders first.").format(
                    reserved=level.reserved
                )
            )
        if level.on_hand or level.backorder_limit:
            raise Conflict(_("It has stock of its own. Count it as 0 and end its back-orders first."))
