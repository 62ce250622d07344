"""Lists narrowed by the day on which things arrive: days worth choosing, and how many products each leaves (F034)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from emporium.i18n import _, day, number
from emporium.services.search import Facets, Wanted
from emporium.web.page import PageRequest
from storefront.listing_values import ARRIVES, Group, Narrow
from storefront.state.list_address import address

FURTHEST = timedelta(days=120)
FIRST_DAYS = 3
"""So many of the soonest days are named one by one."""
SATURDAY = 5
CHRISTMAS = (12, 24)
CHRISTMAS_FROM = timedelta(days=42)
"""So long before it Christmas is a day to choose."""


def today() -> date:
    """The day that promises are counted from."""
    return datetime.now(UTC).date()


def read_day(text: str) -> date | None:
    """The day of an address, such as 2026-12-02. One that is over, or far away, is as if it was not there."""
    try:
        chosen = date.fromisoformat(text)
    except ValueError:
        return None
    return chosen if chosen.isoformat() == text and today() <= chosen <= today() + FURTHEST else None


def days_to_choose(now: date, arrivals: Sequence[tuple[date, int]]) -> list[tuple[date, str]]:
    """The soonest days of a list, the weekend, and Christmas where it is near: day and words, in their order."""
    weekend = now + timedelta(days=(SATURDAY - now.weekday()) % 7 or 7)
    christmas = date(now.year, *CHRISTMAS)
    named = {when: _("By {day}").format(day=day(when)) for when, _count in arrivals[:FIRST_DAYS]}
    named[weekend] = _("By the weekend, {day}").format(day=day(weekend))
    if now <= christmas <= now + CHRISTMAS_FROM:
        named[christmas] = _("By Christmas, {day}").format(day=day(christmas))
    return sorted(named.items())


def arrivals(request: PageRequest, wanted: Wanted, facets: Facets) -> Group:
    """Days to choose from. One that leaves nothing, or what the day before leaves already, is no choice."""
    chosen, choices = wanted.arrives_by, days_to_choose(today(), facets.arrivals)
    if chosen is not None and chosen not in dict(choices):
        choices = sorted([*choices, (chosen, _("By {day}").format(day=day(chosen)))])
    ways, before = [], 0
    for when, words in choices:
        count = sum(products for arrives, products in facets.arrivals if arrives <= when)
        if count > before or when == chosen:
            target = address(request, by=None if when == chosen else when.isoformat())
            ways.append(Narrow(words, number(count), target, when == chosen))
        before = max(count, before)
    return Group(key=ARRIVES, name=_("Arrives"), single=True, ways=ways)
