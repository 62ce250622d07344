"""The one function that turns a basket, offers and codes into discounts. Pure: no database, no clock (F054, F058)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
    refusals = [Refusal(Reason.UNKNOWN, code[:40], code) for code in typed if code not in known]
    candidates: dict[str, Candidate] = {}
    for offer in offers:
        mine = [code for code in sorted(offer.codes, key=lambda code: code.code) if code.code in typed]
        if not mine and offer.needs_code:
            continue
        reason = judge(basket, offer, now)
        if reason is not None:
            refusals += _for_all(reason, mine)
            continue
        usable = [code for code in mine if not code.used_up]
        refusals += [_named(refuse(offer, Reason.USED_UP), code) for code in mine if code.used_up]
        if usable or not offer.needs_code:
            candidates[offer.id] = Candidate(offer, tuple(usable))
    outcome = settle(basket, [candidate.offer for candidate in candidates.values()])
    for candidate in candidates.values():
        refusals += _left_over(outcome, candidate, candidates)
    return _answer(basket, outcome, candidates, refusals)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer that nothing speaks against, with its codes that were typed. One use takes one code: the first."""

    offer: Offer
    codes: tuple[Code, ...]

    @property
    def code(self) -> Code | None:
        """The code that opens it."""
        return self.codes[0] if self.codes else None

    @property
    def label(self) -> str:
        """What the shopper calls it."""
        return self.code.code if self.code else self.offer.name


def _named(refusal: Refusal, code: Code) -> Refusal:
    return replace(refusal, code=code.code, label=code.code)


def _for_all(refusal: Refusal, codes: Sequence[Code]) -> list[Refusal]:
    """The same reason for each code, or for the offer itself when it was opened by none."""
    return [_named(refusal, code) for code in codes] or [refusal]


def _left_over(outcome: Outcome, candidate: Candidate, candidates: Mapping[str, Candidate]) -> list[Refusal]:
    """Why a candidate took nothing off: beaten by another, or nothing was left. And why spare codes were not taken."""
    offer = candidate.offer
    if outcome.saved(offer.id):
        spare = refuse(offer, Reason.CANNOT_COMBINE, other=candidate.label, other_id=offer.id)
        return [_named(spare, code) for code in candidate.codes[1:]]
    other_id = outcome.beaten.get(offer.id)
    if other_id is None:
        return _for_all(refuse(offer, Reason.NOTHING_LEFT), candidate.codes)
    other = candidates[other_id].label
    return _for_all(refuse(offer, Reason.CANNOT_COMBINE, other=other, other_id=other_id), candidate.codes)


def _answer(
    basket: Basket, outcome: Outcome, candidates: Mapping[str, Candidate], refusals: Sequence[Refusal]
) -> Applied:
    winners = sorted(
        (candidate for candidate in candidates.values() if outcome.saved(candidate.offer.id)),
        key=lambda won: (LAYERS.index(won.offer.layer), -won.offer.priority, won.offer.id),
    )
    shares: dict[tuple[str, str], list[Share]] = {}
    taken: list[Taken] = []
    for won in winners:
        offer, code = won.offer, won.code
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
