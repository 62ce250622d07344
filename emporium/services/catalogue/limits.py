"""How many of a thing one order may have (F042)."""

from __future__ import annotations

from emporium.i18n import _
from models.catalogue import Product


def units_problem(product: Product, units: int) -> str:
    """What is wrong with so many units of a product's variant in one order, in words; empty when nothing is."""
    step, least = product.quantity_step, least_units(product)
    if units > product.max_per_order:
        return _("At most {max_per_order} for each order.").format(max_per_order=product.max_per_order)
    if units < least:
        return _("At least {least} for each order.").format(least=least)
    if units % step:
        lower = units - units % step
        upper = lower + step
        either = (
            _("{lower} or {upper}").format(lower=lower, upper=upper) if upper <= product.max_per_order else str(lower)
        )
        return _("It is sold in packs of {step}. Choose {either}.").format(step=step, either=either)
    return ""


def least_units(product: Product) -> int:
    """The smallest number that may be ordered: a whole number of packs."""
    step = product.quantity_step
    return -(-product.min_per_order // step) * step


def most_units(product: Product, available: int) -> int:
    """The greatest number that may be ordered of what there is: a whole number of packs, at least one."""
    step = product.quantity_step
    return max(1, min(available, product.max_per_order) // step * step)
