"""Stores that shoppers follow (F030)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor
from emporium.services.favourites.owners import owned, owner
from models.enums import StoreStatus
from models.favourites import StoreFollow
from models.stores import Store

MAX_FOLLOWS = 300


def follow_store(session: Session, *, actor: Actor, store_id: UUID) -> None:
    """Follow a store. Twice changes nothing. Raises NotFound, and Invalid beyond 300."""
    store = session.exec(select(Store.id).where(Store.id == store_id, Store.status == StoreStatus.APPROVED)).first()
    if store is None:
        raise NotFound(_("There is no such store."))
    if len(session.exec(select(StoreFollow.id).where(owned(StoreFollow, actor))).all()) >= MAX_FOLLOWS:
        raise Invalid("store", _("You follow {max_follows} stores. Leave one first.").format(max_follows=MAX_FOLLOWS))
    session.execute(insert(StoreFollow).values(store_id=store, **owner(actor)).on_conflict_do_nothing())


def unfollow_store(session: Session, *, actor: Actor, store_id: UUID) -> None:
    """Follow it no longer. Twice changes nothing."""
    session.execute(delete(StoreFollow).where(owned(StoreFollow, actor), col(StoreFollow.store_id) == store_id))


def followed_ids(session: Session, *, actor: Actor) -> list[UUID]:
    """Stores the actor follows, the latest first. One query."""
    return list(
        session.exec(
            select(StoreFollow.store_id).where(owned(StoreFollow, actor)).order_by(col(StoreFollow.id).desc())
        ).all()
    )


def followers(session: Session, *, store_id: UUID) -> int:
    """How many follow a store."""
    return session.exec(select(func.count()).select_from(StoreFollow).where(StoreFollow.store_id == store_id)).one()
