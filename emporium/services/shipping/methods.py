"""Delivery options of stores for one country. Free-over counts only that store's goods (F050)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.services.ledger.fx import Prices, prices_in
from models.enums import ShippingRate
from models.stores import ShippingMethod, Store

DOWNLOAD = UUID(int=0)
"""Stands where a method's id stands when a store's part is all files: nothing is sent, it costs nothing (F026)."""


@dataclass(frozen=True, slots=True)
class DeliveryOption:
    """A way to send one store's parcel: price in minor units, and the days it arrives between."""

    method_id: UUID
    store_id: UUID
    name: str
    carrier: str
    price_minor: int
    free_over_minor: int | None
    currency: str
    arrives_from: date
    arrives_to: date
    dispatch_by: date
    min_days: int = 1
    max_days: int = 3
    """Working days on the way."""


def download_option(*, store_id: UUID, currency: str, today: date | None = None) -> DeliveryOption:
    """The only way of a part that is all files: at once, for nothing."""
    day = today or datetime.now(UTC).date()
    return DeliveryOption(
        method_id=DOWNLOAD, store_id=store_id, name="", carrier="", price_minor=0, free_over_minor=None,
        currency=currency, arrives_from=day, arrives_to=day, dispatch_by=day, min_days=0, max_days=0,
    )  # fmt: skip


def add_working_days(start: date, days: int) -> date:
    """The day that many working days later; weekends do not count."""
    moment = start
    while days > 0:
        moment += timedelta(days=1)
        if moment.weekday() < 5:
            days -= 1
    return moment


def delivery_window(*, today: date, handling_days: int, min_days: int, max_days: int) -> tuple[date, date, date]:
    """When a parcel is sent at the latest, and the first and last day it arrives."""
    dispatch = add_working_days(today, handling_days)
    return dispatch, add_working_days(dispatch, min_days), add_working_days(dispatch, max_days)


def parcel_price(
    method: ShippingMethod, *, goods_minor: int, weight_grams: int, free_over: int | None, stated: Prices | None = None
) -> int:
    """What a parcel costs, in the method's own currency; `free_over` is in that of the goods, as `stated` converts.

    Tables name the most that a price is good for; beyond their last row the method's own price holds.
    """
    if free_over is not None and goods_minor >= free_over:
        return 0
    if method.rate == ShippingRate.WEIGHT:
        for up_to, price in method.weight_table:
            if weight_grams <= up_to:
                return int(price)
    if method.rate == ShippingRate.PRICE:
        for up_to, price in method.price_table:
            if goods_minor <= (stated.of(int(up_to), method.currency) if stated else int(up_to)):
                return int(price)
    return method.price_minor


def delivery_options(
    session: Session,
    *,
    goods: Mapping[UUID, tuple[int, int]],
    country: str,
    currency: str | None = None,
    today: date | None = None,
    ready: Mapping[UUID, date | None] | None = None,
) -> dict[UUID, list[DeliveryOption]]:
    """Each store's options for goods (worth minor units, weighing grams), in the store's order. One query.

    Prices of another currency are stated in `currency` at the newest rate; without one the method is not offered.

    `ready` is the day on which a store has everything, when that is later than today (F029).

    A store without a method for the country has an empty list: its goods cannot be sent there.
    """
    start = today or datetime.now(UTC).date()
    found: dict[UUID, list[DeliveryOption]] = defaultdict(list)
    rows = session.exec(
        select(ShippingMethod, Store.handling_days)
        .join(Store, col(Store.id) == col(ShippingMethod.store_id))
        .where(col(ShippingMethod.store_id).in_(list(goods)), col(ShippingMethod.active))
        .order_by(col(ShippingMethod.position), col(ShippingMethod.price_minor))
    ).all()
    prices = prices_in(session, currency=currency, of={row.currency for row, _ in rows}) if currency else None
    for method, handling in rows:
        if method.countries and country not in method.countries:
            continue
        if prices is not None and not prices.knows(method.currency):
            continue
        worth, weight = goods[method.store_id]
        stated = prices or Prices(method.currency, {}, {})
        free_over = None if method.free_over_minor is None else stated.of(method.free_over_minor, method.currency)
        price = parcel_price(method, goods_minor=worth, weight_grams=weight, free_over=free_over, stated=stated)
        dispatch, first, last = delivery_window(
            today=max(start, (ready or {}).get(method.store_id) or start),
            handling_days=handling,
            min_days=method.min_days,
            max_days=method.max_days,
        )
        found[method.store_id].append(
            DeliveryOption(
                method_id=method.id,
                store_id=method.store_id,
                name=method.name,
                carrier=method.carrier,
                price_minor=stated.of(price, method.currency),
                free_over_minor=free_over,
                currency=stated.currency,
                arrives_from=first,
                arrives_to=last,
                dispatch_by=dispatch,
                min_days=method.min_days,
                max_days=method.max_days,
            )
        )
    return {store_id: found.get(store_id, []) for store_id in goods}
