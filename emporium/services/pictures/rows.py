"""Pictures as rows beside what they show: of returns, of cases and of messages, under the same bounds (F080, F111).

What people hand in is never given to anybody as it came: it is decoded and drawn anew before it is kept, which is
the scan. A file that no decoder takes for a picture is refused, and what hides beside one does not survive.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, limits
from emporium.services.documents.access import is_shopper, is_trade
from emporium.services.pictures.drawing import drawn_anew, smaller
from emporium.services.pictures.keeping import MOST_PHOTOS, keep_picture
from models.orders import Order, Purchase

SMALL = 240
"""Pixels of the longest edge of a picture in a list."""


def drawn_photos(*, actor: Actor, have: int, files: Sequence[bytes]) -> list[bytes]:
    """Pictures drawn anew, beside the `have` that there are.

    Raises Invalid for none, too many, too large or anything that is not a picture, TooMany; then nothing is kept.
    """
    if not files:
        raise Invalid("photos", _("Choose a picture."))
    if have + len(files) > MOST_PHOTOS:
        said = _("At most {most} photos; there are {have} already.") if have else _("At most {most} photos.")
        raise Invalid("photos", said.format(most=MOST_PHOTOS, have=have))
    limits.take_pictures(actor)
    return [drawn_anew(content) for content in files]


def keep_rows(
    session: Session, *, table: Any, room: str, drawn: Sequence[bytes], small: bool = False, **of: Any
) -> None:
    """Keep pictures that were drawn anew in a private room, each as a row of a table; `small`: with one for lists."""
    for content in drawn:
        key, size = keep_picture(room, content)
        names = {"small_key": keep_picture(room, smaller(content, SMALL))[0]} if small else {}
        session.add(table(**of, **names, storage_key=key, size_bytes=size))
    session.flush()


def add_photos(session: Session, *, actor: Actor, table: Any, room: str, files: Sequence[bytes], **of: Any) -> int:
    """Keep pictures beside those that a thing `of` has; returns how many it has now. The caller holds the thing.

    Raises as `drawn_photos`.
    """
    have = int(session.exec(select(func.count()).select_from(table).filter_by(**of)).one())
    drawn = drawn_photos(actor=actor, have=have, files=files)
    keep_rows(session, table=table, room=room, drawn=drawn, **of)
    return have + len(drawn)


def order_photo(
    session: Session, *, actor: Actor, table: Any, parent: Any, key: str, photo_id: UUID, token: str | None
) -> str:
    """Where a picture is kept that shows something of an order: for its shopper, its store and the operator.

    `parent` is what it is a picture of, named by the column `key`. Raises NotFound to everybody else.
    """
    found = session.exec(
        select(table.storage_key, Order.store_id, Purchase)
        .join(parent, col(parent.id) == col(getattr(table, key)))
        .join(Order, col(Order.id) == col(parent.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(table.id == photo_id)
    ).first()
    if found is not None:
        kept, store_id, purchase = found
        if is_shopper(actor, purchase=purchase, token=token) or is_trade(actor, store_id=store_id):
            return str(kept)
    raise NotFound(_("There is no such photo."))
