"""The lowest price of the thirty days before a reduction, from what was really asked (F051).

Directive 98/6/EC, article 6a (as amended by directive (EU) 2019/2161): whoever announces a reduction states the prior
price, which is the lowest that was asked during at least thirty days before it. Where a thing has not been on sale for
so long nothing is announced: there is then no prior price to show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from models.catalogue import PriceHistory, ProductVariant, SalePrice

DAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Span:
    """A price that was asked from a moment until another; None is still."""

    price_minor: int
    since: datetime
    until: datetime | None = None


def lowest_before(
    *, own: Sequence[Span], sales: Sequence[Span], price_minor: int, reduced_since: datetime | None, now: datetime
) -> int | None:
    """The prior price beside today's, or None when no reduction may be announced.

    `own` are the shelf prices in time, each until the next one; `sales` never overlap. Since
    `reduced_since` the shop calls its shelf price reduced. Nothing is prior that is not above today's price.
    """
    if not own:
        return None
    running = next((sale for sale in sales if _covers(sale, now)), None)
    start = running.since if running is not None else reduced_since
    if start is None:
        return None
    first = start - DAYS
    if own[0].since > first:
        return None
    asked = [
        _asked(own, sales, moment)
        for moment in [first, *_changes(own, sales)]
        if first <= moment < start
    ]  # fmt: skip
    lowest = min(asked)
    return lowest if lowest > price_minor else None


def _covers(span: Span, moment: datetime) -> bool:
    return span.since <= moment and (span.until is None or moment < span.until)


def _changes(own: Sequence[Span], sales: Sequence[Span]) -> list[datetime]:
    """Every moment at which another price began to hold."""
    ends = [sale.until for sale in sales if sale.until is not None]
    return [*(span.since for span in own), *(sale.since for sale in sales), *ends]


def _asked(own: Sequence[Span], sales: Sequence[Span], moment: datetime) -> int:
    """What a unit cost at a moment: the sale's price, unless the shelf's own was lower still."""
    shelf = next(span.price_minor for span in reversed(own) if span.since <= moment)
    return min([shelf, *(sale.price_minor for sale in sales if _covers(sale, moment))])


def prior_prices(
    session: Session, *, variants: Collection[ProductVariant], now: datetime | None = None
) -> dict[UUID, int]:
    """The prior price of each variant that may show one, in its own currency. Two queries, whatever their number."""
    when, known = now or datetime.now(UTC), {variant.id: variant for variant in variants}
    sales: dict[UUID, list[Span]] = defaultdict(list)
    for sale in session.exec(select(SalePrice).where(col(SalePrice.variant_id).in_(known))).all():
        period = sale.period
        if sale.currency == known[sale.variant_id].currency and period.lower is not None:
            sales[sale.variant_id].append(Span(sale.price_minor, period.lower, period.upper))
    asked = {variant.id for variant in variants if variant.compare_at_minor is not None} | set(sales)
    own: dict[UUID, list[Span]] = defaultdict(list)
    for row in session.exec(
        select(PriceHistory)
        .where(col(PriceHistory.variant_id).in_(asked))
        .order_by(col(PriceHistory.since), col(PriceHistory.id))
    ).all():
        if row.currency == known[row.variant_id].currency:
            own[row.variant_id].append(Span(row.price_minor, row.since))
    found: dict[UUID, int] = {}
    for variant_id in asked:
        variant, running = known[variant_id], [sale for sale in sales[variant_id] if _covers(sale, when)]
        prior = lowest_before(
            own=own[variant_id],
            sales=sales[variant_id],
            price_minor=min([variant.price_minor, *(sale.price_minor for sale in running)]),
            reduced_since=variant.reduced_since if variant.compare_at_minor is not None else None,
            now=when,
        )
        if prior is not None:
            found[variant_id] = prior
    return found
