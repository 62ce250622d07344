"""A store as a card, on the pages that show some."""

from __future__ import annotations

from emporium.i18n import _, number, weekday
from emporium.services.stores import StoreCard as StoreRow
from emporium.ui.values import StoreBadge, StoreCard
from emporium.web.shown import arrival_day, image


def store_card(row: StoreRow, *, pictures: int = 3) -> StoreCard:
    """A store with some of its things."""
    return StoreCard(
        store=StoreBadge(row.name, f"/s/{row.slug}", row.awning, row.initials, row.tagline),
        pictures=[image(picture, row.name) for picture in row.pictures[:pictures]],
        rating=f"{row.rating_tenths / 10:.1f}" if row.rating_count else "",
        reviews=number(row.rating_count),
        arrival=_("Arrives {day}").format(day=weekday(arrival_day(row.handling_days, row.transit_days))),
    )
