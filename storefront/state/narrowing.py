"""What a list is narrowed to, read from its address and written into it: every list can be shared as a link (F034)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from emporium.errors import Invalid
from emporium.i18n import _, number
from emporium.services.catalogue import Sort
from emporium.services.search import Count, Facets, OptionFacet, Wanted
from emporium.settings import get_settings
from emporium.ui.desk_typed import amount_minor
from emporium.ui.values import Link
from emporium.web.page import PageRequest
from emporium.web.shown import money
from storefront.listing_values import Bar, Group, Kept, Narrow, Prices
from storefront.state.arriving import arrivals, read_day
from storefront.state.attributes import ATTRIBUTE, attribute_groups, read_ranges, read_said
from storefront.state.list_address import address, toggled, values

OPTION = "o."
RATING = {"45": 45, "40": 40}
NARROWING = ("from", "to", "stock", "sale", "rating", "by", "c", "store")


def read_wanted(request: PageRequest, bounds: Wanted) -> Wanted:
    """The search that an address asks for within a page's bounds. What cannot be read is as if it was not there."""
    query = request.query
    low, high = _amount(query.get("from", "")), _amount(query.get("to", ""))
    return replace(
        bounds,
        within=values(query, "c"),
        stores=values(query, "store"),
        price_from=low,
        price_to=high,
        rating_tenths=RATING.get(query.get("rating", "")),
        in_stock=query.get("stock") == "1",
        on_sale=query.get("sale") == "1",
        arrives_by=read_day(query.get("by", "")),
        options={
            name.removeprefix(OPTION).lower(): values(query, name)
            for name in sorted(query)
            if name.startswith(OPTION) and values(query, name) and len(name) <= 60
        },
        attributes=read_said(query),
        ranges=read_ranges(query),
        sort=_sort(query.get("sort", "")),
    )


def _sort(text: str) -> Sort | None:
    try:
        return Sort(text)
    except ValueError:
        return None


def _amount(text: str) -> int | None:
    try:
        return amount_minor(text.strip()[:14], get_settings().currency, "price") or None
    except Invalid:
        return None


def groups(request: PageRequest, wanted: Wanted, facets: Facets, total: int) -> list[Group]:
    """What the list of so many products can be narrowed to, but for the price."""
    made = [
        _many(request, "c", _("Category"), facets.categories, wanted.within),
        arrivals(request, wanted, facets),
        *(
            _many(request, OPTION + one.key, one.label, one.values, wanted.options.get(one.key, ()))
            for one in (*facets.options, *_gone(wanted, facets))
        ),
        *attribute_groups(request, wanted, facets, total),
        _many(request, "store", _("Store"), facets.stores, wanted.stores),
        _ratings(request, wanted, facets),
        _offers(request, wanted, facets),
    ]
    return [
        replace(
            group,
            open=index < 4 or bool(group.bounds.chip) or any(way.chosen for way in group.ways),
            ways=[replace(way, ident=_ident(group.key, way.text)) for way in group.ways],
        )
        for index, group in enumerate(made)
        if group.numeric or group.partial or len(group.ways) > 1 or any(way.chosen for way in group.ways)
    ]


def _ident(key: str, words: str) -> str:
    return "facet-" + "-".join(f"{key} {words}".split())


def _gone(wanted: Wanted, facets: Facets) -> list[OptionFacet]:
    """Chosen options that nothing in the list has any more: they can still be taken off."""
    known = {one.key for one in facets.options}
    return [OptionFacet(key, key.capitalize(), ()) for key in wanted.options if key not in known]


def _many(
    request: PageRequest, name: str, title: str, counts: Sequence[Count], chosen: Sequence[str]
) -> Group:  # fmt: skip
    known = {one.key for one in counts}
    gone = [Count(key, key.replace("-", " ").capitalize(), 0) for key in chosen if key not in known]
    ways = [
        Narrow(one.label, number(one.count), toggled(request, name, one.key, chosen), one.key in chosen)
        for one in (*counts, *gone)
    ]
    return Group(key=name, name=title, ways=ways)


def _ratings(request: PageRequest, wanted: Wanted, facets: Facets) -> Group:
    chosen = wanted.rating_tenths
    counts = list(facets.ratings)
    if chosen is not None and str(chosen) not in {one.key for one in counts}:
        counts.append(Count(str(chosen), "", 0))
    ways = [
        Narrow(
            _("{stars} and up").format(stars=f"{int(one.key) / 10:.1f}"), number(one.count),
            address(request, rating=None if chosen == int(one.key) else one.key), chosen == int(one.key),
        )
        for one in counts
    ]  # fmt: skip
    return Group(key="rating", name=_("Rating"), single=True, ways=ways)


def _offers(request: PageRequest, wanted: Wanted, facets: Facets) -> Group:
    pairs = (
        ("stock", _("In stock"), facets.in_stock, wanted.in_stock),
        ("sale", _("On sale"), facets.on_sale, wanted.on_sale),
    )
    ways = [
        Narrow(text, number(count), address(request, **{name: None if on else "1"}), on)
        for name, text, count, on in pairs
        if count or on
    ]
    return Group(key="offers", name=_("Offers"), ways=ways)


def prices(request: PageRequest, wanted: Wanted, facets: Facets) -> Prices:
    """The histogram, and the form for two bounds."""
    currency = get_settings().currency
    low, high = facets.lowest_minor, facets.highest_minor
    top = max(facets.bars, default=0)
    step = (high - low + 1) / len(facets.bars) if facets.bars else 0
    bars = []
    for place, count in enumerate(facets.bars):
        begins, ends = low + place * step, low + (place + 1) * step
        inside = (wanted.price_from is None or ends > wanted.price_from) and (
            wanted.price_to is None or begins <= wanted.price_to
        )
        bars.append(Bar(f"{max(round(count / top * 100), 4 if count else 1)}%", inside))
    kept = [Kept(name, value) for name, value in request.query.items() if name not in ("from", "to", "n") and value]
    return Prices(
        shown=high > low or wanted.price_from is not None or wanted.price_to is not None,
        bars=bars,
        low=request.query.get("from", "")[:14] if wanted.price_from is not None else "",
        high=request.query.get("to", "")[:14] if wanted.price_to is not None else "",
        least=money(low, currency),
        most=money(high, currency),
        symbol="".join(sign for sign in money(0, currency) if not (sign.isdigit() or sign.isspace() or sign in ".,")),
        action=request.path,
        kept=kept,
        fresh=request.key,
    )


def chosen(request: PageRequest, wanted: Wanted, made: Sequence[Group]) -> list[Link]:
    """What is chosen, as links that take it off."""
    currency, low, high = get_settings().currency, wanted.price_from, wanted.price_to
    chips = [Link(way.chip or way.text, way.href) for group in made for way in group.ways if way.chosen]
    chips += [Link(group.bounds.chip, group.bounds.off) for group in made if group.bounds.chip]
    if low is not None or high is not None:
        if low is not None and high is not None:
            text = _("{low} to {high}").format(low=money(low, currency), high=money(high, currency))
        elif low is not None:
            text = _("From {low}").format(low=money(low, currency))
        else:
            text = _("Up to {high}").format(high=money(high or 0, currency))
        chips.append(Link(text, address(request, **{"from": None, "to": None})))
    return chips


def cleared(request: PageRequest) -> str:
    """The list with nothing chosen."""
    taken = {name: None for name in request.query if name in NARROWING or name.startswith((OPTION, ATTRIBUTE))}
    return address(request, **taken)
