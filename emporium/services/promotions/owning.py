"""Whose promotions somebody may touch (F056, P17).

Who may change a store's prices may make its offers: both decide what its goods cost.
"""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from models.promotions import Promotion


def permit(actor: Actor, store_id: UUID | None) -> None:
    """Let an operator at every promotion, and a store's people at that store's. Raises as `Actor.require` does."""
    if store_id is None:
        actor.require(Permission.MANAGE_PLATFORM)
    else:
        actor.require(Permission.EDIT_PRODUCTS, store=store_id)


def scoped_promotion(session: Session, *, promotion_id: UUID, store_id: UUID | None, lock: bool = False) -> Promotion:
    """A promotion: any for the platform (`store_id` None), only its own for a store. Raises NotFound."""
    statement = select(Promotion).where(Promotion.id == promotion_id)
    if store_id is not None:
        statement = statement.where(Promotion.store_id == store_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.exec(statement).first()
    if found is None:
        raise NotFound(_("There is no such promotion."))
    return found
