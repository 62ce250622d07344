"""Attributes in the SQL of a search: whether a product holds what was chosen of them, and what can be chosen (F034)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from emporium.services.search.contract import AttributeFacet, Count, Wanted
from models.enums import AttributeKind

MOST_ATTRIBUTES, MOST_VALUES = 8, 20
SIGN = "\x1f"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Tables of the products that hold each chosen attribute, how they are joined, and what that says of a product.

    `misses` is how many of them a product does not hold, `missed` the one that it does not: counts of an attribute are
    those of products which miss nothing, or nothing but it.
    """

    tables: str
    joined: str
    columns: str
    parameters: dict[str, Any]


def chosen_attributes(wanted: Wanted) -> Chosen:
    """What was chosen of attributes. Each one's products are found once, by its index."""
    tables: list[str] = []
    parameters: dict[str, Any] = {}
    for number, (code, values) in enumerate(wanted.attributes.items()):
        tables.append(_table(number, f"lower(a.value) = ANY(CAST(:said{number} AS text[]))"))
        parameters |= {f"code{number}": code, f"said{number}": list(values)}
    for number, (code, (low, high)) in enumerate(wanted.ranges.items(), start=len(wanted.attributes)):
        tables.append(_table(number, _within(number)))
        parameters |= {f"code{number}": code, f"low{number}": low, f"high{number}": high}
    every = range(len(tables))
    joined = " ".join(f"LEFT JOIN h{number} ON h{number}.product_id = p.id" for number in every)
    return Chosen("".join(tables), joined, _columns(every), parameters)


def _within(number: int) -> str:
    return f"""d.kind = 'number'
        AND (CAST(:low{number} AS numeric) IS NULL OR a.number >= CAST(:low{number} AS numeric))
        AND (CAST(:high{number} AS numeric) IS NULL OR a.number <= CAST(:high{number} AS numeric))"""


def _table(number: int, holds: str) -> str:
    return f"""h{number} AS MATERIALIZED (
        SELECT DISTINCT a.product_id FROM product_attribute a JOIN attribute_definition d ON d.id = a.attribute_id
        WHERE d.code = :code{number} AND d.filterable AND {holds}
    ), """  # noqa: S608 - constants only


def _columns(every: Sequence[int]) -> str:
    if not every:
        return "true AS ok_attributes, 0 AS misses, '' AS missed"
    held = " AND ".join(f"h{number}.product_id IS NOT NULL" for number in every)
    misses = " + ".join(f"(h{number}.product_id IS NULL)::int" for number in every)
    missed = " ".join(f"WHEN h{number}.product_id IS NULL THEN CAST(:code{number} AS text)" for number in every)
    return f"({held}) AS ok_attributes, {misses} AS misses, CASE {missed} ELSE '' END AS missed"


def attribute_counts(wanted: Wanted, others: str) -> str:
    """Products by value of each filterable attribute, and how far its numbers reach; `others`: all else that holds.

    Values are kept in one way of writing, one a product: counting rows counts products. They are compared by their
    bytes, which is faster than by the rules of a language. Of eight truths in a row the planner expects a 256th of the
    products to be left, of one CASE a half: then it reads all values once instead of looking each product's up.
    """
    own = "AND (m.misses = 0 OR (m.misses = 1 AND m.missed = d.code))" if wanted.attributes or wanted.ranges else ""
    return f"""UNION ALL SELECT 'attribute:' || n.code, n.value, concat_ws(chr(31), n.name, n.kind, n.unit, n.reach),
                         n.number
            FROM (
                SELECT d.code, d.name, d.kind, d.unit, count(*) AS number,
                       CASE WHEN d.kind = 'number' THEN '' ELSE a.value COLLATE "C" END AS value,
                       CASE WHEN d.kind = 'number' THEN min(a.number) || chr(31) || max(a.number) END AS reach
                FROM m JOIN product_attribute a ON a.product_id = m.id
                JOIN attribute_definition d ON d.id = a.attribute_id AND d.filterable
                WHERE CASE WHEN {others} THEN true ELSE false END {own} GROUP BY d.id, 6
            ) n"""  # noqa: S608 - constants only


def read_attributes(rows: Mapping[str, Sequence[Count]], chosen: Set[str]) -> list[AttributeFacet]:
    """The attributes that products of a list say most of, and those that are chosen."""
    found: dict[str, list[Count]] = defaultdict(list)
    for kind, counts in rows.items():
        if kind.startswith("attribute:"):
            found[kind.removeprefix("attribute:")].extend(counts)
    facets = sorted((_facet(code, counts) for code, counts in found.items()), key=lambda one: (-one.count, one.name))
    return [one for number, one in enumerate(facets) if number < MOST_ATTRIBUTES or one.code in chosen]


def _facet(code: str, counts: Sequence[Count]) -> AttributeFacet:
    name, kind, unit, *reach = counts[0].label.split(SIGN)
    if kind == AttributeKind.NUMBER:
        low, high = (Decimal(one) for one in reach)
        return AttributeFacet(code, name, AttributeKind.NUMBER, unit, counts[0].count, (), low, high)
    values = [Count(one.key.lower(), one.key, one.count) for one in counts]
    values.sort(key=lambda one: (-one.count, one.key))
    said = sum(one.count for one in values)
    return AttributeFacet(code, name, AttributeKind(kind), unit, said, values[:MOST_VALUES])
