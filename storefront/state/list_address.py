"""The address of a list with other choices."""

from __future__ import annotations

from urllib.parse import urlencode

from emporium.web.page import PageRequest


def address(request: PageRequest, **changes: str | None) -> str:
    """The list with other choices; it begins at its top again."""
    query = {name: value for name, value in {**request.query, "n": None, **changes}.items() if value}
    return request.path + (f"?{urlencode(query)}" if query else "")
