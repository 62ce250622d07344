"""Which offers apply together (F058). Classes are worked in a fixed order, each on what the one before left.

| class    | one offer for each ...                                  | among rivals the winner has        |
|----------|---------------------------------------------------------|------------------------------------|
| product  | line                                                    | the higher priority,               |
| order    | owner: one of the platform and one of each store, the   | then the larger discount there,    |
|          | stores' first; both may act on one line                 | then the lower id                  |
| shipping | delivery                                                |                                    |

Offers of different classes combine. An `exclusive` offer does not: the platform's stands alone in the basket, a
store's stands alone among the offers of that store, for a store cannot switch off what others give (F056). Exclusive
against the rest: the higher priority wins; at equal priority the larger saving, and the rest when equal. Nothing here
depends on the order in which offers or codes are given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from emporium.services.promotions.amounts import order_amounts, product_amounts, shipping_amounts
from emporium.services.promotions.basket import Basket
from emporium.services.promotions.offers import Offer
from models.enums import PromotionClass

Amounts = Mapping[str, int]


@dataclass(slots=True)
class Outcome:
    """What each offer takes off lines (by key) and deliveries (by store), and who stood in whose way."""

    lines: dict[str, dict[str, int]] = field(default_factory=dict)
    shipping: dict[str, dict[str, int]] = field(default_factory=dict)
    beaten: dict[str, str] = field(default_factory=dict)
    """Offer to the offer that it cannot be combined with."""

    def saved(self, offer_id: str) -> int:
        """What one offer takes off."""
        return sum(self.lines.get(offer_id, {}).values()) + sum(self.shipping.get(offer_id, {}).values())

    @property
    def saving(self) -> int:
        """What all take off."""
        return sum(self.saved(offer_id) for offer_id in {*self.lines, *self.shipping})


def settle(basket: Basket, offers: Sequence[Offer]) -> Outcome:
    """Decide over exclusive offers, store by store and then for the platform, and combine those that stay."""
    beaten: dict[str, str] = {}
    kept = [offer for offer in offers if offer.store_id is None and not offer.exclusive]
    for store_id in sorted({offer.store_id for offer in offers if offer.store_id is not None}):
        own = [offer for offer in offers if offer.store_id == store_id]
        kept += _exclude(basket, [o for o in own if o.exclusive], [o for o in own if not o.exclusive], beaten)
    kept = _exclude(basket, [o for o in offers if o.store_id is None and o.exclusive], kept, beaten)
    outcome = combine(basket, kept)
    beaten |= outcome.beaten
    outcome.beaten = {offer_id: _last(offer_id, beaten, outcome) for offer_id in beaten}
    return outcome


def _last(offer_id: str, beaten: Mapping[str, str], outcome: Outcome) -> str:
    """The offer that really applies: the one that beat the one that beat it, and so on."""
    seen = {offer_id}
    other = beaten[offer_id]
    while not outcome.saved(other) and other in beaten and other not in seen:
        seen.add(other)
        other = beaten[other]
    return other


def _exclude(basket: Basket, alone: Sequence[Offer], together: list[Offer], beaten: dict[str, str]) -> list[Offer]:
    """Either the best exclusive offer or all the others."""
    savings = {offer.id: combine(basket, [offer]).saving for offer in alone}
    alone = sorted((offer for offer in alone if savings[offer.id]), key=lambda o: (-o.priority, -savings[o.id], o.id))
    if not alone:
        return together
    rest = combine(basket, together)
    winners = sorted(
        (offer for offer in together if rest.saved(offer.id)), key=lambda o: (-o.priority, -rest.saved(o.id), o.id)
    )
    best = alone[0]
    if not winners or (best.priority, savings[best.id]) > (winners[0].priority, rest.saving):
        beaten |= {offer.id: best.id for offer in (*alone[1:], *winners)}
        beaten |= dict.fromkeys(rest.beaten, best.id)
        return [best]
    beaten |= {offer.id: winners[0].id for offer in alone}
    return together


def combine(basket: Basket, offers: Sequence[Offer]) -> Outcome:
    """Offers of all classes together, none of them treated as exclusive."""
    outcome = Outcome()
    layers: dict[PromotionClass, list[Offer]] = {klass: [] for klass in PromotionClass}
    for offer in sorted(offers, key=lambda offer: offer.id):
        layers[offer.layer].append(offer)
    _per_target(
        layers[PromotionClass.PRODUCT], lambda offer: product_amounts(offer, basket), outcome.lines, outcome.beaten
    )
    left = {line.key: line.gross_minor for line in basket.lines}
    for amounts in outcome.lines.values():
        _take(left, amounts)
    orders = layers[PromotionClass.ORDER]
    owners: list[str | None] = [*sorted({o.store_id for o in orders if o.store_id is not None}), None]
    for owner in owners:
        rivals = {o.id: order_amounts(o, basket, left) for o in orders if o.store_id == owner}
        best = _best(orders, {offer_id: sum(amounts.values()) for offer_id, amounts in rivals.items()})
        if best is not None:
            outcome.lines[best] = rivals.pop(best)
            outcome.beaten |= {offer_id: best for offer_id, amounts in rivals.items() if amounts}
            _take(left, outcome.lines[best])
    _per_target(
        layers[PromotionClass.SHIPPING], lambda offer: shipping_amounts(offer, basket), outcome.shipping, outcome.beaten
    )
    return outcome


def _take(left: dict[str, int], amounts: Amounts) -> None:
    for key, amount in amounts.items():
        left[key] -= amount


def _best(offers: Sequence[Offer], amounts: Amounts) -> str | None:
    """The id that wins among rivals with something to give."""
    rivals = [offer for offer in offers if amounts.get(offer.id)]
    return min(rivals, key=lambda o: (-o.priority, -amounts[o.id], o.id)).id if rivals else None


def _per_target(
    offers: Sequence[Offer],
    reckon: Callable[[Offer], dict[str, int]],
    won: dict[str, dict[str, int]],
    beaten: dict[str, str],
) -> None:
    """Every line or delivery goes to the best of its rivals; an offer that wins nowhere was beaten."""
    wanted = {offer.id: reckon(offer) for offer in offers}
    winners: dict[str, str] = {}
    for target in sorted({target for amounts in wanted.values() for target in amounts}):
        best = _best(offers, {offer_id: amounts.get(target, 0) for offer_id, amounts in wanted.items()})
        assert best is not None
        winners[target] = best
        won.setdefault(best, {})[target] = wanted[best][target]
    for offer_id, amounts in wanted.items():
        if amounts and offer_id not in won:
            beaten[offer_id] = winners[min(amounts)]
