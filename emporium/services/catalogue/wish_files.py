"""Pictures that buyers hand in for a thing made for them: drawn anew, private, forgotten when nobody ordered (F028)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, delete, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission, limits
from emporium.services.auth.tokens import new_secret
from emporium.services.catalogue.wishes import PICTURE, WishKind, wish_fields
from emporium.services.pictures import drawn_anew, keep_picture
from emporium.services.stored_files import delete_files
from models.catalogue import Product, WishFile
from models.enums import ProductStatus

KEPT = timedelta(days=30)
"""A picture that is in no basket and no order is forgotten after so long."""

USED = """
SELECT w.id, w.storage_key FROM wish_file w
WHERE w.created_at < :before
  AND NOT EXISTS (SELECT 1 FROM cart_line c WHERE c.personalisation::text LIKE '%' || w.secret || '%'
                  AND c.created_at >= w.created_at - interval '90 days')
  AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.product_id = w.product_id
                  AND l.personalisation::text LIKE '%' || w.secret || '%')
ORDER BY w.created_at LIMIT :most FOR UPDATE OF w SKIP LOCKED
"""


def keep_wish_file(session: Session, *, actor: Actor, product_id: UUID, content: bytes) -> str:
    """Keep a buyer's picture; returns what stands in the field for it.

    Raises NotFound for a product that asks for none, Invalid for anything that is not a picture, TooMany.
    """
    actor.require(Permission.SHOP)
    limits.take_pictures(actor)
    product = session.get(Product, product_id)
    asks = product is not None and any(one.kind is WishKind.FILE for one in wish_fields(product))
    if product is None or not asks or product.status != ProductStatus.ACTIVE:
        raise NotFound(_("There is no such product."))
    secret = new_secret()
    key, size = keep_picture(f"wishes/{product_id}", drawn_anew(content, field="picture"))
    session.add(WishFile(secret=secret, product_id=product_id, storage_key=key, size_bytes=size))
    session.flush()
    return PICTURE + secret


def check_wish_files(session: Session, *, product: Product, given: Collection[str]) -> None:
    """Whether every picture that is named was handed in for the product. Raises Invalid. One query, or none."""
    named = {value.removeprefix(PICTURE) for value in given if value.startswith(PICTURE)}
    if not named:
        return
    known = session.exec(
        select(WishFile.secret).where(col(WishFile.secret).in_(named), WishFile.product_id == product.id)
    ).all()
    if set(known) != named:
        raise Invalid("picture", _("Choose the picture again."))


def wish_file(session: Session, *, secret: str) -> str:
    """Where a picture is kept, for whoever knows its secret. Raises NotFound."""
    key = session.exec(select(WishFile.storage_key).where(WishFile.secret == secret)).first()
    if key is None:
        raise NotFound(_("There is no such picture."))
    return key


def forget_wish_files(session: Session, *, now: datetime | None = None, limit: int = 200) -> int:
    """Forget pictures that nobody ordered with; returns how many. For the nightly job."""
    before = (now or datetime.now(UTC)) - KEPT
    rows = session.execute(text(USED), {"before": before, "most": limit}).all()
    delete_files(session, [row.storage_key for row in rows])
    session.exec(delete(WishFile).where(col(WishFile.id).in_([row.id for row in rows])))
    return len(rows)
