"""When things arrive, in SQL: the same days that cards, pages and baskets name, for lists of any length (F034).

A product arrives its store's handling days and the way's shortest days after today, working days both; one that is
sold ahead so many after the day on which it can leave. The way is the store's first one to the country.
"""

from __future__ import annotations

from datetime import date

MONDAY = date(1900, 1, 1)
"""Working days are counted from a Monday."""

FIRST_WAYS = """
    SELECT DISTINCT ON (store_id) store_id, min_days FROM shipping_method
    WHERE active AND (countries = '[]'::jsonb OR countries @> to_jsonb(CAST(:country AS text)))
    ORDER BY store_id, position, price_minor, id
"""
"""By store, the shortest days of its first way to `:country`; a store that does not send there is missing."""


def working_days_later(day: str, days: str) -> str:
    """SQL of the day that many working days after a day: the same as `add_working_days`. Both are SQL."""
    since = f"({day} - DATE '{MONDAY}')"
    worked = f"({since} / 7 * 5 + least({since} % 7 + 1, 5) + {days})"
    """The number of that working day; the first Monday is 1."""
    return f"(CASE WHEN {days} <= 0 THEN {day} ELSE DATE '{MONDAY}' + ({worked} - 1) / 5 * 7 + ({worked} - 1) % 5 END)"
