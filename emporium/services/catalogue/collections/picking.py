"""A collection by hand: what is in it, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text, tuple_
from sqlmodel import Session, col, delete, select

from emporium.errors import Conflict, NotFound
from emporium.i18n import _
from emporium.services import audit
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.collections.filling import count, locked
from emporium.services.catalogue.pictures import NO_IMAGE, ImageRef, image_refs
from models.catalogue import Collection, CollectionProduct, Product
from models.enums import CollectionKind, ProductStatus, StoreStatus
from models.stores import Store

MOST_PRODUCTS = 500
"""More is nothing that somebody chose."""


@dataclass(frozen=True, slots=True)
class Member:
    """A product in a collection, as operators see it. Money in minor units of `currency`."""

    product_id: UUID
    slug: str
    name: str
    store_name: str
    price_minor: int
    currency: str
    image: ImageRef
    cover_id: UUID | None
    seen: bool
    """Whether shoppers see it; a paused one keeps its place."""
    position: int


def members(
    session: Session, *, actor: Actor, collection_id: UUID, after: tuple[int, UUID] | None = None, limit: int = 30
) -> tuple[list[Member], tuple[int, UUID] | None]:
    """Products of a collection in its own order, and where it goes on. Two queries."""
    actor.require(Permission.VIEW_PLATFORM)
    place = (col(CollectionProduct.position), col(CollectionProduct.product_id))
    statement = (
        select(CollectionProduct.position, Product, Store)
        .join(Product, col(Product.id) == col(CollectionProduct.product_id))
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(CollectionProduct.collection_id == collection_id)
        .order_by(*place)
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(tuple_(*place) > after)
    found = session.exec(statement).all()
    shown = found[:limit]
    images = image_refs(session, media_ids=[product.cover_id for _, product, _ in shown])
    rows = [
        Member(
            product_id=product.id,
            slug=product.slug,
            name=product.name,
            store_name=store.name,
            price_minor=product.min_price_minor,
            currency=product.currency,
            image=images.get(product.cover_id, NO_IMAGE) if product.cover_id else NO_IMAGE,
            cover_id=product.cover_id,
            seen=product.status == ProductStatus.ACTIVE and store.status == StoreStatus.APPROVED,
            position=position,
        )
        for position, product, store in shown
    ]
    return rows, (rows[-1].position, rows[-1].product_id) if len(found) > limit else None


def add_product(session: Session, *, actor: Actor, collection_id: UUID, product_id: UUID) -> None:
    """Put a product last. Raises NotFound, Conflict where it is in already or a rule decides."""
    one = _by_hand(session, actor, collection_id)
    product = session.get(Product, product_id)
    if product is None:
        raise NotFound(_("There is no such product."))
    order = _order(session, one)
    if product_id in order:
        raise Conflict(_("{name} is in it already.").format(name=product.name), field="find")
    if len(order) >= MOST_PRODUCTS:
        raise Conflict(
            _("It holds {most_products} products. Take one out first.").format(most_products=MOST_PRODUCTS),
            field="find",
        )
    session.add(CollectionProduct(collection_id=one.id, product_id=product_id, position=len(order)))
    _keep(session, one, [*order, product_id])
    audit.note(session, actor=actor, action="collection_product_added", subject_kind="collection", subject_id=one.id,
               after={"product": product.name})  # fmt: skip


def remove_product(session: Session, *, actor: Actor, collection_id: UUID, product_id: UUID) -> None:
    """Take a product out. Raises NotFound, Conflict where a rule decides."""
    one = _by_hand(session, actor, collection_id)
    order = _order(session, one)
    if product_id not in order:
        raise NotFound(_("It is not in the collection any more."))
    session.execute(
        delete(CollectionProduct).where(
            col(CollectionProduct.collection_id) == one.id, col(CollectionProduct.product_id) == product_id
        )
    )
    _keep(session, one, [other for other in order if other != product_id])
    audit.note(session, actor=actor, action="collection_product_removed", subject_kind="collection", subject_id=one.id,
               before={"product": session.get_one(Product, product_id).name})  # fmt: skip


def move_product(session: Session, *, actor: Actor, collection_id: UUID, product_id: UUID, places: int) -> None:
    """Move a product so many places down, or up where they are negative; past an end it stops there.

    Raises NotFound, Conflict where a rule decides.
    """
    one = _by_hand(session, actor, collection_id)
    order = _order(session, one)
    if product_id not in order:
        raise NotFound(_("It is not in the collection any more."))
    before = order.index(product_id)
    target = max(0, min(len(order) - 1, before + places))
    order.insert(target, order.pop(before))
    _keep(session, one, order)
    audit.note(session, actor=actor, action="collection_product_moved", subject_kind="collection", subject_id=one.id,
               before={"place": before + 1}, after={"place": target + 1, "product": str(product_id)})  # fmt: skip


def _by_hand(session: Session, actor: Actor, collection_id: UUID) -> Collection:
    actor.require(Permission.MANAGE_PLATFORM)
    found = locked(session, [collection_id])
    if not found:
        raise NotFound(_("There is no such collection."))
    if found[0].kind != CollectionKind.MANUAL:
        raise Conflict(_("Its rule decides what is in it. Change the rule."))
    return found[0]


def _order(session: Session, one: Collection) -> list[UUID]:
    rows = session.exec(
        select(CollectionProduct.product_id)
        .where(CollectionProduct.collection_id == one.id)
        .order_by(col(CollectionProduct.position), col(CollectionProduct.product_id))
    ).all()
    return list(rows)


def _keep(session: Session, one: Collection, order: Sequence[UUID]) -> None:
    """Number the products as they follow each other; the count follows."""
    session.flush()
    session.execute(
        text(
            """UPDATE collection_product cp SET position = n.place - 1
               FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS n (id, place)
               WHERE cp.collection_id = :collection AND cp.product_id = n.id AND cp.position <> n.place - 1"""
        ),
        {"ids": list(order), "collection": one.id},
    )
    count(session, [one])
