"""Reading what a request sends, up to a bound: also when it does not say how much that is."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request


async def read_body(request: Request, most: int) -> bytes | None:
    """The body, or None when it is longer than `most` bytes; the rest is not read then."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            return None
        parts.append(part)
    return b"".join(parts)


async def read_json(request: Request, most: int) -> dict[str, Any]:
    """The object that a request sends as JSON; an empty one for anything else, or for more than `most` bytes."""
    try:
        found = json.loads(await read_body(request, most) or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
