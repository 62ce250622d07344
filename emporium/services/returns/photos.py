"""Photos of what is wrong: few, small, drawn anew, and only for the shopper, the store and the operator (F080)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from emporium.errors import Conflict, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission, limits
from emporium.services.documents.access import is_shopper, is_trade
from emporium.services.pictures import keep_photos
from emporium.services.returns.asking import own_return, tell
from models.aftersale import ReturnPhoto
from models.enums import ReturnStatus
from models.orders import Order, Purchase, Return


def add_photos(session: Session, *, actor: Actor, token: str, return_id: UUID, files: Sequence[bytes]) -> int:
    """Keep the shopper's pictures of an open return; returns how many it has now.

    They are drawn anew without the place and camera that a file tells. Raises NotFound, Conflict for a return that
    was decided, Invalid for too many, too large or anything that is not a picture, TooMany; then nothing is kept.
    """
    actor.require(Permission.SHOP)
    row, order = own_return(session, token=token, return_id=return_id)
    if row.status not in (ReturnStatus.REQUESTED, ReturnStatus.APPROVED):
        raise Conflict(_("This return is over; photos cannot be added any more."))
    limits.take_pictures(actor)
    have = session.exec(select(func.count()).where(col(ReturnPhoto.return_id) == row.id)).one()
    for key, size in keep_photos(room=f"returns/{row.id}", have=have, files=files):
        session.add(ReturnPhoto(return_id=row.id, storage_key=key, size_bytes=size))
    session.flush()
    tell(session, row, order, step="photos")
    return have + len(files)


def return_photo(session: Session, *, actor: Actor, photo_id: UUID, token: str | None) -> str:
    """Where a photo is kept, for somebody who may see it. Raises NotFound to everybody else."""
    found = session.exec(
        select(ReturnPhoto.storage_key, Order.store_id, Purchase)
        .join(Return, col(Return.id) == col(ReturnPhoto.return_id))
        .join(Order, col(Order.id) == col(Return.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(ReturnPhoto.id == photo_id)
    ).first()
    if found is not None:
        key, store_id, purchase = found
        if is_shopper(actor, purchase=purchase, token=token) or is_trade(actor, store_id=store_id):
            return key
    raise NotFound(_("There is no such photo."))
