"""Collections as shoppers and operators see them. Pictures and counts come with a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text, tuple_
from sqlmodel import Session, col, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.collections.filling import SEEN
from emporium.services.catalogue.collections.rules import Rule, read_rule
from emporium.services.catalogue.pictures import ImageRef, image_refs
from models.catalogue import Collection
from models.enums import CollectionKind

PICTURES = 3
LOOKED_AT = 200
"""Of so many products the pictures are chosen, however many there are."""


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """A collection in a list: its own picture first, then those of its first products."""

    id: UUID
    slug: str
    name: str
    description: str
    kind: CollectionKind
    products: int
    published: bool
    pictures: Sequence[ImageRef]
    position: int


@dataclass(frozen=True, slots=True)
class CollectionView:
    """One collection whole."""

    id: UUID
    slug: str
    name: str
    description: str
    kind: CollectionKind
    rule: Rule
    products: int
    published_at: datetime | None
    image_id: UUID | None
    pictures: Sequence[ImageRef]

    @property
    def by_hand(self) -> bool:
        """Whether somebody chose what is in it, and in which order."""
        return self.kind is CollectionKind.MANUAL


Place = tuple[int, UUID]


def published_collections(
    session: Session, *, after: Place | None = None, limit: int = 24
) -> tuple[list[CollectionRow], Place | None]:
    """Collections that shoppers find, but for empty ones, in the directory's order; and where it goes on.

    Three queries.
    """
    return _rows(session, after, limit, everybody=True)


def admin_collections(
    session: Session, *, actor: Actor, after: Place | None = None, limit: int = 30
) -> tuple[list[CollectionRow], Place | None]:
    """Every collection in the directory's order, drafts too. Three queries."""
    actor.require(Permission.VIEW_PLATFORM)
    return _rows(session, after, limit, everybody=False)


def collection_by_slug(session: Session, *, slug: str) -> CollectionView:
    """A published collection. Three queries. Raises NotFound."""
    found = session.exec(
        select(Collection).where(Collection.slug == slug, col(Collection.published_at).is_not(None))
    ).first()
    if found is None:
        raise NotFound(_("There is no such collection."))
    return _view(session, found)


def admin_collection(session: Session, *, actor: Actor, collection_id: UUID) -> CollectionView:
    """Any collection. Three queries. Raises NotFound."""
    actor.require(Permission.VIEW_PLATFORM)
    found = session.get(Collection, collection_id)
    if found is None:
        raise NotFound(_("There is no such collection."))
    return _view(session, found)


def _view(session: Session, one: Collection) -> CollectionView:
    return CollectionView(
        id=one.id,
        slug=one.slug,
        name=one.name,
        description=one.description,
        kind=CollectionKind(one.kind),
        rule=read_rule(one.rule),
        products=one.product_count,
        published_at=one.published_at,
        image_id=one.image_id,
        pictures=_pictures(session, [one])[one.id],
    )


def _rows(
    session: Session, after: Place | None, limit: int, *, everybody: bool
) -> tuple[list[CollectionRow], Place | None]:
    place = (col(Collection.position), col(Collection.id))
    statement = select(Collection).order_by(*place).limit(limit + 1)
    if everybody:
        statement = statement.where(col(Collection.published_at).is_not(None), Collection.product_count > 0)
    if after is not None:
        statement = statement.where(tuple_(*place) > after)
    found = session.exec(statement).all()
    shown = found[:limit]
    pictures = _pictures(session, shown)
    rows = [
        CollectionRow(
            id=one.id,
            slug=one.slug,
            name=one.name,
            description=one.description,
            kind=CollectionKind(one.kind),
            products=one.product_count,
            published=one.published_at is not None,
            pictures=pictures[one.id],
            position=one.position,
        )
        for one in shown
    ]
    return rows, (rows[-1].position, rows[-1].id) if len(found) > limit else None


def _pictures(session: Session, some: Sequence[Collection]) -> dict[UUID, list[ImageRef]]:
    """Pictures by collection: its own, then covers of its first products, no picture twice. Two queries."""
    if not some:
        return {}
    covers = session.execute(
        text(
            f"""SELECT c.id, first.cover_id FROM unnest(CAST(:ids AS uuid[])) AS c (id) CROSS JOIN LATERAL (
                  SELECT p.cover_id, cp.position, p.sold_count, p.id FROM (
                      SELECT product_id, position FROM collection_product WHERE collection_id = c.id
                      ORDER BY position, product_id LIMIT {LOOKED_AT}
                  ) cp JOIN product p ON p.id = cp.product_id JOIN store s ON s.id = p.store_id
                  WHERE p.cover_id IS NOT NULL AND {SEEN}
                  ORDER BY cp.position, p.sold_count DESC, p.id LIMIT :most
                ) first ORDER BY c.id, first.position, first.sold_count DESC, first.id"""  # noqa: S608 - constants only
        ),
        {"ids": [one.id for one in some], "most": PICTURES + 1},
    ).all()
    chosen: dict[UUID, list[UUID]] = defaultdict(list)
    for one in some:
        if one.image_id is not None:
            chosen[one.id].append(one.image_id)
    for collection_id, cover_id in covers:
        if cover_id not in chosen[collection_id]:
            chosen[collection_id].append(cover_id)
    images = image_refs(session, media_ids=[media for group in chosen.values() for media in group[:PICTURES]])
    return {one.id: [images[media] for media in chosen[one.id][:PICTURES] if media in images] for one in some}
