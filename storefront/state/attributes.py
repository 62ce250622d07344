"""Lists narrowed by what products say about themselves: choices, yes and no, and numbers from and up to (F022, F034).

In an address `a.material=linen|cotton` is a choice, `a.vegan=true` a truth, `a.height.from=10&a.height.to=40` a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from emporium.i18n import _, number
from emporium.services.catalogue.attributes import read_number
from emporium.services.search import AttributeFacet, Count, Facets, Wanted
from emporium.web.facts import TRUTHS, measure
from emporium.web.page import PageRequest
from models.enums import AttributeKind
from storefront.listing_values import Bounds, Group, Kept, Narrow
from storefront.state.list_address import address, toggled, values

ATTRIBUTE = "a."
LOW, HIGH = ".from", ".to"
SAID = re.compile(r"a\.([a-z][a-z0-9_]{0,39})")
BOUND = re.compile(r"a\.([a-z][a-z0-9_]{0,39})\.(?:from|to)")
MOST = 8
"""So many attributes of each sort can be chosen at once."""


def read_said(query: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The choices and truths of an address. What cannot be read is as if it was not there."""
    found = {match[1]: values(query, name) for name in sorted(query) if (match := SAID.fullmatch(name))}
    return dict([(code, chosen) for code, chosen in found.items() if chosen][:MOST])


def read_ranges(query: Mapping[str, str]) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """The numbers of an address."""
    codes = dict.fromkeys(match[1] for name in sorted(query) if (match := BOUND.fullmatch(name)))
    found = {
        code: (read_number(query.get(ATTRIBUTE + code + LOW, "")), read_number(query.get(ATTRIBUTE + code + HIGH, "")))
        for code in codes
    }
    return dict([(code, bounds) for code, bounds in found.items() if bounds != (None, None)][:MOST])


def attribute_groups(request: PageRequest, wanted: Wanted, facets: Facets, total: int) -> list[Group]:
    """A group for each attribute of a list of so many products, also for those that nothing in it says any more."""
    known = {one.code for one in facets.attributes}
    gone = [
        *(AttributeFacet(code, _named(code), AttributeKind.CHOICE) for code in wanted.attributes if code not in known),
        *(AttributeFacet(code, _named(code), AttributeKind.NUMBER) for code in wanted.ranges if code not in known),
    ]
    made = []
    for one in (*facets.attributes, *gone):
        if one.kind != AttributeKind.NUMBER:
            made.append(_ways(request, one, wanted.attributes.get(one.code, ()), total))
        elif one.lowest < one.highest or one.code in wanted.ranges:
            made.append(_numbers(request, one, wanted.ranges.get(one.code, (None, None))))
    return made


def _named(code: str) -> str:
    """What an attribute is called when only its code is known."""
    return code.replace("_", " ").capitalize()


def _ways(request: PageRequest, one: AttributeFacet, chosen: tuple[str, ...], total: int) -> Group:
    known = {value.key for value in one.values}
    counts = [*one.values, *(Count(key, key.capitalize(), 0) for key in chosen if key not in known)]
    if one.kind == AttributeKind.BOOLEAN:
        counts.sort(key=lambda value: value.key != "true")
    ways = []
    for value in counts:
        words = _(TRUTHS[value.key]) if value.key in TRUTHS else value.label
        href = toggled(request, ATTRIBUTE + one.code, value.key, chosen)
        ways.append(Narrow(words, number(value.count), href, value.key in chosen))
    if one.kind == AttributeKind.BOOLEAN or not known:
        ways = [replace(way, chip=_("{name}: {value}").format(name=one.name, value=way.text)) for way in ways]
    return Group(key=ATTRIBUTE + one.code, name=one.name, ways=ways, partial=any(way.count < total for way in counts))


def _numbers(
    request: PageRequest, one: AttributeFacet, chosen: tuple[Decimal | None, Decimal | None]
) -> Group:  # fmt: skip
    low_name, high_name = ATTRIBUTE + one.code + LOW, ATTRIBUTE + one.code + HIGH
    low, high = chosen
    bounds = Bounds(
        low_name=low_name,
        high_name=high_name,
        low=request.query.get(low_name, "")[:16] if low is not None else "",
        high=request.query.get(high_name, "")[:16] if high is not None else "",
        least=measure(one.lowest, one.unit),
        most=measure(one.highest, one.unit),
        unit=one.unit,
        action=request.path,
        kept=[
            Kept(name, value)
            for name, value in request.query.items()
            if name not in (low_name, high_name, "n") and value
        ],
        fresh=request.key,
        chip=_chip(one, low, high),
        off=address(request, **{low_name: None, high_name: None}),
    )
    return Group(key=ATTRIBUTE + one.code, name=one.name, numeric=True, bounds=bounds)


def _chip(one: AttributeFacet, low: Decimal | None, high: Decimal | None) -> str:
    if low is not None and high is not None:
        return _("{name}: {low} to {high}").format(
            name=one.name, low=measure(low, ""), high=measure(high, one.unit)
        )  # fmt: skip
    if low is not None:
        return _("{name}: from {low}").format(name=one.name, low=measure(low, one.unit))
    return _("{name}: up to {high}").format(name=one.name, high=measure(high, one.unit)) if high is not None else ""
