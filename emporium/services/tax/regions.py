"""Regions of a country as zones and addresses name them: the part of ISO 3166-2 after the country."""

from __future__ import annotations

from functools import lru_cache

import pycountry

ASKED_EVERYWHERE = frozenset({"US", "CA", "AU", "BR", "IN", "MX"})
"""Countries whose postal addresses name the region, whether or not a zone does."""


@lru_cache(maxsize=64)
def regions_of(country: str) -> tuple[tuple[str, str], ...]:
    """Code and name of a country's first level of regions, by name: `("NY", "New York")`. Empty when it has none."""
    known = pycountry.subdivisions.get(country_code=country) or ()  # type: ignore[no-untyped-call]
    found = [(one.code.partition("-")[2], str(one.name)) for one in known if one.parent_code is None]
    return tuple(sorted(found, key=lambda pair: pair[1]))


def region_name(country: str, region: str) -> str:
    """A region's name; one that nobody knows is shown as it is."""
    return dict(regions_of(country)).get(region, region)
