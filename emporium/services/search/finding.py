"""The engine inside PostgreSQL: a page of what matches and what it can be narrowed to (F031, F034)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.services.catalogue.lists import PAGE, CardPage, Sort, decode_cursor, encode_cursor, rows_by_ids
from emporium.services.search.asking import Asked, read_words
from emporium.services.search.attributes import attribute_counts, read_attributes
from emporium.services.search.contract import Count, Facets, OptionFacet, Results, Wanted
from emporium.services.search.matching import all_but, has_words, in_stock_too, matches, variant_holds

BARS = 16
RATINGS = (45, 40)
MOST_STORES, MOST_CATEGORIES, MOST_OPTIONS, MOST_VALUES = 30, 20, 6, 16
_KEYS = {
    None: ("score", "DESC"),
    Sort.SELLING: ("sold", "DESC"),
    Sort.NEWEST: ("published", "DESC"),
    Sort.PRICE_UP: ("price", "ASC"),
    Sort.PRICE_DOWN: ("price", "DESC"),
    Sort.RATING: ("rated", "DESC"),
}


def find(session: Session, *, wanted: Wanted, cursor: str | None = None, limit: int = PAGE) -> Results:
    """A page and its facets. Nine queries at most, eleven where the words find nothing as they are."""
    asked = _asked(session, wanted)
    counted = _facets(session, wanted, *matches(wanted, asked, scored=False, arrivals=True))
    if has_words(wanted) and not counted.known:
        asked = read_words(session, wanted.words, doubt=True)
        counted = _facets(session, wanted, *matches(wanted, asked, scored=False, arrivals=True))
    rows, after = _rows(session, wanted, *matches(wanted, asked), cursor, limit)
    cards = rows_by_ids(session, product_ids=rows, country=wanted.country)
    return Results(CardPage(cards, counted.total, counted.stores, after), counted.facets)


def more(
    session: Session, *, wanted: Wanted, cursor: str | None, limit: int = PAGE, typing: bool = False
) -> CardPage:  # fmt: skip
    """The page after one, without counting anything again. While somebody types the last word may be unfinished."""
    matched, parameters = matches(wanted, _asked(session, wanted, typing), typing=typing)
    rows, after = _rows(session, wanted, matched, parameters, cursor, limit)
    if not rows and has_words(wanted):
        asked = read_words(session, wanted.words, typing=typing, doubt=True)
        matched, parameters = matches(wanted, asked, typing=typing)
        rows, after = _rows(session, wanted, matched, parameters, cursor, limit)
    return CardPage(rows_by_ids(session, product_ids=rows, country=wanted.country), 0, 0, after)


def _asked(session: Session, wanted: Wanted, typing: bool = False) -> Asked | None:
    return read_words(session, wanted.words, typing=typing) if has_words(wanted) else None


@dataclass(frozen=True, slots=True)
class _Counted:
    """Facets, how many products of how many stores hold everything, and how many there are without any choice."""

    facets: Facets
    total: int
    stores: int
    known: int


def _rows(
    session: Session, wanted: Wanted, matched: str, parameters: dict[str, Any], cursor: str | None, limit: int
) -> tuple[list[UUID], str | None]:
    sort = wanted.sort or (None if has_words(wanted) else Sort.SELLING)
    by_hand = wanted.by_hand and wanted.sort is None and not has_words(wanted)
    key, way = ("place", "ASC") if by_hand else _KEYS[sort]
    place = decode_cursor(cursor)
    after = ""
    given = {**parameters, "limit": limit + 1}
    if place is not None and isinstance(place[0], datetime) == (sort is Sort.NEWEST):
        after = f"AND ({key}, id) {'<' if way == 'DESC' else '>'} (:place, :last)"
        given |= {"place": place[0], "last": place[1]}
    statement = f"WITH {matched} SELECT id, {key} FROM m WHERE {all_but()} {after} ORDER BY {key} {way}, id {way} LIMIT :limit"  # noqa: E501, S608 - constants only
    found = session.execute(text(statement), given).all()
    ids = [UUID(str(row[0])) for row in found[:limit]]
    last = found[limit - 1] if len(found) > limit else None
    return ids, encode_cursor(last[1], UUID(str(last[0]))) if last is not None else None


def _facets(
    session: Session, wanted: Wanted, matched: str, parameters: dict[str, Any]
) -> _Counted:  # fmt: skip
    """All counts in one query."""
    chosen = " AND ".join(
        f"(lower(po.name) = :option{index} OR {variant_holds(index)})" for index in range(len(wanted.options))
    )
    apart = f"AND {in_stock_too()} AND {chosen}" if chosen else ""
    span = f"span AS (SELECT min(price) AS low, max(price) AS high FROM m WHERE {all_but('price')})"  # noqa: S608
    statement = f"""WITH {matched}, {span}
        SELECT 'total' AS kind, '' AS key, '' AS label, count(*) AS number FROM m WHERE {all_but()}
        UNION ALL SELECT 'known', '', '', count(*) FROM m
        UNION ALL SELECT 'stores', '', '', count(DISTINCT store_id) FROM m WHERE {all_but()}
        UNION ALL SELECT 'category', k.slug, k.name, n.number FROM category k JOIN (
            SELECT category_id, count(*) AS number FROM m WHERE {all_but("category")} GROUP BY category_id
        ) n ON n.category_id = k.id
        UNION ALL SELECT 'store', k.slug, k.name, n.number FROM store k JOIN (
            SELECT store_id, count(*) AS number FROM m WHERE {all_but("store")} GROUP BY store_id
        ) n ON n.store_id = k.id
        UNION ALL SELECT 'rating', r.tenths::text, '', count(*) FROM m, unnest(CAST(:ratings AS bigint[])) AS r (tenths)
            WHERE rating_count > 0 AND rating_sum * 10 >= r.tenths * rating_count AND {all_but("rating")}
            GROUP BY r.tenths
        UNION ALL SELECT 'stock', '', '', count(*) FROM m WHERE there AND {all_but("stock")}
        UNION ALL SELECT 'sale', '', '', count(*) FROM m WHERE reduced AND {all_but("sale")}
        UNION ALL SELECT 'arrival', arrives::text, '', count(*) FROM m
            WHERE arrives IS NOT NULL AND {all_but("arrival")} GROUP BY arrives
        UNION ALL SELECT 'low', '', '', low FROM span WHERE low IS NOT NULL
        UNION ALL SELECT 'high', '', '', high FROM span WHERE high IS NOT NULL
        UNION ALL SELECT 'bar', width_bucket(price, span.low, span.high + 1, :bars)::text, '', count(*) FROM m, span
            WHERE {all_but("price")} GROUP BY width_bucket(price, span.low, span.high + 1, :bars)
        UNION ALL SELECT 'option:' || lower(po.name), lower(ov.name), min(po.name) || chr(31) || min(ov.name),
                         count(DISTINCT m.id)
            FROM m JOIN product_variant v ON v.product_id = m.id AND v.active
            JOIN variant_option vo ON vo.variant_id = v.id JOIN product_option po ON po.id = vo.option_id
            JOIN option_value ov ON ov.id = vo.value_id
            WHERE {all_but("options")} {apart} GROUP BY lower(po.name), lower(ov.name)
        {attribute_counts(wanted, all_but("attributes"))}"""  # noqa: S608 - constants only
    given = {**parameters, "ratings": list(RATINGS), "bars": BARS}
    rows: dict[str, list[Count]] = defaultdict(list)
    for kind, key, label, number in session.execute(text(statement), given).all():
        rows[str(kind)].append(Count(str(key), str(label), int(number)))
    return _Counted(_read(rows, wanted), _one(rows, "total"), _one(rows, "stores"), _one(rows, "known"))


def _one(rows: dict[str, list[Count]], kind: str) -> int:
    return rows[kind][0].count if rows[kind] else 0


def _most(counts: list[Count], limit: int) -> list[Count]:
    """The commonest ones, equal ones by name."""
    return sorted(counts, key=lambda one: (-one.count, one.label.lower()))[:limit]


def _read(rows: dict[str, list[Count]], wanted: Wanted) -> Facets:
    bars = {int(one.key): one.count for one in rows["bar"]}
    options = []
    for kind in [kind for kind in rows if kind.startswith("option:")]:
        values = [Count(one.key, one.label.partition("\x1f")[2], one.count) for one in rows[kind]]
        label = rows[kind][0].label.partition("\x1f")[0]
        options.append(OptionFacet(kind.removeprefix("option:"), label, _most(values, MOST_VALUES)))
    options.sort(key=lambda one: (-sum(value.count for value in one.values), one.key))
    ratings = {int(one.key): one for one in rows["rating"]}
    return Facets(
        categories=_most(rows["category"], MOST_CATEGORIES),
        stores=_most(rows["store"], MOST_STORES),
        options=options[:MOST_OPTIONS],
        attributes=read_attributes(rows, {*wanted.attributes, *wanted.ranges}),
        ratings=[ratings[tenths] for tenths in RATINGS if tenths in ratings],
        in_stock=_one(rows, "stock"),
        on_sale=_one(rows, "sale"),
        arrivals=sorted((date.fromisoformat(one.key), one.count) for one in rows["arrival"]),
        lowest_minor=_one(rows, "low"),
        highest_minor=_one(rows, "high"),
        bars=[bars.get(number, 0) for number in range(1, BARS + 1)] if bars else [],
    )
