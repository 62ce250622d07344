"""A page that is read again because something happened: what somebody is in the middle of on it stays."""

from __future__ import annotations

import dataclasses
from typing import Any

KEYS = ("key", "id")
"""Fields that name the rows of a list, the first a row has."""


def follow(read: Any, shown: Any, fresh: Any) -> Any:
    """The page's new content: as `fresh`, with what was changed on the page since it was `read` and no news touches.

    A handler may have opened a form, put an error beside a field or said what it did (`shown`); nothing of that is in
    the database, so a page read again does not have it. Value by value: what only the page changed stays, what the
    database changed comes. Rows of lists are matched by their key; a list whose rows have none is one value.
    """
    read, shown = raw(read), raw(shown)
    if same(read, shown):
        return fresh
    if same(read, fresh):
        return shown
    if dataclasses.is_dataclass(fresh) and not isinstance(fresh, type) and type(fresh) is type(shown) is type(read):
        return dataclasses.replace(
            fresh,
            **{
                name: follow(getattr(read, name), getattr(shown, name), getattr(fresh, name))
                for name in (field.name for field in dataclasses.fields(fresh) if field.init)
            },
        )
    if isinstance(fresh, list):
        return _rows(read, shown, fresh)
    return fresh


def _rows(read: Any, shown: Any, fresh: list[Any]) -> list[Any]:
    was, now, news = _by_key(read), _by_key(shown), _by_key(fresh)
    if was is None or now is None or news is None:
        return fresh
    return [follow(was[key], now[key], row) if key in was and key in now else row for key, row in news.items()]


def _by_key(rows: Any) -> dict[Any, Any] | None:
    """Rows by what names them, or None where nothing does."""
    keyed = {}
    for row in map(raw, rows or []):
        name = next((name for name in KEYS if hasattr(row, name)), None)
        if name is None or getattr(row, name) in keyed:
            return None
        keyed[getattr(row, name)] = row
    return keyed


def raw(value: Any) -> Any:
    """The value itself, out of the wrapper in which a state hands out what can be changed."""
    return getattr(value, "__wrapped__", value)


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same."""
    return one is other or bool(raw(one) == raw(other))
