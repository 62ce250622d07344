"""What one offer takes off: lines of goods, or deliveries. Rounded half up; split by largest remainder (C01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from emporium.money import allocate, share
from emporium.services.promotions.basket import Basket, BasketLine
from emporium.services.promotions.gifts import gift_amounts
from emporium.services.promotions.offers import FULL, Offer
from models.enums import PromotionKind


def touchable(offer: Offer, basket: Basket) -> list[BasketLine]:
    """The lines an offer may ever touch: a store's offer only that store's (F056). By key."""
    return [line for line in basket.lines if offer.store_id in (None, line.store_id)]


def matching(offer: Offer, basket: Basket) -> list[BasketLine]:
    """The lines an offer is about, by key."""
    return [line for line in touchable(offer, basket) if offer.rule.scope.holds(line)]


def spend(offer: Offer, basket: Basket) -> int:
    """What thresholds are judged on: the whole basket, or the store's goods; before any discount (F057)."""
    if offer.store_id is None:
        return basket.goods_minor
    return sum(part.goods_minor for part in basket.stores if part.store_id == offer.store_id)


def worth(offer: Offer, basket: Basket) -> int:
    """Basis points of a percentage or minor units of an amount, by the step that the spend has reached."""
    reached = [step for step in offer.rule.tiers.get(basket.currency, ()) if step.from_minor <= spend(offer, basket)]
    if reached:
        return reached[-1].value
    return offer.percent_bp if offer.kind == PromotionKind.PERCENT else offer.amounts.get(basket.currency, 0)


def _capped(offer: Offer, basket: Basket, amounts: Mapping[str, int]) -> dict[str, int]:
    """A percentage's or free delivery's upper bound; none when the currency has none (C14)."""
    most = offer.amounts.get(basket.currency)
    if most is None or sum(amounts.values()) <= most:
        return dict(amounts)
    return _positive(amounts, allocate(most, list(amounts.values())))


def _positive(keys: Mapping[str, int], parts: Sequence[int]) -> dict[str, int]:
    return {key: part for key, part in zip(keys, parts, strict=True) if part}


def product_amounts(offer: Offer, basket: Basket) -> dict[str, int]:
    """Off each line on its own: a percentage of it, an amount for each unit, or given units."""
    if offer.kind == PromotionKind.BUY_X_GET_Y:
        return gift_amounts(offer, touchable(offer, basket))
    value, lines = worth(offer, basket), matching(offer, basket)
    if offer.kind == PromotionKind.PERCENT:
        amounts = {line.key: share(line.gross_minor, value, FULL) for line in lines}
        return _capped(offer, basket, {key: amount for key, amount in amounts.items() if amount})
    amounts = {line.key: min(line.gross_minor, value * line.quantity) for line in lines}
    return {key: amount for key, amount in amounts.items() if amount}


def order_amounts(offer: Offer, basket: Basket, left: Mapping[str, int]) -> dict[str, int]:
    """Off all matching lines together, spread by what is `left` of each: no part is larger than its line."""
    room = {line.key: left[line.key] for line in matching(offer, basket)}
    return _spread(offer, basket, room)


def shipping_amounts(offer: Offer, basket: Basket) -> dict[str, int]:
    """Off the deliveries of stores with a matching line, by store."""
    stores = {line.store_id for line in matching(offer, basket)}
    room = {part.store_id: part.shipping_minor for part in basket.stores if part.store_id in stores}
    room = dict(sorted(room.items()))
    if offer.kind == PromotionKind.FREE_SHIPPING:
        return _capped(offer, basket, {key: amount for key, amount in room.items() if amount})
    return _spread(offer, basket, room)


def _spread(offer: Offer, basket: Basket, room: Mapping[str, int]) -> dict[str, int]:
    base, value = sum(room.values()), worth(offer, basket)
    if not base:
        return {}
    if offer.kind == PromotionKind.PERCENT:
        most = offer.amounts.get(basket.currency)
        total = share(base, value, FULL) if most is None else min(share(base, value, FULL), most)
    else:
        total = min(value, base)
    return _positive(room, allocate(total, list(room.values())))
