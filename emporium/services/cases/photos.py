"""Photos of both sides of a case, under the same bounds as those of returns."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.cases.opening import expect_open, tell
from emporium.services.documents.access import is_shopper
from emporium.services.pictures.rows import add_photos, order_photo
from models.cases import BuyerCase, CasePhoto
from models.enums import CaseVoice
from models.orders import Order, Purchase


def add_case_photos(session: Session, *, actor: Actor, case_id: UUID, token: str | None, files: Sequence[bytes]) -> str:
    """Keep pictures of the shopper (by the purchase's token) or of the store; returns whose they are.

    Each side has four at most. Raises NotFound for others, Conflict when the case is over, Invalid, TooMany.
    """
    found = session.exec(
        select(BuyerCase, Order, Purchase)
        .join(Order, col(Order.id) == col(BuyerCase.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(BuyerCase.id == case_id)
        .with_for_update(of=BuyerCase)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound(_("There is no such case."))
    case, order, purchase = found
    if is_shopper(actor, purchase=purchase, token=token):
        voice = CaseVoice.SHOPPER
    elif actor.can(Permission.REFUND_ORDERS, store=order.store_id):
        voice = CaseVoice.STORE
    else:
        raise NotFound(_("There is no such case."))
    expect_open(case)
    add_photos(
        session, actor=actor, table=CasePhoto, room=f"cases/{case.id}", files=files, case_id=case.id, voice=voice
    )
    tell(session, case, order, step="photos")
    return voice.value


def case_photo(session: Session, *, actor: Actor, photo_id: UUID, token: str | None) -> str:
    """Where a photo is kept, for both sides and the operator. Raises NotFound to everybody else."""
    return order_photo(
        session, actor=actor, table=CasePhoto, parent=BuyerCase, key="case_id", photo_id=photo_id, token=token
    )
