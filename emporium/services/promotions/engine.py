"""The one function that turns a basket, offers and codes into discounts. Pure: no database, no clock (F054, F058)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from emporium.money import allocate
from emporium.services.promotions.basket import Basket, unique
from emporium.services.promotions.combining import Outcome, settle
from emporium.services.promotions.judging import judge, refuse
from emporium.services.promotions.offers import Code, Offer
from emporium.services.promotions.reasons import Reason, Refusal
from emporium.services.promotions.results import Applied, Discounted, Share, Taken
from models.enums import PromotionClass

LAYERS = list(PromotionClass)


def clean_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes as they are kept: upper case, no blanks, each once, sorted."""
    return tuple(sorted({code.strip().upper() for code in codes} - {""}))


def evaluate(basket: Basket, offers: Sequence[Offer], codes: Sequence[str], now: datetime) -> Applied:
    """What is taken off a basket by automatic offers and by codes, and why the others are not.

    All amounts are minor units of the basket's currency. The same offers and codes in any order give the same answer.
    Offers that need a code and are opened by none of `codes` are passed over. Raises Invalid for an id or code twice.
    """
    offers = sorted(offers, key=lambda offer: offer.id)
    unique("offer", (offer.id for offer in offers))
    unique("code", (code.code for offer in offers for code in offer.codes))
    typed = clean_codes(codes)
    known = {code.code for offer in offers for code in offer.codes}
    refusals = [Refusal(Reason.UNKNOWN, code, code) for code in typed if code not in known]
    candidates: dict[str, tuple[Offer, Code | None]] = {}
    for offer in offers:
        mine = [code for code in sorted(offer.codes, key=lambda code: code.code) if code.code in typed]
        if not mine and offer.needs_code:
            continue
        reason = judge(basket, offer, now)
        if reason is not None:
            called: list[Code | None] = [*mine] or [None]
            refusals += [_named(reason, code) for code in called]
            continue
        code, refused = _choose_code(offer, mine)
        refusals += refused
        if code is not None or not offer.needs_code:
            candidates[offer.id] = (offer, code)
    outcome = settle(basket, [offer for offer, _ in candidates.values()])
    refusals += _left_over(outcome, candidates)
    return _answer(basket, outcome, candidates, refusals)


def _choose_code(offer: Offer, mine: Sequence[Code]) -> tuple[Code | None, list[Refusal]]:
    """One use takes one code: the first that is not used up; and why the others are not taken."""
    usable = [code for code in mine if not code.used_up]
    refused = [_named(refuse(offer, Reason.USED_UP), code) for code in mine if code.used_up]
    refused += [
        _named(refuse(offer, Reason.CANNOT_COMBINE, other=usable[0].code, other_id=offer.id), code)
        for code in usable[1:]
    ]
    return (usable[0] if usable else None), refused


def _named(refusal: Refusal, code: Code | None) -> Refusal:
    return refusal if code is None else replace(refusal, code=code.code, label=code.code)


def _left_over(outcome: Outcome, candidates: dict[str, tuple[Offer, Code | None]]) -> list[Refusal]:
    """Offers that could apply and took nothing off: beaten by another, or nothing was left."""
    found: list[Refusal] = []
    for offer, code in candidates.values():
        if outcome.saved(offer.id):
            continue
        other_id = outcome.beaten.get(offer.id)
        if other_id is None:
            found.append(_named(refuse(offer, Reason.NOTHING_LEFT), code))
            continue
        other, other_code = candidates[other_id]
        label = other_code.code if other_code else other.name
        found.append(_named(refuse(offer, Reason.CANNOT_COMBINE, other=label, other_id=other_id), code))
    return found


def _answer(
    basket: Basket, outcome: Outcome, candidates: dict[str, tuple[Offer, Code | None]], refusals: list[Refusal]
) -> Applied:
    winners = [(offer, code) for offer, code in candidates.values() if outcome.saved(offer.id)]
    winners.sort(key=lambda pair: (LAYERS.index(pair[0].layer), -pair[0].priority, pair[0].id))
    shares: dict[tuple[str, str], list[Share]] = {}
    taken: list[Taken] = []
    for offer, code in winners:
        frozen = _freeze(offer, outcome)
        for target, made in frozen.items():
            shares.setdefault(target, []).append(made)
        taken.append(
            Taken(
                promotion_id=offer.id,
                label=offer.name,
                amount_minor=sum(made.amount_minor for made in frozen.values()),
                platform_minor=sum(made.platform_minor for made in frozen.values()),
                code=code.code if code else None,
                coupon_id=(code.id or None) if code else None,
            )
        )
    return Applied(
        currency=basket.currency,
        lines=tuple(
            Discounted(line.key, line.store_id, line.gross_minor, tuple(shares.get(("line", line.key), ())))
            for line in basket.lines
        ),
        shipping=tuple(
            Discounted(
                part.store_id, part.store_id, part.shipping_minor, tuple(shares.get(("ship", part.store_id), ()))
            )
            for part in sorted(basket.stores, key=lambda part: part.store_id)
        ),
        taken=tuple(taken),
        refusals=tuple(sorted(refusals, key=lambda r: (r.code or "", r.promotion_id or "", r.reason))),
    )


def _freeze(offer: Offer, outcome: Outcome) -> dict[tuple[str, str], Share]:
    """An offer's amounts as shares; who pays is reckoned once on their sum and split by largest remainder."""
    amounts = {("line", key): amount for key, amount in sorted(outcome.lines.get(offer.id, {}).items())}
    amounts |= {("ship", key): amount for key, amount in sorted(outcome.shipping.get(offer.id, {}).items())}
    platform = allocate(offer.platform_part(sum(amounts.values())), list(amounts.values()))
    return {
        target: Share(offer.id, offer.name, amount, paid)
        for (target, amount), paid in zip(amounts.items(), platform, strict=True)
    }
