"""How many of a thing one order may have (F042)."""

from __future__ import annotations

from models.catalogue import Product


def units_problem(product: Product, units: int) -> str:
    """What is wrong with so many units of a product's variant in one order, in words; empty when nothing is."""
    step, least = product.quantity_step, least_units(product)
    if units > product.max_per_order:
        return f"At most {product.max_per_order} for each order."
    if units < least:
        return f"At least {least} for each order."
    if units % step:
        lower = units - units % step
        upper = lower + step
        either = f"{lower} or {upper}" if upper <= product.max_per_order else str(lower)
        return f"It is sold in packs of {step}. Choose {either}."
    return ""


def least_units(product: Product) -> int:
    """The smallest number that may be ordered: a whole number of packs."""
    step = product.quantity_step
    return -(-product.min_per_order // step) * step


def most_units(product: Product, available: int) -> int:
    """The greatest number that may be ordered of what there is: a whole number of packs, at least one."""
    step = product.quantity_step
    return max(1, min(available, product.max_per_order) // step * step)
