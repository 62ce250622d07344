"""A thing that several lines of a basket want is looked at once, over all of them (P03)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import OutOfStock
from emporium.services.inventory import Line, read_supply
from models.carts import Cart, CartLine


def check_shared(session: Session, *, cart: Cart, variant_id: UUID, wanted: int) -> None:
    """Whether a basket may hold so many units of a variant beside what else is in it, bundles included.

    Raises OutOfStock naming the thing that is short.
    """
    others = session.exec(
        select(CartLine).where(
            CartLine.cart_id == cart.id, CartLine.variant_id != variant_id, col(CartLine.saved_for_later).is_(False)
        )
    ).all()
    lines = [Line(variant_id, variant_id, wanted), *(Line(row.id, row.variant_id, row.quantity) for row in others)]
    supply = read_supply(session, variant_ids=[line.variant_id for line in lines], cart_id=cart.id)
    mine = supply.pieces.get(variant_id, {})
    for piece, short in supply.short(lines).items():
        if piece in mine:
            raise OutOfStock(
                f"Only {short.left} left of {short.name}, and your basket would need {short.wanted} in all.",
                shortages={str(piece): short.left},
            )
