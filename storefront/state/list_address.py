"""The address of a list with other choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from emporium.web.page import PageRequest

BETWEEN = "|"
MOST_VALUES = 12
"""Of one kind; more is no choice any more."""


def address(request: PageRequest, **changes: str | None) -> str:
    """The list with other choices; it begins at its top again."""
    query = {name: value for name, value in {**request.query, "n": None, **changes}.items() if value}
    return request.path + (f"?{urlencode(query)}" if query else "")


def values(query: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The values of one choice, in small letters."""
    parts = [part.strip().lower()[:80] for part in query.get(name, "").split(BETWEEN)]
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_VALUES]


def toggled(request: PageRequest, name: str, key: str, chosen: Sequence[str]) -> str:
    """The list with a value of a choice more, or without it where it was chosen."""
    kept = [one for one in chosen if one != key] if key in chosen else [*chosen, key]
    return address(request, **{name: BETWEEN.join(kept) or None})
