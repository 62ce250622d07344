"""Buy x, get y: which units are given, and what that takes off (F057).

Without a named gift the cheapest matching units are given: 'buy 2 get 1' needs three. With one, a unit counts either
as bought or as given, never as both; units that could be either are shared out so that most are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from emporium.money import share
from emporium.services.promotions.basket import BasketLine
from emporium.services.promotions.offers import FULL, Offer


@dataclass(frozen=True, slots=True)
class Given:
    """How many units are given, and how many of them come from lines that also count as bought."""

    units: int
    from_both: int


def gift_amounts(offer: Offer, lines: Sequence[BasketLine]) -> dict[str, int]:
    """Discount of each line in minor units, for the lines that the offer may touch. Cheapest units first, by key."""
    bought, gifts = _sides(offer, lines)
    given = _given(offer, bought, gifts)
    both = {line.key for line in bought} if offer.rule.gift else set[str]()
    units, from_both = given.units, given.from_both
    amounts: dict[str, int] = {}
    for line in sorted(gifts, key=lambda line: (line.unit_price_minor, line.key)):
        count = min(line.quantity, units, from_both if line.key in both else units)
        if line.key in both:
            from_both -= count
        units -= count
        amount = count * share(line.unit_price_minor, offer.percent_bp, FULL)
        if amount:
            amounts[line.key] = amount
    return amounts


def units_missing(offer: Offer, lines: Sequence[BasketLine]) -> int:
    """How many more units it takes until something is given; 0 when something is."""
    bought, gifts = _sides(offer, lines)
    if _given(offer, bought, gifts).units:
        return 0
    rule = offer.rule
    if not rule.gift:
        return rule.buy + rule.get - _count(bought)
    only_bought, only_gifts, both = _split(bought, gifts)
    return max(0, rule.buy - only_bought) + max(0, 1 - only_gifts) - both


def _sides(offer: Offer, lines: Sequence[BasketLine]) -> tuple[list[BasketLine], list[BasketLine]]:
    bought = [line for line in lines if offer.rule.scope.holds(line)]
    return bought, [line for line in lines if offer.rule.gift.holds(line)] if offer.rule.gift else bought


def _count(lines: Sequence[BasketLine]) -> int:
    return sum(line.quantity for line in lines)


def _split(bought: Sequence[BasketLine], gifts: Sequence[BasketLine]) -> tuple[int, int, int]:
    """Units that can only be bought, only be given, and either."""
    keys = {line.key for line in bought}
    both = _count([line for line in gifts if line.key in keys])
    return _count(bought) - both, _count(gifts) - both, both


def _given(offer: Offer, bought: Sequence[BasketLine], gifts: Sequence[BasketLine]) -> Given:
    rule = offer.rule
    if not rule.gift:
        sets = _count(bought) // (rule.buy + rule.get)
        units = rule.get * (sets if rule.max_sets is None else min(sets, rule.max_sets))
        return Given(units, units)
    only_bought, only_gifts, both = _split(bought, gifts)
    most = (only_bought + both) // rule.buy
    best = Given(0, 0)
    for sets in range(1, (most if rule.max_sets is None else min(most, rule.max_sets)) + 1):
        free = both - max(0, sets * rule.buy - only_bought)
        units = min(rule.get * sets, only_gifts + free)
        if units > best.units:
            best = Given(units, free)
        if rule.get * sets >= only_gifts + free:
            break  # more sets only use up more units as bought
    return best
