"""Photos of what is wrong: few, small, drawn anew, and only for the shopper, the store and the operator (F080)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from emporium.errors import Conflict
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.pictures import rows
from emporium.services.returns.asking import own_return, tell
from models.aftersale import ReturnPhoto
from models.enums import ReturnStatus
from models.orders import Return


def add_photos(session: Session, *, actor: Actor, token: str, return_id: UUID, files: Sequence[bytes]) -> int:
    """Keep the shopper's pictures of an open return; returns how many it has now.

    They are drawn anew without the place and camera that a file tells. Raises NotFound, Conflict for a return that
    was decided, Invalid for too many, too large or anything that is not a picture, TooMany; then nothing is kept.
    """
    actor.require(Permission.SHOP)
    row, order = own_return(session, token=token, return_id=return_id)
    if row.status not in (ReturnStatus.REQUESTED, ReturnStatus.APPROVED):
        raise Conflict(_("This return is over; photos cannot be added any more."))
    count = rows.add_photos(
        session, actor=actor, table=ReturnPhoto, room=f"returns/{row.id}", files=files, return_id=row.id
    )
    tell(session, row, order, step="photos")
    return count


def return_photo(session: Session, *, actor: Actor, photo_id: UUID, token: str | None) -> str:
    """Where a photo is kept, for somebody who may see it. Raises NotFound to everybody else."""
    return rows.order_photo(
        session, actor=actor, table=ReturnPhoto, parent=Return, key="return_id", photo_id=photo_id, token=token
    )
