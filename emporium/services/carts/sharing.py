"""Whether there is enough for a basket; a thing that several of its lines want is counted over all of them (P03)."""

from __future__ import annotations

from sqlmodel import Session, col, select

from emporium.errors import Invalid, OutOfStock
from emporium.i18n import _
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
        raise OutOfStock(_("{name} is sold out.").format(name=product.name), shortages={str(variant.id): 0})
    if wanted > left:
        raise OutOfStock(
            _("Only {left} left of {name}. Your basket can hold no more.").format(left=left, name=product.name),
            shortages={str(variant.id): left},
        )
    if wanted > product.max_per_order:
        raise Invalid(
            "quantity",
            _("At most {max_per_order} of {name} for each order.").format(
                max_per_order=product.max_per_order, name=product.name
            ),
        )
    mine = supply.pieces.get(variant.id, {})
    for piece, short in supply.short(lines).items():
        if piece in mine:
            raise OutOfStock(
                _("Only {left} left of {name}, and your basket would need {wanted} in all.").format(
                    left=short.left, name=short.name, wanted=short.wanted
                ),
                shortages={str(piece): short.left},
            )
