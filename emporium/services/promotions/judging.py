"""Whether an offer may apply at all: its period, currency, customer, uses, items and thresholds (F062)."""

from __future__ import annotations

from datetime import datetime

from emporium.services.promotions.amounts import matching, spend, touchable
from emporium.services.promotions.basket import Basket
from emporium.services.promotions.gifts import units_missing
from emporium.services.promotions.offers import Offer
from emporium.services.promotions.reasons import Reason, Refusal
from models.enums import PromotionKind


def judge(basket: Basket, offer: Offer, now: datetime) -> Refusal | None:
    """The first reason against an offer, or None. What the shopper can change comes last."""
    return (
        _over_time(offer, now) or _over_place(basket, offer) or _over_uses(basket, offer) or _over_goods(basket, offer)
    )


def refuse(
    offer: Offer,
    reason: Reason,
    *,
    currency: str = "",
    amount_minor: int = 0,
    units: int = 0,
    when: datetime | None = None,
    other: str = "",
    other_id: str | None = None,
) -> Refusal:
    """A reason against an offer, named after it."""
    return Refusal(
        reason=reason,
        label=offer.name,
        promotion_id=offer.id,
        currency=currency,
        amount_minor=amount_minor,
        units=units,
        store_id=offer.store_id,
        store_name=offer.store_name,
        other=other,
        other_id=other_id,
        when=when,
    )


def _over_time(offer: Offer, now: datetime) -> Refusal | None:
    if offer.ends_at is not None and offer.ends_at <= now:
        return refuse(offer, Reason.ENDED, when=offer.ends_at)
    if not offer.active:
        return refuse(offer, Reason.ENDED)
    if offer.starts_at is not None and offer.starts_at > now:
        return refuse(offer, Reason.NOT_STARTED, when=offer.starts_at)
    return None


def _over_place(basket: Basket, offer: Offer) -> Refusal | None:
    """Amounts and conditions that are not stated in the basket's currency are never converted (F055)."""
    currency, tiers = basket.currency, offer.rule.tiers
    stated = currency in tiers
    if offer.kind == PromotionKind.FIXED:
        stated = stated or currency in offer.amounts
    elif offer.kind == PromotionKind.PERCENT:
        stated = stated or bool(offer.percent_bp)
    else:
        stated = True
    if not stated or (offer.thresholds and currency not in offer.thresholds):
        return refuse(offer, Reason.WRONG_CURRENCY, currency=currency)
    if offer.rule.countries and basket.country not in offer.rule.countries:
        return refuse(offer, Reason.WRONG_COUNTRY)
    return None


def _over_uses(basket: Basket, offer: Offer) -> Refusal | None:
    if basket.customer is None and (offer.rule.customers or offer.per_customer_limit is not None):
        return refuse(offer, Reason.SIGN_IN_FIRST)
    if offer.rule.customers and basket.customer not in offer.rule.customers:
        return refuse(offer, Reason.NOT_YOURS)
    if offer.per_customer_limit is not None and offer.customer_used >= offer.per_customer_limit:
        return refuse(offer, Reason.CUSTOMER_USED)
    if offer.usage_limit is not None and offer.used >= offer.usage_limit:
        return refuse(offer, Reason.USED_UP)
    return None


def _over_goods(basket: Basket, offer: Offer) -> Refusal | None:
    if not matching(offer, basket):
        return refuse(offer, Reason.NO_MATCHING_ITEM)
    missing = _least(basket, offer) - spend(offer, basket)
    if missing > 0:
        return refuse(offer, Reason.NEEDS_MORE, currency=basket.currency, amount_minor=missing)
    if offer.kind == PromotionKind.BUY_X_GET_Y:
        units = units_missing(offer, touchable(offer, basket))
        if units > 0:
            return refuse(offer, Reason.NEEDS_UNITS, units=units)
    return None


def _least(basket: Basket, offer: Offer) -> int:
    """The spend from which the offer gives anything."""
    least = offer.thresholds.get(basket.currency, 0)
    steps = offer.rule.tiers.get(basket.currency)
    flat = offer.percent_bp if offer.kind == PromotionKind.PERCENT else offer.amounts.get(basket.currency, 0)
    return max(least, steps[0].from_minor) if steps and not flat else least
