"""Whether there is enough for a basket; a thing that several of its lines want is counted over all of them (P03)."""

from __future__ import annotations

from sqlmodel import Session, col, select

from emporium.errors import Invalid, OutOfStock
from emporium.services.inventory import Line, read_supply
from models.carts import Cart, CartLine
from models.catalogue import Product, ProductVariant


def check_stock(session: Session, *, cart: Cart, variant: ProductVariant, product: Product, wanted: int) -> None:
    """Whether a basket may hold so many units of a variant beside what else is in it, bundles included.

    What the basket's own checkout holds counts as there. Two queries. Raises OutOfStock naming the thing that is short
    and what is left, Invalid for more than one order may have.
    """
    others = session.exec(
        select(CartLine).where(
            CartLine.cart_id == cart.id, CartLine.variant_id != variant.id, col(CartLine.saved_for_later).is_(False)
        )
    ).all()
    lines = [Line(variant.id, variant.id, wanted), *(Line(row.id, row.variant_id, row.quantity) for row in others)]
    supply = read_supply(session, variant_ids=[line.variant_id for line in lines], cart_id=cart.id)
    left = supply.of(variant.id)
    if left <= 0:
        raise OutOfStock(f"{product.name} is sold out.", shortages={str(variant.id): 0})
    if wanted > left:
        raise OutOfStock(
            f"Only {left} left of {product.name}. Your basket can hold no more.", shortages={str(variant.id): left}
        )
    if wanted > product.max_per_order:
        raise Invalid("quantity", f"At most {product.max_per_order} of {product.name} for each order.")
    mine = supply.pieces.get(variant.id, {})
    for piece, short in supply.short(lines).items():
        if piece in mine:
            raise OutOfStock(
                f"Only {short.left} left of {short.name}, and your basket would need {short.wanted} in all.",
                shortages={str(piece): short.left},
            )
