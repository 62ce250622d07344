"""What a unit of a basket's line costs now, with what was said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.money import Money, format_money
from emporium.services.catalogue.wishes import Wishes, read_wishes
from emporium.services.ledger.fx import Prices
from emporium.services.pricing import PriceBook
from models.carts import CartLine
from models.catalogue import Product, ProductVariant


@dataclass(frozen=True, slots=True)
class Asked:
    """Minor units, in the basket's currency where that can be said; `wishes` by the fields' labels."""

    unit_minor: int
    seen_minor: int
    currency: str
    note: str
    """Why it is not the shelf's own price, in words."""
    wishes: Mapping[str, str]


def said_about(product: Product, line: CartLine) -> Wishes | None:
    """What was said about a line; None when the product asks for something else by now (F028)."""
    try:
        said = read_wishes(product, line.personalisation)
    except Invalid:
        return None
    return said if said.given == line.personalisation else None


def asked_price(
    line: CartLine, variant: ProductVariant, units: int, wishes: Wishes | None, book: PriceBook, prices: Prices
) -> Asked:
    """A unit's price when so many of the variant are bought. `prices` knows the variant's and the line's currency."""
    extra = wishes.extra_minor if wishes else 0
    words = wishes.words if wishes else line.personalisation
    if not book.knows(variant.id) or (extra and not prices.knows(variant.currency)):
        return Asked(variant.price_minor + extra, line.seen_price_minor, variant.currency, "", words)
    found = book.of(variant.id, units)
    added = prices.of(extra, variant.currency) if extra else 0
    note = found.note
    if added:
        more = format_money(Money(added, prices.currency))
        note = (
            f"{note}, " + _("{amount} for your wishes").format(amount=more)
            if note
            else _("With {amount} for your wishes").format(amount=more)
        )
    unit = found.amount_minor + added
    seen = prices.of(line.seen_price_minor, line.currency) if prices.knows(line.currency) else unit
    return Asked(unit, seen, prices.currency, note, words)
